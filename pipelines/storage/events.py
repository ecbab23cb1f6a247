"""What happens to a stored article without a new text: it is gone, merged, forgotten.

Each is a revision in the log, so that destinations hear of it in its turn.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from crawler.items import SCHEMA_VERSION, Outcome, Record, Status
from pipelines.deduplicate import Known
from pipelines.normalize import storable
from pipelines.storage import clusters, known
from pipelines.storage.tables import addresses, article_urls, articles, revisions

_ALIVE = (str(Status.ARTICLE), str(Status.UNCHANGED), str(Status.DUPLICATE))


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of a commit, and the run that it belongs to."""

    time: datetime
    run: int | None = None


def append(connection: Connection, one: Known, record: Record, now: Now, **columns: Any) -> None:
    """Writes the article's next revision, `record`, whose `status` it has from now on."""
    values = {"revision": one.revision + 1, "status": record["status"], **columns}
    connection.execute(update(articles).where(articles.c.id == one.id).values(values))
    row = {
        "article_id": one.id,
        "revision": values["revision"],
        "status": record["status"],
        "committed_at": now.time,
        "run": now.run,
        "content_hash": columns.get("content_hash", one.content_hash),
        "record": msgspec.json.encode(record | {"revision": values["revision"]}).decode(),
    }
    connection.execute(insert(revisions), row)


def record_of(connection: Connection, one: Known) -> Record:
    """An article's current record."""
    query = select(revisions.c.record).where(
        revisions.c.article_id == one.id, revisions.c.revision == one.revision
    )
    record: Record = msgspec.json.decode(connection.execute(query).scalar_one())
    return record


def rewrite(connection: Connection, article: str, revision: int, record: Record) -> None:
    """Puts another record in a revision's place; its number and position stay."""
    mine = (revisions.c.article_id == article) & (revisions.c.revision == revision)
    text = msgspec.json.encode(record).decode()
    connection.execute(update(revisions).where(mine).values(record=text))


def bare(one: Known, status: str) -> Record:
    """A record of an article that has no text any more."""
    names = {"url": one.url, "id": one.id, "schema": SCHEMA_VERSION, "status": status, "kind": "article"}
    return names | {"source": one.source, "cluster": one.cluster, "cluster_first": one.cluster_first}


def mark_gone(connection: Connection, outcome: Outcome, now: Now) -> str | None:
    """Writes that an article vanished, unless another of its addresses still shows it. Returns its id."""
    url = storable(outcome.address.url)
    query = known.current().join(article_urls, article_urls.c.article_id == articles.c.id)
    row = connection.execute(query.where(article_urls.c.url == url)).mappings().first()
    if row is None:
        return None
    one = known.make(row)
    others = (addresses.c.article_id == one.id) & (addresses.c.url != url)
    alive = select(func.count()).where(others, addresses.c.last_outcome.in_(_ALIVE))
    if one.status in ("gone", *known.ENDED) or connection.execute(alive).scalar_one():
        return one.id
    append(connection, one, msgspec.json.decode(row["record"]) | {"status": "gone"}, now)
    clusters.name_first(connection, one.cluster)  # a copy that is still there goes before it
    return one.id
