"""What can happen to a database: each failure is one clear line, and what was committed stays."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from crawler.errors import StorageError
from crawler.items import AddressKind, Link, Status
from pipelines.storage import Store, migrate
from pipelines.storage.tables import metadata
from tests.pipelines.making import NOW, article, outcome


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
    with sqlite3.connect(made(file)) as connection:
        connection.execute("UPDATE warraq_version SET version_num = '9999'")


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


def test_locked_by_another_program(tmp_path: Path) -> None:
    file = made(tmp_path / "warraq.db")
    other = sqlite3.connect(file, isolation_level=None)
    with Store.open(url(file), busy_seconds=0.2) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="is locked by another program"):
            store.commit([article("https://harbour.example/a")], now=NOW)
        assert list(store.records()) == [], "readers do not wait"
        other.execute("ROLLBACK")
        store.commit([article("https://harbour.example/a")], now=NOW)
        assert len(list(store.records())) == 1
    other.close()


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


def test_a_batch_is_all_or_nothing(tmp_path: Path) -> None:
    broken = article("https://harbour.example/b", body=("Another text altogether, of another day.",))
    broken.word_count = object()  # type: ignore[assignment]  # the record cannot be written
    with Store.open(url(tmp_path / "warraq.db")) as store:
        listing = outcome("https://harbour.example/feed", Status.LISTING, kind=AddressKind.FEED)
        listing.links = [Link("https://harbour.example/c")]
        with pytest.raises(TypeError):
            store.commit([article("https://harbour.example/a"), listing, broken], now=NOW)
        assert list(store.records()) == []
        assert store.status() == []


WRITER = """
import sys
from tests.pipelines.making import NOW, article
from pipelines.storage import Store

with Store.open(sys.argv[1]) as store:
    run = store.start_run(NOW, "writer")
    for number in range(int(sys.argv[3])):
        pages = [
            article(f"https://{sys.argv[2]}.example/{number}/{n}", source=sys.argv[2],
                    body=(f"{sys.argv[2]} {number} {n} ships came in.",))
            for n in range(3)
        ]
        store.commit(pages, run=run, now=NOW)
        print(number, flush=True)
"""


def start_writer(file: Path, name: str, batches: int) -> "subprocess.Popen[str]":
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parents[1])])
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, url(file), name, str(batches)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


def test_killed_at_any_instant_nothing_committed_is_lost(tmp_path: Path) -> None:
    file, told = made(tmp_path / "warraq.db"), 0
    for attempt, stop_after in enumerate((1, 7, 20)):
        name = f"writer{attempt}"
        with start_writer(file, name, 100_000) as process:
            assert process.stdout is not None
            for _ in range(stop_after):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            told = stop_after + len(process.stdout.read().split())
        with Store.open(url(file)) as store:
            kept = len(list(store.records(source=name)))
            assert kept % 3 == 0, "batches are whole"
            assert told <= kept // 3 <= told + 1, (
                "what was reported is there, and no more than one batch besides"
            )
            counts = store.last_runs(1)[0]["counts"]
            assert counts == {name: {"article": kept}}, "counted in the same transaction"
            assert store.check() == []


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    file = tmp_path / "warraq.db"  # both find no database and make it
    with start_writer(file, "east", 20) as east, start_writer(file, "west", 20) as west:
        assert (east.wait(60), west.wait(60)) == (0, 0)
    with Store.open(url(file)) as store:
        assert len(list(store.records())) == 120
        assert store.check() == []


def test_two_writers_of_one_story_make_one_cluster(tmp_path: Path) -> None:
    file = made(tmp_path / "warraq.db")
    failed: list[BaseException] = []

    def write(source: str) -> None:
        try:
            with Store.open(url(file)) as store:
                for number in range(25):
                    page = article(
                        f"https://{source}.example/{number}",
                        source=source,
                        body=(f"Story {number}, as told.",),
                    )
                    store.commit([page], now=NOW)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=write, args=(source,)) for source in ("east", "west", "north")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Store.open(url(file)) as store:
        assert len(list(store.records(copies="all"))) == 75
        assert len(list(store.records(copies="first"))) == 25
        positions = sqlite3.connect(file).execute("SELECT position FROM revisions ORDER BY 1").fetchall()
        assert positions == [(number,) for number in range(1, 76)]


def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    file = made(tmp_path / "warraq.db")
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD
    engine = create_engine(url(file))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": migrate.VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == 0x57415252
    engine.dispose()
    before = file.read_bytes()
    made(file)
    assert file.read_bytes() == before, "opening it again changes nothing"


def test_queries_that_grow_use_their_indexes(tmp_path: Path) -> None:
    seen: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        seen.append((call[2], call[3]))

    with Store.open(url(tmp_path / "warraq.db")) as store:
        event.listen(store._engine, "before_cursor_execute", note)
        page = article("https://harbour.example/a")
        store.commit([page, outcome("https://harbour.example/a", Status.GONE)], now=NOW)
        store.due("harbour", NOW, limit=5, kinds=[AddressKind.ARTICLE], since=NOW)
        store.due(None, NOW, limit=5, site="harbour.example")
        assert list(store.records()) == []
        assert list(store.records(source="harbour")) == []
        event.remove(store._engine, "before_cursor_execute", note)
        with store._engine.connect() as connection:
            for statement, values in seen:
                if statement.lstrip().startswith(("SELECT", "UPDATE")):
                    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                    steps = [str(step[3]) for step in plan]
                    assert not [step for step in steps if step.startswith("SCAN") and "INDEX" not in step], (
                        statement
                    )
                    sorts_little = "articles.content_hash =" in statement or "articles.cluster =" in statement
                    assert sorts_little or "USE TEMP B-TREE" not in " ".join(steps), statement
