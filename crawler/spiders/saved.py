"""Saved pages through the same pipelines: WARC files, folders, single HTML files.

scrapy crawl saved -a path=pages.warc.gz[,folder,…] [-a source=NAME]
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings

from crawler.errors import InputError, NoWorkersError
from crawler.fetching.archives import Bad, Located, read_located
from crawler.fetching.bookmark import Bookmarks
from crawler.fetching.savedpages import OLDER, is_older, saved_outcome
from crawler.items import Item, Outcome, Status
from crawler.pages.page import Page
from crawler.runs.projects import bring_settings
from crawler.runs.run import Run

LOOK_EVERY = 0.02  # seconds
RECENT = 1_000  # pages: more than may be between the reading and the store


class SavedSpider(Spider):
    """Reads pages that somebody saved; fetches nothing."""

    name = "saved"

    def __init__(
        self, paths: list[Path], run: Run, source: str = "", **kwargs: Any
    ) -> None:  # Any: as Spider has it
        super().__init__(**kwargs)
        self.paths, self.run, self.source = paths, run, source
        self._newest: dict[str, datetime] = {}  # of what may not be stored yet
        storage = run.storage
        self.bookmarks = Bookmarks(
            recall=lambda url: storage.now(storage.store.address, url),
            keep=lambda outcome: storage.later(storage.store.commit, [outcome], now=run.clock()),
            clock=run.clock,
        )
        run.on_committed.append(self.bookmarks.stored)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        bring_settings(settings)
        super().update_settings(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "SavedSpider":  # as Spider has it
        paths = [Path(path) for path in str(kwargs.pop("path", "")).split(",") if path]
        for path in paths:
            if not path.exists():
                raise InputError("no such file or folder", name=str(path))
        if not paths:
            raise InputError("say which file or folder: -a path=…")
        return super().from_crawler(crawler, paths, Run.of(crawler), *args, **kwargs)

    async def start(self) -> AsyncIterator[Item]:
        """Items in the pages' order; a few pages are with the workers at any time."""
        waiting: deque[asyncio.Task[Item]] = deque()
        pages = self._pages()
        while True:
            while len(waiting) < self.run.workers.count * 4:
                located = await asyncio.to_thread(next, pages, None)
                if located is None:
                    self.bookmarks.all_read()
                    break
                outcome = self._outcome(located.found)
                self.bookmarks.expect(located, outcome)
                waiting.append(asyncio.ensure_future(self._item(located.found, outcome)))
            if not waiting:
                await self._all_stored()
                return
            try:
                item = await waiting.popleft()
            except NoWorkersError as error:
                self.logger.error("%s; stopping", error)
                raise CloseSpider("extraction") from None
            yield item

    async def _all_stored(self) -> None:
        """Waits for the last items. Of a spider without requests Scrapy asks when it gives out its last item
        whether it is done, and then every five seconds."""
        scraper = self.crawler.engine.scraper if self.crawler.engine else None
        while scraper and scraper.slot and not scraper.slot.is_idle():
            await asyncio.sleep(LOOK_EVERY)

    def _pages(self) -> Iterator[Located]:
        for path in self.paths:
            yield from read_located(path, self._begin)

    def _begin(self, file: Path) -> int | None:
        done = self.bookmarks.begin(file)
        if done is not None:
            self.logger.info("%s: goes on after byte %d, where an earlier run was broken off", file, done)
        return done

    async def _item(self, found: Page | Bad, outcome: Outcome) -> Item:
        if isinstance(found, Bad) or outcome.status is not Status.ARTICLE:
            return outcome
        url, storage = outcome.address.url, self.run.storage
        seen = self._newest.get(url)
        self._newest[url] = max(seen or found.fetched_at, found.fetched_at)
        if len(self._newest) > RECENT:
            del self._newest[next(iter(self._newest))]
        stored = await storage.call(storage.store.fetched_at, [url])
        if is_older(found.fetched_at, seen, stored.get(url)):
            outcome.status, outcome.reason = OLDER
            return outcome
        return await self.run.extract(found, outcome)

    def _outcome(self, found: Page | Bad) -> Outcome:
        outcome = saved_outcome(found, self.source, self.run.clock())
        if isinstance(found, Page):
            self.run.report.found(outcome.address.source, 1)
        return outcome
