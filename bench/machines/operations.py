"""How many operations a second the queue and the store bear, and what that allows by calculation.

The queue is asked in turn, as one worker would; the store by several writers at once, each a process, with
batches as the pipelines make them (16 articles of some 3 KB, 5 % near copies, 7 % fetched again).
"""

import asyncio
import itertools
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from bench.growth import START, News, Words, fetched
from crawler.machines.job import SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.worker import open_shared
from crawler.sources.file import Source
from pipelines.similarity import pack, sketch
from pipelines.storage import Store, engine, optimistic
from pipelines.store import BATCH

BATCHES = 60  # that each writer has ready: text is made before the clock runs


@dataclass(frozen=True, slots=True)
class Speed:
    """Operations a second, of what `what` says, and the milliseconds of CPU that one took in the programs.

    What a database server computed beside them is not among these.
    """

    what: str
    a_second: float
    cpu: float | None = None


def queue_speeds(url: str, depth: int, count: int) -> list[Speed]:
    """Adding, taking and ending `count` jobs while `depth` others wait."""
    open_shared(url).close()
    return asyncio.run(_queue_speeds(url, depth, count))


async def _queue_speeds(url: str, depth: int, count: int) -> list[Speed]:
    queue = Queue(url)
    async with queue.open():
        manager = queue.app.job_manager
        worker = await manager.register_worker()
        await queue.add_all(list(map(_job, range(depth))))
        at = f"with {depth:,} waiting"
        added = await _timed(count, lambda number: queue.add(_job(depth + number)))
        begun = time.perf_counter()
        jobs = [await manager.fetch_job([CRAWL], worker) for _ in range(count)]
        taken = count / (time.perf_counter() - begun)
        ended = await _timed(count, lambda number: manager.finish_job(*_ended(jobs[number])))
    return [
        Speed(f"queue, added {at}", added),
        Speed(f"queue, taken {at}", taken),
        Speed(f"queue, ended {at}", ended),
    ]


def _ended(job: Any) -> tuple[Any, Any, bool]:
    from procrastinate.jobs import Status

    return job, Status.SUCCEEDED, True


async def _timed(count: int, work: Callable[[int], Any]) -> float:
    begun = time.perf_counter()
    for number in range(count):
        await work(number)
    return count / (time.perf_counter() - begun)


def _job(number: int) -> SiteJob:
    return SiteJob((Source(name=f"s{number}", url=f"https://s{number}.example/"),))


def store_speed(url: str, writers: int, seconds: float, *, turns: bool = True) -> Speed:
    """Articles that so many writers store together; without `turns`, as if they needed to take none."""
    Store.open(url).close()
    context = multiprocessing.get_context("spawn")
    pipes: list[Connection] = []
    processes = []
    for number in range(writers):
        ours, theirs = context.Pipe()
        process = context.Process(target=_write, args=(url, number, seconds, turns, theirs))
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        pipe.recv()  # it is ready
    begun = time.perf_counter()
    for pipe in pipes:
        pipe.send(None)
    stored, cpu = (sum(column) for column in zip(*(pipe.recv() for pipe in pipes), strict=True))
    took = time.perf_counter() - begun
    for process in processes:
        process.join()
    kind = "PostgreSQL" if url.startswith("postgres") else "SQLite"
    how = "" if turns else ", without turns"
    return Speed(f"{kind}, articles stored by {writers}{how}", stored / took, 1000 * cpu / max(stored, 1))


def _write(url: str, number: int, seconds: float, turns: bool, pipe: Connection) -> None:
    if not turns:  # what the lock costs; nothing that these writers store is the same
        engine._begin_postgresql = lambda connection: None
        setattr(optimistic, "lock_log", lambda connection: None)  # noqa: B010
    chance = random.Random(number)
    batches = list(itertools.islice(_batches(chance, number), BATCHES))
    with Store.open(url) as store:
        run = store.start_run(START, "bench")
        pipe.send(None)
        pipe.recv()
        begun, used, stored = time.perf_counter(), time.process_time(), 0
        for batch in batches:
            if time.perf_counter() - begun > seconds:
                break
            store.commit(batch, run=run, now=START)
            stored += len(batch)
        pipe.send((stored, time.process_time() - used))


def _batches(chance: random.Random, writer: int) -> Iterator[list[Any]]:
    news = iter(News(chance, Words(chance)))
    while True:
        batch = [fetched(told, START) for told in itertools.islice(news, BATCH)]
        for article in batch:
            article.url = article.url.replace("/2026/", f"/2026/w{writer}-")
            article.sketch, article.taken_out = pack(sketch(article.paragraphs)), []  # as the child leaves it
        yield batch
