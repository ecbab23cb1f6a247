"""The dataset as one JSON Lines file: .jsonl, .jsonl.gz, .jsonl.zst, or "-" for standard output.

The same store gives the same bytes: the order is the store's, and gzip carries no time. A file is written
beside its place and renamed into it when it is whole and on the disk, so a reader never sees half a dataset.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from crawler.errors import InputError, StorageError
from pipelines.delivery.packing import packed
from pipelines.delivery.pick import only
from pipelines.storage import Copies, Store

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
        rows = only(rows, fields)
    if str(path) == "-":
        count = _write(rows, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return count
    with _explained(Path(path)), replacing(Path(path)) as file, packed(file, Path(path).name) as stream:
        return _write(rows, stream)


def _write(rows: Iterable[bytes], file: IO[bytes]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  # the last count is the answer
        file.write(row + b"\n")
    return count


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
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
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
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
