"""Articles, their revisions and their URLs, written as `pipelines.deduplicate.identity` decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update

from crawler.discovery.urls import canonicalize
from crawler.items import Article, Outcome, Status
from pipelines.characters import storable
from pipelines.deduplicate import Decision, Incoming, Known, article_id, content_hash, identity, identity_url
from pipelines.record import encode
from pipelines.storage.tables import addresses, article_urls, articles, revisions
from pipelines.storage.upsert import insert as upsert

COPIES_LOOKED_AT = 50  # of one content, the earliest: more say nothing new
_ALIVE = (str(Status.ARTICLE), str(Status.UNCHANGED), str(Status.DUPLICATE))


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of a commit, and the run that it belongs to."""

    time: datetime
    run: int | None


def keep(connection: Connection, article: Article, outcome: Outcome, now: Now) -> tuple[str, bool]:
    """Stores the article as what it is; sets that on it and on its outcome.

    Returns its id, and whether this duplicate's address is the one to look at from now on.
    """
    incoming = _incoming(article, outcome)
    by_url = _by_url(connection, incoming.urls)
    decision = identity(incoming, by_url, _by_content(connection, incoming.content_hash))
    outcome.status, outcome.reason = decision.status, decision.reason
    if decision.write == "new":
        _write_new(connection, article, incoming, decision, now)
    elif decision.known:
        _take_over(connection, article, decision.known)
        if decision.write == "changed":
            _write_change(connection, article, incoming, decision.known, now)
    assert article.id is not None
    _name(connection, article.id, decision.aliases, now.time)
    if decision.leads:
        mine = articles.c.id == article.id
        connection.execute(update(articles).where(mine).values(url=incoming.url))
    return article.id, decision.leads


def _incoming(article: Article, outcome: Outcome) -> Incoming:
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


def _known() -> Select[Any]:
    """An article with its current record."""
    current = (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision)
    return select(articles, revisions.c.record).join(revisions, current)


def _by_url(connection: Connection, urls: Sequence[str]) -> dict[str, Known]:
    joined = _known().add_columns(article_urls.c.url.label("alias"))
    query = joined.join(article_urls, article_urls.c.article_id == articles.c.id).where(
        article_urls.c.url.in_(urls)
    )
    return {row["alias"]: _make_known(row) for row in connection.execute(query).mappings()}


def _by_content(connection: Connection, content: str) -> list[Known]:
    query = _known().where(articles.c.content_hash == content)
    earliest = query.order_by(articles.c.first_seen, articles.c.id).limit(COPIES_LOOKED_AT)
    return [_make_known(row) for row in connection.execute(earliest).mappings()]


def _make_known(row: RowMapping) -> Known:
    record = msgspec.json.decode(row["record"])
    return Known(
        id=row["id"],
        url=row["url"],
        canonical=row["canonical"],
        source=row["source"],
        content_hash=row["content_hash"],
        revision=row["revision"],
        status=row["status"],
        first_seen=row["first_seen"],
        cluster=row["cluster"],
        cluster_first=row["cluster_first"],
        title=row["title"],
        paragraphs=tuple(record.get("paragraphs", ())),
    )


def _take_over(connection: Connection, article: Article, known: Known) -> None:
    """What a stored article says of itself, set on the item that turned out to be it."""
    article.id, article.revision, article.first_seen_at = known.id, known.revision, known.first_seen
    article.cluster, article.cluster_first = known.cluster, known.cluster_first
    article.status = known.status  # type: ignore[assignment]  # written by us, from the same set


def _write_new(
    connection: Connection, article: Article, incoming: Incoming, decision: Decision, now: Now
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
        "cluster": article.cluster,
        "cluster_first": article.id,
    }
    connection.execute(insert(articles).values(values))
    if decision.copy_of:
        article.cluster_first = _name_first(connection, article.cluster)
    _log(connection, article, now)


def _name_first(connection: Connection, cluster: str) -> str:
    """Finds the earliest of a cluster and names it on all of its articles."""
    members = select(articles.c.id).where(articles.c.cluster == cluster)
    first = connection.execute(members.order_by(articles.c.published, articles.c.id).limit(1)).scalar_one()
    connection.execute(update(articles).where(articles.c.cluster == cluster).values(cluster_first=first))
    return str(first)


def _write_change(
    connection: Connection, article: Article, incoming: Incoming, known: Known, now: Now
) -> None:
    article.revision, article.status = known.revision + 1, "changed"
    article.source = known.source
    values = _columns(article, incoming)
    connection.execute(update(articles).where(articles.c.id == known.id).values(values))
    if known.cluster != known.id or known.cluster_first != known.id:
        article.cluster_first = _name_first(connection, known.cluster)
    _log(connection, article, now)


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


def _log(connection: Connection, article: Article, now: Now) -> None:
    row = {
        "article_id": article.id,
        "revision": article.revision,
        "status": article.status,
        "committed_at": now.time,
        "run": now.run,
        "content_hash": article.content_hash,
        "record": encode(article).decode(),
    }
    connection.execute(insert(revisions).values(row))


def _name(connection: Connection, article: str, urls: Sequence[str], now: datetime) -> None:
    if urls:
        rows = [{"url": url, "article_id": article, "first_seen": now} for url in urls]
        connection.execute(upsert(connection, article_urls).on_conflict_do_nothing(), rows)


def mark_gone(connection: Connection, outcome: Outcome, now: Now) -> str | None:
    """Writes that an article vanished, unless another of its addresses still shows it. Returns its id."""
    url = storable(outcome.address.url)
    query = _known().join(article_urls, article_urls.c.article_id == articles.c.id)
    row = connection.execute(query.where(article_urls.c.url == url)).mappings().first()
    if row is None:
        return None
    others = (addresses.c.article_id == row["id"]) & (addresses.c.url != url)
    alive = select(func.count()).where(others, addresses.c.last_outcome.in_(_ALIVE))
    if row["status"] == "gone" or connection.execute(alive).scalar_one():
        return str(row["id"])
    record = msgspec.json.decode(row["record"]) | {"revision": row["revision"] + 1, "status": "gone"}
    values = {"status": "gone", "revision": row["revision"] + 1}
    connection.execute(update(articles).where(articles.c.id == row["id"]).values(values))
    log = {
        "article_id": row["id"],
        **values,
        "committed_at": now.time,
        "run": now.run,
        "content_hash": row["content_hash"],
        "record": msgspec.json.encode(record).decode(),
    }
    connection.execute(insert(revisions).values(log))
    return str(row["id"])
