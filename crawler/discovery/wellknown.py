"""Addresses worth trying when a home page names no feed and no sitemap."""

from crawler.items import AddressKind, Link
from crawler.urls import canonicalize

# In the order of what they give: robots.txt names sitemaps, a news sitemap holds the last two days.
WELL_KNOWN: tuple[tuple[str, AddressKind], ...] = (
    ("/robots.txt", AddressKind.ROBOTS),
    ("/news-sitemap.xml", AddressKind.SITEMAP),
    ("/sitemap-news.xml", AddressKind.SITEMAP),
    ("/sitemap_index.xml", AddressKind.SITEMAP),
    ("/sitemap.xml", AddressKind.SITEMAP),
    ("/feed/", AddressKind.FEED),
    ("/rss", AddressKind.FEED),
    ("/rss.xml", AddressKind.FEED),
    ("/feed.xml", AddressKind.FEED),
    ("/atom.xml", AddressKind.FEED),
    ("/wp-sitemap.xml", AddressKind.SITEMAP),
)


def guesses(home: str) -> list[Link]:
    """Well-known paths of feeds and sitemaps on the home page's site, the most useful first."""
    links = []
    for path, kind in WELL_KNOWN:
        if url := canonicalize(path, home):
            links.append(Link(url, kind, "source"))
    return links
