"""The simulated hours of many workers, small: what is counted, and what too few sites at a time come to."""

import pytest

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from bench.machines import simulate
from tests.postgresql import TEMPLATE, Server


def test_two_workers_make_every_look_that_is_due_in_time(postgresql: Server) -> None:
    url = postgresql.create(template=TEMPLATE)
    found = simulate.simulate(url, sources=40, workers=2, hours=2, seed=3)
    postgresql.drop(url)
    assert found.looks == found.wanted > 20
    assert found.makespan <= 1.05 * found.bound
    assert found.worst < 0.05
    assert found.mean < simulate.LOOK


def test_rounds_of_few_sites_make_others_wait(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROUNDS", "SITES"):
        monkeypatch.setattr(simulate, name, 1)
    url = postgresql.create(template=TEMPLATE)
    found = simulate.simulate(url, sources=400, workers=1, hours=0.4, seed=3)
    postgresql.drop(url)
    assert found.makespan > 1.05 * found.bound
    assert found.mean > 5 * simulate.LOOK
