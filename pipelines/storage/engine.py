"""Connections: what is set on each, how a transaction begins, and whether a database is ours.

SQLite runs in WAL mode with `synchronous=FULL`: a commit is on the disk when it returns, so not only a
killed process but a power cut loses nothing that a destination was already given. It costs one fsync a
batch. A writing transaction begins IMMEDIATE, so writers take turns: identity is decided on what is really
there, and `position` follows the order of commits.

On PostgreSQL there are three kinds. Batches are written beside each other (pipelines/storage/optimistic.py),
and hold the writers' lock shared. What changes articles in other ways holds it alone. What decides on no
article (leases, cursors, addresses that are found) holds none: a row's lock is enough for that, and a lease
is not to end while its holder waits for others.
"""

import os
import re
import sqlite3
from contextlib import closing
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from crawler.errors import StorageError
from crawler.urls import without_passwords

if TYPE_CHECKING:
    import psycopg

APPLICATION_ID = 0x57415252  # "WARR", in the header of our SQLite files
# PostgreSQL's advisory locks: of all who write articles, and of those among them who commit.
WRITER_LOCK = 0x57415252
LOG_LOCK = WRITER_LOCK + 1
BUSY_SECONDS = 30.0  # writers take turns of milliseconds: who waits this long waits for a stuck program
_SCHEME = re.compile(r"(?:postgres|sqlite)\w*(?:\+\w+)?:", re.IGNORECASE)
CACHE_KIB = 8_192  # page cache a connection; more takes memory, and no time off: the system has one too


class Writing(StrEnum):
    """How a transaction writes: see above. SQLite knows one way, alone."""

    ALONE = "pg_advisory_xact_lock"
    BESIDE = "pg_advisory_xact_lock_shared"
    FREE = ""


def parse_url(url: str) -> URL:
    """A database URL; a bare path is a SQLite file."""
    try:
        parsed = make_url(url) if "://" in url else URL.create("sqlite", database=url)
    except ValueError as error:  # of a port that is no number
        raise StorageError(f"is no database URL: {error}", url=without_passwords(url)) from error
    if "://" not in url and _SCHEME.match(url):
        raise StorageError("is no database URL: two slashes stand after the colon", url=url.partition(":")[0])
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StorageError("needs a file: a database in memory loses everything", url=url)
    return parsed


def file_of(url: URL) -> Path | None:
    """The SQLite file that the URL names; None for another database."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    name = url.database.removeprefix("file:") if "uri" in url.query else url.database
    return Path(name)


def make_engine(url: URL, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine whose connections are set up; nothing is connected yet."""
    if url.get_backend_name() != "sqlite":
        # What a transaction reads after it has waited for a lock is what others committed before it.
        how = {"isolation_level": "READ COMMITTED", "pool_pre_ping": True}
        engine = create_engine(url, connect_args={"client_encoding": "utf8"}, **how)
        event.listen(engine, "connect", partial(_set_up_postgresql, busy_seconds))
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    arguments: dict[str, Any] = {"timeout": busy_seconds, "check_same_thread": False}
    file = file_of(url)
    if file is not None and file.exists() and not writable(file):
        creator = partial(sqlite3.connect, _read_only(file), uri=True, **arguments)
        engine = create_engine(url, creator=creator)
    else:
        engine = create_engine(url, connect_args=arguments)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def conninfo_of(url: URL) -> str:
    """What libpq connects with, password included: for a library that has connections of its own."""
    from psycopg.conninfo import make_conninfo

    named: dict[str, Any] = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
    return make_conninfo(**named)


def writable(file: Path) -> bool:
    """Whether SQLite may write the file, and its log beside it."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _read_only(file: Path) -> str:
    """A URI with which a store on read-only media, or of somebody else, can be read all the same.

    Where a log is left beside it, SQLite has to look into that; else it may take the file for settled.
    """
    log = file.with_name(file.name + "-wal")
    settled = not log.exists() or log.stat().st_size == 0
    return f"{file.resolve().as_uri()}?mode=ro{'&immutable=1' if settled else ''}"


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin our own transactions
    for pragma in ("foreign_keys=ON", "synchronous=FULL", f"cache_size=-{CACHE_KIB}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = "writing" in connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _set_up_postgresql(
    busy_seconds: float, connection: "psycopg.Connection[Any]", _entry: ConnectionPoolEntry
) -> None:
    from psycopg.types.array import ListBinaryDumper

    # A batch's rows travel as arrays: written as text, each value is looked through for what to escape.
    connection.adapters.register_dumper(list, ListBinaryDumper)
    with closing(connection.cursor()) as cursor:
        for name, value in (("lock_timeout", f"{busy_seconds * 1000:.0f}ms"), ("timezone", "UTC")):
            cursor.execute(f"SET SESSION {name} = '{value}'")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    if lock := connection.get_execution_options().get("writing"):
        connection.exec_driver_sql(f"SELECT {lock}({WRITER_LOCK})")


def is_beside(connection: Connection) -> bool:
    """Whether others write articles meanwhile."""
    return connection.get_execution_options().get("writing") is Writing.BESIDE


def lock_log(connection: Connection) -> None:
    """PostgreSQL: who holds this is the next to commit articles."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOG_LOCK})")


def require_ours(connection: Connection, url: str) -> None:
    """Refuses a SQLite file that another program made, before anything in it is changed."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    if application == APPLICATION_ID:
        return
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    if application or tables:
        raise StorageError("belongs to another program; name another file", url=url)


def require_unicode(connection: Connection, url: str) -> None:
    """Refuses a PostgreSQL database that cannot hold every script."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StorageError(f"is encoded in {encoding}; make one with ENCODING 'UTF8'", url=url)


def use_wal(engine: Engine) -> None:
    """WAL: readers and the writer do not wait for each other. The file remembers it."""
    with engine.connect() as connection:
        raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        connection.rollback()
        if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            raw.execute("PRAGMA journal_mode=WAL")


def overwrite_deleted(connection: Connection) -> None:
    """What this connection deletes from now on is overwritten with zeros in a SQLite file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def empty_log(engine: Engine) -> None:
    """Folds SQLite's write-ahead log into the file: it still holds pages as they were.

    Where a reader is busy it stays until the last connection closes.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        connection.rollback()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
