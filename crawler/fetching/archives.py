"""Saved pages → `Page`s: WARC files (.warc, .warc.gz), folders of HTML files, single files.

What cannot be read is yielded as a `Bad` with its reason, and reading goes on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser

from crawler.errors import InputError
from crawler.fetching.compression import decode
from crawler.fetching.guard import MAX_BODY
from crawler.fetching.warc import KIND
from crawler.items import AddressKind
from crawler.pages.page import Page
from crawler.pages.sniff import sniff

_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"])
HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
WARC_NAMES = (".warc", ".warc.gz")
MAX_BODIES = 200_000  # places remembered for revisit records, some 30 MB
STEP = 64 * 1024

_OWN_URL = (
    re.compile(rb"""<link\b[^>]*\brel=["']?canonical["']?[^>]*\bhref=["']?(https?://[^"'\s>]+)""", re.I),
    re.compile(rb"""<link\b[^>]*\bhref=["']?(https?://[^"'\s>]+)["']?[^>]*\brel=["']?canonical""", re.I),
    re.compile(rb"""<meta\b[^>]*\bproperty=["']?og:url["']?[^>]*\bcontent=["']?(https?://[^"'\s>]+)""", re.I),
)


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is no page: where it is, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A page, and where it is: the WARC file and the byte at which its record begins."""

    found: Page | Bad
    file: Path | None = None
    offset: int = 0


Begin = Callable[[Path], int | None]


def read_saved(path: Path) -> Iterator[Page | Bad]:
    """Every page under `path`, in the order of the file or of the names."""
    for place in read_places(path, lambda file: None):
        yield place.found


def read_places(path: Path, begin: Begin) -> Iterator[Place]:
    """The same with their places. `begin` says of a WARC file which record was the last one done, if any."""
    if path.is_dir():
        names = sorted(
            p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith((*HTML_NAMES, *WARC_NAMES))
        )
        if not names:
            raise InputError("holds no .html and no .warc file", name=str(path))
        for name in names:
            yield from _read_file(name, begin)
    elif path.is_file():
        yield from _read_file(path, begin)
    else:
        raise InputError("no such file or folder", name=str(path))


def _read_file(path: Path, begin: Begin) -> Iterator[Place]:
    if path.name.lower().endswith(WARC_NAMES):
        yield from _read_warc(path, begin(path))
        return
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BODY)
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        yield Place(Bad(str(path), f"cannot be read: {error.strerror or error}"))
        return
    yield Place(Page(url=own_url(body) or path.resolve().as_uri(), body=body, fetched_at=fetched))


def own_url(body: bytes) -> str | None:
    """The address that a page without one gives itself: rel=canonical, else og:url."""
    head = body[:200_000]
    match = next((found for pattern in _OWN_URL if (found := pattern.search(head))), None)
    return match[1].decode("utf-8", "replace") if match else None


def _read_warc(path: Path, done: int | None) -> Iterator[Place]:
    """The pages of one file, after the record that begins at `done`; a broken tail costs the tail.

    A web archive holds a whole crawl: what is no page (DNS records, robots.txt, images, redirects on
    their way) is passed over. A revisit record for another address is that address with the body that it
    refers to, where this file holds it; for the same address it is nothing new.
    """
    bodies: dict[str, int] = {}  # payload digest → where in the file
    before = done  # how much of the file's front is not in `bodies`
    try:
        records = _records(path, done or 0)
        if done is not None:
            next(records, None)  # the last one that was done
        for record, offset in records:
            digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
            page: Page | Bad | None = None
            if record.rec_type in ("response", "resource"):
                page = _page_of(record)
                if digest and len(bodies) < MAX_BODIES:
                    bodies[digest] = offset()
            elif record.rec_type == "revisit" and digest and _of_another(record):
                if digest not in bodies and before is not None:
                    bodies, before = _bodies(path, before) | bodies, None
                page = _revisited(record, path, bodies[digest]) if digest in bodies else None
            if page is not None:
                yield Place(page, path, offset())
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        yield Place(Bad(str(path), f"broken WARC: {str(error).strip() or type(error).__name__}"))


def _records(path: Path, start: int) -> Iterator[tuple[Any, Callable[[], int]]]:
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


def _is_page(url: str, record: Any) -> bool:
    """Collections name pages as they like; what came with HTTP headers is one, but for robots.txt."""
    if url.startswith(("http:", "https:")):
        return urlsplit(url).path != "/robots.txt"
    kind = record.rec_headers.get_header("Content-Type") or ""
    if not url or not kind.startswith("application/http"):
        return False
    if record.http_headers is None:  # warcio reads them for http addresses only
        record.http_headers = _HTTP.parse(record.raw_stream)
    return True


def _page_of(record: Any, body: bytes | None = None) -> Page | Bad | None:
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


def _status(http: Any) -> int:
    try:
        return int(http.get_statuscode()) if http else 200
    except ValueError:
        return 200


def _body(record: Any, codings: str) -> bytes:
    """Without transfer and content coding. Some archives keep the headers of what they have undone."""
    raw = record.raw_stream
    http = record.http_headers
    if http and (http.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        raw = ChunkedDataReader(raw)
    body = bytearray()
    while len(body) < MAX_BODY and (piece := raw.read(min(STEP, MAX_BODY - len(body)))):
        body += piece
    return decode(bytes(body), codings, MAX_BODY)


def _of_another(record: Any) -> bool:
    headers = record.rec_headers
    first = headers.get_header("WARC-Refers-To-Target-URI")
    return first is not None and first != headers.get_header("WARC-Target-URI")


def _revisited(record: Any, path: Path, place: int) -> Page | Bad | None:
    """The address of a revisit record with the body of the record at `place`."""
    first, _ = next(_records(path, place), (None, None))
    page = _page_of(first) if first is not None else None
    return _page_of(record, page.body) if isinstance(page, Page) else None


def _time(record: Any) -> datetime:
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
