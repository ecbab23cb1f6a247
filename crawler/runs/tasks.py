"""What the extracting processes do: everything about a fetched page or listing that is pure.

Each is a function of a module, so that it can be named to another process, and gives what its page turned
out to be, or why it is none: a verdict, as `crawler.fetching.outcomes` has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler import __version__
from crawler.items import AddressKind, Article, Link, Status
from crawler.pages.page import Page

if TYPE_CHECKING:  # each task imports what it needs: a process may only ever do one of them
    from collections.abc import Callable

    from crawler.discovery.choose import Policy

Verdict = tuple[Status, str]


@dataclass(frozen=True, slots=True)
class Links:
    """What a run takes up of a listing, how many links that had, and what was wrong with it."""

    taken: list[Link]
    listed: int
    problems: tuple[str, ...]


def extract_and_settle(page: Page) -> Article:
    """The article of a page that somebody saved, settled."""
    from crawler.extraction import extract
    from pipelines.settle import settle

    return settle(extract(page))


def read_answer(
    page: Page, known: str = "", work: Callable[[Page], Article] | None = None
) -> Article | Verdict:
    """The same of an answer of which only its header is known so far: it may be a wall, or no page at all.

    `known` is the hash of the bytes that the page had at the last look: the same bytes are not read again.
    `work` is what makes an article of it, `extract_and_settle` if none is given.
    """
    from crawler.fetching.walls import wall_inside
    from crawler.pages.sniff import sniff

    hashed = body_hash(page.body)
    if hashed == known:
        return Status.UNCHANGED, "the same bytes"
    if why := wall_inside(page.status, page.body):
        return Status.BLOCKED, f"{page.status} {why}"
    kind = sniff(page.body, page.headers.get("content-type", ""), page.url)
    if kind != "html":
        return Status.NOT_ARTICLE, f"{kind}, not a page"
    article = (work or extract_and_settle)(page)
    article.body_hash = hashed
    return article


def body_hash(body: bytes) -> str:
    """16 hex digits; others in another version of Warraq, which may read the same bytes otherwise."""
    return blake2b(body, digest_size=8, key=__version__.encode()).hexdigest()


def read_links(page: Page, kind: AddressKind, policy: Policy) -> Links | Verdict:
    """What a run takes up of a feed, sitemap or front."""
    from crawler.discovery import read_listing
    from crawler.discovery.choose import choose
    from crawler.fetching.walls import wall_inside

    if why := wall_inside(page.status, page.body):
        return Status.BLOCKED, f"{page.status} {why}"
    listing = read_listing(page.body, page.url, page.headers.get("content-type", ""), kind)
    return Links(choose(listing, policy).links, len(listing.links), listing.problems)


def explain_page(page: Page) -> str:
    """The evidence for each field, as text."""
    from crawler.extraction.explain import explain

    return explain(page)
