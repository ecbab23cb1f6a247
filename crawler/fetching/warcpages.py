"""The pages of one WARC file."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from crawler.fetching.compression import decode
from crawler.fetching.guard import MAX_BODY
from crawler.fetching.located import Bad, Located
from crawler.items import AddressKind
from crawler.pages.page import Page
from crawler.pages.sniff import sniff

_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"])
KIND = "Warraq-Kind"  # a field of our own, which others ignore: what the address is in the frontier
MAX_BODIES = 200_000  # payloads remembered for revisit records, some 30 MB
STEP = 64 * 1024


class WarcReader:
    """The pages of one file, after the record that begins at `done`; a broken tail costs the tail.

    A web archive holds a whole crawl: what is no page (DNS records, robots.txt, images, redirects on
    their way) is passed over. A revisit record for another address is that address with the body that it
    refers to, where this file holds it; for the same address it is nothing new.
    """

    def __init__(self, path: Path, done: int | None) -> None:
        self._path, self._done = path, done
        self._bodies: dict[str, int] = {}  # payload digest → where in the file
        self._skipped = done  # how much of the file's front is not in `_bodies`

    def pages(self) -> Iterator[Located]:
        try:
            records = _records(self._path, self._done or 0)
            if self._done is not None:
                next(records, None)  # the last one that was done
            for record, offset in records:
                if (page := self._page(record, offset)) is not None:
                    yield Located(page, self._path, offset())
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            yield Located(Bad(str(self._path), f"broken WARC: {str(error).strip() or type(error).__name__}"))

    def _page(self, record: ArcWarcRecord, offset: Callable[[], int]) -> Page | Bad | None:
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        if record.rec_type in ("response", "resource"):
            page = _page_of(record)
            if digest and len(self._bodies) < MAX_BODIES:
                self._bodies[digest] = offset()
            return page
        if record.rec_type == "revisit" and digest and _of_another(record):
            return self._revisited(record, digest)
        return None

    def _revisited(self, record: ArcWarcRecord, digest: str) -> Page | Bad | None:
        """The address of a revisit record with the body of the record that has this digest."""
        if digest not in self._bodies and self._skipped is not None:
            self._bodies = _bodies(self._path, self._skipped) | self._bodies
            self._skipped = None
        if digest not in self._bodies:
            return None
        first, _ = next(_records(self._path, self._bodies[digest]), (None, None))
        page = _page_of(first) if first is not None else None
        return _page_of(record, page.body) if isinstance(page, Page) else None


def _records(path: Path, start: int) -> Iterator[tuple[ArcWarcRecord, Callable[[], int]]]:
    """The records from a byte of the file on, and where each begins: asking that reads it to its end."""
    with path.open("rb") as stream:
        stream.seek(start)
        records = ArchiveIterator(stream)
        for record in records:
            yield record, records.get_record_offset


def _bodies(path: Path, last: int) -> dict[str, int]:
    """Where the payloads of a file's front are, up to the record at `last`: for those that refer to them."""
    found: dict[str, int] = {}
    for record, offset in _records(path, 0):
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        if digest and record.rec_type in ("response", "resource") and len(found) < MAX_BODIES:
            found[digest] = offset()
        if offset() >= last:
            break
    return found


def _is_page(url: str, record: ArcWarcRecord) -> bool:
    """Collections name pages as they like; what came with HTTP headers is one, but for robots.txt."""
    if url.startswith(("http:", "https:")):
        return urlsplit(url).path != "/robots.txt"
    kind = record.rec_headers.get_header("Content-Type") or ""
    if not url or not kind.startswith("application/http"):
        return False
    if record.http_headers is None:  # warcio reads them for http addresses only
        record.http_headers = _HTTP.parse(record.raw_stream)
    return True


def _page_of(record: ArcWarcRecord, body: bytes | None = None) -> Page | Bad | None:
    """The page of a record, with the `body` given or its own; None where it is none."""
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not _is_page(url, record):
        return None
    if record.rec_headers.get_header(KIND) not in (None, AddressKind.ARTICLE):
        return None  # a front of our own run
    http = record.http_headers
    headers = {name.lower(): value for name, value in http.headers} if http else {}
    if "content-type" not in headers and record.rec_type == "resource":
        headers["content-type"] = record.content_type or ""
    status = _status(http)
    if status < 200 or 300 <= status < 400:
        return None
    try:
        body = _body(record, headers.get("content-encoding", "")) if body is None else body
    except (OSError, EOFError, ValueError) as error:
        return Bad(url, f"body cannot be read: {error}")
    if body and sniff(body, headers.get("content-type", ""), url) != "html":
        return None
    return Page(url=url, body=body, fetched_at=_time(record), headers=headers, status=status)


def _status(http: StatusAndHeaders | None) -> int:
    try:
        return int(http.get_statuscode()) if http else 200
    except ValueError:
        return 200


def _body(record: ArcWarcRecord, codings: str) -> bytes:
    """Without transfer and content coding. Some archives keep the headers of what they have undone."""
    raw = record.raw_stream
    http = record.http_headers
    if http and (http.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        raw = ChunkedDataReader(raw)
    body = bytearray()
    while len(body) < MAX_BODY and (piece := raw.read(min(STEP, MAX_BODY - len(body)))):
        body += piece
    return decode(bytes(body), codings, MAX_BODY)


def _of_another(record: ArcWarcRecord) -> bool:
    headers = record.rec_headers
    first = headers.get_header("WARC-Refers-To-Target-URI")
    return first is not None and first != headers.get_header("WARC-Target-URI")


def _time(record: ArcWarcRecord) -> datetime:
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
