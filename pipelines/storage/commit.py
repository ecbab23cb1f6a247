"""One batch, one transaction: articles, revisions, names, outcomes, new links and counts, all or nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from crawler.discovery.urls import site_of
from crawler.items import Address, AddressKind, Article, Item, Outcome, Status
from pipelines.storage import articles, frontier, runs


def commit(connection: Connection, items: Sequence[Item], run: int | None, now: datetime) -> list[Outcome]:
    """Settles the items in their order; the outcomes returned say what became of each."""
    outcomes = [_settle(connection, item, articles.Now(now, run)) for item in items]
    if run is not None:
        counts = Counter((outcome.address.source, str(outcome.status)) for outcome in outcomes)
        runs.add_counts(connection, run, counts)
    return outcomes


def _settle(connection: Connection, item: Item, now: articles.Now) -> Outcome:
    outcome = outcome_of(item)
    article: str | None = None
    if isinstance(item, Article) and outcome.status is Status.ARTICLE:
        article = articles.keep(connection, item, outcome, now)
    elif outcome.status is Status.GONE:
        article = articles.mark_gone(connection, outcome, now)
    # Before the listing's validators move, what it named is in the table: same transaction, this order.
    if outcome.links:
        frontier.add_links(connection, outcome.address.source, outcome.links, now.time)
    frontier.settle(connection, outcome, article, now.time)
    return outcome


def outcome_of(item: Item) -> Outcome:
    """The item's outcome; an article that came without one was fetched at its own URL."""
    if isinstance(item, Outcome):
        return item
    if item.outcome is None:
        site = site_of(item.url)
        address = Address(item.url, item.source or site, site, AddressKind.ARTICLE)
        item.outcome = Outcome(address, Status.ARTICLE, fetched_at=item.fetched_at)
    return item.outcome
