"""Deliveries as children of one process that has everything imported, so that a kill meets work, not imports.

    python -m bench.kills.starter ROWS

Each line on standard input is a folder and the seconds after which the delivery there is killed (or "-").
Each answer is the exit status and how many seconds it took.
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from pipelines.delivery import appending, command, objects, webhook
from pipelines.delivery.deliver import deliver
from pipelines.delivery.destinations import load_destinations
from pipelines.storage import Store

STEP = 0.001  # seconds between two looks whether the child has ended
WAIT = 0.02  # seconds before a request is sent again: with the usual one, most kills would meet a wait


def deliver_in(folder: Path) -> int:
    """One delivery; 0 when every destination has everything."""
    with Store.open(str(folder / "warraq.db")) as store:
        destinations = load_destinations(folder / "destinations.toml")
        report = deliver(store, destinations, lambda: datetime.now(UTC), environ=os.environ, again=True)
    print("\n".join(report.lines()), file=sys.stderr)
    return len(report.failed)


def start(folder: Path, seconds: float | None) -> tuple[int, float]:
    """Starts a child, kills it in time; how it ended, after how long."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        try:
            os._exit(deliver_in(folder))
        finally:
            os._exit(99)
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        took = time.monotonic() - begun
        if ended:
            return os.waitstatus_to_exitcode(status), took
        if seconds is not None and took >= seconds:
            os.kill(child, signal.SIGKILL)
            seconds = None
        time.sleep(STEP)


def main() -> None:
    appending.FileSink.rows = objects.ROWS = int(sys.argv[1])
    webhook.FIRST_WAIT = WAIT
    assert command
    for line in sys.stdin:
        folder, seconds = line.rsplit(maxsplit=1)
        code, took = start(Path(folder), None if seconds == "-" else float(seconds))
        print(code, took, flush=True)


if __name__ == "__main__":
    main()
