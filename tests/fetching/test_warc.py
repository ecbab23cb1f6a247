"""WARC: what is written, and what others wrote."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.fetching.archives import Bad, read_saved
from crawler.fetching.compression import decode, undo
from crawler.fetching.warc import Exchange, Headers, Recorder
from crawler.pages.page import Page
from tests import forked

NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)
HTML = "<html><body><p>وصلت القافلة إلى المدينة</p></body></html>".encode()
PLAIN: Headers = [(b"Content-Type", b"text/html; charset=utf-8")]


def exchange(name: str, body: bytes = HTML, headers: Headers = PLAIN, status: int = 200) -> Exchange:
    sent = [(b"Host", b"n.example"), (b"User-Agent", b"warraq")]
    return Exchange(f"https://n.example/{name}", NOW, "GET", sent, status, headers, body, ip="192.0.2.1")


def records(folder: Path) -> list[Any]:
    found = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                record.block = record.raw_stream.read()
                record.file = file.name
                found.append(record)
    return found


def pages(path: Path) -> list[Page]:
    found = list(read_saved(path))
    assert not [bad for bad in found if isinstance(bad, Bad)]
    return [page for page in found if isinstance(page, Page)]


def valid(folder: Path) -> bool:
    """Whether warcio's own check finds every digest right."""

    class Arguments:
        inputs: ClassVar[list[str]] = [str(file) for file in folder.glob("*.warc.gz")]
        verbose = False

    checker = Checker(Arguments())
    for name in Arguments.inputs:
        checker.process_one(name)
    return not checker.exit_value


def test_what_is_written(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {"software": "warraq"})
    odd: Headers = [*PLAIN, (b"Content-Encoding", b"gzip"), (b"X-Odd", "é".encode()), (b"Set-Cookie", b"a=1")]
    odd += [(b"Set-Cookie", b"b=2")]
    recorder.write(exchange("a?b=1", gzip.compress(HTML), odd))
    recorder.close()
    info, response, request = records(tmp_path)
    assert [r.rec_type for r in (info, response, request)] == ["warcinfo", "response", "request"]
    assert b"software: warraq" in info.block
    assert response.block == gzip.compress(HTML)
    assert response.http_headers.get_header("content-encoding") == "gzip"
    assert [v for k, v in response.http_headers.headers if k == "Set-Cookie"] == ["a=1", "b=2"]
    assert response.rec_headers.get_header("WARC-IP-Address") == "192.0.2.1"
    assert response.rec_headers.get_header("WARC-Date") == "2026-11-12T08:00:00.000000Z"
    assert request.http_headers.statusline.startswith("/a?b=1") or "/a?b=1" in str(request.http_headers)
    assert request.rec_headers.get_header("WARC-Concurrent-To") == response.rec_headers.get_header(
        "WARC-Record-ID"
    )
    raw = gzip.decompress(next(tmp_path.glob("*.gz")).read_bytes())
    assert "X-Odd: é".encode() in raw
    assert b"GET /a?b=1 HTTP/1.1\r\nHost: n.example\r\nUser-Agent: warraq\r\n\r\n" in raw
    assert valid(tmp_path)


def test_the_same_payload_again_is_a_revisit_and_read_as_the_page_it_is(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    for name in ("a", "b", "a"):
        recorder.write(exchange(name))
    recorder.write(exchange("a", b"", [(b"Etag", b'"1"')], 304))
    recorder.close()
    kinds = [r.rec_type for r in records(tmp_path) if r.rec_type != "request"]
    assert kinds == ["warcinfo", "response", "revisit", "revisit", "revisit"]
    revisit = next(r for r in records(tmp_path) if r.rec_type == "revisit")
    assert revisit.rec_headers.get_header("WARC-Refers-To-Target-URI") == "https://n.example/a"
    assert revisit.rec_headers.get_header("WARC-Profile").endswith("identical-payload-digest")
    assert valid(tmp_path)
    assert [(page.url, page.body) for page in pages(tmp_path)] == [
        ("https://n.example/a", HTML),
        ("https://n.example/b", HTML),
    ]


def test_the_fronts_of_our_own_runs_are_no_pages(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    for kind in ("front", "article"):
        recorder.write(replace(exchange(kind, HTML + kind.encode()), kind=kind))
    recorder.close()
    assert [page.url for page in pages(tmp_path)] == ["https://n.example/article"]


def test_a_new_file_begins_when_one_is_full(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {}, max_file=2000)
    bodies = [HTML + bytes(str(n), "ascii") for n in range(12)]
    for n, body in enumerate(bodies):
        recorder.write(exchange(str(n), body))
    recorder.close()
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert len(files) > 2
    assert all(file.stat().st_size < 4000 for file in files)
    assert [page.body for page in pages(tmp_path)] == bodies
    assert {r.rec_type for r in records(tmp_path) if r.file == files[-1].name} >= {"warcinfo", "response"}


def test_a_run_that_was_killed_costs_its_last_record(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, {})
    for n in range(5):
        recorder.write(exchange(str(n), HTML + bytes([65 + n])))
    recorder.close()
    file = next(tmp_path.glob("*.warc.gz"))
    file.write_bytes(file.read_bytes()[:-700])
    found = [page for page in read_saved(file) if isinstance(page, Page)]
    assert 3 <= len(found) < 5


CODINGS = {
    "gzip": gzip.compress(HTML),
    "deflate": zlib.compress(HTML),
    "br": brotli.compress(HTML),
    "zstd": zstandard.compress(HTML),
    "GZIP, br": brotli.compress(gzip.compress(HTML)),
    "identity": HTML,
    "unheard-of": HTML,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding_that_we_ask_for_is_read_again(tmp_path: Path, coding: str) -> None:
    recorder = Recorder(tmp_path, {})
    recorder.write(exchange("a", CODINGS[coding], [*PLAIN, (b"Content-Encoding", coding.encode())]))
    recorder.close()
    assert [page.body for page in pages(tmp_path)] == [HTML]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_header_that_is_not_true(coding: str) -> None:
    assert decode(HTML, coding, 10**6) == HTML


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", PACK)
def test_a_bomb_costs_the_cap_and_a_cut_body_is_what_it_holds(coding: str) -> None:
    packed = PACK[coding](bytes(20_000_000))
    assert decode(packed, coding, 1000) == bytes(1000)
    assert set(decode(packed[: len(packed) // 2], coding, 10_000)) <= {0}


def write(path: Path, *parts: tuple[str, str, dict[str, str], list[tuple[str, str]] | None, bytes]) -> None:
    """(record type, address, WARC headers, HTTP headers, block)"""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for kind, url, about, headers, block in parts:
            http = (
                StatusAndHeaders(about.pop("status", "200 OK"), headers, protocol="HTTP/1.1")
                if headers
                else None
            )
            record = writer.create_warc_record(
                *(url, kind, BytesIO(block), len(block)),
                warc_content_type=about.pop("type", ""),
                http_headers=http,
                warc_headers_dict={"WARC-Date": "2026-11-12T08:00:00Z", **about},
            )
            writer.write_record(record)


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:20], body[20:])) + b"0\r\n\r\n"


@pytest.mark.parametrize("name", ["h.warc", "h.warc.gz"])
def test_a_file_as_heritrix_writes_it(tmp_path: Path, name: str) -> None:
    """DNS records, chunked bodies as received, robots.txt, images, redirects, metadata, revisits."""
    html = [("Content-Type", "text/html")]
    moved = {"status": "301 Moved Permanently"}
    digest = {"WARC-Payload-Digest": "sha1:AAAA"}
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    again = {**digest, "WARC-Profile": profile, "WARC-Refers-To-Target-URI": "http://n.example/a"}
    write(
        tmp_path / name,
        ("warcinfo", "", {}, None, b"software: Heritrix/3.4.0\r\n"),
        (
            "response",
            "dns:n.example",
            {"type": "text/dns"},
            None,
            b"20261112080000\nn.example. 300 IN A 192.0.2.1",
        ),
        ("response", "http://n.example/robots.txt", {}, [("Content-Type", "text/plain")], b"User-agent: *\n"),
        ("response", "http://n.example/old", moved, [*html, ("Location", "/a")], b"<html>moved</html>"),
        (
            "response",
            "http://n.example/a",
            dict(digest),
            [*html, ("Transfer-Encoding", "chunked")],
            chunked(HTML),
        ),
        (
            "metadata",
            "http://n.example/a",
            {"type": "application/warc-fields"},
            None,
            b"via: http://n.example/",
        ),
        ("response", "http://n.example/x.png", {}, [("Content-Type", "image/png")], b"\x89PNG\r\n\x1a\n123"),
        (
            *("response", "http://n.example/b", {}),
            [*html, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
            chunked(gzip.compress(HTML)),
        ),
        ("revisit", "http://n.example/c", dict(again), html, b""),
        ("revisit", "http://n.example/a", dict(again), html, b""),
        ("resource", "http://n.example/d", {"type": "text/html"}, None, HTML),
    )
    found = pages(tmp_path / name)
    assert [page.url.rsplit("/", 1)[1] for page in found] == ["a", "b", "c", "d"]
    assert {page.body for page in found} == {HTML}


def test_a_file_as_common_crawl_writes_it(tmp_path: Path) -> None:
    """CC-NEWS: request, response, metadata; bodies decoded, with the headers kept or renamed."""
    html = [("Content-Type", "text/html; charset=utf-8")]
    kept = [*html, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    renamed = [*html, ("X-Crawler-Content-Encoding", "br"), ("X-Crawler-Transfer-Encoding", "chunked")]
    write(
        tmp_path / "CC-NEWS-20261112080000-00001.warc.gz",
        ("warcinfo", "", {}, None, b"publisher: Common Crawl\r\n"),
        ("request", "https://n.example/a", {}, [("Host", "n.example")], b""),
        ("response", "https://n.example/a", {}, kept, HTML),
        ("metadata", "https://n.example/a", {"type": "application/warc-fields"}, None, b"fetchTimeMs: 12"),
        ("response", "https://n.example/b", {}, renamed, HTML),
    )
    found = pages(tmp_path)
    assert [(page.url[-1], page.body, page.fetched_at) for page in found] == [
        ("a", HTML, NOW),
        ("b", HTML, NOW),
    ]


STORY = "<p>The people of the valley built the bridge in one winter, and paid for it with wool.</p>" * 8
PAGE = "<html><head><title>The bridge of wool</title></head><body><article><h1>The bridge of wool</h1>"


class Site(BaseHTTPRequestHandler):
    """A front and one story, gzipped and chunked."""

    protocol_version = "HTTP/1.1"
    story = "/2026/11/12/the-bridge-of-the-valley.html"
    asked: ClassVar[dict[str, list[tuple[str, str]]]] = {}

    def do_GET(self) -> None:
        self.asked[self.path] = self.headers.items()
        bodies = {"/": f'<html><body><main><h2><a href="{self.story}">The bridge of wool</a></h2></main>'}
        bodies[self.story] = f"{PAGE}{STORY}</article></body></html>"
        if self.path not in bodies:
            self.send_error(404)
            return
        self.send_response(200)
        for name, value in (("Content-Type", "text/html"), ("Content-Encoding", "gzip")):
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(chunked(gzip.compress(bodies[self.path].encode(), mtime=0)))

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def place() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
def test_a_run_records_what_went_over_the_wire(place: str, tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    file = tmp_path / "s.toml"
    file.write_text(f'[[source]]\nname = "s"\nurl = "http://{place}/"\ndelay = 0\nallow_private = true\n')
    settings = {"WARRAQ_WARC": folder, "WARRAQ_DATABASE": f"sqlite:///{tmp_path}/w.db", "WARRAQ_WORKERS": 1}
    command = ["crawl", "news", "-a", f"sources={file}"]
    command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    done = forked.run(*command, program="scrapy")
    assert done.returncode == 0, done.stderr
    assert valid(folder)
    found = {(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")): r for r in records(folder)}
    response = found["response", f"http://{place}{Site.story}"]
    assert gzip.decompress(response.block).decode().startswith(PAGE)
    names = {name.lower() for name, _ in response.http_headers.headers}
    assert "content-encoding" in names
    assert "transfer-encoding" not in names
    sent = found["request", f"http://{place}{Site.story}"].http_headers.headers
    assert sorted((k.lower(), v) for k, v in sent) == sorted(
        (k.lower(), v) for k, v in Site.asked[Site.story]
    )
    assert ("response", f"http://{place}/robots.txt") in found
    story = next(page for page in read_saved(folder) if isinstance(page, Page) and Site.story in page.url)
    assert story.body.decode().startswith(PAGE)
    assert abs(story.fetched_at - datetime.now(UTC)) < timedelta(minutes=3)


@pytest.mark.parametrize("coding", PACK)
def test_a_body_that_is_cut_off_says_so(coding: str) -> None:
    text = b"".join(hashlib.sha256(bytes([n])).hexdigest().encode() for n in range(250))
    packed = PACK[coding](text)
    assert (undo(packed, coding, 10**6).body, undo(packed, coding, 10**6).cut) == (text, False)
    half = undo(packed[: len(packed) // 2], coding, 10**6)
    assert half.cut
    assert text.startswith(half.body)
    assert not undo(packed, coding, 100).cut  # we cut it ourselves


def test_gzip_without_its_trailer_is_whole() -> None:
    packed = gzip.compress(b"".join(hashlib.sha256(bytes([n])).digest() for n in range(99)))
    assert not undo(packed[:-8], "gzip", 10**6).cut
    assert not undo(packed[:-3], "gzip", 10**6).cut
    assert undo(packed[:-40], "gzip", 10**6).cut
