"""CPU a page for each small field, step by step: `python -m bench.fieldcost PAGES.warc.gz`.

Parse, structured data, blocks and body are other rooms' cost (`bench.cost`) and are done before the clock
starts. Milliseconds of CPU, after a first round that warms the caches and loads the language models.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from bench.cost import compare, cpu, parsed
from crawler.extraction.claims.table import claims
from crawler.extraction.extract import decide, write
from crawler.extraction.fields.access import decide_access, rights
from crawler.extraction.fields.dates import dates
from crawler.extraction.fields.headline import headline
from crawler.extraction.fields.images import images
from crawler.extraction.fields.kind import decide_kind
from crawler.extraction.fields.labels import labels
from crawler.extraction.fields.people import people
from crawler.extraction.roles.nearby import of_document
from crawler.items import Article
from crawler.pages.page import Document, Page
from crawler.text import word_count
from pipelines.language import set_language

GOAL = ("title among the blocks", "dates", "people", "language")  # at most 2 ms together, at the median
ALL = (*GOAL, "headline")


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
        ("labels", lambda document: labels(document, article.title)),
        (
            "access and rights",
            lambda document: (decide_access(claims(document)["access"]), rights(document)),
        ),
        ("language", lambda document: set_language(copy(article))),
    )


def costs(page: Page) -> dict[str, float]:
    """Milliseconds of CPU that each field takes on this page."""
    document = Document(page)
    article, document = write(document, decide(document)), Document(page)
    found = {"decode and parse, for scale": cpu(parsed, page)}
    _ = document.structured.article_nodes
    found |= {name: cpu(step, document) for name, step in steps(article)}
    found["dates, people and language"] = sum(found[name] for name in GOAL)
    found["the same with the headline"] = sum(found[name] for name in ALL)
    return found


if __name__ == "__main__":
    compare(__doc__, 123, costs)
