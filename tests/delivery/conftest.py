"""A store in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.storage import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "warraq.db")) as opened:
        yield opened
