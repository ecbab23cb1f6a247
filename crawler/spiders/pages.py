"""A few addresses, fetched and extracted, nothing stored: what `warraq extract URL` runs."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import site_of
from crawler.errors import ExtractionFailedError
from crawler.fetching.answers import explain, page_of, request_of, verdict_of
from crawler.fetching.credentials import KEY as ACCESS
from crawler.fetching.credentials import Access
from crawler.fetching.pageparts import slot_of
from crawler.fetching.robots import BESIDE
from crawler.items import Address, AddressKind, Article, Item, Outcome, Status
from crawler.pages.page import Page
from crawler.runs.tasks import Verdict, explain_page, put_together, read_answer, read_part
from crawler.runs.workers import Workers
from crawler.sources.file import Source, source_of
from crawler.spiders.filling import Filling
from crawler.spiders.following import fetched, later_pages


class Unkept:
    """What filling pages needs of a run, where there is no store: what is learned of a site is not kept."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._known: dict[str, str] = {}
        self._note = note

    def clock(self) -> datetime:
        return datetime.now(UTC)

    async def scripting(self, site: str) -> str | None:
        return self._known.get(site)

    async def keep_scripting(self, site: str, text: str) -> None:
        self._known[site] = text

    def note(self, source: str, line: str) -> None:
        self._note(f"{source}: {line}")


class PagesSpider(Spider):
    """Calls `good(article)` or `bad(url, reason)` once for each address; `show(evidence)` where wanted.

    `render` says of all of them what it says of a source: whether a browser fills what needs scripts.
    `access` holds the identity with which requests are signed, where a site asks for that.
    """

    name = "pages"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own way

    def __init__(
        self,
        urls: Sequence[str],
        workers: Workers,
        good: Callable[[Article], None],
        bad: Callable[[str, str], None],
        show: Callable[[str], None] | None = None,
        render: str = "never",
        access: Access | None = None,
    ) -> None:
        super().__init__()
        self.render = render
        self._meta: dict[str, Any] = {"dont_merge_cookies": True} | ({ACCESS: access} if access else {})
        self.filling = Filling(Unkept(self.logger.error), self._parts)
        self.urls, self.workers, self.good, self.bad, self.show = urls, workers, good, bad, show

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PagesSpider":  # as Spider has it
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.filling.open(crawler)
        return spider

    def _parts(self, source: Source) -> tuple[dict[str, Any], str]:
        """The meta and the User-Agent of requests for what a page asks for in a browser."""
        return {**self._meta, "download_slot": slot_of(source.site)}, self.settings["USER_AGENT"]

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            meta = {**self._meta, "download_slot": site_of(url), "asked": url, BESIDE: True}
            yield Request(url, callback=self.read, errback=self.failed, dont_filter=True, meta=meta)

    async def read(self, response: Response) -> None:
        asked = response.meta["asked"]
        if verdict := verdict_of(response, asked):
            self.bad(asked, verdict[1])
            return
        page = page_of(response, datetime.now(UTC))
        try:
            found = await self.workers.do(page, read_answer)
            if not isinstance(found, Article):
                self.bad(asked, found[1])
                return
            page, found = await self._filled(found, page, response, read_answer)
            self.good(await self._whole(found, page))
            if self.show is not None:
                self.show(await self.workers.do(page, explain_page))
        except ExtractionFailedError as error:
            self.bad(asked, str(error))

    async def _filled(
        self, plain: Article, page: Page, response: Response, work: Callable[[Page], Article | Verdict]
    ) -> tuple[Page, Article]:
        """The page and its article as a browser fills it, where that is wanted and helps."""
        source = msgspec.structs.replace(source_of(page.url), render=self.render)
        if not await self.filling.wanted(source, plain.scripts):
            return page, plain
        address = Address(page.url, source.name, source.site, AddressKind.ARTICLE)
        plain.outcome = Outcome(address, Status.ARTICLE)

        async def again(filled: Page) -> Item:
            found = await self.workers.do(filled, work)
            return found if isinstance(found, Article) else Outcome(address, *found)

        whole, item = await self.filling.article(plain, page, response, source, again)
        return (whole, item) if isinstance(item, Article) else (page, plain)

    async def _whole(self, first: Article, page: Page) -> Article:
        """The article with the text of the pages that follow."""

        async def ask(url: str) -> Article | None:
            meta = {**self._meta, "download_slot": site_of(page.url)}
            response = await fetched(self.crawler, Request(url, dont_filter=True, meta=meta))
            if isinstance(response, tuple):
                self.logger.error("%s: %s", url, response[1])
                return None
            later = page_of(response, datetime.now(UTC))
            found = await self.workers.do(later, read_part)
            if not isinstance(found, Article):
                return None
            return (await self._filled(found, later, response, read_part))[1]

        parts = await later_pages(first, ask)
        return await self.workers.do(page, partial(put_together, parts=parts)) if parts else first

    async def failed(self, failure: Failure) -> None:
        self.bad(request_of(failure).meta["asked"], explain(failure)[1])
