"""What was fetched, as WARC 1.1 files: `warraq crawl --warc DIR`.

A downloader middleware next to the downloader sees each answer as it came, before decompression and before
redirects are followed, robots.txt included. Request and response go out as a pair of records, headers as
sent and received; a body that this run has written already becomes a revisit record, and so does a 304.
Files are gzipped a record at a time, so a killed run costs at most its last one.

Chunked transfer coding is undone by the HTTP library below, which also writes header names in their
usual capitals and forgets the status line's words; these are the standard's.
"""

import asyncio
import base64
import hashlib
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Self
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.headers import Headers as HttpHeaders
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import InputError
from crawler.fetching.webarchive import KIND

logger = logging.getLogger(__name__)

MAX_FILE = 2**30  # bytes, after which a new file begins: what the WARC guidelines recommend
MAX_KNOWN = 200_000  # payloads remembered for revisit records, some 40 MB
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as they were on the wire but for the transfer coding."""

    url: str
    at: datetime
    method: str
    sent: Headers
    status: int
    received: Headers
    body: bytes
    ip: str | None = None
    kind: str | None = None  # of the address: a front is no article, whatever it looks like later


class _Block(StatusAndHeaders):  # type: ignore[misc]
    """Header lines byte for byte; warcio's own would change what is not ASCII."""

    def __init__(self, first: str, headers: Headers) -> None:
        protocol, _, rest = first.partition(" ")
        text = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
        super().__init__(rest, text, protocol=protocol)
        lines = [first.encode("latin-1"), *(name + b": " + value for name, value in headers)]
        self._bytes = b"\r\n".join(lines) + b"\r\n\r\n"

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self._bytes


class Recorder:
    """Writes exchanges into a folder. Not for two threads at once."""

    def __init__(self, folder: Path, about: dict[str, str], max_file: int = MAX_FILE) -> None:
        self._folder, self._about, self._max_file = folder, about, max_file
        self._file: BinaryIO | None = None
        self._writer: Any = None
        self._count = 0
        self._known: dict[str, tuple[str, str]] = {}  # payload digest → (URL, date) of its record
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, exchange: Exchange) -> None:
        writer = self._open(exchange.at)
        date = exchange.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        said = {"WARC-Date": date, "WARC-IP-Address": exchange.ip, KIND: exchange.kind}
        about = {name: value for name, value in said.items() if value}
        response = self._response(writer, exchange, about)
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = writer.create_warc_record(
            exchange.url,
            "request",
            http_headers=_Block(f"{exchange.method} {target} HTTP/1.1", exchange.sent),
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_request_response_pair(request, response)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _response(self, writer: WARCWriter, exchange: Exchange, about: dict[str, str]) -> Any:
        phrase = HTTPStatus(exchange.status).phrase if exchange.status in _PHRASES else ""
        head = _Block(f"HTTP/1.1 {exchange.status} {phrase}".rstrip(), exchange.received)
        digest = "sha1:" + base64.b32encode(hashlib.sha1(exchange.body).digest()).decode()
        if exchange.status == 304:
            profile = {**about, "WARC-Profile": NOT_MODIFIED}
            return writer.create_warc_record(
                exchange.url, "revisit", http_headers=head, warc_headers_dict=profile
            )
        if exchange.body and (first := self._known.get(digest)):
            return writer.create_revisit_record(
                exchange.url, digest, *first, http_headers=head, warc_headers_dict=about
            )
        if len(self._known) < MAX_KNOWN:
            self._known[digest] = exchange.url, about["WARC-Date"]
        return writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=head,
            warc_headers_dict={**about, "WARC-Payload-Digest": digest},
        )

    def _open(self, at: datetime) -> Any:
        """The writer; a new file where there is none yet or the last one is full."""
        if self._file is not None and self._file.tell() < self._max_file:
            return self._writer
        self.close()
        stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        name = f"warraq-{stamp}-{self._count:05d}-{os.getpid()}.warc.gz"
        self._count += 1
        self._file = (self._folder / name).open("xb")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        self._writer.write_record(self._writer.create_warcinfo_record(name, self._about))
        return self._writer


_PHRASES = frozenset(HTTPStatus)


class RecordMiddleware:
    """Hands every answer to a `Recorder`, in a thread of its own; there only with the setting WARRAQ_WARC."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="warc")
        self._broken = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        if not settings.get("WARRAQ_WARC"):
            raise NotConfigured
        about = {
            "software": settings["USER_AGENT"],
            "format": "WARC File Format 1.1",
            "robots": "obey",
            "operator": settings.get("WARRAQ_CONTACT", ""),
        }
        folder = Path(settings["WARRAQ_WARC"])
        try:
            recorder = Recorder(folder, about, settings.getint("WARRAQ_WARC_SIZE", MAX_FILE))
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", name=str(folder)) from error
        middleware = cls(recorder)
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        if not self._broken and response.url.startswith(("http:", "https:")):
            exchange = exchange_of(request, response, datetime.now(UTC))
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._write, exchange)
        return response

    def _write(self, exchange: Exchange) -> None:
        try:
            self._recorder.write(exchange)
        except OSError as error:
            self._broken = True
            logger.error("WARC: %s; nothing more is recorded", error.strerror or error)

    def close(self) -> None:
        self._thread.submit(self._recorder.close).result()
        self._thread.shutdown()


def exchange_of(request: Request, response: Response, at: datetime) -> Exchange:
    """From Scrapy's request as it reached the downloader, and the response as it left it."""
    url, address = urldefrag(response.url).url, request.meta.get("address")
    sent = _wire(request.headers)
    if not any(name.lower() == b"host" for name, _ in sent):
        sent.append((b"Host", urlsplit(url).netloc.rpartition("@")[2].encode("latin-1", "replace")))
    return Exchange(
        url=url,
        at=at,
        method=request.method,
        sent=sent,
        status=response.status,
        received=_wire(response.headers),
        body=response.body,
        ip=str(response.ip_address) if response.ip_address else None,
        kind=str(address.kind) if address else None,
    )


def _wire(headers: HttpHeaders) -> Headers:
    return [(name, value) for name, values in headers.items() for value in values]
