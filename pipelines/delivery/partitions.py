"""A folder of Parquet files, one directory a day of publication (date=2026-03-01, as Hive names them).

A file holds one batch's rows of one day and is named by the positions of the log that it holds. It is
written beside its place and renamed into it. A batch that was on its way at a kill has the same positions
when it is written again: what it had left is taken away first, so nothing is repeated.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from crawler.destinations import Parquet
from pipelines.delivery import parquet
from pipelines.delivery.files import sync_folder
from pipelines.delivery.pick import KEY_FIELDS
from pipelines.delivery.sink import SLACK, DeliveryError, Lines
from pipelines.record import FIELDS
from pipelines.storage.cursors import Part


class ParquetSink:
    """Adds files to the folder; it never changes one."""

    remembers = False

    def __init__(self, entry: Parquet, folder: Path) -> None:
        parquet.require()
        self._folder = folder / entry.path
        self._fields = KEY_FIELDS.union(entry.fields) if entry.fields else FIELDS
        self.rows, self.seconds = entry.rows, 2 * SLACK

    def open(self) -> None:
        """Nothing: a batch that was on its way cleans up when it is sent again."""

    def send(self, batch: Lines) -> Mapping[Part, int]:
        name = f"{batch.entries[0].position:012d}-{batch.entries[-1].position:012d}.parquet"
        days: dict[str, list[bytes]] = {}
        for entry, line in zip(batch.entries, batch.lines, strict=True):
            days.setdefault(entry.published.date().isoformat(), []).append(line)
        try:
            if batch.again:
                self._clean_up(name)
            for day, lines in days.items():
                self._write(self._folder / f"date={day}" / name, lines)
        except OSError as error:
            raise DeliveryError(f"{self._folder}: cannot be written ({error.strerror or error})") from error
        return {}

    def _write(self, path: Path, lines: list[bytes]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        parquet.write(part, lines, self._fields)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)

    def _clean_up(self, name: str) -> None:
        for left in (*self._folder.glob(f"date=*/{name}"), *self._folder.glob("date=*/.*.part")):
            left.unlink(missing_ok=True)
