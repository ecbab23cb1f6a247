"""The dataset as one file, in the format that its name says, or as a folder with a file an article.

The same store gives the same bytes: the order is the store's, and gzip carries no time. A file is written
beside its place and renamed into it when it is whole and on the disk, so a reader never sees half a dataset.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from crawler.errors import InputError, StorageError
from pipelines.delivery import parquet
from pipelines.delivery.formats import encoder, json_lines, page
from pipelines.delivery.packing import packed
from pipelines.delivery.reserved import Use, permitted
from pipelines.storage import Copies, Store

_BUFFER = 1 << 20  # bytes
TOLD_EVERY = 100  # rows: some times a second


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
    use: Use | None = None,
    seen: Callable[[int], object] = lambda count: None,
) -> int:
    """Writes the current records to `path`; returns how many. `fields`: only these, in this order.

    `path` ends with what formats.py knows; "-" is standard output, as JSON Lines. `seen` is told now and then
    how many rows are written.
    """
    encode = encoder(str(path))  # a wrong name asks nothing of the store
    found = store.records(source=source, language=language, since=since, until=until, copies=copies)
    rows = _Counted(permitted(found, use), seen)
    if str(path) == "-":
        _write(json_lines(rows, fields), sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return rows.count
    with _explained(Path(path)), replacing(Path(path)) as file:
        if encode is None:
            return parquet.write(file, rows, fields or parquet.DATASET_FIELDS)
        with packed(file, Path(path).name.lower()) as stream:
            _write(encode(rows, fields), stream)
    return rows.count


def export_pages(
    rows: Iterable[bytes], folder: Path, form: str, seen: Callable[[int], object] = lambda count: None
) -> int:
    """A file an article in `folder`, which may be there: a file of the same name is written anew."""
    counted = _Counted(rows, seen)
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for row in counted:
            name, text = page(row, form)
            with replacing(folder / name) as file:
                file.write(text.encode("utf-8", "replace"))
    return counted.count


class _Counted:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterable[bytes], seen: Callable[[int], object]) -> None:
        self._rows, self._seen, self.count = rows, seen, 0

    def __iter__(self) -> Iterator[bytes]:
        for row in self._rows:
            self.count += 1
            if self.count % TOLD_EVERY == 0:
                self._seen(self.count)
            yield row


def _write(lines: Iterable[bytes], file: IO[bytes]) -> None:
    for line in lines:
        file.write(line)


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
