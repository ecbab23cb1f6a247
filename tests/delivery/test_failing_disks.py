"""A full disk, a read-only one, a folder that is gone: a clear line, no cursor moved, the next run goes on.

The disk is full for a child process that may write no file beyond a few bytes.
"""

import errno
import os
import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from crawler.errors import StorageError
from pipelines.delivery.dataset import export_dataset
from pipelines.delivery.destinations import Destinations, Jsonl, Parquet, load_destinations
from pipelines.delivery.shards import FORMS, Form
from pipelines.storage import Log, Store
from tests import forked
from tests.delivery.receiver import fill, page, rows_of, run
from tests.pipelines.making import NOW

KINDS = {
    "plain": 'type = "jsonl"\npath = "out/all.jsonl"',
    "packed": 'type = "jsonl"\npath = "out/{source}.jsonl.gz"',
    "table": 'type = "csv"\npath = "out/all.csv"',
    "columns": 'type = "parquet"\npath = "out/columns"',
    "whole": 'type = "jsonl"\npath = "file://FOLDER/out/whole.jsonl.zst"',
}
ROWS = 150
ROOM = 200_000  # bytes: more than SQLite needs for the index and the few pages of its log


def warraq(folder: Path, words: Sequence[str], room: int | None = None) -> "subprocess.CompletedProcess[str]":
    """The command in a child that cannot write a file beyond `room` bytes, as on a disk that is full."""
    return forked.run(*words, "--database", str(folder / "warraq.db"), folder=folder, largest_file=room)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store, so that its write-ahead log is empty; its texts hardly compress."""
    file = tmp_path_factory.mktemp("made") / "warraq.db"
    pages = [page(number) for number in range(ROWS)]
    for number, one in enumerate(pages):
        one.paragraphs = [*one.paragraphs, random.Random(number).randbytes(3_000).hex()]
        one.text = "\n\n".join(one.paragraphs)
    with Store.open(str(file)) as store:
        store.commit(pages, now=NOW)
    return file


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made, tmp_path)
    return tmp_path


@pytest.mark.slow
def test_a_full_disk(folder: Path) -> None:
    tables = [f'[[destination]]\nname = "{name}"\n{keys}\n' for name, keys in KINDS.items()]
    (folder / "destinations.toml").write_text("\n".join(tables).replace("FOLDER", str(folder)))
    # The store's own file is longer than this: only what a delivery adds to its log has to fit.
    full = warraq(folder, ["deliver", "destinations.toml"], room=ROOM)
    assert full.returncode == 4, full.stderr
    assert "Traceback" not in full.stderr
    with Store.open(str(folder / "warraq.db")) as store:
        cursors = Log(store).cursors()
        assert {cursor.destination for cursor in cursors} == {*KINDS}
        for cursor in cursors:
            assert (cursor.position, cursor.failures, cursor.holder) == (0, 1, None)
            assert str(cursor.reason).endswith("cannot be written (File too large)")
        left = [path for path in (folder / "out").rglob("*") if path.is_file() and path.stat().st_size]
        assert left == [], "no half rows"
        report = run(store, load_destinations(folder / "destinations.toml"), again=True)
    assert {name: turn.rows for name, turn in report.turns.items()} == dict.fromkeys(KINDS, ROWS)
    assert len({row["id"] for row in rows_of(folder / "out" / "all.jsonl")}) == ROWS


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_leaves_the_old_dataset(folder: Path, form: Form) -> None:
    with Store.open(str(folder / "warraq.db")) as store:
        export_dataset(store, folder / "set", form=form, source="nobody")
    before = tree(folder / "set")
    full = warraq(folder, ["export", "--dataset", "set", "--form", form], room=ROOM)
    assert full.returncode == 3, full.stderr
    assert "cannot be written (File too large)" in full.stderr
    assert "Traceback" not in full.stderr
    assert tree(folder / "set") == before
    assert not (folder / ".set.part").exists()
    with Store.open(str(folder / "warraq.db")) as store:
        assert export_dataset(store, folder / "set", form=form).rows == ROWS


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.parquet", "a.csv.gz", "a.jsonl", "a.md"])
def test_a_full_disk_leaves_the_old_export(folder: Path, name: str) -> None:
    (folder / name).write_text("what was exported before", "utf-8")
    full = warraq(folder, ["export", name], room=ROOM)
    assert full.returncode == 3, full.stderr
    (line,) = full.stderr.splitlines()
    assert re.fullmatch(rf"warraq: .*{re.escape(name)}\S*: cannot be written.*File too large\)?.*", line)
    assert (folder / name).read_text("utf-8") == "what was exported before"
    assert [path.name for path in folder.iterdir() if not path.name.startswith("warraq.db")] == [name]


def read_only(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Root writes whatever the modes say: the system's answer on a read-only file system, given by hand."""
    real = os.open

    def refuse(path: str | Path, flags: int, *rest: int, **more: int) -> int:
        if str(path).startswith(str(folder)) and flags & (os.O_CREAT | os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "open", lambda path, *_, **__: os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR)))


@pytest.mark.parametrize(
    "entry", [Jsonl(name="archive", path="out/all.jsonl"), Parquet(name="archive", path="out/columns")]
)
def test_a_read_only_disk(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: Jsonl | Parquet
) -> None:
    fill(store, range(3))
    destination = Destinations(tmp_path, (entry,))
    with monkeypatch.context() as patching:
        read_only(patching, tmp_path / "out")
        turn = run(store, destination).turns["archive"]
    assert str(turn.reason).endswith("cannot be written (Read-only file system)")
    assert str(tmp_path / "out") in str(turn.reason)
    assert (turn.rows, turn.position, turn.behind) == (0, 0, 3)
    assert run(store, destination, again=True).turns["archive"].rows == 3


def test_a_dataset_on_a_read_only_disk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, range(3))
    with monkeypatch.context() as patching:
        read_only(patching, tmp_path / "out")
        with pytest.raises(StorageError, match=r"cannot be written \(Read-only file system\)"):
            export_dataset(store, tmp_path / "out" / "set")
    assert export_dataset(store, tmp_path / "out" / "set").rows == 3


@pytest.mark.parametrize(
    "entry",
    [
        Jsonl(name="archive", path="disk/{source}/all.jsonl"),
        Jsonl(name="archive", path="file://FOLDER/disk/{source}.jsonl"),
        Parquet(name="archive", path="disk/columns"),
    ],
)
def test_a_folder_that_is_gone(store: Store, tmp_path: Path, entry: Jsonl | Parquet) -> None:
    """A disk that is not mounted today must not begin anew in the folder under it."""
    entry = type(entry)(name=entry.name, path=entry.path.replace("FOLDER", str(tmp_path)))
    destination = Destinations(tmp_path, (entry,))
    fill(store, range(3))
    assert run(store, destination).failed == ()
    (tmp_path / "disk").rename(tmp_path / "elsewhere")
    fill(store, range(3, 5))
    turn = run(store, destination).turns["archive"]
    assert "is gone; put it back" in str(turn.reason)
    assert (turn.position, turn.behind) == (3, 2)
    assert not (tmp_path / "disk").exists()
    (tmp_path / "elsewhere").rename(tmp_path / "disk")
    assert run(store, destination, again=True).turns["archive"].rows == 2


def test_a_folder_that_is_made_anew_begins_anew(store: Store, tmp_path: Path) -> None:
    destination = Destinations(tmp_path, (Jsonl(name="archive", path="disk/all.jsonl"),))
    fill(store, range(3))
    run(store, destination)
    (tmp_path / "disk").rename(tmp_path / "elsewhere")
    (tmp_path / "disk").mkdir()
    fill(store, [3])
    assert run(store, destination).failed == ()
    assert len(rows_of(tmp_path / "disk" / "all.jsonl")) == 1
