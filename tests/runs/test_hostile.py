"""A site of odd answers: each ends as the right outcome with a reason, and the good pages are stored."""

import gzip
import json
import sqlite3
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytestmark = pytest.mark.slow

PARAGRAPH = (
    "<p>The people of the valley built the bridge in one winter, {n}, "
    "and paid for it with the wool of {n} sheep.</p>"
)
ARTICLE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
)
FRONT = (
    '<html><head><link rel="alternate" type="application/rss+xml" href="/broken.xml"></head>'
    '<body><a href="javascript:void(0)">x</a><main>{links}</main></body></html>'
)


def article(name: str) -> bytes:
    body = "".join(PARAGRAPH.format(n=f"{name} {n}") for n in range(6))
    return ARTICLE.format(title=f"The {name} story of the bridge", body=body).encode()


Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html"}
# name → (answer, outcome, word of the reason)
CASES: dict[str, tuple[Answer, str, str]] = {
    "empty": ((200, HTML, b""), "failed", "empty"),
    "pdf": ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 x"), "not_article", "pdf"),
    "binary": ((200, HTML, bytes(range(256)) * 64), "not_article", "binary"),
    "error": ((500, HTML, b"boom"), "failed", "500"),
    "teapot": ((418, HTML, b"no"), "failed", "418"),
    "gone": ((410, HTML, b"gone"), "gone", "410"),
    "missing": ((404, HTML, b"404"), "gone", "404"),
    "forbidden": ((403, HTML, b"no"), "blocked", "403"),
    "slowdown": ((429, {"Retry-After": "1"}, b"no"), "blocked", "429"),
    "legal": ((451, HTML, b"no"), "blocked", "451"),
    "home": ((302, {"Location": "/"}, b""), "not_article", "front"),
    "metadata": ((302, {"Location": "http://169.254.169.254/latest/"}, b""), "refused", "private"),
    "byname": ((302, {"Location": "http://localhost:9/secret"}, b""), "refused", "private"),
    "otherport": ((302, {"Location": "http://127.0.0.1:9/secret"}, b""), "refused", "private"),
    "fileurl": ((302, {"Location": "file:///etc/passwd"}, b""), "failed", ""),
    "nowhere": ((302, HTML, b""), "failed", "302"),
    "bomb": (
        (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"<p>" + b"a" * 50_000_000)),
        "refused",
        "10 MiB",
    ),
    "badgzip": ((200, {**HTML, "Content-Encoding": "gzip"}, b"\x1f\x8b\x08 not gzip"), "", ""),
    "notext": ((200, HTML, b"<html><body><nav><a href=/>home</a></nav></body></html>"), "not_article", ""),
    "klingon": ((200, {"Content-Type": "text/html; charset=klingon"}, article("klingon")), "article", ""),
    "control": ((200, HTML, article("con&#x1;trol \ufffe&#xFFFE;")), "article", ""),
    "deep": ((200, HTML, b"<html><body>" + b"<div>" * 50_000 + article("deep")), "article", ""),
    "attributes": (
        (
            200,
            HTML,
            b"<html><body " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">" + article("attributes"),
        ),
        "",
        "",
    ),
    "utf16": ((200, HTML, article("wide").decode().encode("utf-16")), "article", ""),
    "good": ((200, HTML, article("good")), "article", ""),
}


def path_of(name: str) -> str:
    return f"/2026/11/12/the-{name}-story-of-the-bridge.html"


class Odd(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, headers, body = self.answer()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self) -> Answer:
        if self.path == "/":
            links = "".join(
                f'<h2><a href="{path_of(name)}">How the {name} story of the bridge was told</a></h2>'
                for name in CASES
            )
            return 200, HTML, FRONT.format(links=links).encode()
        if self.path == "/broken.xml":
            link = f"<link>http://{self.headers['Host']}{path_of('fed')}</link>"
            return (
                200,
                {"Content-Type": "text/xml"},
                f"<rss><channel><item><title>Fed</title>{link}</item><item><ti".encode(),
            )
        if self.path == path_of("fed"):
            return 200, HTML, article("fed")
        if self.path == "/robots.txt":
            return (
                200,
                {"Content-Type": "text/plain"},
                b"\xff\xfe garbage\nUser-agent *\n:::\nSitemap: /none.xml\n",
            )
        name = next((name for name in CASES if path_of(name) == self.path), None)
        return CASES[name][0] if name else (404, HTML, b"nothing")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    folder = tmp_path_factory.mktemp("hostile")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    (folder / "s.toml").write_text(
        f'[[source]]\nname = "odd"\nurl = "http://{place}/"\ndelay = 0\nallow_private = true\n', "utf-8"
    )
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources", str(folder / "s.toml"), "--json"]
    where = ["--database", str(folder / "w.db"), "--output", str(folder / "a.jsonl")]
    done = subprocess.run([*command, *where], capture_output=True, text=True, timeout=200, check=False)
    server.shutdown()
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["outcome"] == "finished"
    for line in (folder / "a.jsonl").read_text("utf-8").splitlines():
        json.loads(line)
    with sqlite3.connect(folder / "w.db") as store:
        rows = store.execute("SELECT url, last_outcome, last_reason FROM addresses").fetchall()
    return {url.partition(place)[2]: (outcome, reason or "") for url, outcome, reason in rows}


@pytest.mark.parametrize("name", CASES)
def test_each_ends_as_the_right_outcome(outcomes: dict[str, tuple[str, str]], name: str) -> None:
    _, expected, word = CASES[name]
    outcome, reason = outcomes[path_of(name)]
    assert outcome, "no outcome at all"
    if expected:
        assert outcome == expected, reason
    assert word in reason
    assert "\n" not in reason


def test_half_a_feed_gives_what_it_has(outcomes: dict[str, tuple[str, str]]) -> None:
    assert outcomes["/broken.xml"][0] == "listing"
    assert outcomes["/broken.xml"][1]
    assert outcomes[path_of("fed")][0] == "article"
