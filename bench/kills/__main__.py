"""`python -m bench.kills [--kills 50] [--seed 6] [--keep DIR]`: the kill table; 1 where it is not clean.

The `database server` is one of PostgreSQL, started for it. `--only worker` and `--only "server of workers"`
are for many machines: they need `warraq[machines]`, and start such a server too.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.kills.crawls import ALLOWED, crawl_kills, worst
from bench.kills.deliveries import KINDS, delivery_kills
from bench.kills.processes import VICTIMS, process_kills
from bench.kills.tally import Tally
from crawler.console import Console, Table

WORKS = (*KINDS, "crawl", *VICTIMS)
MACHINES = ("worker", "server of workers")
HEADS = ("what", "kills", "rounds", "rows", "lost", "torn", "repeated", "under another key")
MORE = ("sent again, same key", "pages again: most, mean a kill", "store")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="of each kind of work (%(default)s)")
    parser.add_argument("--seed", type=int, default=6, help="of the instants (%(default)s)")
    parser.add_argument(
        "--only", choices=(*WORKS, *MACHINES), action="append", help="this work; may be repeated"
    )
    parser.add_argument("--keep", type=Path, help="a new folder for everything that the runs leave")
    given = parser.parse_args(arguments)
    table = Table(*HEADS, *MORE, title=f"{given.kills} kills each, seed {given.seed}")
    clean = True
    with _folder(given.keep) as folder:
        for work in given.only or WORKS:
            tally = _killed(work, folder / work.replace(" ", "-"), given.kills, given.seed)
            table.row(*_cells(tally))
            print(*_cells(tally), sep=" | ", file=sys.stderr, flush=True)
            clean &= tally.clean and worst(tally.fetched_again) <= ALLOWED
            for problem in tally.problems:
                print(problem, file=sys.stderr)
    Console(width=180).print(table)
    return 0 if clean else 1


def _killed(work: str, folder: Path, kills: int, seed: int) -> Tally:
    folder.mkdir()
    if work in MACHINES:
        return _killed_workers(folder, kills, seed, server=work != MACHINES[0])
    if work in VICTIMS:
        return process_kills(folder, kills, seed, work)
    return crawl_kills(folder, kills, seed) if work == "crawl" else delivery_kills(work, folder, kills, seed)


def _killed_workers(folder: Path, kills: int, seed: int, *, server: bool) -> Tally:
    from bench.kills.workers import REACH, worker_kills
    from tests.postgresql import Server

    logging.basicConfig(format="%(message)s")
    logging.getLogger("bench.kills").setLevel("INFO")

    with Server() as running:
        crash = running.crash if server else None
        tally, takeovers = worker_kills(folder, running.create, kills, seed, crash=crash)
        print(*_cells(tally), sep=" | ", file=sys.stderr, flush=True)  # before a server that is slow to end
    mean = sum(takeovers) / len(takeovers)
    print(f"gone on with after {mean:.1f} s in the mean, {max(takeovers):.1f} s at most", file=sys.stderr)
    if max(takeovers) > REACH:
        tally.problems.append(f"a takeover took more than {REACH:g} s")
    return tally


def _cells(tally: Tally) -> list[str]:
    counts = (tally.kills, tally.rounds, tally.rows, tally.lost, tally.torn, tally.repeated, tally.rekeyed)
    again = tally.fetched_again
    mean = f"{worst(again)}, {sum(again) / len(again):.1f}" if again else "–"
    store = "whole" if not tally.problems else f"{len(tally.problems)} problems"
    return [tally.what, *map(str, counts), str(tally.sent_again), mean, store]


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
