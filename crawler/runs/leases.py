"""A run leases the sites that it crawls, so that two processes never ask one site at once.

The lease is a row of the store with an expiry; a thread renews it while the run lives, and it is given
back at the end. A run that was killed, or whose store failed, gives nothing back: its leases end by
themselves after `LEASE`. On the machine where it ran nobody has to wait for that: each run keeps a lock on a
file of its holder's name, and the kernel lets go of the lock however the run dies.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import tempfile
import threading
import uuid
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.errors import StorageError
from crawler.runs.onrecord import utc_now
from crawler.text import span
from pipelines.storage import Store

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)  # a machine that lost a run waits no longer for its sites
TRIES = (
    4  # of renewing a lease before it ends: every 45 s, which leaves room for the store's 30 s of patience
)


class Leases:
    """`with Leases(database) as leases:`, then `take` sites; `lost` are those that another run took over."""

    def __init__(
        self,
        database: str,
        *,
        clock: Callable[[], datetime] | None = None,
        lease: timedelta = LEASE,
        renew: timedelta | None = None,
    ) -> None:
        self._database, self._clock, self._lease = database, clock, lease
        self._renew = renew or lease / TRIES
        self.holder = uuid.uuid4().hex
        self.held: set[str] = set()
        self.lost: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="leases", daemon=True)

    def __enter__(self) -> Self:
        self._store = Store.open(self._database)
        self._sign = Sign(_folder(self._store.url), self.holder)
        return self

    def take(self, sites: Collection[str]) -> set[str]:
        """Leases what is free; the sites that are this run's now."""
        for holder in self._sign.dead():
            self._store.release_all(holder)
        self.held |= self._leased(sites)
        if not self._thread.is_alive():
            self._thread.start()
        return self.held & set(sites)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        try:
            self._store.release_all(self.holder)
            self._sign.take_down()
        except StorageError as failed:  # the run has said what is wrong with the store
            logger.warning(
                "sites stay leased for %s, or until the next run here: %s",
                span(self._lease.total_seconds()),
                failed,
            )
            self._sign.leave()
        self._store.close()

    def _leased(self, sites: Collection[str]) -> set[str]:
        """Which of them are ours, from now on for another while."""
        now = self._now()
        return self._store.lease_all(sorted(sites), self.holder, now, now + self._lease)

    def _now(self) -> datetime:
        """Of several machines, the server's clock: their own may differ by more than a lease lasts."""
        if self._clock is not None:
            return self._clock()
        return self._store.server_time() or utc_now()

    def _keep(self) -> None:
        """The thread: renews until the run is over."""
        while not self._stop.wait(self._renew.total_seconds()):
            try:
                lost = self.held - self._leased(self.held)
            except StorageError as error:
                logger.warning("the leases could not be renewed: %s", error)
                continue
            for site in sorted(lost):
                logger.error(
                    "another run took over %s: this one had stopped for %s",
                    site,
                    span(self._lease.total_seconds()),
                )
            self.held -= lost
            self.lost |= lost


class Sign:
    """A locked file, named as the holder, that says: this one lives. Where files fail, it says nothing."""

    def __init__(self, folder: Path | None, holder: str) -> None:
        self._folder, self._file = folder, -1
        self._path = (folder or Path()) / holder
        if folder is None:
            return
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.take_down()  # a sign without a lock would call us dead

    def dead(self) -> Iterator[str]:
        """The holder of each run that died; its file goes when the caller is done with it."""
        for path in sorted(self._folder.iterdir()) if self._folder else ():
            if path == self._path:
                continue
            with contextlib.suppress(OSError), path.open("rb") as file:
                # BlockingIOError: it lives. Shared, for several that look at once are not to think so too.
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                yield path.name
                path.unlink(missing_ok=True)

    def leave(self) -> None:
        """Without its lock the file says that this holder is no more: what it left is free."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1

    def take_down(self) -> None:
        if self._file >= 0:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
                os.close(self._file)
            self._file = -1


def _folder(store: str) -> Path | None:
    """One folder a user and store, for nobody else; None where there is none to be had."""
    name = store if "://" in store else str(Path(store).resolve())
    try:
        base = Path(tempfile.gettempdir()) / f"warraq-{os.getuid()}"  # an OSError where a disk is full
        folder = base / hashlib.sha256(name.encode()).hexdigest()[:16]
        for path in (base, folder):
            path.mkdir(mode=0o700, exist_ok=True)
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                return None
    except OSError:
        return None
    return folder
