"""What `warraq status` says of a source whose site's delay, and nothing else, bounds its backlog."""

import io
from typing import Any

import pytest

from crawler.console import Console
from crawler.runs.storecommands import least_seconds
from crawler.runs.storeviews import show_status


def run(delay: float | None) -> dict[str, Any]:
    return {"report": {"sources": {"harbour": {"delay": delay}}}}


@pytest.mark.parametrize(
    ("runs", "seconds"),
    [
        ([], None),
        ([{"report": None}, run(None), run(2.0)], 7200.0),
        ([run(1.5), run(9.0)], 5400.0),
        ([{"report": {"sources": {"mill": {"delay": 1.0}}}}], None),
    ],
)
def test_the_latest_delay_that_is_known_counts(runs: list[dict[str, Any]], seconds: float | None) -> None:
    assert least_seconds({"source": "harbour", "due": 3600}, runs) == seconds


@pytest.mark.parametrize(("seconds", "told"), [(None, False), (3599.0, False), (7200.0, True)])
def test_a_backlog_of_an_hour_or_more_is_told(seconds: float | None, told: bool) -> None:
    row = {"source": "harbour", "articles": 1, "addresses": 4000, "due": 3600, "last_fetch": None}
    row |= {"outcomes": {}, "failures": {}, "refusals": {}, "least_seconds": seconds}
    shown = io.StringIO()
    console = Console(width=200, file=shown)
    show_status({"sources": [row], "runs": []}, console)
    line = "harbour: its delay lets 3,600 due addresses take 2 h, with any number of workers"
    assert (line in shown.getvalue()) == told
