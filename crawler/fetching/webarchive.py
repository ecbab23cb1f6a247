"""WARC and ARC files → pages, in the dialects that tools write; what is broken costs itself and is named.

A record that cannot be read is named with its byte, and reading goes on at the next line, or gzip member,
that begins a record. Files that are compressed as a whole (one gzip member for all, zstd with or without a
dictionary, bzip2) are unpacked into a temporary file first, for offsets have to mean something.
"""

import bz2
import gzip
import io
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from crawler.fetching.compression import MAX_BODY, decode
from crawler.fetching.located import Bad, Located, Remote, is_archive
from crawler.items import AddressKind
from crawler.pages.page import Page
from crawler.pages.sniff import sniff
from crawler.zstandards import zstd

KIND = "Warraq-Kind"  # a field of our own, which others ignore: what the address is in the frontier
MAX_BODIES = 200_000  # payloads remembered for revisit records, some 30 MB
MAX_HEAD = 64 * 1024  # bytes of HTTP header before a body
MAX_FAULTS = 1_000  # broken places of one file that are named; what is broken so often is something else
STEP = 64 * 1024

_HTTP = StatusAndHeadersParser(["HTTP/"], verify=False)
_BEGIN = re.compile(rb"(?:^|\n)(?=WARC/[01]\.\d+\r?\n[A-Za-z-]+:)")
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # a skippable frame in front of all others (WARC zstd compression §3)
_ZSTD = b"\x28\xb5\x2f\xfd"
_ARC_TIME = re.compile(r"\d{14}")


class _Iterator(ArchiveIterator):  # type: ignore[misc]
    """warcio's, but what is wrong is not printed, and a record may begin right behind another."""

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        """The line after the blank ones and the bytes of these. Where the first is not blank, a record is
        longer than it says."""
        size = 0
        while line := self.reader.readline():
            if line.strip() and (size or line.startswith(b"WARC/")):
                return line, size
            self.err_count += bool(line.strip())
            size += len(line)
        return None, size


class WarcReader:
    """The pages of one file, after the record that begins at `done`.

    A web archive holds a whole crawl: what is no page (DNS records, robots.txt, images, redirects on
    their way) is passed over. A revisit record for another address is that address with the body that it
    refers to, where this file holds it; for the same address it is nothing new.
    """

    def __init__(self, path: Path | Remote, done: int | None) -> None:
        self._path, self._done = path, done
        self._file = path if isinstance(path, Path) else None
        self._bodies: dict[str, int] = {}  # payload digest → where in the file
        self._skipped = done  # how much of the file's front is not in `_bodies`

    def pages(self) -> Iterator[Located]:
        try:
            with unpacked(self._path) as stream:
                self._stream = stream
                for record, offset in _Records(stream, self._done or 0):
                    if offset == self._done:
                        continue  # the last one that was done
                    found = record if isinstance(record, Fault) else self._page(record, offset)
                    if isinstance(found, Fault):
                        reason = f"the record at byte {offset} {found.reason}"
                        yield Located(Bad(str(self._path), reason, offset), self._file, offset)
                    elif found is not None:
                        yield Located(found, self._file, offset)
        except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
            yield Located(Bad(str(self._path), f"cannot be read: {error}"))

    def _page(self, record: ArcWarcRecord, offset: int) -> "Page | Fault | None":
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        if record.rec_type in ("response", "resource"):
            page = _page_of(record)
            if digest and len(self._bodies) < MAX_BODIES:
                self._bodies[digest] = offset
            return page
        if record.rec_type == "revisit" and digest and _of_another(record):
            return self._revisited(record, digest)
        return None

    def _revisited(self, record: ArcWarcRecord, digest: str) -> "Page | Fault | None":
        """The address of a revisit record with the body of the record that has this digest."""
        if digest not in self._bodies and self._skipped is not None:
            self._bodies = _bodies(self._stream, self._skipped) | self._bodies
            self._skipped = None
        if digest not in self._bodies:
            return None
        place = self._stream.tell()
        self._stream.seek(self._bodies[digest])
        first = next(iter(_Iterator(self._stream, no_record_parse=True)), None)
        page = _page_of(first) if first is not None else None
        self._stream.seek(place)
        return _page_of(record, page.body) if isinstance(page, Page) else None


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that cannot be read; `reason` goes on after "the record at byte …"."""

    reason: str


class _Records:
    """(record or fault, byte at which it begins) of an unpacked stream, in its order, from a byte on."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream, self._start = stream, start

    def __iter__(self) -> Iterator[tuple[ArcWarcRecord | Fault, int]]:
        start: int | None = self._start
        for _ in range(MAX_FAULTS):
            if start is None:
                return
            begin, reason = start, ""
            self._stream.seek(start)
            records = _Iterator(self._stream, no_record_parse=True, arc2warc=True)
            try:
                for record in records:
                    begin = records.offset
                    yield self._whole(records, record), begin
                    # Of the next, now that this one was read to its end; warcio goes back in a gzip member
                    # that goes on.
                    begin = max(begin, records.offset)
                return
            except OSError:  # the disk's or the network's: no record is to blame
                raise
            except Exception as error:  # warcio raises what its parsers raise
                reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            start = next_record(self._stream, begin + 1)
            if not _is_padding(self._stream, begin, start):
                yield Fault(f"cannot be read: {reason}"), begin
        yield Fault(f"is the last that is read: {MAX_FAULTS} before it were broken"), start or begin

    def _whole(self, records: _Iterator, record: ArcWarcRecord) -> ArcWarcRecord | Fault:
        """The record with its block read, or what is wrong with its length."""
        if record.length is None:
            raise ValueError("it has no Content-Length")
        block = bytearray()
        while len(block) < MAX_BODY + MAX_HEAD and (piece := record.raw_stream.read(STEP)):
            block += piece
        faults = records.err_count
        records.read_to_end()
        if left := getattr(record.raw_stream, "limit", 0):
            return Fault(f"is cut short: {left} of its {record.length} bytes are missing")
        if records.err_count > faults:
            raise ValueError(f"its Content-Length, {record.length}, is wrong")
        record.raw_stream = io.BytesIO(block)
        return record


def _is_padding(stream: BinaryIO, start: int, end: int | None) -> bool:
    """Whether nothing but zero bytes stands there: files are filled up with them (tapes, block devices), and
    gzip passes over them, too."""
    stream.seek(start)
    while piece := stream.read(STEP if end is None else min(STEP, end - stream.tell())):
        if piece.strip(b"\0"):
            return False
    return True


def next_record(stream: BinaryIO, start: int) -> int | None:
    """The first byte from `start` on at which a record or its gzip member begins; None at the end."""
    stream.seek(0)
    member = stream.read(2) == b"\x1f\x8b"
    pattern, overlap = (_MEMBER, 16) if member else (_BEGIN, 80)
    place = max(start - 1, 0)
    while True:
        stream.seek(place)
        piece = stream.read(STEP)
        for match in pattern.finditer(piece):
            found = place + match.end() if not member else place + match.start()
            if found >= start and (not member or _opens(stream, found)):
                return found
        if len(piece) < STEP:
            return None
        place += STEP - overlap


def _opens(stream: BinaryIO, place: int) -> bool:
    """Whether a gzip member with a record begins there: three bytes may stand anywhere by chance."""
    stream.seek(place)
    try:
        head = zlib.decompressobj(wbits=31).decompress(stream.read(4096), 64)
    except zlib.error:
        return False
    return is_archive(head) or b" " in head[:64]


@contextmanager
def unpacked(path: Path | Remote) -> Iterator[BinaryIO]:
    """The file as a stream in which one can seek to records: itself, or a temporary copy, unpacked."""
    with path.open("rb") as file:
        opener = _wrapping(file)
        file.seek(0)
        if opener is None:
            yield file
            return
        with tempfile.TemporaryFile(prefix="warraq-") as copy, opener(file) as source:
            cut = ""
            try:
                while piece := source.read(STEP):
                    copy.write(piece)
            except (EOFError, OSError, zlib.error, zstd.ZstdError) as error:
                cut = str(error)
            if cut and not copy.tell():
                raise OSError(cut)
            copy.seek(0)
            yield copy


def _wrapping(file: BinaryIO) -> Callable[[BinaryIO], AbstractContextManager[BinaryIO]] | None:
    """What opens the file where its records cannot be reached one by one."""
    head = file.read(4)
    if head.startswith(b"\x1f\x8b"):
        file.seek(0)
        return None if _by_record(file) else _gunzipped
    if head in (_DICTIONARY, _ZSTD):
        return _zstd
    return _bunzipped if head.startswith(b"BZh") else None


def _by_record(file: BinaryIO) -> bool:
    """Whether the first gzip member of a file ends with its first record."""
    stream = zlib.decompressobj(wbits=31)
    try:
        tail = stream.decompress(file.read(STEP), STEP)
        if (end := _first_end(tail)) is None:
            return True  # nothing of ours, or broken: whoever reads it says so
        count = len(tail)
        while count < end + 64 and not stream.eof:
            if not (data := stream.unconsumed_tail or file.read(STEP)):
                break
            piece = stream.decompress(data, STEP)
            count += len(piece)
            tail = (tail + piece)[-2 * STEP :]
    except zlib.error:
        return True
    behind = tail[len(tail) - (count - end) :] if count > end else b""
    return not behind.strip()


def _first_end(text: bytes) -> int | None:
    """Where the first record of a file ends, by what its header says."""
    if match := re.match(rb"filedesc://[^\n]* (\d+)\r?\n", text):
        return match.end() + int(match[1])
    head = re.search(rb"\r?\n\r?\n", text)
    length = re.search(rb"\ncontent-length:\s*(\d+)", text[: head.end()], re.IGNORECASE) if head else None
    return head.end() + int(length[1]) if head and length else None


@contextmanager
def _gunzipped(file: BinaryIO) -> Iterator[BinaryIO]:
    with gzip.GzipFile(fileobj=file) as reader:
        yield reader  # type: ignore[misc]


@contextmanager
def _bunzipped(file: BinaryIO) -> Iterator[BinaryIO]:
    with bz2.BZ2File(file) as reader:
        yield reader  # type: ignore[misc]


@contextmanager
def _zstd(file: BinaryIO) -> Iterator[BinaryIO]:
    """With the dictionary that may stand in front, itself compressed or not."""
    dictionary = None
    if file.read(4) == _DICTIONARY:
        data = file.read(int.from_bytes(file.read(4), "little"))
        if data.startswith(_ZSTD):
            data = zstd.ZstdDecompressor().decompress(data, MAX_BODY)
        dictionary = zstd.ZstdDict(data)
    else:
        file.seek(0)
    with zstd.ZstdFile(file, zstd_dict=dictionary) as reader:
        yield cast("BinaryIO", reader)


def _bodies(stream: BinaryIO, last: int) -> dict[str, int]:
    """Where the payloads of a file's front are, up to the record at `last`: for those that refer to them."""
    found: dict[str, int] = {}
    place = stream.tell()
    for record, offset in _Records(stream, 0):
        if offset > last:
            break
        if isinstance(record, Fault):
            continue
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        if digest and record.rec_type in ("response", "resource") and len(found) < MAX_BODIES:
            found[digest] = offset
    stream.seek(place)
    return found


def _page_of(record: ArcWarcRecord, body: bytes | None = None) -> Page | Fault | None:
    """The page of a record, with the `body` given or its own; None where it is none."""
    headers_of_record = record.rec_headers
    url = (headers_of_record.get_header("WARC-Target-URI") or "").strip("<> ")
    if not url:
        return Fault("has no WARC-Target-URI")
    if headers_of_record.get_header(KIND) not in (None, AddressKind.ARTICLE):
        return None  # a front of our own run
    http, block = _message(record)
    if not _is_page(url, http):
        return None
    headers = _headers(record, http)
    status = _status(http)
    if status < 200 or 300 <= status < 400:
        return None
    try:
        body = _payload(block, http, headers.get("content-encoding", "")) if body is None else body
    except (OSError, EOFError, ValueError) as error:
        return Fault(f"has a body that cannot be read: {error}")
    if body and sniff(body, headers.get("content-type", ""), url) != "html":
        return None
    return Page(url=url, body=body, fetched_at=_time(record), headers=headers, status=status)


def _headers(record: ArcWarcRecord, http: StatusAndHeaders | None) -> dict[str, str]:
    headers = {name.lower(): value for name, value in http.headers} if http else {}
    if "content-type" not in headers and record.rec_type == "resource":
        headers["content-type"] = record.content_type or ""
    return headers


def _message(record: ArcWarcRecord) -> tuple[StatusAndHeaders | None, bytes]:
    """The HTTP header of a record's block, if it has one, and what follows it."""
    block: bytes = record.raw_stream.read(MAX_BODY + MAX_HEAD)
    if not block[:5].upper().startswith(b"HTTP/") and block[:4].upper() != b"ICY ":
        return None, block  # "resource" records, and tools that leave the header out
    stream = io.BytesIO(block)
    http = _HTTP.parse(stream)
    return http, stream.read()


def _is_page(url: str, http: StatusAndHeaders | None) -> bool:
    """Collections name pages as they like; what came with HTTP headers is one, but for robots.txt."""
    if url.startswith(("http:", "https:")):
        return urlsplit(url).path != "/robots.txt"
    return http is not None


def _status(http: StatusAndHeaders | None) -> int:
    try:
        return int(http.get_statuscode()) if http else 200
    except ValueError:
        return 200


def _payload(block: bytes, http: StatusAndHeaders | None, codings: str) -> bytes:
    """Without transfer and content coding. Some archives keep the headers of what they have undone."""
    if http and (http.get_header("transfer-encoding") or "").strip().lower() == "chunked":
        raw, body = ChunkedDataReader(io.BytesIO(block)), bytearray()
        while len(body) < MAX_BODY and (piece := raw.read(min(STEP, MAX_BODY - len(body)))):
            body += piece
        block = bytes(body)
    return decode(block[:MAX_BODY], codings, MAX_BODY)


def _of_another(record: ArcWarcRecord) -> bool:
    headers = record.rec_headers
    first = headers.get_header("WARC-Refers-To-Target-URI")
    return first is not None and first != headers.get_header("WARC-Target-URI")


def _time(record: ArcWarcRecord) -> datetime:
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        if _ARC_TIME.fullmatch(stamp):
            return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
