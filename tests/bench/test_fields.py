"""What counts as right in the tables of the small fields, and the list beside the peers."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import fields
from bench.fields import Judged, Tally, beside_peers, told_right
from crawler.extraction.claims.claim import Claim, Decision

URL = "https://news.example/a"
TRUTH: dict[str, Any] = {
    "url": URL,
    "title": "The bridge",
    "also_title": ["A bridge"],
    "authors": ["Jane Doe"],
    "published_at": "2026-11-12",
}
# As score.py has them, without their care for scripts and spellings.
SCORER: Any = SimpleNamespace(
    words=lambda text: text.lower().split(),
    names=lambda value: {name.lower() for name in value or ()},
    same_day=lambda true, told: str(true)[:10] == str(told)[:10],
)


@pytest.mark.parametrize(
    ("name", "row", "right"),
    [
        ("title", {"title": "THE BRIDGE"}, True),
        ("title", {"title": "a bridge"}, True),
        ("title", {"title": "The bridge | Example"}, False),
        ("title", {}, False),
        ("authors", {"authors": ["jane doe"]}, True),
        ("authors", {"authors": ["Jane Doe", "Example"]}, False),
        ("authors", {"authors": None}, False),
        ("date", {"published_at": "2026-11-12T10:30:00Z"}, True),
        ("date", {"published_at": None}, False),
    ],
)
def test_what_a_peer_has_right(name: str, row: dict[str, Any], right: bool) -> None:
    assert told_right(SCORER, name, TRUTH, row) is right


def test_only_pages_on_which_every_peer_is_wrong_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {
        "trafilatura": {URL: {"title": "The bridge | Example", "authors": ["Jane Doe"]}},
        "newspaper4k": {URL: {"title": "Example"}},
    }
    monkeypatch.setattr(fields, "installed", lambda: list(rows))
    monkeypatch.setattr(fields, "predict", lambda system, pages: (rows[system], 0.0))
    tally = Tally()
    for name, value, right in (
        ("title", "The bridge", True),
        ("authors", ["Jane Doe"], True),  # a peer has it too
        ("date", None, False),  # wrong here
    ):
        decision = Decision("x", "h1", f"reason of {name}", (Claim(name, "a heading", "h1", 1.0),))
        found = SimpleNamespace(published=decision) if name == "date" else decision
        tally.pages.append(Judged(name, URL, right, TRUTH["title"], value, found))
    beside_peers(tally, SCORER, {URL: TRUTH}, Path("set"))
    shown = capsys.readouterr().out
    assert "reason of title" in shown
    assert "a heading" in shown
    assert "The bridge | Example" in shown
    assert "reason of authors" not in shown
    assert "reason of date" not in shown
    assert "title 1, authors 0, date 0" in shown
