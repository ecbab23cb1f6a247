"""Our own tables: what is kept of them for the next process is what they say."""

import os
import pickle
import sys
import tomllib
from pathlib import Path

import pytest

from crawler import datafiles

ROOT = Path(datafiles.__file__).parent
TABLE = 'a = ["one", "two"]\n[b]\nc = [[1.5, "ü"], []]\n'
READ = {"a": ("one", "two"), "b": {"c": ((1.5, "ü"), ())}}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tablesofatest"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "words.toml").write_text(TABLE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.delitem(sys.modules, folder.name, raising=False)
    return folder


def kept(folder: Path) -> list[Path]:
    return [file for file in folder.glob("__pycache__/*") if not file.name.startswith("__init__")]


def test_a_table_is_kept_until_its_file_changes(package: Path) -> None:
    assert [datafiles.read(package.name, "words.toml") for _ in range(3)] == [READ] * 3
    assert len(kept(package)) == 1
    (package / "words.toml").write_text('a = ["three"]', "utf-8")
    assert datafiles.read(package.name, "words.toml") == {"a": ("three",)}


def test_nothing_is_kept_where_nobody_may_write(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert datafiles.read(package.name, "words.toml") == READ
    assert kept(package) == []
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert datafiles.read(package.name, "words.toml") == READ


def test_the_tables_of_the_program_are_read_as_they_stand() -> None:
    for file in sorted(ROOT.rglob("*.toml")):
        package = ".".join(file.parent.relative_to(ROOT.parent).parts)
        written = tomllib.loads(file.read_text("utf-8"))
        assert datafiles.read(package, file.name) == datafiles._tuples(written), file
        assert not file.with_suffix(".py").exists(), "both would be kept under one name"


def module(folder: Path, answer: str) -> Path:
    """A module that counts how often its words are worked out."""
    file = folder / "work.py"
    file.write_text(f"""from crawler import datafiles
CALLS = []
@datafiles.kept
def words():
    CALLS.append(1)
    return {answer}
""")
    return file


def worked(file: Path) -> tuple[object, int]:
    """What a new process would get, and whether it had to work for it."""
    space: dict[str, object] = {}
    exec(compile(file.read_text(), str(file), "exec"), space)
    return space["words"](), len(space["CALLS"])  # type: ignore[operator, arg-type]


def test_what_is_worked_out_is_kept_until_its_module_changes(package: Path) -> None:
    file = module(package, "{'a': [('b', 1)]}")
    assert [worked(file) for _ in range(2)] == [({"a": [("b", 1)]}, 1), ({"a": [("b", 1)]}, 0)]
    module(package, "{'a': []}")
    os.utime(file, ns=(1, 1))
    assert worked(file) == ({"a": []}, 1)


def test_what_is_broken_or_older_is_made_anew(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = module(package, "'words'")
    assert worked(file) == ("words", 1)
    one = next(path for path in kept(package) if path.suffix == ".pickle")
    one.write_bytes(one.read_bytes()[:-3])
    assert worked(file) == ("words", 1)
    one.write_bytes(pickle.dumps("something else"))
    assert worked(file) == ("words", 1)
    monkeypatch.setattr(datafiles, "_state", lambda: (("ar.toml", 1, 2),))
    assert worked(file) == ("words", 1)
    assert worked(file) == ("words", 0)


def test_each_lot_of_arguments_is_kept_for_itself(package: Path) -> None:
    file = package / "work.py"
    file.write_text("""from crawler import datafiles
CALLS = []
@datafiles.kept
def words(language, script=None):
    CALLS.append((language, script))
    return [language, script]
""")
    told: list[list[object]] = []
    for _ in range(2):
        space: dict[str, object] = {}
        exec(compile(file.read_text(), str(file), "exec"), space)
        words = space["words"]
        told.append([words("ar"), words("fa", "Arab"), words(None), space["CALLS"]])  # type: ignore[operator]
    asked = [("ar", None), ("fa", "Arab"), (None, None)]
    assert told == [[*map(list, asked), asked], [*map(list, asked), []]]


def test_what_another_package_brings_is_kept_until_that_is_installed_anew(package: Path) -> None:
    file = package / "work.py"
    file.write_text(f"""from crawler import datafiles
CALLS = []
@datafiles.kept_of("{package.name}")
def words():
    CALLS.append(1)
    return "words"
""")
    (package / "__pycache__").mkdir(exist_ok=True)
    assert [worked(file) for _ in range(2)] == [("words", 1), ("words", 0)]
    os.utime(package, ns=(1, 1))
    assert [worked(file) for _ in range(2)] == [("words", 1), ("words", 0)]


def test_nothing_is_kept_of_what_lies_in_an_archive(package: Path) -> None:
    file = module(package, "'words'")
    text = file.read_text()
    file.unlink()
    space: dict[str, object] = {}
    exec(compile(text, str(file), "exec"), space)
    assert space["words"]() == "words"  # type: ignore[operator]
    assert [each for each in kept(package) if each.suffix == ".pickle"] == []
