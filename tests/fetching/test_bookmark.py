"""Reading of saved pages that goes on where an earlier run was broken off."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.hostile.case import article
from crawler.fetching.archives import Located, read_located, read_saved
from crawler.fetching.bookmark import SAVE, Bookmarks
from crawler.items import Address, AddressKind, Outcome, Status
from crawler.pages.page import Page
from tests import forked

NOW = datetime(2026, 11, 12, tzinfo=UTC)


def warc(path: Path, count: int, revisits: tuple[tuple[int, int], ...] = ()) -> None:
    """Articles 0, 1, …; `revisits` are (new number, number whose payload it has)."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for n in range(count):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url(n), "response", BytesIO(article(f"n {n}")), http_headers=head)
            )
        for new, old in revisits:
            digest = next(
                record.rec_headers.get_header("WARC-Payload-Digest")
                for record in _records(path, out)
                if record.rec_headers.get_header("WARC-Target-URI") == url(old)
            )
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_revisit_record(url(new), digest, url(old), "2026-11-12T00:00:00Z", head)
            )


def _records(path: Path, out: BinaryIO) -> list[Any]:
    out.flush()
    with path.open("rb") as stream:
        return list(ArchiveIterator(stream))


def url(n: int) -> str:
    return f"https://n.example/2026/11/12/story-number-{n}-of-many.html"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_reading_goes_on_after_any_record(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    warc(file, 6, ((7, 1),))
    places = list(read_located(file, lambda path: None))
    assert [located.found.url for located in places if isinstance(located.found, Page)] == [
        *map(url, range(6)),
        url(7),
    ]
    assert [located.found for located in places] == list(read_saved(file))
    bodies = [located.found.body for located in places if isinstance(located.found, Page)]
    assert bodies == [article(f"n {n}") for n in (*range(6), 1)]
    for n, located in enumerate(places):
        rest = list(read_located(file, lambda path, done=located.offset: done))  # type: ignore[misc]
        assert rest == places[n + 1 :]  # the revisit has its body, though that is in the part left out


class Shelf:
    """A store of bookmarks."""

    def __init__(self) -> None:
        self.rows: dict[str, Outcome] = {}
        self.now = NOW

    def recall(self, name: str) -> tuple[Address, datetime | None] | None:
        kept = self.rows.get(name)
        if kept is None:
            return None
        address = Address(name, "saved", "saved", AddressKind.ARCHIVE, etag=kept.etag, memo=kept.memo)
        return address, kept.fetched_at

    def keep(self, outcome: Outcome) -> None:
        self.rows[outcome.address.url] = outcome

    def marks(self) -> Bookmarks:
        return Bookmarks(self.recall, self.keep, lambda: self.now)


def outcome(n: int) -> Outcome:
    return Outcome(Address(url(n), "n", "n.example", AddressKind.ARTICLE), Status.ARTICLE)


def test_a_bookmark_stands_where_everything_before_is_stored(tmp_path: Path) -> None:
    file, shelf = tmp_path / "a.warc", Shelf()
    warc(file, 4)
    places = list(read_located(file, lambda path: None))
    marks, outcomes = shelf.marks(), [outcome(n) for n in range(4)]
    assert marks.begin(file) is None
    for located, one in zip(places, outcomes, strict=True):
        marks.expect(located, one)
    for n, last in ((1, None), (2, None), (0, 2)):  # stored in another order than read
        shelf.now += SAVE
        marks.stored(outcomes[n])
        assert shelf.marks().begin(file) == (None if last is None else places[last].offset)
    marks.all_read()
    assert shelf.marks().begin(file) == places[2].offset
    marks.stored(outcomes[3])
    assert shelf.marks().begin(file) is None  # all done: the next run reads anew


def test_another_file_under_the_same_name_is_read_from_its_start(tmp_path: Path) -> None:
    file, shelf = tmp_path / "a.warc", Shelf()
    warc(file, 3)
    marks, one = shelf.marks(), outcome(0)
    marks.begin(file)
    marks.expect(Located(Page(url(0), b"", NOW), file, 40), one)
    marks.expect(Located(Page(url(1), b"", NOW), file, 90), outcome(1))
    marks.stored(one)
    assert shelf.marks().begin(file) == 40
    file.write_bytes(file.read_bytes()[1:])
    assert shelf.marks().begin(file) is None


@pytest.mark.slow
def test_a_killed_run_goes_on_inside_the_file(tmp_path: Path) -> None:
    file, store = tmp_path / "a.warc.gz", tmp_path / "w.db"
    count = 150
    warc(file, count)
    command = ["crawl", "--from", str(file), "--no-export"]
    command += ["--database", str(store), "--output", str(tmp_path / "a.jsonl"), "--json", "--workers", "1"]

    def read(query: str) -> list[tuple[int, ...]]:
        with closing(sqlite3.connect(store, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    child = forked.Command(*command)
    marked = "SELECT count(*) FROM addresses WHERE kind = 'archive'"
    until = time.monotonic() + 60
    while not (store.exists() and _there(store) and read(marked)[0][0]) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    before = read("SELECT count(*) FROM articles")[0][0]
    assert 0 < before < count
    done = forked.run(*command)
    (numbers,) = json.loads(done.stdout)["sources"].values()
    again = numbers["unchanged"] + numbers["duplicates"]
    assert numbers["stored"] == count - before
    assert again < before  # it did not begin at the start
    assert read("SELECT count(*), max(revision) FROM articles") == [(count, 1)]
    assert read("SELECT count(*) FROM revisions") == [(count,)]


def _there(store: Path) -> bool:
    with closing(sqlite3.connect(store, timeout=30)) as connection:
        return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'addresses'").fetchall())
