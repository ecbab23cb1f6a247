"""When an address is due again."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetching.revisit import next_due
from crawler.items import Address, AddressKind, Outcome, Status

NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)


def outcome(status: Status, kind: AddressKind = AddressKind.ARTICLE, attempts: int = 0) -> Outcome:
    return Outcome(Address("https://n.example/a", "n", "n.example", kind, attempts=attempts), status)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(hours=1), timedelta(hours=3)),
        (timedelta(hours=20), timedelta(days=1)),
        (timedelta(days=5), timedelta(days=7)),
        (timedelta(days=30), None),
    ],
)
@pytest.mark.parametrize("status", [Status.ARTICLE, Status.UNCHANGED])
def test_articles_are_looked_at_ever_more_rarely(
    age: timedelta, wait: timedelta | None, status: Status
) -> None:
    assert next_due(outcome(status), NOW, NOW - age) == (NOW + wait if wait else None)


def test_an_article_is_left_alone_in_the_end() -> None:
    born, now, looks = NOW, NOW, 0
    while (due := next_due(outcome(Status.UNCHANGED), now, born)) is not None:
        now, looks = due, looks + 1
        assert looks < 50
    assert 4 <= looks <= 12
    assert now - born <= timedelta(days=16)


def test_failures_wait_longer_each_time() -> None:
    waits = [next_due(outcome(Status.FAILED, attempts=n), NOW) for n in range(8)]
    times = [wait - NOW for wait in waits if wait]
    assert times == sorted(times)
    assert times[0] < timedelta(seconds=30)
    assert times[-1] == timedelta(days=7)


def test_listings_are_read_again_soon_and_duplicates_never() -> None:
    feed = next_due(outcome(Status.LISTING, AddressKind.FEED), NOW)
    unchanged = next_due(outcome(Status.UNCHANGED, AddressKind.FEED), NOW)
    assert feed == unchanged == NOW + timedelta(minutes=15)
    assert next_due(outcome(Status.DUPLICATE), NOW) is None
    assert next_due(outcome(Status.GONE, attempts=2), NOW) is None
