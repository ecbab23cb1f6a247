"""Pages that show their text only with scripts, in a real browser, on sites of our own."""

import json
import shutil
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import warraq
from crawler.fetching.browser import NAMES
from crawler.items import AddressKind, DueQuery
from crawler.runs.extracting import RENDERS
from crawler.sources.file import RENDER
from pipelines.storage import Store
from tests import forked

BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
needs_browser = pytest.mark.skipif(
    not (BROWSER and find_spec("scrapy_playwright")),
    reason="skipped: no Chromium on PATH, or no scrapy-playwright (warraq[render])",
)

DAY = "/2026/11/20"
SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The Lamp</title></head><body>
<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>
<img src="/pixel.png">
<link rel="stylesheet" href="/style.css"><script src="/app.js"></script></body></html>"""
# Fills the page from an API, and tries whatever a page may try.
APP = """
const tried = (work) => { try { work() } catch (error) {} };
tried(() => new WebSocket("ws://127.0.0.1:SECRET/socket"));
tried(() => fetch("http://127.0.0.1:SECRET/settings").catch(() => 0));
tried(() => fetch("/private/list.json").catch(() => 0));
tried(() => navigator.sendBeacon("/beacon", "x"));
tried(() => fetch("/count", {method: "PUT"}).catch(() => 0));
tried(() => {
  const peer = new RTCPeerConnection({iceServers: [{urls: "stun:127.0.0.1:UDP"}]});
  peer.createDataChannel("x");
  peer.createOffer().then((offer) => peer.setLocalDescription(offer));
});
fetch("/api" + location.pathname).then((answer) => answer.json()).then((story) => {
  const article = document.createElement("article");
  article.innerHTML = `<h1>${story.title}</h1>` + story.paragraphs.map((text) => `<p>${text}</p>`).join("");
  document.getElementById("root").append(article);
});
"""
MUTE = "document.getElementById('root').id = 'still-empty';"
HANG = "for (;;) {}"


PAGED = """
fetch("/api" + location.pathname).then((answer) => answer.json()).then((story) => {
  const page = Number(new URLSearchParams(location.search).get("page") || 1);
  const next = page == 1 ? `<a rel="next" href="?page=2">Next page</a>` : "";
  document.getElementById("root").innerHTML =
    `<article><h1>${story.title}</h1><p>${story.paragraphs[page - 1]}</p></article>` + next;
});
"""


def story(number: int) -> dict[str, object]:
    paragraphs = [
        f"The ferry number {number} ran again on Thursday, after {number} days of storm, and forty sacks of "
        f"barley went aboard before the first passenger did.",
        f"The harbour master said that pier {number} had held, and the lamps would be lit by Sunday evening, "
        f"before the boats of the other shore came over for the market.",
    ]
    return {"title": f"Ferry {number} sails again", "paragraphs": paragraphs}


@dataclass
class Site:
    """An app's site on loopback: `script` is its app, `asked` what was asked for, `agents` by whom."""

    script: str
    stories: int = 2
    links_by_script: bool = False
    asked: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        site = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked[self.path] += 1
                site.agents.add(self.headers["User-Agent"])
                kind, body = site.answer(self.path.partition("?")[0])
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", kind)
                self.send_header("ETag", '"shell"')
                self.end_headers()
                self.wfile.write(body.encode())

            do_POST = do_PUT = do_GET

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.port = self.server.server_port

    def answer(self, path: str) -> tuple[str, str]:
        if path == "/robots.txt":
            return "text/plain", "User-agent: *\nDisallow: /private/\n"
        if path == "/":
            return (
                "text/html",
                SHELL if self.links_by_script else f"<body><main>{links(self.stories)}</main></body>",
            )
        if path == "/app.js":
            return "text/javascript", self.script
        if path.startswith("/api/"):
            return "application/json", json.dumps(story(int(path[-6])))
        return "text/html", SHELL if path.startswith(DAY) else ""

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def links(count: int) -> str:
    return "".join(
        f'<a href="{DAY}/ferry-{n}-sails-again-{n}.html">Ferry {n} sails again</a>'
        for n in range(1, count + 1)
    )


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    opened: list[Site] = []
    yield opened
    for site in opened:
        site.close()


def crawl(folder: Path, sources: dict[str, tuple[Site, str]], *more: str) -> CompletedProcess[str]:
    """One run of the sources: name → (site, render). `more` are settings."""
    entries = [
        f'[[source]]\nname = "{name}"\nurl = "http://127.0.0.1:{site.port}/"\nallow_private = true\n'
        f'delay = 0\nrender = "{render}"\n'
        for name, (site, render) in sources.items()
    ]
    (folder / "sources.toml").write_text("\n".join(entries), "utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", "utf-8")
    settings = [f"-s{word}" for word in ("WARRAQ_WORKERS=1", *more)]
    words = ("crawl", "news", "-asources=sources.toml", "-alimit=20", *settings)
    return forked.run(*words, program="scrapy", folder=folder)


def articles(folder: Path, source: str) -> dict[str | None, warraq.Article]:
    with warraq.Store(str(folder / "output/warraq.db")) as store:
        return {one.title: one for one in store.articles(source=source, copies="all")}


def store_of(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder}/output/warraq.db")


def last_report(folder: Path, source: str) -> dict[str, Any]:
    with store_of(folder) as store:
        report: dict[str, Any] = store.last_runs(1, [source])[0]["report"]["sources"][source]
        return report


def story_at(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}{DAY}/ferry-1-sails-again-1.html"


@needs_browser
def test_a_browser_fills_what_needs_it_and_meets_no_network(tmp_path: Path, sites: list[Site]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        secret = Site(MUTE)  # a private address that nobody allowed
        script = APP.replace("SECRET", str(secret.port)).replace("UDP", str(listener.getsockname()[1]))
        front = (
            "if (location.pathname == '/') document.getElementById('root').innerHTML = `LINKS`; else {APP}"
        )
        front = front.replace("LINKS", links(2)).replace("APP", script)
        lamp, mute = Site(script), Site(MUTE, stories=4)
        always, never = Site(front, links_by_script=True), Site(script, stories=1)
        sites += [secret, lamp, mute, always, never]
        sources = {"lamp": (lamp, "auto"), "mute": (mute, "auto"), "always": (always, "always")}
        sources["never"] = never, "never"
        done = crawl(tmp_path, sources)
        assert "Traceback" not in done.stderr
        assert not secret.asked
        with pytest.raises(BlockingIOError):
            listener.recv(100)
        _filled(tmp_path, lamp, done.stderr)
        assert len(articles(tmp_path, "always")) == 2, "the front's links are filled in, too"
        _left_without(tmp_path, mute)
        assert not articles(tmp_path, "never")
        assert not never.asked["/app.js"]
        _second_run(tmp_path, sources)


def _filled(folder: Path, site: Site, log: str) -> None:
    found = articles(folder, "lamp")
    assert sorted(map(str, found)) == ["Ferry 1 sails again", "Ferry 2 sails again"], log
    assert found["Ferry 2 sails again"].paragraphs == story(2)["paragraphs"]
    assert site.asked["/app.js"] == site.asked["/style.css"] == 1, "scripts are asked for once a run"
    assert site.asked[f"{DAY}/ferry-1-sails-again-1.html"] == 1, "the browser gets the page that was fetched"
    for path in ("/pixel.png", "/private/list.json", "/beacon", "/count"):
        assert not site.asked[path], path
    assert all("warraq" in agent for agent in site.agents), site.agents
    with store_of(folder) as store:
        assert json.loads(store.scripting(f"127.0.0.1:{site.port}") or "[]")[:2] == [True, 0]
        known = store.address(story_at(site))
        assert known is not None
        assert known[0].etag is None, "the shell's ETag says nothing of the article"


def _left_without(folder: Path, site: Site) -> None:
    assert not articles(folder, "mute")
    report = last_report(folder, "mute")
    assert [line for line in report["notes"] if "browser" in line] == [
        "a browser found no text on 3 pages: not tried again for a month"
    ]
    needs = "the page says that it needs scripts"
    assert sum(count for reason, count in report["reasons"].items() if reason.endswith(needs)) == 4


def _second_run(folder: Path, sources: dict[str, tuple[Site, str]]) -> None:
    """What is filled as before is unchanged; what no browser helped is not given to one again."""
    with store_of(folder) as store:
        store.make_due([story_at(site) for site, _ in sources.values()], datetime.now(UTC))
    sources["mute"][0].asked.clear()
    crawl(folder, sources)
    for name in ("lamp", "always"):
        report = last_report(folder, name)
        assert (report["unchanged"], report["stored"]) == (1, 0), name
    mute = sources["mute"][0]
    assert mute.asked[f"{DAY}/ferry-1-sails-again-1.html"] == 1
    assert not mute.asked["/app.js"]


@needs_browser
def test_the_later_pages_of_an_article_are_filled_too(tmp_path: Path, sites: list[Site]) -> None:
    sites.append(site := Site(PAGED, stories=1))
    done = crawl(tmp_path, {"lamp": (site, "auto")})
    (found,) = articles(tmp_path, "lamp").values()
    assert found.paragraphs == story(1)["paragraphs"], done.stderr


@needs_browser
@pytest.mark.parametrize("script", [APP, PAGED], ids=["one page", "two pages"])
def test_extract_of_an_address_fills_it(sites: list[Site], script: str) -> None:
    sites.append(site := Site(script))
    words = ("extract", story_at(site), "--allow-private", f"127.0.0.1:{site.port}")
    done = forked.run(*words, "--render", "auto")
    assert json.loads(done.stdout)["paragraphs"] == story(1)["paragraphs"], done.stderr
    assert json.loads(forked.run(*words).stdout)["kind"] != "article", "nobody asked for a browser"


def test_extract_says_what_a_page_without_text_needs(sites: list[Site]) -> None:
    sites.append(site := Site(APP))
    done = forked.run("extract", story_at(site), "--allow-private", f"127.0.0.1:{site.port}")
    assert (
        f"{story_at(site)}: no text, and a message for browsers without scripts: try --render auto"
        in done.stderr
    )
    assert json.loads(done.stdout)["kind"] != "article"


def test_extract_without_a_browser_says_so(sites: list[Site]) -> None:
    sites.append(site := Site(APP))
    words = ("extract", story_at(site), "--allow-private", f"127.0.0.1:{site.port}")
    done = forked.run(*words, "--render", "auto", "--browser", "/nowhere/chromium")
    assert "no browser: /nowhere/chromium is no program that can be started" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_choices_are_those_of_a_source() -> None:
    assert set(RENDERS) == set(RENDER)


@needs_browser
def test_scripts_without_an_end_cost_their_time_and_no_more(tmp_path: Path, sites: list[Site]) -> None:
    sites.append(site := Site(HANG, stories=3))
    done = crawl(tmp_path, {"lamp": (site, "auto")}, "WARRAQ_BROWSER_SECONDS=2")
    assert done.returncode == 0, done.stderr
    assert [
        line for line in last_report(tmp_path, "lamp")["notes"] if "browser" in line or "filled" in line
    ] == [
        "a page was not filled: its scripts did not end within 2 s",
        "no browser: the browser hung 3 times in a row",
    ]
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not find_spec("scrapy_playwright"), reason="skipped: no scrapy-playwright")
@pytest.mark.parametrize(
    ("program", "seconds", "said"),
    [
        ("sleep 60", 1, "no browser: the browser did not start within 3 s"),
        ("exit 3", 10, "no browser: the browser does not start: "),
    ],
)
def test_without_a_browser_the_run_goes_on(
    tmp_path: Path, sites: list[Site], program: str, seconds: int, said: str
) -> None:
    sites.append(site := Site(APP))
    (fake := tmp_path / "fake").write_text(f"#!/bin/sh\n{program}\n")
    fake.chmod(0o755)
    settings = (f"WARRAQ_BROWSER={fake}", f"WARRAQ_BROWSER_SECONDS={seconds}")
    done = crawl(tmp_path, {"lamp": (site, "auto")}, *settings)
    assert done.returncode == 0, done.stderr
    report = last_report(tmp_path, "lamp")
    assert sum(line.startswith(said) for line in report["notes"]) == 1, report["notes"]
    assert report["not_articles"] == 2
    with store_of(tmp_path) as store:
        wanted = DueQuery("lamp", kinds=[AddressKind.ARTICLE])
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert store.count_due(wanted, tomorrow - timedelta(hours=1)) == 0
        assert store.count_due(wanted, tomorrow) == 2, "tomorrow there may be a browser"
    assert "Traceback" not in done.stderr
