"""An hour of a real watch by a simulated clock: what is due is fetched, nothing leaks."""

import subprocess
from pathlib import Path

import pytest

from bench.watchday import simulate
from tests import forked

pytestmark = pytest.mark.slow


def test_an_hour_of_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WARRAQ_SIMULATED_NOW", "WARRAQ_SIMULATED_PEAKS"):
        monkeypatch.setenv(name, "")  # put back at the end
    monkeypatch.setattr(subprocess, "Popen", forked.popen)  # for the rounds
    day = simulate([400], 1.25, tmp_path)
    assert day.codes == {0}
    assert 4 <= day.rounds <= 8
    assert day.delays
    assert day.missed == 0
    assert day.in_time() >= 0.9
    assert day.requests["listing"] <= 0.5 * day.polls  # a rhythm that is only being learnt
    assert day.requests["other"] <= 3  # robots.txt and what else says who may read, once a day
    assert max(day.files) <= day.files[0]
    assert day.resident[-1] - day.resident[1] < 8 * 2**20
    assert day.peaks[-1] < 1.2 * day.peaks[0]
