"""robots.txt after RFC 9309, once a site and day, and what it says beyond allow and disallow.

4xx means no rules; 5xx, a time-out or no connection means fetch nothing (RFC 9309 §2.3.1.3-4).
Crawl-delay and Sitemap lines go to whoever listens (the spider), for they are of use there. A spider with
a store keeps the answers, so that the runs of one day ask once.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.errors import ProxyError
from crawler.fetching.answers import header
from crawler.fetching.credentials import KEY as ACCESS
from crawler.fetching.guard import MAX_ROBOTS
from crawler.fetching.middlewares import FIRST
from crawler.fetching.outcomes import NO_CONNECTION, UNREACHABLE, describe
from crawler.fetching.robotstext import canonical, decoded, exactly

logger = logging.getLogger(__name__)

TIMEOUT = 5.0  # seconds; a site that needs longer for a text file is not well
REDIRECTS = 5  # RFC 9309 §2.3.1.2: at least five; more is a maze
PRIORITY = 1000  # before the pages that wait for it
BESIDE = "robots_beside"  # in the meta of a page that need not wait for its delay after robots.txt


@dataclass(frozen=True)
class Rules:
    """What one site's robots.txt says. `closed` is why nothing may be fetched, where that is so."""

    parser: Protego
    closed: str = ""
    body: bytes = b""
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None

    @cached_property
    def text(self) -> str:
        """As it was read."""
        return decoded(self.body)

    def refusal(self, url: str, agent: str) -> str | None:
        """Why `agent` must not fetch `url`, or None where it may."""
        if self.closed:
            return self.closed
        return None if self.parser.can_fetch(url, exactly(agent)) else "disallowed by robots.txt"

    def delay(self, agent: str) -> float | None:
        """Crawl-delay in seconds, where given."""
        value = self.parser.crawl_delay(exactly(agent))
        return float(value) if value is not None else None


@dataclass(frozen=True)
class Kept:
    """Rules of an earlier run, and whether they are still good without asking."""

    rules: Rules
    fresh: bool


def read_rules(status: int, body: bytes) -> Rules:
    """The rules that an answer with this status and body makes."""
    if status >= 500 or status == 429:
        return Rules(Protego.parse(""), closed=f"robots.txt answered {status}")
    if status >= 400:
        return Rules(Protego.parse(""), status=status)
    text = decoded(body[:MAX_ROBOTS])
    return Rules(Protego.parse(canonical(text)), body=text.encode(), status=status)


class RobotsMiddleware:
    """Asks robots.txt before every request, and refuses with IgnoreRequest."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = crawler.settings["WARRAQ_ROBOTS_AGENT"]
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt") or not request.url.startswith(("http:", "https:")):
            return
        rules = await self._of(request)
        if reason := rules.refusal(request.url, self._agent):
            raise IgnoreRequest(reason)

    async def _of(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request.meta))
        # shielded: one cancelled page must not cancel the rules that others wait for
        return await asyncio.shield(self._rules[origin])

    async def _fetch(self, origin: str, asking: dict[str, Any]) -> Rules:
        spider = self._crawler.spider
        recall: Callable[[str], Any] | None = getattr(spider, "robots_kept", None)
        kept: Kept | None = await recall(origin) if recall is not None else None
        rules = kept.rules if kept and kept.fresh else await self._ask(origin, asking, kept)
        seen: Callable[[str, Rules], Any] | None = getattr(spider, "robots_seen", None)
        if seen is not None:
            await seen(origin, rules)
        return rules

    async def _ask(self, origin: str, asking: dict[str, Any], kept: Kept | None) -> Rules:
        meta: dict[str, Any] = {
            "dont_obey_robotstxt": True,
            "dont_merge_cookies": True,
            "download_timeout": TIMEOUT,
            "redirect_ttl": REDIRECTS,
            "download_maxsize": 0,  # of any length: what is read is bounded by `FIRST`
            FIRST: MAX_ROBOTS,
        }
        for key in ("download_slot", ACCESS):
            if asking.get(key):
                meta[key] = asking[key]
        if asking.get(BESIDE):
            meta["download_slot"] = f"{origin}/robots.txt"
        known = (
            {"If-None-Match": kept.rules.etag, "If-Modified-Since": kept.rules.last_modified} if kept else {}
        )
        request = Request(
            f"{origin}/robots.txt",
            callback=NO_CALLBACK,
            headers={"Accept-Encoding": "identity"} | {name: value for name, value in known.items() if value},
            priority=PRIORITY,
            meta=meta,
            dont_filter=True,
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            return Rules(Protego.parse(""), closed=f"robots.txt: {error}")
        except Exception as error:  # any network failure
            why = describe(error, MAX_ROBOTS)[1]
            unreached = why in UNREACHABLE or isinstance(error, ProxyError)
            closed = f"{NO_CONNECTION}: {why}" if unreached else f"robots.txt cannot be had: {why}"
            logger.warning("%s: %s; nothing is fetched there", origin, closed)
            return Rules(Protego.parse(""), closed=closed)
        if response.status == 304 and kept:
            return kept.rules
        rules = read_rules(response.status, response.body)
        return replace(rules, etag=header(response, "ETag"), last_modified=header(response, "Last-Modified"))
