"""Other articles below the page's own, key points above it, notices in it: a page of each kind."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction import extract
from crawler.pages.page import Page
from tests.extraction.records import TEXTS, TITLE, paragraphs

EN, DE = TEXTS["en"], TEXTS["de"]
NEXT = "The mill on the river is for sale"
OTHER = [
    "The owner of the mill wants to sell it before the end of the year, because neither of his children is "
    "willing to carry the sacks up the stairs.",
    "Three bakers of the valley have asked for the books, he said, and a fourth has already measured the "
    "yard, where he would like to park his vans.",
]
NEWS = (
    '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-20">'
)
PAPER = f'{NEWS}<meta property="og:site_name" content="Mill Street Courier">'
SIGNED = '<p class="byline">By Ena Pike | <time datetime="2026-11-20">20 November 2026</time></p>'


def body(inner: str, language: str = "en", head: str = NEWS) -> list[str]:
    html = f"<html lang={language}><meta charset=utf-8><title>{TITLE}</title>{head}<body><main>{inner}</main>"
    page = Page("https://news.example/a/wall", html.encode(), datetime(2026, 11, 22, tzinfo=UTC))
    return extract(page).paragraphs


def article(inner: str) -> str:
    return f"<article><h1>{TITLE}</h1>{SIGNED}<div class=text>{inner}</div></article>"


SECOND = f"{SIGNED}<div class=text>{paragraphs(OTHER)}</div>"
SCROLLED = [
    "<div class=page-1><h1>{t}</h1>{s}{p}</div><div class=page-2><h2>{n}</h2>{second}</div>",
    "<div><article class=first><h1>{t}</h1>{s}{p}</article></div>"
    "<div><article><h2>{n}</h2>{second}</article></div>",
    '<section class=leaf data-url="/1"><h1>{t}</h1>{p}</section>'
    '<section class=leaf data-url="/2"><h2>{n}</h2>{o}</section>',
    "<article><h1>{t}</h1>{s}{p}</article>"
    '<section class=beyond data-next-url="/2"><div><h2>{n}</h2>{o}</div></section>',
    '<div class=tale><h1>{t}</h1>{s}{p}</div><div class=tale><h2><a href="/2">{n}</a></h2>{o}</div>',
    "<div class=lead-story><h1>{t}</h1>{s}{p}</div><div class=next-story><h2>{n}</h2>{second}</div>",
    "<header><h1>{t}</h1>{s}</header><div class=leaf><div>{p}</div></div>"
    '<div class=leaf><div><h2><a href="/2">{n}</a></h2></div>{second}</div>',
]


@pytest.mark.parametrize("template", SCROLLED, ids=range(len(SCROLLED)))
def test_a_second_article_is_left_out(template: str) -> None:
    given = {
        "t": TITLE,
        "n": NEXT,
        "s": SIGNED,
        "p": paragraphs(EN),
        "o": paragraphs(OTHER),
        "second": SECOND,
    }
    assert body(template.format(**given)) == EN


def test_sections_of_one_article_stay() -> None:
    parts = f"<section class=part><h1>{TITLE}</h1>{SIGNED}{paragraphs(EN[:2])}</section>"
    parts += f"<section class=part><h2>What follows</h2>{paragraphs(EN[2:])}</section>"
    assert body(f"<article>{parts}</article>") == [*EN[:2], "What follows", *EN[2:]]


FLASH = [
    "The northern channel was closed on Tuesday night after a trawler ran aground, the harbour master said."
]
TEASERS = [
    '<div class=cell><h3><a href="/s{n}">Story number {n} of this week</a></h3><p>{text}</p></div>',
    '<div class=cell><a href="/s{n}"><h3>Story number {n} of this week</h3></a><p>{text}</p></div>',
    '<div class=cell><h3>Story number {n} of this week</h3><p>{text}</p><a href="/s{n}">Read more</a></div>',
    '<h4><a href="/s{n}">Story number {n} of this week</a></h4><p>{text}</p>',
]


@pytest.mark.parametrize("template", TEASERS, ids=range(len(TEASERS)))
def test_teasers_below_a_flash_are_left_out(template: str) -> None:
    teasers = "".join(template.format(n=n, text=f"{OTHER[n % 2]} ({n})") for n in range(4))
    assert body(f"{article(paragraphs(FLASH))}<div class=list>{teasers}</div>") == FLASH


@pytest.mark.parametrize("template", TEASERS[:2], ids=range(2))
def test_two_teasers_and_the_word_above_them_are_enough(template: str) -> None:
    """A paper's two sentences have no parts, and a heading in the teasers' element is none of the text."""
    teasers = "".join(template.format(n=n, text=f"{OTHER[n % 2]} ({n})") for n in range(2))
    assert body(f"{article(paragraphs(FLASH))}<aside><h3>Fresh</h3>{teasers}</aside>", head=PAPER) == FLASH
    assert body(article(paragraphs(FLASH) + teasers), head=PAPER) == FLASH


def test_two_linked_lines_in_a_text_are_no_teasers() -> None:
    """The text goes on below each."""
    parts = "".join(f'<p><a href="/s{n}">WATCH: story number {n}</a></p><p>{OTHER[n]}</p>' for n in range(2))
    shown = body(article(paragraphs(FLASH) + parts), head=PAPER)
    assert [line for line in shown if not line.startswith("WATCH")] == [*FLASH, *OTHER]


POINTS = [
    "The wall will be rebuilt before winter.",
    "The council voted for it on Monday.",
    "Nobody has to move out.",
]


@pytest.mark.parametrize(
    "points",
    [
        "<div class=key-points><h2>Key points</h2><ul>{items}</ul></div>",
        "<aside class=highlights><h3>Story highlights</h3><ul>{items}</ul></aside>",
        "<ul class=bullets>{items}</ul>",
        "<div class=sum>{bold}</div>",
    ],
)
def test_key_points_are_kept(points: str) -> None:
    items = "".join(f"<li>{point}</li>" for point in POINTS)
    bold = "".join(f"<p><b>{point}</b></p>" for point in POINTS)
    inner = f"{SIGNED}{points.format(items=items, bold=bold)}<div class=text>{paragraphs(EN)}</div>"
    heading = [text for text in ("Key points", "Story highlights") if text in points]
    assert body(f"<article><h1>{TITLE}</h1>{inner}</article>") == [*heading, *POINTS, *EN]


def test_who_wrote_and_what_they_are_is_no_key_point() -> None:
    items = "<li>Author, Ena Pike</li><li>Role, Mill Street Courier - Quillmouth</li>"
    head = f'{PAPER}<meta name="author" content="Ena Pike">'
    inner = f"<ul>{items}</ul><div class=text>{paragraphs(EN)}</div>"
    assert body(f"<article><h1>{TITLE}</h1>{inner}</article>", head=head) == EN


def test_some_entries_of_a_list_are_no_key_points() -> None:
    weather = ["Feels like: 68 degrees at noon", "Wind: 5", "Rain: none", "Sunset: 16:04 behind the mill"]
    items = "".join(f"<li>{entry}</li>" for entry in weather)
    inner = f"<ul class=now>{items}</ul>{SIGNED}<div class=text>{paragraphs(EN)}</div>"
    assert body(f"<article><h1>{TITLE}</h1>{inner}</article>") == EN


NOTICES = [
    ("en", "Story continues below advertisement"),
    ("en", "Follow us on Facebook for more news from the coast."),
    ("en", "Originally published on Sandhaven Post"),
    ("en", "We may earn a commission from links on this page."),
    ("en", "This is a developing story and will be updated."),
    ("en", "{{ article.teaser }}"),
    ("en", "[The mill on the river is for sale]"),
    ("de", "An dieser Stelle finden Sie einen externen Inhalt von YouTube, der den Artikel ergänzt."),
    ("de", "Lesen Sie nach der Werbung weiter"),
    ("en", "Share this article"),
    ("en", "Add us as a preferred source on Google"),
    ("en", "Follow the Courier on WhatsApp"),
    ("fr", "Suivez le Courrier sur Instagram et Facebook"),
    ("ja", "公式LINEで最新ニュースをお届けしています。友だち追加はこちら"),
    ("ja", "<a href='/b'>【関連記事】古い橋が通行止めに</a>"),
    ("ja", "＜下に続く＞"),
    ("ja", "<a href='/b'>【写真】改修を待つ校舎の内部</a>"),
    ("ja", "このコンテンツは外部サイトから提供されています。表示するにはクッキーの使用を許可してください。"),
    ("ko", "이 콘텐츠는 외부 사이트에서 제공됩니다. 보려면 쿠키 사용에 동의해 주세요."),
    ("es", "Este contenido se ofrece desde un sitio externo. Para verlo, acepta las cookies de terceros."),
    ("de", "War dieser Artikel hilfreich?"),
]


@pytest.mark.parametrize(("language", "notice"), NOTICES, ids=range(len(NOTICES)))
def test_notices_in_the_text_are_left_out(language: str, notice: str) -> None:
    text = TEXTS[language]
    assert body(article(paragraphs([*text[:2], notice, *text[2:]])), language) == text


@pytest.mark.parametrize("end", ["END", "-30-", "Ende", "FIN", "انتهای پیام/ ۱۲۳", "完"])
def test_what_says_that_a_text_ends_is_no_text(end: str) -> None:
    assert body(article(paragraphs([*EN, end]))) == EN


def test_words_for_screen_readers_after_a_link_go() -> None:
    linked = (
        EN[0].replace(" ", ' <a href="https://x.example/">', 1).replace(",", "</a> (opens in a new tab),", 1)
    )
    assert "(opens" not in " ".join(body(article(f"<p>{linked}</p>{paragraphs(EN[1:])}")))


def _rows(*rows: str) -> str:
    return "".join(f"<script>self.__next_f.push({json.dumps([1, row])})</script>" for row in rows)


LONG = [f"{text} So it stood in the minutes of meeting {n}." for n, text in enumerate(EN * 2)]
POINTER = {"type": "interstitial_link", "content": f"Read more: {NEXT}", "url": "/mill"}
STATES = [
    {
        "headlines": {"basic": TITLE},
        "content_elements": [each for text in LONG for each in ({"type": "text", "content": text}, POINTER)],
    },
    {"title": TITLE, "content": [{"type": "paragraph", "children": [{"text": text}]} for text in LONG]},
    {"headline": TITLE, "blocks": [{"type": "paragraph", "data": {"text": text}} for text in LONG]},
    {"headlines": {"basic": TITLE}, "content_elements": [{"type": "text", "content": text} for text in LONG]},
    {
        "title": TITLE,
        "body": [
            {"_type": "block", "children": [{"text": text[:20]}, {"_type": "link", "text": text[20:]}]}
            for text in LONG
        ],
    },
]
BOX = "<div class=signup><p>Get the news of the coast every morning in your inbox.</p></div>"


@pytest.mark.parametrize("state", STATES, ids=range(len(STATES)))
def test_texts_of_editors_in_a_state(state: dict[str, object]) -> None:
    data = json.dumps({"props": {"post": state}})
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    assert body(f"<div id=__next></div>{script}{BOX}") == LONG


def test_flat_states_are_put_together() -> None:
    flat: list[object] = [
        {"data": 1},
        {"title": 2, "text": 3},
        TITLE,
        "".join(f"<p>{text}</p>" for text in LONG),
    ]
    script = f'<script id="__NUXT_DATA__" type="application/json">{json.dumps(flat)}</script>'
    assert body(f"<div id=__nuxt></div>{script}{BOX}") == LONG


def test_rows_that_stand_for_one_another() -> None:
    lines = json.dumps(
        [
            ["$", "p", None, {"children": [text[:30], ["$", "em", None, {"children": text[30:]}]]}]
            for text in LONG
        ]
    )
    top = json.dumps(["$", "article", None, {"children": [["$", "h1", None, {"children": TITLE}], "$L2"]}])
    rows = f"0:{top}\n2:{lines}\n"
    assert body(f"<p>Loading</p>{_rows(rows[:300], rows[300:])}{BOX}") == LONG


def test_configuration_is_no_body() -> None:
    config = {"consent": {"text": " ".join(["You can change your choice at any time in the settings."] * 20)}}
    script = f"<script>window.config = {json.dumps(config)}</script>"
    assert body(f"{article(paragraphs(FLASH))}{script}") == FLASH


def test_the_lines_of_an_old_portal_around_its_text_are_none_of_it() -> None:
    """No element tells them: all stands in one cell, cut by breaks."""
    menu = "<br>".join(f'<a href="/{name}">{name}</a>' for name in ("Town", "Trade", "Harbour", "Weather"))
    last = "<br>".join(f'<a href="/{n}">Story of the mill no. {n}</a>' for n in (3, 4, 5))
    text = "<br><br>".join(EN)
    inner = (
        f"<table><tr><td>{menu}<br><br><b>{TITLE}</b><br><br>{text}<br><br><b>Most read</b><br>{last}<br><br>"
        "Copyright 2026 The Mill Street Times</td></tr></table>"
    )
    assert body(inner) == EN


NAMES = ("The wheel", "Who will pay", "What the owner says")


def test_headings_of_one_template_stay_together() -> None:
    parts = "".join(
        f"<h2>{n}. {name}</h2><p>{line}</p>"
        for n, (name, line) in enumerate(zip(NAMES, EN[1:], strict=False), 1)
    )
    shown = body(f"<article><h1>{TITLE}</h1><p>{EN[0]}</p>{parts}</article>")
    assert [line for line in shown if line[:2].strip(".").isdigit()] == [
        f"{n}. {name}" for n, name in enumerate(NAMES, 1)
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "<div class=entry><span>18:4{}</span><h3>{}</h3><p>{}</p><a href=#>Share</a></div>",
        '<article class="live-card"><time>18:4{}</time><h2>{}</h2><p>{}</p></article>',
    ],
    ids=["boxes", "articles"],
)
def test_entries_of_a_live_page_keep_their_headings(entry: str) -> None:
    told = enumerate(zip(NAMES, EN[1:], strict=False))
    parts = "".join(entry.format(n, name, line) for n, (name, line) in told)
    shown = body(f"<article><h1>{TITLE}</h1><p>{EN[0]}</p>{parts}</article>")
    assert [line for line in shown if line in NAMES] == list(NAMES)


@pytest.mark.parametrize("label", ["BREAKING", "Eilmeldung", "Última hora", "Срочно", "快讯", "عاجل"])
def test_a_label_above_a_text_is_none_of_it(label: str) -> None:
    assert body(article(paragraphs([label, *EN]))) == EN


def test_numbers_of_slides_go_and_a_mark_stays() -> None:
    slides = "".join(f"<div>{n} / {len(EN)}</div><p>{line}</p>" for n, line in enumerate(EN, 1))
    assert body(article(slides)) == EN
    assert "4/5" in body(article(paragraphs([*EN[:2], "4/5", *EN[2:]])))


def test_a_q_that_says_again_what_the_text_says_goes() -> None:
    quote = f"<div class=right><q>{EN[1].split(', ')[0]}</q></div>"
    assert body(article(paragraphs(EN[:3]) + quote + paragraphs(EN[3:]))) == EN


@pytest.mark.parametrize(
    "line", ["改修を待つ校舎＝谷町で、山田花撮影", "▲ The quay in August.", "The quay. Photo: Ena Pike"]
)
def test_captions_below_a_picture(line: str) -> None:
    picture = f'<p><img src="/a.jpg" width=600 height=400></p><p>{line}</p>'
    assert body(article(paragraphs(EN[:2]) + picture + paragraphs(EN[2:]))) == EN


@pytest.mark.parametrize("name", ["comment-text", "footer-note-color", "MsoHeader", "share-para"])
def test_a_paragraph_among_others_is_text_whatever_it_is_called(name: str) -> None:
    named = f'<p class="{name}">{EN[2]}</p>'
    assert body(article(paragraphs(EN[:2]) + named + paragraphs(EN[3:]))) == EN


def test_a_caption_in_the_line_of_the_text() -> None:
    ko = TEXTS["ko"]
    picture = (
        '<span class=photo><img src="/a.jpg" width=600 height=400><em class=img_desc>부두 전경</em></span>'
    )
    assert body(article(f"<div>{picture}{'<br><br>'.join(ko)}</div>"), "ko") == ko


def test_what_a_text_says_of_cookies_stays() -> None:
    line = "This year the bakery sold more cookies than bread, said the owner, who will not say why."
    assert line in body(article(paragraphs([*EN[:2], line, *EN[2:]])))


def test_a_meaning_over_a_word_does_not_stand_in_its_sentence() -> None:
    over = '<span role="definition" class="gloss__pop">A wall of stone.</span>'
    assert body(article(f"<p>{EN[0].replace(',', f'{over},', 1)}</p>{paragraphs(EN[1:])}")) == EN


@pytest.mark.parametrize(
    ("language", "foot"),
    [
        ("zh", "编辑：林小满"),
        ("zh", "责编 | 林小满"),
        ("ko", "사진=한들군 제공"),
        ("pl", "Fot. Archiwum gminy"),
        ("sv", "Översättning: Anna Ek"),
    ],
)
def test_credits_below_the_text(language: str, foot: str) -> None:
    text = TEXTS.get(language, EN)
    assert body(article(paragraphs([*text, foot])), language) == text


def test_what_opens_a_folded_text_is_of_it() -> None:
    parts = "".join(
        f"<details><summary>{name}?</summary><p>{line}</p></details>"
        for name, line in zip(NAMES, EN[1:], strict=False)
    )
    shown = body(f"<article><h1>{TITLE}</h1><p>{EN[0]}</p>{parts}</article>")
    assert [line for line in shown if line.endswith("?")] == [f"{name}?" for name in NAMES]


LINES = [
    "<p>كتبت- ريم الخطيب:</p>",
    "<p>Updated 3 minutes ago · 20 November 2026, 07:05</p>",
    "<p>2026 m. lapkričio 20 d. 19:40</p>",
    "<p>PUBLISHED: Nov. 20, 2026 at 2:05 p.m. | UPDATED: Nov. 21, 2026 at 9:10 a.m.</p>",
]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_lines_of_names_and_dates_above_a_text_are_none_of_it(line: str) -> None:
    head = f'{NEWS}<meta name="author" content="ريم الخطيب">'
    assert body(f"<article><h1>{TITLE}</h1>{line}{paragraphs(EN)}</article>", head=head) == EN


ENDS = [
    "<p>ع ر / س ب</p>",
    f'<h3><a href="/2">{NEXT}</a></h3>',
    "<p>منبع: خبرگزاری سروش</p>",
    "<p><b>نقلا عن العدد الورقي</b></p>",
    "<p>// انتهى //</p><p>19:40 ت مـ</p>",
    "<p>پایان پیام/ت</p>",
    "<p>// انتهى //<br>20:14 ت مـ</p>",
    f'<p>[Read also: <a href="/2">{NEXT}</a>]</p>',
    f'<p>(See our pictures: <a href="/2">{NEXT}</a>)</p>',
    f'<p><b>More in the Courier:</b><br><a href="/2">{NEXT}</a><br><a href="/3">The yard is measured</a></p>',
]


@pytest.mark.parametrize("end", ENDS, ids=range(len(ENDS)))
def test_what_stands_below_the_last_sentence_is_none_of_it(end: str) -> None:
    assert body(f"<article><h1>{TITLE}</h1>{SIGNED}{paragraphs(EN)}{end}</article>", head=PAPER) == EN


def test_a_share_bar_in_the_headline_is_none_of_the_text() -> None:
    bar = '<span><a href="#f">Share</a> <a href="#t">Tweet</a> <a href="#p">Print</a></span>'
    assert body(f"<h1>{TITLE} {bar}</h1>{paragraphs(EN)}") == EN
