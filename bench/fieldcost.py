"""CPU a page for each small field, step by step: `python -m bench.fieldcost PAGES.warc.gz`.

Parse, structured data, blocks and body are other rooms' cost (`bench.cost`) and are done before the clock
starts. Milliseconds of CPU, after a first round that warms the caches and loads the language models.
"""

import argparse
import time
from collections.abc import Callable
from copy import copy
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.extraction.access import collect_access, decide_access, rights
from crawler.extraction.article import read
from crawler.extraction.dates.decide import dates
from crawler.extraction.headline.decide import headline
from crawler.extraction.images.decide import images
from crawler.extraction.kind.decide import decide_kind
from crawler.extraction.labels.decide import (
    collect_canonical,
    collect_language,
    collect_publisher,
    collect_section,
    collect_tags,
)
from crawler.extraction.nearby import of_document
from crawler.extraction.page import Document, Page
from crawler.extraction.people.decide import people
from crawler.fetching.saved import read_saved
from crawler.items import Article
from crawler.text import word_count
from pipelines.language import settle

GOAL = ("title among the blocks", "dates", "people", "language")  # at most 2 ms together, at the median
ALL = (*GOAL, "headline")


def labels(document: Document) -> None:
    """Canonical address, publisher, language as claimed, section and tags."""
    for collect in (collect_canonical, collect_publisher, collect_language, collect_section, collect_tags):
        collect(document)


def steps(article: Article) -> tuple[tuple[str, Callable[[Document], Any]], ...]:
    """In the order of `article.read`: what two fields share is paid by the first."""
    words = sum(word_count(block.text) for block in article.blocks)
    return (
        ("title among the blocks", of_document),
        ("headline", headline),
        ("dates", dates),
        ("people", people),
        ("images", images),
        ("kind", lambda document: decide_kind(document, words, 0.0, article.blocks)),
        ("labels", labels),
        (
            "access and rights",
            lambda document: (decide_access(collect_access(document), False), rights(document)),
        ),
        ("language", lambda document: settle(copy(article))),
    )


def costs(page: Page) -> dict[str, float]:
    """Milliseconds of CPU that each field takes on this page."""
    article, document = read(Document(page)), Document(page)
    begun = time.process_time()
    _ = document.root
    found = {"decode and parse, for scale": 1000 * (time.process_time() - begun)}
    _ = (document.structured.article_nodes, document.blocks)
    for name, step in steps(article):
        begun = time.process_time()
        step(document)
        found[name] = 1000 * (time.process_time() - begun)
    found["dates, people and language"] = sum(found[name] for name in GOAL)
    found["the same with the headline"] = sum(found[name] for name in ALL)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--limit", type=int, default=123)
    options = parser.parse_args()
    pages = [page for page in read_saved(options.pages) if isinstance(page, Page)][: options.limit]
    for page in pages:
        costs(page)
    rows = [costs(page) for page in pages]
    table = Table("field", "median ms", "95 % ms")
    for name in rows[0]:
        values = [row[name] for row in rows]
        table.add_row(name, f"{median(values):.2f}", f"{quantiles(values, n=20)[-1]:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
