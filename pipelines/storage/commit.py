"""One batch, one transaction: articles, revisions, names, outcomes, new links and counts, all or nothing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Connection

from crawler.fetching.revisit import next_look
from crawler.items import AddressKind, Article, Item, Outcome, Status
from pipelines.deduplicate import Incoming
from pipelines.foreign import outcome_of
from pipelines.storage import articles, events, forgetting, frontiertable, known, remembered, runs
from pipelines.storage.batch import Batch
from pipelines.storage.events import Now

Asked = Mapping[int, tuple[Incoming, bytes | None]]  # place in the batch → what is asked, and its sketch


def asked_of(items: Sequence[Item]) -> Asked:
    """What will be asked for the batch's articles: made before its writer's turn, in which others wait."""
    return {
        place: (articles.incoming_of(item), item.sketch if item.taken_out is not None else None)
        for place, item in enumerate(items)
        if isinstance(item, Article) and outcome_of(item).status is Status.ARTICLE
    }


def commit(
    connection: Connection,
    items: Sequence[Item],
    asked: Asked,
    run: int | None,
    now: datetime,
    packed: Mapping[str, bytes],
    undo: Callable[[], None] = lambda: None,
) -> list[Outcome]:
    """Settles the items in their order; the outcomes returned say what became of each.

    `undo` makes the items again as they were, where they were settled before.
    """
    undo()
    batch = Batch(connection, list(asked.values()), run)
    incoming = {place: one for place, (one, _) in asked.items()}
    outcomes = [_settle(batch, item, incoming.get(place), Now(now, run)) for place, item in enumerate(items)]
    batch.reading()
    remembered.keep(connection, packed)
    if run is not None:
        counts = Counter((outcome.address.source, str(outcome.status)) for outcome in outcomes)
        runs.add_counts(connection, run, counts)
    batch.end()
    return outcomes


def undoing(items: Sequence[Item]) -> Callable[[], None]:
    """What makes the items again as they are now: storing a batch writes on them, and it may fail."""
    outcomes = [outcome_of(item) for item in items if isinstance(item, Article)]
    before = [(part, copy(part)) for part in (*items, *outcomes)]

    def undo() -> None:
        for part, was in before:
            for one in fields(part):
                setattr(part, one.name, getattr(was, one.name))

    return undo


def _settle(batch: Batch, item: Item, incoming: Incoming | None, now: Now) -> Outcome:
    outcome = outcome_of(item) if isinstance(item, Article) else item
    article: str | None = None
    leads = False
    if isinstance(item, Article) and incoming is not None:
        article, leads = articles.keep(batch, item, incoming, now)
    elif outcome.status is Status.GONE and known.is_name(batch.reading(), outcome.address.url):
        article = events.mark_gone(batch.alone(), outcome, now)
    # Before the listing's validators move, what it named is in the table: same transaction, this order.
    source = outcome.address.source
    for of_articles in (True, False):
        links = [link for link in outcome.links if (link.kind is AddressKind.ARTICLE) is of_articles]
        new = frontiertable.add_links(batch.reading(), source, links, now.time) if links else 0
        outcome.found = new if of_articles else outcome.found
    if outcome.next_due is None and outcome.reason != forgetting.REASON:
        looked_at = replace(outcome, status=Status.UNCHANGED) if leads else outcome
        outcome.next_due, outcome.memo = next_look(looked_at, now.time, _born(item))
    if outcome.address.url:  # an item of another spider may come without
        frontiertable.settle(batch, outcome, article, now.time)
    return outcome


def _born(item: Item) -> datetime | None:
    """When the article was published, else first seen: fresh ones are looked at again soon."""
    if isinstance(item, Outcome):
        return None
    return articles.instant(item.published_at) or item.first_seen_at
