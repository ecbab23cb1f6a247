"""Thousands of sources and many workers over hours: a fake clock, and the real queue in a real PostgreSQL.

What is simulated is time and network: a source is due by its interval, a site takes as long as its pages
wait out the delay, or as its worker computes, whichever is longer. What is real is who gets what and when:
jobs are added, taken and ended as the watch and the workers do it, and a worker crawls them in rounds, of as
many sites as `crawler.machines.rounds` puts into one: a site that is done waits for the slowest of its round.
"""

import asyncio
import heapq
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from math import ceil

from procrastinate.jobs import Job, Status

from crawler.machines.job import SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.rounds import GATHER, SITES
from crawler.machines.worker import open_shared
from crawler.ops.watch import ROUNDS
from crawler.sources.file import Source

HOUR = 3600.0
LOOK = 15.0  # seconds between two looks of the watch
# Shares of sources, their interval in seconds and the pages of one look, its listings included.
KINDS = ((0.2, HOUR, 12), (0.5, 3 * HOUR, 8), (0.3, 12 * HOUR, 5))
DELAYS = (1.0, 1.0, 2.0, 5.0)  # seconds between two requests to a site
RATE = 16.0  # pages a second that a worker of two cores computes: half of what bench.speed measures on two
BEGIN = 1.0  # seconds of computing for a round's engine to begin and to end


@dataclass
class Site:
    name: str
    interval: float
    pages: int
    delay: float
    due: float  # the next look

    @property
    def seconds(self) -> float:
        """What politeness asks of a look."""
        return self.pages * self.delay


@dataclass
class Worker:
    id: int
    rounds: int = 0  # that it crawls
    gathering: bool = False
    waiting: list[tuple[Job, Site]] = field(default_factory=list)  # taken, and in no round yet
    computed: float = 0.0  # until when it has work to compute

    def has_room(self) -> bool:
        """As `crawler.machines.rounds` has it."""
        return len(self.waiting) < (ROUNDS - self.rounds) * SITES


@dataclass
class Round:
    """Sites that one engine crawls; all of its jobs end together."""

    worker: Worker
    members: list[tuple[Job, Site]]
    begun: float


@dataclass
class Found:
    """What a simulation came to. `bound`: seconds that politeness and work ask for at least."""

    workers: int
    looks: int = 0
    wanted: int = 0  # looks, if each were made the moment it is due
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
        self._numbers = count()
        self._due = [(site.due, next(self._numbers), site) for site in sites if site.due < until]
        heapq.heapify(self._due)
        self._workers = [Worker(0) for _ in range(workers)]
        self._events: list[tuple[float, int, Worker | Round]] = []  # a worker gathers, a round ends
        self._waiting, self._now = 0, 0.0
        self._delays: list[float] = []
        self._work = 0.0
        self._found = Found(workers, wanted=sum(_looks(site, until) for site in sites))

    async def run(self) -> Found:
        async with self._queue.open():
            for worker in self._workers:
                worker.id = await self._queue.app.job_manager.register_worker()
            look = 0.0
            while self._due or self._events or self._waiting:
                if not self._events or look <= self._events[0][0]:
                    self._now, look = look, look + LOOK
                    await self._look()
                else:
                    self._now, _, what = heapq.heappop(self._events)
                    if isinstance(what, Round):
                        await self._end(what)
                    else:
                        self._begin(what)
                await self._hand_out()
        return self._judged()

    async def _look(self) -> None:
        """The watch queues what is due, the longest overdue first."""
        jobs = []
        while self._due and self._due[0][0] <= self._now:
            _, _, site = heapq.heappop(self._due)
            jobs.append(SiteJob((Source(name=site.name, url=f"https://{site.name}.example/"),)))
        added = await self._queue.add_all(jobs)
        if len(added) != len(jobs):
            raise RuntimeError("a site was queued twice")
        self._waiting += len(added)
        if self._now % HOUR < LOOK:
            self._found.curve.append((self._now / HOUR, self._waiting))

    async def _hand_out(self) -> None:
        """Workers with room take what waits, in turn."""
        free = deque(filter(Worker.has_room, self._workers)) if self._waiting else None
        while self._waiting and free:
            worker = free.popleft()
            job = await self._queue.app.job_manager.fetch_job([CRAWL], worker.id)
            if job is None:
                raise RuntimeError(f"{self._waiting} jobs wait, and none is given out")
            self._waiting -= 1
            worker.waiting.append((job, self._sites[job.lock or ""]))
            self._gather(worker)
            if worker.has_room():
                free.append(worker)

    def _gather(self, worker: Worker) -> None:
        """A worker with an engine to spare begins a round a moment after the first site has come."""
        if worker.waiting and not worker.gathering and worker.rounds < ROUNDS:
            worker.gathering = True
            self._later(GATHER, worker)

    def _begin(self, worker: Worker) -> None:
        worker.gathering = False
        members, worker.waiting = worker.waiting[:SITES], worker.waiting[SITES:]
        worker.rounds += 1
        end = self._compute(worker, BEGIN)
        for _, site in members:
            end = max(end, self._now + BEGIN + site.seconds, self._compute(worker, site.pages / RATE))
            late = self._now - site.due
            self._delays.append(late)
            self._found.worst = max(self._found.worst, late / site.interval)
            self._found.bound = max(self._found.bound, site.due + site.seconds)
        self._later(end - self._now, Round(worker, members, self._now))
        self._gather(worker)

    def _compute(self, worker: Worker, seconds: float) -> float:
        """When a worker has computed that, after all that it has to compute before."""
        worker.computed = max(worker.computed, self._now) + seconds
        self._work += seconds
        return worker.computed

    async def _end(self, one: Round) -> None:
        worker, manager = one.worker, self._queue.app.job_manager
        for job, site in one.members:
            await manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
            self._found.looks += 1
            site.due = one.begun + site.interval  # as the watch counts: from the last turn's beginning
            if site.due < self._until:
                heapq.heappush(self._due, (site.due, next(self._numbers), site))
        worker.rounds -= 1
        self._found.makespan = self._now
        self._gather(worker)

    def _later(self, seconds: float, what: "Worker | Round") -> None:
        heapq.heappush(self._events, (self._now + seconds, next(self._numbers), what))

    def _judged(self) -> Found:
        self._found.bound = max(self._found.bound, self._work / len(self._workers))
        self._found.mean = sum(self._delays) / max(len(self._delays), 1)
        return self._found


def _looks(site: Site, until: float) -> int:
    return max(0, ceil((until - site.due) / site.interval))


def counts(found: Found) -> Iterator[str]:
    """A row of the table."""
    yield from (str(found.workers), f"{found.looks:,}", f"{found.looks / max(found.wanted, 1):.3f}")
    yield f"{found.makespan / HOUR:.2f}"
    yield from (f"{found.bound / HOUR:.2f}", f"{found.makespan / found.bound:.2f}")
    yield from (f"{found.worst:.2f}", f"{found.mean:.0f}")
