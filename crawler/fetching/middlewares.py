"""Downloader middlewares of the guard: addresses of a sane length, bodies decoded within their limit."""

import logging
from typing import Any

from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.responsetypes import responsetypes

from crawler.fetching import guard
from crawler.fetching.compression import ACCEPTED, undo

logger = logging.getLogger(__name__)


class UrlLengthMiddleware:
    """Scrapy bounds the addresses that a spider yields; this one those of redirects too."""

    def process_request(self, request: Any) -> None:
        if len(request.url) > guard.MAX_URL:
            raise IgnoreRequest(
                f"an address too long, of {len(request.url)} bytes; {guard.MAX_URL} are the most"
            )


class DecodeMiddleware:
    """Content-Encoding undone: never more than `download_maxsize`, and half an answer is none.

    In place of Scrapy's own, which takes what it has of a body that is cut off, and fails on a body that
    is not encoded as its header says.
    """

    def process_request(self, request: Any) -> None:
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Any, response: Any) -> Any:
        codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not codings or not response.body:
            return response
        limit = request.meta.get("download_maxsize", guard.MAX_BODY)
        decoded = undo(response.body, codings, limit + 1)
        if len(decoded.body) > limit:
            raise IgnoreRequest(f"larger than {limit / 2**20:.0f} MiB, decoded")
        if decoded.cut:
            raise ResponseDataLossError("the coded body ends too early")
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=decoded.body)
        changed = response.replace(cls=kind, body=decoded.body)
        del changed.headers["Content-Encoding"]
        return changed
