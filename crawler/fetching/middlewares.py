"""Downloader middlewares of the guard: addresses that are sane, bodies decoded within their limit."""

import asyncio
import logging
import re
from typing import Self
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError, StopDownload
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.fetching import guard
from crawler.fetching.compression import ACCEPTED, undo

logger = logging.getLogger(__name__)


LARGE = 64 * 1024  # bytes: more may take longer to decode than the other sites should wait
MAX_COOKIES = 20  # of an answer; real ones have up to ten
_USER = re.compile(rb"^((?:https?:)?//)[^/?#]*@", re.IGNORECASE)
_GIVEN = "warraq_given_cookies"  # in a request's meta: origin → name → value
FIRST = "warraq_first_bytes"  # in a request's meta: how many bytes of the answer are wanted


class UrlLengthMiddleware:
    """Scrapy bounds the addresses that a spider yields; this one those of redirects too."""

    def process_request(self, request: Request) -> None:
        if len(request.url) > guard.MAX_URL:
            raise IgnoreRequest(
                f"an address too long, of {len(request.url)} bytes; {guard.MAX_URL} are the most"
            )


class LocationMiddleware:
    """Where a redirect leads: without user and password, as `canonicalize` has every address; and a 300 that
    names the server's own choice is followed (RFC 9110 §15.4.1), which Scrapy does not.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        location = response.headers.get("Location") or b""
        if b"@" in location:
            response.headers["Location"] = _USER.sub(rb"\1", location.strip())
        return response.replace(status=302) if response.status == 300 and location.strip() else response


class CookieWallMiddleware:
    """Brings back, on the way of one request through its redirects, the cookies that these give out: some
    sites let nobody in who does not, and redirect in a circle. They go to the host that gave them alone.

    For requests whose cookies Scrapy does not keep ("dont_merge_cookies").
    """

    def process_request(self, request: Request) -> None:
        given = request.meta.get(_GIVEN, {}).get(_origin(request.url))
        if given:
            request.headers["Cookie"] = b"; ".join(name + b"=" + value for name, value in given.items())

    def process_response(self, request: Request, response: Response) -> Response:
        if 300 <= response.status < 400 and request.meta.get("dont_merge_cookies"):
            pairs = [one.partition(b";")[0].partition(b"=") for one in response.headers.getlist("Set-Cookie")]
            found = {name.strip(): value.strip() for name, _, value in pairs[:MAX_COOKIES] if name.strip()}
            if found:
                before = request.meta.get(_GIVEN, {})
                origin = _origin(request.url)
                request.meta[_GIVEN] = {**before, origin: {**before.get(origin, {}), **found}}
        return response


def _origin(url: str) -> tuple[str, str]:
    """Scheme and host: what is given over TLS is not sent without."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


class DecodeMiddleware:
    """Content-Encoding undone: never more than `download_maxsize`, and half an answer is none.

    In place of Scrapy's own, which takes what it has of a body that is cut off, and fails on a body that
    is not encoded as its header says.
    """

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    async def process_response(self, request: Request, response: Response) -> Response:
        if len(response.body) > LARGE:
            return await asyncio.to_thread(self.decoded, request, response)
        return self.decoded(request, response)

    def decoded(self, request: Request, response: Response) -> Response:
        """The response without its codings; IgnoreRequest where it is too large, or cut off."""
        codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not codings or not response.body:
            return response
        if first := request.meta.get(FIRST):
            return _decoded(response, undo(response.body, codings, first).body)
        limit = request.meta.get("download_maxsize", guard.MAX_BODY)
        decoded = undo(response.body, codings, limit + 1)
        if len(decoded.body) > limit:
            raise IgnoreRequest(f"larger than {limit / 2**20:.0f} MiB, decoded")
        if decoded.cut:
            raise ResponseDataLossError("the coded body ends too early")
        return _decoded(response, decoded.body)


def _decoded(response: Response, body: bytes) -> Response:
    kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
    changed = response.replace(cls=kind, body=body)
    del changed.headers["Content-Encoding"]
    return changed


class FirstBytes:
    """Stops a download when as many bytes are there as its request's meta names: they are the answer."""

    def __init__(self) -> None:
        self._read: WeakKeyDictionary[Request, int] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        one = cls()
        crawler.signals.connect(one.received, signals.bytes_received)
        return one

    def received(self, data: bytes, request: Request) -> None:
        if wanted := request.meta.get(FIRST):
            self._read[request] = self._read.get(request, 0) + len(data)
            if self._read[request] >= wanted:
                raise StopDownload(fail=False)
