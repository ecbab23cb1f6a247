"""Several workers as processes at one queue, against one: the same articles, and what each costs a page."""

import asyncio
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.kills.crawls import WARRAQ
from bench.speed.meter import Usage, look, tree
from crawler.machines.job import SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.worker import open_shared
from crawler.sources.file import load_sources
from pipelines.storage import Store

LOOK = 0.2  # seconds between two looks at the processes
PATIENCE = 3600.0

Article = tuple[str, str]  # URL and content hash


@dataclass(frozen=True, slots=True)
class Crawled:
    workers: int
    articles: frozenset[Article]
    seconds: float
    cpu: float  # seconds, of all processes

    @property
    def cpu_a_page(self) -> float:
        """Milliseconds."""
        return 1000 * self.cpu / max(len(self.articles), 1)


def crawl(url: str, sources: str, workers: int) -> Crawled:
    """Queues every site once and has so many workers crawl them, to the end of the queue."""
    with open_shared(url) as store:
        asyncio.run(_queue(url, sources))
        children = [_begin(url) for _ in range(workers)]
        try:
            seconds, cpu = _watched(store, children)
        finally:
            for child in children:
                child.send_signal(signal.SIGTERM)
            for child in children:
                child.wait()
        return Crawled(workers, frozenset(_articles(store)), seconds, cpu)


async def _queue(url: str, sources: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sources.toml"
        file.write_text(sources, "utf-8")
        jobs: dict[str, SiteJob] = {}
        for source in load_sources(file):
            before = jobs.get(source.site, SiteJob(()))
            jobs[source.site] = SiteJob((*before.sources, source))
    queue = Queue(url)
    async with queue.open():
        for job in jobs.values():
            await queue.add(job)


def _begin(url: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*WARRAQ, "worker", "--database", url, "--quiet"], start_new_session=True)


def _watched(store: Store, children: Sequence["subprocess.Popen[bytes]"]) -> tuple[float, float]:
    """Seconds until the queue is empty, and seconds of CPU that all of their processes took."""
    used: Usage = {}
    begun = time.monotonic()
    while store.queued_locks(CRAWL):
        if time.monotonic() - begun > PATIENCE:
            raise TimeoutError(f"the queue is not empty after {PATIENCE:g} s")
        for child in children:
            for pid in tree(child.pid):
                look(pid, used, {})
        time.sleep(LOOK)
    return time.monotonic() - begun, sum(seconds for _, seconds in used.values())


def _articles(store: Store) -> list[Article]:
    decode = msgspec.json.decode
    return [(record["url"], record["content_hash"]) for record in map(decode, store.records(copies="all"))]
