"""What one run shares: the store behind its own thread, the extraction workers, the report, the clock.

Spider and store pipeline both ask `Run.of(crawler)`, so `scrapy crawl` and `warraq crawl` are the same.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ParamSpec, TypeVar

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.utils.misc import load_object

from crawler.errors import ExtractionFailedError, StorageError
from crawler.fetching.pacing import Slot
from crawler.items import Address, Article, DueQuery, Item, Link, Outcome, Status
from crawler.pages.page import Page
from crawler.runs import onrecord
from crawler.runs.anomalies import Finding
from crawler.runs.engines import Part
from crawler.runs.forking import call_myself
from crawler.runs.memories import Memories
from crawler.runs.onrecord import logged, utc_now
from crawler.runs.projects import setting
from crawler.runs.report import KILLED, Report
from crawler.runs.tasks import Verdict, extract_and_settle
from crawler.runs.workers import Workers
from pipelines.storage import Store

logger = logging.getLogger(__name__)

LISTING_WORKERS = 2
# Of computing: a sitemap of 50 MiB, the protocol's limit, takes 8, and a listing's odd dates up to 20.
LISTING_SECONDS = 30.0
LISTING_WALL = 300.0  # a sitemap of 50,000 addresses took more than 15 on a machine with much else to do
LISTING_MEMORY = 700 * 2**20  # bytes; such a sitemap takes 300 MiB
GRACE = 30.0  # seconds: a batch of pages is stored in one

P = ParamSpec("P")
T = TypeVar("T")


class StoreThread:
    """The store, off the reactor's thread: one thread, calls in order."""

    def __init__(self, url: str) -> None:
        self._thread = ThreadPoolExecutor(1, "store", call_myself, ("warraq-store",))
        self.store = self._thread.submit(Store.open, url).result()
        self.closed = False

    async def call(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.closed:  # Scrapy may close a spider while its `start` is still at work
            raise StorageError("the run is over, nothing more is stored")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(method, *args, **kwargs))

    def now(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same, waiting; for start and end only."""
        return self._thread.submit(partial(method, *args, **kwargs)).result()

    def later(self, method: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """The same without waiting, in its turn; a failure is one line in the log."""
        future = self._thread.submit(partial(method, *args, **kwargs))
        future.add_done_callback(_log_failure)

    def close(self) -> None:
        self.closed = True
        self._thread.submit(self.store.close).result()
        self._thread.shutdown()


def _log_failure(future: Future[Any]) -> None:
    if error := future.exception():
        logger.error("%s", error)


class Run:
    """One crawl, from open store to finished report; or one engine's part of it."""

    def __init__(
        self,
        database: str,
        *,
        workers: int | None = None,
        command: str = "",
        clock: Callable[[], datetime] = utc_now,
        part: Part | None = None,
    ) -> None:
        self.clock, self.part = clock, part
        self.storage = StoreThread(database)
        self.report = part.report() if part else Report(started=self.clock())
        if self.report.run is None:
            self.report.run = self.storage.now(onrecord.begin, self.storage.store, self.clock(), command)
        self.id: int = self.report.run
        self.on_committed: list[Callable[[Outcome], None]] = []
        self.on_report: Callable[[Collection[str]], None] = lambda sources: None  # what has changed in it
        self.past: list[dict[str, Any]] = []  # earlier reports, newest first; read when this run ends
        self.slots: Callable[[], Mapping[str, Slot]] = dict  # the downloader's, once it runs
        self._worker_count = workers
        self.rows = _Rows(self.storage)
        self.memories = Memories()
        self.ending = KILLED  # what the run is finished with where Scrapy has no time to close the spider

    @classmethod
    def of(cls, crawler: Crawler) -> "Run":
        """The run of a Scrapy crawler; made at the first call, finished with the spider."""
        run: Run | None = getattr(crawler, "warraq_run", None)
        if run is None:
            settings = crawler.settings
            run = cls(
                setting(settings, "WARRAQ_DATABASE"),
                workers=settings.getint("WARRAQ_WORKERS") or None,
                command=settings.get("WARRAQ_COMMAND") or " ".join(sys.argv),
                clock=load_object(setting(settings, "WARRAQ_CLOCK")),
                part=setting(settings, "WARRAQ_PART"),
            )
            crawler.warraq_run = run  # type: ignore[attr-defined]  # ours, where all of a crawl find it
            crawler.signals.connect(run.finish, signals.spider_closed)
            run.slots = lambda: crawler.engine.downloader.slots if crawler.engine else {}
            crawler.signals.connect(run.note_delay, signals.request_left_downloader)
        return run

    @cached_property
    def workers(self) -> Workers:
        return Workers(self._worker_count)

    @cached_property
    def listing_workers(self) -> Workers:
        """Children for listings: a hostile one holds up no articles and, as there are two, no other list."""
        return Workers(LISTING_WORKERS, seconds=LISTING_SECONDS, wall=LISTING_WALL, memory=LISTING_MEMORY)

    def note_delay(self, request: Request) -> None:
        """A request is over: the delay that its site's slot has now goes into the report."""
        address = request.meta.get("address")
        slot = self.slots().get(request.meta.get("download_slot", ""))
        if address is not None and slot is not None:
            self.report.of(address.source).delay = slot.delay

    async def read(
        self,
        page: Page,
        outcome: Outcome,
        work: Callable[[Page], T | Verdict],
        workers: Workers | None = None,
    ) -> T | None:
        """What `work` makes of the page in another process, which knows the source's memory; None where the
        outcome now says why not. NoWorkersError where nothing can be read at all: the run cannot go on.
        """
        memory = self.memories.of(outcome.address.source) if workers is None else None
        try:
            found = await (workers or self.workers).do(page, work, memory)
        except ExtractionFailedError as error:
            outcome.status, outcome.reason = Status.FAILED, str(error)
            return None
        if isinstance(found, tuple):
            outcome.status, outcome.reason = found
            return None
        return found

    async def extract(
        self, page: Page, outcome: Outcome, work: Callable[[Page], Article | Verdict] = extract_and_settle
    ) -> Item:
        """The page's article with its outcome, or the outcome alone where there is none."""
        article = await self.read(page, outcome, work)
        if article is None:
            return outcome
        article.source, article.outcome = outcome.address.source, outcome
        memory = self.memories.of(outcome.address.source)
        outcome.read_with = memory.version if memory is not None else 0
        outcome.body_hash = article.body_hash
        return article

    async def add_links(self, source: str, links: Sequence[Link]) -> int:
        """Listings of a source that no fetch named; how many are new."""
        return await self.storage.call(self.storage.store.add_links, source, links, self.clock())

    async def wake(self, url: str) -> None:
        """A known address is due again."""
        await self.storage.call(self.storage.store.make_due, [url], self.clock())

    async def prepare(
        self, seeds: Mapping[str, Sequence[Link]], sites: Sequence[str], *, wake: Collection[str]
    ) -> tuple[dict[str, set[str]], dict[str, str]]:
        """Before sources are asked: their first addresses; the listings of those in `wake` are looked at,
        however recently they were read. Returns at which sites each has fronts, and the paces of `sites`.
        """
        for source in self.memories.recall(await self.storage.call(self.storage.store.memories, list(seeds))):
            self.note(source, "what was known of the site cannot be read; learning again")
        return await self.storage.call(self.storage.store.prepare, seeds, sites, wake=wake, now=self.clock())

    async def recall(self, url: str) -> tuple[Address, datetime | None] | None:
        """An address of the store, with the time of its last fetch."""
        return await self.storage.call(self.storage.store.address, url)

    async def keep_pace(self, site: str, text: str | None) -> None:
        await self.storage.call(self.storage.store.keep_pace, site, text)

    async def scripting(self, site: str) -> str | None:
        return await self.storage.call(self.storage.store.scripting, site)

    async def keep_scripting(self, site: str, text: str) -> None:
        await self.storage.call(self.storage.store.keep_scripting, site, text)

    def note(self, source: str, line: str) -> None:
        """A line for a person, in the source's part of the report."""
        self.report.of(source).notes.append(line)

    async def keep(self, outcome: Outcome) -> None:
        """Store what is for the runs to come and no part of this one's report."""
        await self.storage.call(self.storage.store.commit, [outcome], now=self.clock())

    async def commit(self, items: Sequence[Item]) -> list[Outcome]:
        """One transaction; then frontier and report hear of it."""
        outcomes, broke = await self.storage.call(self._stored, items)
        for source, finding in broke.items():
            self.report.of(source).drift = finding
        for outcome in outcomes:
            self.report.add(outcome)
            for heard in self.on_committed:
                heard(outcome)
        for item, outcome in zip(items, outcomes, strict=True):
            if isinstance(item, Article) and outcome.status is Status.ARTICLE:
                self.report.store(outcome.address.source, item)
        self.on_report({outcome.address.source for outcome in outcomes})
        return outcomes

    def _stored(self, items: Sequence[Item]) -> tuple[list[Outcome], dict[str, Finding]]:
        """In the store's thread: what the batch teaches is stored with it."""
        memories, broke = self.memories.learn(items)
        outcomes = self.storage.store.commit(items, run=self.id, now=self.clock(), memories=memories)
        return outcomes, broke

    def stop_soon(self, reason: str) -> None:
        """From the reactor: what closes by itself may do so; what hangs is left behind after `GRACE`."""
        from twisted.internet import reactor  # only where Scrapy has installed its own

        self.ending = reason
        asyncio.get_running_loop().call_later(GRACE, reactor.stop)  # type: ignore[misc]  # zope's interface

    def finish(self, reason: str = "finished", **_: object) -> None:
        """Write the report, where the run is ours alone, and let go of everything."""
        self.report.ended, self.report.outcome = self.clock(), reason
        for name in ("workers", "listing_workers"):
            if name in self.__dict__:
                getattr(self, name).close(now=True)
        with logged("what was learned of sites could not be stored"):
            self.storage.now(lambda: self.storage.store.keep_memories(self.memories.rest()))
        if self.part is None:
            self.past = self.storage.now(onrecord.end, self.storage.store, self.report, self.clock())
        with logged("the database could not be closed"):
            self.storage.close()


def commit_of(crawler: Crawler) -> Callable[[Sequence[Item]], Awaitable[list[Outcome]]]:
    """For the store pipeline (setting WARRAQ_COMMIT): what stores a batch of a crawl's items."""
    return Run.of(crawler).commit


class _Rows:
    """The frontier's view of the store. `closed` says of a source whether nothing more may be asked of it."""

    def __init__(self, storage: StoreThread) -> None:
        self._storage = storage
        self.closed: Callable[[str], bool] = lambda source: False

    def is_closed(self, source: str) -> bool:
        return self.closed(source)

    async def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]:
        if self._storage.closed or (wanted.source is not None and self.closed(wanted.source)):
            return []
        return await self._storage.call(self._storage.store.due, wanted, now, limit)
