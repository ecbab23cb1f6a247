"""What a page's scripts ask for: decided here, fetched by Scrapy, scripts once a run.

A part goes through every downloader middleware like a page: guard, robots.txt, sizes, times, credentials,
WARC. Parts have a slot of the downloader beside their site's own, in which a few are asked for at once, as a
browser does; the pages themselves keep the site's delay.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetching import guard
from crawler.urls import registrable

logger = logging.getLogger(__name__)

MAX_PARTS = 150  # of one page; real ones ask for up to ninety scripts and answers
MAX_BYTES = 30 * 2**20  # of one page's parts together
CACHED = 40 * 2**20  # bytes of scripts kept for the pages to come
# What an app needs to show its text. Images, media, fonts, beacons, sockets and frames are none of it.
NEEDED = frozenset({"script", "stylesheet", "xhr", "fetch"})
KEPT = frozenset({"script", "stylesheet"})
# Of what the browser would send: what a server chooses its answer by. Cookies and its own name are not ours.
PASSED = frozenset({"accept", "accept-language", "content-type", "origin", "referer", "x-requested-with"})
SLOT = {"delay": 0.0, "concurrency": 4, "jitter": 0.0}


@dataclass(frozen=True)
class Part:
    """What a page asks for. `kind` is Playwright's resource type."""

    url: str
    kind: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


class ScriptCache:
    """Scripts and style sheets of a run: each is asked for once, the least used ones are forgotten."""

    def __init__(self, limit: int = CACHED) -> None:
        self._limit, self._size = limit, 0
        self._known: OrderedDict[str, asyncio.Task[Response | None]] = OrderedDict()

    async def get(
        self, url: str, ask: Callable[[], Coroutine[None, None, Response | None]]
    ) -> Response | None:
        """What `ask` brought the first time; pages that want it meanwhile wait for the same."""
        if url not in self._known:
            self._known[url] = task = asyncio.ensure_future(ask())
            task.add_done_callback(self._came)
        self._known.move_to_end(url)
        return await asyncio.shield(self._known[url])  # a page that is closed takes it from no other

    def _came(self, task: asyncio.Task[Response | None]) -> None:
        self._size += _size(task)
        while self._size > self._limit:
            self._size -= _size(self._known.popitem(last=False)[1])


def _size(task: asyncio.Task[Response | None]) -> int:
    """Bytes of a script that has come."""
    response = task.result() if task.done() and not task.cancelled() else None
    return len(response.body) if response is not None else 0


def slot_of(site: str) -> str:
    """The name of the downloader's slot for the parts of a site's pages."""
    return f"{site} parts"


class Parts:
    """Those of one page. `meta` is what requests of its source carry: slot, credentials, robots.txt."""

    def __init__(
        self, crawler: Crawler, page: str, meta: Mapping[str, object], user_agent: str, scripts: ScriptCache
    ) -> None:
        self._crawler, self._meta, self._scripts = crawler, dict(meta), scripts
        self._owner = registrable(urlsplit(page).hostname or "")
        self.user_agent = user_agent
        self._asked = self._bytes = 0

    async def fetched(self, part: Part) -> Response | None:
        """The answer to one; None where the page does without."""
        self._asked += 1
        if why := self._refusal(part):
            logger.debug("left out of a page: %s: %s", part.url, why)
            return None
        if part.kind in KEPT and part.method == "GET":
            response = await self._scripts.get(part.url, partial(self._ask, part))
        else:
            response = await self._ask(part)
        self._bytes += len(response.body) if response is not None else 0
        return response

    def _refusal(self, part: Part) -> str:
        """Why it is not asked for; "" where it is."""
        parts = urlsplit(part.url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https"):
            return "no web address"
        if part.kind not in NEEDED:
            return f"no {part.kind} is wanted"
        if is_advert(host):
            return "advertising"
        ours = part.kind in ("xhr", "fetch") and registrable(host) == self._owner
        if part.method != "GET" and not (part.method == "POST" and ours):  # a question to an API, in a body
            return f"{part.method} at another's site"
        if self._asked > MAX_PARTS or self._bytes > MAX_BYTES:
            return "the page has had enough"
        return ""

    async def _ask(self, part: Part) -> Response | None:
        headers = {name: value for name, value in part.headers.items() if name.lower() in PASSED}
        request = Request(
            part.url,
            callback=NO_CALLBACK,
            method=part.method,
            headers={**headers, "User-Agent": self.user_agent},
            body=part.body or b"",
            meta={**self._meta, "dont_merge_cookies": True, "download_maxsize": guard.MAX_BODY},
            dont_filter=True,
        )
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            logger.debug("left out of a page: %s: %s", part.url, error)
        except Exception as error:  # any network failure: the page is shown without it
            logger.debug("missing in a page: %s: %s", part.url, error)
        return None


def is_advert(host: str) -> bool:
    """Whether a host, or one above it, is in `adverts.txt`."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in _adverts() for start in range(len(labels) - 1))


@cache
def _adverts() -> frozenset[str]:
    text = Path(__file__).with_name("adverts.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
