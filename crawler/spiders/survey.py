"""A site's listings, looked at once and nothing stored: what `warraq sources find` runs."""

from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import guesses, read_listing, sitemaps_in
from crawler.fetching.answers import explain, header, request_of
from crawler.fetching.outcomes import judge
from crawler.fetching.robots import Rules
from crawler.items import AddressKind, Link
from crawler.runs.find import KEYS, Found

MAX_TRIED = 12  # listings fetched to see whether they are alive


class FindSpider(Spider):
    """Reads the home page and robots.txt, then each listing that they name or that sites usually have."""

    name = "find"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own way

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found = found
        self.tried: set[str] = set()
        self.named: list[Link] = []

    async def start(self) -> AsyncIterator[Request]:
        home = Link(self.found.source.url, AddressKind.FRONT, "source")
        yield self._request(home)

    def _request(self, link: Link) -> Request:
        self.tried.add(link.url)
        meta = {"link": link, "download_slot": self.found.source.site}
        meta["dont_merge_cookies"] = link.kind is not AddressKind.FRONT
        return Request(link.url, callback=self.read, errback=self.failed, meta=meta, dont_filter=True)

    async def robots_seen(self, origin: str, rules: Rules) -> None:
        self.named += sitemaps_in(rules.body, f"{origin}/robots.txt").links

    async def read(self, response: Response) -> AsyncIterator[Request]:
        link: Link = response.meta["link"]
        if verdict := judge(response.status, len(response.body), asked=link.url, final=link.url):
            self._note(link, 0, verdict[1])
            return
        listing = read_listing(response.body, response.url, header(response, "Content-Type") or "", link.kind)
        articles = sum(found.kind in (AddressKind.ARTICLE, AddressKind.SITEMAP) for found in listing.links)
        self._note(link, articles, "; ".join(listing.problems[:1]))
        if link.url == self.found.source.url:
            self.named += [found for found in listing.links if found.kind in KEYS]
            kinds = {found.kind for found in self.named}
            self.named += [
                guess for guess in guesses(link.url) if guess.kind in KEYS and guess.kind not in kinds
            ]
            for found in self.named:
                if found.url not in self.tried and len(self.tried) < MAX_TRIED:
                    yield self._request(found)

    async def failed(self, failure: Failure) -> None:
        reason = explain(failure)[1]
        link: Link = request_of(failure).meta["link"]
        self._note(link, 0, reason)
        if link.url == self.found.source.url:
            self.found.problem = f"{link.url}: {reason}"

    def _note(self, link: Link, count: int, why: str) -> None:
        # a guess that is not there is no news
        if count or link.found_in != "source" or link.url == self.found.source.url:
            self.found.listings.append((link, count, why))
