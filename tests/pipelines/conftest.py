"""A store of each kind, looked over when the test is done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.storage import Store
from tests.postgresql import Server


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened
        assert opened.check() == []


@pytest.fixture
def older(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Another database of the same kind, without a table."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.create()
    yield url
    server.drop(url)
