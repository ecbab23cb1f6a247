"""Several destinations at once: none waits for another, two programs share, writers go on writing."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import msgspec
import pytest

from crawler.errors import StorageError
from pipelines.delivery.carry import MAX_BACKOFF, backoff, has_ended, holder_of
from pipelines.delivery.deliver import deliver
from pipelines.delivery.destinations import Command, Destinations, Jsonl, Webhook
from pipelines.storage import Log, Store
from pipelines.storage.cursors import Cursor
from tests.delivery.receiver import clock, fill, receiving, rows_of, run, wait_until
from tests.pipelines.making import NOW

ENVIRON = {"PATH": "/usr/bin:/bin"}


def archive(folder: Path) -> Destinations:
    return Destinations(folder, (Jsonl(name="archive", path="all.jsonl"),))


def position(store: Store) -> int:
    cursor = Log(store).cursor("archive")
    return cursor.position if cursor else 0


def test_one_that_hangs_or_fails_holds_up_no_other(store: Store, tmp_path: Path) -> None:
    fill(store, range(20))
    (tmp_path / "taken.jsonl").write_text("not ours\n")
    stop = Event()
    with receiving("hang") as receiver:
        destinations = Destinations(
            tmp_path,
            (
                Webhook(name="hanging", url=receiver.url, timeout=20.0),
                Command(name="failing", command=("false",)),
                Webhook(name="unset", url=receiver.url, secret_env="NOT_SET"),
                Jsonl(name="taken", path="taken.jsonl"),
                Jsonl(name="archive", path="all.jsonl"),
            ),
        )
        whole = Thread(target=run, args=(store, destinations), kwargs={"environ": ENVIRON, "stop": stop})
        whole.start()
        wait_until(lambda: position(store) == 20)
        assert whole.is_alive(), "the hanging one still waits"
        assert len(rows_of(tmp_path / "all.jsonl")) == 20
        stop.set()
        receiver.ended.set()
        whole.join(60)
        assert not whole.is_alive()
    found = {cursor.destination: cursor for cursor in Log(store).cursors()}
    assert {name: cursor.position for name, cursor in found.items()} == {
        "archive": 20,
        "failing": 0,
        "hanging": 0,
        "taken": 0,
        "unset": 0,
    }
    assert all(cursor.holder is None for cursor in found.values())


def test_backoff_grows_to_an_hour_and_is_remembered(store: Store, tmp_path: Path) -> None:
    assert [backoff(n).total_seconds() for n in (0, 1, 2)] == [15, 30, 60]
    assert backoff(10**6) == MAX_BACKOFF
    fill(store, [1])
    failing = Destinations(tmp_path, (Command(name="failing", command=("false",)),))
    moments = [NOW]
    waits = []
    for _ in range(4):
        turn = deliver(store, failing, lambda: moments[-1], environ=ENVIRON).turns["failing"]
        assert turn.retry_at is not None
        early = turn.retry_at - timedelta(seconds=1)
        assert deliver(store, failing, lambda now=early: now, environ=ENVIRON).turns["failing"] == turn  # type: ignore[misc]
        waits.append((turn.retry_at - moments[-1]).total_seconds())
        moments.append(turn.retry_at)
    assert waits == [15, 30, 60, 120]
    back = NOW - timedelta(days=300)  # the clock was wrong: nobody waits for next year
    turn = deliver(store, failing, lambda: back, environ=ENVIRON).turns["failing"]
    assert turn.retry_at is not None
    assert turn.retry_at < NOW


def test_two_programs_do_not_deliver_to_one_destination(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    log, now = Log(store), clock()
    until = now + timedelta(seconds=60)
    other = Cursor("archive", "jsonl all.jsonl", 0, holder="elsewhere/1/abc", until=until)
    log.claim(other, now, has_ended)
    turn = run(store, archive(tmp_path)).turns["archive"]
    assert (turn.reason, turn.behind) == ("another program is delivering to it", 3)
    assert not (tmp_path / "all.jsonl").exists()
    log.release(other)
    assert run(store, archive(tmp_path)).turns["archive"].rows == 3


def test_the_claim_of_a_killed_program_is_not_waited_for(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    machine = holder_of("x").rsplit("/", 2)[0]
    until = clock() + timedelta(hours=1)
    dead = Cursor("archive", "jsonl all.jsonl", 0, holder=f"{machine}/{ended.pid}/x", until=until)
    Log(store).claim(dead, clock(), has_ended)
    assert run(store, archive(tmp_path)).turns["archive"].rows == 1


def test_two_deliveries_at_once_repeat_nothing(store: Store, tmp_path: Path) -> None:
    fill(store, range(300))
    stop = Event()
    with Store.open(str(tmp_path / "warraq.db")) as second:
        following = {"follow": True, "stop": stop}
        threads = [
            Thread(target=run, args=(one, archive(tmp_path)), kwargs=following | {"poll": 0.01})
            for one in (store, second)
        ]
        for thread in threads:
            thread.start()
        for number in range(300, 330):
            fill(store, [number])
        wait_until(lambda: position(store) == 330)
        stop.set()
        for thread in threads:
            thread.join()
    rows = rows_of(tmp_path / "all.jsonl")
    assert len(rows) == len({row["id"] for row in rows}) == 330


def test_nothing_is_missed_while_writers_write(store: Store, tmp_path: Path) -> None:
    """Two writers and a delivery at once: a position becomes readable only after all before it."""
    stop = Event()

    def write(source: str) -> None:
        with Store.open(str(tmp_path / "warraq.db")) as own:
            for number in range(40):
                fill(own, [number], source)

    writers = [Thread(target=write, args=(source,)) for source in ("east", "west")]
    delivery = Thread(
        target=run, args=(store, archive(tmp_path)), kwargs={"follow": True, "poll": 0.001, "stop": stop}
    )
    for thread in (*writers, delivery):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    delivery.join()
    run(store, archive(tmp_path))
    rows = rows_of(tmp_path / "all.jsonl")
    assert len(rows) == len({row["id"] for row in rows}) == 80


def test_a_name_is_one_destination_for_ever(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    run(store, archive(tmp_path))
    fill(store, [2])
    moved = Destinations(tmp_path, (Jsonl(name="archive", path="other.jsonl"),))
    assert "give it another name" in str(run(store, moved).turns["archive"].reason)
    assert not (tmp_path / "other.jsonl").exists()


def test_a_store_that_fails_ends_all(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    with (
        Store.open(f"sqlite:///file:{tmp_path}/warraq.db?mode=ro&uri=true") as reading,
        pytest.raises(StorageError, match="is read-only"),
    ):
        run(reading, archive(tmp_path), follow=True)


def test_the_report_is_told_and_is_json(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    both = Destinations(tmp_path, (*archive(tmp_path).entries, Command(name="failing", command=("false",))))
    report = deliver(store, both, lambda: datetime(2026, 3, 2, tzinfo=UTC), environ=ENVIRON)
    assert report.failed == ("failing",)
    assert report.lines() == [
        "archive: 1 row",
        "failing: 0 rows, 1 behind: false ended with status 1; "
        "next try from 2026-03-02 00:00:15 UTC (--again: now)",
    ]
    assert msgspec.json.decode(msgspec.json.encode(report.to_json()))["destinations"]["archive"]["rows"] == 1
