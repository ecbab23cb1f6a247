"""The last pipeline: items go to the store in batches, and leave when their batch is committed.

A batch is full at 16 items, or 0.25 s after its first: a killed run loses what was in flight, at most a
batch of pages that are fetched again. The commits run in the store's own thread. Where the database
fails, the spider is closed with reason "storage" and one line says why; what was not stored is
marked FAILED and stays due.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler
from scrapy.utils.misc import load_object

from crawler.errors import StorageError
from crawler.items import Article, Item, Outcome, Status
from pipelines.clean import clean
from pipelines.foreign import as_article, describes_article, outcome_of, write_back
from pipelines.itemfields import register
from pipelines.language import set_language
from pipelines.validate import mark

logger = logging.getLogger(__name__)

BATCH = 16  # items: an fsync is shared by as many, and no more pages are fetched twice after a kill
AGE = 0.25  # seconds: the slots of a slow crawl do not wait longer for their batch
NUDGE = 0.1  # seconds after an item: its signals are out

COMMIT = "crawler.runs.run.commit_of"  # what stores batches where no setting says it

Commit = Callable[[Sequence[Item]], Awaitable[object]]


class Batches:
    """Collects items and commits them together. `add` returns when the item is stored, or raises."""

    def __init__(self, commit: Commit, size: int = BATCH, age: float = AGE) -> None:
        self._commit, self._size, self._age = commit, size, age
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._turn = asyncio.Lock()  # batches are committed in the order in which they filled
        self._tasks: set[asyncio.Task[None]] = set()

    async def add(self, item: Item) -> None:
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        self._waiting.append((item, stored))
        if len(self._waiting) >= self._size:
            self._flush()
        elif self._timer is None:
            self._timer = loop.call_later(self._age, self._flush)
        await stored

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        batch, self._waiting, self._timer = self._waiting, [], None
        task = asyncio.ensure_future(self._store(batch))
        self._tasks.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._tasks.discard)

    async def _store(self, batch: list[tuple[Item, "asyncio.Future[None]"]]) -> None:
        error: BaseException | None = None
        async with self._turn:
            try:
                await self._commit([item for item, _ in batch])
            except Exception as caught:  # each of the batch hears of it
                error = caught
        for _, stored in batch:
            if stored.cancelled():
                continue
            if error is None:
                stored.set_result(None)
            else:
                stored.set_exception(error)


def finish(article: Article) -> None:
    """What the pipelines before it would have done, if they are not there or the item had no room for it."""
    if article.taken_out is not None:
        return
    mark(article)
    if article.word_count is None:
        clean(article)
    if article.language is None:
        set_language(article)


class StorePipeline:
    """Commits every item of ours, whatever came of its fetch, and what describes an article."""

    def __init__(self, crawler: Crawler, commit_of: Callable[[Crawler], Commit]) -> None:
        """`commit_of` gives what stores a batch of the crawler's items; it is asked when the spider opens."""
        self._crawler, self._commit_of = crawler, commit_of
        self._failure = ""
        self._batches: Batches | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        register()
        return cls(crawler, load_object(crawler.settings.get("WARRAQ_COMMIT", COMMIT)))

    def open_spider(self) -> None:
        self._batches = Batches(self._commit_of(self._crawler))

    async def process_item(self, item: object) -> object:
        if isinstance(item, Outcome):
            await self._store(item)
        elif isinstance(item, Article) or describes_article(item):
            await self._store(article := self._article_of(item))
            if article is not item:
                write_back(item, article)
        else:
            return item
        asyncio.get_running_loop().call_later(NUDGE, self._nudge)
        return item

    def _article_of(self, item: object) -> Article:
        """The article that an item is or describes, with the work of the pipelines before done."""
        article = as_article(item)
        spider = self._crawler.spider
        if article.source is None and spider is not None:
            article.source = spider.name
            outcome = outcome_of(article)
            outcome.address = replace(outcome.address, source=spider.name)
        finish(article)
        return article

    async def _store(self, item: Item) -> None:
        assert self._batches is not None
        if not self._failure:
            try:
                await self._batches.add(item)
            except StorageError as error:
                self._fail(str(error))
        outcome = outcome_of(item) if isinstance(item, Article) else item
        if self._failure:
            outcome.status, outcome.reason = Status.FAILED, f"not stored: {self._failure}"
        self._crawler.stats.inc_value(f"store/{outcome.status}")

    def _fail(self, line: str) -> None:
        if self._failure:
            return
        self._failure = line
        logger.error("%s; stopping", line)
        engine = self._crawler.engine
        task = asyncio.ensure_future(engine.close_spider_async(reason="storage"))
        self._closing = task  # held, for the loop holds tasks only weakly

    def _nudge(self) -> None:
        """Lets a closing spider close.

        Scrapy 2.19 looks whether all items are through only when a response is done: a spider that yields
        items from `start` (saved pages) and is closed while some are here would wait for ever.
        """
        scraper = self._crawler.engine.scraper
        slot = scraper.slot
        if slot is None or slot.closing is None or slot.closing.called:
            return
        if slot.is_idle():
            scraper._check_if_closing()
        else:
            asyncio.get_running_loop().call_later(NUDGE, self._nudge)
