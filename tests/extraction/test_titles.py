"""The title of pages that we wrote, one for each way in which sites print and claim headlines."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.claims.claim import Claim
from crawler.extraction.fields.titles import decide_title, title, title_evidence
from crawler.extraction.reading.titletext import likeness
from crawler.items import Link
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://www.morningpost.example/politics/new-bridge-opens"


def page(html: str, url: str = URL, link: Link | None = None) -> Document:
    return Document(Page(url, html.encode(), NOW, link=link))


def found(html: str, url: str = URL) -> str | None:
    return title(page(html, url)).title.value


def og(text: str) -> str:
    return f'<meta property="og:title" content="{text}">'


def ld(headline: str) -> str:
    node = {"@type": "NewsArticle", "headline": headline}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


HEAD = "New bridge opens after nine years"
SITE = '<meta property="og:site_name" content="Morning Post">'

CASES = {
    "h1 and claims agree": (f"<title>{HEAD} | Morning Post</title>{og(HEAD)}<h1>{HEAD}</h1>", HEAD),
    "site in every claim": (
        f"<title>{HEAD} | Morning Post</title>{og(HEAD + ' | Morning Post')}{SITE}",
        HEAD,
    ),
    "a dialog among the comments has an h1 too": (
        f"<title>Could ferries go without a crew? | Morning Post</title>{og('Ferries without a crew?')}"
        "<h1>Boats that steer themselves: a summer of trials without a crew on the river</h1>"
        '<div class="reader-comments"><div class="ez-modal"><h1>Do you want to post it?</h1></div></div>',
        "Boats that steer themselves: a summer of trials without a crew on the river",
    ),
    "comments at an article are no part that is set apart": (
        f'<title>{HEAD} | Morning Post</title>{og("Ferries")}<div class="has-comments"><h1>{HEAD}</h1></div>',
        HEAD,
    ),
    "site known by its host alone": (f"<title>{HEAD} - MorningPost</title>", HEAD),
    "section and site": (f"<title>{HEAD} - Politics - Morning Post</title>{SITE}{og(HEAD)}", HEAD),
    "site first": (f"<title>Morning Post: {HEAD}</title>{SITE}", HEAD),
    "the heading's last word in an element of its own": (
        "<title>How the harbour left Twitter</title><h1>How the harbour left <b>Twitter</b></h1>",
        "How the harbour left Twitter",
    ),
    "h1 is the site": (
        f"<title>{HEAD} | Morning Post</title>{SITE}<h1>Morning Post</h1><h2>{HEAD}</h2>",
        HEAD,
    ),
    "h1 is the section": (
        f'<meta property="article:section" content="Politics"><title>{HEAD} - Politics</title>{og(HEAD)}'
        f"<h1>Politics</h1><h2>{HEAD}</h2>",
        HEAD,
    ),
    "h1 of a blog's name": (
        f"<title>{HEAD} | Riverside Notes</title><h1>Riverside Notes</h1><h2>{HEAD}</h2>",
        HEAD,
    ),
    "several h1": (f"<title>{HEAD}</title><h1>Menu</h1><h1>{HEAD}</h1><h1>Related stories</h1>", HEAD),
    "search wording in claims": (
        f"<title>Bridge opening: when, where</title>{og('Bridge opening: when, where')}<h1>{HEAD}</h1>",
        HEAD,
    ),
    "breadcrumb h1 has the search wording": (
        f"<title>Bridge opening: dates and cost</title>{og(HEAD)}<nav><ol class=breadcrumb>"
        f"<li><a href=/>Home</a></li><li><h1>Bridge opening: dates and cost</h1></li></ol></nav>"
        f"<article><h2 class=headline>{HEAD}</h2><p>Text</p></article>",
        HEAD,
    ),
    "kicker in h1": (f"{ld(HEAD)}<h1><span>Infrastructure</span> <span>{HEAD}</span></h1>", HEAD),
    "kicker in h1 and og:title": (
        f"{og('Infrastructure: ' + HEAD)}<h1><i>Infrastructure</i><b>{HEAD}</b></h1>",
        HEAD,
    ),
    "printed colon is part of it": (
        f"{og('Column: ' + HEAD)}<h1><i>Column:</i> <b>{HEAD}</b></h1>",
        f"Column: {HEAD}",
    ),
    "subtitle in h1": (f"{ld(HEAD)}<h1>{HEAD}<br><small>The mayor calls it a good day</small></h1>", HEAD),
    "no h1": (f"{ld(HEAD)}<title>{HEAD} | Morning Post</title><div class=x>{HEAD}</div>", HEAD),
    "cut off og:title": (
        f"{og('New bridge opens after …')}{ld(HEAD)}<title>New bridge opens …</title>",
        HEAD,
    ),
    "capitals": (f"{og(HEAD)}<h1>{HEAD.upper()}</h1>", HEAD),
    "escaped twice": (
        "<title>Q&amp;amp;A: Ann&amp;#039;s bridge</title><h1>Q&amp;A: Ann's bridge</h1>",
        "Q&A: Ann's bridge",
    ),
    "markup in a claim": (og("New &lt;em&gt;bridge&lt;/em&gt; opens"), "New bridge opens"),
    "soft hyphens": (
        "<h1>Brücken\u00adbau\u00adamt öffnet</h1><title>Brückenbauamt öffnet</title>",
        "Brückenbauamt öffnet",
    ),
    "hidden text in h1": (
        f'{og(HEAD)}<h1><span class="sr-only">Article:</span>{HEAD}<svg><title>x</title></svg></h1>',
        HEAD,
    ),
    "itemprop on h2": (
        f'{og(HEAD)}<title>Bridges | Morning Post</title><article itemscope itemtype="http://schema.org/Article">'
        f'<h1 itemprop="alternativeHeadline">Bridges</h1><h2 itemprop="headline">{HEAD}</h2></article>',
        HEAD,
    ),
    "JSON-LD of a list of teasers": (
        f"{ld('Another story altogether')}<title>{HEAD}</title>{og(HEAD)}<h1>{HEAD}</h1>",
        HEAD,
    ),
    "quotation with guillemets": (
        f"{og('Le maire : « Le pont est à vous »')}<h1>Le maire : « Le pont est à vous »</h1>",
        "Le maire : « Le pont est à vous »",
    ),
    "Arabic": (
        "<title>افتتاح الجسر بعد تسع سنوات | بريد الصباح</title>"
        '<meta property="og:site_name" content="بريد الصباح"><h1>افتتاح الجسر بعد تسع سنوات</h1>',
        "افتتاح الجسر بعد تسع سنوات",
    ),
    "Arabic, h1 is the portal": (
        "<title>بريد الصباح - افتتاح الجسر بعد تسع سنوات</title><h1><a href='/'>بريد الصباح</a></h1>"
        "<div class='title'>افتتاح الجسر بعد تسع سنوات</div>",
        "افتتاح الجسر بعد تسع سنوات",
    ),
    "claims are of the site, which the footer prints too": (
        f"{og('The Sandhaven Mail')}<app-root><app-head><h2>{HEAD}</h2></app-head>"
        f"<app-text><p>{'It took nine years and many debates. ' * 6}</p></app-text>"
        "<app-foot><p>All rights of The Sandhaven Mail reserved</p></app-foot></app-root>",
        HEAD,
    ),
    "the site clings to the only claim": (
        f"<title>Local / {HEAD} Sandhaven News Agency</title><h2>{HEAD}</h2><p>Nine years.</p>",
        HEAD,
    ),
    "Persian keeps its joiner": (
        "<h1>پل می\u200cگشاید امروز</h1><title>پل می\u200cگشاید امروز</title>",
        "پل می\u200cگشاید امروز",
    ),
    "the site right behind a colon": (
        '<title>How to fix a bridge :bridgely</title><meta property="og:site_name" content="bridgely">',
        "How to fix a bridge",
    ),
    "Chinese": ("<title>大桥今日正式通车_本地_示例网</title><h1>大桥今日正式通车</h1>", "大桥今日正式通车"),
    "Japanese without h1": (
        '<title>新しい橋が開通しました｜例新聞</title><meta property="og:site_name" content="例新聞">',
        "新しい橋が開通しました",
    ),
    "Korean, glued site": (
        '<meta name="title" content="새 다리가 오늘 개통했다">'
        '<meta property="og:title" content="새 다리가 오늘 개통했다-사회ㅣ예시일보">',
        "새 다리가 오늘 개통했다",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_headline_as_printed(name: str) -> None:
    html, expected = CASES[name]
    assert found(f"<html><body>{html}</body></html>") == expected


def test_nothing_on_the_page_gives_no_title() -> None:
    assert found("<p>Text without any heading</p>") is None
    assert found("") is None


def test_only_the_sites_name_is_better_than_nothing() -> None:
    assert found(f"{SITE}<title>Morning Post</title>") == "Morning Post"


def test_the_feed_entry_counts_where_the_page_has_nothing() -> None:
    link = Link(URL, found_in="feed", title=HEAD)
    assert title(page("<p>Text</p>", link=link)).title.value == HEAD


def test_the_decision_says_where_it_comes_from_and_is_pure() -> None:
    evidence = title_evidence(page(f"<title>{HEAD} | Morning Post</title><h1>{HEAD}</h1>"))
    first, second = decide_title(evidence), decide_title(evidence)
    assert first == second
    assert first.title.place == "h1"
    assert "agrees" in first.title.reason
    assert Claim("title", HEAD, "h1", 1.0) in first.title.claims
    without = decide_title(replace(evidence, headings=()))
    assert (without.title.value, without.title.place) == (HEAD, "title")


def test_the_kicker_of_a_heading_is_kept_apart() -> None:
    html, _ = CASES["kicker in h1"]
    assert title(page(html)).kicker == "Infrastructure"


def test_likeness_of_words_and_of_unspaced_scripts() -> None:
    assert likeness(("a", "b"), ("a", "b")) == 1.0
    assert likeness((), ("a",)) == 0.0
    assert likeness(("new", "bridge"), ("new", "bridge", "opens", "today", "again")) >= 0.5
    assert likeness(tuple("イベント情報"), tuple("報情トンベイ")) < 0.2


HOSTILE = {
    "long title": "<title>" + "word " * 200_000 + "</title>",
    "many h1": "<h1>x y z</h1>" * 20_000,
    "separators": "<title>" + "a | " * 50_000 + "</title><h1>a</h1>",
    "pieces": "<h1>" + "<b>a</b>" * 50_000 + "</h1><title>a b</title>",
    "nested": "<h1>" + "<span>" * 5_000 + "deep title here",
    "classes": "".join(f'<div class="title">headline {n}</div>' for n in range(5_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_bounded_time(name: str) -> None:
    document = page(HOSTILE[name])
    assert document.root is not None
    begun = time.process_time()
    title(document)
    assert time.process_time() - begun < 2.0


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_make_a_clean_title_or_none(claim: str, heading: str) -> None:
    escaped = claim.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    value = found(f'<meta property="og:title" content="{escaped}"><h1>{heading.replace("<", " ")}</h1>')
    assert value is None or (value == " ".join(value.split()) and value and len(value) <= 500)
