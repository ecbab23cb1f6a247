"""The schema: migrations against the tables, and that no query reads a whole table."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from crawler.errors import NewerSchemaError, StorageError
from crawler.items import AddressKind, DueQuery, Link, Status
from pipelines.storage import Log, Store, migrate
from pipelines.storage.cursors import Cursor
from pipelines.storage.engine import make_engine, parse_url
from pipelines.storage.log import Wanted
from pipelines.storage.tables import metadata
from tests.pipelines.making import BODY, NOW, article, later, make_at, outcome


def test_migrations_make_the_tables_that_the_code_knows(empty: str) -> None:
    Store.open(empty).close()
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD
    engine = make_engine(parse_url(empty))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": migrate.VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_opened_file_is_ours_and_opening_it_again_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "warraq.db"
    with Store.open(str(file)) as store, store._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == 0x57415252
    before = file.read_bytes()
    Store.open(str(file)).close()
    assert file.read_bytes() == before


@contextmanager
def spoken(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The statements that the store speaks meanwhile, with their values."""
    seen: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        values = call[3][0] if call[5] else call[3]  # of many rows, the first
        if call[2].split(maxsplit=1)[0] in ("SELECT", "UPDATE", "DELETE", "INSERT"):
            seen.append((call[2], values))

    event.listen(store._engine, "before_cursor_execute", note)
    yield seen
    event.remove(store._engine, "before_cursor_execute", note)


A, B = "https://harbour.example/a", "https://valley.example/a"
LONG = tuple(f"{line} It was said again in the evening, by {n} people." for n, line in enumerate(BODY))
COPY = (*LONG, "Agencies.")


def everything(store: Store) -> None:
    """Everything that happens once a page or more often: what must cost the same at a million articles."""
    store.add_links("harbour", [Link(A), Link(B), Link(f"{A}2")], NOW)
    store.commit([article(A, body=LONG), article(B, source="valley", title="Copied", body=COPY)], now=NOW)
    store.commit([article(A, body=COPY), article(f"{A}-print", canonical=A, body=LONG)], now=later(hours=1))
    store.add_links("harbour", [Link(A, title="Now with a title")], later(hours=1))
    listing = outcome("https://harbour.example/feed", Status.LISTING, kind=AddressKind.FEED)
    listing.links = [Link(f"{A}3")]
    store.commit([listing, outcome(f"{A}2", Status.FAILED)], run=store.start_run(NOW, "x"), now=NOW)
    store.commit([outcome(B, Status.GONE)], now=later(hours=2))
    store.due(DueQuery("harbour", kinds=[AddressKind.ARTICLE], since=NOW), later(days=9), limit=5)
    store.due(DueQuery(site="harbour.example"), later(days=9), limit=5)
    store.make_due([A], NOW)
    assert store.lease("harbour.example", "me", NOW, later(hours=1))
    store.release("harbour.example", "me")
    store.keep_pace("harbour.example", "slow")
    store.pace("harbour.example")
    store.history(A)
    store.merge(A, f"{A}-print", later(hours=3))
    log = Log(store)
    cursor = log.claim(Cursor("all", "jsonl", 0, holder="me", until=later(hours=1)), NOW, lambda _: False)
    entries = log.read(1, log.end(), Wanted(), rows=100).entries
    log.hold(cursor, later(hours=2), 1)
    log.advance(cursor, log.end(), len(entries), {}, NOW)


SORTS_LITTLE = ("articles.content_hash =", "articles.cluster =")  # the copies of one text


def steps_of(connection: Connection, statement: str, values: Any) -> list[str]:
    """How the database goes about it; PostgreSQL as it would if reading whole tables were dear."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(step[3]) for step in plan]
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    connection.exec_driver_sql("SET LOCAL enable_sort = off")
    return [str(step[0]).strip() for step in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]


def reads_whole_table(step: str) -> bool:
    return "Seq Scan" in step or (step.startswith("SCAN") and "INDEX" not in step)


def sorts(step: str) -> bool:
    return "USE TEMP B-TREE" in step or "Sort  (" in step


def test_queries_that_grow_use_their_indexes(database: str) -> None:
    with Store.open(database) as store:
        with spoken(store) as seen:
            everything(store)
            list(store.records())
            list(store.records(source="harbour", since=NOW, until=later(days=1)))
            store.forget(B, later(hours=4))
        assert len({statement for statement, _ in seen}) > 40
        with store._engine.connect() as connection:
            grows = steps_of(connection, "SELECT count(*) FROM revisions WHERE status = 'gone'", ())
            assert any(map(reads_whole_table, grows)), "a plan says so"
            for statement, values in seen:
                steps = steps_of(connection, statement, values)
                assert not any(map(reads_whole_table, steps)), (statement, steps)
                little = any(words in statement for words in SORTS_LITTLE)
                assert little or not any(map(sorts, steps)), (statement, steps)


def test_what_an_older_store_had_learned_is_kept(older: str) -> None:
    """The column `rhythm` of schema 4 is `memo` from schema 5 on."""
    make_at(older, "0004")
    engine = make_engine(parse_url(older))
    names = "url, source, site, kind, rank, order_at, found_at, due_at, rhythm"
    moments = f"'{NOW:%Y-%m-%d %H:%M:%S+00:00}', '{NOW:%Y-%m-%d %H:%M:%S+00:00}', NULL"
    values = f"'{A}', 'harbour', 'harbour.example', 'feed', 1, {moments}, '[1, 2]'"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO addresses ({names}) VALUES ({values})")
    engine.dispose()
    with Store.open(older) as store:
        found = store.address(A)
        assert found is not None
        assert found[0].memo == "[1, 2]"
        assert store.check() == []


def test_a_store_of_a_newer_schema_is_left_alone(database: str) -> None:
    Store.open(database).close()
    engine = make_engine(parse_url(database))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(NewerSchemaError) as caught:
        Store.open(database)
    assert (caught.value.found, caught.value.known) == ("9999", migrate.HEAD)
    assert isinstance(caught.value, StorageError)
    assert caught.value.url


@pytest.mark.parametrize(
    "name", ["a b.db", "50%.db", "a#b.db", "a?b.db", "a+b.db", "أخبار.db", "%41.db", "a&b=c.db"]
)
def test_a_path_is_that_very_file(tmp_path: Path, name: str) -> None:
    with Store.open(str(tmp_path / name)):
        pass
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.db", "a?b %41.db"])
def test_a_store_that_cannot_be_written_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with Store.open(str(tmp_path / name)) as store:
        store.start_run(NOW, "crawl")
    monkeypatch.setattr("pipelines.storage.engine.writable", lambda file: False)
    with Store.open(str(tmp_path / name), create=False) as store:
        assert [run["id"] for run in store.last_runs(5)] == [1]
        with pytest.raises(StorageError, match="read-only"):
            store.start_run(NOW, "crawl")
