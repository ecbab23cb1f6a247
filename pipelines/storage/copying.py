"""A whole store into another database, row by row, and the proof that both are the same.

Tables go in the order of their references, rows in the order of their primary keys, a batch a transaction;
so a copy that was broken off goes on after the last row that is there. The source is read as of one moment.
While it is being made, a copy bears a mark: a store that has rows and no mark is never copied into.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    collate,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
    tuple_,
)

from crawler.errors import StorageError
from pipelines.storage.cursors import delivery_files
from pipelines.storage.database import Store
from pipelines.storage.tables import COPYING, metadata, workers

BATCH = 1_000  # rows in a transaction: a few megabytes of records
assert delivery_files.metadata is metadata  # its module brings tables too
# Who works at a queue is no part of a store; a queue is filled again by the watch.
TABLES = tuple(table for table in metadata.sorted_tables if table is not workers)

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that is the same in both: its rows, and the SHA-256 of all of them."""

    table: str
    rows: int
    sha256: str


def copy(source: Store, target: Store, seen: Callable[[int], object] = lambda rows: None) -> list[Copied]:
    """Copies what is missing, then reads both whole and compares. `seen` is told how many rows were copied.

    StorageError where the target has rows of its own, or where the two are not the same in the end.
    """
    with _snapshot(source) as reading:
        target._write(_mark, source.url, target.url)
        rows = 0
        for table in TABLES:
            for batch in _missing(reading, target, table):
                target._write(_add, table, batch)
                rows += len(batch)
                seen(rows)
        target._write(_go_on_counting, _counters(reading))
        proof = [_proof(reading, table) for table in TABLES]
    with _snapshot(target) as reading:
        wrong = [one.table for one in proof if _proof(reading, metadata.tables[one.table]) != one]
    if wrong:
        changed = "the source was written between two tries; copy into an empty database"
        raise StorageError(f"is not the same in {', '.join(wrong)}: {changed}", url=target.url)
    target._write(_unmark)
    return proof


@contextmanager
def _snapshot(store: Store) -> Iterator[Connection]:
    """Reads as of one moment, however long."""
    with store._reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield connection


def _mark(connection: Connection, source: str, target: str) -> None:
    """Says in the target what is copied into it; StorageError where that is something else."""
    if inspect(connection).has_table(COPYING):
        begun = connection.execute(text(f"SELECT source FROM {COPYING}")).scalar()
        if begun != source:
            raise StorageError(f"is a copy of {begun} that was not ended", url=target)
        return
    if any(connection.execute(select(table).limit(1)).first() is not None for table in TABLES):
        raise StorageError("holds a store already; name an empty database", url=target)
    connection.execute(text(f"CREATE TABLE {COPYING} (source TEXT NOT NULL)"))
    connection.execute(text(f"INSERT INTO {COPYING} VALUES (:source)"), {"source": source})


def _unmark(connection: Connection) -> None:
    connection.execute(text(f"DROP TABLE {COPYING}"))


def _missing(reading: Connection, target: Store, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The rows that the target has not, in batches."""
    with target._reading() as connection:
        last = connection.execute(_ordered(connection, table, descending=True).limit(1)).first()
    after = _key(table, last) if last is not None else None
    while rows := reading.execute(_ordered(reading, table, after).limit(BATCH)).all():
        yield [dict(row._mapping) for row in rows]
        after = _key(table, rows[-1])


def _ordered(
    connection: Connection, table: Table, after: Key | None = None, *, descending: bool = False
) -> Select[tuple[Any, ...]]:
    """Rows in one order on every database: text by its bytes, as SQLite has it."""
    keys = [_in_bytes(connection, column) for column in table.primary_key]
    query = select(table).order_by(*(key.desc() if descending else key for key in keys))
    if after is not None:
        columns = list(table.primary_key)
        values = [literal(value, column.type) for value, column in zip(after, columns, strict=True)]
        query = query.where(tuple_(*keys) > tuple_(*values))
    return query


def _in_bytes(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    textual = isinstance(getattr(column.type, "impl", column.type), Text)
    return collate(column, "C") if textual and connection.dialect.name == "postgresql" else column


def _key(table: Table, row: Row[Any]) -> Key:
    return tuple(row._mapping[column.name] for column in table.primary_key)


def _add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(insert(table), list(rows))


def _numbered() -> Iterator[tuple[Table, Column[Any]]]:
    """The tables whose rows are numbered by the database."""
    for table in TABLES:
        column = table.autoincrement_column
        if column is not None:
            yield table, column


def _counters(connection: Connection) -> dict[str, int]:
    """Table → the highest number that was ever given: what was deleted is not given again."""
    found = {}
    for table, column in _numbered():
        highest = int(connection.execute(select(func.max(column))).scalar() or 0)
        found[table.name] = max(highest, _given(connection, table, column))
    return found


def _given(connection: Connection, table: Table, column: Column[Any]) -> int:
    if connection.dialect.name == "postgresql":
        name = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
        row = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()
        return int(row[0]) if row[1] else 0
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return 0
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(connection.execute(query, {"name": table.name}).scalar() or 0)


def _go_on_counting(connection: Connection, counters: dict[str, int]) -> None:
    """The next row of each table gets the number after the highest of the source."""
    for table, column in _numbered():
        highest = counters[table.name]
        if not highest:
            continue
        if connection.dialect.name == "postgresql":
            name = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(name, highest)))
        elif table.dialect_options["sqlite"]["autoincrement"]:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            connection.execute(
                text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), {"name": table.name, "seq": highest}
            )


def _proof(connection: Connection, table: Table) -> Copied:
    """Reads a table whole."""
    digest, rows = hashlib.sha256(), 0
    streaming = connection.execution_options(stream_results=True, yield_per=BATCH)
    with streaming.execute(_ordered(connection, table)) as found:
        for row in found:
            digest.update(msgspec.msgpack.encode(list(row)))
            rows += 1
    return Copied(str(table.name), rows, digest.hexdigest())
