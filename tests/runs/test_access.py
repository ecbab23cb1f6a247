"""docs/sources.md: headers, cookies, proxy and parser of a source, against sites that ask for them."""

import base64
import gzip
import json
import os
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

import pytest
from scrapy import Request

from crawler.errors import InputError
from crawler.fetching.credentials import Access, _jar
from crawler.fromenv import FromEnv
from crawler.sources.file import Source
from tests import forked

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/sources.md").read_text("utf-8")
TOKEN, SESSION, PASSWORD = "token-of-ours-77", "session-of-ours-12", "pass-of-ours-5"
FIXED = "fixed-of-ours-9"  # in a cookies file
ENVIRON = {"LAMP_TOKEN": TOKEN, "LAMP_SESSION": SESSION, "MILL_PROXY": ""}
DAY = "/2026/11/20"
STORY = """<html lang="en"><head><title>Site title {n}</title></head><body><article>
<h2 class="headline">Ferry {n} sails</h2><h1>More from the lamp</h1><p class="code">hm</p>
<div class="byline"><a>Ann Reed</a> <a>Bo Lind</a></div>
<time datetime="2026-11-19T10:00:00+01:00">yesterday</time>
<p>The {ship} number {n} ran again on Thursday, after {n} days of storm, and forty sacks went
aboard the {ship} before the first passenger did.</p><p>The harbour master said that pier {n} had held for the
{ship}, and the lamps would be lit again by Sunday evening.</p></article></body></html>"""


class Site(BaseHTTPRequestHandler):
    """A front with six stories; 403 for who does not show what it wants."""

    wants: dict[str, str]
    ship: str
    seen: list[dict[str, str]]
    at_once: list[list[str]]  # the paths that were being answered when one more was asked for
    busy: list[str]
    lock = threading.Lock()

    def do_GET(self) -> None:
        with self.lock:
            self.busy.append(self.path)
            # robots.txt is asked beside a site's other requests.
            self.at_once.append([one for one in self.busy if one != "/robots.txt"])
        time.sleep(0.1 if "ferry" in self.path else 0)
        path = re.sub(r"^http://[^/]+", "", self.path)  # a proxy is asked with the whole address
        said = dict(self.headers.items())
        self.seen.append({**said, ":path": self.path})
        with self.lock:
            self.busy.remove(self.path)
        let_in = all(value in said.get(name, "") for name, value in self.wants.items())
        if path == "/robots.txt":
            self.answer(200, "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n")
        elif path == "/.well-known/tdmrep.json":
            self.answer(200, '[{"location": "/2026/", "tdm-reservation": 1}]')
        elif path != "/" and not path.startswith(DAY):
            self.answer(404, "")
        elif not let_in:
            self.answer(403, "<p>who are you?</p>")
        elif path == "/":
            links = "".join(
                f'<a href="{DAY}/ferry-sails-again-{n}.html">Ferry {n} sails</a>' for n in range(6)
            )
            self.answer(200, f"<html><body><main>{links}</main></body></html>")
        else:
            self.answer(200, STORY.format(n=path[-6], ship=self.ship))

    def answer(self, status: int, page: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Set-Cookie", f"again={SESSION}")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


def serve(ship: str = "ferry", **wants: str) -> tuple[ThreadingHTTPServer, Any]:
    kind = type("Wanting", (Site,), {"ship": ship, "wants": wants, "seen": [], "at_once": [], "busy": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server, kind


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Any, Any, str]]:
    """The document's file, with the sites' real addresses, crawled with WARC files and the fullest log."""
    folder = tmp_path_factory.mktemp("access")
    basic = "Basic " + base64.b64encode(f"ann:{PASSWORD}".encode()).decode()
    lamp, lamp_site = serve(
        Authorization=TOKEN, Cookie=f"session={SESSION}; consent=yes", **{"X-Reader": "library 7"}
    )
    mill, mill_proxy = serve("barge of the mill", Cookie=f"mill={FIXED}", **{"Proxy-Authorization": basic})
    file, *_ = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    at = {
        "lamp": f"127.0.0.1:{lamp.server_port}",
        "mill": "127.0.0.1:9",
    }  # nobody is there: the proxy answers
    for name, host in at.items():
        file = file.replace(f"https://{name}.example/", f"http://{host}/")
        file = file.replace(f'name = "{name}"\n', f'name = "{name}"\nallow_private = true\ndelay = 0\n')
    file = file.replace('"http://127.0.0.1:3128"', '{ env = "MILL_PROXY" }').replace(
        "h1.headline", ".headline"
    )
    (folder / "sources.toml").write_text(file, "utf-8")
    jar = f"# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tmill\t{FIXED}\n"
    (folder / "mill.cookies.txt").write_text(jar, "utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    (folder / "mill").mkdir()
    (folder / "mill/parsers.py").write_text(code, "utf-8")
    proxy = f"http://ann:{PASSWORD}@127.0.0.1:{mill.server_port}"
    done = warraq(folder, "crawl", "--warc", "warc", "--verbose", "--workers", "1", MILL_PROXY=proxy)
    yield folder, lamp_site, mill_proxy, done.stdout + done.stderr
    for server in (lamp, mill):
        server.shutdown()
        server.server_close()


def warraq(folder: Path, *words: str, **environ: str) -> "CompletedProcess[str]":
    with patch.dict(os.environ, ENVIRON | environ):
        return forked.run(*words, folder=folder)


def articles(crawled: tuple[Path, Any, Any, str], source: str) -> list[dict[str, Any]]:
    lines = (crawled[0] / "output/articles.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["source"] == source]


def test_a_site_lets_in_who_shows_what_it_wants(crawled: tuple[Path, Any, Any, str]) -> None:
    found = articles(crawled, "lamp")
    assert len(found) == 6, crawled[3]
    _, site, _, _ = crawled
    assert {said["User-Agent"].rpartition(" ")[2] for said in site.seen if "ferry" in said[":path"]} == {
        "library-7"
    }
    (robots,) = (said for said in site.seen if said[":path"] == "/robots.txt")
    assert robots["Authorization"] == TOKEN
    together = max(site.at_once, key=len)
    assert len(together) == 2, f"as many requests at a time as the owner agreed, but {together}"


def test_selectors_know_better(crawled: tuple[Path, Any, Any, str]) -> None:
    for article in articles(crawled, "lamp"):
        assert re.fullmatch(r"Ferry \d sails", article["title"])
        assert article["authors"] == ["Ann Reed", "Bo Lind"]
        assert (article["published_at"], article["date_from"]) == ("2026-11-19T10:00:00+01:00", "parser")


def test_a_proxy_brings_what_the_class_reads(crawled: tuple[Path, Any, Any, str]) -> None:
    found = articles(crawled, "mill")
    assert [article["authors"] for article in found] == [["Hanna Maier"]] * 6, crawled[3]
    _, _, proxy, _ = crawled
    assert all(said[":path"].startswith("http://127.0.0.1:9/") for said in proxy.seen)


def test_no_secret_is_left_anywhere(crawled: tuple[Path, Any, Any, str]) -> None:
    folder, _, _, printed = crawled
    written = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert any(file.suffix == ".gz" for file in written)
    for file, data in written.items():
        if file.name != "mill.cookies.txt":
            text = gzip.decompress(data) if file.suffix == ".gz" else data
            for secret in (TOKEN, SESSION, PASSWORD, FIXED):
                assert secret.encode() not in text, file
    for secret in (TOKEN, SESSION, PASSWORD, FIXED):
        assert secret not in printed


RIGHTS = ["robots.txt content-signal:ai-train=no", "tdmrep.json tdm-reservation"]


def test_what_a_site_reserves_is_in_every_record_and_counted(crawled: tuple[Path, Any, Any, str]) -> None:
    found = articles(crawled, "lamp")
    assert [article["rights"] for article in found] == [RIGHTS] * 6
    folder, site, _, printed = crawled
    assert "lamp: 6 with rights: tdmrep.json tdm-reservation" in printed
    (report,) = (json.loads(file.read_bytes()) for file in (folder / "output/reports").glob("*.json"))
    assert report["sources"]["lamp"]["rights"] == dict.fromkeys(RIGHTS, 6)
    asked = [said[":path"] for said in site.seen]
    assert asked.count("/.well-known/tdmrep.json") == asked.count("/ai.txt") == 1


def source(**more: Any) -> Source:
    return Source(**{"name": "lamp", "url": "https://lamp.example/", **more})


@pytest.mark.parametrize(
    ("url", "let_in"),
    [
        ("https://lamp.example/a", True),
        ("https://www.lamp.example/a", True),
        ("https://amp.lamp.example/a", True),
        ("http://lamp.example/a", False),
        ("https://lamp.example.evil.example/a", False),
        ("https://other.lamp.example/a", False),
        ("https://lamp.example:8443/a", False),
    ],
)
def test_only_the_sources_own_sites_see_them(url: str, let_in: bool) -> None:
    said = source(domains=("amp.lamp.example",), headers={"X-Key": FromEnv("A")}, cookies={"env": "B"})
    access = Access.of(said, {"A": "one", "B": "two=2"})
    assert access is not None
    asked = Request(url, headers={"Cookie": "front=1"}, meta={"warraq_access": access})
    sent = access.applied(asked)
    assert ("X-Key" in sent.headers) is let_in
    assert sent.headers["Cookie"] == (b"front=1; two=2" if let_in else b"front=1")
    assert "X-Key" not in asked.headers
    assert "one" not in repr(asked.meta) + repr(sent.meta)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            {"headers": {"X-Key": FromEnv("NO_SUCH")}},
            "lamp: headers: the environment variable NO_SUCH is not set",
        ),
        ({"cookies": {"env": "BAD"}}, "lamp: cookies: the environment variable BAD holds characters"),
        ({"cookies": "nowhere.txt"}, "cookies: nowhere.txt cannot be read (No such file or directory)"),
        ({"proxy": FromEnv("BAD")}, "BAD holds characters that no header may"),
        ({"proxy": FromEnv("WORD")}, "WORD holds no http address"),
    ],
)
def test_what_cannot_be_had_is_one_line_without_the_value(more: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as error:
        Access.of(source(**more), {"BAD": "hidden\nvalue", "WORD": "hidden"})
    assert told in str(error.value)
    assert "hidden" not in str(error.value)


def test_a_cookies_file_that_is_none_is_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / "cookies.txt"
    file.write_text('[{"name": "session", "value": "hidden"}]', "utf-8")
    with pytest.raises(InputError, match="is no cookies file of Netscape's format") as error:
        Access.of(source(cookies=str(file)), {})
    assert "hidden" not in str(error.value)


def test_a_cookies_file_of_windows(tmp_path: Path) -> None:
    file = tmp_path / "cookies.txt"
    text = "# Netscape HTTP Cookie File\r\nmill.example\tFALSE\t/\tFALSE\t0\tmill\tsaved\r\n"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [(cookie.name, cookie.value) for cookie in _jar("mill", str(file))] == [("mill", "saved")]


def test_a_private_target_is_refused_through_a_proxy_too(tmp_path: Path) -> None:
    server, proxy = serve()
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nname = "inside"\nurl = "http://127.0.0.1:9/"\nproxy = "http://127.0.0.1:{server.server_port}"\n'
    )
    done = warraq(tmp_path, "crawl", "--workers", "1")
    server.shutdown()
    server.server_close()
    assert "is a private, loopback" in done.stdout + done.stderr
    assert "Warning: " not in done.stderr, "nobody is shown what is between us and Scrapy"
    assert proxy.seen == []


class Broken(BaseHTTPRequestHandler):
    """A proxy that fails: `status` is its answer to everything, 0 is none at all."""

    status = 0

    def do_GET(self) -> None:
        if self.status:
            self.send_response(self.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    do_CONNECT = do_GET

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.mark.parametrize(
    ("scheme", "status", "told"),
    [
        ("http", None, "no connection: the proxy PROXY: the connection was refused"),
        ("http", 407, "blocked: 407 proxy login wanted"),
        ("http", 0, "robots.txt cannot be had: "),
        ("https", None, "no connection: the proxy PROXY: the connection was refused"),
        (
            "https",
            407,
            "no connection: the proxy PROXY: TunnelError: Could not open CONNECT tunnel with proxy PROXY",
        ),
        (
            "https",
            502,
            "no connection: the proxy PROXY: TunnelError: Could not open CONNECT tunnel with proxy PROXY",
        ),
    ],
)
def test_a_proxy_that_fails_is_named_and_its_password_is_not(
    tmp_path: Path, scheme: str, status: int | None, told: str
) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Broken,), {"status": status}))
    port = server.server_port
    if status is None:
        server.server_close()
    else:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nname = "mill"\nurl = "{scheme}://127.0.0.1:9/"\nallow_private = true\ndelay = 0\n'
        'proxy = { env = "MILL_PROXY" }\n'
    )
    done = warraq(tmp_path, "crawl", "--workers", "1", MILL_PROXY=f"http://ann:{PASSWORD}@127.0.0.1:{port}")
    if status is not None:
        server.shutdown()
        server.server_close()
    assert done.returncode == 4
    report = (tmp_path / "output/reports/run-1.json").read_text("utf-8")
    (reason,) = json.loads(report)["sources"]["mill"]["reasons"]
    assert told.replace("PROXY", f"127.0.0.1:{port}") in reason
    assert PASSWORD not in done.stdout + done.stderr + report
    assert "Traceback" not in done.stderr


def test_a_missing_variable_is_said_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nname = "lamp"\nurl = "https://lamp.example/"\n'
        'headers = { X-Key = { env = "NO_SUCH" } }\n'
    )
    done = warraq(tmp_path, "crawl")
    assert (done.returncode, done.stderr.strip()) == (
        2,
        "warraq: lamp: headers: the environment variable NO_SUCH is not set",
    )
    assert not (tmp_path / "output").exists()
