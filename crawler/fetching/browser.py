"""A page filled by a browser, through scrapy-playwright (extra `warraq[render]`).

The browser never meets the network: its way out leads nowhere, and it is given the page that Scrapy fetched.
What the page's scripts then ask for is fetched by Scrapy too (`crawler.fetching.pageparts`): the guard,
robots.txt, sizes, times, the source's credentials and the record of a WARC hold for it as for all else.

This module knows no Playwright, so that it can be imported without the extra.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import os
import shutil
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.errors import RenderError
from crawler.fetching.guard import FETCH_TIMEOUT

if TYPE_CHECKING:
    from crawler.fetching.pageparts import Parts
    from crawler.fetching.playwrighthandler import PageHandler

logger = logging.getLogger(__name__)

# As Debian, Ubuntu, Fedora, Alpine, Google and Microsoft call them. Any Chromium does.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")
START = 3  # times as long as a page may take: once a run, on whatever machine
CLOSING = 10.0  # seconds; then it is killed
MAX_HANGS = 3  # in a row, before a run goes on without a browser
ENDING = "the run is ending"
MISSING = "scrapy-playwright is not installed (pip install 'warraq[render]')"


def executable(named: str = "") -> str:
    """The path of the browser; `named` is what WARRAQ_BROWSER says. RenderError where there is none."""
    if named:
        if found := shutil.which(os.path.expanduser(named)):
            return found
        raise RenderError(f"{named} is no program that can be started")
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise RenderError(f"no browser is on PATH ({NAMES[0]}, {NAMES[2]}, …)")


class Browser:
    """One for a run, started with the first page that needs it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._turn = asyncio.Lock()  # one page at a time: what has to be killed takes no other with it
        self._handler: PageHandler | None = None
        self._hangs = 0
        self._seconds = crawler.settings.getfloat("WARRAQ_BROWSER_SECONDS", FETCH_TIMEOUT)
        self.broken = ""  # why no page is rendered any more
        crawler.signals.connect(self.close, signals.engine_stopped)

    async def filled(self, page: Response, parts: Parts) -> Response:
        """The page with what its scripts made of it; RenderError where that does not work."""
        async with self._turn:
            if not self._crawler.crawling:  # it was told to stop while this page waited
                raise RenderError(ENDING)
            handler = await self._started()
            try:
                filled = await asyncio.wait_for(handler.filled(page, parts), self._seconds)
            except TimeoutError:
                self._hangs += 1
                await handler.kill()
                if self._hangs >= MAX_HANGS:
                    self.broken = f"the browser hung {MAX_HANGS} times in a row"
                reason = self.broken or f"its scripts did not end within {self._seconds:g} s"
                raise RenderError(reason) from None
            self._hangs = 0
            return filled

    async def _started(self) -> PageHandler:
        """The handler with a running browser."""
        if self.broken:
            raise RenderError(self.broken)
        try:
            if self._handler is None:
                path = executable(self._crawler.settings.get("WARRAQ_BROWSER", ""))
                self._handler = await self._new_handler(path)
            await self._handler.ready(START * self._seconds)
        except RenderError as error:
            self.broken = str(error)
            raise
        return self._handler

    async def _new_handler(self, path: str) -> PageHandler:
        try:  # in a thread: reading it takes a second
            name = "crawler.fetching.playwrighthandler"
            module = await asyncio.to_thread(importlib.import_module, name)
        except ImportError as error:
            if not (error.name or "").startswith(("playwright", "scrapy_playwright")):
                raise
            raise RenderError(MISSING) from None
        handler: PageHandler = module.PageHandler.on(self._crawler, path)
        return handler

    async def close(self) -> None:
        if (handler := self._handler) is None:
            return
        self._handler = None
        with contextlib.suppress(Exception):  # whatever a dying browser says, it is over
            await asyncio.wait_for(handler.close(), CLOSING)
        await handler.kill()
