"""One batch and many give the same store: that a batch looks up and writes at once changes nothing."""

import random
from pathlib import Path

import pytest

from crawler.items import Article, Outcome, Status
from pipelines.settle import settle
from pipelines.storage import Store
from tests.pipelines.making import article, later, outcome, rows
from tests.pipelines.test_similarity import ARABIC, ENGLISH
from tests.pipelines.test_store_clusters import BREAD, CUT, A, B, C, keep, records, story


def day(chance: random.Random) -> list[Article | Outcome]:
    """A day's fetches of three sites: copies, near copies, the same again, changes, names, what is gone."""
    texts = [ENGLISH, CUT, (*ENGLISH, BREAD[0]), BREAD, (*BREAD, "One more line about bread."), ARABIC]
    items: list[Article | Outcome] = []
    for number in range(40):
        site = chance.choice((A, B, C))
        url = f"{site}{chance.randrange(6)}"
        if chance.random() < 0.1:
            items.append(outcome(url, Status.GONE, source="harbour"))
            continue
        text = chance.choice(texts)
        canonical = f"{site}{chance.randrange(6)}" if chance.random() < 0.2 else None
        items.append(story(url, text, title=f"Story {texts.index(text)}", canonical=canonical))
        if number % 2 and isinstance(one := items[-1], Article):
            settle(one)  # as it comes from another process, with its sketch
    return items


@pytest.mark.parametrize("seed", range(3))
def test_batches_of_any_size_store_the_same(tmp_path: Path, seed: int) -> None:
    stored, said = [], []
    for size in (1, 7, 40):
        items = day(random.Random(seed))
        with Store.open(str(tmp_path / f"{size}.db")) as store:
            for start in range(0, len(items), size):
                outcomes = store.commit(items[start : start + size], now=later())
                said += [(o.status, o.reason) for o in outcomes]
            stored.append(records(store))
            assert store.check() == []
    assert stored[0] == stored[1] == stored[2]
    count = len(said) // 3
    assert said[:count] == said[count : 2 * count] == said[2 * count :]
    assert {status for status, _ in said} >= {Status.ARTICLE, Status.DUPLICATE, Status.GONE}


def test_a_sketch_is_kept_of_each_seed_and_of_nothing_else(store: Store, database: str) -> None:
    keep(store, story(A, ENGLISH), story(B, CUT), story(C, BREAD))
    seeds = sorted(rows(database, "SELECT id FROM articles WHERE seed = 1"))
    assert sorted(rows(database, "SELECT article_id FROM sketches")) == seeds
    keep(store, story(C, ARABIC), minutes=5)
    store.forget(A, later(minutes=6))
    seeds = sorted(rows(database, "SELECT id FROM articles WHERE seed = 1"))
    assert sorted(rows(database, "SELECT article_id FROM sketches")) == seeds


def test_a_seed_of_an_older_version_gets_its_sketch_when_it_is_compared(store: Store, database: str) -> None:
    keep(store, story(A, ENGLISH))
    rows(database, "DELETE FROM sketches")
    assert keep(store, story(B, CUT))[0][0] is Status.DUPLICATE
    assert len(rows(database, "SELECT article_id FROM sketches")) == 1


def test_a_sketch_that_somebody_elses_item_brings_is_not_believed(store: Store) -> None:
    one = article(A)
    one.sketch = b"no sketch"
    assert keep(store, one) == [(Status.ARTICLE, "")]
