"""Rounds: sites that were taken off the queue within a moment are crawled by one engine together.

An engine keeps many sites busy, each waiting out its own delay, at the cost of one; an engine a site would
take two hundred megabytes for each. A round ends with the slowest of its sites or with its slice of time.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from crawler.machines.job import SiteJob, Slice

GATHER = 0.5  # seconds: jobs that wait already come in milliseconds
SITES = 64  # of one engine at once: a site is asked once in a second or more, so few requests are out

_Waiting = tuple[SiteJob, asyncio.Future[Slice]]


class Rounds:
    """`crawl` blocks for a round, in a thread; so many rounds run at once."""

    def __init__(self, crawl: Callable[[Sequence[SiteJob]], Slice], at_once: int) -> None:
        self._crawl, self.at_once = crawl, at_once
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._gathering = asyncio.Lock()  # one round is gathered at a time, or each would get a site or two
        self._gathered, self._free = 0, at_once  # sites of that round so far; rounds that do not run
        self._threads = ThreadPoolExecutor(at_once, "round")

    def has_room(self) -> bool:
        """Whether another site would be crawled at once: what would wait is left to other workers."""
        return self._gathered + self._waiting.qsize() < self._free * SITES

    async def join(self, job: SiteJob) -> Slice:
        """Waits for the end of the round that the job is in; what the round raised is raised here."""
        future: asyncio.Future[Slice] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((job, future))
        return await future

    async def run(self) -> None:
        """Until cancelled, when nothing waits any more."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.at_once):
                group.create_task(self._turn_after_turn())

    async def _turn_after_turn(self) -> None:
        while True:
            async with self._gathering:
                first = await self._waiting.get()
                self._gathered = 1
                await asyncio.sleep(GATHER)
                members = [first, *self._more()]
                self._gathered, self._free = 0, self._free - 1
            await self._turn(members)
            self._free += 1

    def _more(self) -> list[_Waiting]:
        """What waits beside the first, as far as it fits."""
        return [self._waiting.get_nowait() for _ in range(min(SITES - 1, self._waiting.qsize()))]

    async def _turn(self, members: Sequence[_Waiting]) -> None:
        jobs, loop = [job for job, _ in members], asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._threads, self._crawl, jobs)
        except Exception as error:  # each job's to deal with
            for _, future in members:
                if not future.done():
                    future.set_exception(error)
            return
        for _, future in members:
            if not future.done():
                future.set_result(found)
