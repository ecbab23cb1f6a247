"""The outcome that a saved page has before it is read: its address, and whether what was saved is a page."""

from datetime import datetime, timedelta

from crawler.fetching.located import Bad
from crawler.fetching.outcomes import judge
from crawler.items import Address, AddressKind, Outcome, Status
from crawler.pages.page import Page
from crawler.urls import canonicalize, site_of

SAVED = "saved"  # the source of what has no site
# A WARC's dates are often cut to seconds, a record's are not.
SAME_LOOK = timedelta(seconds=1)
OLDER = Status.UNCHANGED, "older than what is stored"


def saved_outcome(found: Page | Bad, source: str, now: datetime) -> Outcome:
    """`source` names where the page is from; empty: its site does."""
    if isinstance(found, Bad):
        name = found.name if found.byte is None else f"{found.name}@{found.byte}"
        address = Address(name, source or SAVED, SAVED, AddressKind.ARTICLE)
        return Outcome(address, Status.FAILED, f"{found.name}: {found.reason}", fetched_at=now)
    url = canonicalize(found.url) or found.url
    site = site_of(url) or SAVED
    outcome = Outcome(
        Address(url, source or site.removeprefix("www."), site, AddressKind.ARTICLE),
        Status.ARTICLE,
        fetched_at=found.fetched_at,
        http_status=found.status,
        final_url=url,
        bytes=len(found.body),
    )
    if verdict := judge(found.status, len(found.body), asked=url, final=url):
        outcome.status, outcome.reason = verdict
    return outcome


def is_older(fetched_at: datetime, *looks: datetime | None) -> bool:
    """Whether a newer look at the page is known: an older one is no correction of it."""
    return fetched_at < max(filter(None, looks), default=fetched_at) - SAME_LOOK
