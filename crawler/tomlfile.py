"""Files of TOML tables that people write: an error names the file, line and key, and what is allowed.

Such a file holds one array of tables ([[source]], [[destination]]). `read` parses it, `convert` checks it
against a msgspec type, `line_of` finds the line of a key for checks that types alone cannot say.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from crawler.errors import SourcesError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file as read. `table` is the name of its tables, `error` what is raised about it."""

    path: Path
    table: str
    error: type[SourcesError]
    text: str
    data: dict[str, Any]

    def wrong(self, index: int, key: str, message: str) -> SourcesError:
        """The error about a key of the index-th table."""
        return self.error(
            message, path=str(self.path), line=line_of(self.text, self.table, index, key), key=key
        )

    def empty(self, example: str) -> SourcesError:
        message = f"names no {self.table}; write [[{self.table}]] with {example}"
        return self.error(message, path=str(self.path))


def read(path: Path, table: str, error: type[SourcesError]) -> TomlFile:
    """The file's text and values; nothing is checked but that it is TOML."""
    try:
        text = path.read_text("utf-8-sig")  # editors of Windows write a byte order mark
    except UnicodeDecodeError as cause:
        raise error("is not encoded in UTF-8: save it as UTF-8", path=str(path)) from cause
    except OSError as cause:
        raise error(f"cannot be read: {cause}", path=str(path)) from cause
    try:
        data = tomllib.loads(text)
    except RecursionError as cause:
        raise error("has lists in lists without an end", path=str(path)) from cause
    except ValueError as cause:  # TOMLDecodeError, or a number of thousands of digits
        line = re.search(r"line (\d+)", str(cause))
        raise error(str(cause), path=str(path), line=int(line[1]) if line else None) from cause
    return TomlFile(path, table, error, text, data)


def convert(file: TomlFile, into: type[T], allowed: Callable[[dict[str, Any]], Sequence[str]]) -> T:
    """The values as `into`; `allowed` says which keys a table may have."""
    try:
        return msgspec.convert(file.data, into)
    except msgspec.ValidationError as error:
        raise _explained(error, file, allowed) from error


def convert_each(
    file: TomlFile, into: type[T], allowed: Callable[[dict[str, Any]], Sequence[str]]
) -> tuple[dict[int, T], list[SourcesError]]:
    """Each table as `into`, by its place, and all errors; a key that is wrong is taken out to go on."""
    found, errors = dict[int, T](), list[SourcesError]()
    tables = file.data.get(file.table)
    if not isinstance(tables, list) or set(file.data) != {file.table}:
        return {}, [_explained_whole(file)]
    for index, table in enumerate(tables):
        values = dict(table) if isinstance(table, dict) else {}
        for _ in range(len(values) + 1):
            try:
                found[index] = msgspec.convert(values, into)
                break
            except msgspec.ValidationError as error:
                message = re.sub(r"`\$(?=[.`\[])", f"`$.{file.table}[{index}]", str(error))
                if "at `" not in message:
                    message += f" - at `$.{file.table}[{index}]`"
                errors.append(_explained(msgspec.ValidationError(message), file, allowed))
                if errors[-1].key not in values:
                    break  # what is missing cannot be taken out
                del values[errors[-1].key]
    return found, errors


def _explained_whole(file: TomlFile) -> SourcesError:
    unknown = [key for key in file.data if key != file.table]
    if unknown:
        return file.wrong(0, unknown[0], f"unknown key; allowed are [[{file.table}]]")
    if isinstance(file.data.get(file.table), dict):
        return file.wrong(0, file.table, f"is one table; write [[{file.table}]] with double brackets")
    return file.wrong(0, file.table, f"there is no [[{file.table}]] in the file")


def _explained(
    error: msgspec.ValidationError, file: TomlFile, allowed: Callable[[dict[str, Any]], Sequence[str]]
) -> SourcesError:
    """msgspec's message with line, key and what is allowed."""
    message = str(error)
    place = re.search(rf"`\$\.{file.table}\[(\d+)\](?:\.(\w+))?", message)
    index = int(place[1]) if place else 0
    unknown = re.search(r"unknown field `([^`]+)`", message)
    missing = re.search(r"missing required field `([^`]+)`", message)
    key = (unknown or missing or [None, place[2] if place else None])[1] or ""
    message = re.sub(r" - at `.*", "", message)
    if unknown:
        keys = allowed(file.data[file.table][index]) if place else (f"[[{file.table}]]",)
        message = f"unknown key; allowed are {', '.join(keys)}"
    elif missing:
        message = "is missing" if place else f"there is no [[{file.table}]] in the file"
    tables = file.data.get(file.table)
    if place is None and isinstance(tables, dict):
        message, key = f"is one table; write [[{file.table}]] with double brackets", file.table
    return file.wrong(index, key, message)


def line_of(text: str, table: str, index: int, key: str) -> int | None:
    """The line of `key` in the index-th [[table]] (from 1), else of the table's head."""
    seen, head = -1, None
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[\[?\s*{table}\s*\]\]?", line):
            seen += 1
            head = number if seen == index else head
        elif seen in (index, -1) and key and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return head
