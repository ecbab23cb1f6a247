"""Kills of one kind of process while the demo web is crawled: whoever is left goes on, or ends and says so.

A crawl is an ordinary command. Of its parts (an engine, a child that extracts, one that waits) several die in
one crawl, which has to end as if nothing had happened. When the parent dies, the others have to end by
themselves; when the database server dies, the crawl has to; and the next crawl carries on. Then everything is
looked at, and a new round begins with a new store.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.kills import crawls
from bench.kills.crawls import Place, Reference
from bench.kills.hook import serving
from bench.kills.tally import Tally
from bench.speed.meter import name_of, tree
from demo.server import DemoWeb

PARENT, SERVER = "parent", "database server"
# What a process calls itself, and whether it computes.
PARTS = {
    "engine": ("warraq-engine", None),
    "busy child": ("warraq-extract", True),
    "idle child": ("warraq-extract", False),
}
VICTIMS = (PARENT, *PARTS, SERVER)
DELAY = "0.1"  # seconds between a site's pages
A_ROUND = 10  # kills: then the store is looked at
REACH = 60.0  # seconds within which whatever depends on the dead one has ended


def process_kills(folder: Path, kills: int, seed: int, victim: str) -> Tally:
    """At least so many kills of one of VICTIMS."""
    tally, chance = Tally(f"crawl, {victim}"), random.Random(f"{seed} {victim}")
    workers = "2" if victim == "engine" else "auto"
    reference = crawls.reference(folder / "whole", chance, DELAY, workers)
    while tally.kills < kills:
        with DemoWeb() as web, serving(chance) as hook, _database(victim) as (url, crash):
            place = Place(folder / f"round-{tally.rounds}", web, hook, DELAY, workers)
            place.database = url or place.database
            _round(place, victim, min(A_ROUND, kills - tally.kills), reference, tally, chance, crash)
        tally.rounds += 1
    return tally


@contextmanager
def _database(victim: str) -> Iterator[tuple[str | None, Callable[[], None]]]:
    """The URL of a server's database, and what kills the server and starts it again; none for the others."""
    if victim != SERVER:
        yield None, lambda: None
        return
    from tests.postgresql import TEMPLATE, Server

    with Server() as server:
        yield server.create(template=TEMPLATE), server.crash


def _round(
    place: Place,
    victim: str,
    most: int,
    reference: Reference,
    tally: Tally,
    chance: random.Random,
    crash: Callable[[], None],
) -> None:
    """Crawls until one ends well with nobody killed, or with all that were killed replaced."""
    struck = 0
    while True:
        before, begun = place.asked(), struck
        child = place.crawl()
        for _ in _moments(place, child, reference, chance):
            if struck == most:
                break
            if victim in PARTS:
                struck += _kill_part(child.pid, *PARTS[victim], chance)
            else:
                struck += 1
                if victim == PARENT:
                    os.kill(child.pid, signal.SIGKILL)
                else:
                    crash()
                break
        code = _end(child, place, tally, hurt=struck > begun and victim not in PARTS)
        if struck > begun:
            again = crawls.more(before, place.asked(), reference.asked)
            tally.fetched_again.append(-(-again // (struck - begun)))
        # Engines that die again and again are given up, and the crawl says so: the next one carries on.
        if struck == begun or (victim in PARTS and not code):
            break
    tally.kills += struck
    if code:
        tally.problems.append(f"{place.folder}: a crawl ended with {code}")
    crawls.judge(place, tally)


def _moments(
    place: Place, child: "subprocess.Popen[bytes]", reference: Reference, chance: random.Random
) -> Iterator[None]:
    """Moments of a crawl after its first request at which somebody is to be killed."""
    requests, last = place.requests(), time.monotonic() + crawls.PATIENCE
    while child.poll() is None and place.requests() == requests and time.monotonic() < last:
        time.sleep(crawls.STEP)
    while child.poll() is None and time.monotonic() < last:
        end = time.monotonic() + chance.uniform(0, reference.work)
        while child.poll() is None and time.monotonic() < end:
            time.sleep(crawls.STEP)
        if child.poll() is None:
            yield


def _kill_part(crawl: int, name: str, busy: bool | None, chance: random.Random) -> bool:
    """SIGKILL for a process of this name that computes just now, or waits; whether there was one."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        found = [pid for pid in tree(crawl) if name_of(pid) == name and busy in (None, _computes(pid))]
        if found:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)
                return True
        time.sleep(crawls.STEP)
    return False


def _computes(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    return False


def _end(child: "subprocess.Popen[bytes]", place: Place, tally: Tally, *, hurt: bool) -> int:
    """The crawl's exit code, when all of its processes have ended; they are given REACH where one was killed
    that the others cannot do without."""
    begun = time.monotonic()
    while time.monotonic() < begun + (REACH if hurt else crawls.PATIENCE):
        if child.poll() is not None and not _lives(child.pid):
            return child.returncode
        time.sleep(crawls.STEP)
    left = [name_of(pid) for pid in tree(child.pid)]
    tally.problems.append(f"{place.folder}: not ended {time.monotonic() - begun:.0f} s later: {left}")
    crawls.kill(child)
    return child.returncode


def _lives(group: int) -> bool:
    """Whether any process of a group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
