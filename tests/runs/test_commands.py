"""The commands over a store: history, forget, deliver, export, status, schema, doctor."""

import importlib.metadata
import io
import json
import os
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.cli import app
from crawler.console import Console
from crawler.items import Status
from crawler.runs.storeviews import show_status
from pipelines.storage import Store
from tests import forked
from tests.pipelines.making import NOW, article, outcome

ROOT = Path(__file__).parents[2]
URL = "https://n.example/2026/11/ferry"


@pytest.fixture
def filled(database: str) -> str:
    with Store.open(database) as store:
        for number, title in enumerate(("Ferry stops", "Ferry runs again")):
            now = NOW + timedelta(hours=number)
            store.commit([article(URL, title=title)], run=store.start_run(now, "test"), now=now)
    return database


def warraq(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_history_shows_what_changed(filled: str) -> None:
    shown = warraq("history", URL, "--database", filled)
    assert shown.exit_code == 0
    assert "Ferry stops" in shown.stdout
    assert "{+" in shown.stdout
    revisions = json.loads(warraq("history", URL, "--database", filled, "--json").stdout)
    assert [revision["revision"] for revision in revisions] == [1, 2]


def test_forget_erases(filled: str, tmp_path: Path) -> None:
    assert warraq("forget", URL, "--database", filled).exit_code == 0
    assert all(b"Ferry runs" not in file.read_bytes() for file in tmp_path.iterdir())
    out = tmp_path / "a.jsonl"
    assert warraq("export", str(out), "--database", filled).exit_code == 0
    assert out.read_bytes() == b""


def test_deliver_brings_each_revision_once(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "destinations.toml"
    file.write_text('[[destination]]\nname = "all"\ntype = "jsonl"\npath = "all.jsonl"\n', "utf-8")
    for _ in range(2):
        done = warraq("deliver", str(file), "--database", filled)
        assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert [(row["revision"], row["title"]) for row in rows] == [(1, "Ferry stops"), (2, "Ferry runs again")]


def test_a_dataset_folder(filled: str, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    done = warraq("export", "--dataset", str(folder), "--form", "jsonl", "--database", filled)
    assert done.exit_code == 0, done.output
    assert (folder / "README.md").is_file()


def test_fields_and_filters(filled: str, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    warraq("export", str(out), "--fields", "title,url", "--database", filled)
    assert json.loads(out.read_text("utf-8")) == {"title": "Ferry runs again", "url": URL}
    warraq("export", str(out), "--language", "xx", "--database", filled)
    assert out.read_bytes() == b""


def test_status_schema_doctor(filled: str) -> None:
    assert json.loads(warraq("status", "--json", "--database", filled).stdout)["sources"]
    assert json.loads(warraq("schema").stdout)["properties"]["merged_into"]
    assert warraq("doctor", "--check", "--database", filled).exit_code == 0


@pytest.mark.parametrize(
    ("reason", "said"), [("", "compiled"), ("no compiler", "in Python, twice the time (no compiler)")]
)
def test_doctor_tells_which_walk_does_the_work(
    filled: str, monkeypatch: pytest.MonkeyPatch, reason: str, said: str
) -> None:
    monkeypatch.setattr("crawler.pages.blocks.segment.NOT_COMPILED", reason)
    assert f"walk over the page: {said}" in warraq("doctor", "--database", filled).stdout


def test_a_crawl_into_the_database_that_the_environment_names(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "saved.html"
    text = "<p>The ferry to the island ran again on Thursday, after eleven days of storm and fog.</p>" * 4
    page.write_text(f"<html><body><article><h1>Ferry runs again</h1>{text}</article></body></html>", "utf-8")
    words = ["crawl", "--from", str(page), "--output", str(tmp_path / "a.jsonl"), "--workers", "1"]
    monkeypatch.setenv("WARRAQ_DATABASE", database)
    done = forked.run(*words)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["title"] == "Ferry runs again"
    with Store.open(database) as store:
        assert len(list(store.records())) == 1
        assert store.last_runs(1)[0]["exit"] == 0


def test_an_older_look_at_a_saved_article_is_no_correction(database: str, tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://n.example/2026/11/12/ferry">'
    for name, day in (("a.html", 14), ("b.html", 12), ("c.html", 16)):  # read in the order of their names
        text = f"<p>The ferry to the island ran again on day {day}, after days of storm and fog.</p>" * 4
        head = f"<head>{link}</head><body><h1>Ferry runs again</h1>"
        (tmp_path / name).write_text(f"<html>{head}<article>{text}</article></body></html>", "utf-8")
        seconds = datetime(2026, 11, day, tzinfo=UTC).timestamp()
        os.utime(tmp_path / name, (seconds, seconds))
    words = ["--database", database, "--no-export", "--workers", "1"]
    for names in (["a.html", "b.html"], ["b.html"], ["c.html"]):
        done = forked.run("crawl", *(f"--from={tmp_path / name}" for name in names), *words)
        assert done.returncode == 0, done.stderr
    with Store.open(database) as store:
        (record,) = [json.loads(one) for one in store.records()]
    assert (record["revision"], "day 16" in record["text"]) == (2, True)


def test_a_file_without_pages_is_told(database: str, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    done = forked.run("crawl", f"--from={tmp_path / 'a.warc'}", "--database", database, "--no-export")
    assert (done.returncode, "what was given holds no page" in done.stdout) == (0, True)


def test_doctor_tells_what_is_installed_and_what_each_extra_adds(
    filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.ops import doctor

    offered = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(doctor.EXTRAS) == set(offered) - {"test", "bench", "docs"}
    for name, (package, _) in doctor.EXTRAS.items():
        assert any(one.startswith(package) for one in offered[name])
    found = importlib.metadata.version
    missing = {"pyarrow", "s3fs"}

    def version(package: str) -> str:
        if package in missing:
            raise importlib.metadata.PackageNotFoundError(package)
        return found(package)

    monkeypatch.setattr(importlib.metadata, "version", version)
    said = {name: (line, there) for name, line, there in doctor.extras()}
    line, there = said["extra parquet"]
    assert not there
    assert line == "pip install 'warraq[parquet]' adds: Parquet, in exports, datasets and destinations"
    assert said["extra postgresql"] == (
        f"psycopg {found('psycopg')}: a PostgreSQL database as the store",
        True,
    )
    assert said["driver s3://"] == ("pip install s3fs adds: destinations at s3://", False)


def test_history_shows_every_field_that_changed(tmp_path: Path) -> None:
    database = str(tmp_path / "warraq.db")
    first = article(URL, title="Ferry runs again")
    second = article(URL, title="Ferry runs again at last")
    second.authors, second.section, second.tags = ["Ann Reed"], "Harbour", ["ships", "storms"]
    second.image, second.paragraphs = (
        "https://harbour.example/f.jpg",
        [*first.paragraphs, "The pier had held."],
    )
    with Store.open(database) as store:
        store.commit([first], now=NOW)
        store.commit([second], now=NOW + timedelta(hours=1))
    said = warraq("history", URL, "--database", database).stdout
    for line in (
        "title: Ferry runs again {+at last+}",
        "+ The pier had held.",
        "authors: – → Ann Reed",
        "section: – → Harbour",
        "tags: – → ships, storms",
        "image: – → https://harbour.example/f.jpg",
    ):
        assert f"    {line}\n" in said
    assert "content_hash" not in said
    fields = json.loads(warraq("history", URL, "--json", "--database", database).stdout)[1]["difference"][
        "fields"
    ]
    assert fields["tags"] == {"before": None, "after": ["ships", "storms"]}


def test_status_is_a_line_a_source_in_eighty_columns() -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)

    def source(name: str, **more: Any) -> dict[str, Any]:
        blank: dict[str, Any] = {
            "articles": 0,
            "addresses": 0,
            "due": 0,
            "last_fetch": None,
            "outcomes": {},
            "failures": {},
            "refusals": {},
        }
        return {"source": name, **blank, **more}

    troubled = {"outcomes": {"failed": 3, "article": 9}, "failures": {"time-out": 3}}
    sources = [
        source("harbour", articles=12345, addresses=20000, due=17, last_fetch=now - timedelta(minutes=5)),
        source("صدى الشام", articles=3, last_fetch=now - timedelta(days=40), **troubled),
    ]
    report = {"outcome": "finished", "sources": {"harbour": {"new": 1500, "changed": 2, "failed": 1}}}
    runs = [
        {"id": 2, "started": now - timedelta(hours=1), "ended": None, "report": None},
        {"id": 1, "started": now - timedelta(hours=5), "ended": now - timedelta(hours=2), "report": report},
    ]
    shown = io.StringIO()
    console = Console(width=80, file=shown)
    show_status({"sources": sources, "runs": runs}, console, now)
    lines = [line.rstrip() for line in shown.getvalue().splitlines()]
    assert lines[0] == "12,348 articles of 2 sources; 17 addresses are due"
    assert max(map(len, lines)) <= 80
    assert lines[2].split() == ["harbour", "12,345", "20,000", "17", "5", "min", "ago"]
    assert lines[3].split()[-4:] == ["40", "d", "ago", "3"]
    assert "  صدى الشام: 3 × time-out" in lines
    assert lines[-2].endswith("not ended: at work, or killed")
    assert lines[-1].split() == ["1", "5", "h", "ago", "3", "h", "1,500", "2", "1", "finished"]


def test_what_robots_txt_refuses_is_told_and_is_no_trouble(database: str) -> None:
    why = "disallowed by robots.txt"
    with Store.open(database) as store:
        store.commit([outcome(f"{URL}/private", Status.REFUSED, reason=why)], now=NOW)
    head, names, row, told = warraq("status", "--database", database).stdout.splitlines()[:4]
    assert names.split()[-1] == "trouble"
    assert row.split()[-1] == "ago", "nothing stands below trouble"
    assert told == f"  harbour: 1 refused: {why}"
    assert head.startswith("0 articles of 1 source; 1 address is due")


def test_a_robots_txt_that_cannot_be_had_is_trouble(database: str) -> None:
    why = "no connection: the host name has no address"
    with Store.open(database) as store:
        store.commit([outcome(URL, Status.REFUSED, reason=why)], now=NOW)
    row, told = warraq("status", "--database", database).stdout.splitlines()[2:4]
    assert (row.split()[-1], told) == ("1", f"  harbour: 1 × {why}")
