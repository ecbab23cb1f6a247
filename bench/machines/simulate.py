"""Thousands of sources and many workers over hours: a fake clock, and the real queue in a real PostgreSQL.

What is simulated is time and network: a source is due by its interval, a slice takes as long as its pages
wait out the delay of the site, or as its worker computes, whichever is longer. What is real is who gets what
and when: jobs are added, taken and ended as the watch and the workers do it.
"""

import asyncio
import heapq
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from procrastinate.jobs import Job, Status

from crawler.machines.job import SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.rounds import SITES
from crawler.machines.worker import open_shared
from crawler.ops.watch import ROUNDS
from crawler.sources.file import Source

HOUR = 3600.0
LOOK = 15.0  # seconds between two looks of the watch
# Shares of sources, their interval in seconds and the pages of one look, its listings included.
KINDS = ((0.2, HOUR, 12), (0.5, 3 * HOUR, 8), (0.3, 12 * HOUR, 5))
DELAYS = (1.0, 1.0, 2.0, 5.0)  # seconds between two requests to a site
RATE = 16.0  # pages a second that a worker of two cores computes: half of what bench.speed measures on two
SLOTS = ROUNDS * SITES  # sites that a worker has in hand at most


@dataclass
class Site:
    name: str
    interval: float
    pages: int
    delay: float
    due: float  # the next look
    busy: bool = False  # queued or in hand

    @property
    def seconds(self) -> float:
        """What politeness asks of a look."""
        return self.pages * self.delay


@dataclass
class Worker:
    id: int
    in_hand: int = 0
    computed: float = 0.0  # until when it has work to compute


@dataclass
class Found:
    """What a simulation came to. `bound`: seconds that politeness and work ask for at least."""

    workers: int
    looks: int = 0
    makespan: float = 0.0
    bound: float = 0.0
    worst: float = 0.0  # delay of a look, in intervals of its source
    mean: float = 0.0  # delay of a look, in seconds
    curve: list[tuple[float, int]] = field(default_factory=list)  # (hour, jobs that wait)


def sites_of(number: int, seed: int) -> list[Site]:
    chance = random.Random(seed)
    found = []
    for one in range(number):
        _, interval, pages = chance.choices(KINDS, [share for share, _, _ in KINDS])[0]
        delay = chance.choice(DELAYS)
        found.append(Site(f"s{one}", interval, pages, delay, chance.uniform(0, interval)))
    return found


def simulate(url: str, sources: int, workers: int, hours: float, seed: int) -> Found:
    """Every look that is due within `hours`, until the last of them is done."""
    open_shared(url).close()
    return asyncio.run(_Simulation(url, sites_of(sources, seed), workers, hours * HOUR).run())


class _Simulation:
    def __init__(self, url: str, sites: list[Site], workers: int, until: float) -> None:
        self._queue, self._until = Queue(url), until
        self._sites = {f"{site.name}.example": site for site in sites}
        self._due = [(site.due, number, site) for number, site in enumerate(sites) if site.due < until]
        heapq.heapify(self._due)
        self._workers = [Worker(0) for _ in range(workers)]
        self._ends: list[tuple[float, int, Worker, Job, Site]] = []
        self._numbers, self._waiting, self._now = count(len(sites)), 0, 0.0
        self._delays: list[float] = []
        self._work = 0.0
        self._found = Found(workers)

    async def run(self) -> Found:
        async with self._queue.open():
            for worker in self._workers:
                worker.id = await self._queue.app.job_manager.register_worker()
            look = 0.0
            while self._due or self._ends or self._waiting:
                if not self._ends or look <= self._ends[0][0]:
                    self._now, look = look, look + LOOK
                    await self._look()
                else:
                    await self._end()
                await self._hand_out()
        return self._judged()

    async def _look(self) -> None:
        """The watch queues what is due."""
        while self._due and self._due[0][0] <= self._now:
            _, _, site = heapq.heappop(self._due)
            source = Source(name=site.name, url=f"https://{site.name}.example/")
            await self._queue.add(SiteJob((source,)))
            site.busy = True
            self._waiting += 1
        if self._now % HOUR < LOOK:
            self._found.curve.append((self._now / HOUR, self._waiting))

    async def _hand_out(self) -> None:
        """Workers with room take what waits, in turn."""
        free = deque(worker for worker in self._workers if worker.in_hand < SLOTS)
        while self._waiting and free:
            worker = free.popleft()
            job = await self._queue.app.job_manager.fetch_job([CRAWL], worker.id)
            if job is None:
                raise RuntimeError(f"{self._waiting} jobs wait, and none is given out")
            self._take(worker, job)
            if worker.in_hand < SLOTS:
                free.append(worker)

    def _take(self, worker: Worker, job: Job) -> None:
        site = self._sites[job.lock or ""]
        self._waiting -= 1
        worker.in_hand += 1
        worker.computed = max(worker.computed, self._now) + site.pages / RATE
        self._work += site.pages / RATE
        end = max(self._now + site.seconds, worker.computed)
        self._delays.append(self._now - site.due)
        self._found.worst = max(self._found.worst, (self._now - site.due) / site.interval)
        self._found.bound = max(self._found.bound, site.due + site.seconds)
        heapq.heappush(self._ends, (end, next(self._numbers), worker, job, site))

    async def _end(self) -> None:
        self._now, number, worker, job, site = heapq.heappop(self._ends)
        await self._queue.app.job_manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
        worker.in_hand -= 1
        site.busy = False
        self._found.looks += 1
        self._found.makespan = self._now
        begun = self._now - site.seconds  # as the watch counts: from the last turn's beginning
        site.due = max(site.due + site.interval, begun)
        if site.due < self._until:
            heapq.heappush(self._due, (site.due, number, site))

    def _judged(self) -> Found:
        self._found.bound = max(self._found.bound, self._work / len(self._workers))
        self._found.mean = sum(self._delays) / max(len(self._delays), 1)
        return self._found


def counts(found: Found) -> Iterator[str]:
    """A row of the table."""
    yield from (str(found.workers), f"{found.looks:,}", f"{found.makespan / HOUR:.2f}")
    yield from (f"{found.bound / HOUR:.2f}", f"{found.makespan / found.bound:.2f}")
    yield from (f"{found.worst:.2f}", f"{found.mean:.0f}")
