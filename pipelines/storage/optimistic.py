"""Batches beside each other: each is decided and written while others are, and checked at its end.

Only at its end does a batch take the log's lock. It looks what was committed since it began; where nothing
of that could have changed what it decided, its revisions are written and it commits. Else it is undone and
begins anew, alone. So what comes of it is what would have come of the batches one after the other, and
positions in the log follow the commits. (Kung, Robinson: On Optimistic Methods for Concurrency Control,
TODS 1981.)
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, func, select

from pipelines.storage.engine import lock_log
from pipelines.storage.many import among
from pipelines.storage.tables import articles, bands, revisions


class OvertakenError(Exception):
    """Another writer was first, or the batch changes what others may have read: it has to be alone."""


@dataclass(slots=True)
class ReadSet:
    """What a batch was decided by, since `position` of the log."""

    position: int
    contents: Collection[str]  # hashes
    articles: set[str] = field(default_factory=set)
    clusters: set[str] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)


_SINCE = (
    select(revisions.c.article_id, revisions.c.content_hash, articles.c.cluster)
    .join(articles, articles.c.id == revisions.c.article_id)
    .where(revisions.c.position > bindparam("position"))
)
_SHARED = select(bands.c.key).where(among(bands.c.key, "keys"), among(bands.c.article_id, "ids")).limit(1)


def begin(connection: Connection, contents: Collection[str]) -> ReadSet:
    """To be called before anything is read."""
    position = connection.execute(select(func.max(revisions.c.position))).scalar()
    return ReadSet(position or 0, contents)


def validate(connection: Connection, read: ReadSet) -> None:
    """Holds back other commits to the end of this one; OvertakenError where one of them came in between.

    To be called before the batch's own revisions are written.
    """
    lock_log(connection)
    others = connection.execute(_SINCE, {"position": read.position}).all()
    ids = {row.article_id for row in others}
    overtaken = (
        not ids.isdisjoint(read.articles)
        or any(row.content_hash in read.contents or row.cluster in read.clusters for row in others)
        or (ids and read.keys and connection.execute(_SHARED, {"keys": [*read.keys], "ids": [*ids]}).first())
    )
    if overtaken:
        raise OvertakenError
