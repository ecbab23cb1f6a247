"""Scrapy's HTTP handler with bounds on what stands before a body: header lines without an end cost nothing.

Twisted bounds a line, not their number nor their sum. A line whose name cannot be one is passed over, as
browsers do. The classes named here are Scrapy's own and private: the lock file pins the version, and the
battery of hostile answers (`bench.hostile`) fails where they have changed.
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    TunnelError,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import Request as ClientRequest
from twisted.web.http_headers import InvalidHeaderName
from twisted.web.iweb import IResponse

from crawler.errors import ProxyError, TooManyHeadersError
from crawler.fetching import guard
from crawler.fetching.credentials import KEY as ACCESS
from crawler.fetching.credentials import Access
from crawler.fetching.guard import MAX_HEADER_LINES, MAX_HEADERS
from crawler.fetching.outcomes import describe

MOST = f"{MAX_HEADERS // 1024} KiB or {MAX_HEADER_LINES} lines"


_NO_CODING = (b"identity", b"none", b"binary", b"8bit", b"7bit", b"")


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
        if name.strip().lower() == b"transfer-encoding":
            codings = [one.strip().lower() for one in value.split(b",")]
            named = [one for one in codings if one not in _NO_CODING]
            if not named:
                return  # as browsers do; RFC 2616 had "identity"
            value = b"chunked" if set(named) == {b"chunked"} else value
        try:
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]
        except InvalidHeaderName:
            return


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: ClientRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        self._parser.__class__ = Parser
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> _Protocol:
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class Handler(HTTP11DownloadHandler):
    """For http and https (setting DOWNLOAD_HANDLERS)."""

    async def download_request(self, request: Request) -> Response:
        access: Access | None = request.meta.get(ACCESS)
        if access is None:
            return await super().download_request(request)
        if access.proxied and (reason := await guard.target_refusal(*guard.endpoint_of(request.url))):
            raise IgnoreRequest(reason)
        sent = access.applied(request)
        try:
            response = await super().download_request(sent)
        except (CannotResolveHostError, DownloadConnectionRefusedError, TunnelError) as error:
            if access.proxy_endpoint is None:
                raise
            # through a proxy, nobody but the proxy was asked
            host, port = access.proxy_endpoint
            raise ProxyError(describe(error, guard.MAX_BODY)[1], proxy=f"{host}:{port}") from error
        finally:
            request.meta.setdefault("download_latency", sent.meta.get("download_latency", 0.0))
        if access.has_cookies:
            response.headers.pop("Set-Cookie", None)
        return response

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
