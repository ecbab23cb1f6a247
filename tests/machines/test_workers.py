"""`warraq worker` and `warraq watch` at one PostgreSQL store, as processes: a day's work, deaths, ends."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import cast
from urllib.request import urlopen

import msgspec
import pytest

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from bench.kills.crawls import ALLOWED, worst
from bench.kills.workers import Begin, worker_kills
from bench.speed.meter import tree
from crawler.machines.job import SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.worker import open_shared
from crawler.sources.file import Source, load_sources
from demo.crawl import sources_toml
from demo.server import DemoWeb
from pipelines.storage import Log, Store
from tests import forked
from tests.machines.cable import Cable
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


def queued(url: str, web: DemoWeb, folder: Path, delay: float = 0) -> None:
    """The smallest sites of the web wait in the queue."""

    async def add() -> None:
        queue = Queue(url)
        async with queue.open():
            found = load_sources(Path(sources(folder, web, delay)))
            added = await queue.add_all([SiteJob((one,)) for one in found if one.name in SITES])
            assert len(added) == len(SITES)

    open_shared(url).close()
    asyncio.run(add())


def expected(web: DemoWeb) -> int:
    return sum(one.site in SITES for one in web.addresses("article", "copy"))


def test_a_worker_whose_disk_is_full_works_on(tmp_path: Path, url: str) -> None:
    """All that it keeps is in the database: not a byte goes into any file, its own log included."""
    with DemoWeb() as web, Store.open(url) as store, Program("worker", "--database", url) as worker:
        worker.said("at work")
        worker.until(lambda: len(list(tree(worker.process.pid))) > 1)  # what engines are forked from
        full = worker.process.said()
        for pid in tree(worker.process.pid):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
        queued(url, web, tmp_path)
        worker.until(lambda: not store.queued_locks(CRAWL))
        assert len(list(store.records(copies="all"))) == expected(web)
        assert worker.end() == 0
        assert worker.process.said() == full


def test_a_worker_that_finds_no_room_at_all_says_so_in_a_line(url: str) -> None:
    open_shared(url).close()
    words = [
        "/bin/sh",
        "-c",
        'ulimit -f 0; exec "$@"',
        "sh",
        sys.executable,
        *HASTY,
        "worker",
        "--database",
        url,
    ]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert "no folder for temporary files can be written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.returncode not in (0, 1)


def test_a_worker_that_is_cut_off_for_long_comes_back_and_stores_nothing_twice(
    tmp_path: Path, postgresql: Server
) -> None:
    """It hears nothing of its server, and nobody tells it; another has its sites meanwhile."""
    url = postgresql.create(template=TEMPLATE)
    through = url.replace(str(postgresql.folder), str(tmp_path))
    with DemoWeb() as web, Cable(postgresql.folder, tmp_path) as cable, Store.open(url) as store:
        queued(url, web, tmp_path, delay=0.3)
        with Program("worker", "--database", through) as first:
            first.until(lambda: sum(map(len, web.requests.values())) > 3)
            cable.cut()
            with Program("worker", "--database", url) as second:
                second.said("its worker died, it is queued again")
                second.said("round of")
                second.until(lambda: not store.queued_locks(CRAWL))
                end = Log(store).end()
                cable.mend()
                [[moment]] = rows(url, "SELECT now()")
                [[other]] = rows(
                    url, f"SELECT id FROM workers WHERE split_part(host, ':', 2) = '{second.process.pid}'"
                )
                again = f"SELECT 1 FROM procrastinate_workers WHERE id <> {other} AND last_heartbeat > "
                first.until(lambda: rows(url, f"{again} '{moment}'::timestamptz"))
                assert (first.end(), second.end()) == (0, 0)
        assert Log(store).end() == end, "it stored nothing more"
        found = [msgspec.json.decode(record) for record in store.records(copies="all")]
        assert {record["revision"] for record in found} == {1}
        assert len(list(store.records(copies="all"))) == expected(web)
        assert store.check() == []
    postgresql.drop(url)


def test_a_schema_that_rises_ends_an_idle_worker_with_a_line(tmp_path: Path, url: str) -> None:
    with Program("worker", "--database", url) as worker:
        worker.said("at work")
        rows(url, "UPDATE warraq_version SET version_num = '9999'")
        assert worker.process.wait(PATIENCE) == 3
    last = worker.process.said().rstrip().splitlines()[-1]
    assert "was written by a newer Warraq (schema 9999" in last


def test_a_worker_that_names_no_contact_leaves_others_sites_to_others(url: str) -> None:
    """It ends with a line, and the job's tries are not used up by it."""

    async def add(job: SiteJob) -> None:
        queue = Queue(url)
        async with queue.open():
            await queue.add(job)

    open_shared(url).close()
    asyncio.run(add(SiteJob((Source(name="harbour", url="https://harbour.example/"),))))
    with Program("worker", "--database", url) as worker:
        assert worker.process.wait(PATIENCE) == 2
    last = worker.process.said().rstrip().splitlines()[-1]
    assert "set WARRAQ_CONTACT" in last
    [(status, arguments)] = rows(url, "SELECT status::text, args FROM procrastinate_jobs")
    assert status == "todo"
    assert not arguments.get("tries")


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
