"""What tests of several files ask for."""

from collections.abc import Iterator

import pytest

from tests.postgresql import TEMPLATE, Server


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    """A database that has our tables and the queue's."""
    from crawler.machines.worker import open_shared  # procrastinate may be missing, and its tests be skipped

    made = postgresql.create(template=TEMPLATE)
    open_shared(made).close()
    yield made
    postgresql.drop(made)
