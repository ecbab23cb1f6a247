"""Whether the database is whole: what SQLite checks itself, and what only we can know."""

from sqlalchemy import Connection, func, select

from pipelines.storage.tables import article_urls, articles, revisions


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
        .where(article_urls.c.url.is_(None))
    )
    lines = [
        f"article {key}: its revisions are not 1, 2, … up to the current one"
        for key in _ids(connection, broken)
    ]
    return lines + [f"article {key}: no URL leads to it" for key in _ids(connection, nameless)]


def _ids(connection: Connection, query: object) -> list[str]:
    return [str(row[0]) for row in connection.execute(query.limit(20))]  # type: ignore[attr-defined]
