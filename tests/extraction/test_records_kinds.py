"""What a page is: articles, fronts, walls, tickers and the like, on both sides of each bound."""

import pytest

from tests.extraction.records import TEXTS, TITLE, URL, Case, ld, meta

WORDS = " ".join(TEXTS["en"]).replace(".", "").split()
LIST = "https://www.morningpost.example/category/coast"
WALL = "<p>We use cookies on this page</p><button>Accept all cookies</button>"


def prose(count: int) -> str:
    """So many words, in sentences of twenty, a paragraph each."""
    words = [WORDS[number % len(WORDS)] for number in range(count)]
    lines = (words[start : start + 20] for start in range(0, count, 20))
    return "".join(f"<p>{' '.join(line).capitalize()}.</p>" for line in lines)


def page(body: str, head: str = "", title: str = TITLE) -> str:
    return f'<html lang="en"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>'


def headings(count: int) -> str:
    """Headlines that are links, without a word under them."""
    line = '<h3><a href="/news/{0}">The ferry to the islands runs again, day {0}</a></h3>'
    return "".join(line.format(number) for number in range(count))


def teasers(count: int) -> str:
    """Headlines that are links, each with a line under it."""
    line = (
        '<div class="item"><h2><a href="/news/{0}">The ferry to the islands runs again, day {0}</a></h2>'
        "<p>After {0} days of storm it left the quay with forty sacks of flour on board.</p></div>"
    )
    return "".join(line.format(number) for number in range(count))


def updates(count: int) -> str:
    entries = [
        {"@type": "BlogPosting", "headline": f"Entry {n}", "articleBody": TEXTS["en"][n % 4]}
        for n in range(count)
    ]
    return ld("LiveBlogPosting", headline=TITLE, liveBlogUpdate=entries)


CLOSED = ld(headline=TITLE, isAccessibleForFree=False)
PAYWALL = "<p>Subscribe to continue reading</p>"
VIDEO = ld("VideoObject", name="Another film of the day", contentUrl="https://v.example/1.mp4")
OWN_VIDEO = ld("VideoObject", name=TITLE, contentUrl="https://v.example/1.mp4")
NOT_FOUND = "Page not found"

KINDS: dict[str, tuple[str, str, str]] = {
    "a text of 200 words": ("article", page(prose(200)), URL),
    "a text of 60 words": ("article", page(prose(60)), URL),
    "a text of 60 words at the home page's address": (
        "front",
        page(prose(60)),
        "https://www.morningpost.example/",
    ),
    "a text of 119 words at the home page's address": (
        "front",
        page(prose(119)),
        "https://www.morningpost.example/",
    ),
    "a text of 121 words at the home page's address": (
        "article",
        page(prose(121)),
        "https://www.morningpost.example/",
    ),
    "no text": ("other", page(""), URL),
    "thirty teasers": ("front", page(teasers(30), title="Coast"), LIST),
    "a section of five teasers": ("front", page(teasers(5), title="Coast"), LIST),
    "three linked headings at a list's address": ("article", page(prose(60) + headings(3)), LIST),
    "four linked headings at a list's address": ("front", page(prose(60) + headings(4)), LIST),
    "four linked headings below a short article": ("article", page(prose(60) + headings(4)), URL),
    "four linked headings below a claimed article": (
        "article",
        page(prose(60) + headings(4), head=ld(headline=TITLE)),
        LIST,
    ),
    "ten linked headings below a message": ("article", page(prose(30) + headings(10)), URL),
    "twelve linked headings and a line": ("front", page(prose(10) + headings(12)), URL),
    "eleven linked headings and a line": ("article", page(prose(10) + headings(11)), URL),
    "linked headings after 200 empty ones": (
        "front",
        page(prose(10) + "<h3></h3>" * 200 + headings(12)),
        URL,
    ),
    "two entries of a ticker": ("article", page(prose(200), head=updates(2)), URL),
    "three entries of a ticker": ("live", page(prose(200), head=updates(3)), URL),
    "an error page": ("error", page("<p>Nothing is here.</p>", title=NOT_FOUND), URL),
    "an error page with 100 words": ("error", page(prose(100), title=NOT_FOUND), URL),
    "400 words that are called like an error": (
        "article",
        page(prose(400), title=NOT_FOUND),
        URL,
    ),
    "a claimed article that is called like an error": (
        "article",
        page(prose(100), head=ld(headline=NOT_FOUND), title=NOT_FOUND),
        URL,
    ),
    "closed, with a line and a call": ("paywall", page(prose(20) + PAYWALL, head=CLOSED), URL),
    "closed, with 30 words": ("paywall", page(prose(30), head=CLOSED), URL),
    "closed, with 100 words and a call": ("paywall", page(prose(100) + PAYWALL, head=CLOSED), URL),
    "closed, with the whole text": ("article", page(prose(300) + PAYWALL, head=CLOSED), URL),
    "a call and 30 words": ("paywall", page(prose(30) + PAYWALL), URL),
    "a call and 80 words": ("article", page(prose(80) + PAYWALL), URL),
    "a wall about cookies": ("consent", page(WALL, title="Your privacy"), URL),
    "a wall about cookies and a few links": (
        "consent",
        page(WALL + '<a href="/p">Privacy</a>' * 15, title="Your privacy"),
        URL,
    ),
    "a box about cookies over an article": ("article", page(WALL + prose(200)), URL),
    "a video and a line": ("video", page("<p>The wall in one minute.</p>", head=VIDEO), URL),
    "a video and 30 words": ("video", page(prose(30), head=VIDEO), URL),
    "another's video and 60 words": ("article", page(prose(60), head=VIDEO), URL),
    "the page's own video and 60 words": (
        "video",
        page(prose(60), head=f"<title>{TITLE}</title>{OWN_VIDEO}"),
        URL,
    ),
    "the page's own video and 100 words": (
        "article",
        page(prose(100), head=f"<title>{TITLE}</title>{OWN_VIDEO}"),
        URL,
    ),
    "a page of the type video and 60 words": (
        "video",
        page(prose(60), head=meta(og__type="video.other")),
        URL,
    ),
    "a video in a claimed article": ("article", page(prose(60), head=VIDEO + ld(headline=TITLE)), URL),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_kind(name: str) -> None:
    kind, html, url = KINDS[name]
    assert Case(name, html, {}, url=url).found()["kind"] == kind
