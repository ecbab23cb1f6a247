"""`warraq worker --work extract`: an archive that was queued is a job, and its pages become revisions.

`warraq extract --from … --store … --queue` queues. How far an archive is done is noted in the store, in the
transaction of each batch; so a job that goes to another worker, after a kill as after a stop, goes on there.
"""

import asyncio
import logging
from collections.abc import Sequence
from threading import Event
from typing import Any

import msgspec

from crawler.errors import NewerSchemaError, WarraqError
from crawler.machines.gauges import served
from crawler.machines.job import TRIES, back_off
from crawler.machines.queue import EXTRACT, Queue
from crawler.machines.service import Service
from crawler.machines.worker import OTHER_VERSION, open_shared, quieten
from crawler.runs.archivestore import STOPPED, read_again, store_as_run
from crawler.runs.engines import parse_workers
from crawler.runs.fromarchives import archives_of
from crawler.runs.workers import Workers, cores
from pipelines.storage import Store

logger = logging.getLogger(__name__)


class ArchiveJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One archive. `tries`: failures so far; `takeovers`: workers that died with it in hand."""

    url: str
    tries: int = 0
    takeovers: int = 0


class Extractor:
    """One worker of archives: one at a time, its pages side by side in `pool`."""

    def __init__(self, store: Store, queue: Queue, pool: Workers) -> None:
        self._store, self._queue, self._pool = store, queue, pool
        self._stop = Event()
        self.service = Service(store, queue, [EXTRACT], at_once=1, on_stop=self._stop.set)
        queue.on(EXTRACT, self._take)

    async def _take(self, arguments: dict[str, Any], lock: str) -> None:
        try:
            job = msgspec.convert(arguments, ArchiveJob)
        except msgspec.ValidationError as error:
            logger.error(
                "%s: a job of another version of Warraq: %s; another worker may know it", lock, error
            )
            await self._queue.add_to(EXTRACT, arguments, lock, wait=OTHER_VERSION)
            return
        if not self.service.stopping:
            self._stop.clear()  # it was set when a server went away
        why = await asyncio.to_thread(self._read, job)
        if why == STOPPED:
            await self._back(job, 0.0)
        elif why and job.tries + 1 < TRIES:
            logger.warning("%s goes back: %s", job.url, why)
            again = msgspec.structs.replace(job, tries=job.tries + 1)
            await self._back(again, back_off(again.tries))
        elif why:
            logger.error("%s is given up: %s", job.url, why)

    async def _back(self, job: ArchiveJob, wait: float) -> None:
        await self._queue.add_to(EXTRACT, msgspec.to_builtins(job), lock_of(job.url), wait=wait)

    def _read(self, job: ArchiveJob) -> str:
        """Why the archive is not done; empty where it is."""
        if self._stop.is_set():
            return STOPPED
        try:
            [found] = store_as_run(
                [job.url], self._store, self._pool, command="warraq worker", stopping=self._stop.is_set
            )
        except NewerSchemaError as error:
            self.service.end(error)
            return STOPPED
        except WarraqError as error:
            return str(error)
        except Exception as error:  # ours to mend; no job is lost by it
            logger.exception("%s: its reading broke", job.url)
            return f"{type(error).__name__}: {error}"
        logger.info("%s", found)
        return found.reason


def lock_of(url: str) -> str:
    """What keeps an archive with one worker; a site's lock looks otherwise."""
    return f"extract/{url}"


def queue_archives(names: Sequence[str], database: str, *, again: bool = False) -> int:
    """Queues the archives that are named, each once; with `again` also those that are done. How many."""
    urls = archives_of(names)
    with open_shared(database) as store:
        if again:
            read_again(store, urls)
        return asyncio.run(_add(Queue(database), urls))


async def _add(queue: Queue, urls: Sequence[str]) -> int:
    async with queue.open():
        jobs = [(msgspec.to_builtins(ArchiveJob(url)), lock_of(url)) for url in urls]
        return sum([await queue.add_to(EXTRACT, arguments, lock) for arguments, lock in jobs])


def extract_from_queue(database: str, *, workers: str, health: str | None) -> None:
    """Work until SIGTERM or SIGINT."""
    count = parse_workers(workers) or cores()
    quieten()
    with open_shared(database) as store:
        pool = Workers(count)
        try:
            asyncio.run(_work(store, Queue(database), pool, health))
        finally:
            pool.close(now=True)
    logger.info("left")


async def _work(store: Store, queue: Queue, pool: Workers, health: str | None) -> None:
    extractor = Extractor(store, queue, pool)
    with served(store, extractor.service, health):
        logger.info("at work for %s: archives", store.url)
        await extractor.service.run()
