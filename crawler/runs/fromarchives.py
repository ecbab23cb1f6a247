"""`warraq extract --from`: web archives wherever they are, each into a file of its own, and on after a kill.

An archive NAME.warc.gz becomes NAME-HASH.jsonl.gz in the folder: its records, in the archive's order, packed
a few hundred at a time. After each such pack a note beside it says how far the archive is done and how long
the file then was; so whoever goes on cuts the file back to that, and begins at that record.
"""

import gzip
import hashlib
import os
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec

from crawler.console import Console
from crawler.errors import PARTIAL, DeliveryError, ExtractionFailedError, InputError
from crawler.fetching.archives import ARCHIVE_NAMES, Bad
from crawler.fetching.located import Located, Remote
from crawler.fetching.outcomes import judge
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.workers import Workers, cores
from crawler.text import counted
from pipelines.delivery.places import files_of
from pipelines.record import encode

PACK = 500  # pages between two notes: some megabytes of records; a kill costs as many pages
AHEAD = 8  # pages a process that wait for it, as of `warraq extract`
BLOCK = 8 * 2**20  # bytes that are read of a remote archive at once: a request each
NOTES = ".done"
# https://data.commoncrawl.org/crawl-data/CC-NEWS/: a list a month, of paths from the bucket's root.
CC_NEWS = re.compile(r"cc-news:(\d{4})[/-](\d{2})")
CC_ROOT = "s3://commoncrawl"
_PATHS = (".paths", ".paths.gz")


class Note(msgspec.Struct):
    """How far an archive is done. `size` tells whether it is still the same; `length` is its output's."""

    url: str
    size: int
    offset: int | None = None  # the record that was done last
    length: int = 0  # bytes
    records: int = 0
    failed: int = 0
    whole: bool = False
    reason: str = ""  # why its reading was broken off


@dataclass
class _Pack:
    """Records that are not written yet."""

    lines: list[bytes] = field(default_factory=list)
    pages: int = 0
    failed: int = 0
    offset: int | None = None


def archives_of(names: Sequence[str]) -> list[str]:
    """The archives that are named: files, patterns with * and lists of paths, on any file system of fsspec's.

    A list (…/warc.paths.gz) holds paths from the root of its bucket, or of the folder above `crawl-data`.
    InputError where there is none.
    """
    found = [archive for name in names for archive in _archives(name)]
    return list(dict.fromkeys(found))


def _archives(name: str) -> list[str]:
    if match := CC_NEWS.fullmatch(name):
        name = f"{CC_ROOT}/crawl-data/CC-NEWS/{match[1]}/{match[2]}/warc.paths.gz"
    files, path = _files(name)
    try:
        if name.endswith(_PATHS):
            return _listed(files, path, name)
        if "*" in name or files.isdir(path):
            pattern = path if "*" in name else f"{path.rstrip('/')}/**"
            paths = [one for one in sorted(files.glob(pattern)) if one.lower().endswith(ARCHIVE_NAMES)]
        else:
            paths = [path] if files.isfile(path) else []
    except Exception as error:  # each driver has its own kinds
        raise InputError(f"cannot be read: {_line(error)}", name=name) from error
    if not paths:
        raise InputError("no such archive", name=name)
    return [str(files.unstrip_protocol(one)) for one in paths]


class _Files(Protocol):
    """What is asked of a file system: of fsspec's, which ships no types, and of this machine's."""

    def cat_file(self, path: str) -> bytes: ...


def _listed(files: _Files, path: str, name: str) -> list[str]:
    data = files.cat_file(path)
    text = gzip.decompress(data) if name.endswith(".gz") else data
    root = name.partition("/crawl-data/")[0] if "/crawl-data/" in name else name.rpartition("/")[0]
    return [f"{root}/{line.strip()}" for line in text.decode().splitlines() if line.strip()]


def _files(name: str) -> tuple[Any, str]:
    try:
        return files_of(name)
    except DeliveryError as error:
        raise InputError(str(error), name=name) from error


def opened(url: str) -> tuple[Remote, int]:
    """An archive, to be streamed, and its size in bytes; InputError where it cannot be had."""
    files, path = _files(url)
    try:
        size = int(files.size(path) or 0)
    except Exception as error:  # each driver has its own kinds
        raise InputError(f"cannot be read: {_line(error)}", name=url) from error
    return Remote(url, lambda: files.open(path, "rb", block_size=BLOCK)), size


def extract_archive(url: str, folder: Path, workers: Workers) -> Note:
    """The records of one archive into its file of the folder; what a run before has done is not done again.

    Where reading breaks off (the network, a bucket that says no), the note says why; the next call goes on.
    """
    archive, size = opened(url)
    stem = _stem(url)
    place = folder / NOTES / f"{stem}.json"
    note = _read(place, url, size)
    if note.whole:
        return note
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(folder / f"{stem}.jsonl.gz", os.O_RDWR | os.O_CREAT, 0o666), "r+b") as file:
        file.truncate(note.length)
        file.seek(note.length)
        for pack, reason in _packs(archive, note.offset, workers):
            if pack.lines:
                file.write(gzip.compress(b"".join(pack.lines), mtime=0))
                file.flush()
                os.fsync(file.fileno())
            note.offset = pack.offset if pack.offset is not None else note.offset
            note.length, note.reason = file.tell(), reason or ""
            note.records += len(pack.lines)
            note.failed += pack.failed
            note.whole = reason == ""
            _write(place, note)
    return note


def _packs(archive: Remote, done: int | None, workers: Workers) -> Iterator[tuple[_Pack, str | None]]:
    """Packs of records; with the last one "", or why there are no more."""
    pack, reason = _Pack(), ""
    for offset, line in _lines(archive, done, workers):
        if isinstance(line, Bad) and line.byte is None:
            reason = line.reason  # the archive itself cannot be read on
            break
        pack.offset, pack.pages = offset, pack.pages + 1
        if isinstance(line, bytes):
            pack.lines.append(line)
        else:
            pack.failed += 1
        if pack.pages >= PACK:
            yield pack, None
            pack = _Pack()
    yield pack, reason


def _lines(archive: Remote, done: int | None, workers: Workers) -> Iterator[tuple[int, bytes | Bad]]:
    """(where, record or what is wrong) of each page, in the archive's order; a few are out at any time."""
    from crawler.fetching.webarchive import WarcReader

    waiting: deque[tuple[Located, Future[Article] | None]] = deque()
    for located in WarcReader(archive, done).pages():
        waiting.append((located, _submitted(located.found, workers)))
        if len(waiting) > workers.count * AHEAD:
            yield _finished(*waiting.popleft(), workers)
    while waiting:
        yield _finished(*waiting.popleft(), workers)


def _submitted(found: Page | Bad, workers: Workers) -> Future[Article] | None:
    if isinstance(found, Bad) or judge(found.status, len(found.body), asked=found.url, final=found.url):
        return None
    return workers.submit(found, workers.work)


def _finished(located: Located, future: Future[Article] | None, workers: Workers) -> tuple[int, bytes | Bad]:
    found = located.found
    if isinstance(found, Bad):
        return located.offset, found
    if future is None:
        return located.offset, Bad(found.url, "no page", located.offset)
    try:
        return located.offset, encode(workers.result(future, found)) + b"\n"
    except ExtractionFailedError as error:
        return located.offset, Bad(found.url, str(error), located.offset)


def _stem(url: str) -> str:
    """The archive's name without its endings, and what tells it from others of that name."""
    name = url.rpartition("/")[2]
    ending = next((one for one in sorted(ARCHIVE_NAMES, key=len, reverse=True) if name.endswith(one)), "")
    return f"{name.removesuffix(ending)}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _read(place: Path, url: str, size: int) -> Note:
    """The note of an archive; a new one where there is none, or where the archive is another."""
    try:
        note = msgspec.json.decode(place.read_bytes(), type=Note)
    except (OSError, msgspec.MsgspecError):
        return Note(url, size)
    return note if (note.url, note.size) == (url, size) else Note(url, size)


def _write(place: Path, note: Note) -> None:
    part = place.with_suffix(".part")
    with part.open("wb") as file:
        file.write(msgspec.json.encode(note))
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def extract_archives(
    names: Sequence[str], output: str | None, *, workers: int, console: Console, quiet: bool
) -> int:
    """One archive after the other, its pages side by side; the exit code."""
    if output is None or not output.endswith("/"):
        raise InputError("name a folder, such as articles/: each archive has a file there", name="--output")
    if "://" in output:
        raise InputError("is no local folder", name=output)
    archives = archives_of(names)
    folder, failed = Path(output), 0
    folder.mkdir(parents=True, exist_ok=True)
    pool = Workers(workers or cores())
    try:
        for archive in archives:
            note = extract_archive(archive, folder, pool)
            failed += note.failed + (not note.whole)
            if not quiet:
                ending = (
                    f"broken off: {note.reason}" if note.reason else f"{counted(note.failed, 'page')} failed"
                )
                console.print(f"{archive}: {counted(note.records, 'record')}, {ending}")
    finally:
        pool.close(now=True)
    return PARTIAL if failed else 0
