"""What each feature of an address adds to its likeness, and in which order sitemaps are read."""

import pytest
from lxml import html

from crawler.discovery import article_likeness
from crawler.discovery.anchors import candidates
from crawler.discovery.order import newest_first
from crawler.items import AddressKind, Link

E = "https://e.org"
# Each row differs in one feature from one beside it.
LIKENESS = {
    "/bridge": 0.1,
    "/new-bridge": 0.25,
    "/new-bridge-opens": 0.4,
    "/new-bridge-opens-today": 0.5,
    "/new-bridge-opens-today-again": 0.6,
    "/a/b/c/new-bridge-opens-today": 0.5,
    "/new-bridge-opens-today/a/b/c": 0.1,
    "/new-bridge-123": 0.5,
    "/new-bridge-12345": 0.65,
    "/bridge-12": 0.1,
    "/bridge-123": 0.35,
    "/bridge-1234": 0.35,
    "/bridge-12345": 0.5,
    "/2026/11/16/bridge": 0.5,
    "/2026/11/16/new-bridge-opens": 0.8,
    "/bridge.html": 0.25,
    "/new-bridge-opens-today.html": 0.65,
    "/article/bridge": 0.3,
    "/?p=123": 0.55,
    "/tag/bridge": 0.0,
    "/tag/new-bridge-opens-today": 0.0,
    "/tag/new-bridge-opens-today-again-2026": 0.0,
    "/tag/new-bridge-opens-today-again-and-again": 0.35,
    "/tag/new-bridge-opens-today-12345": 0.65,
    "/tag/2026/11/16/new-bridge-opens-today": 0.65,
    "/privacy/new-bridge-opens": 0.0,
    "/privacy/new-bridge-opens-today": 0.3,
    "/2026/11/16/": 0.0,
    "/@bridge": 0.0,
    "/files/bridge.pdf": 0.0,
    "/": 0.0,
}


@pytest.mark.parametrize(("path", "likeness"), LIKENESS.items())
def test_the_points_of_an_address(path: str, likeness: float) -> None:
    score, reason = article_likeness(E + path)
    assert score == likeness, reason


def child(name: str) -> Link:
    return Link(f"{E}/{name}", AddressKind.SITEMAP, "sitemap")


def test_children_of_a_sitemap_are_taken_newest_first_and_news_before_all() -> None:
    names = [
        "sitemap-images.xml",
        "sitemap-2024-05.xml",
        "sitemap-2024.xml",
        "sitemap-2026-11-16.xml",
        "sitemap-2026-11-02.xml",
        "sitemap-2026-11.xml",
        "sitemap.xml?yyyy=2025&mm=03",
        "sitemap-pages-1.xml",
        "news-sitemap.xml",
        "sitemap-author.xml",
    ]
    taken = [link.url.rpartition("/")[2] for link in newest_first(tuple(map(child, names)))]
    assert taken == [
        "news-sitemap.xml",
        "sitemap-2026-11-16.xml",
        "sitemap-2026-11-02.xml",
        "sitemap-2026-11.xml",
        "sitemap.xml?yyyy=2025&mm=03",
        "sitemap-2024-05.xml",
        "sitemap-2024.xml",
        "sitemap-images.xml",
        "sitemap-pages-1.xml",
        "sitemap-author.xml",
    ]


@pytest.mark.parametrize(("deep", "menu"), [(5, True), (25, True), (40, False)])
def test_a_menu_is_seen_through_thirty_elements(deep: int, menu: bool) -> None:
    link = "<div>" * deep + "<a href='/new-bridge-opens'>New bridge opens</a>" + "</div>" * deep
    root = html.document_fromstring(f"<html><body><nav>{link}</nav></body></html>")
    (found,) = candidates(root, E)
    assert found.menu is menu


def test_articles_without_a_time_are_taken_by_the_day_in_their_addresses() -> None:
    names = ["story-99", "2024/05/30/a", "20261116-b", "2026/11/c", "2026-13-40/d", "e"]
    taken = newest_first(tuple(Link(f"{E}/{name}", found_in="sitemap") for name in names))
    assert [link.url.removeprefix(f"{E}/") for link in taken] == [
        *("20261116-b", "2026/11/c", "2024/05/30/a", "story-99", "2026-13-40/d", "e"),
    ]
