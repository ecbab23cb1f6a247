"""A store in a fresh folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import pytest

from pipelines.storage import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "warraq.db")) as opened:
        yield opened


@pytest.fixture
def make_later() -> Iterator[Callable[[float, Callable[[], object]], None]]:
    """Calls something after so many seconds; whatever has not been called at the end never is."""
    timers: list[Timer] = []

    def start(seconds: float, call: Callable[[], object]) -> None:
        timers.append(Timer(seconds, call))
        timers[-1].start()

    yield start
    for timer in timers:
        timer.cancel()
        timer.join()
