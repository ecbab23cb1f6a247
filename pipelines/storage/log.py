"""The store as a log: every revision in the order of commits, and how far each destination has read.

A position is given under a lock that is held until it is visible (pipelines/storage/engine.py), so whoever
has read up to a position has missed nothing before it. Numbers may be left out: a transaction that failed
used them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from pipelines.storage import cursors
from pipelines.storage.cursors import Cursor, Part
from pipelines.storage.database import Store
from pipelines.storage.tables import articles, revisions

FETCH = 200  # rows held at a time by the database's driver


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision in the log."""

    position: int
    id: str
    revision: int
    status: str
    source: str
    language: str | None
    committed_at: datetime
    published: datetime
    record: bytes  # JSON


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries a destination gets; empty is all."""

    sources: Sequence[str] = ()
    languages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that go out together, and the position that the log was read to."""

    entries: Sequence[Entry]
    reached: int


class Log:
    """Reads a store's log and keeps its cursors. Each method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def end(self) -> int:
        """The last position; 0 where nothing is stored."""
        with self._store._reading() as connection:
            return int(connection.execute(select(func.max(revisions.c.position))).scalar() or 0)

    def read(
        self, after: int, until: int, wanted: Wanted, *, rows: int | None = None, size: int | None = None
    ) -> Batch:
        """What is wanted of the positions after `after` up to `until`, at most `rows` and `size` bytes."""
        with self._store._reading() as connection:
            return _read(connection, after, until, wanted, rows, size)

    def cursors(self) -> list[Cursor]:
        """Every destination that was ever delivered to."""
        with self._store._reading() as connection:
            return cursors.cursors(connection)

    def cursor(self, destination: str) -> Cursor | None:
        with self._store._reading() as connection:
            return next(iter(cursors.cursors(connection, destination)), None)

    def claim(self, new: Cursor, now: datetime, ended: Callable[[str], bool]) -> Cursor:
        """The destination's cursor; ours if its holder is `new.holder`."""
        return self._store._mark(cursors.claim, new, now, ended)

    def hold(self, cursor: Cursor, until: datetime, pending: int | None, makes: Sequence[Part] = ()) -> None:
        self._store._mark(cursors.hold, cursor, until, pending, makes)

    def advance(
        self, cursor: Cursor, position: int, rows: int, sizes: Mapping[Part, int] | None, now: datetime
    ) -> None:
        self._store._mark(cursors.advance, cursor, position, rows, sizes, now)

    def fail(self, cursor: Cursor, reason: str, retry_at: datetime) -> None:
        self._store._mark(cursors.fail, cursor, reason, retry_at)

    def release(self, cursor: Cursor) -> None:
        self._store._mark(cursors.release, cursor)

    def files(self, destination: str) -> dict[Part, int]:
        with self._store._reading() as connection:
            return cursors.files(connection, destination)

    def add_files(self, cursor: Cursor, parts: Sequence[Part]) -> None:
        self._store._mark(cursors.add_files, cursor, parts)


def _read(
    connection: Connection, after: int, until: int, wanted: Wanted, rows: int | None, size: int | None
) -> Batch:
    entries: list[Entry] = []
    total = 0
    streaming = connection.execution_options(stream_results=True, yield_per=FETCH)
    with streaming.execute(_query(after, until, wanted).limit(rows)) as found:
        for row in found.mappings():
            record = row["record"].encode()
            if entries and size is not None and total + len(record) > size:
                return Batch(entries, entries[-1].position)
            total += len(record)
            entries.append(Entry(**{**row, "record": record}))
    full = rows is not None and len(entries) == rows
    return Batch(entries, entries[-1].position if full else until)


def _query(after: int, until: int, wanted: Wanted) -> Select[tuple[object, ...]]:
    query = (
        select(
            revisions.c.position,
            revisions.c.article_id.label("id"),
            revisions.c.revision,
            revisions.c.status,
            articles.c.source,
            articles.c.language,
            revisions.c.committed_at,
            articles.c.published,
            revisions.c.record,
        )
        .join(articles, articles.c.id == revisions.c.article_id)
        .where(revisions.c.position > after, revisions.c.position <= until)
        .order_by(revisions.c.position)
    )
    if wanted.sources:
        query = query.where(articles.c.source.in_(list(wanted.sources)))
    if wanted.languages:
        query = query.where(articles.c.language.in_(list(wanted.languages)))
    return query
