"""The store: everything that Warraq keeps, behind one object.

Every method is one transaction. One thread at a time writes through a store; reading methods may run
beside it, and other processes may have the same database open (pipelines/storage/engine.py). The caller
keeps these calls off the reactor's thread.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, func, inspect, select

from crawler.errors import StorageError
from crawler.items import Address, DueQuery, Item, Link, Outcome
from crawler.urls import without_passwords
from pipelines.storage import (
    check,
    clock,
    clusters,
    commit,
    engine,
    forgetting,
    frontiertable,
    history,
    known,
    merging,
    migrate,
    queries,
    queuetables,
    remembered,
    runs,
    sites,
)
from pipelines.storage.dberrors import explained, is_deadlock
from pipelines.storage.engine import Writing
from pipelines.storage.events import Now
from pipelines.storage.optimistic import OvertakenError
from pipelines.storage.tables import COPYING

TRIES = 3  # more, where rows are wanted in another order by another program: once is seldom already
P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """Use `Store.open`."""

    def __init__(self, url: str, database: Engine) -> None:
        self.url = url  # for people: without a password
        self._engine = database

    @classmethod
    def open(
        cls,
        url: str,
        *,
        create: bool = True,
        busy_seconds: float = engine.BUSY_SECONDS,
        half_copied: bool = False,
    ) -> Self:
        """Opens a database, makes it if it is not there (and `create`), brings its schema up to date.

        A copy that was not ended is refused, but where somebody is about to go on with it (`half_copied`).
        """
        with explained(url if "://" not in url else url.partition("://")[0] + "://…"):
            parsed = engine.parse_url(url)
        name = _for_people(parsed)
        file = engine.file_of(parsed)
        if file is not None and not file.exists():
            _prepare(file, name, create)
        with explained(name):
            database = engine.make_engine(parsed, busy_seconds)
        store = cls(name, database)
        try:
            store._bring_up_to_date(half_copied)
        except BaseException:
            store.close()
            raise
        return store

    def _bring_up_to_date(self, half_copied: bool) -> None:
        with self._reading() as connection:
            usable = engine.require_ours if connection.dialect.name == "sqlite" else engine.require_unicode
            usable(connection, self.url)
            if not half_copied and inspect(connection).has_table(COPYING):
                raise StorageError("is a copy that was not ended: `warraq store copy` goes on", url=self.url)
            if migrate.version(connection) == migrate.HEAD:
                return
        with explained(self.url):
            if self._engine.dialect.name == "sqlite":
                engine.use_wal(self._engine)
        with self._writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA application_id = {engine.APPLICATION_ID}")
            migrate.upgrade(connection, self.url)

    def close(self) -> None:
        """Closes every connection. The last one to close folds the write-ahead log into the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, how: Writing = Writing.ALONE) -> Iterator[Connection]:
        with explained(self.url), self._engine.connect() as connected:
            connection = connected.execution_options(writing=how)
            with connection.begin():
                yield connection

    def _write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._tried(Writing.ALONE, work, *args, **kwargs)

    def _mark(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Writes what decides on no article and is not in the log, such as a lease: waits for no batch."""
        return self._tried(Writing.FREE, work, *args, **kwargs)

    def _tried(
        self,
        how: Writing,
        work: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Of two that want the same rows in another order the server breaks one off, which begins anew."""
        left = TRIES
        while True:
            try:
                with self._writing(how) as connection:
                    return work(connection, *args, **kwargs)
            except StorageError as error:
                if not left or not is_deadlock(error):
                    raise
            left -= 1

    # The frontier

    def add_links(self, source: str, links: Sequence[Link], now: datetime) -> int:
        """Makes addresses of links; returns how many are new."""
        return self._mark(frontiertable.add_links, source, links, now)

    def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]:
        """What to fetch next: listings, then articles, newest first."""
        with self._reading() as connection:
            return frontiertable.due(connection, wanted, now, limit)

    def count_due(self, wanted: DueQuery, now: datetime) -> int:
        with self._reading() as connection:
            return frontiertable.count_due(connection, wanted, now)

    def address(self, url: str) -> tuple[Address, datetime | None] | None:
        """A known address with the time of its last fetch."""
        with self._reading() as connection:
            return frontiertable.address(connection, url)

    def prepare(
        self,
        seeds: Mapping[str, Sequence[Link]],
        sites_of: Sequence[str],
        *,
        wake: Collection[str],
        now: datetime,
    ) -> tuple[dict[str, set[str]], dict[str, str]]:
        """Before sources are asked: `seeds` (source → links) become addresses, and
        the listings of the sources in `wake` are due.

        Returns at which sites each source has fronts, and the paces kept of `sites_of`, by site.
        """
        found = self._mark(frontiertable.prepare, seeds, wake, now)
        with self._reading() as connection:
            return found, sites.paces(connection, sites_of)

    def due_times(self) -> dict[str, datetime]:
        """Source → when the first of its addresses is due."""
        with self._reading() as connection:
            return frontiertable.due_times(connection)

    def make_due(self, urls: Collection[str], now: datetime) -> int:
        """Makes known addresses due at once; returns how many."""
        return self._mark(frontiertable.make_due, urls, now)

    def wake(self, source: str, now: datetime) -> int:
        """Makes a source's listings due at once: somebody asks for what is new now."""
        return self._mark(frontiertable.wake, source, now)

    def lease(self, site: str, holder: str, now: datetime, until: datetime) -> bool:
        """Takes or renews a site; False while another holder has it."""
        return bool(self.lease_all([site], holder, now, until))

    def lease_all(self, asked: Sequence[str], holder: str, now: datetime, until: datetime) -> set[str]:
        """Takes or renews many sites; those that are the holder's now."""
        return self._mark(sites.lease_all, asked, holder, now, until)

    def release_all(self, holder: str) -> None:
        """Gives back all that a holder has."""
        self._mark(sites.release_all, holder)

    def release(self, site: str, holder: str) -> None:
        self._mark(sites.release, site, holder)

    def pace(self, site: str) -> str | None:
        """What a site wanted of those who ask it, as kept by `keep_pace`."""
        with self._reading() as connection:
            return sites.paces(connection, [site]).get(site)

    def keep_pace(self, site: str, text: str | None) -> None:
        self._mark(sites.keep_pace, site, text)

    def scripting(self, site: str) -> str | None:
        """What a browser made of a site's pages, as kept by `keep_scripting`."""
        with self._reading() as connection:
            return sites.scripting(connection, site)

    def keep_scripting(self, site: str, text: str) -> None:
        self._mark(sites.keep_scripting, site, text)

    # Results

    def commit(
        self,
        items: Sequence[Item],
        *,
        run: int | None = None,
        now: datetime,
        memories: Mapping[str, bytes] | None = None,
    ) -> list[Outcome]:
        """Stores a batch, all or nothing. Outcomes and articles are changed to say what became of them.

        `memories` are kept beside their sources in the same transaction.
        """
        asked, packed = commit.asked_of(items), memories or {}
        if self.is_shared:
            undo = commit.undoing(items)
            with suppress(OvertakenError):
                return self._tried(Writing.BESIDE, commit.commit, items, asked, run, now, packed, undo)
            return self._write(commit.commit, items, asked, run, now, packed, undo)
        return self._write(commit.commit, items, asked, run, now, packed)

    # What pages taught

    def memories(self, sources: Sequence[str] | None = None) -> dict[str, bytes]:
        """The memories of these sources, or of all, packed; sources without one are not there."""
        with self._reading() as connection:
            return remembered.read(connection, sources)

    def keep_memories(self, packed: Mapping[str, bytes]) -> None:
        """Puts these in the place of what was kept of their sources."""
        self._mark(remembered.keep, packed)

    # Articles

    def history(self, url: str) -> list[dict[str, Any]]:
        """The revisions of an article by any of its URLs, oldest first, each with what it changed."""
        with self._reading() as connection:
            return history.history(connection, url)

    def fetched_at(self, urls: Sequence[str]) -> dict[str, datetime]:
        """When the page of an article's current revision was fetched, by its URL."""
        with self._reading() as connection:
            return known.fetched_at(connection, urls)

    def merge(self, one: str, other: str, now: datetime) -> str | None:
        """Makes one article of two, given by URL or id; the earlier id survives and is returned.

        None: one of them is not known, or they are one already.
        """
        return self._write(merging.merge_named, one, other, Now(now))

    def forget(self, url: str, now: datetime) -> dict[str, Any]:
        """Erases an article's text for good and blocks its addresses; says of which `id` and `urls`."""
        forgotten = self._write(forgetting.forget, url, Now(now))
        with explained(self.url):
            engine.empty_log(self._engine)
        return forgotten

    # Runs

    def set_right(self, now: datetime) -> tuple[datetime, int] | None:
        """Makes due what was put off under a clock that was ahead; says until when and how many."""
        return self._write(clock.set_right, now)

    def start_run(self, now: datetime, command: str) -> int:
        return self._mark(runs.start_run, now, command)

    def finish_run(self, run: int, now: datetime, report: dict[str, Any]) -> None:
        self._mark(runs.finish_run, run, now, report)

    def settle(self, run: int) -> int:
        """Puts a run's near copies into clusters that do not depend on the order in which they came."""
        with self._reading() as connection:
            since, waiting = clusters.copies_of(connection, run)
        count = 0
        while waiting:
            settled = self._write(clusters.settle, since, waiting[: clusters.SETTLED])
            count += len(settled)
            waiting = [article for article in waiting if article not in settled]
        return count

    def pages_since(self, moment: datetime) -> int:
        """Fetches that are stored of the runs that began since then, listings included."""
        with self._reading() as connection:
            return runs.pages_since(connection, moment)

    def last_runs(self, limit: int, sources: Collection[str] | None = None) -> list[dict[str, Any]]:
        """The latest runs, newest first; of `sources`, those in which one of them was asked for."""
        with self._reading() as connection:
            return runs.last_runs(connection, limit, sources)

    # Several machines

    @property
    def is_shared(self) -> bool:
        """Whether several machines may have it open: PostgreSQL."""
        return self._engine.dialect.name == "postgresql"

    def server_time(self) -> datetime | None:
        """What the database server's clock says; None where there is no server."""
        if not self.is_shared:
            return None
        with self._reading() as connection:
            found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            return found

    def require_current(self) -> None:
        """NewerSchemaError where a newer Warraq has brought the schema up since it was opened."""
        with self._reading() as connection:
            migrate.require_known(connection, self.url)

    def bring_up_queue(self, schema: str, steps: Sequence[tuple[str, str]]) -> bool:
        """Makes the queue's tables, or brings them up to date; whether there was anything to do."""
        return self._write(queuetables.bring_up, schema, steps)

    def announce(self, worker: queuetables.Signed) -> None:
        """Puts a worker on record."""
        self._mark(queuetables.announce, worker)

    def is_heard(self, worker: int, seconds: float) -> bool:
        """Whether a heartbeat of the worker has come within so many seconds."""
        with self._reading() as connection:
            return queuetables.is_heard(connection, worker, seconds)

    def begin_turns(self, sources: Collection[str], now: datetime) -> None:
        """A worker takes these sources in hand."""
        self._mark(queuetables.begin_turns, sources, now)

    def end_turns(self, sources: Collection[str], now: datetime) -> None:
        self._mark(queuetables.end_turns, sources, now)

    def last_turns(self) -> dict[str, datetime]:
        """Source → when a worker last took it in hand."""
        with self._reading() as connection:
            return queuetables.last_turns(connection)

    def left_due(self, sources: Collection[str], now: datetime) -> set[str]:
        """Those of the sources that have something due."""
        with self._reading() as connection:
            return queuetables.left_due(connection, sources, now)

    def queued_locks(self, name: str) -> set[str]:
        """The sites of which a job of this queue waits or is in hand."""
        with self._reading() as connection:
            return queuetables.queued_locks(connection, name)

    def machines(self) -> dict[str, list[dict[str, Any]]]:
        """The workers and the queues, as `status` shows them; both empty where there is no queue."""
        with self._reading() as connection:
            return {
                "workers": queuetables.show_workers(connection),
                "queues": queuetables.show_queues(connection),
            }

    # Reading

    def status(self, now: datetime | None = None) -> list[dict[str, Any]]:
        with self._reading() as connection:
            return queries.status(connection, now)

    def records(
        self,
        *,
        source: str | Sequence[str] | None = None,
        language: str | Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        copies: queries.Copies = "first",
        gone: bool = False,
    ) -> Iterator[bytes]:
        """The current record of each article as JSON, in a fixed order, as of one moment."""
        with self._reading() as connection:
            yield from queries.records(
                connection,
                source=source,
                language=language,
                since=since,
                until=until,
                copies=copies,
                gone=gone,
            )

    def clusters(self) -> Iterator[list[bytes]]:
        """The current records of the stories with several copies, a list a story, the earliest first."""
        with self._reading() as connection:
            yield from queries.clusters(connection)

    def check(self) -> list[str]:
        """Problems of the database, one line each."""
        with self._reading() as connection:
            return check.check(connection)


def _for_people(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return without_passwords(url.render_as_string(hide_password=True))  # drivers take one as a parameter too


def _prepare(file: Path, name: str, create: bool) -> None:
    if not create:
        raise StorageError("there is no such database; crawl something first", url=name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"its folder cannot be made ({error.strerror})", url=name) from error
