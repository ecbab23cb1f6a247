"""The queue of several machines as the store sees it: procrastinate's tables, beside ours in PostgreSQL.

What is written here is only its schema, once, and who works; jobs are procrastinate's own to write
(`crawler.machines`). A store without a queue (SQLite, or PostgreSQL for one machine) answers with nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    MetaData,
    Table,
    Text,
    case,
    delete,
    func,
    inspect,
    or_,
    select,
    text,
    update,
)

from pipelines.storage.tables import addresses, turns, workers
from pipelines.storage.upsert import insert

# What we read of procrastinate's tables: https://procrastinate.readthedocs.io
_theirs = MetaData()
jobs = Table(
    "procrastinate_jobs",
    _theirs,
    Column("id", BigInteger),
    Column("queue_name", Text),
    Column("status", Text),  # an enum of theirs: compared as text
    Column("lock", Text),
    Column("scheduled_at", DateTime(timezone=True)),
    Column("worker_id", BigInteger),
)
heartbeats = Table(
    "procrastinate_workers",
    _theirs,
    Column("id", BigInteger),
    Column("last_heartbeat", DateTime(timezone=True)),
)
events = Table(
    "procrastinate_events",
    _theirs,
    Column("job_id", BigInteger),
    Column("type", Text),
    Column("at", DateTime(timezone=True)),
)

# Taking a job asks of each whether another has its lock. Without this, and before the server has statistics
# of a queue that has just been filled, that took 26 s with 10,000 waiting; with it a tenth of a second.
_INDEX = (
    f"CREATE INDEX IF NOT EXISTS warraq_jobs_lock ON {jobs.name} (lock) WHERE status = ANY "
    "(ARRAY['todo'::procrastinate_job_status, 'doing'::procrastinate_job_status])"
)
_MARK = "warraq: "  # the comment on their first table says which of their migrations it has


def bring_up(connection: Connection, schema: str, steps: Sequence[tuple[str, str]]) -> bool:
    """Makes procrastinate's tables, or takes them over the `steps` (name, SQL) that they lack.

    The caller holds the writers' lock, so of many programs that begin at once one does it. Tables that
    somebody else has made are theirs to keep up to date. Returns whether anything was done.
    """
    latest = steps[-1][0] if steps else ""
    mark = _mark(connection) if exists(connection) else None
    if mark is None:
        todo = [schema]
    elif not mark.startswith(_MARK):
        return False
    else:
        todo = [sql for name, sql in steps if name > mark.removeprefix(_MARK)]
    plain = connection.execution_options(no_parameters=True)  # several statements in a text, and "%" in them
    for sql in todo:
        plain.exec_driver_sql(sql)
    if todo:
        plain.exec_driver_sql(_INDEX)
        plain.exec_driver_sql(f"COMMENT ON TABLE {jobs.name} IS '{_MARK}{latest}'")
    return bool(todo)


def exists(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql" and inspect(connection).has_table(jobs.name)


def _mark(connection: Connection) -> str:
    return connection.execute(text(f"SELECT obj_description('{jobs.name}'::regclass)")).scalar() or ""


@dataclass(frozen=True, slots=True)
class Signed:
    """A worker as it signs on; `id` is procrastinate's."""

    id: int
    host: str
    version: str
    queues: str  # names, with spaces between
    began: datetime


def announce(connection: Connection, worker: Signed) -> None:
    """Puts a worker on record, and takes those off that procrastinate knows no more."""
    row = insert(connection, workers).values(**asdict(worker))
    connection.execute(row.on_conflict_do_nothing())
    connection.execute(delete(workers).where(workers.c.id.not_in(select(heartbeats.c.id))))


def is_heard(connection: Connection, worker: int, seconds: float) -> bool:
    """Whether a heartbeat of the worker has come within so many seconds."""
    age = func.extract("epoch", func.clock_timestamp() - heartbeats.c.last_heartbeat)
    query = select(heartbeats.c.id).where(heartbeats.c.id == worker, age <= seconds)
    return connection.execute(query).first() is not None


def begin_turns(connection: Connection, sources: Collection[str], now: datetime) -> None:
    for source in sorted(sources):
        row = insert(connection, turns).values(source=source, began=now)
        again = row.on_conflict_do_update(index_elements=["source"], set_={"began": now, "ended": None})
        connection.execute(again)


def end_turns(connection: Connection, sources: Collection[str], now: datetime) -> None:
    connection.execute(update(turns).where(turns.c.source.in_(list(sources))).values(ended=now))


def last_turns(connection: Connection) -> dict[str, datetime]:
    """Source → when its last turn began."""
    return {row.source: row.began for row in connection.execute(select(turns.c.source, turns.c.began))}


def left_due(connection: Connection, sources: Iterable[str], now: datetime) -> set[str]:
    """Those of the sources that have an address which is due."""
    query = select(addresses.c.source).where(addresses.c.due_at <= now).distinct()
    return set(connection.execute(query.where(addresses.c.source.in_(list(sources)))).scalars())


def queued_locks(connection: Connection, queue: str) -> set[str]:
    """The locks (sites) of the jobs that wait or are in hand."""
    if not exists(connection):
        return set()
    status = jobs.c.status.cast(Text)
    query = select(jobs.c.lock).where(jobs.c.queue_name == queue, status.in_(("todo", "doing")))
    return set(connection.execute(query.where(jobs.c.lock.is_not(None))).scalars())


def show_workers(connection: Connection) -> list[dict[str, Any]]:
    """Each worker: host, version, queues, since when, seconds since its heartbeat, the sites in hand."""
    if not exists(connection):
        return []
    age = func.extract("epoch", func.clock_timestamp() - heartbeats.c.last_heartbeat)
    query = select(workers, heartbeats.c.last_heartbeat, age.label("age"))
    rows = connection.execute(query.join(heartbeats, heartbeats.c.id == workers.c.id).order_by(workers.c.id))
    found = {row["id"]: {**row, "age": float(row["age"]), "sites": []} for row in rows.mappings()}
    in_hand = select(jobs.c.worker_id, jobs.c.lock).where(jobs.c.status.cast(Text) == "doing")
    for job in connection.execute(in_hand.order_by(jobs.c.lock)):
        if job.worker_id in found and job.lock:
            found[job.worker_id]["sites"].append(job.lock)
    return list(found.values())


def show_queues(connection: Connection) -> list[dict[str, Any]]:
    """Each queue: how many jobs wait for a worker, are in hand, rest until a time of their own or failed, and
    for how many seconds the oldest of the waiting ones could have been taken.
    """
    if not exists(connection):
        return []
    now, status = func.clock_timestamp(), jobs.c.status.cast(Text)
    resting = (status == "todo") & (jobs.c.scheduled_at > now)
    state = case((resting, "resting"), (status == "todo", "waiting"), else_=status)
    since = func.max(events.c.at).filter(events.c.type.cast(Text).in_(("deferred", "deferred_for_retry")))
    ready = func.greatest(since, jobs.c.scheduled_at)  # of two times; a null one does not count
    each = (
        select(jobs.c.id, jobs.c.queue_name, state.label("state"), ready.label("ready"))
        .join(events, events.c.job_id == jobs.c.id, isouter=True)
        .where(or_(status == "todo", status == "doing", status == "failed"))
        .group_by(jobs.c.id, jobs.c.queue_name, jobs.c.status, jobs.c.scheduled_at)
        .subquery()
    )
    count = func.count().label("count")
    oldest = func.extract("epoch", now - func.min(each.c.ready)).label("age")
    query = select(each.c.queue_name, each.c.state, count, oldest).group_by(each.c.queue_name, each.c.state)
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query.order_by(each.c.queue_name)):
        one = found.setdefault(row.queue_name, {"queue": row.queue_name, **_NONE})
        one[_STATES[row.state]] = row.count
        if row.state == "waiting":
            one["age"] = float(row.age)
    return list(found.values())


_STATES = {"waiting": "waiting", "resting": "resting", "doing": "in_hand", "failed": "failed"}
_NONE = {"waiting": 0, "resting": 0, "in_hand": 0, "failed": 0, "age": 0.0}
