"""A store copied into another database: whole, of either kind, from where it was broken off, and proved."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import app
from crawler.errors import StorageError
from crawler.items import AddressKind, Link
from pipelines.storage import Log, Store, copying
from pipelines.storage.copying import TABLES, copy
from pipelines.storage.log import Wanted
from tests.pipelines.making import NOW, article, rows
from tests.postgresql import TEMPLATE, Server

PATHS = ("a", "b", "ü", "Z", "z", "أ", "é", "_", "~")  # that collations sort in other ways than by bytes


def fill(url: str) -> None:
    with Store.open(url) as store:
        run = store.start_run(NOW, "crawl")
        bodies = [(f"Story {path} of the harbour.", f"It has {n} ships.") for n, path in enumerate(PATHS)]
        found = [article(f"https://harbour.example/{p}", body=b) for p, b in zip(PATHS, bodies, strict=True)]
        store.commit(found, run=run, now=NOW)
        again = article("https://harbour.example/a", body=("Story a of the harbour.", "It has 900 ships."))
        store.commit([again], run=run, now=NOW + timedelta(hours=1))
        store.add_links("valley", [Link("https://valley.example/feed", AddressKind.FEED)], NOW)
        store.lease("harbour.example", "someone", NOW, NOW + timedelta(minutes=3))
        store.forget("https://harbour.example/b", NOW)
        store.finish_run(run, NOW, {"exit": 0})


def log(store: Store) -> list[bytes]:
    reader = Log(store)
    return [entry.record for entry in reader.read(0, reader.end(), Wanted()).entries]


@pytest.fixture
def source(database: str) -> str:
    fill(database)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/copy.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.create(template=TEMPLATE)
    yield url
    server.drop(url)


def test_a_copy_is_the_same_and_goes_on_as_the_store_would(source: str, target: str) -> None:
    with Store.open(source) as one, Store.open(target) as other:
        proof = {table.table: table for table in copy(one, other)}
        assert set(proof) == {table.name for table in TABLES}
        assert proof["articles"].rows == len(PATHS)
        assert [(proof["revisions"].rows,)] == rows(target, "SELECT count(*) FROM revisions")
        assert len(proof["addresses"].sha256) == 64
        assert list(one.records()) == list(other.records())
        assert log(one) == log(other)
        assert other.check() == []
        new = [article("https://harbour.example/new", body=("A new story.",))]
        for store in (one, other):
            store.commit(new, now=NOW + timedelta(hours=2))
            assert store.start_run(NOW, "crawl") == 2
        assert Log(one).end() == Log(other).end(), "positions are given on from the same number"


class Broken(Exception):
    pass


@pytest.mark.parametrize("after", [1, 2, 7, 11])
def test_a_copy_that_was_broken_off_goes_on(
    source: str, target: str, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 2)
    counts: list[int] = []

    def until(rows: int) -> None:
        counts.append(rows)
        if len(counts) == after:
            raise Broken

    with Store.open(source) as one, Store.open(target) as other:
        with pytest.raises(Broken):
            copy(one, other, until)
        before = counts[-1]
        counts.clear()
        with pytest.raises(StorageError, match="a copy that was not ended"):
            Store.open(target)
        proof = copy(one, other, counts.append)
        assert sum(table.rows for table in proof) == before + (counts[-1] if counts else 0)
        assert log(one) == log(other)
        with pytest.raises(StorageError, match="holds a store already"):
            copy(one, other)


def test_a_source_that_was_written_between_two_tries_is_seen(
    source: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 2)

    def stop(rows: int) -> None:
        if rows > len(PATHS):
            raise Broken

    with Store.open(source) as one, Store.open(target) as other:
        with pytest.raises(Broken):
            copy(one, other, stop)
        rows(source, "UPDATE articles SET title = 'Another'")
        with pytest.raises(StorageError, match="is not the same in articles: the source was written"):
            copy(one, other)


def test_a_store_is_not_copied_over(source: str, target: str, tmp_path: Path) -> None:
    third = f"sqlite:///{tmp_path}/third.db"
    fill(third)
    with Store.open(source) as one, Store.open(third) as two, Store.open(target) as other:
        with pytest.raises(StorageError, match="holds a store already; name an empty database"):
            copy(one, two)
        with pytest.raises(Broken):
            copy(one, other, _broken)
        with pytest.raises(StorageError, match=r"is a copy of .* that was not ended"):
            copy(two, other)


def _broken(rows: int) -> None:
    raise Broken


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("{0}/none.db", "{0}/to.db"), "there is no such database"),
        (("{0}/a.db", "{0}/a.db"), "is the same database"),
        (("{0}/a.db", "postgresql://u:secret@127.0.0.1:1/w"), "connection"),
    ],
)
def test_what_cannot_be_copied_is_one_line(tmp_path: Path, names: tuple[str, str], said: str) -> None:
    Store.open(f"{tmp_path}/a.db").close()
    result = CliRunner().invoke(app, ["store", "copy", *(name.format(tmp_path) for name in names)])
    assert result.exit_code != 0
    assert said in str(result.exception)
    assert "secret" not in str(result.exception)


def test_the_command_says_what_was_copied(tmp_path: Path) -> None:
    fill(f"{tmp_path}/a.db")
    result = CliRunner().invoke(app, ["store", "copy", f"{tmp_path}/a.db", f"{tmp_path}/b.db", "--json"])
    assert result.exit_code == 0
    assert '"table": "articles"' in result.output
