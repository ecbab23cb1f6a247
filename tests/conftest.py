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
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables; the test runs on each kind."""
    yield from _database(request, tmp_path, "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own (PostgreSQL's has its tables); the test runs on each kind."""
    yield from _database(request, tmp_path, TEMPLATE)


def _database(request: pytest.FixtureRequest, tmp_path: Path, template: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'warraq.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.create(template=template)
    yield url
    server.drop(url)
