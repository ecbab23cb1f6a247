"""Crawls the hostile web with the ordinary spider in a process of its own, and compares.

python -m bench.hostile.battery SOURCES DATABASE TIMES [quick]     (the child)
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.hostile.bodies import EAT, HANG, KILL
from bench.hostile.case import GOOD, Case
from bench.hostile.server import HostileWeb
from crawler.items import Article
from crawler.pages.page import Page

MAX_SECONDS, MAX_MEMORY = 60.0, 512 * 2**20  # what one case may take, and one extractor
MAX_CRAWL = 2 * 2**30  # bytes, of a process that crawls 176 sites at once
PART = 10  # by which the sizes of the largest pages are divided for a quick look
# Of a quick run: seconds in place of the guard's 30, of the workers' 20 of computing, and of their 120 on the
# wall, which a page that sleeps takes to the last; and how long a site that says "too many" is left alone.
QUICK_FETCH, QUICK_PAGE, QUICK_WALL = 10.0, 10.0, 20.0
QUICK_WAITS = (timedelta(seconds=5),)
QUICK_FAILED = (timedelta(hours=1),)  # what failed is asked again by the next run, not by this one
TIMES = "WARRAQ_BATTERY_TIMES"  # environment: the file that seconds go to
CRAWL = "the crawl"  # its own line there, where a page's has its URL
WHOLE_RUN = 900.0  # seconds; a run that takes longer hangs


@dataclass
class Result:
    """What became of one case; `faults` is empty where all is as it has to be."""

    case: Case
    outcome: str = ""
    reason: str = ""
    seconds: float = 0.0  # of its extraction; what a fetch may take is the downloader's limit
    requests: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Battery:
    results: list[Result]
    seconds: float
    memory: int  # bytes, of the crawl's process, where many sites' largest pages meet
    worker_memory: int  # bytes, of the largest extractor
    code: int
    log: str
    lines: list[dict[str, Any]]  # of the dataset

    @property
    def faults(self) -> list[str]:
        found = [f"{result.case.name}: {fault}" for result in self.results for fault in result.faults]
        if self.worker_memory > MAX_MEMORY:
            found.append(f"an extractor took {self.worker_memory / 2**20:.0f} MiB")
        if self.memory > MAX_CRAWL:
            found.append(f"the crawl took {self.memory / 2**20:.0f} MiB")
        if "Traceback" in self.log or "Warraq's own error" in self.log:
            found.append("an error of ours in the log")
        return found + ([f"exit code {self.code}"] if self.code not in (0, 4) else [])


def _anew(*words: str) -> "subprocess.CompletedProcess[str]":
    """This interpreter with these words, to its end."""
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, timeout=WHOLE_RUN, check=False
    )


def run(
    cases: Sequence[Case],
    folder: Path,
    *,
    quick: bool,
    python: Callable[..., "subprocess.CompletedProcess[str]"] = _anew,
) -> Battery:
    """One crawl over all of them; `python` runs the interpreter with the words that it is given."""
    sources, database, times = folder / "sources.toml", folder / "w.db", folder / "times.jsonl"
    with HostileWeb(cases) as web:
        entry = '[[source]]\nname = "{}"\nurl = "http://{}/"\ndelay = 0\nallow_private = true\nlimit = 25\n'
        sources.write_text("\n".join(entry.format(*place) for place in web.places.items()), "utf-8")
        began = time.monotonic()
        files = map(str, (sources, database, times))
        done = python("-m", "bench.hostile.battery", *files, *["quick"] * quick)
        seconds = time.monotonic() - began
        spent = _notes(times)
        results = [_result(case, web, database, spent) for case in cases]
    exported = python("-m", "crawler.cli", "export", "-", "--database", str(database), "--copies", "all")
    exported.check_returncode()
    _, memory = spent.pop(CRAWL, (0.0, 0))
    largest = max((memory for _, memory in spent.values()), default=0)
    records = [json.loads(line) for line in exported.stdout.split("\n") if line]
    return Battery(results, seconds, memory, largest, done.returncode, done.stderr, records)


def _most_memory() -> int:
    """Bytes that this process has taken at most; getrusage counts what its parent had at the start, too."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def _notes(file: Path) -> dict[str, tuple[float, int]]:
    """URL → seconds of its extraction, and the most memory that its extractor had taken by then."""
    rows = map(json.loads, file.read_text("utf-8").splitlines() if file.exists() else ())
    return {row["url"]: (row["seconds"], row["memory"]) for row in rows}


def _result(case: Case, web: HostileWeb, database: Path, spent: dict[str, tuple[float, int]]) -> Result:
    base = f"http://{web.places[case.name]}"
    with closing(sqlite3.connect(database)) as store:
        query = "SELECT url, last_outcome, last_reason FROM addresses WHERE source = ?"
        rows = {
            url: (outcome or "", reason or "") for url, outcome, reason in store.execute(query, (case.name,))
        }
    outcome, reason = rows.get(base + case.subject, ("", ""))
    result = Result(case, outcome, reason, requests=web.requests(case.name))
    result.seconds = spent.get(base + case.subject, (0.0, 0))[0]
    _judge(result, {path: rows.get(base + path, ("", ""))[0] for path in (GOOD, case.wanted)})
    return result


def _judge(result: Result, others: dict[str, str]) -> None:
    case, fault = result.case, result.faults.append
    if not result.outcome:
        fault("no outcome at all")
    elif result.outcome not in case.expected.split("|"):
        fault(f"{result.outcome} ({result.reason}) instead of {case.expected}")
    if case.reason and not any(word in result.reason.lower() for word in case.reason.lower().split("|")):
        fault(f"its reason is {result.reason!r}, without {case.reason!r}")
    if result.outcome in ("failed", "refused", "blocked") and not result.reason:
        fault("no reason")
    if "\n" in result.reason:
        fault("a reason of several lines")
    if case.good and others[GOOD] not in ("article", "unchanged"):
        fault(f"the site's good article came to {others[GOOD] or 'nothing'}")
    if case.wanted and others[case.wanted] not in ("article", "unchanged"):
        fault(f"{case.wanted} came to {others[case.wanted] or 'nothing'}")
    if result.requests > case.most:
        fault(f"{result.requests} requests, {case.most} are enough")
    if result.seconds > MAX_SECONDS:
        fault(f"took {result.seconds:.0f} s")


def extract(page: Page) -> Article:
    """In the child: the ordinary extraction, but for pages with a mark."""
    if HANG.encode() in page.body:
        time.sleep(3600)
    if KILL.encode() in page.body:
        os.abort()
    if EAT.encode() in page.body:
        bytearray(2**40)
    from crawler.runs.tasks import extract_and_settle

    began = time.monotonic()
    try:
        return extract_and_settle(page)
    finally:
        _note(page.url, time.monotonic() - began)


def _note(url: str, seconds: float) -> None:
    note = {"url": url, "seconds": seconds, "memory": _most_memory()}
    with open(os.environ[TIMES], "a", encoding="utf-8") as lines:
        lines.write(json.dumps(note) + "\n")


def _crawl(sources: str, database: str, times: str, quick: bool) -> int:
    from crawler.console import Console
    from crawler.fetching import backoff, frontier, revisit
    from crawler.runs.process import run_spider, settings_for
    from crawler.runs.run import Run
    from crawler.runs.workers import PAGE_SECONDS, Workers

    os.environ[TIMES] = times  # for the extractors, which are spawned
    more = {"DOWNLOAD_TIMEOUT": QUICK_FETCH} if quick else {}
    settings = settings_for(
        contact="", allow_private=[], log_level="WARNING", WARRAQ_DATABASE=database, **more
    )
    if quick:
        backoff.WAITS = QUICK_WAITS
        revisit.FAILED = QUICK_FAILED
        frontier.PATIENCE = timedelta(0)

    def opened(crawler: Any) -> None:
        one = Run.of(crawler)
        seconds, wall = (QUICK_PAGE, QUICK_WALL) if quick else (PAGE_SECONDS, None)
        one.workers = Workers(None, work=extract, seconds=seconds, wall=wall)

    began = time.monotonic()
    crawler = run_spider(settings, "news", Console(stderr=True), opened=opened, sources=sources)
    _note(CRAWL, time.monotonic() - began)
    return Run.of(crawler).report.exit_code


if __name__ == "__main__":
    sys.exit(_crawl(sys.argv[1], sys.argv[2], sys.argv[3], quick="quick" in sys.argv[4:]))
