"""Deliveries and archives as jobs of their own queues: queued once, done once, gone on with by another."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from fsspec import AbstractFileSystem as Files

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from crawler import cli
from crawler.errors import InputError
from crawler.machines import queue
from crawler.machines.archivejobs import ArchiveJob, Extractor, queue_archives
from crawler.machines.deliveries import Deliverer, DeliveryJob
from crawler.machines.job import TRIES
from crawler.machines.queue import DELIVER, EXTRACT, Queue
from crawler.runs import archivestore
from crawler.runs.workers import Workers
from pipelines.delivery.deliver import WHOLE_FILES, is_behind
from pipelines.delivery.destinations import Command, Destinations, Jsonl, Parquet
from pipelines.storage import Log, Store
from pipelines.storage.cursors import Cursor
from tests.delivery.receiver import fill, rows_of
from tests.pipelines.making import NOW, rows
from tests.runs.test_fromarchives import bucket, numbered, warc, workers

__all__ = ["bucket", "workers"]  # fixtures

ARCHIVE = Jsonl(name="archive", path="all.jsonl")
BROKEN = Command(name="broken", command=("false",))
NAME = "memory:///a.warc.gz"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


def jobs(url: str) -> list[tuple[str, str, str]]:
    """(queue, lock, arguments) of what waits or is in hand."""
    return [
        tuple(row)
        for row in rows(url, "SELECT queue_name, lock, args::text FROM procrastinate_jobs ORDER BY lock")
    ]


def opened(one: Queue, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with one.open():
            return await work()

    return asyncio.run(run())


def test_the_command_names_the_queues() -> None:
    assert cli.WORK == queue.WORK


def deliverer(url: str, store: Store, folder: Path, moment: datetime = NOW) -> tuple[Queue, Deliverer]:
    one = Queue(url)
    given = Destinations(folder, (ARCHIVE, BROKEN))
    return one, Deliverer(store, one, given, environ={"PATH": "/usr/bin:/bin"}, clock=lambda: moment)


def test_what_is_behind_is_queued_once_and_delivered(url: str, store: Store, tmp_path: Path) -> None:
    one, worker = deliverer(url, store, tmp_path)

    async def work() -> None:
        await worker.look()
        assert jobs(url) == [], "nothing is stored yet"
        fill(store, range(3))
        await worker.look()
        await worker.look()
        expected = [(DELIVER, f"deliver/{name}", msgspec.to_builtins(DeliveryJob(name))) for name in NAMES]
        assert [(name, lock, msgspec.json.decode(text)) for name, lock, text in jobs(url)] == expected
        for _, lock, arguments in expected:
            await worker._take(arguments, lock)
        rows(url, "DELETE FROM procrastinate_jobs")
        assert len(rows_of(tmp_path / "all.jsonl")) == 3
        await worker.look()
        assert jobs(url) == [], "one has all, the other waits after its failure"
        await worker._take({"destination": "nobody's"}, "deliver/nobody's")
        fill(store, range(3, 5))
        await worker.look()
        assert [lock for _, lock, _ in jobs(url)] == ["deliver/archive"]

    opened(one, work)


NAMES = ("archive", "broken")


def test_when_a_destination_is_behind() -> None:
    def behind(cursor: Cursor | None, end: int, entry: Any = ARCHIVE) -> bool:
        return is_behind(entry, cursor, end, NOW)

    def at(position: int, **more: Any) -> Cursor:
        return Cursor("a", "jsonl", position, **more)

    second = timedelta(seconds=1)
    whole, given = timedelta(seconds=WHOLE_FILES), Parquet(name="a", path="a")
    assert [behind(None, 0), behind(None, 1)] == [False, True]
    assert [behind(at(5), 5), behind(at(4), 5)] == [False, True]
    assert behind(at(5, pending=5), 5), "a batch was on its way when its worker died"
    assert [behind(at(4, retry_at=NOW + second), 5), behind(at(4, retry_at=NOW), 5)] == [False, True]
    assert [behind(at(4, delivered_at=NOW - whole + second), 5, given)] == [False]
    assert [behind(at(4, delivered_at=NOW - whole), 5, given)] == [True]
    assert behind(at(4, delivered_at=NOW + second), 5, given), "a clock was set back"


def test_a_dead_worker_s_delivery_and_archive_are_queued_again(url: str) -> None:
    one = Queue(url)

    async def work() -> list[str]:
        manager = one.app.job_manager
        for name, arguments in ((DELIVER, DeliveryJob("search")), (EXTRACT, ArchiveJob(NAME))):
            await one.add_to(name, msgspec.to_builtins(arguments), f"{name}/x")
            assert await manager.fetch_job([name], await manager.register_worker())
        rows(url, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        return sorted(await one.sweep())

    assert opened(one, work) == ["deliver/x", "extract/x"]
    found = {name: msgspec.json.decode(text) for name, _, text in jobs(url)}
    assert found[DELIVER] == {"destination": "search", "takeovers": 1}
    assert msgspec.convert(found[EXTRACT], ArchiveJob) == ArchiveJob(NAME, takeovers=1)


def urls(store: Store) -> list[str]:
    return sorted(msgspec.json.decode(record)["url"] for record in store.records(copies="all"))


def taken(url: str) -> dict[str, Any]:
    """The arguments of the one job that waits; it is taken out."""
    [(name, lock, text)] = jobs(url)
    assert (name, lock) == (EXTRACT, f"extract/{NAME}")
    rows(url, "DELETE FROM procrastinate_jobs")
    found: dict[str, Any] = msgspec.json.decode(text)
    return found


def test_an_archive_goes_on_with_another_worker_where_the_first_was_stopped(
    url: str, store: Store, bucket: Files, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archivestore, "PAGES", 2)
    bucket.pipe_file("/a.warc.gz", warc(5))
    assert queue_archives([NAME], url) == 1
    assert queue_archives([NAME], url) == 0, "it waits already"
    one, other = Queue(url), Queue(url)
    first, second = Extractor(store, one, workers), Extractor(store, other, workers)
    commit = store.commit

    def stopped_after(*arguments: Any, **more: Any) -> Any:
        first.service._stopped.set()
        first._stop.set()
        return commit(*arguments, **more)

    async def work() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(store, "commit", stopped_after)
            await first._take(taken(url), f"extract/{NAME}")
        assert urls(store) == numbered(0, 2), "its batch was stored"
        async with other.open():
            await second._take(taken(url), f"extract/{NAME}")
        assert urls(store) == numbered(0, 5)
        assert jobs(url) == []
        assert Log(store).end() == 5, "none twice"

    opened(one, work)
    assert queue_archives([NAME], url, again=True) == 1

    async def again() -> None:
        await second._take(taken(url), f"extract/{NAME}")

    opened(other, again)
    counted = sum(sum(counts.values()) for counts in store.last_runs(1)[0]["counts"].values())
    assert counted == 5 + 4, "the pages, and the note of each batch"
    assert Log(store).end() == 5, "what gives the same is no revision"


def test_an_archive_that_cannot_be_had_is_tried_later_and_given_up(
    url: str, store: Store, workers: Workers
) -> None:
    one = Queue(url)
    worker = Extractor(store, one, workers)

    async def work() -> list[tuple[int, bool]]:
        job = msgspec.to_builtins(ArchiveJob("memory://nowhere.warc.gz"))
        tries: list[tuple[int, bool]] = []
        while job is not None:
            await worker._take(job, "extract/memory://nowhere.warc.gz")
            waiting = rows(url, "DELETE FROM procrastinate_jobs RETURNING args, scheduled_at > now()")
            job = waiting[0][0] if waiting else None
            tries += [(job["tries"], waiting[0][1])] if job else []
        return tries

    assert opened(one, work) == [(number, True) for number in range(1, TRIES)]


def test_an_archive_job_of_another_version_goes_back_as_it_is(
    url: str, store: Store, workers: Workers
) -> None:
    one = Queue(url)
    worker = Extractor(store, one, workers)
    asked = {"url": NAME, "later": 1}

    async def work() -> None:
        await worker._take(asked, f"extract/{NAME}")

    opened(one, work)
    assert taken(url) == asked


@pytest.mark.parametrize(
    "words",
    [["--from", NAME, "--queue"], ["--from", NAME, "--again"], ["page.html", "--queue"]],
)
def test_queue_and_again_go_with_a_store(words: list[str]) -> None:
    result = CliRunner().invoke(cli.app, ["extract", *words])
    assert isinstance(result.exception, InputError)


def test_another_class_of_work_is_refused() -> None:
    result = CliRunner().invoke(cli.app, ["worker", "--work", "dream"])
    assert isinstance(result.exception, InputError)
    assert "crawl, deliver, extract" in str(result.exception)
