"""What can happen to a database: each failure is one clear line, and what was committed stays."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import event
from sqlalchemy.engine import Engine

from crawler.cli import app
from crawler.errors import StorageError
from crawler.items import Link, Status
from pipelines.storage import Store
from tests import forked
from tests.pipelines.making import NOW, article, outcome, rows


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def made(file: Path) -> Path:
    Store.open(url(file)).close()
    return file


def text_file(file: Path) -> None:
    file.write_text("Dear diary, this is no database at all. " * 40)


def foreign_file(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


def newer_file(file: Path) -> None:
    connection = sqlite3.connect(made(file), isolation_level=None)
    connection.execute("UPDATE warraq_version SET version_num = '9999'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def damaged_file(file: Path) -> None:
    whole = bytearray(made(file).read_bytes())
    whole[100:4096] = os.urandom(3996)  # the root page of the schema
    file.write_bytes(whole)


def folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (text_file, "no SQLite file"),
        (foreign_file, "belongs to another program"),
        (newer_file, "was written by a newer Warraq (schema 9999"),
        (damaged_file, "is damaged"),
        (folder, "cannot be opened"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], says: str
) -> None:
    file = tmp_path / "warraq.db"
    make(file)
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(StorageError) as caught:
        Store.open(url(file))
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)
    assert (file.read_bytes() if file.is_file() else b"") == before


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mongodb://reader:secret@localhost/news", "no database URL"),
        ("what is this://secret", "no database URL"),
        ("postgresql:/reader:secret@localhost/news", "no database URL"),
        ("sqlite:news.db", "no database URL"),
    ],
)
def test_urls_that_are_none(given: str, says: str) -> None:
    with pytest.raises(StorageError) as caught:
        Store.open(given)
    assert says.removeprefix("no ") in str(caught.value)
    assert "secret" not in str(caught.value)


def test_reading_commands_make_no_database(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such database"):
        Store.open(str(tmp_path / "none.db"), create=False)
    assert list(tmp_path.iterdir()) == []


def test_read_only(tmp_path: Path) -> None:
    file = made(tmp_path / "warraq.db")
    with Store.open(url(file)) as store:
        store.commit([article("https://harbour.example/a")], now=NOW)
    with Store.open(f"sqlite:///file:{file}?mode=ro&uri=true") as store:
        assert len(list(store.records())) == 1
        with pytest.raises(StorageError, match="is read-only"):
            store.add_links("harbour", [Link("https://harbour.example/b")], NOW)


def test_full_disk_keeps_every_batch_before(tmp_path: Path) -> None:
    file = made(tmp_path / "warraq.db")

    def small_disk(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 80")

    event.listen(Engine, "connect", small_disk)
    stored: list[int] = []

    def fill(store: Store) -> None:
        for number in range(10_000):
            page = article(f"https://harbour.example/{number}", body=(f"{number} ships came in. " * 40,))
            store.commit([page, outcome(f"https://harbour.example/{number}-x", Status.FAILED)], now=NOW)
            stored.append(number)

    try:
        with Store.open(url(file)) as store, pytest.raises(StorageError, match="the disk is full"):
            fill(store)
    finally:
        event.remove(Engine, "connect", small_disk)
    with Store.open(url(file)) as store:
        assert stored
        assert len(list(store.records())) == len(stored)
        assert store.check() == []
        store.commit(
            [article("https://harbour.example/after", body=("There is room again today.",))], now=NOW
        )
        assert len(list(store.records())) == len(stored) + 1


FILLER = """
import resource, sys
from click.testing import CliRunner

from crawler.cli import app
from tests.pipelines.making import NOW, article
from crawler.errors import StorageError
from pipelines.storage import Store

with Store.open(sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(10_000):
            page = article(f"https://harbour.example/{number}", body=(f"{number} ships. " * 40,))
            store.commit([page], now=NOW)
            print(number, flush=True)
    except StorageError as error:
        sys.exit(str(error))
"""


def test_a_file_that_may_not_grow_keeps_every_batch_before(tmp_path: Path) -> None:
    """As with a quota: the write fails in the middle, root or not."""
    file = made(tmp_path / "warraq.db")
    done = forked.run("-c", FILLER, url(file), program=forked.PYTHON)
    told = len(done.stdout.split())
    assert told > 0
    assert done.stderr.startswith(f"{file}: "), done.stderr
    assert "everything committed before is safe" in done.stderr
    assert done.stderr.count("\n") == 1
    with Store.open(url(file)) as store:
        assert len(list(store.records(copies="all"))) == told
        assert store.check() == []
        store.commit([article("https://harbour.example/after", body=("There is room again.",))], now=NOW)


def filled(file: Path) -> Path:
    with Store.open(url(file)) as store:
        pages = [
            article(f"https://harbour.example/{number}", body=(f"{number} ships came in. " * 200,))
            for number in range(40)
        ]
        store.commit(pages, now=NOW)
    return file


def test_a_damaged_page_is_found_and_told(tmp_path: Path) -> None:
    file = filled(tmp_path / "warraq.db")
    [(page,)] = rows(url(file), "SELECT rootpage FROM sqlite_master WHERE name = 'revisions'")
    whole = bytearray(file.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = os.urandom(4096)
    file.write_bytes(whole)
    with Store.open(url(file)) as store:
        with pytest.raises(StorageError, match="is damaged; restore a backup"):
            list(store.records())
        with pytest.raises(StorageError, match="is damaged; restore a backup"):
            store.commit([article("https://harbour.example/1")], now=NOW)
        with pytest.raises(StorageError, match="is damaged"):
            store.check()


def test_a_damaged_index_is_found(tmp_path: Path) -> None:
    """Nothing fails, but an answer would be wrong: only the check can tell."""
    file = filled(tmp_path / "warraq.db")
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, '(content_hash)', '(title)') "
        "WHERE name = 'ix_articles_content_hash'"
    )
    connection.close()
    with Store.open(url(file)) as store:
        assert any("ix_articles_content_hash" in line for line in store.check())


def test_doctor_says_what_is_wrong(tmp_path: Path) -> None:
    file = filled(tmp_path / "warraq.db")
    rows(url(file), "UPDATE articles SET revision = 7 WHERE url LIKE '%/3'")
    shown = CliRunner().invoke(app, ["doctor", "--check", "--database", url(file)])
    assert shown.exit_code == 3
    assert "its revisions are not 1, 2, … up to the current one" in " ".join(shown.output.split())
