"""When an address is due again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from crawler.fetching.revisit import load_looks, next_due, next_look, seen_before, validators
from crawler.items import Address, AddressKind, Outcome, Status
from crawler.sources import rhythm
from crawler.sources.rhythm import SHORTEST

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


def again(memo: str | None, status: Status, kind: AddressKind = AddressKind.ARTICLE) -> Outcome:
    return Outcome(Address("https://n.example/a", "n", "n.example", kind, memo=memo), status)


def month(status_of: Callable[[timedelta], Status]) -> list[timedelta]:
    """The ages at which an article published now is looked at, each look coming to `status_of(age)`."""
    memo, now = None, NOW
    ages: list[timedelta] = []
    while True:
        outcome = again(memo, status_of(now - NOW) if ages else Status.ARTICLE)
        due, memo = next_look(outcome, now, NOW if not ages else None)
        ages.append(now - NOW)
        if due is None:
            return ages
        now = due
        assert len(ages) < 200


def test_an_article_is_left_alone_in_the_end() -> None:
    ages = month(lambda age: Status.UNCHANGED)
    assert 4 <= len(ages) <= 8
    assert ages[1] == timedelta(hours=3)
    assert timedelta(days=7) <= ages[-1] <= timedelta(days=16)


def test_an_article_that_keeps_changing_is_looked_at_more_often_but_not_for_ever() -> None:
    steady = month(lambda age: Status.UNCHANGED)
    changing = month(lambda age: Status.ARTICLE)
    assert 2 * len(steady) < len(changing) < 40
    assert timedelta(days=20) < changing[-1] < timedelta(days=45)
    assert min(b - a for a, b in pairwise(changing)) >= timedelta(hours=1)


def test_a_304_does_not_make_an_article_young_again() -> None:
    due, memo = next_look(again(None, Status.ARTICLE), NOW, NOW - timedelta(days=1))
    assert due is not None
    due, _ = next_look(again(memo, Status.UNCHANGED), due, None)
    assert due is not None
    assert due - NOW > timedelta(days=7)


@pytest.mark.parametrize("memo", ["", "x", "[]", "[1]", "[1e99, 0, true]", "[9999999999999999, 0, true]"])
def test_a_text_that_cannot_be_read_is_none(memo: str) -> None:
    assert load_looks(memo) is None
    assert next_look(again(memo, Status.UNCHANGED), NOW)[0] is not None


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
    assert next_due(outcome(Status.LISTING, AddressKind.ROBOTS), NOW) is None  # its rows only remember
    assert next_due(outcome(Status.DUPLICATE), NOW) is None
    assert next_due(outcome(Status.GONE, attempts=2), NOW) is None


def waits(kind: AddressKind, found: int, days: int) -> list[timedelta]:
    memo, now, due = None, NOW, None
    times = []
    while now < NOW + timedelta(days=days):
        looked = again(memo, Status.LISTING if found else Status.UNCHANGED, kind)
        looked.found = found
        due, learned = next_look(looked, now)
        assert due is not None
        memo = learned or memo
        times.append(due - now)
        now = due
    return times


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        (AddressKind.FEED, timedelta(days=1)),
        (AddressKind.FRONT, timedelta(days=1)),
        (AddressKind.SITEMAP, timedelta(days=7)),
    ],
)
def test_a_listing_without_news_is_read_ever_more_rarely(kind: AddressKind, longest: timedelta) -> None:
    times = waits(kind, 0, 60)
    assert times[0] == timedelta(minutes=15)
    assert times[1] <= timedelta(hours=6)
    assert times[-1] == longest


def test_a_listing_with_news_at_every_look_is_read_as_often_as_allowed() -> None:
    assert set(waits(AddressKind.FEED, 5, 3)[1:]) == {SHORTEST}


def test_what_failed_teaches_nothing() -> None:
    assert next_look(outcome(Status.FAILED, AddressKind.FEED), NOW)[1] is None


def test_a_listing_is_read_as_a_whole_once_a_day() -> None:
    """Some servers say "not modified" for ever."""
    known = rhythm.dump(rhythm.look(None, NOW, 3))
    listing = Address("https://n.example/f", "n", "n.example", AddressKind.FEED, etag='"a"', memo=known)
    assert validators(listing, NOW + timedelta(hours=23)) == {"If-None-Match": '"a"'}
    assert validators(listing, NOW + timedelta(days=1)) == {}
    unchanged = rhythm.dump(rhythm.look(rhythm.load(known), NOW + timedelta(hours=23), 0, read=False))
    again = replace(listing, memo=unchanged)
    assert validators(again, NOW + timedelta(days=1)) == {}, "a 304 is no read"
    article = replace(listing, kind=AddressKind.ARTICLE, last_modified="Thu", memo=None)
    assert validators(article, NOW + timedelta(days=99)) == {
        "If-None-Match": '"a"',
        "If-Modified-Since": "Thu",
    }


def test_the_bytes_of_the_last_look_are_remembered_until_it_fails() -> None:
    first = again(None, Status.ARTICLE)
    first.body_hash = "0123456789abcdef"
    memo = next_look(first, NOW, NOW)[1]
    memo = next_look(again(memo, Status.UNCHANGED), NOW, None)[1]  # a 304 has no bytes
    known = again(memo, Status.UNCHANGED).address
    assert seen_before(known) == "0123456789abcdef"
    assert seen_before(replace(known, attempts=1)) == "", "what was gone and is back is read"
    assert seen_before(replace(known, kind=AddressKind.FEED)) == ""
