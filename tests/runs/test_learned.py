"""`warraq sources learn`: what is known of a site, into a file, and out of one."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.console import Console
from crawler.items import Outcome, Status
from crawler.memory.form import as_text, packed, unpacked
from crawler.runs.storeviews import show_status
from pipelines.storage import Store
from tests import forked
from tests.extraction.memorypages import article, redesigned, taught_by
from tests.pipelines.making import outcome

HERALD = taught_by(*(article(number) for number in range(1, 9)), *(redesigned(n) for n in range(21, 30)))


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = str(tmp_path / "w.db")
    with Store.open(path) as store:
        store.keep_memories({"herald.example": packed(HERALD)})
        front: Outcome = outcome("https://herald.example/a", Status.GONE, source="herald.example")
        store.commit([front], now=datetime(2026, 11, 22, tzinfo=UTC))
    return path


def learn(*words: str) -> tuple[int, str, str]:
    done = forked.run("sources", "learn", *words)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
def test_it_says_where_things_stand_and_what_agrees(database: str) -> None:
    code, told, _ = learn("https://www.herald.example/city", "--database", database)
    assert code == 0
    assert "herald.example: learned from 17 pages" in told
    assert "body in: section “entry-content” 5" in told
    assert "title: agree: " in told
    assert "layout changed on 2026-11-09, with page 9" in told
    code, told, _ = learn("herald.example", "--json", "--database", database)
    assert json.loads(told)["layouts"] == [{"page": 9, "since": "2026-11-09"}]


@pytest.mark.slow
def test_a_memory_goes_into_a_file_and_to_another_store(database: str, tmp_path: Path) -> None:
    file, other = tmp_path / "herald.json", str(tmp_path / "other.db")
    assert learn("herald.example", "--export", str(file), "--database", database)[0] == 0
    assert file.read_text("utf-8") == as_text(HERALD)
    assert learn("herald.example", "--import", str(file), "--database", other)[0] == 0
    with Store.open(other) as store:
        assert as_text(unpacked(store.memories()["herald.example"])) == as_text(HERALD)


@pytest.mark.slow
def test_wrong_input_is_a_line(database: str, tmp_path: Path) -> None:
    code, _, said = learn("post.example", "--database", database)
    assert code == 2
    assert "post.example: nothing is known of it; known: herald.example" in said
    broken = tmp_path / "broken.json"
    broken.write_text(as_text(HERALD)[:500], "utf-8")
    code, _, said = learn("herald.example", "--import", str(broken), "--database", database)
    assert code == 2
    assert "broken.json: not a site memory of Warraq" in said
    broken.write_text(as_text(HERALD).replace('"version": 1', '"version": 2'), "utf-8")
    assert "version 2; this Warraq reads 1" in learn("x", "--import", str(broken), "--database", database)[2]
    assert "No such file" in learn("x", "--import", str(tmp_path / "none"), "--database", database)[2]
    with Store.open(database) as store:
        assert list(store.memories()) == ["herald.example"]


@pytest.mark.parametrize(("day", "told"), [(20, True), (40, False)])
def test_status_tells_of_a_new_layout_while_it_is_news(
    database: str, day: int, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    from crawler.runs.storecommands import read_status

    now = datetime.fromisoformat("2026-11-09T12:00:00+00:00").timestamp() + day * 86_400
    show_status(read_status(database), Console(), datetime.fromtimestamp(now, UTC))
    assert ("herald.example: layout changed on 2026-11-09" in capsys.readouterr().out) is told
