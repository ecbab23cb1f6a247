"""Progress of a run: one live line on a terminal, a plain log line now and then elsewhere."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable
from time import monotonic

from rich.console import Console
from rich.status import Status as Spinner

from crawler.runs.report import Report

logger = logging.getLogger(__name__)

LIVE_EVERY = 0.25  # seconds; smooth to the eye
LOG_EVERY = 10.0  # seconds; a log wants to stay short


def line(report: Report, seconds: float) -> str:
    """Counts and rate so far, in words."""
    fetched, stored = report.total("fetched"), report.total("stored")
    listings = sum(source.listings for source in report.sources.values())
    return (
        f"{fetched} articles fetched ({fetched / max(seconds, 0.1):.1f}/s), {stored} stored, "
        f"{report.total('duplicates')} duplicates, {report.total('failed')} failed, {listings} listings"
    )


class Progress:
    """`start` and `stop` around a run; `quiet` shows nothing."""

    def __init__(self, report: Report, *, console: Console, quiet: bool = False) -> None:
        self._report, self._console, self._quiet = report, console, quiet
        self._began = monotonic()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if not self._quiet:
            live = self._console.is_terminal and sys.stderr.isatty()
            self._task = asyncio.ensure_future(self._live() if live else self._log())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _live(self) -> None:
        with Spinner("starting …", console=self._console) as spinner:
            await self._repeat(LIVE_EVERY, spinner.update)

    async def _log(self) -> None:
        await self._repeat(LOG_EVERY, logger.info)

    async def _repeat(self, seconds: float, show: Callable[[str], None]) -> None:
        while True:
            await asyncio.sleep(seconds)
            show(line(self._report, monotonic() - self._began))
