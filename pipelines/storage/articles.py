"""Articles, their revisions and their URLs, written as `pipelines.deduplicate.identity` decides."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, update

from crawler.items import Article, Status
from crawler.text import fold
from crawler.urls import canonicalize
from pipelines.deduplicate import (
    Decision,
    Incoming,
    Known,
    article_id,
    content_hash,
    identity,
    identity_url,
    near_copy,
    one_article,
)
from pipelines.foreign import outcome_of
from pipelines.normalize import storable
from pipelines.record import encode
from pipelines.similarity import Sketch
from pipelines.storage import clusters, events, forgetting, frontiertable, merging
from pipelines.storage.batch import Batch
from pipelines.storage.events import Now
from pipelines.storage.tables import articles

TOO_LONG = "an address as long as this cannot be kept"  # what cannot be named cannot be found again


def keep(batch: Batch, article: Article, incoming: Incoming, now: Now) -> tuple[str | None, bool]:
    """Stores the article as what it is; sets that on it and on its outcome.

    Returns its id (None: it was not stored), and whether this duplicate's address is the one to look at
    from now on.
    """
    outcome = outcome_of(article)
    by_url = batch.by_url(incoming.urls)
    forgotten = next((one for one in by_url.values() if one.status == forgetting.FORGOTTEN), None)
    if forgotten:
        forgetting.refuse(batch.reading(), outcome, incoming.urls, forgotten, now)
        return None, False
    if len(one_article(incoming, by_url)) > 1:
        by_url = merging.unite(batch.alone(), incoming, by_url, now)
    decision = identity(incoming, by_url, batch.by_content(incoming.content_hash))
    decision, seed = _near(batch, decision, incoming)
    if decision.write == "new" and not frontiertable.fits(decision.identity):
        outcome.status, outcome.reason, outcome.next_due = Status.REFUSED, TOO_LONG, None
        return None, False
    if decision.write == "new":
        _write_new(batch, article, incoming, decision, seed, now)
    elif decision.known:
        _take_over(article, decision.known)
        if decision.write == "changed":
            _write_change(batch, article, incoming, decision, now)
    outcome.status, outcome.reason = decision.status, decision.reason
    assert article.id is not None
    for url in filter(frontiertable.fits, decision.aliases):
        batch.add_name({"url": url, "article_id": article.id, "first_seen": now.time})
    leads = decision.leads and not decision.write
    if leads and decision.known:
        _lead(batch.alone(), decision.known, incoming.url)
    return article.id, leads


def incoming_of(article: Article) -> Incoming:
    """What is asked of the store for an article."""
    outcome = outcome_of(article)
    url = storable(canonicalize(article.url) or article.url)
    article.content_hash = article.content_hash or content_hash(article.title, article.paragraphs)
    return Incoming(
        url=url,
        asked=storable(outcome.address.url),
        identity=storable(identity_url(article.url, article.canonical_url)),
        source=article.source or outcome.address.source,
        content_hash=article.content_hash,
        title=article.title,
        paragraphs=tuple(article.paragraphs),
    )


def _take_over(article: Article, one: Known) -> None:
    """What a stored article says of itself, set on the item that turned out to be it."""
    article.id, article.revision, article.first_seen_at = one.id, one.revision, one.first_seen
    article.cluster, article.cluster_first = one.cluster, one.cluster_first
    article.status = one.status  # type: ignore[assignment]  # written by us, from the same set


@dataclass(frozen=True, slots=True)
class Seed:
    """A new text that is no copy: it opens a cluster."""

    text: Sketch
    holders: clusters.Holders


def _near(batch: Batch, decision: Decision, incoming: Incoming) -> tuple[Decision, Seed | None]:
    """A new article that copies nothing word for word may be a near copy."""
    if decision.write != "new" or decision.copy_of:
        return decision, None
    found, text, holders = batch.nearest(incoming)
    return (near_copy(decision, found), None) if found else (decision, Seed(text, holders))


def _write_new(
    batch: Batch,
    article: Article,
    incoming: Incoming,
    decision: Decision,
    seed: Seed | None,
    now: Now,
) -> None:
    article.id = article_id(decision.identity)
    article.revision, article.status, article.first_seen_at = 1, "new", now.time
    article.source = incoming.source
    article.cluster = decision.copy_of.cluster if decision.copy_of else article.id
    article.cluster_first = article.id
    values = _columns(article, incoming) | {
        "id": article.id,
        "canonical": decision.identity,
        "source": incoming.source,
        "first_seen": now.time,
        "cluster_first": article.id,
        "seed": int(seed is not None),
    }
    batch.add_article(values)
    if seed:
        batch.add_seed(article.id, incoming.source, seed.text, seed.holders)
    else:
        article.cluster_first = _name_first(batch, article.cluster)
    _log(batch, article, now)


def _write_change(batch: Batch, article: Article, incoming: Incoming, decision: Decision, now: Now) -> None:
    one = decision.known
    assert one is not None
    connection = batch.writing()
    article.revision, article.status = one.revision + 1, "changed"
    article.source = one.source
    if [*map(fold, article.paragraphs)] != [*map(fold, one.paragraphs)]:
        article.cluster = clusters.replant(batch.seeds, one, article.paragraphs)
    values = _columns(article, incoming) | ({"canonical": incoming.url} if decision.leads else {})
    connection.execute(update(articles).where(articles.c.id == one.id).values(values))
    article.cluster_first = _name_first(batch, values["cluster"])
    if article.cluster != one.cluster:
        batch.alone()
        _name_first(batch, one.cluster)
    _log(batch, article, now)


def _name_first(batch: Batch, cluster: str) -> str | None:
    return clusters.name_first(batch.renaming(cluster), cluster, batch.run)


def _lead(connection: Connection, one: Known, url: str) -> None:
    """The article's own address takes the place of the edition's that was stored first, in its record too."""
    connection.execute(update(articles).where(articles.c.id == one.id).values(url=url, canonical=url))
    record = events.record_of(connection, one) | {"url": url}
    events.rewrite(connection, one.id, one.revision, record)


def _columns(article: Article, incoming: Incoming) -> dict[str, Any]:
    """What each revision may change."""
    assert article.first_seen_at is not None
    return {
        "url": incoming.url,
        "language": article.language,
        "title": article.title,
        "published": instant(article.published_at) or article.first_seen_at,
        "status": article.status,
        "revision": article.revision,
        "content_hash": incoming.content_hash,
        "cluster": article.cluster,
    }


def instant(value: str | None) -> datetime | None:
    """A record's time as a moment: a bare day begins at midnight UTC."""
    try:
        moment = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    if moment is None:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar, with an offset
        return moment.replace(tzinfo=UTC)


def _log(batch: Batch, article: Article, now: Now) -> None:
    row = {
        "article_id": article.id,
        "revision": article.revision,
        "status": article.status,
        "committed_at": now.time,
        "run": now.run,
        "content_hash": article.content_hash,
        "record": encode(article).decode(),
    }
    batch.add_revision(row)
