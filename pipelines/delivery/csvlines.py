"""A record as a line of CSV (RFC 4180, UTF-8): the same columns for every row, absent is empty.

Lists of names are joined by "; "; what has parts of its own (images, extraction) is JSON in its cell.
"""

import csv
import io
from collections.abc import Sequence

import msgspec

from pipelines.delivery.pick import KEY_FIELDS
from pipelines.record import FIELDS

JOIN = "; "
# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), full-width signs included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LEFT_OUT = frozenset({"paragraphs", "blocks"})  # `text` has them; a table of cells is no place for a tree


def columns(fields: Sequence[str]) -> tuple[str, ...]:
    """The header: the fields asked for, else all that fit a cell, in the record's order."""
    return tuple(name for name in FIELDS if (name in fields if fields else name not in LEFT_OUT))


def columns_of(fields: Sequence[str]) -> tuple[str, ...]:
    """The columns of a destination that asked for these fields: with what names a row."""
    return columns(sorted({*fields, *KEY_FIELDS}) if fields else ())


def whole(records: Sequence[bytes], names: Sequence[str]) -> bytes:
    """A file of these records, header first."""
    lines = [line(names), *(row(record, names) for record in records)]
    return b"".join(one + b"\n" for one in lines)


def line(values: Sequence[str]) -> bytes:
    """One line, without its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(values)
    return text.getvalue().encode()


def row(record: bytes, names: Sequence[str]) -> bytes:
    """The record as a line."""
    values = msgspec.json.decode(record)
    return line([_harmless(_cell(values.get(name))) for name in names])


def _harmless(cell: str) -> str:
    """A spreadsheet calculates what begins so, whoever wrote it; behind an apostrophe it is text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return JOIN.join(value)
    if isinstance(value, list | dict):
        return msgspec.json.encode(value).decode()
    return str(value)
