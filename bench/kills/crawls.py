"""Kills over crawls of the demo web, with a delivery that follows: to a file, packed files and a webhook.

Ordinary commands in processes of their own, every second round with several engines. A crawl is killed (with
all of its processes) at a random instant after its first request, one in six before it, and at every second
kill the delivery too; both are started again, until a crawl ends by itself. Of several engines, half of the
kills are for one alone, in whose place its crawl puts another. Then everything is looked at, and a new round
begins with a new store.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bench.kills.deliveries import log_rows
from bench.kills.hook import Hook, serving
from bench.kills.tally import Tally, rows_of
from bench.speed.meter import name_of, tree
from crawler.fetching.rightsbook import AI_TXT, TDMREP
from demo.crawl import sources_toml
from demo.server import DemoWeb
from pipelines.storage import Store

WARRAQ = [sys.executable, "-m", "crawler.cli"]
DELAYS = ("0", "0.1", "0.3")  # seconds between a site's pages: the quick crawl has most in flight
WORKERS = ("auto", "3")
ALONE = 1 / 2  # of the kills, where there are several engines, for one of them
EARLY = 1 / 6  # of the kills, before anything is asked for
ALLOWED = 16  # pages that a kill may cost
PATIENCE = 300.0  # seconds for one run, on a machine that has much else to do
STEP = 0.005  # seconds between two looks
DESTINATIONS = """
[[destination]]
name = "archive"
type = "jsonl"
path = "out/all.jsonl"

[[destination]]
name = "packed"
type = "jsonl"
path = "out/{source}.jsonl.gz"

[[destination]]
name = "search"
type = "webhook"
url = "HOOK"
rows = 5
"""

Page = tuple[str, str]  # site and path


@dataclass(frozen=True)
class Reference:
    """A crawl that nobody killed: seconds to its first request, and from there; what it asked for."""

    start: float
    work: float
    asked: Counter[Page]


class Place:
    """One round's folder, web and webhook."""

    def __init__(self, folder: Path, web: DemoWeb, hook: Hook, delay: str, workers: str = WORKERS[0]) -> None:
        folder.mkdir()
        self.folder, self.web, self.hook, self.workers = folder, web, hook, workers
        self.database: Path | str = folder / "warraq.db"  # or a server's
        self.dataset = folder / "articles.jsonl"
        sources = sources_toml(web).replace("delay = 0", f"delay = {delay}")
        (folder / "sources.toml").write_text(sources, "utf-8")
        (folder / "destinations.toml").write_text(DESTINATIONS.replace("HOOK", hook.url), "utf-8")

    def crawl(self) -> "subprocess.Popen[bytes]":
        files = ["--sources", str(self.folder / "sources.toml"), "--output", str(self.dataset)]
        return self._start("crawl", *files, "--quiet", "--workers", self.workers)

    def deliver(self, *words: str) -> "subprocess.Popen[bytes]":
        return self._start("deliver", str(self.folder / "destinations.toml"), *words)

    def _start(self, *words: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log:
            return self.begin([*words, "--database", str(self.database)], log)

    @staticmethod
    def begin(words: Sequence[str], log: BinaryIO) -> "subprocess.Popen[bytes]":
        """As users do."""
        return subprocess.Popen([*WARRAQ, *words], stdout=log, stderr=log, start_new_session=True)

    def requests(self) -> int:
        """How many there were so far, of any kind."""
        return sum(len(log) for log in self.web.requests.values())

    def asked(self) -> Counter[Page]:
        return pages_asked(self.web)


def pages_asked(web: DemoWeb) -> Counter[Page]:
    """How often each page was asked for so far; listings are read anew by every run."""
    listings = web.addresses("front", "feed", "sitemap", "robots", "static")
    left = {(address.site, address.path) for address in listings}
    left |= {(site, path) for site in web.requests for path in (TDMREP, AI_TXT)}  # no pages, as robots.txt
    found = Counter((site, path) for site, log in web.requests.items() for path in [*log])
    return Counter({page: count for page, count in found.items() if page not in left})


def kill(child: "subprocess.Popen[bytes]") -> bool:
    """SIGKILL for the process and its children; whether it still ran."""
    running = child.poll() is None
    if running:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    return running


def kill_engine(crawl: int, chance: random.Random) -> bool:
    """SIGKILL for one engine of several, or not: chance says so. Whether there was a kill."""
    engines = [pid for pid in tree(crawl) if name_of(pid) == "warraq-engine"]
    if not engines or chance.random() >= ALONE:
        return False
    with suppress(ProcessLookupError):
        os.kill(chance.choice(engines), signal.SIGKILL)
    return True


def crawl_kills(folder: Path, kills: int, seed: int) -> Tally:
    """At least so many kills of crawls."""
    tally, chance = Tally("crawl, with a delivery following"), random.Random(seed)
    usual = reference(folder / "whole", chance, DELAYS[-1])
    while tally.kills < kills:
        with DemoWeb() as web, serving(chance) as hook:
            delay = DELAYS[tally.rounds % len(DELAYS)]
            workers = WORKERS[tally.rounds % len(WORKERS)]
            place = Place(folder / f"round-{tally.rounds}", web, hook, delay, workers)
            _round(place, usual, tally, kills - tally.kills, chance)
        tally.rounds += 1
    return tally


def reference(folder: Path, chance: random.Random, delay: str, workers: str = WORKERS[0]) -> Reference:
    """A whole crawl, measured."""
    with DemoWeb() as web, serving(chance) as hook:
        place = Place(folder, web, hook, delay, workers)
        begun = time.monotonic()
        child = place.crawl()
        while not place.requests() and child.poll() is None:
            time.sleep(STEP)
        started = time.monotonic()
        if child.wait(PATIENCE):
            raise RuntimeError(f"a crawl that nobody killed ended with {child.returncode}: {folder}/log")
        asked = {(a.site, a.path): place.asked()[a.site, a.path] for a in web.addresses()}
        return Reference(started - begun, time.monotonic() - started, Counter(asked))


def _deadline(reference: Reference, chance: random.Random) -> tuple[float, float]:
    """When to kill: so many seconds after the start, and so many after the first request."""
    if chance.random() < EARLY:
        return chance.uniform(0, reference.start), 0.0
    return PATIENCE, chance.uniform(0, reference.work)


def _until_kill(
    place: Place, child: "subprocess.Popen[bytes]", reference: Reference, left: int, chance: random.Random
) -> Iterator[int]:
    """Until a crawl is to be killed, or has ended: at each look, how many of `left` engines alone were."""
    begun, requests, alone = time.monotonic(), place.requests(), 0
    early, late = _deadline(reference, chance) if left else (PATIENCE, PATIENCE)
    end = begun + early
    while child.poll() is None and time.monotonic() < end:
        yield alone
        if end == begun + PATIENCE and place.requests() > requests:
            end = min(time.monotonic() + late, end)
        time.sleep(STEP)
        if time.monotonic() >= end and alone < left and kill_engine(child.pid, chance):
            alone += 1
            late = chance.uniform(0, reference.work) if alone < left else PATIENCE
            end = min(time.monotonic() + late, begun + PATIENCE)
    yield alone


def _round(place: Place, reference: Reference, tally: Tally, most: int, chance: random.Random) -> None:
    following: subprocess.Popen[bytes] | None = None
    killed = 0
    try:
        while True:
            before, alone = place.asked(), 0
            child = place.crawl()
            for alone in _until_kill(place, child, reference, most - killed, chance):  # noqa: B007 - the last
                if following is None and Path(place.database).exists():
                    following = place.deliver("--follow")
            killed += alone
            died = kill(child)
            if killed:
                tally.fetched_again.append(more(before, place.asked(), reference.asked))
            if following is not None and following.poll() is not None:
                tally.problems.append(f"{place.folder}: the delivery ended with {following.returncode}")
            if not died:
                break
            if killed == most:
                tally.problems.append(f"{place.folder}: no end in {PATIENCE:g} s")
                break
            killed += 1
            if killed % 2 and following is not None:
                kill(following)
                following = None
    finally:
        if following is not None:
            kill(following)
    tally.kills += killed
    if child.returncode not in (0, -9):
        tally.problems.append(f"{place.folder}: a crawl ended with {child.returncode}")
    judge(place, tally)


def more(before: Mapping[Page, int], after: Mapping[Page, int], usual: Mapping[Page, int]) -> int:
    """Requests of one run for pages that had been asked for as often as a whole crawl does."""
    return sum(max(0, count - max(before.get(page, 0), usual.get(page, 0))) for page, count in after.items())


def judge(place: Place, tally: Tally) -> None:
    """Looks at the store, the dataset and what was delivered."""
    last = place.deliver("--again")
    if last.wait(PATIENCE):
        tally.problems.append(f"{place.folder}: the last delivery ended with {last.returncode}")
    with Store.open(str(place.database)) as store:
        tally.problems += store.check()
        wanted = log_rows(store)
    articles = Counter(rows_of([place.dataset], tally))
    expected = len(place.web.addresses("article"))
    tally.rows += expected
    tally.lost += max(0, expected - len(articles))
    tally.repeated += max(0, len(articles) - expected) + articles.total() - len(articles)
    for paths in ([place.folder / "out" / "all.jsonl"], place.folder.glob("out/*.jsonl.gz")):
        tally.compare(wanted, Counter(rows_of(paths, tally)))
    place.hook.judge(wanted, tally)


def worst(counts: Sequence[int]) -> int:
    return max(counts, default=0)
