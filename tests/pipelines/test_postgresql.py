"""What can happen to a PostgreSQL database: made from nothing, not ours to write, full, damaged, gone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from crawler.errors import StorageError
from pipelines.storage import Store
from tests.pipelines.making import NOW, article, rows
from tests.postgresql import TEMPLATE, Server

ONE, TWO = (article(f"https://harbour.example/{name}", body=(f"Story {name}.",)) for name in "ab")


@contextmanager
def made(server: Server, template: str = TEMPLATE, encoding: str = "UTF8") -> Iterator[str]:
    url = server.create(template=template, encoding=encoding)
    yield url
    server.drop(url)


def test_a_database_made_from_nothing(postgresql: Server) -> None:
    with made(postgresql, "template0") as url:
        for _ in range(2):
            with Store.open(url) as store:
                store.commit([article("https://harbour.example/a")], now=NOW)
                assert len(list(store.records())) == 1
                assert store.check() == []


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_ways_to_write_the_url(postgresql: Server, scheme: str) -> None:
    with made(postgresql) as url, Store.open(url.replace("postgresql", scheme, 1)) as store:
        assert store.check() == []


def test_only_unicode_holds_every_script(postgresql: Server) -> None:
    with (
        made(postgresql, "template0", "SQL_ASCII") as url,
        pytest.raises(StorageError, match="is encoded in SQL_ASCII; make one with ENCODING 'UTF8'"),
    ):
        Store.open(url)


def test_no_such_database_or_server(postgresql: Server) -> None:
    for url in (postgresql.url("nowhere"), "postgresql://reader:secret@127.0.0.1:9/news"):
        with pytest.raises(StorageError) as caught:
            Store.open(url)
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)


def test_read_only(postgresql: Server) -> None:
    with made(postgresql) as url:
        with Store.open(url) as store:
            store.commit([ONE], now=NOW)
        with Store.open(f"{url}&options=-c default_transaction_read_only=on") as store:
            assert len(list(store.records())) == 1
            with pytest.raises(StorageError, match="is read-only"):
                store.commit([TWO], now=NOW)


def test_newer_schema(postgresql: Server) -> None:
    with made(postgresql) as url:
        rows(url, "UPDATE warraq_version SET version_num = '9999'")
        with pytest.raises(StorageError, match="was written by a newer Warraq"):
            Store.open(url)


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


def test_full_disk(postgresql: Server) -> None:
    with made(postgresql) as url, Store.open(url) as store:
        store.commit([ONE], now=NOW)
        rows(url, FULL)
        with pytest.raises(StorageError, match="the disk is full; everything committed before is safe"):
            store.commit([TWO], now=NOW)
        assert len(list(store.records())) == 1
        rows(url, "DROP TRIGGER full_disk ON revisions")
        store.commit([TWO], now=NOW)
        assert len(list(store.records())) == 2
        assert store.check() == []


CUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


def test_a_connection_that_is_cut_is_made_anew(postgresql: Server) -> None:
    with made(postgresql) as url, Store.open(url) as store:
        store.commit([ONE], now=NOW)
        rows(url, CUT)
        store.commit([TWO], now=NOW)
        assert len(list(store.records())) == 2


def test_one_that_is_cut_in_the_middle_loses_its_batch_alone(postgresql: Server) -> None:
    with made(postgresql) as url, Store.open(url) as store:
        store.commit([ONE], now=NOW)

        def cut(*call: Any) -> None:
            if call[2].startswith("INSERT INTO revisions"):
                rows(url, CUT)

        event.listen(store._engine, "before_cursor_execute", cut)
        with pytest.raises(StorageError, match="everything committed before is safe"):
            store.commit([TWO], now=NOW)
        event.remove(store._engine, "before_cursor_execute", cut)
        assert len(list(store.records())) == 1
        store.commit([TWO], now=NOW)
        assert len(list(store.records())) == 2
        assert store.check() == []


def test_damage_is_found(postgresql: Server) -> None:
    """In a copy, of which no page is in the server's memory yet."""
    with made(postgresql) as origin:
        with Store.open(origin) as store:
            store.commit([ONE, TWO], now=NOW)
        name = origin.partition("@/")[2].partition("?")[0]
        with made(postgresql, name) as url:
            [(place,)] = rows(url, "SELECT pg_relation_filepath('revisions')")
            with (postgresql.data / str(place)).open("r+b") as file:
                file.seek(4096)
                file.write(os.urandom(4096))
            with Store.open(url) as store, pytest.raises(StorageError, match="is damaged; restore a backup"):
                store.check()


def test_amcheck_looks_at_the_indexes(postgresql: Server) -> None:
    with made(postgresql) as url, Store.open(url) as store:
        store.commit([ONE, TWO], now=NOW)
        rows(url, "CREATE EXTENSION amcheck")
        assert store.check() == []
