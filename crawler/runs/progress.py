"""What a run shows while it lasts: one live line on a terminal, a plain log line now and then elsewhere."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from crawler.console import Console, ConsoleHandler
from crawler.runs.report import Report
from crawler.text import counted

logger = logging.getLogger(__name__)

LIVE_EVERY = 0.25  # seconds; smooth to the eye
LOG_EVERY = 10.0  # seconds; a log wants to stay short


def line(report: Report, seconds: float) -> str:
    """Counts and rate so far, in words."""
    fetched, stored = report.total("fetched"), report.total("stored")
    listings = sum(source.listings for source in report.sources.values())
    return (
        f"{counted(fetched, 'article')} fetched ({fetched / max(seconds, 0.1):.1f}/s), {stored:,} stored, "
        f"{counted(report.total('duplicates'), 'duplicate')}, {report.total('failed'):,} failed, "
        f"{counted(listings, 'listing')}"
    )


@contextmanager
def shown(report: Report, console: Console, quiet: bool) -> Iterator[Callable[[], None]]:
    """Gives what shows the line where it is time to; to be called every `LIVE_EVERY`."""
    began = monotonic()
    if quiet:
        yield lambda: None
    elif console.is_terminal and sys.stderr.isatty():
        with console.status("starting …") as show:
            yield lambda: show(line(report, monotonic() - began))
    else:
        last = began

        def log() -> None:
            nonlocal last
            if (now := monotonic()) - last >= LOG_EVERY:
                last = now
                logger.info(line(report, now - began))

        yield log


class Progress:
    """The same beside a reactor: `start` and `stop` around a run; `quiet` shows nothing."""

    def __init__(self, report: Report, *, console: Console, quiet: bool = False) -> None:
        self._report, self._console, self._quiet = report, console, quiet
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if not self._quiet:
            self._task = asyncio.ensure_future(self._show())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _show(self) -> None:
        with shown(self._report, self._console, self._quiet) as show:
            while True:
                await asyncio.sleep(LIVE_EVERY)
                show()


def log_to(where: Console | logging.Handler, level: str) -> None:
    """Our log lines of this level and above, and of chatty libraries their warnings alone."""
    handler = handler_of(where) if isinstance(where, Console) else where
    handler.setLevel(level)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for chatty in ("scrapy", "twisted", "trafilatura", "htmldate", "alembic", "charset_normalizer"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def handler_of(console: Console) -> logging.Handler:
    """Lines that are coloured on a terminal, plain in a file."""
    handler: logging.Handler
    if console.is_terminal:
        handler = ConsoleHandler(console)
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")
        )
    return handler
