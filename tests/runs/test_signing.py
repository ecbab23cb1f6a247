"""A source with `sign = true`, at a site that lets nobody in whose signature does not hold."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from scrapy.http import Response

from crawler.fetching.credentials import Access
from crawler.fetching.identity import DIRECTORY, Identity
from crawler.items import Status
from crawler.sources.file import Source
from crawler.spiders import vouching
from pipelines.storage import Store
from tests import forked
from tests.fetching.test_identity import Asked, signatures, verify

AGENT = "https://crawler.example"
STORY = """<html lang="en"><head><title>Ferry sails</title></head><body><h1>Ferry sails again</h1>
<p>The ferry ran again on Thursday, after three days of storm, and forty sacks of barley went aboard before
the first passenger did.</p><p>The harbour master said that the pier had held, and the lamps would be lit by
Sunday evening.</p></body></html>"""


class Gate(BaseHTTPRequestHandler):
    """Verifies every request as its site would, robots.txt included."""

    directory: bytes
    refused: list[str]
    challenge = ""  # what it asks for, where it asks

    def do_GET(self) -> None:
        if self.challenge and "Signature" not in self.headers:
            self.refused.append(self.path)
            return self.answer(401, "")
        url = f"http://{self.headers['Host']}{self.path}"
        try:
            verify(Asked("GET", url, dict(self.headers.items())), self.directory)
        except signatures.HTTPMessageSignaturesException as error:
            self.refused.append(f"{self.path}: {error}")
            return self.answer(403, "")
        if self.path == "/":
            return self.answer(
                200, '<main><a href="/2026/11/20/ferry-sails-again.html">Ferry sails again</a></main>'
            )
        return self.answer(200 if "ferry" in self.path else 404, STORY if "ferry" in self.path else "")

    def answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if status in (401, 403) and self.challenge:
            self.send_header("Accept-Signature", self.challenge)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[tuple[int, Any]]:
    Identity.create(AGENT, tmp_path / "identity")
    directory = (tmp_path / "identity" / DIRECTORY).read_bytes()
    kind = type("Ours", (Gate,), {"directory": directory, "refused": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_port, kind
    server.shutdown()
    server.server_close()


def test_every_request_of_a_run_is_signed(tmp_path: Path, gate: tuple[int, Any]) -> None:
    port, site = gate
    entry = f'[[source]]\nname = "gate"\nurl = "http://127.0.0.1:{port}/"\nallow_private = true\n'
    (tmp_path / "sources.toml").write_text(f"{entry}delay = 0\nsign = true\n", "utf-8")
    done = forked.run("crawl", "--workers", "1", folder=tmp_path)
    assert site.refused == []
    with Store.open(str(tmp_path / "output/warraq.db")) as store:
        report = store.last_runs(1, ["gate"])[0]["report"]["sources"]["gate"]
    assert report["stored"] == 1, done.stderr
    (line,) = (note for note in report["notes"] if note.startswith("signed, but"))
    assert line.startswith(f"signed, but {AGENT}/{DIRECTORY} cannot be had: "), "nobody publishes it here"


def test_a_site_that_asks_for_signatures_gets_them(tmp_path: Path, gate: tuple[int, Any]) -> None:
    port, site = gate
    site.challenge = 'sig1=("@authority" "@path" "signature-agent");tag="web-bot-auth"'
    entry = f'[[source]]\nname = "gate"\nurl = "http://127.0.0.1:{port}/"\nallow_private = true\ndelay = 0\n'
    (tmp_path / "sources.toml").write_text(entry, "utf-8")
    done = forked.run("crawl", "--workers", "1", folder=tmp_path)
    assert site.refused == ["/robots.txt"], "from then on it is known what the site wants"
    with Store.open(str(tmp_path / "output/warraq.db")) as store:
        report = store.last_runs(1, ["gate"])[0]["report"]["sources"]["gate"]
    assert report["stored"] == 1, done.stderr
    assert not [note for note in report["notes"] if "signed" in note]


def test_an_address_of_no_source_is_signed_for_too(tmp_path: Path, gate: tuple[int, Any]) -> None:
    port, site = gate
    site.challenge = 'sig1=("@authority" "signature-agent");tag="web-bot-auth"'
    host = f"127.0.0.1:{port}"
    page = f"http://{host}/2026/11/20/ferry-sails-again.html"
    done = forked.run("extract", page, "--allow-private", host, folder=tmp_path)
    assert '"title":"Ferry sails again"' in done.stdout, done.stderr
    assert site.refused == ["/robots.txt"]


def test_a_source_that_would_sign_with_nothing_is_one_line(tmp_path: Path) -> None:
    entry = '[[source]]\nname = "gate"\nurl = "https://gate.example/"\nsign = true\n'
    (tmp_path / "sources.toml").write_text(entry, "utf-8")
    done = forked.run("crawl", folder=tmp_path)
    assert done.returncode == 2
    said = (
        "identity/identity.toml: is not there; `warraq identity create --agent https://…` makes an identity"
    )
    assert done.stderr.strip().endswith(said)


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("same", ""),
        ("other", "does not have the key that requests are signed with, "),
        ("page", "is no directory of keys (a JSON Web Key Set)"),
        ("gone", "cannot be had: 404"),
    ],
)
def test_what_is_published_is_compared_with_the_key(tmp_path: Path, published: str, said: str) -> None:
    identity, other = (Identity.create(AGENT, tmp_path / name) for name in ("identity", "other"))
    source = Source(name="gate", url="https://gate.example/", sign=True)
    access = {"gate": Access.of(source, {"WARRAQ_IDENTITY": str(tmp_path / "identity")}), "else": None}
    bodies = {"same": identity.directory(), "other": other.directory(), "page": b"<html>"}

    async def fetched(_: object, request: Any) -> Response | tuple[Status, str]:
        assert request.url == f"{AGENT}/{DIRECTORY}"
        return Response(request.url, body=bodies[published]) if published in bodies else (Status.GONE, "404")

    notes: list[tuple[str, str]] = []
    crawler: Any = None
    with patch.object(vouching, "fetched", fetched):
        asyncio.run(vouching.vouch(crawler, access, lambda name, line: notes.append((name, line))))
    assert [name for name, _ in notes] == ["gate"] * bool(said)
    for _, line in notes:
        assert line.startswith(f"signed, but {AGENT}/{DIRECTORY} {said}")
