"""What is printed for a person: tables in a width, a line at the foot of a terminal, no colours elsewhere."""

import errno
import io
import logging
import signal

import pytest

from crawler import cli
from crawler.console import Console, ConsoleHandler, Table


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(what: str | Table, width: int = 80) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width).print(what)
    return file.getvalue().splitlines()


def table() -> Table:
    made = Table("source", "articles", "note", right=("articles",), title="run 3")
    made.row("harbour", "12,345")
    made.row("日本", "1", "all is well")
    return made


def test_columns_stand_below_their_heads_in_any_script() -> None:
    assert printed(table()) == [
        "run 3",
        "source   articles  note",
        "harbour    12,345",
        "日本            1  all is well",  # two columns of the terminal a character
    ]


def test_what_is_too_wide_is_wrapped_the_widest_column_first() -> None:
    made = Table("kind", "address", "links", right=("links",))
    made.row("feed", "https://harbour.example/news/world/feed", "20")
    lines = printed(made, width=32)
    assert max(map(len, lines)) <= 32
    assert lines[1].split() == ["feed", lines[1].split()[1], "20"]
    assert "".join(line.split()[-1 if place else 1] for place, line in enumerate(lines[1:])) == (
        "https://harbour.example/news/world/feed"
    )


def test_a_text_stays_on_its_line_without_what_would_move_the_cursor() -> None:
    assert printed("a\x1b[2Jb\x07" + "c" * 100) == ["a[2Jb" + "c" * 100]


@pytest.mark.parametrize(("none", "coloured"), [("", True), ("1", False)])
def test_colours_are_a_terminals(none: str, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", none)
    file, terminal = io.StringIO(), Terminal()
    for one in (file, terminal):
        Console(file=one).print("said", head="ok ", colour="green")
    assert file.getvalue() == "ok said\n"
    assert terminal.getvalue() == ("\x1b[32mok \x1b[0msaid\n" if coloured else "ok said\n")


def test_what_is_printed_meanwhile_stands_above_the_last_line() -> None:
    terminal = Terminal()
    console = Console(file=terminal, width=20)
    with console.status("starting …") as show:
        console.print("a page failed")
        show("2 pages, and much more is told")
    cleared = "\r\x1b[K"
    assert terminal.getvalue() == (
        f"starting …{cleared}a page failed\nstarting …{cleared}2 pages, and much m{cleared}"
    )


def test_log_lines_name_their_level() -> None:
    file = io.StringIO()
    handler = ConsoleHandler(Console(file=file))
    handler.emit(logging.LogRecord("x", logging.WARNING, "", 0, "slow: %s", ("harbour",), None))
    assert file.getvalue() == "WARNING  slow: harbour\n"


def test_a_file_that_cannot_have_a_letter_gets_its_escape() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, "ascii")
    Console(file=file, width=80).print("أخبار of the day")
    assert raw.getvalue() == rb"\u0623\u062e\u0628\u0627\u0631 of the day" + b"\n"


def test_no_standard_output_and_a_terminal_that_was_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.EIO, "Input/output error")

    Console(file=Closed(), width=80).print("said to nobody")
    monkeypatch.setattr("sys.stdout", None)
    Console(width=80).print(table())


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN])
def test_a_closed_terminal_ends_a_command_as_sigterm_does(before: signal.Handlers) -> None:
    heard: list[int] = []
    numbers = (signal.SIGHUP, signal.SIGTERM)
    handlers = [signal.getsignal(number) for number in numbers]
    try:
        signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
        signal.signal(signal.SIGHUP, before)
        cli._hear_hangup()
        signal.raise_signal(signal.SIGHUP)
    finally:
        for number, handler in zip(numbers, handlers, strict=True):
            signal.signal(number, handler)
    assert heard == ([signal.SIGTERM] if before is signal.SIG_DFL else []), "nohup goes before"
