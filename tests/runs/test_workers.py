"""Extraction's children: a page that hangs, dies, eats memory or raises costs itself and nothing else."""

import asyncio
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from crawler.errors import ExtractionFailedError
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.workers import Workers

pytestmark = pytest.mark.slow


def work(page: Page) -> Article:
    """What the page's body says."""
    match page.body:
        case b"hang":
            time.sleep(600)
        case b"die":
            os._exit(11)
        case b"eat":
            bytearray(8 * 2**30)
        case b"raise":
            raise ValueError("no such luck")
    return Article(url=page.url, title=page.body.decode())


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(2, seconds=3, work=work)
    yield made
    made.close(now=True)


def page(word: str) -> Page:
    return Page(
        url=f"https://n.example/{word}", body=word.encode(), fetched_at=datetime(2026, 11, 12, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("hang", "took more than 3 s"),
        ("die", "killed its process"),
        ("eat", "out of memory"),
        ("raise", "ValueError: no such luck"),
    ],
)
def test_one_bad_page_costs_one_page(workers: Workers, word: str, reason: str) -> None:
    async def all_of_them() -> list[object]:
        words = ["one", "two", word, "three", "four", "five"]
        return await asyncio.gather(*(workers.extract(page(w)) for w in words), return_exceptions=True)

    results = asyncio.run(all_of_them())
    assert isinstance(results[2], ExtractionFailedError)
    assert reason in str(results[2])
    others = [result for index, result in enumerate(results) if index != 2]
    assert [getattr(article, "title", article) for article in others] == [
        "one",
        "two",
        "three",
        "four",
        "five",
    ]
