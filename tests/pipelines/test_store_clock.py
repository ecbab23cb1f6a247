"""A clock that was ahead and is set back: nothing is put off for years, nothing stays held."""

from datetime import timedelta

from crawler.items import AddressKind, DueQuery, Link, Outcome, Status
from pipelines.storage import Log, Store
from pipelines.storage.cursors import Cursor
from pipelines.storage.log import Wanted
from tests.pipelines.making import BODY, NOW, address, article, later

AHEAD = later(days=1_500)
SITE = "https://harbour.example"


def a_run_ahead(store: Store) -> None:
    run = store.start_run(AHEAD, "crawl")
    feed = address(f"{SITE}/feed", kind=AddressKind.FEED)
    listing = Outcome(feed, Status.LISTING, fetched_at=AHEAD, links=[Link(f"{SITE}/b"), Link(f"{SITE}/c")])
    store.commit([listing, article(f"{SITE}/a")], run=run, now=AHEAD)


def due(store: Store) -> set[str]:
    return {one.url.removeprefix(SITE) for one in store.due(DueQuery("harbour"), later(hours=1), limit=9)}


def test_what_was_put_off_is_due_again(store: Store) -> None:
    a_run_ahead(store)
    assert due(store) == set()
    assert store.set_right(later(hours=1)) == (AHEAD, 4)
    assert due(store) == {"/feed", "/a", "/b", "/c"}
    revised = article(f"{SITE}/a", body=(*BODY, "A line more."))
    [told] = store.commit([revised], now=later(hours=2))
    assert (told.status, revised.revision) == (Status.ARTICLE, 2), "the log goes on"
    positions = [entry.position for entry in Log(store).read(0, 9, Wanted()).entries]
    assert positions == [1, 2]


def test_a_clock_that_goes_right_changes_nothing(store: Store) -> None:
    run = store.start_run(NOW, "crawl")
    store.commit([article(f"{SITE}/a")], run=run, now=NOW)
    before = due(store)
    assert store.set_right(NOW - timedelta(minutes=4)) is None, "machines differ by so much"
    assert store.set_right(later(hours=1)) is None
    assert due(store) == before


def test_leases_and_claims_of_a_clock_ahead_have_ended(store: Store) -> None:
    assert store.lease("harbour.example", "old", AHEAD, AHEAD + timedelta(minutes=3))
    assert store.lease("harbour.example", "new", NOW, later(minutes=3))
    assert not store.lease("harbour.example", "third", NOW, later(minutes=3)), "that one holds"
    log = Log(store)
    log.claim(Cursor("all", "jsonl", 0, holder="old", until=AHEAD), AHEAD, lambda _: False)
    ours = Cursor("all", "jsonl", 0, holder="new", until=later(minutes=3))
    assert log.claim(ours, NOW, lambda _: False).holder == "new"
