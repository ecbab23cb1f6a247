"""Whole runs with the ordinary command: the demo web, again, interrupted, killed, and wrong input."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from bench.hostile.case import article, feed, front
from crawler.cli import main
from demo.crawl import sources_toml
from demo.server import DemoWeb
from tests import forked

pytestmark = pytest.mark.slow

WARRAQ = [sys.executable, "-m", "crawler.cli"]


@pytest.fixture
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


class Job:
    """A folder with a sources file, a store and a dataset. A few pages need no second extraction process."""

    def __init__(self, folder: Path, sources: str, workers: int = 1) -> None:
        self.folder, self.workers = folder, workers
        self.write(sources)
        self.dataset = folder / "articles.jsonl"
        self.where = ["--database", str(folder / "w.db"), "--output", str(self.dataset)]

    def write(self, sources: str) -> None:
        (self.folder / "sources.toml").write_text(sources, "utf-8")

    def words(self, *arguments: str) -> list[str]:
        files = ["--sources", str(self.folder / "sources.toml"), *self.where]
        return ["crawl", *files, "--workers", str(self.workers), *arguments]

    def crawl(self, *arguments: str) -> tuple[int, dict[str, Any], str]:
        return _told(forked.run(*self.words("--json", *arguments)))

    def crawl_anew(self) -> tuple[int, dict[str, Any], str]:
        """As users start it."""
        command = [*WARRAQ, *self.words("--json")]
        return _told(subprocess.run(command, capture_output=True, text=True, timeout=120, check=False))

    def articles(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.dataset.read_text("utf-8").splitlines()]


def _told(done: "subprocess.CompletedProcess[str]") -> tuple[int, dict[str, Any], str]:
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def totals(report: dict[str, Any]) -> dict[str, int]:
    columns = ("found", "fetched", "stored", "duplicates", "not_articles", "failed", "unchanged")
    return {column: sum(source[column] for source in report["sources"].values()) for column in columns}


def revisions(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM revisions").fetchone()[0])


def articles_asked(web: DemoWeb) -> int:
    """Requests so far for pages that hold an article, under whichever name."""
    pages = {unquote(a.url) for a in web.addresses("article", "copy", "alias")}
    asked = (f"{web.sites[site]}{unquote(path)}" for site, paths in web.requests.items() for path in paths)
    return sum(url in pages for url in asked)


@dataclass(frozen=True)
class Crawled:
    """The demo web after a first run, as users start it: what it came to, and what was asked for."""

    web: DemoWeb
    job: Job
    code: int
    report: dict[str, Any]
    asked: frozenset[str]
    articles: int  # requests for pages that hold one


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with DemoWeb() as web:
        job = Job(tmp_path_factory.mktemp("crawled"), sources_toml(web), workers=0)  # one a core
        code, report, _ = job.crawl_anew()
        asked = {f"{web.sites[site]}{path}" for site, paths in web.requests.items() for path in paths}
        yield Crawled(web, job, code, report, frozenset(asked), articles_asked(web))


def test_the_demo_web_becomes_a_dataset(crawled: Crawled) -> None:
    web = crawled.web
    assert crawled.code == 0
    assert crawled.report["outcome"] == "finished"

    stored = {article["url"] for article in crawled.job.articles()}
    copies = web.addresses("copy")
    originals = {c.settings["same_as_story"] for c in copies}
    aliases = {a.url: a for a in web.addresses("alias")}
    for address in web.addresses("article"):
        names = {address.url, *(url for url, alias in aliases.items() if alias.same_as == address.url)}
        if address.url in originals:
            names |= {copy.url for copy in copies}
        assert len(names & stored) == 1, f"{address.url}: {names & stored}"
    assert len(stored) == len(web.addresses("article"))
    # an alias that was fetched first makes its article's own address "unchanged"
    kept = sum(totals(crawled.report)[column] for column in ("stored", "duplicates", "unchanged"))
    assert kept == len(web.addresses("article", "copy", "alias"))

    forbidden = {address.url for address in web.addresses("disallowed")}
    assert forbidden
    assert not forbidden & crawled.asked
    not_articles = {address.url for address in web.addresses("not_article")}
    assert not_articles
    assert not_articles <= crawled.asked
    assert not not_articles & stored


def test_a_second_run_over_an_unchanged_web_downloads_nothing(crawled: Crawled) -> None:
    web, job, store = crawled.web, crawled.job, crawled.job.folder / "w.db"
    first, kept, before = crawled.articles, revisions(store), job.dataset.read_bytes()
    assert first >= len(web.addresses("article"))

    web.forget()
    code, report, _ = job.crawl()  # looks at every listing again
    assert code == 0
    again = totals(report)
    assert (again["found"], again["stored"], again["failed"]) == (0, 0, 0)
    assert job.dataset.read_bytes() == before
    assert web.requests["harbour"]
    assert not any(web.bodies.values()), web.bodies
    assert articles_asked(web) <= 0.05 * first
    assert revisions(store) == kept

    web.forget()
    assert job.crawl("--due")[0] == 0  # nothing is due so soon: nothing is asked for
    assert not any(web.requests.values()), web.requests

    with closing(sqlite3.connect(store)) as connection:  # as if a day had passed: every page is due again
        connection.execute(
            "UPDATE addresses SET due_at = found_at, last_fetched_at = datetime(last_fetched_at, '-20 hours')"
            " WHERE last_outcome IN ('article', 'listing', 'duplicate', 'unchanged')"
        )
        connection.commit()
    web.forget()
    code, report, _ = job.crawl("--due")
    assert code == 0
    assert articles_asked(web) >= len(web.addresses("article"))
    assert not any(web.bodies.values()), web.bodies
    assert totals(report)["unchanged"] >= len(web.addresses("article"))
    assert revisions(store) == kept


def one_site(web: DemoWeb, name: str, delay: float = 0.0) -> str:
    return f'[[source]]\nname = "{name}"\nurl = "{web.sites[name]}/"\ndelay = {delay}\nallow_private = true\n'


def test_one_interrupt_finishes_and_saves(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "harbour", delay=0.5))
    child = forked.Command(*job.words("--json"))
    for _ in range(600):
        if len(web.requests["harbour"]) > 3:  # robots.txt, the front and more: the crawl is under way
            break
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGINT)
    code, report, _ = _told(child.ended())
    assert code == 130
    assert report["outcome"] == "shutdown"
    job.write(one_site(web, "harbour"))
    code, report, _ = job.crawl()
    assert code == 0
    assert totals(report)["failed"] <= 1  # the page that robots.txt keeps for itself


def test_the_limit_is_kept(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "talbote"))
    code, _, _ = job.crawl("--limit", "3")
    assert code == 0
    assert len(job.articles()) == 3


def test_since_leaves_older_articles_out(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "harbour"))
    job.crawl("--since", "2026-11-17")
    days = [article["published_at"][:10] for article in job.articles()]
    assert days
    assert min(days) >= "2026-11-17"


def test_private_addresses_are_refused_unless_allowed(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "harbour").replace("allow_private = true\n", ""))
    code, report, _ = job.crawl()
    assert code == 4
    assert not web.requests["harbour"]
    assert any("private" in reason for reason in report["sources"]["harbour"]["reasons"])
    place = web.sites["harbour"].removeprefix("http://")
    code, _, _ = job.crawl("--allow-private", place, "--limit", "1")
    assert code == 0
    assert len(job.articles()) == 1


def test_an_unreachable_site_does_not_stop_the_others(web: DemoWeb, tmp_path: Path) -> None:
    dead = '[[source]]\nname = "dead"\nurl = "http://127.0.0.1:9/"\nallow_private = true\n\n'
    job = Job(tmp_path, dead + one_site(web, "saltmarsh"))
    code, report, _ = job.crawl("--limit", "2")
    assert code == 4
    assert report["sources"]["dead"]["reasons"]
    assert totals(report)["stored"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["crawl", "--sources", "nowhere.toml"], 2, ["nowhere.toml"]),
        (["crawl", "word"], 2, ["word", "no address"]),
        (["crawl", "https://n.example", "--since", "soon"], 2, ["soon", "2026-11-01"]),
        (["crawl", "https://n.example", "--contact", "nobody"], 2, ["nobody", "e-mail"]),
        (["crawl", "--from", "nowhere"], 2, ["nowhere", "no such file"]),
        (["extract", "nowhere.html"], 2, ["nowhere.html"]),
        (["extract", "x.html", "--format", "pdf"], 2, ["pdf", "markdown"]),
        (["export", "--database", "nowhere.db"], 3, ["nowhere.db"]),
        (["export", "s3://bucket/a.jsonl"], 2, ["s3://bucket/a.jsonl", "warraq deliver"]),
        (["export", "--dataset", "s3://bucket/set"], 2, ["s3://bucket/set", "warraq deliver"]),
        (["status", "--database", "README.md"], 3, ["README.md"]),
        (["export", "--fields", "titel"], 2, ["titel", "title"]),
    ],
)
def test_wrong_input_gets_one_clear_line(
    arguments: list[str],
    code: int,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["warraq", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == code, told
    check_line(told, words)


def test_wrong_input_of_a_process_of_its_own() -> None:
    command = [*WARRAQ, "crawl", "--sources", "nowhere.toml"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stderr
    check_line(done.stderr, ["nowhere.toml"])


def check_line(told: str, words: list[str]) -> None:
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1
    for word in words:
        assert word in told


def test_extract_keeps_going_past_bad_pages(tmp_path: Path) -> None:
    body = "<p>The ferry ran again on Thursday after eleven days of storm, with forty sacks of flour.</p>"
    (tmp_path / "a.html").write_text(f"<html><body><h1>Ferry runs</h1>{body * 4}</body></html>", "utf-8")
    (tmp_path / "b.html").write_bytes(b"")
    (tmp_path / "c.warc.gz").write_bytes(b"\x1f\x8b\x08broken")
    done = subprocess.run(
        [*WARRAQ, "extract", str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 4
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["title"] for record in records] == ["Ferry runs"]
    assert "b.html" in done.stderr
    assert "c.warc.gz" in done.stderr


def test_scrapy_crawl_works_as_scrapy_users_expect(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "saltmarsh"))
    words = ["crawl", "news", "-a", f"sources={tmp_path / 'sources.toml'}"]
    settings = ["-s", f"WARRAQ_DATABASE=sqlite:///{tmp_path / 'w.db'}", "-s", "LOG_LEVEL=WARNING"]
    items = ["-O", f"{tmp_path / 'items.jsonl'}:jsonlines"]
    done = forked.run(*words, *settings, *items, program="scrapy")
    assert done.returncode == 0, done.stderr
    export = forked.run("export", str(job.dataset), "--database", str(tmp_path / "w.db"))
    assert export.returncode == 0, export.stderr
    assert len(job.articles()) >= 5
    assert (tmp_path / "items.jsonl").stat().st_size > 0


def test_a_full_disk_is_one_line_and_the_next_run_carries_on(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "saltmarsh"))
    done = forked.run(*job.words("--quiet"), largest_file=220 * 1024)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "everything committed before is safe" in done.stderr
    code, _, _ = job.crawl()
    assert code == 0
    assert len(job.articles()) >= 6


class _Moving(BaseHTTPRequestHandler):
    """One site of two: the old one says where the new one is; the new one has a feed since yesterday."""

    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append(self.path)
        body = server.pages.get(self.path, b"")
        if server.moved_to:
            self.send_response(server.how)
            self.send_header("Location", server.moved_to + self.path)
        else:
            self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(0 if server.moved_to else len(body)))
        self.end_headers()
        self.wfile.write(b"" if server.moved_to else body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def _site(pages: dict[str, bytes], moved_to: str = "", how: int = 301) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Moving)
    server.asked, server.pages, server.moved_to, server.how = [], pages, moved_to, how
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


STORIES = [f"/2026/11/12/the-story-number-{n}-of-the-mill.html" for n in range(3)]


@pytest.mark.parametrize(("how", "stored"), [(301, 2), (302, 2)])
def test_a_site_that_moved_is_followed_and_its_new_feed_is_read(
    tmp_path: Path, how: int, stored: int
) -> None:
    pages = {path: article(path) for path in STORIES} | {"/": front(*STORIES[:1]).body}
    with _site(pages) as new, _site({}, f"http://127.0.0.1:{new.server_port}", how) as old:
        pages["/feed.xml"] = feed(f"127.0.0.1:{new.server_port}", STORIES[1]).body
        entry = '[[source]]\nname = "mill"\nurl = "http://127.0.0.1:{}/"\ndelay = 0\nallow_private = true\n'
        job = Job(tmp_path, entry.format(old.server_port))
        allowed = ("--allow-private", f"127.0.0.1:{new.server_port}")
        _, report, _ = job.crawl(*allowed)
        assert report["sources"]["mill"]["stored"] == stored
        told = [note for note in report["sources"]["mill"]["notes"] if "its home is now" in note]
        assert bool(told) is bool(stored)
        if stored:
            old.moved_to, old.pages = "", {}  # gone altogether: the new site goes on without it
            pages["/feed.xml"] = feed(f"127.0.0.1:{new.server_port}", STORIES[2], STORIES[1]).body
            _, report, _ = job.crawl(*allowed)
            assert {article["url"].rpartition("/")[2] for article in job.articles()} == {
                path.rpartition("/")[2] for path in STORIES
            }


def test_a_robots_override_is_explicit_and_told(tmp_path: Path) -> None:
    pages = {path: article(path) for path in STORIES} | {"/": front(*STORIES).body}
    pages["/robots.txt"] = b"User-agent: *\nDisallow: /2026/"
    with _site(pages) as site:
        entry = '[[source]]\nname = "mill"\nurl = "http://127.0.0.1:{}/"\ndelay = 0\nallow_private = true\n'
        job = Job(tmp_path, entry.format(site.server_port))
        _, report, _ = job.crawl()
        assert report["sources"]["mill"]["stored"] == 0
        assert "refused: disallowed by robots.txt" in report["sources"]["mill"]["reasons"]
        assert not set(STORIES) & set(site.asked)
        job.write(entry.format(site.server_port) + "obey_robots = false\n")
        (tmp_path / "w.db").unlink()
        _, report, _ = job.crawl()
        assert report["sources"]["mill"]["stored"] == len(STORIES)
        assert "robots.txt is not asked, as sources.toml says" in report["sources"]["mill"]["notes"]


def test_the_evidence_is_shown_of_saved_and_of_live_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(article("explained"))
    with _site({STORIES[0]: article(STORIES[0])}) as site:
        place = f"127.0.0.1:{site.server_port}"
        inputs = [str(tmp_path / "a.html"), f"http://{place}{STORIES[0]}"]
        done = forked.run("extract", "--explain", "--allow-private", place, *inputs)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.count("\n  title: ") == 2


def test_sources_find_shows_what_a_site_offers(web: DemoWeb) -> None:
    base = sources_toml(web).partition('url = "')[2].partition('"')[0]
    allowed = base.partition("://")[2].strip("/")
    done = forked.run("sources", "find", base, "--allow-private", allowed, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["problem"] is None
    assert any(listing["links"] for listing in found["listings"])
    assert "[[source]]" in found["entry"]
    assert "\nallow_private = true\n" in found["entry"], "the entry has what it took to ask"
