"""A site's wishes carried out: the delay that robots.txt asks for, its cap, and who hears of it."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.fetching.backoff import MAX_RETRY_AFTER, Pace
from crawler.fetching.frontier import PATIENCE
from crawler.fetching.pacing import MAX_CRAWL_DELAY, Pacing
from crawler.fetching.robots import read_rules
from crawler.sources.file import Source

SOURCE = Source(name="n", url="https://n.example/", delay=1.0)


class Run:
    """A run that keeps its notes, and knows no pace."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []
        self.clock: Callable[[], datetime] = lambda: datetime(2026, 11, 12, tzinfo=UTC)

    async def keep_pace(self, site: str, text: str | None) -> None: ...

    def note(self, source: str, line: str) -> None:
        self.notes.append((source, line))


@pytest.fixture
def run() -> Run:
    return Run()


@pytest.fixture
def pacing(run: Run) -> Pacing:
    frontier: Any = None
    made = Pacing(run, frontier)
    made.slots = {SOURCE.site: SimpleNamespace(delay=SOURCE.delay)}
    made._paces[SOURCE.name] = Pace(SOURCE.delay, SOURCE.delay)
    return made


@pytest.mark.parametrize(
    ("asked", "given", "note"),
    [
        ("7", 7.0, "delay 7 s as robots.txt asks"),
        ("0.5", 1.0, None),  # our own delay is longer
        ("86400", MAX_CRAWL_DELAY, "delay 60 s where robots.txt asks for 24 h"),
        ("soon", 1.0, None),
    ],
)
def test_the_delay_that_robots_txt_asks_for(
    run: Run, pacing: Pacing, caplog: pytest.LogCaptureFixture, asked: str, given: float, note: str | None
) -> None:
    rules = read_rules(200, f"User-agent: *\nCrawl-delay: {asked}".encode())
    with caplog.at_level(logging.WARNING):
        pacing.slow_down(SOURCE, rules.delay("warraq"))
    assert pacing.slots[SOURCE.site].delay == given
    assert run.notes == ([("n", note)] if note else [])
    capped = given == MAX_CRAWL_DELAY
    assert ("n.example asks for a delay of 24 h; it gets 60 s" in caplog.text) is capped


@pytest.mark.parametrize(
    ("wait", "left_alone"),
    [
        (None, False),
        (timedelta(0), False),
        (PATIENCE - timedelta(seconds=1), False),  # the run waits for it
        (PATIENCE, True),
        (MAX_RETRY_AFTER + timedelta(seconds=1), False),  # by a clock that was ahead
    ],
)
def test_who_asks_to_wait_for_longer_than_a_run_does_is_left_alone(
    run: Run, pacing: Pacing, wait: timedelta | None, left_alone: bool
) -> None:
    pacing._paces[SOURCE.name] = Pace(until=run.clock() + wait if wait is not None else None)
    assert pacing.left_alone(SOURCE.name) is left_alone
