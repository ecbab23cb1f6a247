"""A listing read and chosen from, in a child process: a hostile one costs its own time and memory."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from crawler.discovery.choose import Policy, choose
from crawler.fetching.walls import REFRESH_ONLY, wall_inside
from crawler.items import AddressKind, Link, Status
from crawler.pages.page import Page
from crawler.runs.tasks import Verdict

MAX_ODD_DATES = 20_000  # of one listing: reading one takes .1 to 1 ms, and a feed has 2,000 items at most


@dataclass(frozen=True, slots=True)
class Read:
    """What is taken up of a listing, and what was left and why. `total` counts the links that it had."""

    links: list[Link]
    left: Counter[str] = field(default_factory=Counter)
    total: int = 0
    problems: tuple[str, ...] = ()
    leads_to: str | None = None
    scripts: str = ""  # how a front without links says that it needs them


def read_and_choose(page: Page, kind: AddressKind, home: str, policy: Policy) -> Read | Verdict:
    """The listing as what it is, and of its links those that the policy allows; or a wall.

    `home` is the source's front, and the page's `language` the source's: both for its dates.
    """
    from crawler.discovery import read_listing
    from crawler.discovery.fronts import refresh
    from crawler.extraction.reading.dates.listed import listed_time  # the engine, too, imports this module
    from crawler.fetching.scripted import wants_scripts

    why = wall_inside(page.status, page.body)
    if why and not (kind is AddressKind.FRONT and why == REFRESH_ONLY):  # that may be a front that leads on
        return Status.BLOCKED, f"{page.status} {why}"
    left = iter(range(MAX_ODD_DATES))

    def dates(text: str, language: str | None) -> datetime | None:
        if next(left, None) is None:
            return None
        return listed_time(text, url=home, now=policy.now, language=language or page.language)

    sent = page.headers.get("content-type", "")
    listing = read_listing(page.body, page.url, sent, kind, dates, policy.known)
    chosen = choose(listing, policy)
    leads_to = listing.leads_to
    empty = not any(link.kind is AddressKind.ARTICLE for link in listing.links)
    scripts = ""
    if kind is AddressKind.FRONT and empty and not leads_to:
        leads_to = refresh(page.headers.get("refresh", ""), page.url)
        scripts = wants_scripts(page)
    return Read(chosen.links, chosen.left, len(listing.links), listing.problems, leads_to, scripts)
