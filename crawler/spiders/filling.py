"""The pages of a run that a browser fills: which, with what, and what that taught of their site."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.errors import RenderError, StorageError
from crawler.fetching import scripting
from crawler.fetching.answers import headers_of
from crawler.fetching.browser import ENDING, Browser
from crawler.fetching.pageparts import Parts, ScriptCache
from crawler.fetching.scripted import is_without_text
from crawler.fetching.scripting import Scripting
from crawler.items import Article, Item, Outcome, Status
from crawler.pages.page import Page
from crawler.runs.listingwork import Read
from crawler.sources.file import Source

logger = logging.getLogger(__name__)

UNFILLED = timedelta(days=1)  # until a page is asked for again that a browser should have filled


class FillingRun(Protocol):
    """What filling needs of a run: its clock, what the store keeps of a site, and the report."""

    @property
    def clock(self) -> Callable[[], datetime]: ...
    async def scripting(self, site: str) -> str | None: ...
    async def keep_scripting(self, site: str, text: str) -> None: ...
    def note(self, source: str, line: str) -> None: ...


class Filling:
    """One browser for all of a run's sources, one memory a site.

    `parts` gives, for a source, the meta and the User-Agent of what is asked for by its pages.
    """

    def __init__(self, run: FillingRun, parts: Callable[[Source], tuple[dict[str, Any], str]]) -> None:
        self._run, self._parts = run, parts
        self._known: dict[str, Scripting] = {}
        self._scripts = ScriptCache()
        self._said: set[tuple[str, str]] = set()

    def open(self, crawler: Crawler) -> None:
        self._crawler, self._browser = crawler, Browser(crawler)

    async def wanted(self, source: Source, why: str) -> bool:
        """Whether a browser is tried; `why` is how the page says that it needs scripts, "" if not at all."""
        if source.render == "never":
            return False
        if source.render == "always":
            return True
        return bool(why) and not (await self._of(source.site)).hopeless(self._run.clock())

    async def article(
        self,
        plain: Article,
        page: Page,
        response: Response,
        source: Source,
        read: Callable[[Page], Awaitable[Item]],
    ) -> tuple[Page, Item]:
        """The page as a browser fills it, and what `read` makes of it; the plain one if that has no text."""
        filled, outcome = await self._filled(response, source), plain.outcome
        if outcome is None:
            return page, plain
        if filled is None and is_without_text(plain):
            outcome.next_due = self._run.clock() + UNFILLED  # not as long as for what has no text at all
        if filled is None:
            return page, plain
        whole = replace(page, body=filled.body, headers=headers_of(filled))
        item = await read(whole)
        same = isinstance(item, Outcome) and item.status is Status.UNCHANGED
        helped = same or (isinstance(item, Article) and not is_without_text(item))
        await self._learn(source, helped)
        found = item.outcome if isinstance(item, Article) else item
        for one in filter(None, (outcome, found)):
            one.etag = one.last_modified = None  # they are those of the page without its scripts' work
        return (whole, item) if helped else (page, plain)

    async def front(
        self,
        plain: Read,
        response: Response,
        outcome: Outcome,
        source: Source,
        read: Callable[[Response], Awaitable[Read | None]],
    ) -> Read:
        """The same of a front, whose links are wanted."""
        if (filled := await self._filled(response, source)) is None:
            return plain
        found = await read(filled)
        outcome.etag = outcome.last_modified = None
        await self._learn(source, helped := found is not None and bool(found.links))
        return found if found is not None and helped else plain

    async def _filled(self, page: Response, source: Source) -> Response | None:
        """The page as its scripts leave it; None where that does not work, which is said once."""
        meta, user_agent = self._parts(source)
        parts = Parts(self._crawler, page.url, meta, user_agent, self._scripts)
        try:
            return await self._browser.filled(page, parts)
        except RenderError as error:
            if str(error) != ENDING:
                self._say(
                    source, f"{'no browser' if self._browser.broken else 'a page was not filled'}: {error}"
                )
            return None

    async def _learn(self, source: Source, helped: bool) -> None:
        """After a page was read as a browser filled it."""
        if source.render != "auto":
            return
        now, before = self._run.clock(), await self._of(source.site)
        self._known[source.site] = after = scripting.learned(before, helped, now)
        if after.hopeless(now) and not before.hopeless(now):
            self._say(
                source, f"a browser found no text on {scripting.TRIES} pages: not tried again for a month"
            )
        if (before.helped, before.failed) == (after.helped, after.failed):
            return
        try:
            await self._run.keep_scripting(source.site, scripting.dump(after))
        except StorageError as error:  # the pipelines will meet it too, and end the run
            logger.error("%s", error)

    async def _of(self, site: str) -> Scripting:
        if site not in self._known:
            try:
                self._known[site] = scripting.load(await self._run.scripting(site))
            except StorageError as error:
                logger.error("%s", error)
                return Scripting()
        return self._known[site]

    def _say(self, source: Source, line: str) -> None:
        if (source.name, line) not in self._said:
            self._said.add((source.name, line))
            self._run.note(source.name, line)
            logger.warning("%s: %s", source.name, line)
