"""Whole runs with the ordinary command: the demo web, again, interrupted, killed, and wrong input."""

import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.crawl import sources_toml
from demo.server import DemoWeb

pytestmark = pytest.mark.slow

WARRAQ = [sys.executable, "-m", "crawler.cli"]


@pytest.fixture
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


class Job:
    """A folder with a sources file, a store and a dataset."""

    def __init__(self, folder: Path, sources: str) -> None:
        self.folder = folder
        (folder / "sources.toml").write_text(sources, "utf-8")
        self.dataset = folder / "articles.jsonl"
        self.where = ["--database", str(folder / "w.db"), "--output", str(self.dataset)]

    def command(self, *arguments: str) -> list[str]:
        return [*WARRAQ, "crawl", "--sources", str(self.folder / "sources.toml"), *self.where, *arguments]

    def crawl(self, *arguments: str) -> tuple[int, dict[str, Any], str]:
        done = subprocess.run(
            self.command("--json", *arguments), capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr

    def articles(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.dataset.read_text("utf-8").splitlines()]


def totals(report: dict[str, Any]) -> dict[str, int]:
    columns = ("found", "fetched", "stored", "duplicates", "not_articles", "failed", "unchanged")
    return {column: sum(source[column] for source in report["sources"].values()) for column in columns}


def test_the_demo_web_becomes_a_dataset_and_a_second_run_changes_nothing(
    web: DemoWeb, tmp_path: Path
) -> None:
    job = Job(tmp_path, sources_toml(web))
    code, report, _ = job.crawl()
    assert code == 0
    assert report["outcome"] == "finished"

    stored = {article["url"] for article in job.articles()}
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
    kept = sum(totals(report)[column] for column in ("stored", "duplicates", "unchanged"))
    assert kept == len(web.addresses("article", "copy", "alias"))

    asked = {f"{web.sites[site]}{path}" for site, paths in web.requests.items() for path in paths}
    forbidden = {address.url for address in web.addresses("disallowed")}
    assert forbidden
    assert not forbidden & asked
    not_articles = {address.url for address in web.addresses("not_article")}
    assert not_articles
    assert not_articles <= asked
    assert not not_articles & stored

    before = job.dataset.read_bytes()
    code, report, _ = job.crawl()
    assert code == 0
    again = totals(report)
    assert (again["found"], again["stored"], again["failed"]) == (0, 0, 0)
    assert job.dataset.read_bytes() == before


def one_site(web: DemoWeb, name: str, delay: float = 0.0) -> str:
    return f'[[source]]\nname = "{name}"\nurl = "{web.sites[name]}/"\ndelay = {delay}\nallow_private = true\n'


def test_one_interrupt_finishes_and_saves(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "harbour", delay=0.5))
    child = subprocess.Popen(job.command("--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if "/robots.txt" in web.requests["harbour"]:
            break
        time.sleep(0.05)
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 130
    assert json.loads(out)["outcome"] == "shutdown"
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
def test_wrong_input_gets_one_clear_line(arguments: list[str], code: int, words: list[str]) -> None:
    done = subprocess.run([*WARRAQ, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr


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
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"sources={tmp_path / 'sources.toml'}"]
    settings = ["-s", f"WARRAQ_DATABASE=sqlite:///{tmp_path / 'w.db'}", "-s", "LOG_LEVEL=WARNING"]
    done = subprocess.run(
        [*command, *settings, "-O", f"{tmp_path / 'items.jsonl'}:jsonlines"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    export = subprocess.run(
        [*WARRAQ, "export", str(job.dataset), "--database", str(tmp_path / "w.db")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert export.returncode == 0, export.stderr
    assert len(job.articles()) >= 5
    assert (tmp_path / "items.jsonl").stat().st_size > 0


def test_a_full_disk_is_one_line_and_the_next_run_carries_on(web: DemoWeb, tmp_path: Path) -> None:
    job = Job(tmp_path, one_site(web, "saltmarsh"))
    done = subprocess.run(
        job.command("--quiet"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (220 * 1024, 220 * 1024)),
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "everything committed before is safe" in done.stderr
    code, _, _ = job.crawl()
    assert code == 0
    assert len(job.articles()) >= 6
