"""The labels that the model learns from, and the folds."""

from datetime import UTC, datetime

import pytest

from bench.train.corpus import Sample, domain
from bench.train.labels import label, snippet_labels
from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FIRST = "The ferry left the harbour at six, an hour late, with four hundred people on board."
SECOND = "Nobody had told them that the island's only road was closed for repair until Friday."


def body(html: str, truth: list[str]) -> list[str]:
    blocks = segment(parse(html))
    found = label(blocks, truth).body
    return [block.text for block, keep in zip(blocks, found, strict=True) if keep]


@pytest.mark.parametrize(
    ("html", "truth", "expected"),
    [
        (f"<p>{FIRST}</p><p>{SECOND}</p><p>Share</p>", [FIRST, SECOND], [FIRST, SECOND]),
        (f"<p>{FIRST}</p><p>{SECOND}</p>", [f"{FIRST} {SECOND}"], [FIRST, SECOND]),
        (f"<p>{FIRST}<br><br>{SECOND}</p>", [FIRST + "\u00a0" + SECOND], [FIRST, SECOND]),
        ("<h2>Why</h2><p>a</p><h2>Why</h2>", ["Why", "a"], ["Why", "a"]),
        (f"<p>{FIRST} And one word more.</p>", [FIRST], [f"{FIRST} And one word more."]),
        (f"<p>{FIRST}</p>", [SECOND], []),
        (f"<p>{FIRST}</p>", [], []),
    ],
)
def test_labels(html: str, truth: list[str], expected: list[str]) -> None:
    assert body(html, truth) == expected


def test_of_two_copies_the_one_among_the_text() -> None:
    blocks = segment(parse(f"<div><p>{SECOND}</p></div><p>{FIRST}</p><p>{SECOND}</p>"))
    assert label(blocks, [FIRST, SECOND]).body.tolist() == [False, True, True]


def test_snippets_label_only_what_they_name() -> None:
    blocks = segment(parse(f"<p>{FIRST}</p><p>unknown</p><p>Imprint</p><i>twice</i><p>twice</p>"))
    found = snippet_labels(blocks, ["left the harbour", "twice"], ["Imprint"])
    assert found.body.tolist() == [True, False, False, False, False]
    assert found.weight.tolist() == [1, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        ("https://www.news.example.com/a", "x", "example.com"),
        ("https://sport.bbc.co.uk/a", "x", "bbc.co.uk"),
        ("https://example.org/readability/nytimes-2", "nytimes-2", "nytimes"),
        ("https://example.org/readability/nytimes-13", "nytimes-13", "nytimes"),
    ],
)
def test_domains(url: str, name: str, expected: str) -> None:
    assert domain(url, name) == expected


def test_pages_of_one_domain_share_a_fold() -> None:
    urls = ("https://www.example.com/1", "http://m.example.com/2")
    one, two = (Sample("web", url, b"", NOW, {}) for url in urls)
    assert one.fold == two.fold
