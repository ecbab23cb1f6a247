"""Delivers the store's log to destinations, once or as it grows. Each destination has its own thread.

A destination that fails, hangs or is misconfigured so holds up no other; it is tried again after a
back-off that the store remembers. A store that fails ends all of them.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from crawler.text import counted
from pipelines.delivery.carry import MAX_BACKOFF, Surroundings, Turn, holder_of, turn
from pipelines.delivery.destinations import AnyDestination, Command, Destinations, Kafka, Parquet, Webhook
from pipelines.storage import Log, Store
from pipelines.storage.cursors import Cursor

logger = logging.getLogger(__name__)

POLL = 1.0  # seconds between two looks at the log: two small reads
WHOLE_FILES = 60.0  # seconds at least from one file that is never appended to to the next: a day has 1,440


@dataclass(frozen=True, slots=True)
class Report:
    """What each destination was given, by name."""

    turns: Mapping[str, Turn]

    @property
    def failed(self) -> tuple[str, ...]:
        """The destinations that have not got everything, for a reason."""
        return tuple(name for name, one in self.turns.items() if one.reason)

    def lines(self) -> list[str]:
        """One line a destination, for a person."""
        return [f"{name}: {_told(one)}" for name, one in self.turns.items()]

    def to_json(self) -> dict[str, Any]:
        return {"destinations": {name: asdict(one) for name, one in self.turns.items()}}


def _told(one: Turn) -> str:
    text = counted(one.rows, "row")
    if one.reason:
        text += f", {one.behind} behind: {one.reason}"
    if one.retry_at:
        text += f"; next try from {one.retry_at:%Y-%m-%d %H:%M:%S %Z} (--again: now)"
    return text


def deliver(
    store: Store,
    destinations: Destinations,
    now: Callable[[], datetime],
    follow: bool = False,
    *,
    environ: Mapping[str, str],
    stop: Event | None = None,
    again: bool = False,
    poll: float = POLL,
) -> Report:
    """Gives each destination what it has not got yet; with `follow` until `stop` is set.

    `environ` holds the credentials; `again` tries what failed without waiting for its back-off. Setting
    `stop` ends after the batches that are on their way.
    """
    stop = stop or Event()
    holder = holder_of(secrets.token_hex(4))
    around = Surroundings(Log(store), destinations.folder, environ, now, stop, holder)
    with ThreadPoolExecutor(max(len(destinations.entries), 1), thread_name_prefix="deliver") as threads:
        running = {
            entry.name: threads.submit(_serve, entry, around, follow, again, poll)
            for entry in destinations.entries
        }
        try:
            wait(running.values(), return_when=FIRST_EXCEPTION)
        finally:
            if not all(one.done() and one.exception() is None for one in running.values()):
                stop.set()  # one failed, or we were interrupted: the others end with their batch
    return Report({name: one.result() for name, one in running.items()})


def _serve(entry: AnyDestination, around: Surroundings, follow: bool, again: bool, poll: float) -> Turn:
    """One destination, turn after turn."""
    rows = 0
    poll = max(poll, _every(entry))
    while True:
        one = turn(entry, around, again=again)
        rows, again = rows + one.rows, False
        if one.rows:
            logger.info("%s: %s", entry.name, counted(one.rows, "row"))
        if not follow or around.stop.wait(poll):
            return replace(one, rows=rows)


def is_behind(entry: AnyDestination, cursor: Cursor | None, end: int, now: datetime) -> bool:
    """Whether a turn of the destination would bring something: for who queues turns."""
    if cursor is None:
        return end > 0
    if cursor.retry_at and now < cursor.retry_at <= now + MAX_BACKOFF:
        return False
    last = cursor.delivered_at
    if last and timedelta(0) <= now - last < timedelta(seconds=_every(entry)):
        return False
    return cursor.position < end or cursor.pending is not None


def _every(entry: AnyDestination) -> float:
    """Seconds from one turn to the next, at least."""
    if isinstance(entry, Webhook | Kafka | Command):
        return 0.0
    if entry.every is not None:
        return entry.every
    return WHOLE_FILES if isinstance(entry, Parquet) or entry.is_url else 0.0
