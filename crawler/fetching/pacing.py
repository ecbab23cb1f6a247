"""The paces of one run's sites: learned from answers, put into Scrapy's slots, kept in the store.

What to do is decided in `crawler.fetching.backoff`; this carries it out.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from scrapy.http import Response

from crawler.errors import StorageError
from crawler.fetching import backoff
from crawler.fetching.answers import header
from crawler.fetching.backoff import Pace
from crawler.fetching.frontier import PATIENCE, Frontier
from crawler.fetching.revisit import BLOCKED
from crawler.items import Outcome
from crawler.sources.file import Source
from crawler.text import span

logger = logging.getLogger(__name__)

MAX_CRAWL_DELAY = 60.0  # seconds; a site that asks for more gets this, and a line in the log


class PacedRun(Protocol):
    """What pacing needs of a run: its clock, the pace that the store keeps of a site, and its report."""

    @property
    def clock(self) -> Callable[[], datetime]: ...
    async def keep_pace(self, site: str, text: str | None) -> None: ...
    def note(self, source: str, line: str) -> None: ...


class Slot(Protocol):
    """The downloader's queue of one site."""

    delay: float


class Pacing:
    """One pace a source; `slots` are the downloader's, by site."""

    def __init__(self, run: PacedRun, frontier: Frontier) -> None:
        self._run, self._frontier = run, frontier
        self._paces: dict[str, Pace] = {}
        self.slots: Mapping[str, Slot] = {}

    def recall(self, source: Source, text: str | None) -> None:
        """What the site wanted in earlier runs, as the store kept it."""
        self._paces[source.name] = pace = backoff.load(text, source.delay)
        now = self._run.clock()
        if pace.until is not None and pace.quiet(now):
            wait = (pace.until - now).total_seconds()
            self._leave_alone(source, pace, f"left alone for {span(wait)} more, as it asked before")

    def left_alone(self, name: str) -> bool:
        """Whether the source's site has asked to wait for longer than a run does."""
        until, now = self._paces[name].until, self._run.clock()
        return self._paces[name].quiet(now) and until is not None and until - now >= PATIENCE

    def slow_down(self, source: Source, wanted: float | None) -> None:
        """robots.txt asks for this delay, in seconds."""
        pace = self._paces[source.name]
        if wanted is None or wanted <= pace.least:
            return
        if wanted > MAX_CRAWL_DELAY:
            logger.warning(
                "%s asks for a delay of %s; it gets %s", source.site, span(wanted), span(MAX_CRAWL_DELAY)
            )
        given = min(wanted, MAX_CRAWL_DELAY)
        self._set(source, backoff.at_least(pace, given))
        asked = "as robots.txt asks" if given == wanted else f"where robots.txt asks for {span(wanted)}"
        self._run.note(source.name, f"delay {span(given)} {asked}")

    async def learn(self, source: Source, response: Response, outcome: Outcome) -> None:
        """From an answer, how fast the site may be asked; the outcome waits where it was refused."""
        address, now, old = outcome.address, self._run.clock(), self._paces[source.name]
        seconds = response.meta.get("download_latency", 0.0)
        pace, reason = backoff.answered(old, response.status, seconds, header(response, "Retry-After"), now)
        self._set(source, pace)
        if reason and pace.until:
            # the first time as long as asked, then as for what is blocked: one page may be the cause
            again = BLOCKED[min(address.attempts, len(BLOCKED) - 1)] if address.attempts else pace.until - now
            outcome.next_due = max(pace.until, now + again)
            self._leave_alone(source, pace, reason)
        if reason or (backoff.dump(old) is None) != (backoff.dump(pace) is None):
            await self._keep(source, pace)

    def _set(self, source: Source, pace: Pace) -> None:
        self._paces[source.name] = pace
        if slot := self.slots.get(source.site):
            slot.delay = pace.delay

    def _leave_alone(self, source: Source, pace: Pace, reason: str) -> None:
        if pace.until is not None:
            self._frontier.hold(source.name, pace.until)
        self._run.note(source.name, reason)
        logger.warning("%s: %s", source.site, reason)

    async def _keep(self, source: Source, pace: Pace) -> None:
        try:
            await self._run.keep_pace(source.site, backoff.dump(pace))
        except StorageError as error:  # the pipelines will meet it too, and end the run
            logger.error("%s", error)
