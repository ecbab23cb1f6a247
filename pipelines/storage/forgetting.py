"""`warraq forget URL`: an article's text is erased from all of its revisions, its addresses are blocked.

What stays is that there was an article: id, addresses, the numbers and times of its revisions. A last
revision with the status "forgotten" tells destinations. A copy on another site is another article. In a
SQLite file the freed bytes are overwritten; PostgreSQL keeps old versions of a row, seen by nobody, until its
autovacuum comes by. Backups are the operator's.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from crawler.items import Outcome, Status
from crawler.urls import canonicalize, site_of
from pipelines.deduplicate import Known
from pipelines.normalize import storable
from pipelines.storage import clusters, engine, events, frontiertable, known
from pipelines.storage.events import Now
from pipelines.storage.tables import addresses, article_urls, articles, revisions

FORGOTTEN = frontiertable.FORGOTTEN
REASON = "forgotten on request"


def forget(connection: Connection, url: str, now: Now) -> dict[str, Any]:
    """Erases and blocks; says what: `id` (None where there was no article), `urls`, `revisions`."""
    engine.overwrite_deleted(connection)
    name = storable(canonicalize(url) or url)
    one = known.named(connection, url)
    if one is None:
        frontiertable.block(connection, [name], site_of(name), None, now.time)
        return {"id": None, "urls": [name], "revisions": 0}
    merged = select(articles.c.id).where(articles.c.merged_into == one.id)
    ids = [one.id, *connection.execute(merged).scalars()]
    urls = sorted(_urls(connection, ids))
    frontiertable.block(connection, urls, one.source, one.id, now.time)
    if one.status == "forgotten":
        return {"id": one.id, "urls": urls, "revisions": 0}
    erased = sum(_erase(connection, key) for key in ids)
    _end(connection, one, now)
    return {"id": one.id, "urls": urls, "revisions": erased}


def _urls(connection: Connection, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for table in (article_urls, addresses):
        found.update(connection.execute(select(table.c.url).where(table.c.article_id.in_(ids))).scalars())
    return found


def _erase(connection: Connection, article: str) -> int:
    """Takes everything that was written out of the records, and the hashes by which a text is guessed."""
    one = known.by_id(connection, [article])[article]
    rows = connection.execute(
        select(revisions.c.revision, revisions.c.status).where(revisions.c.article_id == article)
    ).all()
    for revision, status in rows:
        record = events.bare(one, status) | {"revision": revision}
        events.rewrite(connection, article, revision, record)
    mine = revisions.c.article_id == article
    connection.execute(update(revisions).where(mine).values(content_hash=""))
    nothing = {"title": None, "content_hash": ""}
    connection.execute(update(articles).where(articles.c.id == article).values(nothing))
    return len(rows)


def _end(connection: Connection, one: Known, now: Now) -> None:
    """The language stays in its column: destinations of one language hear of it too."""
    events.append(connection, one, events.bare(one, "forgotten"), now, content_hash="")
    clusters.leave(connection, one)


def refuse(connection: Connection, outcome: Outcome, urls: Sequence[str], one: Known, now: Now) -> None:
    """What came under a forgotten article's name is not stored; its address is blocked too."""
    outcome.status, outcome.reason, outcome.next_due = Status.REFUSED, REASON, None
    frontiertable.block(connection, urls, outcome.address.source, one.id, now.time)
