"""Kicker, subtitle and summary: what stands around the headline, and what must not be taken for it."""

from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.headline import Headline, headline
from crawler.items import Link
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://www.morningpost.example/politics/new-bridge-opens"
HEAD = "New bridge opens after nine years"
DECK = "The crossing cost twice what was planned, and the tram still has to wait."
BODY = f"<p>{'The river town has waited for this day. ' * 8}</p>" * 3


def read(inner: str, head: str = "", link: Link | None = None) -> Headline:
    html = (
        f"<html><head><title>{HEAD}</title>{head}</head><body><article>{inner}{BODY}</article></body></html>"
    )
    return headline(Document(Page(URL, html.encode(), NOW, link=link)))


SECTION = '<meta property="article:section" content="Politics">'
KICKERS = {
    "named": (f'<span class="article-kicker">Nine years late</span><h1>{HEAD}</h1>', "Nine years late"),
    "German name": (f'<div class="Dachzeile">Brückenbau</div><h1>{HEAD}</h1>', "Brückenbau"),
    "in the heading": (
        f"<h1><em class=top>Nine years late:</em> <span>{HEAD}</span></h1>",
        "Nine years late",
    ),
    "a short line right before": (
        f"<header><p>Nine years late</p><h1>{HEAD}</h1></header>",
        "Nine years late",
    ),
    "named, and the section's own name": (f'<p class="kicker">Politics</p><h1>{HEAD}</h1>', "Politics"),
    "one word in boxes with made-up names": (
        f'<div class="a9x"><div class="Qw"><span>Report</span></div><div><h1>{HEAD}</h1></div></div>',
        "Report",
    ),
    "upper title": (
        f'<div class="crumbs"><a href="/">الرئيسية</a> » <a href="/s/2">محليات</a></div>'
        f'<div class="upper-title">بعد تسع سنوات</div><h1>{HEAD}</h1>',
        "بعد تسع سنوات",
    ),
    "Arabic, in a box": (
        f'<div><h4 class="overline">بعد تسع سنوات</h4></div><h1>{HEAD}</h1>',
        "بعد تسع سنوات",
    ),
}


@pytest.mark.parametrize("name", KICKERS)
def test_the_line_over_the_title(name: str) -> None:
    inner, expected = KICKERS[name]
    assert read(inner, SECTION).kicker.value == expected


NO_KICKERS = {
    "section": f"<p>Politics</p><h1>{HEAD}</h1>",
    "folder of the address": f"<div>New Bridge Opens</div><h1>{HEAD}</h1>",
    "breadcrumbs without links": f"<div>Start / Town</div><h1>{HEAD}</h1>",
    "breadcrumbs that end in the title": f"<div>Town {HEAD}</div><h1>{HEAD}</h1>",
    "linked section": f'<p><a href="/local">Local news</a></p><h1>{HEAD}</h1>',
    "breadcrumbs": f'<p class="topline"><a href="/">Start</a> / <a href="/p">Town</a></p><h1>{HEAD}</h1>',
    "date": f"<p>12 November 2026</p><h1>{HEAD}</h1>",
    "Arabic date": f"<p>12 نوفمبر 2026</p><h1>{HEAD}</h1>",
    "reading time": f'<p class="kicker">6 min</p><h1>{HEAD}</h1>',
    "by-line": f'<p class="author">Ann Writer</p><h1>{HEAD}</h1>',
    "the site": f'<meta property="og:site_name" content="HP.com"><p class="kicker">HP</p><h1>{HEAD}</h1>',
    "share": f"<p>Share this article</p><h1>{HEAD}</h1>",
    "sentence": f'<p class="kicker">{DECK * 3}</p><h1>{HEAD}</h1>',
    "the title again": f'<p class="kicker">{HEAD}</p><h1>{HEAD}</h1>',
    "nothing": f"<h1>{HEAD}</h1>",
}


@pytest.mark.parametrize("name", NO_KICKERS)
def test_what_is_no_kicker(name: str) -> None:
    assert read(NO_KICKERS[name], SECTION).kicker.value is None


def test_a_lone_word_over_the_title_is_its_section_where_the_page_names_none() -> None:
    assert read(f"<div>Politics</div><h1>{HEAD}</h1>").kicker.value is None


SUBTITLES = {
    "named for tests": f'<h1>{HEAD}</h1><div><div class="lOp" data-testid="chapo">{DECK}</div></div>',
    "named": f'<h1>{HEAD}</h1><p class="standfirst">{DECK}</p>',
    "deck in a box": f'<header><h1>{HEAD}</h1></header><div><div class="o-deck"><p>{DECK}</p></div></div>',
    "camel case with a name of dates": f'<h1>{HEAD}</h1><h2 class="headingInfo_subTitle">{DECK}</h2>',
    "camel case": f'<h1>{HEAD}</h1><div class="ArticleSubTitle-x1">{DECK}</div>',
    "h2 right after": f"<header><h1>{HEAD}</h1><h2>{DECK}</h2></header>",
    "by-line first": f'<header><h1>{HEAD}</h1><p class="byline">Ann</p><p class="dek">{DECK}</p></header>',
    "Spanish name": f'<h1>{HEAD}</h1><div class="entradilla">{DECK}</div>',
}


@pytest.mark.parametrize("name", SUBTITLES)
def test_the_deck_under_the_title(name: str) -> None:
    assert read(SUBTITLES[name]).subtitle.value == DECK


NO_SUBTITLES = {
    "teaser": f'<h1>{HEAD}</h1><div class="related-teaser"><p class="summary">{DECK}</p></div>',
    "linked": f'<h1>{HEAD}</h1><p class="lead"><a href="/other">{DECK}</a></p>',
    "caption": f'<h1>{HEAD}</h1><figure><img src=x.jpg><p class="description">{DECK}</p></figure>',
    "deep in the text": f'<h1>{HEAD}</h1>{BODY}<p class="subtitle">{DECK}</p>',
    "caption in a box": f'<h1>{HEAD}</h1><div class="lead"><figure><img src=/b><b>{DECK}</b></figure></div>',
    "slide show": f'<h1>{HEAD}</h1><ul class="slideshow"><li><p class="summary">{DECK}</p></li></ul>',
    "by-line": f'<h1>{HEAD}</h1><div class="lead">By Ann Lee and Bo Quill, Post 5 minute read May 2026</div>',
    "sidebar": f'<h1>{HEAD}</h1><aside><h2 class="subtitle">{DECK}</h2></aside>',
    "film": f'<h1>{HEAD}</h1><div class="lead">The ferry runs aground 01:40 - Source: Harbour TV</div>',
    "date": f'<h1>{HEAD}</h1><p class="subtitle">Updated 12 November 2026</p>',
    "the title again": f'<h1>{HEAD}</h1><p class="deck">{HEAD}</p>',
    "nothing": f"<h1>{HEAD}</h1>",
}


@pytest.mark.parametrize("name", NO_SUBTITLES)
def test_what_is_no_subtitle(name: str) -> None:
    assert read(NO_SUBTITLES[name]).subtitle.value is None


def test_an_alternative_headline_is_a_subtitle_only_if_it_says_something_else() -> None:
    node = (
        '<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "headline": "%s", "alternativeHeadline": "%s"}</script>'
    )
    assert read(f"<h1>{HEAD}</h1>", node % (HEAD, DECK)).subtitle.value == DECK
    assert (
        read(f"<h1>{HEAD}</h1>", node % (HEAD, "After nine years, new bridge opens")).subtitle.value is None
    )


def test_the_summary_prefers_a_whole_description() -> None:
    cut = '<meta property="og:description" content="The crossing cost twice what …">'
    whole = f'<meta name="description" content="{DECK}">'
    assert read(f"<h1>{HEAD}</h1>", cut + whole).summary.value == DECK
    assert read(f"<h1>{HEAD}</h1>", cut).summary.value == "The crossing cost twice what …"
    assert read(f"<h1>{HEAD}</h1>", f'<meta name="description" content="{HEAD}">').summary.value is None
    link = Link(URL, found_in="feed", summary=f"&lt;p&gt;{DECK}&lt;/p&gt;")
    assert read(f"<h1>{HEAD}</h1>", link=link).summary.value == DECK
