"""A command's standard input, with real commands: exit status 0 and nothing else acknowledges."""

import sys
import time
from pathlib import Path

import pytest

from pipelines.delivery.destinations import Command, Destinations
from pipelines.storage import Store
from tests.delivery.receiver import fill, rows_of, run

ENVIRON = {"PATH": "/usr/bin:/bin", "A_TOKEN": "hidden-hidden"}


def shell(folder: Path, script: str, **more: float) -> Destinations:
    return python(folder, "/bin/sh", "-c", script, **more)


def python(folder: Path, *command: str, **more: float) -> Destinations:
    values = {"rows": 10, "timeout": 10.0, **more}
    return Destinations(folder, (Command(name="program", command=command, **values),))  # type: ignore[arg-type]


def test_each_batch_is_one_start(store: Store, tmp_path: Path) -> None:
    fill(store, range(25))
    report = run(store, shell(tmp_path, "cat >> got; echo $WARRAQ_BATCH >> keys"), environ=ENVIRON)
    assert (report.failed, report.turns["program"].rows) == ((), 25)
    assert len(rows_of(tmp_path / "got")) == 25
    assert len(set((tmp_path / "keys").read_text().split())) == 3
    fill(store, [25])
    run(store, shell(tmp_path, "cat >> got"), environ=ENVIRON)
    assert len({row["id"] for row in rows_of(tmp_path / "got")}) == 26


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("cat > /dev/null; exit 3", "ended with status 3"),
        ("echo first >&2; echo 'no room left' >&2; exit 1", "ended with status 1: no room left"),
        ("kill -9 $$", "was killed by signal 9"),
        ("sleep 60", "did not end in 1 s"),
        ("sleep 60 & sleep 60", "did not end in 1 s"),
        ('echo "bad token $A_TOKEN" >&2; exit 1', "bad token $A_TOKEN"),
    ],
)
def test_what_is_not_acknowledged_comes_again(store: Store, tmp_path: Path, script: str, says: str) -> None:
    fill(store, range(5))
    started = time.monotonic()
    first = run(store, shell(tmp_path, script, timeout=1.0), environ=ENVIRON).turns["program"]
    assert time.monotonic() - started < 5
    assert says in str(first.reason)
    assert "hidden" not in str(first.reason)
    assert (first.rows, first.behind) == (0, 5)
    last = run(store, shell(tmp_path, "cat >> got"), environ=ENVIRON, again=True).turns["program"]
    assert (last.rows, last.reason, len(rows_of(tmp_path / "got"))) == (5, None, 5)


def test_a_command_that_reads_nothing_but_ends_well_has_the_rows(store: Store, tmp_path: Path) -> None:
    fill(store, range(200))
    report = run(store, shell(tmp_path, "true", rows=1000), environ=ENVIRON)
    assert (report.failed, report.turns["program"].rows) == ((), 200)


def test_a_command_that_is_not_there(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    report = run(store, python(tmp_path, "./no-such-program"), environ=ENVIRON)
    assert "./no-such-program cannot be started (No such file" in str(report.turns["program"].reason)


def test_no_shell_reads_the_arguments(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    script = "import sys; open('argument', 'w').write(sys.argv[1])"
    run(store, python(tmp_path, sys.executable, "-c", script, "$(touch gone); *"), environ=ENVIRON)
    assert (tmp_path / "argument").read_text() == "$(touch gone); *"
