"""What a person reads, on a terminal or in a file: lines, tables, and one line that changes meanwhile."""

import errno
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import accumulate, zip_longest
from threading import RLock
from typing import IO
from unicodedata import category, east_asian_width

import click

GAP = "  "  # between a table's columns
LEAST = 8  # columns of a terminal that a table's column keeps, however narrow the terminal is
COLOURS = {"WARNING": "yellow", "ERROR": "red", "CRITICAL": "red"}
_CLEARED = "\r\x1b[K"  # back to the line's beginning, and nothing on it
# A page's title must not move the cursor or colour what follows. Line ends and tabs stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]+")


class Table:
    """Columns under their heads; those that `right` names are flush right."""

    def __init__(self, *heads: str, right: Collection[str] = (), title: str = "") -> None:
        self._heads, self._right, self._title = heads, [head in right for head in heads], title
        self._rows: list[tuple[Sequence[str], bool]] = []

    def row(self, *cells: str, bold: bool = False) -> None:
        """A line of the table; cells that are not given are empty."""
        empty = ("",) * (len(self._heads) - len(cells))
        self._rows.append(((*cells, *empty), bold))

    def lines(self, width: int) -> Iterator[tuple[str, bool]]:
        """(line, whether it is bold). What does not fit in `width` is wrapped, the widest column first."""
        rows = [(self._heads, True), *self._rows]
        widths = [max(columns(cells[place]) for cells, _ in rows) for place in range(len(self._heads))]
        room = width - len(GAP) * (len(widths) - 1)
        while sum(widths) > room and (most := max(widths)) > LEAST:
            widths[widths.index(most)] -= 1
        if self._title:
            yield self._title, True
        for cells, bold in rows:
            wrapped = [wrap(cell, most) for cell, most in zip(cells, widths, strict=True)]
            for line in zip_longest(*wrapped, fillvalue=""):
                yield GAP.join(map(_padded, line, widths, self._right)).rstrip(), bold


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian signs two each, vowel signs none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """The text's lines, none wider than `width` columns; a word that is wider is cut."""
    lines, line = [], ""
    for word in text.split():
        piece = f"{line} {word}".lstrip()
        if columns(piece) > width:
            lines += [line] if line else []
            piece = word
        while columns(piece) > width:
            head = clip(piece, width)
            lines.append(head)
            piece = piece[len(head) :]
        line = piece
    return [*lines, line]


def clip(text: str, width: int) -> str:
    """As much of the text's beginning as fits, but one sign at least."""
    total = accumulate(map(_columns, text))
    return text[: max(sum(place <= width for place in total), 1)]


def _padded(text: str, width: int, right: bool) -> str:
    room = " " * (width - columns(text))
    return room + text if right else text + room


class Console:
    """Standard output or error, or a file. Colours are a terminal's, and nobody's who has set NO_COLOR."""

    def __init__(
        self, *, stderr: bool = False, file: IO[str] | None = None, width: int | None = None
    ) -> None:
        self._stderr, self._file, self._width = stderr, file, width
        self._foot = ""
        self._lock = RLock()  # log lines come from several threads

    @property
    def file(self) -> IO[str] | None:
        """None where the program was started without (`>&-`)."""
        return self._file or (sys.stderr if self._stderr else sys.stdout)

    @property
    def is_terminal(self) -> bool:
        return self.file is not None and self.file.isatty()

    @property
    def width(self) -> int:
        return self._width or shutil.get_terminal_size().columns

    def print(self, what: str | Table, *, head: str = "", colour: str = "", bold: bool = False) -> None:
        """A table, or a text with a coloured `head` before it, whose long lines the terminal wraps."""
        coloured = self.is_terminal and not os.environ.get("NO_COLOR")
        lines = what.lines(self.width) if isinstance(what, Table) else [(what, bold)]
        text = "".join(f"{_plain(line, bold and coloured)}\n" for line, bold in lines)
        head = click.style(head, fg=colour) if head and colour and coloured else head
        with self._lock:
            self._write(f"{head}{text}", over=self._foot)

    @contextmanager
    def status(self, text: str) -> Iterator[Callable[[str], None]]:
        """A terminal's last line while work lasts, and what changes it; what is printed stands above it."""
        self._show(text)
        try:
            yield self._show
        finally:
            self._show("")

    def _show(self, foot: str) -> None:
        with self._lock:
            before, self._foot = self._foot, clip(_plain(foot), self.width - 1)
            self._write("", over=before)

    def _write(self, text: str, over: str) -> None:
        if (file := self.file) is None:
            return
        whole = f"{_CLEARED if over else ''}{text}{self._foot}"
        try:
            try:
                file.write(whole)
            except UnicodeEncodeError as error:  # LC_ALL=C, a code page: better in escapes than not at all
                file.write(whole.encode(error.encoding, "backslashreplace").decode(error.encoding))
            file.flush()
        except OSError as error:
            if error.errno != errno.EIO:  # a terminal that was closed: nobody reads any more
                raise


class ConsoleHandler(logging.Handler):
    """Log lines among what else a console shows, with their level before them."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        try:
            level = record.levelname
            self._console.print(self.format(record), head=f"{level:<9}", colour=COLOURS.get(level, "blue"))
        except Exception:
            self.handleError(record)


def _plain(text: str, bold: bool = False) -> str:
    text = _CONTROLS.sub("", text)
    return click.style(text, bold=True) if bold else text
