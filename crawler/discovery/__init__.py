"""Which addresses of a site are articles: feeds, sitemaps, robots.txt and fronts, read from bytes.

Everything here is pure: bytes and a URL go in, a `Listing` of links comes out, with what was wrong in words.
`read_listing` looks at the bytes, not at the promise: a feed that turned into a page is read as a front.
"""

from crawler.discovery.feeds import parse_feed
from crawler.discovery.fronts import parse_front
from crawler.discovery.likeness import ARTICLE_FROM, NEVER_BELOW, article_likeness
from crawler.discovery.listing import Listing
from crawler.discovery.scope import Scope, compile_pattern
from crawler.discovery.shape import Known, unknown
from crawler.discovery.sitemaps import parse_sitemap, sitemaps_in
from crawler.discovery.texts import OtherDates
from crawler.discovery.traps import is_trap
from crawler.discovery.wellknown import guesses
from crawler.items import AddressKind
from crawler.pages.decode import decode
from crawler.pages.parse import parse
from crawler.pages.sniff import NO_TEXT, Sort, sniff
from crawler.urls import canonicalize, registrable, site_of

__all__ = [
    "ARTICLE_FROM",
    "NEVER_BELOW",
    "Listing",
    "Scope",
    "article_likeness",
    "canonicalize",
    "compile_pattern",
    "guesses",
    "is_trap",
    "parse_feed",
    "parse_front",
    "parse_sitemap",
    "read_listing",
    "registrable",
    "site_of",
    "sitemaps_in",
    "sniff",
]


def read_listing(
    body: bytes,
    url: str,
    content_type: str,
    kind: AddressKind,
    dates: OtherDates | None = None,
    known: Known = unknown,
) -> Listing:
    """Read what was fetched for an address of `kind`, as what it really is.

    `dates` reads dates in other forms than the standards of feeds and sitemaps; `known` says which addresses
    of the site turned out to be articles, by pattern.
    """
    sort = sniff(body, content_type, url)
    if sort in NO_TEXT:
        return Listing(problems=(f"{kind.value} is {sort}",))
    if kind is AddressKind.ROBOTS:
        # Many servers answer any path with a page; such a robots.txt names nothing.
        return sitemaps_in(body, url) if sort == "text" else Listing(problems=(f"robots.txt is {sort}",))
    listing = _read(body, url, content_type, kind, sort, dates, known)
    if sort == "html" and kind in {AddressKind.FEED, AddressKind.SITEMAP}:
        problems = (f"{kind.value} is a page, read as a front", *listing.problems)
        return Listing(listing.links, listing.title, listing.language, problems, listing.skipped)
    return listing


def _read(
    body: bytes,
    url: str,
    content_type: str,
    kind: AddressKind,
    sort: Sort,
    dates: OtherDates | None,
    known: Known,
) -> Listing:
    if sort == "feed":
        return parse_feed(body, url, content_type, dates)
    if sort == "sitemap" or (kind is AddressKind.SITEMAP and sort == "text"):
        return parse_sitemap(body, url, content_type, dates)
    if sort == "html" or kind is AddressKind.FRONT:
        return parse_front(parse(decode(body, content_type)[0]), url, known)
    return parse_feed(body, url, content_type, dates)
