"""`warraq deliver`: what is new in the store goes to each destination, once or until stopped."""

import os
import signal
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from pipelines.delivery.deliver import Report, deliver
from pipelines.delivery.destinations import load_destinations
from pipelines.storage import Store


def run_delivery(database: str, file: Path, *, only: Sequence[str], follow: bool, again: bool) -> Report:
    """Deliver; with `follow` until SIGINT or SIGTERM, which let the batches on their way arrive."""
    wanted = load_destinations(file)
    stop = Event()

    def end(*_: object) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    with Store.open(database, create=False) as store:
        chosen = wanted.only(only) if only else wanted
        return deliver(
            store, chosen, lambda: datetime.now(UTC), follow, environ=os.environ, stop=stop, again=again
        )
