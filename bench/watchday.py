"""A day of `warraq watch` over a made-up news web, by a clock that stands still while a round runs.

    python -m bench.watchday [--hours 24] [--per-day 20 80 200]

Everything is real but the time: the watch, its rounds (each an ordinary crawl in a process of its own), the
store, the sites on loopback. Articles appear through the day as in `bench.revisit`; between two rounds the
clock jumps to when the next one is due. What is measured: how soon new articles are fetched and at
how many requests, whether memory and open files of the watch stay as they are, and whether a round
needs more memory in the evening than in the morning.
"""

import argparse
import os
import random
import re
import resource
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread

from bench.hostile.case import article, feed, front
from bench.revisit import IN_TIME, POLL, START, make
from crawler.console import Console
from crawler.ops.watch import MINUTES, Watch
from crawler.sources.schedule import Timetable
from pipelines.storage import Store

NOW, PEAKS = "WARRAQ_SIMULATED_NOW", "WARRAQ_SIMULATED_PEAKS"  # environment of the rounds
SHOWN = 30  # articles that a feed and a front list
DAYS = 2  # drawn of each source: the first has passed when the watch begins
BEGUN = time.monotonic()


def now() -> datetime:
    """The time in a round: what it was when the round began, and what has passed since."""
    return datetime.fromisoformat(os.environ[NOW]) + timedelta(seconds=time.monotonic() - BEGUN)


@dataclass
class Day:
    """What the day came to. Times are minutes from the first midnight."""

    rounds: int = 0
    requests: Counter[str] = field(default_factory=Counter)  # listing, article, other
    delays: list[float] = field(default_factory=list)  # minutes, of articles that appeared and were fetched
    missed: int = 0
    resident: list[int] = field(default_factory=list)  # bytes of the watch after each round
    files: list[int] = field(default_factory=list)  # open files of the watch after each round
    peaks: list[int] = field(default_factory=list)  # bytes of each round at its largest
    codes: set[int] = field(default_factory=set)
    polls: float = 0.0  # requests of a 5-minute poll of the same listings

    def in_time(self) -> float:
        return sum(delay <= IN_TIME for delay in self.delays) / max(1, len(self.delays) + self.missed)


class Newsroom:
    """One site whose articles appear with the clock."""

    def __init__(self, per_day: int, seed: int) -> None:
        self.times: Sequence[float] = make(per_day, DAYS, random.Random(f"watchday {per_day}/{seed}")).times
        self.minute = 0.0
        self.asked: list[tuple[str, float]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.place = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "Newsroom":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def latest(self) -> tuple[list[str], str]:
        """Paths of what is listed now, newest first, and a validator for it."""
        count = bisect_right(self.times, self.minute)
        newest = range(count - 1, max(-1, count - 1 - SHOWN), -1)
        return [f"/2026/11/03/the-story-number-{n}-of-the-valley.html" for n in newest], f'"{count}"'

    def answer(self, path: str) -> tuple[bytes, str]:
        """(body, ETag); an empty body is a 404."""
        paths, tag = self.latest()
        if path == "/":
            return front(*paths).body, tag
        if path == "/feed.xml":
            return feed(self.place, *paths).body, tag
        known = number_of(path)
        return (article(f"{self.place} {known}"), '"1"') if known is not None else (b"", "")


def number_of(path: str) -> int | None:
    match = re.search(r"number-(\d+)-", path)
    return int(match[1]) if match else None


def _handler(room: Newsroom) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            room.asked.append((self.path, room.minute))
            body, tag = room.answer(self.path)
            unchanged = bool(tag) and self.headers.get("If-None-Match") == tag
            self.send_response(304 if unchanged else 200 if body else 404)
            self.send_header("Content-Type", "text/xml" if self.path.endswith("xml") else "text/html")
            if tag:
                self.send_header("ETag", tag)
            if unchanged:
                self.end_headers()
                return
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: `asked` is the log."""

    return Handler


def simulate(per_day: Sequence[int], hours: float, folder: Path) -> Day:
    """A watch over sources of so many articles a day, from the second midnight on."""
    begin = (DAYS - 1) * 1440.0
    day, clock = Day(), [begin]
    with ExitStack() as stack:
        rooms = [stack.enter_context(Newsroom(count, n)) for n, count in enumerate(per_day)]
        watch = stack.enter_context(_watching(rooms, folder, clock, day))
        while clock[0] < begin + hours * 60:
            for room in rooms:
                room.minute = clock[0]
            _round(watch, clock[0], day)
            table = Timetable(watch.last, watch.due_times())
            due = table.times(watch.sources, watch.clock())[0].at
            clock[0] = max(clock[0] + 1 / 60, (due - START) / timedelta(minutes=1))
        watch.stop()
        watch.run()
    day.peaks = [int(line) for line in (folder / "peaks").read_text("ascii").split()]
    day.polls = len(rooms) * 2 * hours * 60 / POLL
    for room in rooms:
        _count(room, begin, begin + hours * 60, day)
    return day


class _watching(ExitStack):
    """The watch with its store."""

    def __init__(self, rooms: Sequence[Newsroom], folder: Path, clock: list[float], day: Day) -> None:
        super().__init__()
        self._rooms, self._folder, self._clock, self._day = rooms, folder, clock, day

    def __enter__(self) -> Watch:  # type: ignore[override]
        entry = '[[source]]\nname = "s{}"\nurl = "http://{}/"\ndelay = 0\nallow_private = true\n'
        file, database = self._folder / "sources.toml", str(self._folder / "w.db")
        file.write_text("\n".join(entry.format(n, r.place) for n, r in enumerate(self._rooms)), "utf-8")
        os.environ[PEAKS] = str(self._folder / "peaks")
        command = [sys.executable, "-m", "bench.watchday", "--round", "crawl", "--sources", str(file)]
        command += ["--database", database, "--output", str(self._folder / "a.jsonl"), "--quiet", "--json"]
        command += ["--due", "--no-export", "--minutes", str(MINUTES), "--workers", "1"]
        store = self.enter_context(Store.open(database))
        return Watch(
            file,
            command,
            clock=lambda: START + timedelta(minutes=self._clock[0]),
            sleep=lambda seconds: None,
            due_times=store.due_times,
        )


def _round(watch: Watch, minute: float, day: Day) -> None:
    """Start what is due, wait until it has ended, look at the watch."""
    os.environ[NOW] = (START + timedelta(minutes=minute)).isoformat()
    watch.turn()
    for running in watch.rounds:
        running.child.wait()
    day.rounds += len(watch.rounds)
    watch.turn()
    day.codes = set(watch.health.rounds)
    day.files.append(len(os.listdir("/proc/self/fd")))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    day.resident.append(pages * resource.getpagesize())


def _count(room: Newsroom, begin: float, end: float, day: Day) -> None:
    first: dict[int, float] = {}
    for path, minute in room.asked:
        number = number_of(path)
        listing = path in ("/", "/feed.xml")
        day.requests["listing" if listing else "other" if number is None else "article"] += 1
        if number is not None:
            first.setdefault(number, minute)
    for number, at in enumerate(room.times):
        if begin < at <= end - IN_TIME:  # what came later, nobody could have seen in time
            if number in first:
                day.delays.append(first[number] - at)
            else:
                day.missed += 1


def _crawl(arguments: list[str]) -> None:
    """A round: the ordinary command, by the simulated clock."""
    import atexit

    import crawler.settings
    from crawler.cli import main

    crawler.settings.WARRAQ_CLOCK = "bench.watchday.now"
    sys.argv = ["warraq", *arguments]

    def leave() -> None:
        with open(os.environ[PEAKS], "a", encoding="ascii") as peaks:
            peaks.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}\n")

    atexit.register(leave)
    main()


def main() -> None:
    if sys.argv[1:2] == ["--round"]:
        _crawl(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--per-day", type=int, nargs="+", default=[20, 80, 200])
    wanted = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        day = simulate(wanted.per_day, wanted.hours, Path(folder))
    console = Console()
    listings = day.requests["listing"]
    quarter = max(1, len(day.peaks) // 4)
    for line in (
        f"{wanted.hours:g} h of {len(wanted.per_day)} sources, {wanted.per_day} articles a day, "
        f"in {time.monotonic() - began:.0f} s: {day.rounds} rounds, exit codes {sorted(day.codes)}",
        f"new articles: {len(day.delays)} fetched, {day.missed} missed, {day.in_time():.1%} in 15 minutes, "
        f"median {median(day.delays or [0]):.1f} min",
        f"requests: {listings} of listings, {listings / day.polls:.1%} of a 5-minute poll, "
        f"{day.requests['article']} of articles, {day.requests['other']} others",
        f"the watch: {day.resident[0] / 2**20:.1f} → {day.resident[-1] / 2**20:.1f} MiB, "
        f"{day.files[0]} → {day.files[-1]} open files",
        f"a round at its largest: {median(day.peaks[:quarter]) / 2**20:.0f} MiB in the first quarter, "
        f"{median(day.peaks[-quarter:]) / 2**20:.0f} MiB in the last",
    ):
        console.print(line)


if __name__ == "__main__":
    main()
