"""Home and section pages: articles by URL and place, sections from the menu, feeds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import Listing, parse_front
from crawler.discovery.anchors import MAX_ANCHORS
from crawler.discovery.fronts import MAX_ARTICLES, Evidence, judge
from crawler.discovery.shape import Known, unknown
from crawler.items import AddressKind
from crawler.memory.addresses import Addresses
from crawler.pages.parse import parse

HOME = "https://e.org/"


def read(html: str, url: str = HOME, known: Known = unknown) -> Listing:
    return parse_front(parse(html), url, known)


def urls(listing: Listing, kind: AddressKind) -> list[str]:
    return [link.url.removeprefix("https://e.org") for link in listing.links if link.kind is kind]


FRONT = """<html lang="en-GB"><head><title>River News</title>
<link rel="alternate" type="application/rss+xml" title="All" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="alternate" hreflang="ar" href="/ar/"></head><body>
<header><a href="/">Home</a><nav><ul>
<li><a href="/politics">Politics</a></li>
<li><a href="/world/middle-east/">Middle East</a></li>
<li><a href="/login">Log in</a></li>
<li><a href="/tag/bridges">Bridges</a></li>
<li><a href="javascript:void(0)">More</a></li>
<li><a href="https://shop.e.org/">Shop</a></li>
<li><a href="https://sport.e.org/">Sport</a></li></ul></nav></header>
<main><article><a href="/politics/2024/05/bridge-opens-after-repair">
<img src="b.jpg" alt=""></a>
<h2><a href="/politics/2024/05/bridge-opens-after-repair?utm_source=home">
Bridge opens after three years of repair</a></h2>
<p>The old crossing is back.
<a href="/politics/2024/05/bridge-opens-after-repair#comments">12 comments</a></p>
<a href="/author/lina-khoury" rel="author">Lina Khoury</a></article>
<div class="card"><a class="c" href="/life/8812345">
<h3>A day at the market</h3>
<p>What people buy when the prices change.</p></a>
</div>
<a href="https://www.facebook.com/sharer.php?u=https://e.org/politics/2024/05/bridge-opens-after-repair">
Share this story with friends on Facebook</a>
<a href="/video/clip.mp4">Watch the film about the long bridge</a>
<a href="/news?page=2">Older news from the river towns</a>
</main>
<footer><a href="/privacy-policy">Privacy</a>
<a href="/about-us">About us</a>
<a href="/how-we-work-and-who-pays-us">How we work</a></footer>
</body></html>"""


def test_front_in_full() -> None:
    listing = read(FRONT)
    assert urls(listing, AddressKind.ARTICLE) == [
        "/politics/2024/05/bridge-opens-after-repair",
        "/life/8812345",
    ]
    assert [link.title for link in listing.links[:2]] == [
        "Bridge opens after three years of repair",
        "A day at the market",
    ]
    assert urls(listing, AddressKind.FEED) == ["/feed.xml"]
    assert urls(listing, AddressKind.FRONT) == ["/politics", "/world/middle-east/", "https://sport.e.org/"]
    assert (listing.title, listing.language) == ("River News", "en-gb")


TEASERS = {
    "Arabic": (
        "/أخبار/افتتاح-جسر-جديد-على-النهر",
        "افتتاح جسر جديد على النهر بعد ثلاث سنوات",
        "/سياسة",
        "سياسة",
    ),
    "Hebrew": (
        "/חדשות/הגשר-החדש-נפתח-לתנועה",
        "הגשר החדש נפתח לתנועה אחרי שלוש שנים",
        "/פוליטיקה",
        "פוליטיקה",
    ),
    "Chinese": ("/新闻/河上新桥三年后重新开放通车", "河上新桥三年后重新开放通车", "/政治", "政治"),
    "Russian": (
        "/новости/новый-мост-открыт-после-ремонта",
        "Новый мост открыт после трёх лет ремонта",
        "/политика",
        "Политика",
    ),
    "Thai": ("/ข่าว/สะพานใหม่เปิดให้ใช้งานแล้ว", "สะพานใหม่เปิดให้ใช้งานแล้วหลังซ่อมสามปี", "/การเมือง", "การเมือง"),
    "by number": ("/n/778812.html", "افتتاح جسر جديد على النهر", "/s/4", "سياسة"),
}


@pytest.mark.parametrize("case", TEASERS.values(), ids=TEASERS.keys())
def test_any_script(case: tuple[str, str, str, str]) -> None:
    path, headline, section, name = case
    listing = read(
        f'<nav><a href="{section}">{name}</a></nav><div><h3><a href="{path}">{headline}</a></h3></div>'
    )
    assert [(link.kind, link.title) for link in listing.links] == [
        (AddressKind.ARTICLE, headline),
        (AddressKind.FRONT, name),
    ]


def test_page_without_nav_element() -> None:
    menu = "".join(
        f'<td><a class="m" href="/{name}">{name}</a></td>' for name in ("politics", "sport", "world")
    )
    listing = read(f'<div id="main-menu"><table><tr>{menu}</tr></table></div>')
    assert urls(listing, AddressKind.FRONT) == ["/politics", "/sport", "/world"]


def test_base_and_own_address() -> None:
    anchor = '<a href="2024/05/17/the-bridge-opens-today">The bridge opens today at noon</a>'
    html = f'<base href="https://e.org/news/">{anchor}'
    assert urls(read(html), AddressKind.ARTICLE) == ["/news/2024/05/17/the-bridge-opens-today"]
    assert read(html, "https://e.org/news/2024/05/17/the-bridge-opens-today?utm_source=x").links == ()


def test_one_bad_link_costs_no_other() -> None:
    bad = "".join(
        f'<a href="{href}">A headline of many words here</a>'
        for href in ("http://[", "javascript:x", "http://a b/")
    )
    good = '<a href="/news/2024/05/17/the-bridge-opens-today">The bridge opens today at noon</a>'
    assert len(read(bad + good).links) == 1


@pytest.mark.parametrize(
    ("evidence", "article"),
    [
        (Evidence(url=1.0, words=0), True),  # a picture alone, with a clear URL
        (Evidence(url=0.4, words=8), True),
        (Evidence(url=0.25, words=8, heading=True), True),
        (Evidence(url=0.4, words=2), False),
        (Evidence(url=0.5, words=3, menu=True), False),
        (Evidence(url=1.0, words=9, menu=True), True),
        (Evidence(url=0.0, words=9, heading=True, card=True), False),
        (Evidence(url=0.8, words=5, rel="tag"), False),
        (Evidence(url=0.4, words=3, kin_words=1.5), False),
    ],
)
def test_judgement(evidence: Evidence, article: bool) -> None:
    score, reason = judge(evidence)
    assert (score >= 0.5) is article, reason


def test_more_speaks_for_an_article() -> None:
    plain = judge(Evidence(url=0.4, words=5))[0]
    assert judge(Evidence(url=0.4, words=5, heading=True))[0] > plain
    assert judge(Evidence(url=0.4, words=5, card=True))[0] > plain
    assert judge(Evidence(url=0.4, words=5, menu=True))[0] < plain
    assert judge(Evidence(url=0.4, words=5, aside=True))[0] < plain


def test_bounds() -> None:
    links = (f'<a href="/news/bridge-opens-{i}">The bridge opens today</a>' for i in range(10_000, 11_000))
    html = "".join(links) + "<a href='/x'>x</a>" * MAX_ANCHORS
    listing = read(html)
    assert len(listing.links) == MAX_ARTICLES
    assert listing.problems


@settings(max_examples=60)
@given(st.text(), st.text(), st.text())
def test_any_page(href: str, text: str, url: str) -> None:
    read(
        f'<nav><a href="{href}">{text}</a></nav><base href="{text}"><h2><a href="{href}">{text}</a></h2>', url
    )
    read(text, HOME)


@pytest.mark.parametrize(
    ("head", "body", "leads_to"),
    [
        ("<meta http-equiv=refresh content='0;url=/home'>", "", "https://e.org/home"),
        ("<meta http-equiv=REFRESH content='5; /home'>", "", "https://e.org/home"),
        ("<meta http-equiv=refresh content='1,url=\"/home\"'>", "", "https://e.org/home"),
        ("<meta http-equiv=refresh content='600;url=/home'>", "", None),  # a page that looks for news
        ("<meta http-equiv=refresh content='0;url=/'>", "", None),
        ("<script>window.location = '/home'</script>", "", "https://e.org/home"),
        ('<script>top.location.href="/home";</script>', "", "https://e.org/home"),
        ("<script>location.assign('//www.e.org/home')</script>", "", "https://www.e.org/home"),
        ("<script>location.replace('https://ads.example/')</script>", "", None),
        ("<script>var allocation = '/home'</script>", "", None),
        ("", "<iframe src='/home'></iframe>", "https://e.org/home"),
        ("", "<iframe src='https://ads.example/frame'></iframe>", None),
    ],
)
def test_a_front_without_articles_leads_on(head: str, body: str, leads_to: str | None) -> None:
    page = parse(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    assert parse_front(page, "https://e.org/").leads_to == leads_to


def test_a_frame_may_lead_to_where_the_site_really_lives() -> None:
    page = parse("<html><frameset><frame src='http://home.example/'></frameset></html>")
    assert parse_front(page, "https://e.org/").leads_to == "http://home.example/"


def test_stories_of_a_front_that_a_browser_builds() -> None:
    nodes = (
        '{"@type":"ItemList","itemListElement":[{"@type":"ListItem","url":"/2026/11/26/the-story-of-the-harbour"},'
        '{"@type":"ListItem","item":{"@id":"/2026/11/26/the-story-of-the-mill","name":"The mill"}},'
        '{"@type":"ListItem","item":"/2026/11/26/the-story-of-the-ferry"},{"@type":"ListItem","url":"/sport"}]}'
    )
    page = parse(f"<body><script type='application/ld+json'>{nodes}</script></body>")
    links = parse_front(page, "https://e.org/").links
    assert [link.url.rpartition("/")[2] for link in links] == [
        "the-story-of-the-harbour",
        "the-story-of-the-mill",
        "the-story-of-the-ferry",
    ]
    assert links[1].title == "The mill"


STORY = '{"title": "How the harbour was built anew", "%s": "/2026/11/26/the-story-of-the-harbour"}'
MENU = '{"title": "Politics", "url": "/politics"}'


@pytest.mark.parametrize(
    "state",
    [
        '<script type=application/json>{"x": [' + f"{MENU}, {STORY % 'url'}]}}</script>",
        f"<script>window.__STATE__ = [{MENU}, {STORY % 'permalink'}];</script>",
        '<script id=__NUXT_DATA__ type=application/json>[["ShallowReactive", 1], {"a": 2, "b": 1},'
        ' {"title": 3, "link": 4},'
        ' "How the harbour was built anew", "/2026/11/26/the-story-of-the-harbour"]</script>',
    ],
)  # fmt: skip
def test_stories_of_a_front_s_state(state: str) -> None:
    shown = "<h2><a href='/2026/11/26/the-story-of-the-mill'>How the mill was built anew</a></h2>"
    picture = '{"name": "A mill", "url": "/2026/11/the-picture-of-a-mill.jpg"}'
    state += f"<script type=application/json>{picture}</script>"
    links = parse_front(parse(f"<body>{shown}{state}</body>"), HOME).links
    assert [link.url.rpartition("/")[2] for link in links] == [
        "the-story-of-the-mill",
        "the-story-of-the-harbour",
    ]
    assert links[1].title == "How the harbour was built anew"


@pytest.mark.parametrize(
    "attribute",
    [
        "data-href='/2026/11/26/the-story-of-the-harbour'",
        "data-url='/2026/11/26/the-story-of-the-harbour'",
        "onclick=\"location.href='/2026/11/26/the-story-of-the-harbour'\"",
        "onclick=\"window.location = '/2026/11/26/the-story-of-the-harbour'; return false\"",
    ],
)
def test_what_only_a_script_makes_a_link(attribute: str) -> None:
    page = parse(f"<body><div {attribute}>How the harbour was built anew</div></body>")
    (link,) = parse_front(page, HOME).links
    assert (link.url, link.title) == (
        "https://e.org/2026/11/26/the-story-of-the-harbour",
        "How the harbour was built anew",
    )


def test_an_anchor_says_more_than_the_card_around_it() -> None:
    card = """<div data-href="/2026/11/26/the-story-of-the-harbour">Harbour
    <a href="/2026/11/26/the-story-of-the-harbour">How it was built anew</a> and a summary of it</div>
    <div onclick="gallery('/2026/11/26/the-story-of-the-mill')">How the mill was built anew</div>"""
    (link,) = parse_front(parse(f"<body>{card}</body>"), HOME).links
    assert link.title == "How it was built anew"


def test_an_image_map_has_links_too() -> None:
    area = (
        "<map><area href='/2026/11/26/the-story-of-the-harbour' alt='How the harbour was built anew'></map>"
    )
    page = parse(f"<body>{area}</body>")
    (link,) = parse_front(page, "https://e.org/").links
    assert link.title == "How the harbour was built anew"


@pytest.mark.parametrize(("articles", "found"), [(9.0, ["/opinion/budget"]), (5.0, []), (0.0, [])])
def test_a_short_address_is_an_article_s_where_others_like_it_were(articles: float, found: list[str]) -> None:
    """Not in the menu, whatever it looks like there."""
    html = """<nav><a href="/opinion/editorial">Our editorial of the day</a></nav>
    <main><h2><a href="/opinion/budget">What the budget forgets</a></h2></main>"""
    known = Addresses({"/opinion/+": (9.0, articles)})
    assert urls(read(html, known=known.are_articles), AddressKind.ARTICLE) == found
