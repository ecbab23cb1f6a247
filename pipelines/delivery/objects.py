"""Files that are never changed, each named by the positions of the log that it holds: in buckets, as Parquet.

A batch makes one file, or one a {day}, {source}, …, or one a day of publication (Parquet:
date=2026-03-01, as Hive names them). What was on its way at a kill has the same positions when it is given
again, so it takes the place of what it left. The names are noted first: where a row belongs elsewhere by
then, the old file goes.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from crawler.errors import DeliveryError
from pipelines.delivery import csvlines, parquet
from pipelines.delivery.destinations import Csv, Jsonl, Parquet
from pipelines.delivery.naming import file_of, fixed, split
from pipelines.delivery.packing import piece
from pipelines.delivery.pick import KEY_FIELDS
from pipelines.delivery.places import place_of
from pipelines.delivery.sink import MAX_BYTES, MEGABYTE, Lines, gone
from pipelines.record import FIELDS
from pipelines.storage.cursors import Cursor, Part
from pipelines.storage.log import Entry, Log

ROWS = 20_000  # at most in one object; MAX_BYTES is the nearer limit
SECONDS = 600.0  # a batch of 8 MB over a slow line, with the drivers' own second tries

Encode = Callable[[Sequence[bytes], str], bytes]


class ObjectSink:
    """Puts whole files; it never appends to one."""

    remembers = False

    def __init__(self, entry: Jsonl | Csv | Parquet, folder: Path, log: Log, cursor: Cursor) -> None:
        self._encode, self._entry, self._log, self._cursor = _encoder(entry), entry, log, cursor
        self._place, self._path = place_of(entry.path, folder)
        self.rows = entry.rows if isinstance(entry, Parquet) else ROWS
        limit = entry.max_mb if isinstance(entry, Jsonl | Csv) else None
        self.size = min(MAX_BYTES, int(limit * MEGABYTE)) if limit else MAX_BYTES
        self.seconds = SECONDS

    def open(self) -> None:
        """A batch that was on its way is made good when it is given again."""
        root = self._path if isinstance(self._entry, Parquet) else fixed(self._path)
        if self._cursor.sent and self._place.lacks(root):  # a disk that is not there today
            raise gone(root)

    def prepare(self, batch: Lines) -> Sequence[Part]:
        """Another store's delivery may have the same positions: its files are not written over."""
        names = list(self._files(batch))
        for name in () if batch.again else names:
            if self._place.has(name):
                raise DeliveryError(f"{name} is there already and not this destination's; name another path")
        return [Part(name, 1) for name in names]

    def send(self, batch: Lines) -> Mapping[Part, int]:
        files = self._files(batch)
        for name, lines in files.items():
            self._place.put(name, self._encode(lines, name))
        if batch.again:
            for part in self._log.files(self._entry.name):
                if part.file not in files:  # made at the first try, and no part of the batch now
                    self._place.remove(part.file)
        return {}

    def _files(self, batch: Lines) -> dict[str, list[bytes]]:
        files: dict[str, list[bytes]] = {}
        for entry, line in zip(batch.entries, batch.lines, strict=True):
            files.setdefault(self._name(entry, batch.span), []).append(line)
        return files

    def _name(self, entry: Entry, span: str) -> str:
        if isinstance(self._entry, Parquet):
            return f"{self._path}/date={entry.published.date().isoformat()}/{span}.parquet"
        return _spanned(file_of(self._path, entry), span)


def _spanned(path: str, span: str) -> str:
    """The path with the positions before its suffixes: news/articles-….jsonl.gz."""
    head, slash, last = path.rpartition("/")
    stem, suffix = split(last)
    return f"{head}{slash}{stem}-{span}{suffix}"


def _encoder(entry: Jsonl | Csv | Parquet) -> Encode:
    """How lines become a file's bytes; raises what is missing for it."""
    if isinstance(entry, Parquet):
        parquet.require()
        wanted = KEY_FIELDS.union(entry.fields) if entry.fields else FIELDS
        fields = [name for name in FIELDS if name in wanted]
        return lambda lines, name: parquet.encoded(lines, fields)
    if isinstance(entry, Csv):
        names = csvlines.columns_of(entry.fields)
        return lambda lines, name: piece(csvlines.whole(lines, names), name)
    return lambda lines, name: piece(b"".join(line + b"\n" for line in lines), name)
