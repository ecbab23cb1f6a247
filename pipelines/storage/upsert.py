"""INSERT … ON CONFLICT: SQLite and PostgreSQL say it alike, SQLAlchemy keeps it with each dialect.

What is said once an article or oftener is built once a process: building a statement costs several times
what the database takes to answer it.
"""

from functools import lru_cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> sqlite.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_for(connection.dialect.name, table)


def insert_for(dialect: str, table: Table) -> sqlite.Insert:
    """The same, by the dialect's name."""
    if dialect == "postgresql":
        return postgresql.insert(table)  # type: ignore[return-value]  # the same methods, another class
    return sqlite.insert(table)


def insert_new(connection: Connection, table: Table) -> sqlite.Insert:
    """An INSERT that leaves out what is there already; to be executed with rows."""
    return _insert_new(connection.dialect.name, table)


@lru_cache(maxsize=32)
def _insert_new(dialect: str, table: Table) -> sqlite.Insert:
    return insert_for(dialect, table).on_conflict_do_nothing()
