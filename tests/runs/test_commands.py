"""The commands over a store: history, forget, deliver, export, status, schema, doctor."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.cli import app
from pipelines.storage import Store
from tests import forked
from tests.pipelines.making import NOW, article

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
