"""A listing read and chosen from, in a child process: a hostile one costs its own time and memory."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from crawler.discovery import read_listing
from crawler.discovery.choose import Policy, choose
from crawler.extraction.reading.dates.listed import listed_time
from crawler.items import AddressKind, Link

MAX_ODD_DATES = 20_000  # of one listing: reading one takes .1 to 1 ms, and a feed has 2,000 items at most


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one fetch of a listing brought. `home` and `language` are the source's, for its dates."""

    body: bytes
    url: str
    content_type: str
    kind: AddressKind
    home: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What is taken up of a listing, and what was left and why. `total` counts the links that it had."""

    links: list[Link]
    left: Counter[str] = field(default_factory=Counter)
    total: int = 0
    problems: tuple[str, ...] = ()
    leads_to: str | None = None


def read_and_choose(fetched: Fetched, policy: Policy) -> Read:
    """The listing as what it is, and of its links those that the policy allows."""
    left = iter(range(MAX_ODD_DATES))

    def dates(text: str, language: str | None) -> datetime | None:
        if next(left, None) is None:
            return None
        return listed_time(text, url=fetched.home, now=policy.now, language=language or fetched.language)

    listing = read_listing(fetched.body, fetched.url, fetched.content_type, fetched.kind, dates)
    chosen = choose(listing, policy)
    return Read(chosen.links, chosen.left, len(listing.links), listing.problems, listing.leads_to)
