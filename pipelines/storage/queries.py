"""What the store is asked: records for exports, and how each source is doing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Connection, Select, func, select

from crawler.urls import cause
from pipelines.storage.known import ENDED
from pipelines.storage.tables import addresses, articles, revisions

Copies = Literal["first", "all"]
FETCH = 500  # rows held at a time: some 2 MB of records


def records(
    connection: Connection,
    *,
    source: str | Sequence[str] | None = None,
    language: str | Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    copies: Copies = "first",
    gone: bool = False,
) -> Iterator[bytes]:
    """Current records as JSON, by time of publication, then id, as of one moment."""
    query = _current().order_by(articles.c.published, articles.c.id)
    if source is not None:
        query = query.where(_among(articles.c.source, source))
    if language is not None:
        query = query.where(_among(articles.c.language, language))
    if since is not None:
        query = query.where(articles.c.published >= since)
    if until is not None:
        query = query.where(articles.c.published < until)
    if copies == "first":
        query = query.where(articles.c.cluster_first == articles.c.id)
    query = query.where(articles.c.status.not_in(ENDED if gone else (*ENDED, "gone")))
    streaming = connection.execution_options(stream_results=True, yield_per=FETCH)
    for row in streaming.execute(query):
        yield _with_cluster(*row)


def clusters(connection: Connection) -> Iterator[list[bytes]]:
    """The stories with several copies, each as the records of its copies, the earliest first."""
    copies = select(articles.c.cluster_first).where(articles.c.status.not_in((*ENDED, "gone")))
    several = copies.group_by(articles.c.cluster_first).having(func.count() > 1)
    query = _current().where(
        articles.c.cluster_first.in_(several), articles.c.status.not_in((*ENDED, "gone"))
    )
    query = query.order_by(articles.c.cluster_first, articles.c.published, articles.c.id)
    rows = connection.execution_options(stream_results=True, yield_per=FETCH).execute(query)
    for _, story in groupby(rows, key=lambda row: row.cluster_first):
        yield [_with_cluster(*row) for row in story]


def _among(column: Column[str], wanted: str | Sequence[str]) -> ColumnElement[bool]:
    return column == wanted if isinstance(wanted, str) else column.in_(list(wanted))


def _current() -> Select[Any]:
    current = (revisions.c.article_id == articles.c.id) & (revisions.c.revision == articles.c.revision)
    return select(revisions.c.record, articles.c.cluster, articles.c.cluster_first).join(articles, current)


def _with_cluster(record: str, cluster: str, first: str) -> bytes:
    """The record naming its cluster and the earliest article there as known now: copies may have come since.

    Inside a JSON string every quote is escaped, so a key as searched occurs once, as a key.
    """
    for key, value in (('"cluster":"', cluster), ('"cluster_first":"', first)):
        if f'{key}{value}"' not in record:
            head, _, tail = record.partition(key)
            record = head + key + value + tail[tail.find('"') :] if tail else record
    return record.encode()


# Which outcomes have their reasons told: of trouble, and of what we ourselves did not ask for.
_WHY = {"failed": "failures", "blocked": "failures", "refused": "refusals"}


def status(connection: Connection, now: datetime | None = None) -> list[dict[str, Any]]:
    """A row a source: addresses, due, articles, last fetch, failures and refusals by reason."""
    due = func.count().filter(addresses.c.due_at <= now) if now else func.count(addresses.c.due_at)
    query = select(
        addresses.c.source,
        func.count().label("addresses"),
        due.label("due"),
        func.max(addresses.c.last_fetched_at).label("last_fetch"),
    ).group_by(addresses.c.source)
    found = {
        row["source"]: {**row, "articles": 0, "outcomes": {}, "failures": {}, "refusals": {}}
        for row in _rows(connection, query)
    }
    counts = select(articles.c.source, func.count().label("n")).where(articles.c.status.not_in(ENDED))
    for row in _rows(connection, counts.group_by(articles.c.source)):
        found.setdefault(row["source"], _blank(row["source"]))["articles"] = row["n"]
    _add_outcomes(connection, found)
    return [found[source] for source in sorted(found)]


def _add_outcomes(connection: Connection, found: dict[str, dict[str, Any]]) -> None:
    columns = (addresses.c.source, addresses.c.last_outcome, addresses.c.last_reason)
    query = select(*columns, func.count().label("n")).where(addresses.c.last_outcome.is_not(None))
    for row in _rows(connection, query.group_by(*columns).order_by(*columns)):
        source, outcome = found[row["source"]], row["last_outcome"]
        source["outcomes"][outcome] = source["outcomes"].get(outcome, 0) + row["n"]
        if kind := _WHY.get(outcome):
            reason = cause(row["last_reason"] or outcome)
            source[kind][reason] = source[kind].get(reason, 0) + row["n"]


def _blank(source: str) -> dict[str, Any]:
    counts = {"addresses": 0, "due": 0, "last_fetch": None, "articles": 0}
    return {"source": source, **counts, "outcomes": {}, "failures": {}, "refusals": {}}


def _rows(connection: Connection, query: Select[Any]) -> Iterator[dict[str, Any]]:
    return (dict(row) for row in connection.execute(query).mappings())
