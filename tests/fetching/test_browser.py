"""The browser of a run: when it is not there, hangs or takes too much; with a handler of our own."""

import asyncio
import importlib
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.errors import RenderError
from crawler.fetching import browser
from crawler.fetching.browser import ENDING, MAX_HANGS, MISSING, Browser

PAGE = Response("https://lamp.example/a", body=b"<div id=root></div>")
FILLED = Response("https://lamp.example/a", body=b"<div id=root>text</div>")
PARTS: Any = None


@dataclass
class Handler:
    """In the place of Playwright's: each page does what the next work says."""

    works: list[Callable[[], Coroutine[None, None, Response]]]
    starts: list[float] = field(default_factory=list)
    killed: int = 0
    hangs_at_the_end: bool = False

    async def ready(self, seconds: float) -> None:
        self.starts.append(seconds)

    async def filled(self, page: Response, parts: Any) -> Response:
        return await self.works.pop(0)()

    async def kill(self) -> None:
        self.killed += 1

    async def close(self) -> None:
        if self.hangs_at_the_end:
            await asyncio.sleep(60)


async def fine() -> Response:
    return FILLED


async def hang() -> Response:
    await asyncio.sleep(60)
    raise AssertionError


def browser_of(handler: Any = None, **settings: object) -> Browser:
    values = {"WARRAQ_BROWSER": "/bin/sh", "WARRAQ_BROWSER_SECONDS": 0.02, **settings}
    signals = SimpleNamespace(connect=lambda *_: None)
    crawler: Any = SimpleNamespace(settings=Settings(values), signals=signals, crawling=True)
    made = Browser(crawler)
    made._handler = handler
    return made


async def pages(made: Browser, count: int) -> list[str]:
    """What became of so many pages: their bodies, or why they were not filled."""
    said = []
    for _ in range(count):
        try:
            said.append((await made.filled(PAGE, PARTS)).body.decode())
        except RenderError as error:
            said.append(str(error))
    return said


LATE = "its scripts did not end within 0.02 s"


def test_a_page_that_hangs_costs_its_browser_and_three_end_it() -> None:
    handler = Handler([hang, fine, hang, hang, hang, fine])
    made = browser_of(handler)
    over = f"the browser hung {MAX_HANGS} times in a row"
    assert asyncio.run(pages(made, 6)) == [LATE, FILLED.body.decode(), LATE, LATE, over, over]
    assert handler.killed == 4
    assert handler.starts == [0.06] * 5, "a start may take three times as long; the last page begins none"
    assert made.broken == over


def test_one_page_at_a_time() -> None:
    now: list[int] = [0, 0]

    async def page() -> Response:
        now[0] += 1
        now[1] = max(now)
        await asyncio.sleep(0)
        now[0] -= 1
        return FILLED

    async def many() -> None:
        made = browser_of(Handler([page] * 4))
        await asyncio.gather(*(made.filled(PAGE, PARTS) for _ in range(4)))

    asyncio.run(many())
    assert now == [0, 1]


def test_a_run_that_is_told_to_stop_opens_no_more_pages() -> None:
    handler = Handler([fine])
    made = browser_of(handler)
    made._crawler.crawling = False
    assert asyncio.run(pages(made, 1)) == [ENDING]
    assert made.broken == ""
    assert handler.works


def test_without_the_extra_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def missing(name: str) -> None:
        asked.append(name)
        raise ImportError(name="playwright.async_api")

    monkeypatch.setattr(importlib, "import_module", missing)
    assert asyncio.run(pages(browser_of(), 2)) == [MISSING, MISSING]
    assert len(asked) == 1


def test_a_fault_of_our_own_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name="crawler.nothing")

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ImportError):
        asyncio.run(browser_of().filled(PAGE, PARTS))


@pytest.mark.parametrize("hangs", [True, False])
def test_the_end_of_a_run_waits_for_no_browser(monkeypatch: pytest.MonkeyPatch, hangs: bool) -> None:
    monkeypatch.setattr(browser, "CLOSING", 0.02)
    handler = Handler([], hangs_at_the_end=hangs)
    asyncio.run(browser_of(handler).close())
    assert handler.killed == 1
    asyncio.run(browser_of().close())  # it was never started


def test_a_browser_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    playwrighthandler = pytest.importorskip(
        "crawler.fetching.playwrighthandler", reason="skipped: no warraq[render]", exc_type=ImportError
    )
    ours = playwrighthandler.memory_of(os.getpgrp())
    assert 10 * 2**20 < ours < 2**40
    assert playwrighthandler.memory_of(2**22 + 1) == 0
    looked: list[int] = []
    killed: list[bool] = []

    def memory_of(group: int) -> int:
        looked.append(group)
        return [0, 499, 500][len(looked) - 1]

    async def kill() -> None:
        killed.append(True)

    monkeypatch.setattr(playwrighthandler, "memory_of", memory_of)
    monkeypatch.setattr(playwrighthandler, "MAX_MEMORY", 500)
    monkeypatch.setattr(playwrighthandler, "LOOK", 0)
    asyncio.run(playwrighthandler.PageHandler._watch(SimpleNamespace(_group=7, kill=kill)))
    assert (looked, killed) == ([7, 7, 7], [True])
