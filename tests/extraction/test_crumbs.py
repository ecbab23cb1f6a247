"""Breadcrumbs printed over the headline: which lines they are, and which of their links are sections."""

from datetime import UTC, datetime

import pytest

from crawler.extraction.claims.crumbs import printed_crumbs
from crawler.pages.page import Document, Page

URL = "https://www.morningpost.example/town/new-bridge-opens"
HEAD = "New bridge opens after nine years"

TRAILS = {
    "arrows": ('<div><a href="/">Home</a> » <a href="/town">Town</a></div>', ["Town"]),
    "words before": (
        '<div>Sie sind hier: <a href="/">Start</a> &gt; <a href="/l.php">Lokales</a></div>',
        ["Lokales"],
    ),
    "Arabic": ('<div><a href="/">الرئيسية</a> « <a href="/s/2">محليات</a></div>', ["محليات"]),
    "two levels": (
        '<p><a href="/index.html">Home</a> / <a href="/town">Town</a> / <a href="/town/river">River</a></p>',
        ["Town", "River"],
    ),
    "the title at its end": (f'<p><a href="/">Home</a> › <a href="/town">Town</a> › {HEAD}</p>', ["Town"]),
    "a linked title": (
        f'<p><a href="/">Home</a> › <a href="/town">Town</a> › <a href="{URL}">{HEAD}</a></p>',
        ["Town"],
    ),
    "a list that is called so": (
        '<ul class="BreadCrumbs"><li><a href="/">Home</a></li><li><a href="/town">Town</a></li></ul>',
        ["Town"],
    ),
    "called so, without the home page": (
        '<nav aria-label="breadcrumb"><ol><li><a href="/town">Town</a></li></ol></nav>',
        ["Town"],
    ),
    "a menu": ('<div><a href="/">Home</a> | <a href="/town">Town</a> | <a href="/sport">Sport</a></div>', []),
    "no marks": ('<div><a href="/">Home</a> <a href="/town">Town</a></div>', []),
    "not from the home page": ('<div><a href="/town">Town</a> » <a href="/sport">Sport</a></div>', []),
    "home alone": ('<div class="breadcrumb"><a href="/">Home</a></div>', []),
    "the way back": ('<div class="breadcrumb"><a href="/town">&lt; Back to the list</a></div>', []),
    "a broken address": ('<div><a href="http://[">Home</a> » <a href="/town">Town</a></div>', []),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", TRAILS)
def test_the_sections_of_a_trail(name: str) -> None:
    html, expected = TRAILS[name]
    page = f"<title>{HEAD}</title><body>{html}<h1>{HEAD}</h1><p>Text.</p>"
    assert printed_crumbs(Document(Page(URL, page.encode(), datetime(2026, 11, 12, tzinfo=UTC)))) == expected


def test_a_trail_under_the_title_is_another_page_s() -> None:
    html, _ = TRAILS["arrows"]
    page = Page(URL, f"<h1>{HEAD}</h1>{html}".encode(), datetime(2026, 11, 12, tzinfo=UTC))
    assert printed_crumbs(Document(page)) == []
