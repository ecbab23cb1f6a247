"""CPU a page, step by step, beside trafilatura in the same process: `python -m bench.cost PAGES.warc.gz`.

Parsing is what nobody can save; the steps after it are ours. Milliseconds of CPU, after a first round that
warms the caches: on a noisy machine only the ratios count.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeVar

from crawler.console import Console, Table
from crawler.extraction.extract import decide, write
from crawler.extraction.fields.body import extract_body
from crawler.fetching.archives import read_saved
from crawler.pages.blocks.segment import segment
from crawler.pages.decode import decode
from crawler.pages.page import Document, Page
from crawler.pages.parse import parse
from crawler.pages.structured import Structured

T = TypeVar("T")

STEPS: tuple[tuple[str, Callable[[Document], Any]], ...] = (
    ("structured data", lambda document: Structured(document.root, document.url).article_nodes),
    ("blocks", lambda document: segment(document.root)),
    ("body", extract_body),
    ("whole article, body again", lambda document: write(document, decide(document))),
)
BEYOND = ("structured data", "blocks", "body")  # what a body costs beyond the parse


def costs(page: Page) -> dict[str, float]:
    """Milliseconds of CPU that each step takes on this page."""
    document = Document(page)
    found = {"decode and parse": cpu(parsed, page)}
    found |= {name: cpu(step, document) for name, step in STEPS}
    found["trafilatura"] = cpu(trafilatura, page)
    found["body beyond the parse"] = sum(found[name] for name in BEYOND)
    found["the same of trafilatura"] = max(found["trafilatura"] - found["decode and parse"], 0)
    return found


def parsed(page: Page) -> None:
    parse(decode(page.body, page.headers.get("content-type", ""))[0])


def trafilatura(page: Page) -> None:
    from trafilatura import bare_extraction

    bare_extraction(page.body, url=page.url, with_metadata=False, include_comments=False)


def cpu(step: Callable[[T], Any], given: T) -> float:
    """Milliseconds of CPU that a step takes."""
    begun = time.process_time()
    step(given)
    return 1000 * (time.process_time() - begun)


def compare(about: str | None, limit: int, costs: Callable[[Page], dict[str, float]]) -> None:
    """The command: what the steps cost on the pages of a file, in a second round; the first is the parse."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--limit", type=int, default=limit)
    options = parser.parse_args()
    pages = [page for page in read_saved(options.pages) if isinstance(page, Page)][: options.limit]
    for page in pages:
        costs(page)
    rows = [costs(page) for page in pages]
    table = Table("step", "median ms", "95 % ms", "of the parse")
    parse = median(next(iter(row.values())) for row in rows)
    for name in rows[0]:
        values = [row[name] for row in rows]
        middle = median(values)
        table.row(name, f"{middle:.2f}", f"{quantiles(values, n=20)[-1]:.2f}", f"{middle / parse:.1f}")
    Console().print(table)


if __name__ == "__main__":
    compare(__doc__, 100, costs)
