"""Runs: when each began and ended, what it was told, and what its fetches came to."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import Insert

from pipelines.storage.many import insert_rows
from pipelines.storage.tables import run_counts, runs
from pipelines.storage.upsert import insert_for

KEPT_RUNS = 2_000  # three weeks of quarter hours, 100 MB at forty sources; three times what reports look back


def start_run(connection: Connection, now: datetime, command: str) -> int:
    inserted = connection.execute(insert(runs).values(started=now, command=command).returning(runs.c.id))
    return int(inserted.scalar_one())


def finish_run(connection: Connection, run: int, now: datetime, report: dict[str, Any]) -> None:
    """`report` is kept as it is; its "exit" is the exit code. Runs long past are forgotten."""
    code = report.get("exit")
    values = {"ended": now, "report": msgspec.json.encode(report).decode(), "exit": code}
    connection.execute(update(runs).where(runs.c.id == run).values(values))
    connection.execute(delete(run_counts).where(run_counts.c.run <= run - KEPT_RUNS))
    connection.execute(delete(runs).where(runs.c.id <= run - KEPT_RUNS))


def add_counts(connection: Connection, run: int, counts: Counter[tuple[str, str]]) -> None:
    """Adds a batch's outcomes, by source and status, in the batch's own transaction."""
    rows = [
        {"run": run, "source": source, "outcome": outcome, "count": count}
        for (source, outcome), count in counts.items()
    ]
    if rows:
        insert_rows(connection, _adding(connection.dialect.name), rows)


@cache
def _adding(dialect: str) -> Insert:
    row = insert_for(dialect, run_counts)
    more = {"count": run_counts.c.count + row.excluded.count}
    return row.on_conflict_do_update(index_elements=["run", "source", "outcome"], set_=more)


def pages_since(connection: Connection, moment: datetime) -> int:
    """Fetches of the runs that began since then, listings included, as far as they are stored."""
    query = select(func.sum(run_counts.c.count)).join(runs, runs.c.id == run_counts.c.run)
    return int(connection.execute(query.where(runs.c.started >= moment)).scalar() or 0)


def last_runs(
    connection: Connection, limit: int, sources: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The latest runs, newest first, each with its counts: {source: {outcome: count}}."""
    latest = select(runs).order_by(runs.c.id.desc()).limit(limit)
    if sources is not None:
        counted = exists().where(run_counts.c.run == runs.c.id, run_counts.c.source.in_(sources))
        latest = latest.where(counted)
    rows = connection.execute(latest).mappings().all()
    found = {row["id"]: {**row, "counts": {}} for row in rows}
    query = select(run_counts).where(run_counts.c.run.in_(list(found)))
    for count in connection.execute(query.order_by(run_counts.c.source, run_counts.c.outcome)).mappings():
        counts = found[count["run"]]["counts"]
        counts.setdefault(count["source"], {})[count["outcome"]] = count["count"]
    for run in found.values():
        run["report"] = msgspec.json.decode(run["report"]) if run["report"] else None
    return list(found.values())
