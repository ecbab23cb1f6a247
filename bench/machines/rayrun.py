"""One run over a folder of archives by Ray: python -m bench.machines.rayrun ARCHIVES OUT WORKERS."""

import sys
import time
from pathlib import Path

import msgspec
import ray

from bench.machines.archives import Ran
from warraq.ray import extract_archives


def main(folder: str, out: str, workers: str) -> None:
    ray.init(num_cpus=int(workers), include_dashboard=False, log_to_driver=False)
    names = [str(path) for path in sorted(Path(folder).glob("*.warc.gz"))]
    begun = time.perf_counter()
    rows = extract_archives(names, out).take_all()
    seconds = time.perf_counter() - begun
    records, failed = (sum(row[name] for row in rows) for name in ("records", "failed"))
    print(msgspec.json.encode(Ran(seconds, sum(row["whole"] for row in rows), records, failed)).decode())
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
