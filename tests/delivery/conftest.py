"""A store in a fresh folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.storage import Store


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    file = shutil.copyfile(migrated, tmp_path / "warraq.db")
    with Store.open(str(file)) as opened:
        yield opened
