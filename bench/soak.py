"""A loaded watch for half an hour: sites that publish and revise all the time, and what that does to it.

    python -m bench.soak [--minutes 30] [--sites 40]

Everything is real, the clock too: `warraq watch` and `warraq deliver --follow` in processes of their own, the
sites on loopback. Each site publishes an article a minute and changes every third one again and again. What
is measured, in thirds of the time: how long a new article takes to be fetched, the memory of the watch, of
its rounds and of the delivery, and the open files and processes of all. At the end each article that was
there long enough has to be in the store, and all that the store logged in what was delivered, once.
Exit code 1 says that something grew or is missing.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.hostile.case import article
from bench.kills.crawls import WARRAQ
from bench.kills.deliveries import log_rows
from bench.kills.tally import Tally, rows_of
from bench.speed.meter import tree
from bench.watchday import Newsroom, number_of
from pipelines.storage import Store

EVERY = 1  # minutes between two rounds of a site
REVISED = 7.0  # minutes until every third article is another one
BEFORE = 20  # articles that a site has at the beginning
LOOK = 10.0  # seconds between two looks
SETTLE = 4.0  # minutes at the end in which an article need not be fetched any more
LEAVE = 120.0  # seconds for the watch to end
GROWTH = 1.15  # of a figure's median, from the second third to the last, that is none
DESTINATION = '[[destination]]\nname = "all"\ntype = "jsonl"\npath = "all.jsonl"\n'
SOURCE = '[[source]]\nname = "s{}"\nurl = "http://{}/"\nevery = "{}m"\ndelay = 0\nallow_private = true\n'


class Desk(Newsroom):
    """A site of which `times` are the minutes at which its articles appear."""

    def __init__(self, number: int, minutes: float) -> None:
        super().__init__(0, number)
        lag = number / 60
        self.times = [0.0] * BEFORE + [minute + lag for minute in range(1, int(minutes) + 1)]

    def answer(self, path: str) -> tuple[bytes, str]:
        known = number_of(path)
        if known is None or known % 3:
            return super().answer(path)
        change = int(max(0.0, self.minute - self.times[known]) // REVISED)
        more = f"<p>Update {change}: the harbour master now speaks of {change * 7 + 3} ships in the bay.</p>"
        page = article(f"{self.place} {known}")
        return page.replace(b"</article>", f"{more * bool(change)}</article>".encode()), f'"{change}"'


@dataclass
class Soak:
    """One figure a look; memory in MiB."""

    watch: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)  # of the largest process below the watch
    delivery: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)  # of the watch and the delivery
    processes: list[float] = field(default_factory=list)
    latency: list[float] = field(
        default_factory=list
    )  # seconds, of articles in the order of their appearance
    problems: list[str] = field(default_factory=list)

    def thirds(self, name: str) -> list[float]:
        """The medians of a figure over the thirds of the time."""
        found: Sequence[float] = getattr(self, name)
        size = max(1, len(found) // 3)
        return [median(found[at : at + size] or [0.0]) for at in (0, size, 2 * size)]


FIGURES = {
    "latency": "seconds until a new article is fetched",
    "watch": "MiB of the watch",
    "rounds": "MiB of the largest process of a round",
    "delivery": "MiB of the delivery",
    "files": "open files of the watch and the delivery",
    "processes": "processes",
}


def soak(minutes: float, sites: int, folder: Path) -> Soak:
    """The watch over so many sites for so many minutes."""
    found = Soak()
    with ExitStack() as stack:
        desks = [Desk(number, minutes) for number in range(sites)]
        for desk in desks:
            stack.enter_context(desk)
        sources = "\n".join(SOURCE.format(at, desk.place, EVERY) for at, desk in enumerate(desks))
        (folder / "sources.toml").write_text(sources, "utf-8")
        (folder / "destinations.toml").write_text(DESTINATION, "utf-8")
        log = stack.enter_context((folder / "log").open("wb"))
        watch = _begin(
            ["watch", "--no-export", "--contact", "soak@bench.example", "--quiet"], folder, log.fileno()
        )
        begun = time.monotonic()
        follower: subprocess.Popen[bytes] | None = None
        while (passed := (time.monotonic() - begun) / 60) < minutes:
            for desk in desks:
                desk.minute = passed
            if follower is None and (folder / "w.db").exists():
                follower = _begin(["deliver", "destinations.toml", "--follow"], folder, log.fileno())
            if follower is not None:
                _look(watch, follower, found)
            time.sleep(min(LOOK, 1 + minutes))
        for child in filter(None, (watch, follower)):
            child.send_signal(signal.SIGTERM)
            if code := child.wait(LEAVE):
                found.problems.append(f"{child.args!r} ended with {code}: {folder / 'log'}")
        _judge(desks, minutes, folder, found)
    return found


def _begin(words: Sequence[str], folder: Path, log: int) -> "subprocess.Popen[bytes]":
    command = [*WARRAQ, *words, "--database", "w.db"]
    return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


def _look(watch: "subprocess.Popen[bytes]", follower: "subprocess.Popen[bytes]", found: Soak) -> None:
    all_of_it = [*tree(watch.pid)]
    found.watch.append(_held(watch.pid))
    found.rounds.append(max(map(_held, all_of_it[1:]), default=0.0))
    found.delivery.append(_held(follower.pid))
    found.files.append(sum(len(list(Path(f"/proc/{one.pid}/fd").glob("*"))) for one in (watch, follower)))
    found.processes.append(len(all_of_it))


def _held(process: int) -> float:
    """MiB of memory that a process holds; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4 / 1024
    except (OSError, IndexError):
        return 0.0


def _judge(desks: Sequence[Desk], minutes: float, folder: Path, found: Soak) -> None:
    delays = []
    for desk in desks:
        first: dict[int, float] = {}
        for path, minute in desk.asked:
            if (number := number_of(path)) is not None:
                first.setdefault(number, minute)
        for number, at in enumerate(desk.times):
            if 0 < at <= minutes - SETTLE:
                if number in first:
                    delays.append((at, 60 * (first[number] - at)))
                else:
                    found.problems.append(f"{desk.place}: article {number} was never fetched")
    found.latency = [delay for _, delay in sorted(delays)]
    if not delays:
        found.problems.append("no article was fetched")
    tally = Tally("soak")
    last = subprocess.run(
        [*WARRAQ, "deliver", "destinations.toml", "--database", "w.db", "--again"], cwd=folder, check=False
    )
    with Store.open(str(folder / "w.db")) as store:
        found.problems += store.check()
        tally.compare(log_rows(store), Counter(rows_of([folder / "all.jsonl"], tally)))
    found.problems += tally.problems
    if not tally.clean or last.returncode:
        found.problems.append(f"delivered: {tally.lost} lost, {tally.repeated} repeated, {tally.torn} torn")
    for name, title in FIGURES.items():
        _, before, after = found.thirds(name)
        if after > GROWTH * before + 1:
            found.problems.append(f"{title}: {before:.0f} became {after:.0f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--sites", type=int, default=40)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = soak(wanted.minutes, wanted.sites, Path(folder))
    print(f"{wanted.sites} sites for {wanted.minutes:g} minutes; medians of the thirds:")
    for name, title in FIGURES.items():
        print(f"{title:45}", *(f"{figure:8.1f}" for figure in found.thirds(name)))
    print(f"{len(found.latency)} articles;", "all is well" if not found.problems else "problems:")
    print(*found.problems, sep="\n")
    return bool(found.problems)


if __name__ == "__main__":
    sys.exit(main())
