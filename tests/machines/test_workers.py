"""`warraq worker` and `warraq watch` at one PostgreSQL store, as processes: a day's work, deaths, ends."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import cast
from urllib.request import urlopen

import pytest

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from bench.kills.crawls import ALLOWED, worst
from bench.kills.workers import Begin, worker_kills
from crawler.machines.queue import CRAWL
from demo.crawl import sources_toml
from demo.server import DemoWeb
from pipelines.storage import Store
from tests import forked
from tests.pipelines.making import rows
from tests.postgresql import TEMPLATE, Server

pytestmark = pytest.mark.slow

HASTY = ("-m", "tests.machines.hasty")
PATIENCE = 120.0
SITES = ("saltmarsh", "talbote")  # the smallest two of the demo web


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    made = postgresql.create(template=TEMPLATE)
    yield made
    postgresql.drop(made)


def begin(words: Sequence[str], _log: object = None) -> forked.Command:
    return forked.Command(*HASTY, *words, program=forked.PYTHON)


class Program:
    """A command, and what it says."""

    def __init__(self, *words: str) -> None:
        self.process = begin(words)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def until(self, true: Callable[[], object]) -> None:
        begun = time.monotonic()
        while not true():
            assert time.monotonic() - begun < PATIENCE, self.process.said()
            time.sleep(0.05)

    def said(self, text: str) -> None:
        self.until(lambda: text in self.process.said())

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def sources(folder: Path, web: DemoWeb, delay: float = 0) -> str:
    file = folder / "sources.toml"
    file.write_text(sources_toml(web).replace("delay = 0", f"delay = {delay}"), "utf-8")
    return str(file)


def test_what_the_watch_queues_a_worker_crawls_until_both_are_stopped(tmp_path: Path, url: str) -> None:
    with DemoWeb() as web, Store.open(url) as store:
        watch = Program("watch", "--sources", sources(tmp_path, web), "--database", url)
        worker = Program("worker", "--database", url, "--health", "127.0.0.1:0")
        with watch, worker:
            watch.said("queued: ")
            worker.said("round of ")
            worker.until(lambda: not store.queued_locks(CRAWL))
            assert sorted(store.last_turns()) == sorted(web.sites)
            worker.said("/health and /metrics")
            port = worker.process.said().partition("127.0.0.1:")[2].partition("/")[0]
            assert urlopen(f"http://127.0.0.1:{port}/health", timeout=10).status == 200
            text = urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
            assert "warraq_workers 2.0\n" in text
            [one] = [one for one in store.machines()["workers"] if one["queues"] == CRAWL]
            assert one["host"].endswith(f":{worker.process.pid}")
            assert (worker.end(), watch.end()) == (0, 0)
        assert len(list(store.records())) == len(web.addresses("article"))
        assert store.machines()["workers"] == [], "both have signed off"
        assert "Traceback" not in worker.process.said() + watch.process.said()


def test_a_worker_that_is_stopped_gives_its_sites_back(tmp_path: Path, url: str) -> None:
    with DemoWeb() as web, Store.open(url) as store:
        watch = Program("watch", "--sources", sources(tmp_path, web, 0.5), "--database", url)
        with watch, Program("worker", "--database", url) as worker:
            worker.until(lambda: sum(map(len, web.requests.values())) > 20)
            assert worker.end() == 0
            said = worker.process.said()
        assert "goes back: its worker was stopped" in said
        assert said.rstrip().endswith("left")
        assert len(store.queued_locks(CRAWL)) == len(web.sites)
        states = rows(url, "SELECT DISTINCT status::text FROM procrastinate_jobs WHERE queue_name = 'crawl'")
        assert states == [("todo",)]
        taken = rows(url, "SELECT 1 FROM sites WHERE holder IS NOT NULL")
        assert taken == [], "its leases are given back"


def test_a_killed_worker_s_sites_are_taken_over_and_nothing_is_lost_or_twice(
    tmp_path: Path, postgresql: Server
) -> None:
    made: list[str] = []

    def database() -> str:
        made.append(postgresql.create(template=TEMPLATE))
        return made[-1]

    tally, takeovers = worker_kills(
        tmp_path, database, kills=1, seed=8, begin=cast(Begin, begin), sites=SITES
    )
    for one in made:
        postgresql.drop(one)
    assert tally.problems == []
    assert (tally.lost, tally.repeated, tally.kills) == (0, 0, 1)
    assert tally.rows > 5
    assert worst(tally.fetched_again) <= ALLOWED
    assert max(takeovers) < 30, "three seconds of silence, and what a loaded machine adds"


def test_a_schema_that_rises_ends_an_idle_worker_with_a_line(tmp_path: Path, url: str) -> None:
    with Program("worker", "--database", url) as worker:
        worker.said("at work")
        rows(url, "UPDATE warraq_version SET version_num = '9999'")
        assert worker.process.wait(PATIENCE) == 3
    last = worker.process.said().rstrip().splitlines()[-1]
    assert "was written by a newer Warraq (schema 9999" in last


def test_a_worker_outlives_its_server(tmp_path: Path) -> None:
    """The server is killed and started again: the worker is heard of again, and works, without a hand."""
    with Server() as server, DemoWeb() as web:
        url = server.create(template=TEMPLATE)
        with Program("worker", "--database", url) as worker:
            worker.until(lambda: rows(url, "SELECT 1 FROM workers"))
            server.crash()
            [[moment]] = rows(url, "SELECT now()")
            worker.until(partial(_heard_since, url, moment))
            watch = Program("watch", "--sources", sources(tmp_path, web), "--database", url)
            with watch, Store.open(url) as store:
                watch.said("queued: ")
                worker.until(lambda: not store.queued_locks(CRAWL))
                assert len(list(store.records())) == len(web.addresses("article"))
            assert worker.end() == 0
        assert "Traceback" not in worker.process.said()


def _heard_since(url: str, moment: datetime) -> bool:
    return bool(
        rows(url, f"SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > '{moment}'::timestamptz")
    )
