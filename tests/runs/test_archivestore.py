"""Archives into a store: each page a revision, broken off anywhere, gone on with, nothing twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from fsspec import AbstractFileSystem as Files

from crawler.cli import app
from crawler.errors import InputError
from crawler.runs import archivestore
from crawler.runs.archivestore import Stored, store_archive
from crawler.runs.report import Report
from crawler.runs.workers import Workers
from pipelines.storage import Store
from tests.runs.test_fromarchives import bucket, numbered, warc, workers

__all__ = ["bucket", "workers"]  # fixtures

NAME = "memory://a.warc.gz"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened


def stored(store: Store, workers: Workers) -> Stored:
    now = datetime.now(UTC)
    return store_archive(NAME, store, workers, Report(now, store.start_run(now, "test")))


def records(store: Store) -> list[dict[str, Any]]:
    return [msgspec.json.decode(record) for record in store.records(copies="all")]


def test_each_page_becomes_an_article_once(bucket: Files, workers: Workers, store: Store) -> None:
    bucket.pipe_file("/a.warc.gz", warc(5))
    assert sum(stored(store, workers).counts.values()) == 5
    assert sorted(record["url"] for record in records(store)) == numbered(0, 5)
    assert str(stored(store, workers)) == f"{NAME}: done before"
    bucket.pipe_file("/a.warc.gz", warc(7))
    assert sum(stored(store, workers).counts.values()) == 7, "another archive under the same name"
    assert sorted(record["url"] for record in records(store)) == numbered(0, 7)
    assert {record["revision"] for record in records(store)} == {1}


class Killed(Exception):
    pass


@pytest.mark.parametrize("after", [1, 2])
def test_a_killed_one_goes_on_inside_the_archive(
    bucket: Files,
    workers: Workers,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    monkeypatch.setattr(archivestore, "PAGES", 2)
    bucket.pipe_file("/a.warc.gz", warc(9))
    commit, commits = store.commit, list[int]()

    def until(*arguments: Any, **more: Any) -> Any:
        if len(commits) == after:
            raise Killed
        commits.append(1)
        return commit(*arguments, **more)

    with monkeypatch.context() as patched:
        patched.setattr(store, "commit", until)
        with pytest.raises(Killed):
            stored(store, workers)
    assert len(records(store)) == 2 * after
    assert sum(stored(store, workers).counts.values()) == 9 - 2 * after, "what is stored is not done again"
    assert sorted(record["url"] for record in records(store)) == numbered(0, 9)


def test_an_older_look_does_not_replace_a_newer_one(bucket: Files, workers: Workers, store: Store) -> None:
    bucket.pipe_file("/a.warc.gz", warc(2))
    stored(store, workers)
    newer = {one["url"]: one["fetched_at"] for one in records(store)}
    [url, _] = numbered(0, 2)
    again = warc(2, gzipped=False).replace(b"voted on Monday", b"voted on Friday")
    dates = [line for line in again.split(b"\r\n") if line.startswith(b"WARC-Date: ")]
    for date in dates:
        again = again.replace(date, date[:11] + b"2019" + date[15:])
    bucket.pipe_file("/a.warc.gz", again)
    assert dict(stored(store, workers).counts) == {"unchanged": 2}
    assert {one["url"]: one["fetched_at"] for one in records(store)} == newer
    assert [one["revision"] for one in store.history(url)] == [1]


def test_the_command(tmp_path: Path) -> None:
    local, database = tmp_path / "b.warc.gz", f"sqlite:///{tmp_path}/w.db"
    local.write_bytes(warc(2))
    arguments = ["extract", "--from", str(local), "--workers", "1", "--store", database]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    with Store.open(database) as store:
        assert sorted(record["url"] for record in records(store)) == numbered(0, 2)
        [run] = store.last_runs(5)
        assert (run["exit"], run["report"]["outcome"]) == (0, "finished")
    assert isinstance(CliRunner().invoke(app, [*arguments, "-o", f"{tmp_path}/o/"]).exception, InputError)
    alone = ["extract", str(local), "--store", database]
    assert isinstance(CliRunner().invoke(app, alone).exception, InputError)
