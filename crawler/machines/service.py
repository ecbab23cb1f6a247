"""A program at the queue: signed on, sweeping after dead ones, connected again after an outage."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from crawler import __version__
from crawler.errors import NewerSchemaError, StorageError, WarraqError
from crawler.machines import queue
from crawler.machines.queue import ConnectorError, Queue, Worker
from crawler.runs.onrecord import utc_now
from crawler.text import span
from pipelines.storage import Store
from pipelines.storage.queuetables import Signed

logger = logging.getLogger(__name__)

UPKEEP = 10.0  # seconds between two sweeps: with `queue.STALLED`, a dead worker's jobs wait 40 at most
RECONNECT = 3.0  # seconds between two tries while there is no server
# By which a clock may differ from the server's: what is due, and when, is said by the machines' own clocks.
# Less than `pipelines.storage.clock` takes for a clock that was set back.
TOLERANCE = timedelta(minutes=2)
SILENT = 2  # upkeeps in a row without a heartbeat: just after an outage one may find the last one old
UNWELL = timedelta(seconds=60)  # without upkeep, which is due every ten


class ClockError(WarraqError):
    """This machine's clock is not the server's."""


class Service:
    """Works at some queues until it is stopped; `on_stop` is called when what is in hand is to end."""

    def __init__(
        self,
        store: Store,
        queue: Queue,
        names: Sequence[str],
        *,
        at_once: int,
        on_stop: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.store, self.queue, self.clock = store, queue, clock
        self._names, self._at_once, self._on_stop = list(names), at_once, on_stop
        self._worker: Worker | None = None
        self._left: set[asyncio.Task[None]] = set()
        self._stopped = asyncio.Event()
        self._error: WarraqError | None = None
        self._began = self.kept_up = clock()

    @property
    def stopping(self) -> bool:
        return self._stopped.is_set()

    async def run(self) -> None:
        """Until SIGTERM, SIGINT or `end`, whose error is raised."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        while not self.stopping:
            try:
                await self._serve()
            except (ConnectorError, StorageError) as error:
                logger.warning("the queue is out of reach, tried again soon: %s", _line(error))
            if not self.stopping:
                await self._pause(RECONNECT)
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Takes no more; what is in hand ends in an orderly way, and at once when asked for a second time."""
        again = self.stopping
        self._stopped.set()
        if again or self._worker is None:
            self._on_stop()
        else:
            self._worker.stop()

    def end(self, error: WarraqError) -> None:
        """For a reason that another try would not change."""
        if self._error is None:
            logger.error("no more work is taken: %s", error)
            self._error = error
            self.stop()

    def verdict(self, now: datetime) -> tuple[bool, str]:
        """Whether all is well, and why not."""
        if now - self.kept_up > UNWELL:
            return False, f"the queue was out of reach for {span((now - self.kept_up).total_seconds())}"
        return True, "stopping" if self.stopping else "ok"

    async def _serve(self) -> None:
        """Until stopped, or until the server goes away."""
        async with self.queue.open():
            await self.queue.forget_failed()
            self._worker = worker = Worker(self.queue, self._names, self._at_once, self._on_stop)
            upkeep = asyncio.create_task(self._keep_up(worker), name="upkeep")
            try:
                if not self.stopping:
                    await self._run(worker, upkeep)
            finally:
                self._worker = None
                upkeep.cancel()
                await asyncio.gather(upkeep, return_exceptions=True)

    async def _run(self, worker: Worker, upkeep: "asyncio.Task[None]") -> None:
        """Until the worker has ended, or is not heard of any more: then it is left behind."""
        running = asyncio.create_task(worker.run(), name="worker")  # type: ignore[no-untyped-call]  # theirs
        await asyncio.wait({running, upkeep}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
            return
        logger.warning("no heartbeat of ours has come to the server for %g s: signing on anew", queue.STALLED)
        running.cancel()
        self._on_stop()
        self._left.add(running)  # held until it ends, if it ever does
        running.add_done_callback(self._left.discard)

    async def _keep_up(self, worker: Worker) -> None:
        """While the worker is heard of: if a server died at a bad moment, the library may wait for ever."""
        silent = 0
        while silent < SILENT:
            try:
                await asyncio.to_thread(self._check)
                if worker.worker_id is not None:
                    heard = await asyncio.to_thread(self._announce, worker.worker_id)
                    silent = 0 if heard or self.stopping else silent + 1
                for site in await self.queue.sweep():
                    logger.warning("%s: its worker died, it is queued again", site)
                self.kept_up = self.clock()
            except (NewerSchemaError, ClockError) as error:
                self.end(error)
            except (ConnectorError, StorageError) as error:
                logger.warning("upkeep: %s", _line(error))
            await asyncio.sleep(UPKEEP if worker.worker_id is not None else 1.0)

    def _check(self) -> None:
        self.store.require_current()
        require_clock(self.store, self.clock())

    def _announce(self, worker: int) -> bool:
        """Puts the worker on record; whether its heartbeats come."""
        names = " ".join(self._names)
        self.store.announce(
            Signed(worker, f"{socket.gethostname()}:{os.getpid()}", __version__, names, self._began)
        )
        return self.store.is_heard(worker, queue.STALLED)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return


def require_clock(store: Store, now: datetime) -> None:
    """ClockError where this machine's clock is far from the server's."""
    server = store.server_time()
    if server is None or abs(now - server) <= TOLERANCE:
        return
    side = "ahead of" if now > server else "behind"
    apart = span(abs(now - server).total_seconds())
    raise ClockError(f"this machine's clock is {apart} {side} the database server's; set it right")


def _line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
