"""Two stored articles that turned out to be one.

The earlier id survives. The other becomes its alias: its URLs lead to the survivor, its row stays with the
status "merged" and says into what, and a last revision tells destinations.
"""

from typing import Any

from sqlalchemy import Connection, select, update

from crawler.items import Record
from pipelines.deduplicate import Incoming, Known, one_article
from pipelines.storage import clusters, events, known
from pipelines.storage.events import Now
from pipelines.storage.tables import addresses, article_urls, articles


def unite(connection: Connection, incoming: Incoming, by_url: dict[str, Known], now: Now) -> dict[str, Known]:
    """Merges what the incoming page says is one article; `by_url` as it is then."""
    alike = one_article(incoming, by_url)
    if len(alike) < 2:
        return by_url
    for other in alike[1:]:
        survivor = known.by_id(connection, [alike[0].id])[alike[0].id]
        merge(connection, survivor, other, now, itself=other.canonical == incoming.identity)
    return known.by_url(connection, incoming.urls)


def merge_named(connection: Connection, one: str, other: str, now: Now) -> str | None:
    """Merges two articles given by URL or id; None: one is not known, ended, or they are one already."""
    found = {
        article.id: article for article in (known.named(connection, name) for name in (one, other)) if article
    }
    if len(found) < 2 or any(article.status in known.ENDED for article in found.values()):
        return None
    first, second = sorted(found.values(), key=lambda article: (article.first_seen, article.id))
    merge(connection, first, second, now)
    return first.id


def merge(connection: Connection, survivor: Known, other: Known, now: Now, *, itself: bool = False) -> None:
    """`itself`: the other one was fetched at the article's own address: its name and text stand."""
    for table in (article_urls, addresses):
        theirs = table.c.article_id == other.id
        connection.execute(update(table).where(theirs).values(article_id=survivor.id))
    text = events.record_of(connection, other)
    dated = connection.execute(_DATED.where(articles.c.id == other.id)).mappings().one()
    _end(connection, survivor, other, now)
    if itself:
        survivor = known.by_id(connection, [survivor.id])[survivor.id]  # it may be a seed now
        _adopt(connection, survivor, other, text, now, dict(dated))
    clusters.name_first(connection, survivor.cluster)


def _end(connection: Connection, survivor: Known, other: Known, now: Now) -> None:
    record = events.bare(other, "merged") | {
        "cluster": survivor.cluster,
        "cluster_first": survivor.cluster_first,
        "merged_into": survivor.id,
    }
    aliases = articles.c.merged_into == other.id
    connection.execute(update(articles).where(aliases).values(merged_into=survivor.id))
    events.append(connection, other, record, now, cluster=survivor.cluster, merged_into=survivor.id)
    clusters.leave(connection, other)


def _adopt(
    connection: Connection, survivor: Known, other: Known, text: Record, now: Now, dated: dict[str, Any]
) -> None:
    """The survivor takes the other's address, and its text if that is another one."""
    own = events.record_of(connection, survivor)
    names = {"url": other.url, "canonical": other.canonical}
    if other.content_hash == survivor.content_hash:
        events.rewrite(connection, survivor.id, survivor.revision, own | {"url": other.url})
        connection.execute(update(articles).where(articles.c.id == survivor.id).values(names))
        return
    cluster = clusters.replant(clusters.seeds_on(connection), survivor, other.paragraphs)
    record = text | {name: own[name] for name in _OF_THE_ID if name in own}
    record |= {"status": "changed", "cluster": cluster}
    columns = {**dated, "content_hash": other.content_hash, "title": other.title, "cluster": cluster}
    events.append(connection, survivor, record, now, **names, **columns)
    clusters.name_first(connection, survivor.cluster)
    clusters.name_first(connection, cluster)


_DATED = select(articles.c.published, articles.c.language)
_OF_THE_ID = ("id", "revision", "source", "first_seen_at", "cluster", "cluster_first")
