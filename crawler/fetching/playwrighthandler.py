"""scrapy-playwright's download handler, for one page at a time in a context of its own.

It is never registered: `crawler.fetching.browser` calls it with pages that are fetched already.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from functools import partial
from itertools import count
from pathlib import Path
from typing import Self

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import Request as PartRequest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.errors import RenderError
from crawler.fetching import guard
from crawler.fetching.pageparts import Part, Parts

logger = logging.getLogger(__name__)

CLOSING = 5.0  # seconds for what a browser does at once, unless it hangs
QUIET_SECONDS = 8.0  # until a page asks for nothing more; some ask for ever
MAX_MEMORY = 1_500 * 2**20  # bytes, of all the browser's processes; two pages of news have 400 MiB
HEAP_MIB = 512  # of one page's scripts
LOOK = 0.5  # seconds between two looks at the memory
NOWHERE = {
    "server": "socks5://127.0.0.1:9",
    "bypass": "<-loopback>",
}  # port 9 discards; ours is not even there
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name is resolved by the browser
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # as it was called before
    "--disable-quic",
    f"--js-flags=--max-old-space-size={HEAP_MIB}",
    "--renderer-process-limit=2",
)
_CODED = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"})


class PageHandler(ScrapyPlaywrightDownloadHandler):
    """`filled` gives a page as its scripts leave it."""

    @classmethod
    def on(cls, crawler: Crawler, path: str) -> Self:
        """With the browser at this path."""
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)
        handler = cls(crawler)
        handler.config = Config.from_settings(Settings({"PLAYWRIGHT_LAUNCH_OPTIONS": _launch(path)}))
        handler.config.max_pages_per_context = 1
        handler.config.target_closed_max_retries = 0
        handler.config.restart_disconnected_browser = False  # `ready` does
        return handler

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._numbers, self._group = count(1), 0  # of pages; the processes of the browser

    async def ready(self, seconds: float) -> None:
        """Starts the browser, or another where one has died. RenderError where none can be started."""
        try:
            async with asyncio.timeout(seconds):
                if not hasattr(self, "browser_provider"):
                    await self._launch()
                if hasattr(self, "browser") and not self.browser.is_connected():
                    del self.browser
                if not hasattr(self, "browser"):
                    await self._maybe_launch_browser()
                    session = await self.browser.new_browser_cdp_session()
                    found = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
                    self._group = next(one["id"] for one in found if one["type"] == "browser")
        except TimeoutError:
            raise RenderError(f"the browser did not start within {seconds:g} s") from None
        except (PlaywrightError, OSError) as error:
            raise RenderError(f"the browser does not start: {_line(error)}") from error

    async def filled(self, page: Response, parts: Parts) -> Response:
        """The page, an answer of Scrapy's, after its scripts have run. RenderError where they cannot."""
        name = f"page-{next(self._numbers)}"
        request = Request(
            page.url,
            headers={"User-Agent": parts.user_agent},
            dont_filter=True,
            meta={
                "playwright": True,
                "playwright_include_page": True,  # it is closed here, with its context
                "playwright_context": name,
                "playwright_context_kwargs": {
                    "proxy": NOWHERE,
                    "service_workers": "block",
                    "accept_downloads": False,
                    "user_agent": parts.user_agent,
                },
                "playwright_page_init_callback": partial(_give, page, parts),
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
                "playwright_page_methods": [PageMethod(_settled)],
            },
        )
        watch = asyncio.ensure_future(self._watch())
        try:
            response: Response = await self.download_request(request)
            return response
        except PlaywrightError as error:
            what = f"more than {MAX_MEMORY / 2**20:.0f} MiB were taken" if watch.done() else _line(error)
            raise RenderError(what) from error
        finally:
            watch.cancel()
            await self._closed(name)

    async def kill(self) -> None:
        """Ends the browser and all of its processes at once; it leads a process group of its own."""
        group, self._group = self._group, 0
        if group and group != os.getpgrp():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        browser = self.__dict__.pop("browser", None)  # the next page starts another
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSING):
                while browser is not None and browser.is_connected():
                    await asyncio.sleep(LOOK / 10)

    async def _closed(self, name: str) -> None:
        if (wrapper := self.context_wrappers.get(name)) is None:
            return
        try:
            async with asyncio.timeout(CLOSING):
                await wrapper.context.close()
        except (PlaywrightError, TimeoutError):
            await self.kill()
        self.context_wrappers.pop(name, None)

    async def _watch(self) -> None:
        """Ends when the browser takes too much memory, and the browser with it."""
        while await asyncio.to_thread(memory_of, self._group) < MAX_MEMORY:
            await asyncio.sleep(LOOK)
        await self.kill()


def memory_of(group: int) -> int:
    """Bytes that the processes of a group have in memory; 0 where the system does not say (no /proc)."""
    total, page = 0, os.sysconf("SC_PAGE_SIZE")
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended meanwhile
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[2]) == group:
                total += int((folder / "statm").read_text().split()[1]) * page
    return total


def _launch(path: str) -> dict[str, object]:
    return {
        "executable_path": path,
        "headless": True,
        "args": list(ARGUMENTS),
        "proxy": NOWHERE,
        "chromium_sandbox": os.geteuid() != 0,  # Chromium has none for root
        "timeout": 0,  # `ready` has one for all of it
        **dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False),  # the run decides
    }


async def _give(document: Response, parts: Parts, page: Page, _: Request) -> None:
    """Before the page is opened: whatever it asks for comes from us. The route added last is asked first."""
    given = False

    async def answer(route: Route, asked: PartRequest) -> None:
        nonlocal given
        first = not given and asked.is_navigation_request() and asked.frame.parent_frame is None
        try:
            if first:
                given = True
                await route.fulfill(status=200, headers=_headers(document), body=document.body)
                return
            part = Part(asked.url, asked.resource_type, asked.method, asked.headers, asked.post_data_buffer)
            response = await parts.fetched(part)
            if response is None:
                await route.abort("aborted" if asked.is_navigation_request() else "blockedbyclient")
            else:
                await route.fulfill(status=response.status, headers=_headers(response), body=response.body)
        except PlaywrightError:  # the page is closed already
            return

    await page.route("**", answer)


def _headers(response: Response) -> dict[str, str]:
    """Of the body as it is decoded here."""
    return {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.decode("latin-1").lower() not in _CODED
    }


async def _settled(page: Page) -> None:
    """Waits until the page asks for nothing more, for a while; then it is of a size that can be read."""
    with contextlib.suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)
    size = await page.evaluate("document.documentElement.outerHTML.length")
    if size > guard.MAX_BODY:
        raise RenderError(f"larger than {guard.MAX_BODY / 2**20:.0f} MiB when filled")


def _line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200]
