"""The queue: procrastinate's, in the store's own PostgreSQL. Here alone that library is known by name.

One job is one site, one destination or one archive, each class of work in a queue of its own (`lock`: nobody
else has it in hand; `queueing_lock`: it waits but once). A job ends with
its slice of time and is deleted; what goes on is a new job. So a worker that was cut off for a while, and
comes back to end a job that another has taken over, finds it gone, and ends nobody else's.

A worker that dies leaves its jobs in hand. Who works at the queue looks for such jobs (`sweep`), beside the
queue and not as a job of it, for that could be left in hand too: https://github.com/procrastinate-org/procrastinate/issues/1408
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, exceptions, jobs
from procrastinate import worker as procrastinate_worker
from procrastinate.schema import SchemaManager

from crawler.machines.job import DUE, Again, SiteJob, back_off
from pipelines.storage import Store
from pipelines.storage.engine import conninfo_of, parse_url

logger = logging.getLogger(__name__)

# Each class of work has a queue, and a task of the same name.
CRAWL, DELIVER, EXTRACT = "crawl", "deliver", "extract"
WORK = (CRAWL, DELIVER, EXTRACT)
SCHEDULE = "schedule"
HEARTBEAT = 5.0  # seconds
STALLED = 30.0  # seconds without a heartbeat, five of them missed: a live worker's jobs are not to run twice
POLL = 2.0  # seconds between two looks for jobs whose time has come: of new ones the server tells at once
CONNECT = 10.0  # seconds for a connection to be had
CONNECTIONS = 4  # a program: it listens on one, and what it asks takes milliseconds
MANY = 500  # jobs in one statement
KEPT_HOURS = 24 * 7  # of jobs that failed in a way that nobody thought of

ConnectorError = exceptions.ConnectorException


class Queue:
    """The queue of a database; `async with queue.open():`, then add jobs and work at it."""

    def __init__(self, url: str) -> None:
        self._conninfo = conninfo_of(parse_url(url))
        self._work: list[Callable[[App], None]] = []  # gives an app what it works at
        self.has_room: Callable[[], bool] = lambda: True  # whether this program takes another job
        self.app = self._made()

    def _made(self) -> App:
        connector = PsycopgConnector(
            conninfo=self._conninfo,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=CONNECT,
            kwargs={"connect_timeout": int(CONNECT)},
        )
        app = App(connector=connector)
        fetch = app.job_manager.fetch_job

        async def fetch_where_room(queues: Iterable[str] | None, worker_id: int) -> jobs.Job | None:
            return await fetch(queues, worker_id) if self.has_room() else None

        app.job_manager.fetch_job = fetch_where_room  # type: ignore[method-assign]
        for give in self._work:
            give(app)
        return app

    def _works_at(self, give: Callable[[App], None]) -> None:
        self._work.append(give)
        give(self.app)

    @staticmethod
    def prepare(store: Store) -> None:
        """Makes procrastinate's tables, or brings them up to date; of many that ask, one does it."""
        folder = Path(SchemaManager.get_migrations_path())
        steps = [(file.name, file.read_text("utf-8")) for file in sorted(folder.glob("*.sql"))]
        if store.bring_up_queue(SchemaManager.get_schema(), steps):
            logger.info("the queue's tables are up to date")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """ConnectorError where there is no server. May be opened again: each time all connections are new."""
        app = self.app = self._made()
        try:
            await app.open_async()
        except Exception as error:  # the pool's own errors are not procrastinate's
            await _closed(app)
            raise ConnectorError(_line(error)) from error
        try:
            yield
        finally:
            await _closed(app)

    def on_crawl(self, work: Callable[[dict[str, Any], str], Awaitable[None]]) -> None:
        """As `on`, of sites."""
        self.on(CRAWL, work)

    def on(self, name: str, work: Callable[[dict[str, Any], str], Awaitable[None]]) -> None:
        """`work` is called with the arguments and the lock of each job that this program takes."""

        async def take(context: JobContext, /, **arguments: object) -> None:
            await work(arguments, context.job.lock or "")

        def give(app: App) -> None:
            app.task(name=name, queue=name, pass_context=True)(take)

        self._works_at(give)

    def on_schedule(self, work: Callable[[], Awaitable[None]], cron: str, name: str = SCHEDULE) -> None:
        """`work` is called at these times, in one program at a time. cron has a sixth field, for seconds."""

        async def schedule(timestamp: int) -> None:
            await work()

        def give(app: App) -> None:
            options: dict[str, Any] = {"queue": name, "lock": name, "queueing_lock": name}
            app.periodic(cron=cron)(app.task(name=name, **options)(schedule))  # type: ignore[no-untyped-call]

        self._works_at(give)

    async def add(self, job: SiteJob, priority: int = DUE, wait: float = 0.0) -> bool:
        """Queues a site; False where it waits already."""
        return await self.add_to(CRAWL, job.arguments(), job.site, priority=priority, wait=wait)

    async def add_all(self, jobs: Sequence[SiteJob]) -> list[SiteJob]:
        """Queues sites, many in one statement; those that did not wait already."""
        added: list[SiteJob] = []
        for start in range(0, len(jobs), MANY):
            some = jobs[start : start + MANY]
            try:
                await self.app.job_manager.batch_defer_jobs_async([_made_of(job) for job in some])
                added += some
            except (
                exceptions.AlreadyEnqueued
            ):  # another watch was quicker with one of them, and none is queued
                added += [job for job in some if await self.add(job)]
        if len(added) >= MANY:  # else the server takes the queue for as short as it was, and a job in 27 ms
            await self.app.connector.execute_query_async("ANALYZE procrastinate_jobs")
        return added

    async def give_back(self, again: Again) -> bool:
        return await self.add(again.job, again.priority, again.wait)

    async def put_back(self, arguments: dict[str, Any], lock: str, wait: float) -> bool:
        """A job that cannot be read here, as it is."""
        return await self.add_to(CRAWL, arguments, lock, wait=wait)

    async def add_to(
        self, name: str, arguments: dict[str, Any], lock: str, *, priority: int = DUE, wait: float = 0.0
    ) -> bool:
        """Queues a job of a class of work; False where one with its lock waits already."""
        later: dict[str, Any] = {"schedule_in": {"seconds": wait}} if wait else {}
        locks = {"lock": lock, "queueing_lock": lock}
        task = self.app.configure_task(
            name, allow_unknown=True, queue=name, priority=priority, **locks, **later
        )
        try:
            await task.defer_async(**arguments)
        except exceptions.AlreadyEnqueued:
            return False
        return True

    async def drop(self, site: str, names: Collection[str]) -> None:
        """Takes a waiting site out of the queue where its job has one of these sources: they are no more."""
        manager = self.app.job_manager
        for job in await manager.list_jobs_async(queue=CRAWL, status="todo", lock=site):
            if job.id is not None and not _names_of(job).isdisjoint(names):
                await manager.cancel_job_by_id_async(job.id, delete_job=True)

    async def sweep(self) -> list[str]:
        """Queues again what dead workers had in hand; the locks: sites, destinations, archives.

        The new job comes first, so at no instant is there none. Where two sweep at once a site is queued
        twice at most, and the second time nothing of it is due.
        """
        manager, swept = self.app.job_manager, []
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            if job.queue in WORK and job.lock:
                deaths = int(str(job.task_kwargs.get("takeovers") or 0)) + 1
                arguments = {**job.task_kwargs, "takeovers": deaths}
                # The first death is taken for the machine's; a site that takes worker after worker waits.
                wait = back_off(deaths) if deaths > 1 else 0.0
                await self.add_to(job.queue, arguments, job.lock, priority=job.priority, wait=wait)
                swept.append(job.lock)
            try:
                await manager.finish_job(job, status=jobs.Status.FAILED, delete_job=True)
            except ConnectorError:
                logger.debug("job %s was swept by another program", job.id)
        return swept

    async def forget_failed(self) -> None:
        """Deletes the jobs that failed long ago."""
        await self.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)


class Worker(procrastinate_worker.Worker):
    """procrastinate's worker; `on_stop` is called when it stops, which it does by itself without a server."""

    def __init__(self, queue: Queue, names: list[str], at_once: int, on_stop: Callable[[], None]) -> None:
        super().__init__(
            queue.app,
            queues=names,
            concurrency=at_once,
            fetch_job_polling_interval=POLL,
            delete_jobs=jobs.DeleteJobCondition.SUCCESSFUL,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED,
        )
        self._on_stop = on_stop

    def stop(self) -> None:
        super().stop()  # type: ignore[no-untyped-call]  # theirs
        self._on_stop()


def _names_of(job: jobs.Job) -> set[str]:
    """The sources of a job, of whatever version."""
    sources = job.task_kwargs.get("sources")
    found = [one.get("name") for one in sources if isinstance(one, dict)] if isinstance(sources, list) else []
    return {name for name in found if isinstance(name, str)}


def _made_of(job: SiteJob) -> jobs.Job:
    site = job.site
    return jobs.Job(
        id=None,
        queue=CRAWL,
        task_name=CRAWL,
        task_kwargs=job.arguments(),
        lock=site,
        queueing_lock=site,
        priority=DUE,
    )


async def _closed(app: App) -> None:
    """Lets go of an app's connections; those that hang are left behind."""
    with suppress(TimeoutError):
        await asyncio.wait_for(app.close_async(), CONNECT)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
