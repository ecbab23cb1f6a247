"""The dataset as one JSON Lines file: .jsonl, .jsonl.gz, .jsonl.zst, or "-" for standard output.

The same store gives the same bytes: the order is the store's, and gzip carries no time. A file is written
beside its place and renamed into it when it is whole and on the disk, so a reader never sees half a dataset.
"""

import gzip
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, cast

import msgspec

from crawler.errors import InputError, StorageError
from pipelines.storage import Copies, Store

GZIP_LEVEL = 6
ZSTD_LEVEL = 6  # smaller than gzip -9 on news text, and quicker than the store reads
_BUFFER = 1 << 20  # bytes


def export(
    store: Store,
    path: str | Path,
    *,
    fields: Sequence[str] | None = None,
    source: str | Sequence[str] | None = None,
    language: str | Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    copies: Copies = "first",
) -> int:
    """Writes the current records to `path`; returns how many. `fields`: only these, in the record's order."""
    rows = store.records(source=source, language=language, since=since, until=until, copies=copies)
    if fields is not None:
        rows = _only(rows, frozenset(fields))
    if str(path) == "-":
        count = _write(rows, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return count
    with _explained(Path(path)), _replacing(Path(path)) as file, _packed(file, Path(path).name) as packed:
        return _write(rows, packed)


def _only(rows: Iterable[bytes], fields: frozenset[str]) -> Iterator[bytes]:
    decoder, encoder = msgspec.json.Decoder(dict[str, msgspec.Raw]), msgspec.json.Encoder()
    for row in rows:
        yield encoder.encode({name: value for name, value in decoder.decode(row).items() if name in fields})


def _write(rows: Iterable[bytes], file: IO[bytes]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  # the last count is the answer
        file.write(row + b"\n")
    return count


def _packed(file: IO[bytes], name: str) -> AbstractContextManager[IO[bytes]]:
    if name.endswith(".gz"):
        packed = gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=file, mtime=0)
        return cast("AbstractContextManager[IO[bytes]]", packed)
    if name.endswith(".zst"):
        import zstandard

        writer = zstandard.ZstdCompressor(level=ZSTD_LEVEL).stream_writer(file, closefd=False)
        return cast("AbstractContextManager[IO[bytes]]", writer)
    return nullcontext(file)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when it is whole; a pipe or device is written as it is."""
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as file:
            yield file
        return
    if path.is_dir():
        raise InputError("is a folder; name a file in it", name=str(path))
    path = path.resolve()  # through a link, so that the link stays one
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb", buffering=_BUFFER) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk too; not every system can open a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of a pipe went away: nobody's error
    except OSError as error:
        raise StorageError(f"cannot be written ({error.strerror or error})", url=str(path)) from error
