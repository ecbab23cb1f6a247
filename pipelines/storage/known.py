"""Stored articles, read for a decision: by URL, by content, by id."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from crawler.urls import canonicalize
from pipelines.deduplicate import Known
from pipelines.normalize import storable
from pipelines.storage.many import among
from pipelines.storage.tables import article_urls, articles, revisions

COPIES_LOOKED_AT = 50  # of one content, the earliest: more say nothing new
# No article is found under these any more: another took its place, or its text was erased.
ENDED = ("merged", "forgotten")


class _Body(msgspec.Struct):
    """What of a record is compared."""

    paragraphs: tuple[str, ...] = ()


def current() -> Select[Any]:
    """An article with its current record."""
    joined = (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision)
    return select(articles, revisions.c.record).join(revisions, joined)


class _Fetched(msgspec.Struct):
    fetched_at: datetime | None = None


# Built once: they are asked for every article.
_BY_URL = (
    current()
    .add_columns(article_urls.c.url.label("alias"))
    .join(article_urls, article_urls.c.article_id == articles.c.id)
    .where(among(article_urls.c.url, "urls"))
)
_BY_CONTENT = (
    current()
    .where(articles.c.content_hash == bindparam("content"), articles.c.status.not_in(ENDED))
    .order_by(articles.c.first_seen, articles.c.id)
    .limit(COPIES_LOOKED_AT)
)
_CONTENTS = (
    select(articles.c.content_hash)
    .where(among(articles.c.content_hash, "contents"), articles.c.status.not_in(ENDED))
    .distinct()
)
_BY_ID = current().where(among(articles.c.id, "ids"))


def by_url(connection: Connection, urls: Sequence[str]) -> dict[str, Known]:
    rows = connection.execute(_BY_URL, {"urls": list(urls)}).mappings()
    return {row["alias"]: make(row) for row in rows}


def fetched_at(connection: Connection, urls: Sequence[str]) -> dict[str, datetime]:
    """When the page of the current revision was fetched, by the URL; articles that ended are not there."""
    found: dict[str, datetime] = {}
    for row in connection.execute(_BY_URL, {"urls": list(urls)}).mappings():
        fetched = msgspec.json.decode(row["record"], type=_Fetched).fetched_at
        if fetched is not None and row["status"] not in ENDED:
            found[row["alias"]] = fetched
    return found


def by_content(connection: Connection, content: str) -> list[Known]:
    return [make(row) for row in connection.execute(_BY_CONTENT, {"content": content}).mappings()]


def contents(connection: Connection, asked: Collection[str]) -> set[str]:
    """Which of these contents are stored."""
    return set(connection.execute(_CONTENTS, {"contents": list(asked)}).scalars()) if asked else set()


def by_id(connection: Connection, ids: Collection[str]) -> dict[str, Known]:
    rows = connection.execute(_BY_ID, {"ids": list(ids)}).mappings()
    return {row["id"]: make(row) for row in rows}


def is_name(connection: Connection, url: str) -> bool:
    """Whether an article has this address."""
    mine = article_urls.c.url == storable(url)
    return connection.execute(select(article_urls.c.url).where(mine)).first() is not None


def named(connection: Connection, name: str) -> Known | None:
    """The article that a person names: by any of its URLs, or its id."""
    urls = list(dict.fromkeys((storable(name), storable(canonicalize(name) or name))))
    found = by_url(connection, urls) or by_id(connection, urls[:1])
    return next(iter(found.values()), None)


def make(row: RowMapping) -> Known:
    body = msgspec.json.decode(row["record"], type=_Body)
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
        paragraphs=body.paragraphs,
        seed=bool(row["seed"]),
    )
