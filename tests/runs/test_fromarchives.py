"""Archives on any file system, each into its own file: broken off anywhere, gone on with, nothing twice."""

import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import msgspec
import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.cli import app
from crawler.errors import PARTIAL, InputError
from crawler.pages.page import Page
from crawler.runs import fromarchives
from crawler.runs.fromarchives import NOTES, Note, archives_of, extract_archive
from crawler.runs.workers import Workers

PAGE = """<!doctype html><html lang=en><title>Ship {0}</title><meta property="og:type" content="article">
<body><h1>Ship {0} came in</h1><p class=byline>By A. Writer</p><time>2026-01-01</time>
{1}</body></html>"""
WORDS = "<p>The council of the harbour town voted on Monday to rebuild the old lighthouse number {0}.</p>"


def warc(pages: int, start: int = 0, gzipped: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "a test"}))
    for number in range(start, start + pages):
        body = PAGE.format(number, WORDS.format(number) * 6).encode()
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        url = f"https://harbour.example/2026/{number}.html"
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http)
        writer.write_record(record)
    return out.getvalue()


@pytest.fixture
def bucket() -> Iterator[fsspec.AbstractFileSystem]:
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(2)
    yield pool
    pool.close(now=True)


def urls(folder: Path) -> list[str]:
    """Of all records, in the files' order."""
    files = sorted(folder.glob("*.jsonl.gz"))
    lines = [line for file in files for line in gzip.decompress(file.read_bytes()).splitlines()]
    return [json.loads(line)["url"] for line in lines]


def numbered(first: int, last: int) -> list[str]:
    return [f"https://harbour.example/2026/{number}.html" for number in range(first, last)]


def test_archives_of_a_bucket_are_found_by_pattern_folder_and_list(bucket: fsspec.AbstractFileSystem) -> None:
    for name in ("b.warc.gz", "a.warc.gz", "deep/c.arc", "notes.txt"):
        bucket.pipe_file(f"/news/crawl-data/{name}", b"x")
    paths = b"crawl-data/b.warc.gz\n\ncrawl-data/a.warc.gz\n"
    bucket.pipe_file("/news/crawl-data/warc.paths.gz", gzip.compress(paths))
    a, b, c = (f"memory:///news/crawl-data/{name}" for name in ("a.warc.gz", "b.warc.gz", "deep/c.arc"))
    assert archives_of(["memory://news/crawl-data/*.warc.gz"]) == [a, b]
    assert archives_of(["memory://news/crawl-data"]) == [a, b, c]
    assert archives_of(["memory://news/crawl-data/a.warc.gz", "memory://news/crawl-data/*"]) == [a, b]
    listed = archives_of(["memory://news/crawl-data/warc.paths.gz"])
    assert listed == ["memory://news/crawl-data/b.warc.gz", "memory://news/crawl-data/a.warc.gz"]


def test_a_month_of_cc_news_is_known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Files:
        def cat_file(self, path: str) -> bytes:
            return gzip.compress(b"crawl-data/CC-NEWS/2026/10/CC-NEWS-20261001.warc.gz\n")

    def files_of(url: str) -> tuple[Files, str]:
        asked.append(url)
        return Files(), url

    monkeypatch.setattr(fromarchives, "files_of", files_of)
    found = archives_of(["cc-news:2026-10", "cc-news:2026/10"])
    assert asked == ["s3://commoncrawl/crawl-data/CC-NEWS/2026/10/warc.paths.gz"] * 2
    assert found == ["s3://commoncrawl/crawl-data/CC-NEWS/2026/10/CC-NEWS-20261001.warc.gz"]


@pytest.mark.parametrize(
    "name", ["memory://none.warc.gz", "memory://none/*.warc.gz", "nosuch://x", "s4://b/x"]
)
def test_what_is_not_there_is_said(name: str) -> None:
    with pytest.raises(InputError) as caught:
        archives_of([name])
    assert name in str(caught.value)


@pytest.mark.parametrize("gzipped", [True, False])
def test_an_archive_becomes_a_file_and_is_not_read_again(
    bucket: fsspec.AbstractFileSystem, workers: Workers, tmp_path: Path, gzipped: bool
) -> None:
    bucket.pipe_file("/a.warc", warc(5, gzipped=gzipped))
    note = extract_archive("memory://a.warc", tmp_path, workers)
    assert (note.records, note.failed, note.whole, note.reason) == (5, 0, True, "")
    assert urls(tmp_path) == numbered(0, 5)
    before = [file.stat().st_mtime_ns for file in tmp_path.glob("*.gz")]
    assert extract_archive("memory://a.warc", tmp_path, workers) == note
    assert [file.stat().st_mtime_ns for file in tmp_path.glob("*.gz")] == before
    bucket.pipe_file("/a.warc", warc(2, start=7, gzipped=gzipped))
    assert extract_archive("memory://a.warc", tmp_path, workers).records == 2
    assert urls(tmp_path) == numbered(7, 9), "another archive under the same name is read anew"


class Killed(Exception):
    pass


@pytest.mark.parametrize("after", [1, 2, 3])
@pytest.mark.parametrize("torn", [False, True], ids=["at a pack", "within one"])
def test_a_killed_extraction_goes_on_inside_the_archive(
    bucket: fsspec.AbstractFileSystem,
    workers: Workers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
    torn: bool,
) -> None:
    monkeypatch.setattr(fromarchives, "PACK", 2)
    bucket.pipe_file("/a.warc.gz", warc(9))
    write, written = fromarchives._write, []

    def until(place: Path, note: Note) -> None:
        written.append(msgspec.structs.replace(note))
        if len(written) == after and torn:
            raise Killed  # its records are in the file, and the note does not know of them
        write(place, note)
        if len(written) == after:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(fromarchives, "_write", until)
        with pytest.raises(Killed):
            extract_archive("memory://a.warc.gz", tmp_path, workers)
    submitted: list[str] = []
    submit = workers.submit

    def noted(page: Page, work: Callable[[Page], Any]) -> Any:
        submitted.append(page.url)
        return submit(page, work)

    monkeypatch.setattr(workers, "submit", noted)
    note = extract_archive("memory://a.warc.gz", tmp_path, workers)
    assert (note.records, note.whole) == (9, True)
    assert urls(tmp_path) == numbered(0, 9)
    assert len(submitted) == 9 - 2 * (after - torn), "what the note knows of is not done again"


def test_a_bucket_that_breaks_off_is_gone_on_with(
    bucket: fsspec.AbstractFileSystem, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = warc(6)
    bucket.pipe_file("/a.warc.gz", data)
    files = type(bucket)

    class Cut(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= len(data) // 2:
                raise ConnectionResetError("the server hung up")
            return super().read(min(size or 0, 256) if size and size > 0 else 256)

    with monkeypatch.context() as patched:
        patched.setattr(files, "open", lambda *_, **__: Cut(data))
        note = extract_archive("memory://a.warc.gz", tmp_path, workers)
        assert not note.whole
        assert "the server hung up" in note.reason
        assert 0 < note.records < 6
    note = extract_archive("memory://a.warc.gz", tmp_path, workers)
    assert (note.records, note.whole, note.reason) == (6, True, "")
    assert urls(tmp_path) == numbered(0, 6)


def test_what_is_broken_in_an_archive_costs_itself(
    bucket: fsspec.AbstractFileSystem, workers: Workers, tmp_path: Path
) -> None:
    whole = warc(2, gzipped=False)
    bucket.pipe_file(
        "/a.warc", whole + b"WARC/1.0\r\nno header at all\r\n\r\n" + warc(2, start=5, gzipped=False)
    )
    note = extract_archive("memory://a.warc", tmp_path, workers)
    assert urls(tmp_path) == [*numbered(0, 2), *numbered(5, 7)]
    assert note.failed >= 1
    assert note.whole


def test_this_machines_own_archives_need_no_fsspec(
    tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    folder = tmp_path / "crawl"
    (folder / "2026").mkdir(parents=True)
    for name, start in (("a.warc.gz", 0), ("2026/b.warc", 2)):
        (folder / name).write_bytes(warc(2, start, gzipped=name.endswith("gz")))
    (folder / "notes.txt").write_text("none")
    found = archives_of([str(folder), f"{folder}/*.warc.gz", f"file://{folder}/2026/b.warc"])
    assert found == [f"file://{folder}/2026/b.warc", f"file://{folder}/a.warc.gz"]
    note = extract_archive(found[0], tmp_path / "out", workers)
    assert (note.records, note.whole) == (2, True)
    with pytest.raises(InputError, match="no such archive"):
        archives_of([f"{folder}/*.arc"])
    with pytest.raises(InputError, match="s3:// needs fsspec"):
        archives_of(["s3://bucket/a.warc.gz"])


def test_the_command(bucket: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    local = tmp_path / "b.warc.gz"
    local.write_bytes(warc(2))
    arguments = ["extract", "--from", str(local), "--workers", "1", "-o"]
    result = CliRunner().invoke(app, [*arguments, f"{tmp_path}/out/"])
    assert result.exit_code == 0, result.output
    assert urls(tmp_path / "out") == numbered(0, 2)
    assert len(list((tmp_path / "out" / NOTES).iterdir())) == 1
    for wrong in (f"{tmp_path}/out", "s3://bucket/out/"):
        assert isinstance(CliRunner().invoke(app, [*arguments, wrong]).exception, InputError)
    local.write_bytes(b"no archive at all")
    assert CliRunner().invoke(app, [*arguments, f"{tmp_path}/other/"]).exit_code in (0, PARTIAL)
