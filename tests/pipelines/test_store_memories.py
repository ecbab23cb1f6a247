"""What was learned of a source is kept beside it, in the batch's transaction."""

import pytest

from crawler.errors import StorageError
from pipelines.storage import Store
from tests.pipelines.making import article, later, rows


def test_memories_come_with_the_batch_that_taught_them(store: Store) -> None:
    assert store.memories() == {}
    store.commit([article("https://harbour.example/a")], now=later(), memories={"harbour": b"\x00one"})
    store.commit([article("https://harbour.example/b")], now=later(), memories={"harbour": b"two", "ش": b"3"})
    assert store.memories() == {"harbour": b"two", "ش": b"3"}
    assert store.memories(["harbour", "unknown"]) == {"harbour": b"two"}
    assert store.memories([]) == {}


def test_many_sources_are_asked_for_at_once(store: Store) -> None:
    store.keep_memories({f"source {number}": str(number).encode() for number in range(1_200)})
    assert len(store.memories([f"source {number}" for number in range(2_000)])) == 1_200


def test_a_batch_that_fails_leaves_none(store: Store, database: str) -> None:
    rows(database, "ALTER TABLE revisions RENAME TO elsewhere")
    with pytest.raises(StorageError):
        store.commit([article("https://harbour.example/a")], now=later(), memories={"harbour": b"one"})
    rows(database, "ALTER TABLE elsewhere RENAME TO revisions")
    assert store.memories() == {}
