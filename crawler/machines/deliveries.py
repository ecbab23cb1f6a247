"""`warraq worker --work deliver`: a destination that is behind is a job, and who takes it brings it its rows.

A job names a destination and no more: what that is, each worker reads in its own destinations file, so who
may write into the queue can have nothing run or sent elsewhere. Every few seconds one of the workers looks
which destinations are behind and not waiting after a failure, and queues them. The destination's cursor has a
lease as with `warraq deliver`, so nothing goes out twice beside that either.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import msgspec

from crawler.errors import WarraqError
from crawler.machines.gauges import served
from crawler.machines.queue import DELIVER, Queue
from crawler.machines.service import Service
from crawler.machines.worker import open_shared, quieten
from crawler.runs.onrecord import utc_now
from pipelines.delivery.carry import Surroundings, holder_of, turn
from pipelines.delivery.deliver import is_behind
from pipelines.delivery.destinations import Destinations, load_destinations
from pipelines.storage import Log, Store

logger = logging.getLogger(__name__)

LOOKS = "deliver-schedule"  # the queue of the looks
LOOK = "* * * * * */5"  # a destination waits a few seconds for what is new


class DeliveryJob(msgspec.Struct, frozen=True):
    """One destination's turn. `takeovers`: workers that died with it in hand."""

    destination: str
    takeovers: int = 0


class Deliverer:
    """One worker of deliveries, with the destinations that its file names."""

    def __init__(
        self,
        store: Store,
        queue: Queue,
        destinations: Destinations,
        *,
        environ: Mapping[str, str],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._queue, self._clock, self._log = queue, clock, Log(store)
        self._entries = {entry.name: entry for entry in destinations.entries}
        self._stop = Event()
        holder = holder_of(secrets.token_hex(4))
        self._around = Surroundings(self._log, destinations.folder, environ, clock, self._stop, holder)
        # One more: a look is never to wait for a destination that is slow.
        at_once = len(self._entries) + 1
        self.service = Service(store, queue, [DELIVER, LOOKS], at_once=at_once, on_stop=self._stop.set)
        queue.on(DELIVER, self._take)
        queue.on_schedule(self.look, LOOK, LOOKS)

    async def look(self) -> None:
        """Queues the destinations that are behind, unless they are queued or in hand."""
        for name in await asyncio.to_thread(self._behind):
            job = DeliveryJob(name)
            await self._queue.add_to(DELIVER, msgspec.to_builtins(job), lock_of(name))

    def _behind(self) -> list[str]:
        end, now = self._log.end(), self._clock()
        cursors = {one.destination: one for one in self._log.cursors()}
        return [
            name for name, entry in self._entries.items() if is_behind(entry, cursors.get(name), end, now)
        ]

    async def _take(self, arguments: dict[str, Any], lock: str) -> None:
        """A turn; what is left then, or failed, is queued by a later look."""
        name = str(arguments.get("destination"))
        entry = self._entries.get(name)
        if entry is None:
            logger.error("%s: this machine's destinations file does not name it", lock)
            return
        if self._stop.is_set() and self.service.stopping:
            return
        self._stop.clear()  # it was set when a server went away
        try:
            found = await asyncio.to_thread(turn, entry, self._around)
        except WarraqError as error:
            logger.warning("%s: %s", name, error)
            return
        if found.rows:
            logger.info("%s: %d rows", name, found.rows)
        if found.reason:
            logger.warning("%s: %s", name, found.reason)


def lock_of(destination: str) -> str:
    """What keeps a destination with one worker; a site's lock looks otherwise."""
    return f"deliver/{destination}"


def deliver_from_queue(database: str, file: Path, *, health: str | None) -> None:
    """Work until SIGTERM or SIGINT."""
    destinations = load_destinations(file)
    quieten()
    with open_shared(database) as store:
        asyncio.run(_work(store, Queue(database), destinations, health))
    logger.info("left")


async def _work(store: Store, queue: Queue, destinations: Destinations, health: str | None) -> None:
    deliverer = Deliverer(store, queue, destinations, environ=os.environ)
    with served(store, deliverer.service, health):
        logger.info("at work for %s: %d destinations", store.url, len(destinations.entries))
        await deliverer.service.run()
