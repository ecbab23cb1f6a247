"""When an address is due again: pure functions over what its fetch came to.

Listings follow their own rhythm (`crawler.sources.rhythm`). Fresh articles are looked at again after
hours, days and a week, for that is when newsrooms correct them: sooner where the last look found a
change, later where several found none; then they are left. What failed is asked ever more rarely.
None is never.

What was learned of an address travels as a short text, its `memo`: in with the address, out with the
outcome.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec

from crawler.fetching.outcomes import NO_CONNECTION
from crawler.items import Address, AddressKind, Outcome, Status
from crawler.sources import rhythm

# After the n-th failure in a row. The first two fall into the same run: most faults are short.
FAILED: tuple[timedelta, ...] = (
    timedelta(seconds=5),
    timedelta(seconds=20),
    timedelta(minutes=30),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
)
BLOCKED = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
REFUSED = timedelta(days=1)
ROBOTS_CLOSED = timedelta(hours=1)  # robots.txt could not be had, so nothing was: that passes
NOT_ARTICLE = timedelta(days=30)
KEPT = (AddressKind.ROBOTS, AddressKind.ARCHIVE)  # rows that remember, and are never due
WHOLE = timedelta(days=1)  # between two reads of a listing without conditions
NEW_LISTING = timedelta(minutes=15)  # a second look soon, for the first one teaches no rhythm
# A listing that has brought nothing for days: what it once was may come back, an old archive will not.
SILENT = {
    AddressKind.FEED: timedelta(days=1),
    AddressKind.FRONT: timedelta(days=1),
    AddressKind.SITEMAP: timedelta(days=7),
}
# (age of the article, wait until the next look)
ARTICLE = (
    (timedelta(hours=12), timedelta(hours=3)),
    (timedelta(days=2), timedelta(days=1)),
    (timedelta(days=8), timedelta(days=7)),
)
SOON = timedelta(hours=1)  # at the earliest, after a change
STEADY = 2  # looks in a row without a change, after which the wait is doubled
SECOND_LOOKS = (5, 20, 100)  # pages from which a memory learned: what comes between makes little difference
STILL_CHANGES = timedelta(days=30)  # so old an article is looked at once more after a change


@dataclass(frozen=True, slots=True)
class Looks:
    """What the looks at one article came to."""

    born: datetime  # published, else first fetched
    same: int = 0  # looks in a row without a change
    changed: bool = False  # at the last look
    body: str = ""  # the page's bytes then, hashed
    known: int = 0  # pages from which the site's memory had learned when the page was last read


def next_due(outcome: Outcome, now: datetime, born: datetime | None = None) -> datetime | None:
    """The time of the next fetch; `born` is when the article was published or first seen."""
    return next_look(outcome, now, born)[0]


def next_look(
    outcome: Outcome, now: datetime, born: datetime | None = None
) -> tuple[datetime | None, str | None]:
    """The time of the next fetch, and the memo to keep: None where this fetch taught nothing."""
    if outcome.status in (Status.ARTICLE, Status.UNCHANGED, Status.LISTING):
        if outcome.address.kind in KEPT:
            return None, outcome.memo
        if outcome.address.kind is AddressKind.ARTICLE and outcome.status is not Status.LISTING:
            return _article(outcome, now, born)
        return _listing(outcome, now)
    return _without_content(outcome, now), None


def _without_content(outcome: Outcome, now: datetime) -> datetime | None:
    attempts = outcome.address.attempts
    match outcome.status:
        case Status.FAILED:
            return now + FAILED[min(attempts, len(FAILED) - 1)]
        case Status.BLOCKED:
            return now + BLOCKED[min(attempts, len(BLOCKED) - 1)]
        case Status.REFUSED:
            closed = outcome.reason.startswith(
                ("robots.txt", NO_CONNECTION)
            )  # not "disallowed by robots.txt"
            return now + (ROBOTS_CLOSED if closed else REFUSED)
        case Status.GONE:
            return now + timedelta(days=7) if attempts < 2 else None
        case Status.NOT_ARTICLE:
            return now + NOT_ARTICLE
    return None  # a duplicate


def _listing(outcome: Outcome, now: datetime) -> tuple[datetime, str]:
    known = rhythm.load(outcome.address.memo)
    learned = rhythm.look(known, now, outcome.found, read=outcome.http_status != 304)
    if known is None:
        return now + NEW_LISTING, rhythm.dump(learned)
    wait = rhythm.wait(learned)
    if rhythm.silent(learned):
        wait = max(wait, SILENT.get(outcome.address.kind, wait))
    return now + wait, rhythm.dump(learned)


def validators(address: Address, now: datetime) -> dict[str, str]:
    """The header of a conditional request; empty where the whole answer is wanted.

    Some servers say "not modified" for ever: each listing is asked for as a whole once a day.
    """
    known = rhythm.load(address.memo) if address.kind is not AddressKind.ARTICLE else None
    if known is not None and now - (known.read or known.at) >= WHOLE:
        return {}
    given = {"If-None-Match": address.etag, "If-Modified-Since": address.last_modified}
    return {name: value for name, value in given.items() if value}


def _article(outcome: Outcome, now: datetime, born: datetime | None) -> tuple[datetime | None, str]:
    known = load_looks(outcome.address.memo)
    if known is None:
        looks = Looks(born or _said(outcome) or now)
    elif outcome.status is Status.ARTICLE:
        looks = Looks(known.born, 0, changed=True)
    else:
        looks = Looks(known.born, known.same + 1)
    read_with = outcome.read_with if outcome.read_with is not None else known.known if known else 0
    looks = replace(looks, body=outcome.body_hash or (known.body if known else ""), known=read_with)
    wait = article_wait(looks, now)
    return (now + wait if wait else None), dump_looks(looks)


def article_wait(looks: Looks, now: datetime) -> timedelta | None:
    """From now to the next look at an article; None where it is left."""
    age = now - looks.born
    waits = [wait for limit, wait in ARTICLE if age < limit]
    if not waits:
        return ARTICLE[-1][1] if looks.changed and age < STILL_CHANGES else None
    if looks.changed:
        return max(waits[0] / 2, SOON)
    if looks.same >= STEADY:
        return min(waits[0] * 2, ARTICLE[-1][1])
    return waits[0]


class _Memo(msgspec.Struct, array_like=True):
    """`Looks`, as kept; versions before kept no hash, and nothing of memories."""

    born: int
    same: int
    changed: bool
    body: str = ""
    known: int = 0


def is_better_known(address: Address, pages: int) -> bool:
    """Whether a site is known so much better than when an article was last read that it is read anew, once it
    is looked at: its memory has learned from so many `pages` now."""
    looks = load_looks(address.memo) if address.kind is AddressKind.ARTICLE and not address.attempts else None
    return looks is not None and any(looks.known < step <= pages for step in SECOND_LOOKS)


def is_worth_a_look(memo: str | None) -> bool:
    """Whether a listing's word is followed that an article has changed: not where several looks in a row
    found it as it was, for such words came with some of them."""
    looks = load_looks(memo)
    return looks is None or looks.same < STEADY


def seen_before(address: Address) -> str:
    """The hash of the bytes that an article's page had at the last look, if that look found the page."""
    looks = load_looks(address.memo) if address.kind is AddressKind.ARTICLE and not address.attempts else None
    return looks.body if looks else ""


def dump_looks(looks: Looks) -> str:
    """As text, for the store."""
    born = round(looks.born.timestamp())
    told = [looks.body, looks.known] if looks.known else list(filter(None, [looks.body]))
    return msgspec.json.encode([born, looks.same, looks.changed, *told]).decode()


def load_looks(text: str | None) -> Looks | None:
    """From text; None where there is none, or none that can be read."""
    try:
        known = msgspec.json.decode(text or "", type=_Memo)
        return Looks(
            datetime.fromtimestamp(known.born, UTC), known.same, known.changed, known.body, known.known
        )
    except (msgspec.MsgspecError, OverflowError, OSError, ValueError):
        return None


def _said(outcome: Outcome) -> datetime | None:
    """When the article was published, as the listing said that named it."""
    link = outcome.address.link
    return link.published_at if link else None
