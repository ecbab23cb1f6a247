"""The queue in a real PostgreSQL: made once, a site in it once, taken from dead workers, shown."""

import asyncio
import io
import re
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.console import Console

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from procrastinate.jobs import Status

from crawler.errors import InputError, NewerSchemaError, StorageError
from crawler.machines.gauges import metrics
from crawler.machines.job import DUE, LEFT, Again, SiteJob
from crawler.machines.queue import CRAWL, STALLED, ConnectorError, Queue
from crawler.machines.service import ClockError, require_clock
from crawler.machines.worker import open_shared
from crawler.runs.storecommands import read_status
from crawler.runs.storeviews import show_status
from crawler.sources.file import Source
from pipelines.storage import Store
from pipelines.storage.queuetables import Signed
from tests.pipelines.making import article, rows
from tests.postgresql import Server

A, B, C = (SiteJob((Source(name=name, url=f"https://{name}.example/"),)) for name in "abc")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def at(url: str, work: Callable[[Queue], Coroutine[Any, Any, Any]]) -> Any:
    """What `work` gives with the queue open."""

    async def run() -> Any:
        queue = Queue(url)
        async with queue.open():
            return await work(queue)

    return asyncio.run(run())


async def take(queue: Queue, worker: int) -> str | None:
    job = await queue.app.job_manager.fetch_job([CRAWL], worker)
    return job.lock if job else None


def jobs(url: str) -> list[tuple[str, str]]:
    query = "SELECT lock, status::text FROM procrastinate_jobs ORDER BY lock, status"
    return [tuple(row) for row in rows(url, query)]


def test_of_many_that_begin_at_once_one_makes_the_tables(postgresql: Server) -> None:
    url = postgresql.create(template="template0")
    problems: list[BaseException] = []

    def begin() -> None:
        try:
            open_shared(url).close()
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    [[mark]] = rows(url, "SELECT obj_description('procrastinate_jobs'::regclass)")
    assert mark.startswith("warraq: 03."), "it says which of procrastinate's migrations it has"
    assert rows(url, "SELECT 1 FROM pg_indexes WHERE indexname = 'warraq_jobs_lock'")
    postgresql.drop(url)


def test_tables_of_an_older_procrastinate_are_taken_over_its_steps(url: str) -> None:
    with Store.open(url) as store:
        steps = [
            ("00_old.sql", "SELECT no_such()"),
            ("99_new.sql", "CREATE TABLE stepped (a int); SELECT '%'"),
        ]
        assert store.bring_up_queue("SELECT no_such()", steps)
        assert not store.bring_up_queue("SELECT no_such()", steps)
    assert rows(url, "SELECT * FROM stepped") == []


def test_a_site_waits_once_and_what_may_be_news_goes_first(url: str) -> None:
    async def work(queue: Queue) -> list[str | None]:
        assert await queue.add(A, LEFT)
        assert not await queue.add(A)
        assert await queue.add(B)
        assert await queue.add(C, DUE, wait=60)
        worker = await queue.app.job_manager.register_worker()
        return [await take(queue, worker) for _ in range(3)]

    assert at(url, work) == ["b.example", "a.example", None], "c rests"


def test_of_many_that_are_queued_at_once_one_that_waits_already_holds_up_none(url: str) -> None:
    async def work(queue: Queue) -> tuple[list[SiteJob], list[SiteJob], list[SiteJob]]:
        return (
            await queue.add_all([B, A]),
            await queue.add_all([A, C, B]),
            await queue.add_all([]),
        )

    assert at(url, work) == ([B, A], [C], [])
    taken = rows(url, "SELECT lock, queueing_lock, priority, queue_name FROM procrastinate_jobs ORDER BY id")
    assert [tuple(row) for row in taken] == [
        (site, site, DUE, CRAWL) for site in ("b.example", "a.example", "c.example")
    ]


def test_a_full_queue_gives_out_quickly_before_there_are_statistics(url: str) -> None:
    rows(
        url,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock) "
        "SELECT 'crawl', 'crawl', 's' || i, 's' || i FROM generate_series(1, 10000) i",
    )

    async def work(queue: Queue) -> float:
        worker = await queue.app.job_manager.register_worker()
        begun = time.perf_counter()
        assert await take(queue, worker) == "s1"
        return time.perf_counter() - begun

    assert at(url, work) < 5, "26 s on a busy machine without the index"


def test_a_site_in_hand_is_not_given_out_but_waits(url: str) -> None:
    async def work(queue: Queue) -> list[str | None]:
        await queue.add(A)
        worker = await queue.app.job_manager.register_worker()
        taken = await take(queue, worker)
        assert await queue.give_back(Again(A, "a slice of time was over"))
        return [taken, await take(queue, worker)]

    assert at(url, work) == ["a.example", None]
    assert jobs(url) == [("a.example", "doing"), ("a.example", "todo")]


def died(url: str) -> None:
    rows(url, f"UPDATE procrastinate_workers SET last_heartbeat = now() - interval '{STALLED + 1} seconds'")


@pytest.mark.parametrize("pruned", [False, True], ids=["its row is old", "another worker pruned its row"])
def test_what_a_dead_worker_had_in_hand_is_queued_again(url: str, pruned: bool) -> None:
    async def work(queue: Queue) -> None:
        worker = await queue.app.job_manager.register_worker()
        for job in (A, B):
            await queue.add(job)
            await take(queue, worker)
        await queue.add(B)  # what its slice had left
        assert await queue.sweep() == [], "it lives"
        died(url)
        if pruned:
            await queue.app.job_manager.prune_stalled_workers(STALLED)
        assert sorted(await queue.sweep()) == ["a.example", "b.example"]
        assert await queue.sweep() == []
        other = await queue.app.job_manager.register_worker()
        taken = await queue.app.job_manager.fetch_job([CRAWL], other)
        assert taken is not None
        assert SiteJob.read(dict(taken.task_kwargs)).takeovers == (1 if taken.lock == "a.example" else 0)

    at(url, work)
    assert [site for site, _ in jobs(url)] == ["a.example", "b.example"]


def test_a_worker_that_comes_back_ends_nobody_else_s_job(url: str) -> None:
    """It was cut off: its site is another's meanwhile, and stays so."""

    async def work(queue: Queue) -> None:
        manager = queue.app.job_manager
        await queue.add(A)
        lost = await manager.fetch_job([CRAWL], await manager.register_worker())
        assert lost is not None
        died(url)
        await queue.sweep()
        other = await manager.register_worker()
        assert await take(queue, other) == "a.example"
        with pytest.raises(ConnectorError):
            await manager.finish_job(lost, Status.SUCCEEDED, delete_job=True)
        assert await take(queue, other) is None

    at(url, work)
    assert jobs(url) == [("a.example", "doing")]


def test_a_site_that_takes_worker_after_worker_waits(url: str) -> None:
    async def work(queue: Queue) -> list[str | None]:
        for _ in range(2):
            worker = await queue.app.job_manager.register_worker()
            await queue.add(A)
            await take(queue, worker)
            died(url)
            await queue.sweep()
        return [await take(queue, await queue.app.job_manager.register_worker())]

    assert at(url, work) == [None]


def test_a_job_of_the_schedule_that_its_watch_left_is_no_hindrance(url: str) -> None:
    async def work(queue: Queue) -> list[str]:
        worker = await queue.app.job_manager.register_worker()
        task = queue.app.configure_task("schedule", allow_unknown=True, queue="schedule", lock="schedule")
        await task.defer_async(timestamp=1)
        assert await queue.app.job_manager.fetch_job(["schedule"], worker)
        died(url)
        return await queue.sweep()

    assert at(url, work) == []
    assert jobs(url) == []


def test_a_site_that_nobody_names_any_more_leaves_the_queue(url: str) -> None:
    async def work(queue: Queue) -> None:
        await queue.add(A)
        await queue.add(B)
        await queue.drop("a.example", ["a"])
        await queue.drop("b.example", ["another of this site"])

    at(url, work)
    assert jobs(url) == [("b.example", "todo")]


def test_workers_and_queues_are_shown(url: str) -> None:
    async def work(queue: Queue) -> int:
        worker = await queue.app.job_manager.register_worker()
        for job, wait in ((A, 0.0), (B, 0.0), (C, 90.0)):
            await queue.add(job, wait=wait)
        await take(queue, worker)
        return worker

    with Store.open(url) as store:
        assert store.machines() == {"workers": [], "queues": []}
        worker = at(url, work)
        store.announce(Signed(worker, "mill", "1.0", CRAWL, NOW))
        store.announce(Signed(worker, "mill", "1.0", CRAWL, NOW))
        found = store.machines()
        assert store.queued_locks(CRAWL) == {"a.example", "b.example", "c.example"}
    [one], [queue] = found["workers"], found["queues"]
    assert (one["host"], one["version"], one["sites"], one["queues"]) == ("mill", "1.0", ["a.example"], CRAWL)
    assert 0 <= one["age"] < 60
    assert {name: queue[name] for name in ("queue", "waiting", "in_hand", "resting", "failed")} == {
        "queue": CRAWL, "waiting": 1, "in_hand": 1, "resting": 1, "failed": 0,
    }  # fmt: skip
    assert 0 < queue["age"] < 60
    text = metrics(True, found)
    assert f'warraq_worker_sites{{host="mill",version="1.0",worker="{worker}"}} 1.0\n' in text
    assert 'warraq_queue_jobs{queue="crawl",state="resting"} 1.0\n' in text
    assert "warraq_workers 1.0\n" in text
    assert {f"warraq_{name}" for name in NAMES} == {one.name for one in text_string_to_metric_families(text)}


# Dashboards and alerts of other people name these.
NAMES = {
    *("healthy", "pages_of_last_hour", "queue_age_seconds", "queue_jobs", "worker_heartbeat_age_seconds"),
    *("worker_sites", "workers"),
}


def test_a_worker_that_is_gone_is_no_longer_shown(url: str) -> None:
    async def work(queue: Queue) -> list[int]:
        manager = queue.app.job_manager
        first, second = await manager.register_worker(), await manager.register_worker()
        await manager.unregister_worker(first)
        return [first, second]

    with Store.open(url) as store:
        first, second = at(url, work)
        for worker in (first, second):
            store.announce(Signed(worker, "mill", "1.0", CRAWL, NOW))
        assert [one["id"] for one in store.machines()["workers"]] == [second]


def test_a_store_for_one_machine_has_no_queue(database: str) -> None:
    with Store.open(database) as store:
        assert store.machines() == {"workers": [], "queues": []}
        assert store.queued_locks(CRAWL) == set()
        assert (store.server_time() is None) == (not store.is_shared)


def test_a_newer_schema_is_said_while_the_store_is_open(url: str) -> None:
    with Store.open(url) as store:
        store.require_current()
        rows(url, "UPDATE warraq_version SET version_num = '9999'")
        with pytest.raises(NewerSchemaError, match="was written by a newer Warraq"):
            store.require_current()


@pytest.mark.parametrize(("minutes", "said"), [(60, "1 h ahead of"), (-60, "1 h behind")])
def test_a_clock_that_is_an_hour_off_is_said(url: str, minutes: int, said: str) -> None:
    with Store.open(url) as store:
        server = store.server_time()
        assert server is not None
        require_clock(store, server)
        with pytest.raises(ClockError, match="database server's; set it right") as caught:
            require_clock(store, datetime.fromtimestamp(server.timestamp() + minutes * 60, UTC))
    assert said.rsplit(maxsplit=1)[-1] in str(caught.value)


@pytest.mark.parametrize(
    ("database", "error"),
    [
        ("sqlite:///warraq.db", InputError),
        ("postgresql://u:secret@127.0.0.1:1/w", StorageError),
        ("postgresql://u:secret@127.0.0.1:1/w?connect_timeout=1", StorageError),
    ],
)
def test_what_cannot_be_shared_is_one_line(database: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        open_shared(database)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_status_shows_who_works_and_what_waits(url: str) -> None:
    async def work(queue: Queue) -> int:
        worker = await queue.app.job_manager.register_worker()
        await queue.add(A)
        await queue.add(B)
        await take(queue, worker)
        return worker

    worker = at(url, work)
    with Store.open(url) as store:
        store.announce(Signed(worker, "mill:7", "1.0", CRAWL, NOW))
        run = store.start_run(datetime.now(UTC), "warraq worker")
        store.commit([article("https://a.example/1")], run=run, now=datetime.now(UTC))
    found = read_status(url)
    assert (len(found["workers"]), len(found["queues"]), found["pages_of_last_hour"]) == (1, 1, 1)
    shown = io.StringIO()
    console = Console(width=100, file=shown)
    show_status(found, console)
    text = shown.getvalue()
    assert f"mill:7 {worker}" in text
    assert re.search(r"queue crawl: 1 wait .* \(the oldest for \d+ s\), 1 in hand, 0 rest, 0 failed", text)
    assert "1 fetch by the runs of the last hour" in text
    assert "a.example" in text
