"""`warraq worker`: takes sites that are due off the queue and crawls each for a slice of time."""

import asyncio
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crawler.errors import InputError, NewerSchemaError, WarraqError
from crawler.fetching import guard
from crawler.fetching.agent import user_agent
from crawler.fetching.credentials import Access
from crawler.machines.gauges import served
from crawler.machines.job import Again, SiteJob, Slice, UnreadableJobError, after, failed
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.rounds import SITES, Rounds
from crawler.machines.service import Service, require_clock
from crawler.ops.watch import ROUNDS
from crawler.runs.engines import Order, children_of, engines_of, parse_workers
from crawler.runs.onrecord import utc_now
from crawler.runs.plan import require_contact
from crawler.runs.report import Report
from crawler.runs.supervise import Supervisor, supervised
from crawler.runs.workers import cores
from crawler.settings import USER_AGENT
from pipelines.storage import Store

logger = logging.getLogger(__name__)

MINUTES = 10.0  # a slice: what a site has left then goes back, so that others get their turn
# A dead engine's site is free after that; with `queue.STALLED` and `service.UPKEEP`, before its job is.
LEASE = timedelta(seconds=40)
OTHER_VERSION = 60.0  # seconds until a job that cannot be read here is offered again


class StoppedError(WarraqError):
    """The worker was stopped before the round began."""


class Machine:
    """One worker. `order` says all of an engine's work but its sources."""

    def __init__(self, store: Store, queue: Queue, order: Order, *, rounds: int, minutes: float) -> None:
        self._store, self._queue, self._order = store, queue, order
        self._slice = timedelta(minutes=minutes)
        self._rounds = Rounds(self._crawl, rounds)
        self._supervisors: set[Supervisor] = set()
        self.service = Service(store, queue, [CRAWL], at_once=rounds * SITES, on_stop=self._stop_rounds)
        queue.on_crawl(self._take)
        queue.has_room = self._rounds.has_room

    async def run(self) -> None:
        rounds = asyncio.create_task(self._rounds.run())
        try:
            await self.service.run()
        finally:
            rounds.cancel()
            with suppress(asyncio.CancelledError):
                await rounds

    async def _take(self, arguments: dict[str, Any], lock: str) -> None:
        """One job, from the queue to its end; what is left of it goes back."""
        try:
            job = SiteJob.read(arguments)
        except UnreadableJobError as error:
            logger.error("%s: %s; another worker may know it", lock, error)
            await self._queue.put_back(arguments, lock, OTHER_VERSION)
            return
        again = await self._worked(job)
        if again is not None:
            log = logger.warning if again.job.tries else logger.info
            log("%s goes back: %s", job.site, again.why)
            await self._queue.give_back(again)

    async def _worked(self, job: SiteJob) -> Again | None:
        try:
            require_contact(job.sources, self._order.contact, limit=None, backfill=False, watching=True)
        except InputError as error:  # of this program, not of the site: others may have what it lacks
            self.service.end(error)
            return Again(job, str(error))
        try:
            for source in job.sources:
                Access.of(source, os.environ)
            return after(job, await self._rounds.join(job))
        except StoppedError as error:
            return Again(job, str(error))
        except NewerSchemaError as error:
            self.service.end(error)
            return Again(job, str(error))
        except WarraqError as error:
            return self._failed(job, str(error))
        except Exception as error:  # ours to mend; no job is lost by it
            logger.exception("%s: the round broke", job.site)
            return self._failed(job, f"{type(error).__name__}: {error}")

    @staticmethod
    def _failed(job: SiteJob, why: str) -> Again | None:
        again = failed(job, why)
        if again is None:
            logger.error("%s is given up until it is due again: %s", job.site, why)
        return again

    def _crawl(self, jobs: Sequence[SiteJob]) -> Slice:
        """A round, in a thread of its own."""
        if self.service.stopping:
            raise StoppedError("its worker was stopped")
        self._store.require_current()
        sources = [source for job in jobs for source in job.sources]
        names = [source.name for source in sources]
        logger.info("round of %s", ", ".join(names))
        self._store.begin_turns(names, utc_now())
        order = replace(self._order, chosen=tuple(sources))
        report, _ = supervised(self._store, sources, [order], self._supervise)
        now = utc_now()
        self._store.end_turns(names, now)
        logger.info("round of %s: %s, %s", ", ".join(names), report.outcome, _in_short(report))
        over = now - report.started >= self._slice
        return Slice(report, self._store.left_due(names, now), over)

    def _supervise(self, supervisor: Supervisor, report: Report) -> str:
        self._supervisors.add(supervisor)
        try:
            if self.service.stopping:
                supervisor.stop()
            return supervisor.run()
        finally:
            self._supervisors.discard(supervisor)

    def _stop_rounds(self) -> None:
        for supervisor in list(self._supervisors):
            supervisor.stop()


def _in_short(report: Report) -> str:
    return ", ".join(f"{report.total(column)} {column}" for column in ("new", "changed", "failed"))


def open_shared(database: str) -> Store:
    """The store of several machines, with its queue; InputError where only one machine can have it."""
    if not database.startswith("postgres"):
        raise InputError("several machines share a PostgreSQL store: postgresql://…", name="--database")
    store = Store.open(database)
    try:
        Queue.prepare(store)
        require_clock(store, utc_now())
    except BaseException:
        store.close()
        raise
    return store


def quieten() -> None:
    """What libraries say of a server that is gone, in many lines, is said here in one."""
    for name in ("procrastinate", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def work(
    database: str,
    *,
    contact: str,
    allow_private: Sequence[str],
    workers: str,
    minutes: float,
    health: str | None,
) -> None:
    """Work until SIGTERM or SIGINT."""
    user_agent(USER_AGENT, contact)
    for name in allow_private:
        guard.host_and_port(name)
    rounds = parse_workers(workers) or max(ROUNDS, engines_of(cores()))
    quieten()
    order = Order(
        database,
        arguments={"due": "1", "minutes": minutes},
        contact=contact,
        allow_private=tuple(allow_private),
        log_level="WARNING",  # each round has its lines here
        workers=children_of(rounds),
        lease=LEASE,
    )
    with open_shared(database) as store:
        asyncio.run(_work(store, database, order, rounds, minutes, health))
    logger.info("left")


async def _work(
    store: Store, database: str, order: Order, rounds: int, minutes: float, health: str | None
) -> None:
    machine = Machine(store, Queue(database), order, rounds=rounds, minutes=minutes)
    with served(store, machine.service, health):
        logger.info("at work for %s", store.url)
        await machine.run()
