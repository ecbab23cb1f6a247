"""Databases for every room's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgresql import TEMPLATE, Server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One server a process of the tests, started when the first test asks for it."""
    with Server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own; the test runs on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'warraq.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.create(template=TEMPLATE)
    yield url
    server.drop(url)
