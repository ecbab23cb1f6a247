"""What queue and store bear; a simulated day of thousands of sources; several workers against one.

    python -m bench.machines operations [--seconds 10] [--writers 1,4,16] [--depths 0,10000]
    python -m bench.machines simulate [--sources 10000] [--workers 1,4,16,64] [--hours 24] [--seed 18]
    python -m bench.machines crawl [--workers 1,4] [--sites 40] [--articles 20]
    python -m bench.machines archives [--archives 1000] [--runs 3]
    python -m bench.machines size [--rows 1000000] [--plain]

The crawl is of the news web of bench.speed, every site once. The archives are read by Ray, on two processors.
A PostgreSQL server of its own runs meanwhile, as in the tests (without fsync: figures for PostgreSQL are of
the processor, not of the disk). Needs `warraq[machines]`.
"""

import argparse
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.machines import size
from bench.machines.archives import compare, resume
from bench.machines.operations import Speed, queue_speeds, store_speed
from bench.machines.simulate import counts, simulate
from bench.machines.together import Crawled, crawl
from bench.speed.__main__ import PROGRAMS, SETS, newsweb
from crawler.console import Console, Table
from tests.postgresql import Server

HEADS = (
    "workers",
    "looks",
    "of those wanted",
    "hours",
    "bound",
    "ratio",
    "worst delay (intervals)",
    "mean delay (s)",
)
JOBS = 400  # whose way through the queue is timed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.machines", description=__doc__)
    parser.add_argument("what", choices=tuple(WORKS))
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--writers", type=_numbers, default=[1, 4, 16])
    parser.add_argument("--depths", type=_numbers, default=[0, 10_000])
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--workers", type=_numbers, default=[1, 4, 16, 64])
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--archives", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=_numbers, default=[1_000_000])
    parser.add_argument("--plain", action="store_true", help="no tables in partitions")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--programs", type=Path, default=PROGRAMS)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--up", action="store_true", help="the news web is up already")
    given = parser.parse_args(arguments)
    # As a server has it that works for days.
    with Server(autovacuum="on", shared_buffers="256MB", on_disk=given.what == "size") as server:
        Console(width=120).print(WORKS[given.what](server, given))
    return 0


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _operations(server: Server, given: argparse.Namespace) -> Table:
    table = Table("what", "a second", "a day", "CPU ms each")
    for depth in given.depths:
        for speed in queue_speeds(server.create(), depth, JOBS):
            _add(table, speed)
    for writers in given.writers:
        with tempfile.TemporaryDirectory() as folder:
            _add(table, store_speed(f"sqlite:///{folder}/w.db", writers, given.seconds))
        for turns in (True, False):
            _add(table, store_speed(server.create(), writers, given.seconds, turns=turns))
    return table


def _add(table: Table, speed: Speed) -> None:
    cpu = "" if speed.cpu is None else f"{speed.cpu:.2f}"
    row = (speed.what, f"{speed.a_second:,.0f}", f"{speed.a_second * 86_400 / 1e6:,.1f} M", cpu)
    print(*row, sep=" | ", file=sys.stderr, flush=True)
    table.row(*row)


def _simulated(server: Server, given: argparse.Namespace) -> Table:
    table = Table(*HEADS)
    for workers in given.workers:
        found = simulate(server.create(), given.sources, workers, given.hours, given.seed)
        table.row(*counts(found))
        print(*counts(found), sep=" | ", file=sys.stderr, flush=True)
        curve = ", ".join(f"{hour:.0f} h {waiting}" for hour, waiting in found.curve)
        print(f"  waiting: {curve}", file=sys.stderr, flush=True)
    return table


def _crawled(server: Server, given: argparse.Namespace) -> Table:
    table = Table(
        "workers", "articles", "not as with the first", "seconds", "CPU ms a page", "against the first"
    )
    first: Crawled | None = None
    with newsweb(given) as sources:
        for workers in given.workers:
            found = crawl(server.create(), sources, workers)
            first = first or found
            ratio = found.cpu_a_page / first.cpu_a_page
            different = len(found.articles ^ first.articles)
            row = (str(workers), str(len(found.articles)), str(different), f"{found.seconds:.0f}")
            table.row(*row, f"{found.cpu_a_page:.1f}", f"{ratio:.2f}")
            print(*row, f"{found.cpu_a_page:.1f}", f"{ratio:.2f}", sep=" | ", file=sys.stderr, flush=True)
    return table


def _archived(server: Server, given: argparse.Namespace) -> Table:
    table = Table("archives", "1 worker against 2", "killed after", "went on for", "missing", "twice")
    compared = compare(given.archives, given.runs)
    resumed = resume(given.archives, 0.4)
    row = (
        f"{resumed.archives:,}",
        f"{compared.ratio:.2f} times",
        f"{resumed.done}",
        f"{resumed.seconds:.0f} s",
    )
    table.row(*row, str(resumed.missing), str(resumed.twice))
    return table


def _sized(server: Server, given: argparse.Namespace) -> Table:
    table = Table("articles", "tables", "what", "took")
    for rows, partitions in itertools.product(given.rows, (False,) if given.plain else (False, True)):
        url = server.create()
        for what, took in size.measure(url, rows, partitions):
            row = (f"{rows:,}", "in partitions" if partitions else "plain", what, took)
            print(*row, sep=" | ", file=sys.stderr, flush=True)
            table.row(*row)
        server.drop(url)
    return table


WORKS = {
    "operations": _operations,
    "simulate": _simulated,
    "crawl": _crawled,
    "archives": _archived,
    "size": _sized,
}

if __name__ == "__main__":
    sys.exit(main())
