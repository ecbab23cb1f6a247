"""Lists of teasers and galleries that were taken for a body, and articles that only have a few links."""

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from crawler.extraction.fields.kind import decide_kind
from crawler.extraction.roles.teasers import gallery, is_teaser_list
from crawler.items import BodyBlock, Kind
from crawler.pages.page import Document, Page

SITE = "https://www.morningpost.example"
URL = f"{SITE}/artikel.php?id=4000"
SUMMARY = "The town council has agreed to pay for the bridge."
PROSE = "The river town has waited for this day for many years, and then it rained. " * 5
NOW = datetime(2026, 11, 12, tzinfo=UTC)


def text(words: str) -> BodyBlock:
    return BodyBlock("paragraph", words)


def headline(number: int, site: str = SITE) -> BodyBlock:
    words = f"Story number {number} of today"
    return BodyBlock("paragraph", words, links=[(words, f"{site}/artikel.php?id={number}")])


def more(number: int, word: str = "mehr...") -> BodyBlock:
    return BodyBlock("paragraph", f"{SUMMARY} {word}", links=[(word, f"{SITE}/artikel.php?id={number}")])


def pairs(count: int, site: str = SITE) -> list[BodyBlock]:
    return [block for number in range(count) for block in (headline(number, site), text(SUMMARY))]


LISTS = {
    "headlines and summaries": pairs(5),
    "with dates and a notice": [text("We use cookies, and so do our partners."), text("1 May"), *pairs(5)],
    "summaries that end in more": [more(number) for number in range(5)],
    "Arabic": [more(number, "التفاصيل") for number in range(5)],
}
NO_LISTS = {
    "few": pairs(3),
    "an article with links at its end": [text(PROSE[:200])] * 6 + [headline(number) for number in range(8)],
    "an article with links in between": [*pairs(2), text(PROSE), *pairs(3)],
    "other sites": pairs(6, "https://other.example"),
    "a link in every paragraph": [
        BodyBlock("paragraph", f"{SUMMARY} See {n}.", links=[("council", f"{SITE}/{n}")]) for n in range(8)
    ],
    "links that break": [BodyBlock("paragraph", "One two three", links=[("One two three", "http://[")])] * 6,
    "nothing": [],
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_teasers(name: str) -> None:
    assert is_teaser_list(LISTS[name], URL)
    kind, reason = decide_kind(Document(Page(URL, b"<h1>Topic</h1>", NOW)), 200, 0.2, LISTS[name])
    assert (kind, "teasers" in reason) == (Kind.FRONT, True)


@pytest.mark.parametrize("name", NO_LISTS)
def test_what_is_no_list(name: str) -> None:
    assert is_teaser_list(NO_LISTS[name], URL) is None


def test_a_page_that_calls_itself_an_article_is_no_list() -> None:
    page = Page(URL, b'<meta property="og:type" content="article"><h1>Topic</h1>', NOW)
    assert decide_kind(Document(page), 200, 0.2, LISTS["headlines and summaries"])[0] == Kind.ARTICLE


PICTURE = '<div class="photo"><img src="/i/{}.jpg"><span>{} / 6</span></div>'
PICTURES = "".join(PICTURE.format(n, n) for n in range(1, 7))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<div class="photo-gallery">{PICTURES}</div>', True),
        (f'<ul id="Fotostrecke">{PICTURES}</ul>', True),
        (f"<div>{PICTURES}</div>", False),
        (f'<div class="gallery">{PICTURES[:120]}</div>', False),
        (f'<div class="gallery">{PICTURES}</div>'.replace("<img", "<a href=/x><img"), False),
    ],
)
def test_galleries(html: str, expected: bool) -> None:
    assert bool(gallery(document_fromstring(html))) is expected


def test_a_gallery_in_a_page_of_links_is_a_gallery_but_not_in_an_article() -> None:
    page = Page(URL, f'<h1>Roses</h1><div class="photo-gallery">{PICTURES}</div>'.encode(), NOW)
    assert decide_kind(Document(page), 140, 0.67)[0] == Kind.GALLERY
    assert decide_kind(Document(page), 400, 0.1)[0] == Kind.ARTICLE


def test_a_video_that_the_page_is_about_may_have_a_notice_beside_it() -> None:
    node = b'<script type="application/ld+json">{"@type":"VideoObject","name":"%s"}</script>'
    about = b"<title>The band</title>" + node
    assert decide_kind(Document(Page(URL, about % b"The band", NOW)), 60, 0.1)[0] == Kind.VIDEO
    assert decide_kind(Document(Page(URL, about % b"Weather", NOW)), 60, 0.1)[0] == Kind.ARTICLE
