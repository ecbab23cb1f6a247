"""When an address is due again: pure functions over what its fetch came to.

Fresh articles are looked at again after hours, days and a week, for that is when newsrooms correct
them; listings in minutes; what failed ever more rarely. None is never.
"""

from datetime import datetime, timedelta

from crawler.items import AddressKind, Outcome, Status

# After the n-th failure in a row. The first two fall into the same run: most faults are short.
FAILED = (
    timedelta(seconds=5),
    timedelta(seconds=20),
    timedelta(minutes=30),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
)
BLOCKED = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
LISTING = {
    AddressKind.FEED: timedelta(minutes=15),
    AddressKind.FRONT: timedelta(minutes=15),
    AddressKind.SITEMAP: timedelta(hours=1),
    AddressKind.ROBOTS: timedelta(days=1),  # RFC 9309 §2.4: not cached for longer
    AddressKind.ARTICLE: timedelta(days=1),
}
REFUSED = timedelta(days=1)
NOT_ARTICLE = timedelta(days=30)
# (age of the article, wait until the next look)
ARTICLE = (
    (timedelta(hours=12), timedelta(hours=3)),
    (timedelta(days=2), timedelta(days=1)),
    (timedelta(days=8), timedelta(days=7)),
)


def next_due(outcome: Outcome, now: datetime, born: datetime | None = None) -> datetime | None:
    """The time of the next fetch; `born` is when the article was published or first seen."""
    attempts, kind = outcome.address.attempts, outcome.address.kind
    match outcome.status:
        case Status.FAILED:
            return now + FAILED[min(attempts, len(FAILED) - 1)]
        case Status.BLOCKED:
            return now + BLOCKED[min(attempts, len(BLOCKED) - 1)]
        case Status.REFUSED:
            return now + REFUSED
        case Status.GONE:
            return now + timedelta(days=7) if attempts < 2 else None
        case Status.DUPLICATE:
            return None
        case Status.NOT_ARTICLE:
            return now + NOT_ARTICLE
    if kind is not AddressKind.ARTICLE or outcome.status is Status.LISTING:
        return now + LISTING[kind]
    age = now - (born or now)
    return next((now + wait for limit, wait in ARTICLE if age < limit), None)
