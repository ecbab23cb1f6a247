"""Writers of one database: killed at any instant, at once, from other processes; the order of the log."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import Connection, event

from crawler.errors import StorageError
from crawler.items import AddressKind, Link, Status
from pipelines.storage import Log, Store, optimistic
from pipelines.storage.cursors import Cursor
from pipelines.storage.log import Wanted
from tests.forked import PYTHON, Command
from tests.pipelines.making import NOW, article, outcome, rows
from tests.postgresql import TEMPLATE, Server


def test_a_batch_is_all_or_nothing(store: Store) -> None:
    broken = article("https://harbour.example/b", body=("Another text altogether, of another day.",))
    broken.word_count = object()  # type: ignore[assignment]  # the record cannot be written
    listing = outcome("https://harbour.example/feed", Status.LISTING, kind=AddressKind.FEED)
    listing.links = [Link("https://harbour.example/c")]
    with pytest.raises(TypeError):
        store.commit([article("https://harbour.example/a"), listing, broken], now=NOW)
    assert list(store.records()) == []
    assert store.status() == []


WRITER = """
import sys
from tests.forked import PYTHON, Command
from tests.pipelines.making import NOW, article
from pipelines.storage import Store

with Store.open(sys.argv[1]) as store:
    run = store.start_run(NOW, "writer")
    for number in range(int(sys.argv[3])):
        pages = [
            article(f"https://{sys.argv[2]}.example/{number}/{n}", source=sys.argv[2],
                    body=(f"{sys.argv[2]} {number} {n} ships came in.",))
            for n in range(3)
        ]
        store.commit(pages, run=run, now=NOW)
        print(number, flush=True)
"""


def start_writer(database: str, name: str, batches: int) -> Command:
    return Command("-c", WRITER, database, name, str(batches), program=PYTHON)


def test_killed_at_any_instant_nothing_committed_is_lost(database: str) -> None:
    told = 0
    Store.open(database).close()
    for attempt, stop_after in enumerate((1, 7, 20)):
        name = f"writer{attempt}"
        process = start_writer(database, name, 100_000)
        for line in process.lines():
            if int(line) + 1 >= stop_after:
                break
        process.kill()
        told = len(process.ended().stdout.split())
        with Store.open(database) as store:
            kept = len(list(store.records(source=name)))
            assert kept % 3 == 0, "batches are whole"
            assert told <= kept // 3 <= told + 1, (
                "what was reported is there, and no more than one batch besides"
            )
            counts = store.last_runs(1)[0]["counts"]
            assert counts == {name: {"article": kept}}, "counted in the same transaction"
            assert store.check() == []


def test_two_processes_write_at_once(empty: str) -> None:
    """Both find no tables and make them."""
    database = empty
    east, west = start_writer(database, "east", 20), start_writer(database, "west", 20)
    assert (east.wait(60), west.wait(60)) == (0, 0)
    with Store.open(database) as store:
        assert len(list(store.records())) == 120
        assert store.check() == []


def test_two_writers_of_one_story_make_one_cluster(database: str) -> None:
    Store.open(database).close()
    failed: list[BaseException] = []

    def write(source: str) -> None:
        try:
            with Store.open(database) as store:
                for number in range(25):
                    page = article(
                        f"https://{source}.example/{number}",
                        source=source,
                        body=(f"Story {number}, as told.",),
                    )
                    store.commit([page], now=NOW)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=write, args=(source,)) for source in ("east", "west", "north")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Store.open(database) as store:
        assert len(list(store.records(copies="all"))) == 75
        assert len(list(store.records(copies="first"))) == 25
        positions = rows(database, "SELECT position FROM revisions ORDER BY 1")
        assert positions == [(number,) for number in range(1, 76)]


@contextmanager
def held_back(store: Store) -> Iterator["tuple[Thread, threading.Event]"]:
    """A writer of "slow" that has its position in the log, and commits when the event is set."""
    written, go = threading.Event(), threading.Event()

    def wait(_: object) -> None:
        written.set()
        assert go.wait(30)

    def write() -> None:
        with Store.open(store.url) as own:
            event.listen(own._engine, "commit", wait)
            own.commit([article("https://slow.example/a", source="slow", body=SLOW)], now=NOW)

    thread = Thread(target=write)
    thread.start()
    try:
        assert written.wait(30)
        yield thread, go
    finally:
        go.set()
        thread.join()


SLOW, QUICK = ("A slow one's text, as it was told.",), ("A quick one's text, as it was told.",)


def read_on(log: Log, after: int) -> tuple[int, list[str]]:
    """What a destination that stands at `after` reads next, and where it stands then."""
    end = log.end()
    return end, [entry.source for entry in log.read(after, end, Wanted()).entries]


def commit_quick(store: Store) -> Thread:
    def write() -> None:
        with Store.open(store.url) as own:
            own.commit([article("https://quick.example/a", source="quick", body=QUICK)], now=NOW)

    thread = Thread(target=write)
    thread.start()
    return thread


def test_two_writers_commit_in_reverse_order_and_the_log_loses_none(store: Store) -> None:
    """The second to write would be the first to commit; it waits for its turn."""
    log = Log(store)
    with held_back(store) as (slow, go):
        quick = commit_quick(store)
        quick.join(0.3)
        assert quick.is_alive(), "it has to wait, or its position would be read before an earlier one"
        assert read_on(log, 0) == (0, [])
        go.set()
        slow.join()
        quick.join()
    position, sources = read_on(log, 0)
    assert sources == ["slow", "quick"]
    assert read_on(log, position) == (position, [])


def test_without_its_lock_the_log_would_lose_one(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is for: numbers alone do not follow the commits."""
    monkeypatch.setattr(optimistic, "lock_log", lambda connection: None)
    database = postgresql.create(template=TEMPLATE)
    with Store.open(database) as store:
        log = Log(store)
        with held_back(store) as (slow, go):
            commit_quick(store).join()
            position, sources = read_on(log, 0)
            assert sources == ["quick"]
            go.set()
            slow.join()
        assert len(list(store.records(copies="all"))) == 2
        assert read_on(log, position) == (position, []), "a number below was committed later"
    postgresql.drop(database)


@pytest.fixture
def shared(postgresql: Server) -> Iterator[Store]:
    """Several programs' store: only there may one write beside another."""
    database = postgresql.create(template=TEMPLATE)
    with Store.open(database, busy_seconds=0.5) as store:
        yield store
    postgresql.drop(database)


def test_what_marks_a_program_s_own_rows_waits_for_nobody_s_batch(shared: Store) -> None:
    """A lease that is renewed behind sixteen writers' batches would end meanwhile."""
    log, until = Log(shared), NOW + timedelta(minutes=1)
    with held_back(shared):
        assert shared.lease_all(["a.example", "b.example"], "me", NOW, until) == {"a.example", "b.example"}
        shared.begin_turns(["harbour"], NOW)
        shared.end_turns(["harbour"], NOW)
        shared.keep_pace("a.example", "slow")
        cursor = log.claim(Cursor("search", "webhook", 0, holder="me", until=until), NOW, lambda _: False)
        log.hold(cursor, until, None)
        log.advance(cursor, 7, 3, {}, NOW)
        log.release(cursor)
        shared.release_all("me")
        assert [one.position for one in log.cursors()] == [7]
        with pytest.raises(StorageError, match="is locked by another program"):
            shared.commit([article("https://quick.example/a", source="quick", body=QUICK)], now=NOW)


def test_of_programs_that_claim_a_destination_at_once_one_has_it(shared: Store) -> None:
    log, until = Log(shared), NOW + timedelta(minutes=1)
    start = threading.Barrier(4)
    found: list[Cursor] = []

    def claim(name: str) -> None:
        start.wait(30)
        found.append(
            log.claim(Cursor("search", "webhook", 0, holder=name, until=until), NOW, lambda _: False)
        )

    threads = [Thread(target=claim, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len({one.holder for one in found}) == 1, "three are told who has it"


def test_who_was_broken_off_in_a_deadlock_begins_anew(shared: Store) -> None:
    """Two mark the same two sites, each in another order."""
    both, other_is_done = threading.Barrier(2), threading.Event()
    done: list[tuple[str, int]] = []

    def mark(connection: Connection, sites: Sequence[str], tries: list[int]) -> str:
        tries.append(1)
        if len(tries) == 2:  # else it may be quicker at its first site than the other at the same one
            other_is_done.wait(30)
        for number, site in enumerate(sites):
            connection.exec_driver_sql(f"UPDATE sites SET pace = '{sites}' WHERE site = '{site}'")
            if number == 0 and len(tries) == 1:
                both.wait(30)
        return sites[0]

    def run(sites: Sequence[str]) -> None:
        tries: list[int] = []
        with Store.open(url, busy_seconds=30) as own:
            done.append((own._mark(mark, sites, tries), len(tries)))
            other_is_done.set()

    shared.lease_all("ab", "me", NOW, NOW)
    url = shared._engine.url.render_as_string(hide_password=False)
    threads = [Thread(target=run, args=(sites,)) for sites in ("ab", "ba")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(name for name, _ in done) == ["a", "b"]
    assert sorted(tries for _, tries in done) == [1, 2]


def test_who_waits_too_long_for_a_turn_says_so(database: str) -> None:
    with Store.open(database, busy_seconds=0.2) as store, held_back(store) as (slow, go):
        with pytest.raises(StorageError, match="is locked by another program"):
            store.commit([article("https://quick.example/a", source="quick", body=QUICK)], now=NOW)
        assert list(store.records()) == [], "readers do not wait"
        go.set()
        slow.join()
        store.commit([article("https://quick.example/a", source="quick", body=QUICK)], now=NOW)
        assert len(list(store.records())) == 2
