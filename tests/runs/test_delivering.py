"""`warraq deliver` and datasets by command: once, following until told to end, and what is said of faults."""

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import app, main
from pipelines.storage import Store
from tests.delivery.receiver import fill, rows_of, wait_until
from tests.forked import Command

ARCHIVE = '[[destination]]\nname = "archive"\ntype = "jsonl"\npath = "all.jsonl"\n'
FAILING = '\n[[destination]]\nname = "failing"\ntype = "command"\ncommand = ["false"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(str(tmp_path / "w.db")) as store:
        fill(store, range(3))
    (tmp_path / "destinations.toml").write_text(ARCHIVE, "utf-8")
    return tmp_path


def words(folder: Path, *more: str) -> list[str]:
    return ["deliver", str(folder / "destinations.toml"), *more, "--database", str(folder / "w.db")]


def count(file: Path) -> int:
    return len(rows_of(file)) if file.exists() else 0


@pytest.mark.slow
def test_it_follows_until_it_is_told_to_end(folder: Path) -> None:
    child = Command(*words(folder, "--follow"))
    file = folder / "all.jsonl"
    wait_until(lambda: count(file) == 3)
    with Store.open(str(folder / "w.db")) as store:
        fill(store, range(3, 5), now=datetime.now(UTC))
    wait_until(lambda: count(file) == 5)
    child.send_signal(signal.SIGTERM)
    done = child.ended(seconds=30)
    assert done.returncode == 0
    told = [line.rpartition(" INFO ")[2] for line in done.stderr.splitlines()]
    assert told == ["archive: 3 rows", "archive: 2 rows", "archive: 5 rows"], "each batch, then the sum"


def test_one_that_fails_is_told_and_the_others_have_theirs(folder: Path) -> None:
    with (folder / "destinations.toml").open("a") as file:
        file.write(FAILING)
    done = CliRunner().invoke(app, words(folder, "--json"))
    assert done.exit_code == 4
    told = json.loads(done.stdout)["destinations"]
    assert (told["archive"]["rows"], told["failing"]["rows"]) == (3, 0)
    assert told["failing"]["reason"] == "false ended with status 1"
    only = CliRunner().invoke(app, words(folder, "--only", "archive"))
    assert only.exit_code == 0


def test_a_dataset_says_what_it_is_called_and_its_licence(folder: Path) -> None:
    named = ["--title", "Ferries", "--license", "cc-by-4.0", "--form", "jsonl"]
    command = ["export", "--dataset", str(folder / "set"), *named, "--database", str(folder / "w.db")]
    assert CliRunner().invoke(app, command).exit_code == 0
    card = (folder / "set" / "README.md").read_text("utf-8")
    assert 'license: "cc-by-4.0"' in card
    assert "# Ferries" in card


@pytest.mark.parametrize(
    ("change", "arguments", "code", "told"),
    [
        (lambda folder: (folder / "w.db").unlink(), [], 3, "there is no such database"),
        (lambda folder: (folder / "destinations.toml").unlink(), [], 2, "destinations.toml: cannot be read"),
        (
            lambda folder: (folder / "destinations.toml").write_text(ARCHIVE.replace("path", "file")),
            [],
            2,
            "destinations.toml:4: file: unknown key; allowed are type, path, ",
        ),
        (lambda folder: None, ["--only", "archiv"], 2, "archiv: is no destination; there are archive"),
    ],
)
def test_what_is_wrong_is_one_line(
    folder: Path,
    change: Callable[[Path], object],
    arguments: Sequence[str],
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    change(folder)
    monkeypatch.setattr(sys, "argv", ["warraq", *words(folder, *arguments)])
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with pytest.raises(SystemExit) as ended:
        main()
    for number, handler in handlers.items():
        signal.signal(number, handler)
    said = capfd.readouterr().err.strip()
    assert ended.value.code == code
    assert told in said
    assert os.linesep not in said
