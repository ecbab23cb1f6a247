"""Local files that grow: JSON Lines or CSV, one file or one a day, month, source or language.

How long each file may be is committed together with the cursor. Whatever a file holds beyond was on its
way when its writer was killed: it is cut off before the same rows are written again, so nothing is torn
and nothing is repeated. A new file is first noted as ours, then made; one that was there before stays
untouched. A file that somebody took away begins anew; one that somebody shortened is an error.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from crawler.errors import DeliveryError
from pipelines.delivery import csvlines
from pipelines.delivery.destinations import Csv, Jsonl
from pipelines.delivery.files import sync_folder
from pipelines.delivery.naming import file_of, fixed, split
from pipelines.delivery.packing import is_packed, piece
from pipelines.delivery.sink import MAX_BYTES, MEGABYTE, SLACK, Lines, gone
from pipelines.storage.cursors import Cursor, Part
from pipelines.storage.log import Log


class FileSink:
    """Appends to files."""

    rows = 2_000
    size = MAX_BYTES
    seconds = SLACK
    remembers = True  # it is cut back

    def __init__(self, entry: Jsonl | Csv, folder: Path, log: Log, cursor: Cursor) -> None:
        self._entry, self._folder, self._log, self._cursor = entry, folder, log, cursor
        self._limit = entry.max_mb * MEGABYTE if entry.max_mb else None
        self._columns: Sequence[str] = ()
        if isinstance(entry, Csv):
            self._columns = csvlines.columns_of(entry.fields)
        self._header = csvlines.line(self._columns) + b"\n" if self._columns else b""
        self._sizes: dict[Part, int] = {}
        self._last: dict[str, int] = {}  # each file's newest part

    def open(self) -> None:
        self._sizes = self._log.files(self._entry.name)
        for part in sorted(self._sizes, key=_number):
            self._last[part.file] = part.part
        root = self._folder / fixed(self._entry.path)
        if any(self._sizes.values()) and not root.is_dir():  # a disk that is not there today
            raise gone(root)
        self._cut_back()

    def _cut_back(self) -> None:
        for part, size in self._sizes.items():
            path = self._path(part)
            with suppress(FileNotFoundError):
                if path.stat().st_size > size:
                    os.truncate(path, size)

    def prepare(self, batch: Lines) -> Sequence[Part]:
        """None: each is noted when it is begun."""
        return ()

    def send(self, batch: Lines) -> Mapping[Part, int]:
        files: dict[str, list[bytes]] = {}
        for entry, record in zip(batch.entries, batch.lines, strict=True):
            line = csvlines.row(record, self._columns) if self._columns else record
            files.setdefault(file_of(self._entry.path, entry), []).append(line + b"\n")
        sizes: dict[Part, int] = {}
        try:
            for file, lines in files.items():
                sizes |= self._append(file, lines)
        except OSError as error:
            with suppress(OSError):
                self._cut_back()
            name = f"{error.filename}: " if error.filename else ""
            raise DeliveryError(f"{name}cannot be written ({error.strerror or error})") from error
        self._sizes |= sizes
        return sizes

    def _append(self, file: str, lines: Sequence[bytes]) -> dict[Part, int]:
        sizes = {}
        part, start = Part(file, self._last.get(file, 1)), 0
        while start < len(lines):
            end = self._fitting(self._sizes.get(part, 0), lines, start)
            if end > start:
                sizes[part] = self._write(part, b"".join(lines[start:end]))
                self._last[file] = part.part
            part, start = Part(file, part.part + 1), end
        return sizes

    def _fitting(self, size: int, lines: Sequence[bytes], start: int) -> int:
        """How far the lines from `start` fit a file of this size; an empty one takes one at least.

        How long lines are when packed shows when they are: such a file may exceed the limit by a batch.
        """
        if self._limit is None:
            return len(lines)
        if is_packed(self._entry.path):
            return len(lines) if size < self._limit else start
        fresh = size == 0
        size += len(self._header) if fresh else 0
        for end in range(start, len(lines)):
            size += len(lines[end])
            if size > self._limit and not (fresh and end == start):
                return end
        return len(lines)

    def _write(self, part: Part, data: bytes) -> int:
        """Writes at the committed end, and returns the new one when the disk has it."""
        path = self._path(part)
        size = self._sizes.get(part)
        if size is None and os.path.lexists(path):
            raise DeliveryError(
                f"{path} is there already and not this destination's; move it or name another"
            )
        if size is None or (size and not path.exists()):
            size = 0
            self._log.add_files(self._cursor, [part])
            self._sizes[part] = 0  # should the disk be full, it is cut back to nothing
        path.parent.mkdir(parents=True, exist_ok=True)
        data = piece(data if size else self._header + data, path.name)
        with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0) as file:
            known = os.fstat(file.fileno())
            if not stat.S_ISREG(known.st_mode):
                raise DeliveryError(f"{path} is no file that could be appended to")
            if known.st_size < size:
                raise DeliveryError(
                    f"{path} was shortened: {known.st_size} bytes of {size}; restore it or take it away"
                )
            file.truncate(size)
            file.seek(size)
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
            os.fsync(file.fileno())
        if size == 0:
            sync_folder(path.parent)
        return size + len(data)

    def _path(self, part: Part) -> Path:
        """Part 1 is the file itself; "~" is in no name of a source, so no two files are one."""
        path = self._folder / part.file
        if part.part == 1:
            return path
        stem, suffix = split(path.name)
        return path.with_name(f"{stem}~{part.part}{suffix}")


def _number(part: Part) -> int:
    return part.part
