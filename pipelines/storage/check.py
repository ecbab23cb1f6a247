"""Whether the database is whole: what it checks itself, and what only we can know."""

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from pipelines.storage.known import ENDED
from pipelines.storage.tables import addresses, article_urls, articles, bands, revisions

SHOWN = 100  # problems: who has more needs a backup, not a list
FETCH = 500  # records held at a time


class _Named(msgspec.Struct):
    """What a record says of itself."""

    id: str
    revision: int


def check(connection: Connection) -> list[str]:
    """One line a problem; empty where all is well."""
    own = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    return [*own(connection), *_ours(connection), *_unreadable(connection)][:SHOWN]


def _sqlite(connection: Connection) -> list[str]:
    damage = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if damage == ["ok"]:
        damage = []
    lost = [
        f"{table}: row {row} refers to a row of {parent} that is not there"
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return damage + lost[:20]


def _postgresql(connection: Connection) -> list[str]:
    """What `amcheck` finds in the indexes, where the server has it; the tables are read whole below."""
    if not connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'").first():
        return []
    indexes = connection.exec_driver_sql(
        "SELECT bt_index_check(index.indexrelid) FROM pg_index AS index JOIN pg_class ON oid = indrelid "
        "WHERE relnamespace = 'public'::regnamespace"
    )
    indexes.all()  # it raises at the first that is damaged
    return []


def _unreadable(connection: Connection) -> list[str]:
    """Records that are none. Reading each of them has the database's own checksums looked at too."""
    query = select(revisions.c.position, revisions.c.article_id, revisions.c.revision, revisions.c.record)
    streaming = connection.execution_options(stream_results=True, yield_per=FETCH)
    problems = []
    with streaming.execute(query) as rows:
        for position, article, revision, record in rows:
            place = f"position {position} of the log"
            try:
                found = msgspec.json.decode(record, type=_Named)
            except msgspec.DecodeError as error:
                problems.append(f"{place}: its record cannot be read ({error})")
                continue
            if (found.id, found.revision) != (article, revision):
                problems.append(f"{place}: its record is of another article or revision")
    return problems


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
