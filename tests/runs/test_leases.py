"""Leases on sites: one run at a time, renewed while it lives, free at once when it was killed."""

import signal
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from crawler.errors import StorageError
from crawler.runs.leases import Leases
from pipelines.storage import Store
from tests.forked import PYTHON, Command

HOLD = """
import sys, time
from crawler.runs.leases import Leases
with Leases(sys.argv[1]) as leases:
    print(sorted(leases.take(sys.argv[2:])), flush=True)
    time.sleep(60)
"""


def holder(database: str, *sites: str) -> Command:
    """Another process that holds sites until it is killed."""
    child = Command("-c", HOLD, database, *sites, program=PYTHON)
    assert next(child.lines()).strip() == str(sorted(sites))
    return child


def test_a_site_has_one_run_at_a_time(database: str) -> None:
    with Leases(database) as first, Leases(database) as second:
        assert first.take({"a.example", "b.example"}) == {"a.example", "b.example"}
        assert second.take({"b.example", "c.example"}) == {"c.example"}
    with Leases(database) as third:
        assert third.take({"a.example", "b.example", "c.example"}) == {"a.example", "b.example", "c.example"}


def test_another_process_is_kept_out_and_a_killed_one_is_not_waited_for(database: str) -> None:
    child = holder(database, "a.example", "b.example")
    try:
        with Leases(database) as ours:
            assert ours.take({"a.example", "c.example"}) == {"c.example"}
        child.send_signal(signal.SIGKILL)
        child.wait()
        with Leases(database) as ours:
            assert ours.take({"a.example"}) == {"a.example"}
        with Leases(database) as ours:
            assert ours.take({"b.example"}) == {"b.example"}, "only this run's sites were freed"
    finally:
        child.kill()
        child.wait()


def test_a_stopped_process_still_holds_its_sites(database: str) -> None:
    child = holder(database, "a.example")
    try:
        child.send_signal(signal.SIGSTOP)
        with Leases(database) as ours:
            assert ours.take({"a.example"}) == set()
    finally:
        child.kill()
        child.wait()


def eventually(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def test_a_lease_is_renewed_while_the_run_lives(database: str) -> None:
    now = [datetime(2026, 11, 12, tzinfo=UTC)]
    with Leases(database, clock=lambda: now[0], renew=timedelta(milliseconds=20)) as ours:
        ours.take({"a.example"})
        now[0] += timedelta(minutes=2)
        with Store.open(database) as store:

            def renewed() -> bool:
                """Whether it is held past its first end."""
                later = now[0] + timedelta(minutes=2)
                return not store.lease("a.example", "other", later, later + timedelta(seconds=1))

            time.sleep(0.2)
            assert renewed()


def test_what_was_lost_is_known(database: str) -> None:
    now = [datetime(2026, 11, 12, tzinfo=UTC)]
    with Leases(database, clock=lambda: now[0], renew=timedelta(milliseconds=50)) as ours:
        ours.take({"a.example", "b.example"})
        with Store.open(database) as store:
            later = now[0] + timedelta(hours=1)  # this run was stopped for an hour
            assert store.lease("a.example", "other", later, later + timedelta(hours=1))
        assert eventually(lambda: ours.lost == {"a.example"})
        assert ours.held == {"b.example"}
    with Store.open(database) as store:
        assert not store.lease("a.example", "third", later, later), "it was not ours to give back"


def test_a_run_whose_store_failed_leaves_a_sign_that_it_is_no_more(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(store: Store, holder: str) -> None:
        raise StorageError("disk I/O error")

    with monkeypatch.context() as broken, Leases(database) as ours:
        assert ours.take({"a.example", "b.example"}) == {"a.example", "b.example"}
        broken.setattr(Store, "release_all", fails)
        ours.__exit__(None, None, None)
        ours.held.clear()
    with Leases(database) as ours:
        assert ours.take({"a.example", "b.example"}) == {"a.example", "b.example"}, "nobody waits for it"


def test_many_sites_are_taken_at_once(database: str) -> None:
    sites = {f"s{number}.example" for number in range(700)}
    with Leases(database) as first, Leases(database) as second:
        assert first.take({"s5.example"}) == {"s5.example"}
        assert second.take(sites) == sites - {"s5.example"}
    with Leases(database) as third:
        assert third.take(sites) == sites


def test_on_a_full_disk_there_is_no_sign_and_sites_are_leased_all_the_same(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python finds a folder for temporary files by writing into one."""

    def nowhere() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    with Leases(database) as leases:
        assert leases.take({"harbour.example"}) == {"harbour.example"}
