"""Workers and queues in figures: for Prometheus, and for `warraq status`."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from crawler.errors import StorageError
from crawler.machines.service import Service
from crawler.ops.health import Answer, Labels, Values, exposition, measured, served_at, told
from crawler.runs.onrecord import utc_now
from pipelines.storage import Store

logger = logging.getLogger(__name__)

Rows = Sequence[Mapping[str, Any]]


def metrics(well: bool, machines: Mapping[str, Rows], pages: int = 0) -> str:
    """The Prometheus text format; `machines` as of `Store.machines`, `pages` of the last hour's runs."""
    workers, queues = machines["workers"], machines["queues"]
    states = ("waiting", "in_hand", "resting", "failed")
    jobs: Values = {_queue(one, ("state", state)): float(one[state]) for one in queues for state in states}
    families: tuple[tuple[str, str, str, Values], ...] = (
        ("healthy", "gauge", "1 while all is well.", {(): float(well)}),
        ("pages_of_last_hour", "gauge", "Fetches of the last hour's runs.", {(): float(pages)}),
        ("workers", "gauge", "Workers that are signed on.", {(): float(len(workers))}),
        (
            *("worker_heartbeat_age_seconds", "gauge", "Seconds since a worker's last heartbeat."),
            {_worker(one): float(one["age"]) for one in workers},
        ),
        (
            *("worker_sites", "gauge", "Sites that a worker has in hand."),
            {_worker(one): float(len(one["sites"])) for one in workers},
        ),
        (
            *(
                "queue_jobs",
                "gauge",
                "Jobs: waiting for a worker, in hand, resting until their time, failed.",
            ),
            jobs,
        ),
        (
            *("queue_age_seconds", "gauge", "For how long the oldest waiting job could have been taken."),
            {_queue(one): float(one["age"]) for one in queues},
        ),
    )
    return exposition(families)


def _worker(one: Mapping[str, Any]) -> Labels:
    return (("worker", str(one["id"])), ("host", str(one["host"])), ("version", str(one["version"])))


def _queue(one: Mapping[str, Any], *more: tuple[str, str]) -> Labels:
    return (("queue", str(one["queue"])), *more)


@contextmanager
def served(store: Store, service: Service, where: str | None) -> Iterator[None]:
    """Serves /health and /metrics at a port of 127.0.0.1, or at HOST:PORT, meanwhile."""

    def answer(path: str) -> Answer:
        well, why = service.verdict(utc_now())
        if path != "/metrics":
            return told(well, why)
        try:
            pages = store.pages_since(utc_now() - timedelta(hours=1))
            machines = store.machines()
            return measured(lambda: metrics(well, machines, pages))
        except StorageError:
            return measured(lambda: metrics(False, {"workers": (), "queues": ()}))

    with served_at(where, answer):
        yield
