"""A few of the kills of `python -m bench.kills`. At every line of a delivery: tests/delivery/test_kill.py."""

from pathlib import Path

import pytest

from bench.kills import crawls
from bench.kills.crawls import ALLOWED, crawl_kills, worst
from bench.kills.deliveries import delivery_kills
from tests.forked import Command

pytestmark = pytest.mark.slow

SEED = 6


def test_a_killed_crawl_and_its_delivery_lose_and_repeat_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawls, "DELAYS", ("0", "0.05"))  # most in flight, and a few
    monkeypatch.setattr(crawls.Place, "begin", lambda _place, words, _log: Command(*words))
    tally = crawl_kills(tmp_path, kills=3, seed=SEED)
    assert tally.problems == []
    assert (tally.lost, tally.torn, tally.repeated, tally.rekeyed) == (0, 0, 0, 0)
    assert tally.kills == 3
    assert tally.rows > 100, "every round is looked at"
    assert worst(tally.fetched_again) <= ALLOWED


@pytest.mark.parametrize("kind", ["local files", "webhook"])
def test_killed_deliveries_lose_and_repeat_nothing(tmp_path: Path, kind: str) -> None:
    tally = delivery_kills(kind, tmp_path, kills=5, seed=SEED, rows=60)
    assert tally.problems == []
    assert (tally.lost, tally.torn, tally.repeated, tally.rekeyed) == (0, 0, 0, 0)
    assert tally.kills == 5
