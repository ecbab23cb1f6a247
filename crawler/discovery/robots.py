"""The Sitemap lines of a robots.txt (sitemaps.org, "Specifying the Sitemap location"; RFC 9309 §2.2.4).

What robots.txt forbids is fetching's business; here it is only a list of sitemaps.
"""

import re

from crawler.discovery.listing import Listing, unique
from crawler.items import AddressKind, Link
from crawler.urls import canonicalize

MAX_BYTES = 500 * 1024  # what RFC 9309 §2.5 makes every parser read; the rest is not looked at
MAX_SITEMAPS = 200  # the largest publishers name some dozens

_LINE = re.compile(r"^[ \t\ufeff]*site-?map[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def sitemaps_in(body: bytes, url: str) -> Listing:
    """The sitemaps that a robots.txt names, in its order."""
    text = body[:MAX_BYTES].decode("utf-8", "replace").replace("\r", "\n")
    targets = (canonicalize(match[1].split("#")[0], url) for match in _LINE.finditer(text))
    links = unique(Link(target, AddressKind.SITEMAP, "robots") for target in targets if target)
    problems = (f"{len(links)} sitemaps named, {MAX_SITEMAPS} taken",) if len(links) > MAX_SITEMAPS else ()
    return Listing(links[:MAX_SITEMAPS], problems=problems)
