"""Whether the database is whole: what SQLite checks itself, and what only we can know."""

from sqlalchemy import ColumnElement, Connection, func, select

from pipelines.storage.known import ENDED
from pipelines.storage.tables import addresses, article_urls, articles, bands, revisions


def check(connection: Connection) -> list[str]:
    """One line a problem; empty where all is well."""
    problems = _sqlite(connection) if connection.dialect.name == "sqlite" else []
    return problems + _ours(connection)


def _sqlite(connection: Connection) -> list[str]:
    damage = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if damage == ["ok"]:
        damage = []
    lost = [
        f"{table}: row {row} refers to a row of {parent} that is not there"
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return damage + lost[:20]


def _ours(connection: Connection) -> list[str]:
    newest = (
        select(func.max(revisions.c.revision))
        .where(revisions.c.article_id == articles.c.id)
        .scalar_subquery()
    )
    count = (
        select(func.count())
        .where(revisions.c.article_id == articles.c.id)
        .select_from(revisions)
        .scalar_subquery()
    )
    broken = select(articles.c.id).where(
        (newest.is_(None)) | (newest != articles.c.revision) | (count != newest)
    )
    nameless = (
        select(articles.c.id)
        .outerjoin(article_urls, article_urls.c.article_id == articles.c.id)
        .where(article_urls.c.url.is_(None), articles.c.status != "merged")
    )
    lines = [
        f"article {key}: its revisions are not 1, 2, … up to the current one"
        for key in _ids(connection, broken)
    ]
    lines += [f"article {key}: no URL leads to it" for key in _ids(connection, nameless)]
    return lines + [
        f"article {key}: {problem}" for problem, query in _RULES.items() for key in _ids(connection, query)
    ]


_other, _address = articles.alias("other"), addresses.alias("address")
_living = articles.c.status.not_in(ENDED)


def _exists(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(1).where(condition).correlate(articles).exists()


_here = (_other.c.cluster == articles.c.cluster) & _other.c.status.not_in(ENDED)
# What must not be, each a query for the articles of which it is true.
_RULES = {
    "its cluster's earliest is none of the cluster": select(articles.c.id).where(
        _living, ~_exists(_here & (_other.c.id == articles.c.cluster_first))
    ),
    "its cluster has no text to compare with": select(articles.c.id).where(
        _living, ~_exists(_here & (_other.c.seed == 1))
    ),
    "its cluster has two texts to compare with": select(articles.c.id).where(
        articles.c.seed == 1, _exists(_here & (_other.c.seed == 1) & (_other.c.id != articles.c.id))
    ),
    "it is in the index of near copies, but opens no cluster": (
        select(bands.c.article_id)
        .distinct()
        .join(articles, articles.c.id == bands.c.article_id)
        .where(articles.c.seed == 0)
    ),
    "what it was merged into is not there, or was merged itself": select(articles.c.id).where(
        articles.c.status == "merged",
        ~_exists((_other.c.id == articles.c.merged_into) & (_other.c.status != "merged")),
    ),
    "it was merged, but URLs lead to it": select(articles.c.id).where(
        articles.c.status == "merged", _exists(article_urls.c.article_id == articles.c.id)
    ),
    "it is forgotten, but there is text of it": select(articles.c.id).where(
        articles.c.status == "forgotten",
        _exists((revisions.c.article_id == articles.c.id) & (revisions.c.content_hash != ""))
        | articles.c.title.is_not(None),
    ),
    "it is forgotten, but would be fetched": select(articles.c.id).where(
        articles.c.status == "forgotten",
        _exists((_address.c.article_id == articles.c.id) & _address.c.due_at.is_not(None)),
    ),
}


def _ids(connection: Connection, query: object) -> list[str]:
    return [str(row[0]) for row in connection.execute(query.limit(20))]  # type: ignore[attr-defined]
