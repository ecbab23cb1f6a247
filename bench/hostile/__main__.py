"""Prints the battery's table; exit code 1 where a case came out otherwise than it has to."""

import argparse
import sys
import tempfile
from pathlib import Path

import bench.hostile
from bench.hostile.battery import PART, Battery, run
from bench.hostile.cases import cases
from crawler.console import Console, Table

WIDTH = 150
NUMBERS = ("extraction s", "requests")


def table(battery: Battery) -> Table:
    found = Table("case", "what", "outcome", "reason", *NUMBERS, "", right=NUMBERS)
    for result in battery.results:
        verdict = "; ".join(result.faults) or "ok"
        words = (result.case.name, result.case.what, result.outcome, result.reason[:70])
        numbers = (f"{result.seconds:.1f}", str(result.requests))
        found.row(*words, *numbers, verdict, bold=bool(result.faults))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=bench.hostile.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="shorter time-outs, smaller pages, no second try"
    )
    parser.add_argument("--only", action="append", help="this case; may be repeated")
    parser.add_argument("--log", action="store_true", help="the crawl's log as well")
    wanted = parser.parse_args()
    chosen = [
        case for case in cases(PART if wanted.quick else 1) if not wanted.only or case.name in wanted.only
    ]
    console = Console(width=WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        battery = run(chosen, Path(folder), quick=wanted.quick)
    console.print(table(battery))
    memory = f"largest extractor {battery.worker_memory / 2**20:.0f} MiB"
    memory += f", the crawl itself {battery.memory / 2**20:.0f} MiB"
    console.print(f"{len(chosen)} cases in one crawl of {battery.seconds:.0f} s; {memory}")
    for fault in battery.faults:
        console.print("", head=fault, colour="red")
    if wanted.log:
        console.print(battery.log)
    sys.exit(1 if battery.faults else 0)


if __name__ == "__main__":
    main()
