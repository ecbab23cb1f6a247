"""Kills over workers at one queue: one has the whole demo web in hand when it is killed, another takes over.

Ordinary `warraq worker` processes at a PostgreSQL store. The first takes every site, a second one begins, the
first is killed (with all of its processes) at a random instant after its first request, and the second ends
what there is; or the server is killed, and started again. Then all is looked at, and a new round begins
with a new database. A round in which all was done before that instant counts as none.
"""

import asyncio
import logging
import random
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bench.kills import crawls
from bench.kills.crawls import PATIENCE, Page, kill, pages_asked
from bench.kills.deliveries import log_rows
from bench.kills.tally import Tally
from crawler.machines.job import SiteJob
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.worker import open_shared
from crawler.sources.file import load_sources
from demo.crawl import sources_toml
from demo.server import DemoWeb

logger = logging.getLogger(__name__)

DELAY = "0.3"  # seconds between a site's pages: some seconds for the longest
REACH = 60.0  # seconds until what a dead worker had in hand is in another's
STEP = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Usual:
    """A round without a kill: what was asked for, seconds from the first request on, revisions in the log."""

    asked: Counter[Page]
    seconds: float
    revisions: int


Begin = Callable[[Sequence[str], BinaryIO], "subprocess.Popen[bytes]"]


class Place:
    """One round's database, folder and web, with every site queued."""

    def __init__(self, url: str, folder: Path, web: DemoWeb, begin: Begin, sites: Collection[str]) -> None:
        folder.mkdir()
        self.url, self.web, self._folder, self._begin = url, web, folder, begin
        self.store = open_shared(url)
        file = folder / "sources.toml"
        file.write_text(sources_toml(web).replace("delay = 0", f"delay = {DELAY}"), "utf-8")
        self.jobs = [SiteJob((one,)) for one in load_sources(file) if not sites or one.name in sites]
        asyncio.run(self._queue())

    async def _queue(self) -> None:
        queue = Queue(self.url)
        async with queue.open():
            for job in self.jobs:
                await queue.add(job)

    def worker(self) -> "subprocess.Popen[bytes]":
        with (self._folder / "log").open("ab") as log:
            return self._begin(["worker", "--database", self.url, "--quiet"], log)

    def asked(self) -> Counter[Page]:
        return pages_asked(self.web)

    def sites_of(self, worker: "subprocess.Popen[bytes]") -> set[str]:
        name = f"{socket.gethostname()}:{worker.pid}"
        return {
            site for one in self.store.machines()["workers"] if one["host"] == name for site in one["sites"]
        }

    def until(self, true: Callable[[], bool], what: str) -> float:
        """Waits; how many seconds it took."""
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > PATIENCE:
                raise TimeoutError(f"{self._folder}: {what} not within {PATIENCE:g} s")
            time.sleep(STEP)
        return time.monotonic() - begun


def worker_kills(
    folder: Path,
    database: Callable[[], str],
    kills: int,
    seed: int,
    begin: Begin = crawls.Place.begin,
    sites: Collection[str] = (),
    crash: Callable[[], None] | None = None,
) -> tuple[Tally, list[float]]:
    """So many rounds, each with a kill, and how many seconds it took until the work went on.

    `database` makes one; `sites` of the demo web, or all. `crash` kills the server in the worker's place.
    """
    what = "worker, its sites taken over" if crash is None else "server of two workers"
    tally, takeovers, chance = Tally(what), [], random.Random(seed)
    folder.mkdir(exist_ok=True)
    usual = _whole(folder / "whole", database(), begin, sites)
    while tally.kills < kills:
        with DemoWeb() as web:
            place = Place(database(), folder / f"round-{tally.rounds}", web, begin, sites)
            hit = _round(place, chance.uniform(0, usual.seconds), usual, tally, crash)
            place.store.close()
        tally.rounds += 1
        if hit is None:
            continue
        takeovers.append(hit)
        logger.info(
            "kill %d: gone on with after %.1f s, %d pages again, %d lost, %d repeated so far",
            *(tally.kills, takeovers[-1], tally.fetched_again[-1], tally.lost, tally.repeated),
        )
    return tally, takeovers


def _whole(folder: Path, url: str, begin: Begin, sites: Collection[str]) -> Usual:
    with DemoWeb() as web:
        place = Place(url, folder, web, begin, sites)
        worker = place.worker()
        try:
            place.until(lambda: any(web.requests.values()), "a request")
            seconds = place.until(partial(_done, place), "the end")
            return Usual(place.asked(), seconds, len(log_rows(place.store)))
        finally:
            kill(worker)
            place.store.close()


def _round(
    place: Place, moment: float, usual: Usual, tally: Tally, crash: Callable[[], None] | None
) -> float | None:
    """Seconds until the work went on; None where nothing was left to be struck."""
    first = place.worker()
    workers = [first]
    try:
        sites = {job.site for job in place.jobs}
        place.until(lambda: place.sites_of(first) == sites, "every site in hand")
        workers.append(place.worker())
        place.until(lambda: any(place.web.requests.values()), "a request")
        time.sleep(moment)
        before, in_hand = place.asked(), place.sites_of(first)
        if not in_hand:
            return None
        tally.kills += 1
        if crash is None:
            kill(first)
            taken = place.until(lambda: not in_hand - _gone_on(place, workers[1]), "the takeover")
        else:
            crash()
            taken = place.until(lambda: place.asked() != before or _done(place), "another request")
        place.until(partial(_done, place), "the end")
        asked = place.asked()
        tally.fetched_again.append(
            sum(max(0, count - max(before[page], usual.asked[page])) for page, count in asked.items())
        )
    finally:
        for worker in workers:
            with suppress(ProcessLookupError):
                kill(worker)
    _judge(place, usual, tally)
    return taken


def _done(place: Place) -> bool:
    return not place.store.queued_locks(CRAWL)


def _gone_on(place: Place, other: "subprocess.Popen[bytes]") -> set[str]:
    """The sites that the other worker has in hand, or that are done."""
    left = place.store.queued_locks(CRAWL)
    return place.sites_of(other) | {job.site for job in place.jobs if job.site not in left}


def _judge(place: Place, usual: Usual, tally: Tally) -> None:
    tally.problems += place.store.check()
    names = {name for job in place.jobs for name in job.names}
    expected = sum(address.site in names for address in place.web.addresses("article"))
    tally.rows += expected
    tally.lost += max(0, expected - len(list(place.store.records())))
    tally.repeated += max(0, len(log_rows(place.store)) - usual.revisions)
