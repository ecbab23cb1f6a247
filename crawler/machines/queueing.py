"""`warraq watch` on a PostgreSQL store: what is due is queued, and workers on any machine crawl it.

A periodic task of procrastinate's looks every few seconds; of several watches one does it each time. When a
source is due is said by the same timetable as on one machine.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from crawler.errors import SourcesError
from crawler.fetching.agent import user_agent
from crawler.machines.gauges import served
from crawler.machines.job import due_jobs
from crawler.machines.queue import CRAWL, SCHEDULE, Queue
from crawler.machines.service import Service
from crawler.machines.worker import open_shared, quieten
from crawler.ops.followed import Followed
from crawler.ops.watch import local_zone
from crawler.runs.onrecord import utc_now
from crawler.settings import USER_AGENT
from crawler.sources.schedule import Timetable
from pipelines.storage import Store

logger = logging.getLogger(__name__)

LOOK = "* * * * * */15"  # four times a minute: a source whose turn has come waits a few seconds


class Schedule:
    """Queues what is due of a sources file."""

    def __init__(
        self,
        followed: Followed,
        store: Store,
        queue: Queue,
        *,
        zone: tzinfo = UTC,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._followed, self._store, self._queue = followed, store, queue
        self._zone, self._clock = zone, clock
        self._anew: set[str] = set()  # whose entry has changed: tried at once
        self._gone: dict[str, str] = {}  # sources that were taken out of the file, and their sites
        self._idle = False  # nobody works: told once
        self.service = Service(store, queue, [SCHEDULE], at_once=1)
        queue.on_schedule(self.look, LOOK)

    async def look(self) -> None:
        """Queues a job for each site of which a source is due, unless it is there already."""
        await self._reload()
        busy, last, addresses = await asyncio.to_thread(self._asked)
        await self._drop(busy)
        self._anew &= {source.name for source in self._followed.sources}
        known = {name: when for name, when in last.items() if name not in self._anew}
        due = due_jobs(self._followed.sources, Timetable(known, addresses, self._zone), self._clock())
        added = await self._queue.add_all([job for job in due if job.site not in busy])
        self._anew -= {name for job in added for name in job.names}
        if added:
            logger.info("queued: %s", ", ".join(job.site for job in added))
        await asyncio.to_thread(self._tell_whether_anybody_works)

    def _asked(self) -> tuple[set[str], Mapping[str, datetime], Mapping[str, datetime]]:
        return self._store.queued_locks(CRAWL), self._store.last_turns(), self._store.due_times()

    async def _reload(self) -> None:
        before = {source.name: source.site for source in self._followed.sources}
        self._anew |= self._followed.reload() or set()
        now = {source.name: source.site for source in self._followed.sources}
        self._gone |= {name: site for name, site in before.items() if now.get(name) != site}
        self._gone = {name: site for name, site in self._gone.items() if now.get(name) != site}

    async def _drop(self, busy: Collection[str]) -> None:
        """Takes out what waits of sources that are no more. One that is in hand goes back when its slice is
        over, and is taken out then.
        """
        for name, site in list(self._gone.items()):
            if site in busy:
                await self._queue.drop(site, [name])
            else:
                del self._gone[name]

    def _tell_whether_anybody_works(self) -> None:
        machines = self._store.machines()
        waiting = sum(one["waiting"] for one in machines["queues"] if one["queue"] == CRAWL)
        crawling = any(CRAWL in one["queues"].split() for one in machines["workers"])
        idle = bool(waiting) and not crawling
        if idle and not self._idle:
            logger.warning("%d sites wait and nobody works at them: start `warraq worker`", waiting)
        self._idle = idle


def watch_queue(
    file: Path, *, database: str, contact: str, allow_private: list[str], health: str | None
) -> None:
    """Watch until SIGTERM or SIGINT."""
    user_agent(USER_AGENT, contact)
    if not file.exists():
        raise SourcesError("cannot be read: there is no such file", path=str(file))
    quieten()
    followed = Followed(file, contact, allow_private)
    followed.load()
    with open_shared(database) as store:
        asyncio.run(_watch(followed, store, database, health))
    logger.info("left")


async def _watch(followed: Followed, store: Store, database: str, health: str | None) -> None:
    schedule = Schedule(followed, store, Queue(database), zone=local_zone())
    with served(store, schedule.service, health):
        logger.info("%d sources of %s are queued when due", len(followed.sources), followed.file)
        await schedule.service.run()
