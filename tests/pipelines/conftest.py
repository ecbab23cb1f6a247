"""A store of each kind, looked over when the test is done."""

from collections.abc import Iterator

import pytest

from pipelines.storage import Store


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened
        assert opened.check() == []
