"""What the database says when it fails, in one line for a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from crawler.errors import StorageError

# https://www.sqlite.org/rescode.html: the low byte is the primary code.
_PLAIN = {
    sqlite3.SQLITE_BUSY: "is locked by another program; try again when that one has ended",
    sqlite3.SQLITE_LOCKED: "is locked by another program; try again when that one has ended",
    sqlite3.SQLITE_FULL: "the disk is full; everything committed before is safe",
    sqlite3.SQLITE_READONLY: "is read-only",
    sqlite3.SQLITE_NOTADB: "is not a database of Warraq's (no SQLite file); name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup, or save what can be read with sqlite3's .recover",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; does its folder exist, and may it be written?",
    sqlite3.SQLITE_IOERR: "cannot be read or written (a disk error); everything committed before is safe",
    sqlite3.SQLITE_PERM: "may not be accessed",
    sqlite3.SQLITE_TOOBIG: "cannot hold a row as large as this one",
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_SQLSTATES = {
    "55P03": _PLAIN[sqlite3.SQLITE_LOCKED],  # lock_timeout, which the engine sets
    "40P01": _PLAIN[sqlite3.SQLITE_LOCKED],
    "53100": _PLAIN[sqlite3.SQLITE_FULL],
    "25006": _PLAIN[sqlite3.SQLITE_READONLY],
    "42501": _PLAIN[sqlite3.SQLITE_PERM],
    "XX001": "is damaged; restore a backup",
    "XX002": "has a damaged index; REINDEX DATABASE may mend it",
    "57P01": "the server was stopped; everything committed before is safe",
}

_INSTALL = {"psycopg": ': pip install "warraq[postgresql]"'}


def explain(error: BaseException) -> str:
    """One line that says what is wrong."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int) and code & 0xFF in _PLAIN:
        return _PLAIN[code & 0xFF]
    if getattr(cause, "sqlstate", None) in _SQLSTATES:
        return _SQLSTATES[cause.sqlstate]  # type: ignore[attr-defined]  # psycopg's
    if isinstance(error, NoSuchModuleError | ArgumentError):
        return f"is not a database URL that is known here ({_line(cause)})"
    if isinstance(error, ModuleNotFoundError):
        hint = _INSTALL.get(error.name or "", "")
        return f"needs the Python package {error.name}, which is not installed{hint}"
    return _line(cause)


def is_deadlock(error: BaseException) -> bool:
    """Whether PostgreSQL broke a transaction off because two waited for each other."""
    cause = error.__cause__
    return isinstance(cause, DBAPIError) and getattr(cause.orig, "sqlstate", None) == "40P01"


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text or type(error).__name__


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turns every failure of the database into a StorageError that names it."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, ModuleNotFoundError) as error:
        raise StorageError(explain(error), url=url) from error
