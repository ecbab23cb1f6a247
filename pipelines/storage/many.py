"""Many values in one statement, each database in the way that it answers quickest.

SQLite takes a list of values as so many parameters, and rows one after the other: a call of it costs next to
nothing. PostgreSQL takes them as arrays, one a column. So the text of a statement is the same for any number
of values, its driver prepares it once, and a batch's rows travel together: as rows of their own the keys of
sixteen articles alone were 350 messages.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Insert,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType


class _Among(FunctionElement[bool]):
    """A column and the parameter that holds the values."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> "_Among":
        """As it is. SQLAlchemy would write `(url IN (…)) = 1`, for which SQLite uses no index."""
        return self


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether the column has one of the values that are given as the parameter `name`, a list."""
    return _Among(column, bindparam(name, type_=column.type))


@compiles(_Among)
def _in_list(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, given = element.clauses
    return compiler.process(column.in_(bindparam(given.key, expanding=True)), **options)


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, given = element.clauses
    return compiler.process(column == any_(bindparam(given.key, type_=ARRAY(column.type))), **options)


def insert_rows(connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> int:
    """Executes an INSERT with rows that all have the same columns; returns how many it wrote."""
    counting = {"preserve_rowcount": True}
    if connection.dialect.name != "postgresql":
        return connection.execute(statement, list(rows), execution_options=counting).rowcount
    names = tuple(rows[0])
    arrays = {f"all_{name}": [row[name] for row in rows] for name in names}
    return connection.execute(_from_arrays(statement, names), arrays, execution_options=counting).rowcount


@lru_cache(maxsize=128)
def _from_arrays(statement: Insert, names: Sequence[str]) -> Insert:
    """The same INSERT, its rows from parameters `all_…`; they keep their order."""
    columns = [statement.table.c[name] for name in names]
    arrays = [bindparam(f"all_{column.name}", type_=ARRAY(column.type)) for column in columns]
    given = func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    return statement.from_select(list(names), select(*(given.c[name] for name in names)))
