"""What the extracting processes do: everything about a fetched page that is pure.

Each is a function of a module, so that it can be named to another process, and gives what its page turned
out to be, or why it is none: a verdict, as `crawler.fetching.outcomes` has it.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler import __version__
from crawler.items import Article, Status
from crawler.pages.page import Page
from crawler.runs import told

if TYPE_CHECKING:  # each task imports what it needs: a process may only ever do one of them
    from collections.abc import Callable, Sequence

Verdict = tuple[Status, str]


def extract_and_settle(page: Page) -> Article:
    """The article of a page, settled, read with what this process was told of the source's site."""
    from crawler.extraction.learning import extract_and_teach
    from pipelines.settle import settle

    return settle(extract_and_teach(page, told.memory()))


def read_answer(
    page: Page, known: str = "", work: Callable[[Page], Article] | None = None, *, again: bool = False
) -> Article | Verdict:
    """The same of an answer of which only its header is known so far: it may be a wall, or no page at all.

    `known` is the hash of the bytes that the page had at the last look: the same bytes are not read again,
    unless `again` says so: what they give then is marked as better extraction. `work` is what makes an
    article of it, `extract_and_settle` if none is given.
    """
    from crawler.fetching.walls import wall_inside
    from crawler.pages.sniff import sniff

    hashed = body_hash(page.body)
    if hashed == known and not again:
        return Status.UNCHANGED, "the same bytes"
    page = _unwrapped(page)
    if why := wall_inside(page.status, page.body):
        return Status.BLOCKED, f"{page.status} {why}"
    kind = sniff(page.body, page.headers.get("content-type", ""), page.url)
    if kind != "html":
        return Status.NOT_ARTICLE, f"{kind}, not a page"
    article = (work or extract_and_settle)(page)
    article.body_hash = hashed
    if hashed == known and article.extraction is not None:
        article.extraction.better = True
    article.scripts = _scripts(article, page)
    return article


def read_part(page: Page) -> Article | Verdict:
    """A later page of an article, extracted and not yet settled: it is put together with the first."""
    from crawler.extraction import extract

    return read_answer(page, work=lambda part: extract(part, told.memory()))


def put_together(page: Page, parts: Sequence[Article]) -> Article:
    """The article of which `page` is the first page and `parts` are the others, settled."""
    from crawler.extraction.learning import extract_and_teach
    from crawler.runs.whole import join
    from pipelines.settle import settle

    return settle(join(extract_and_teach(_unwrapped(page), told.memory()), parts))


def _scripts(article: Article, page: Page) -> str:
    """How a page in which no text was found says that it needs scripts."""
    from crawler.fetching.scripted import is_without_text, wants_scripts

    return wants_scripts(page) if is_without_text(article) else ""


def body_hash(body: bytes) -> str:
    """16 hex digits; others in another version of Warraq, which may read the same bytes otherwise."""
    return blake2b(body, digest_size=8, key=__version__.encode()).hexdigest()


def explain_page(page: Page) -> str:
    """The evidence for each field, as text."""
    from crawler.extraction.explain import explain

    return explain(_unwrapped(page))


def _unwrapped(page: Page) -> Page:
    """Without the gzip and the like around the page that no header names."""
    from crawler.fetching.compression import MAX_BODY, unwrapped

    body = unwrapped(page.body, MAX_BODY).body
    return page if body is page.body else replace(page, body=body)
