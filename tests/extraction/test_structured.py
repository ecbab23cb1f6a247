"""Which of a page's claims are about its article: JSON-LD nodes, meta elements, microdata and RDFa."""

import json

from crawler.pages.parse import parse
from crawler.pages.structured import Structured

URL = "https://news.example/2026/11/bridge-opens?utm_source=x"


def read(html: str, url: str = URL) -> Structured:
    return Structured(parse(html), url)


def script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def headlines(page: Structured) -> list[object]:
    return [node.get("headline") for node in page.article_nodes]


def test_the_article_of_the_address_comes_before_teasers() -> None:
    teaser = {
        "@type": "NewsArticle",
        "headline": "Another story",
        "url": "https://news.example/2026/11/other",
    }
    main = {
        "@type": "NewsArticle",
        "headline": "The bridge opens",
        "mainEntityOfPage": {"@id": "https://www.news.example/2026/11/bridge-opens/"},
    }
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": dict(teaser)}]}
    page = read(f"<title>The bridge opens | News</title>{script(listed)}{script(teaser)}{script(main)}")
    assert headlines(page)[0] == "The bridge opens"


def test_a_matching_headline_beats_the_order_on_the_page() -> None:
    nodes = [
        {"@type": "BlogPosting", "headline": "Older"},
        {"@type": "BlogPosting", "headline": "Snow in May"},
    ]
    page = read(f"<h1>Snow in May</h1>{script({'@graph': nodes})}")
    assert headlines(page)[0] == "Snow in May"


def test_entries_of_a_list_alone_are_no_article() -> None:
    entries = [
        {"@type": "ListItem", "item": {"@type": "Article", "headline": f"Story {n}"}} for n in range(3)
    ]
    assert read(script({"@type": "ItemList", "itemListElement": entries})).article_nodes == []


def test_live_updates_are_not_the_article() -> None:
    ticker = {
        "@type": "LiveBlogPosting",
        "headline": "Storm: live",
        "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Update"}],
    }
    assert headlines(read(f"<title>Storm: live</title>{script(ticker)}"))[0] == "Storm: live"


def test_references_by_id_are_resolved() -> None:
    page = read(script({"@graph": [{"@type": "Person", "@id": "#p", "name": "Ann"}]}))
    assert page.resolve({"@id": "#p"}) == {"@type": "Person", "@id": "#p", "name": "Ann"}
    assert page.resolve({"@id": "#missing"}) == {"@id": "#missing"}
    assert page.resolve("Ann") == "Ann"


def test_wrong_types_everywhere_do_no_harm() -> None:
    strange = {
        "@type": [None, 3, "Article"],
        "headline": 5,
        "url": ["x", {"a": 1}],
        "mainEntityOfPage": True,
        "@id": 9,
    }
    page = read(script([strange, 5, "x", None, [[]]]))
    assert len(page.article_nodes) == 1


def test_meta_names_are_lower_case_and_keep_every_content() -> None:
    page = read(
        '<meta property="og:title" content=" A  title "><meta name="Author" content="Ann">'
        '<meta name="author" content="Ben"><meta name="empty" content="">'
        '<meta http-equiv="Content-Language" content="ar">'
    )
    assert page.meta["og:title"] == ["A title"]
    assert page.meta["author"] == ["Ann", "Ben"]
    assert page.meta["content-language"] == ["ar"]
    assert "empty" not in page.meta
    assert page.first("twitter:title", "og:title") == "A title"


def test_parsely_page_is_read_as_its_single_metas() -> None:
    content = json.dumps({"title": "A title", "authors": ["Ann", "Ben"], "x": 3}).replace('"', "&quot;")
    page = read(f'<meta name="parsely-page" content="{content}">')
    assert page.meta["parsely-title"] == ["A title"]
    assert page.meta["parsely-authors"] == ["Ann", "Ben"]
    assert read('<meta name="parsely-page" content="{broken">').meta["parsely-page"] == ["{broken"]


def test_microdata_of_the_main_article_alone() -> None:
    page = read(
        "<title>Main story</title>"
        '<div itemscope itemtype="https://schema.org/Article"><h2 itemprop="headline">Teaser</h2>'
        '<meta itemprop="datePublished" content="2001-01-01"></div>'
        '<article itemscope itemtype="https://schema.org/NewsArticle">'
        '<h1 itemprop="headline name">Main story</h1>'
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<a itemprop="name" href="/ann">Ann</a></span>'
        '<time itemprop="datePublished" datetime="2026-11-01">1 Nov</time><img itemprop="image" src="/i.jpg">'
        '<div itemscope itemtype="https://schema.org/Article"><h3 itemprop="headline">Inner teaser</h3></div>'
        "</article>"
    )
    assert page.micro["headline"] == ["Main story"]
    assert page.micro["name"] == ["Main story"]
    assert page.micro["author/name"] == ["Ann"]
    assert page.micro["datepublished"] == ["2026-11-01"]
    assert page.micro["image"] == ["/i.jpg"]
    assert "datepublished" not in page.meta


def test_several_teasers_and_no_headline_give_nothing() -> None:
    teaser = (
        '<div itemscope itemtype="https://schema.org/Article"><b itemprop="headline">One of many</b></div>'
    )
    assert read(teaser * 3).micro == {}


def test_rdfa_and_properties_without_a_scope() -> None:
    page = read(
        '<div typeof="schema:NewsArticle"><h1 property="schema:headline">A story</h1>'
        '<span property="dc:date dc:created" content="2013-05-01T10:00:00Z">1 May</span></div>'
    )
    assert page.micro["headline"] == ["A story"]
    assert page.micro["dc:created"] == ["2013-05-01T10:00:00Z"]
    assert read('<h1 itemprop="headline">Bare</h1>').micro["headline"] == ["Bare"]


def test_links_by_rel() -> None:
    page = read('<link rel="canonical" href="/a"><link rel="Shortcut Icon" href="/f.ico"><link rel=next>')
    assert page.links == {"canonical": ["/a"], "shortcut": ["/f.ico"], "icon": ["/f.ico"]}
