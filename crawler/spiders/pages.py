"""A few addresses, fetched and extracted, nothing stored: what `warraq extract URL` runs."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import site_of
from crawler.errors import ExtractionFailedError
from crawler.fetching.answers import explain, page_of, request_of, verdict_of
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.tasks import explain_page, put_together, read_answer, read_part
from crawler.runs.workers import Workers
from crawler.spiders.following import fetched, later_pages


class PagesSpider(Spider):
    """Calls `good(article)` or `bad(url, reason)` once for each address; `show(evidence)` where wanted."""

    name = "pages"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own way

    def __init__(
        self,
        urls: Sequence[str],
        workers: Workers,
        good: Callable[[Article], None],
        bad: Callable[[str, str], None],
        show: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.urls, self.workers, self.good, self.bad, self.show = urls, workers, good, bad, show

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            meta = {"download_slot": site_of(url), "asked": url, "dont_merge_cookies": True}
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
            self.good(await self._whole(found, page))
            if self.show is not None:
                self.show(await self.workers.do(page, explain_page))
        except ExtractionFailedError as error:
            self.bad(asked, str(error))

    async def _whole(self, first: Article, page: Page) -> Article:
        """The article with the text of the pages that follow."""

        async def ask(url: str) -> Article | None:
            meta = {"download_slot": site_of(page.url), "dont_merge_cookies": True}
            response = await fetched(self.crawler, Request(url, dont_filter=True, meta=meta))
            if isinstance(response, tuple):
                self.logger.error("%s: %s", url, response[1])
                return None
            found = await self.workers.do(page_of(response, datetime.now(UTC)), read_part)
            return found if isinstance(found, Article) else None

        parts = await later_pages(first, ask)
        return await self.workers.do(page, partial(put_together, parts=parts)) if parts else first

    async def failed(self, failure: Failure) -> None:
        self.bad(request_of(failure).meta["asked"], explain(failure)[1])
