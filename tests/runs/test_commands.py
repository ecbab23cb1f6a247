"""The commands over a store: history, forget, deliver, export, status, schema, doctor."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.cli import app
from pipelines.storage import Store
from tests.pipelines.making import NOW, article

URL = "https://n.example/2026/11/ferry"


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'w.db'}"
    with Store.open(url) as store:
        for number, title in enumerate(("Ferry stops", "Ferry runs again")):
            now = NOW + timedelta(hours=number)
            store.commit([article(URL, title=title)], run=store.start_run(now, "test"), now=now)
    return url


def warraq(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_history_shows_what_changed(database: str) -> None:
    shown = warraq("history", URL, "--database", database)
    assert shown.exit_code == 0
    assert "Ferry stops" in shown.stdout
    assert "{+" in shown.stdout
    revisions = json.loads(warraq("history", URL, "--database", database, "--json").stdout)
    assert [revision["revision"] for revision in revisions] == [1, 2]


def test_forget_erases(database: str, tmp_path: Path) -> None:
    assert warraq("forget", URL, "--database", database).exit_code == 0
    assert b"Ferry runs" not in (tmp_path / "w.db").read_bytes()
    out = tmp_path / "a.jsonl"
    assert warraq("export", str(out), "--database", database).exit_code == 0
    assert out.read_bytes() == b""


def test_deliver_brings_each_revision_once(database: str, tmp_path: Path) -> None:
    file = tmp_path / "destinations.toml"
    file.write_text('[[destination]]\nname = "all"\ntype = "jsonl"\npath = "all.jsonl"\n', "utf-8")
    for _ in range(2):
        done = warraq("deliver", str(file), "--database", database)
        assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert [(row["revision"], row["title"]) for row in rows] == [(1, "Ferry stops"), (2, "Ferry runs again")]


def test_a_dataset_folder(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    done = warraq("export", "--dataset", str(folder), "--form", "jsonl", "--database", database)
    assert done.exit_code == 0, done.output
    assert (folder / "README.md").is_file()


def test_fields_and_filters(database: str, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    warraq("export", str(out), "--fields", "title,url", "--database", database)
    assert json.loads(out.read_text("utf-8")) == {"title": "Ferry runs again", "url": URL}
    warraq("export", str(out), "--language", "xx", "--database", database)
    assert out.read_bytes() == b""


def test_status_schema_doctor(database: str) -> None:
    assert json.loads(warraq("status", "--json", "--database", database).stdout)["sources"]
    assert json.loads(warraq("schema").stdout)["properties"]["merged_into"]
    assert warraq("doctor", "--check", "--database", database).exit_code == 0
