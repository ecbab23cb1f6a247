"""Scrapy's HTTP handler with bounds on what stands before a body: header lines without an end cost nothing.

Twisted bounds a line, not their number nor their sum. A line whose name cannot be one is passed over, as
browsers do. The classes named here are Scrapy's own and private: the lock file pins the version, and the
battery of hostile answers (`bench.hostile`) fails where they have changed.
"""

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web.http_headers import InvalidHeaderName

from crawler.errors import TooManyHeadersError
from crawler.fetching.guard import MAX_HEADER_LINES, MAX_HEADERS

MOST = f"{MAX_HEADERS // 1024} KiB or {MAX_HEADER_LINES} lines"


class Parser(_LenientHTTPClientParser):
    """Counts what comes before the body. Twisted makes its own parsers, which become these: no `__init__`."""

    lines = 0
    read = 0

    def lineReceived(self, line: bytes) -> None:
        self.lines += 1
        self.read += len(line) + 1
        if self.lines > MAX_HEADER_LINES or self.read > MAX_HEADERS:
            raise self._too_many(f"a header of more than {MOST}: {self.read} bytes, {self.lines} lines")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        raise self._too_many(f"a header line of more than {self.MAX_LENGTH} bytes")

    def _too_many(self, message: str) -> TooManyHeadersError:
        return TooManyHeadersError(message, bytes=self.read, lines=self.lines)

    def headerReceived(self, name: bytes, value: bytes) -> None:
        try:
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]
        except InvalidHeaderName:
            return


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        self._parser.__class__ = Parser
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: Any) -> _Protocol:
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class Handler(HTTP11DownloadHandler):
    """For http and https (setting DOWNLOAD_HANDLERS)."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
