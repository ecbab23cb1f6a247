"""kill -9 while delivering: nothing lost, no line torn, none repeated in files, none under another key.

A child delivers and kills itself at the n-th line of our code that any of its threads runs, with n drawn
from a fixed seed; it is started again until it ends by itself.
"""

import gzip
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipelines.delivery.destinations import Destinations, Jsonl
from pipelines.storage import Log, Store
from tests import forked
from tests.delivery.receiver import fill, receiving, rows_of, run

ROWS = 90
KILLS = 20
# One process with everything imported, which starts deliveries as its children, one after another: each is
# killed at the n-th line that it runs, for the numbers that follow the folder; 0 is never.
STARTER = """
import os, signal, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from pipelines.delivery.destinations import load_destinations
from pipelines.delivery import appending, command, objects, webhook
from pipelines.delivery.deliver import deliver
from pipelines.storage import Store

left = 0

def count(frame, event, _):
    global left
    if "pipelines/" not in frame.f_code.co_filename:
        return None
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return count

def run():
    folder = Path(sys.argv[1])
    with Store.open(str(folder / "warraq.db")) as store:
        destinations = load_destinations(folder / "destinations.toml")
        if left:
            threading.settrace(count)
        report = deliver(store, destinations, lambda: datetime.now(UTC), environ=os.environ, again=True)
        print(report.lines(), file=sys.stderr)
        return len(report.failed)

appending.FileSink.rows = objects.ROWS = 10
for count_of_lines in sys.argv[2:]:
    left = int(count_of_lines)
    child = os.fork()
    if not child:
        os._exit(run())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def deliver_and_die(folder: Path, lines: Sequence[int]) -> list[int]:
    """Deliveries one after another, and their exit statuses: each is killed at its n-th line; 0 is never."""
    starter = forked.Command("-c", STARTER, str(folder), *map(str, lines), program=forked.PYTHON)
    done = starter.ended(600)  # of a machine that has much else to do
    assert done.returncode == 0, done.stderr
    codes = [int(code) for code in done.stdout.split()]
    assert set(codes) <= {0, -9}, done.stderr
    return codes


def write_toml(folder: Path, entries: Mapping[str, str]) -> None:
    tables = [f'[[destination]]\nname = "{name}"\n{keys}\n' for name, keys in entries.items()]
    (folder / "destinations.toml").write_text("\n".join(tables))


def kill_and_finish(folder: Path, seed: int, most: int, least: int = 1) -> int:
    """Kills a few deliveries, lets the last one end; returns how many died."""
    chance = random.Random(seed)
    codes = deliver_and_die(folder, [*(chance.randrange(least, most) for _ in range(KILLS)), 0])
    assert codes[-1] == 0
    return codes.count(-9)


def test_local_files_hold_each_row_once(store: Store, tmp_path: Path) -> None:
    kinds = {
        "plain": 'type = "jsonl"\npath = "plain.jsonl"',
        "small": 'type = "jsonl"\npath = "small.jsonl"\nmax_mb = 0.005',
        "sources": 'type = "jsonl"\npath = "sources/{source}.jsonl.gz"',
        "table": 'type = "csv"\npath = "table.csv"\nfields = ["url"]',
    }
    write_toml(tmp_path, kinds)
    for number in range(0, ROWS, 3):
        fill(store, range(number, number + 3), ("harbour", "sada", "valley")[number // 3 % 3])
    assert kill_and_finish(tmp_path, seed=6, most=6_000) >= KILLS // 2
    urls = Counter(row["url"] for row in rows_of(tmp_path / "plain.jsonl"))
    assert (len(urls), max(urls.values())) == (ROWS, 1)
    parts = sorted(tmp_path.glob("small*.jsonl"))
    assert Counter(row["url"] for part in parts for row in rows_of(part)) == urls
    assert max(part.stat().st_size for part in parts) <= 5_000
    packed = [gzip.decompress(file.read_bytes()) for file in (tmp_path / "sources").iterdir()]
    assert sum(data.count(b"\n") for data in packed) == len({*b"".join(packed).splitlines()}) == ROWS
    lines = (tmp_path / "table.csv").read_text().splitlines()
    assert len(lines) == len(set(lines)) == ROWS + 1
    assert store.check() == []


def test_a_webhook_gets_each_row_under_one_key(store: Store, tmp_path: Path) -> None:
    fill(store, range(ROWS))
    with receiving() as receiver:
        write_toml(tmp_path, {"search": f'type = "webhook"\nurl = "{receiver.url}"\nrows = 10'})
        # The server has a batch some 650 lines after the start, and the cursor moves some 40 later.
        assert kill_and_finish(tmp_path, seed=7, least=550, most=750) >= KILLS // 2
    assert len(set(receiver.rows())) == ROWS
    batches = Counter(zip(receiver.keys(), receiver.bodies, strict=True))
    assert len(batches) == len(set(receiver.keys())) == ROWS // 10, "one key, one body"
    assert len(receiver.bodies) > len(batches), "some batch did go out twice"


def test_whole_files_hold_each_row_once(store: Store, tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow.parquet")
    for number in range(0, ROWS, 3):
        fill(store, range(number, number + 3), ("harbour", "sada", "valley")[number // 3 % 3])
    kinds = {
        "columns": 'type = "parquet"\npath = "columns"\nrows = 10',
        "bucket": f'type = "jsonl"\npath = "file://{tmp_path}/bucket/{{source}}.jsonl.gz"',
    }
    write_toml(tmp_path, kinds)
    assert kill_and_finish(tmp_path, seed=8, most=3_000) >= KILLS // 2
    ids = [
        key
        for file in (tmp_path / "columns").rglob("*.parquet")
        for key in arrow.read_table(file, columns=["id"]).column("id").to_pylist()
    ]
    assert len(ids) == len(set(ids)) == ROWS
    rows = [gzip.decompress(file.read_bytes()) for file in (tmp_path / "bucket").iterdir()]
    assert sum(data.count(b"\n") for data in rows) == len({*b"".join(rows).splitlines()}) == ROWS
    assert not list(tmp_path.rglob("*.part"))


def test_a_killed_program_leaves_its_command_whole_rows(store: Store, tmp_path: Path) -> None:
    fill(store, range(ROWS))
    script = "sleep 0.05; cat >> got"
    write_toml(tmp_path, {"program": f'type = "command"\ncommand = ["/bin/sh", "-c", "{script}"]\nrows = 30'})
    kill_and_finish(tmp_path, seed=9, most=900)
    assert len({row["id"] for row in rows_of(tmp_path / "got")}) == ROWS


def test_what_a_child_delivered_is_gone_on_with_here(store: Store, tmp_path: Path) -> None:
    fill(store, range(30))
    write_toml(tmp_path, {"archive": 'type = "jsonl"\npath = "all.jsonl"'})
    assert deliver_and_die(tmp_path, [400]) == [-9]
    entries = (Jsonl(name="archive", path="all.jsonl"),)
    assert run(store, Destinations(tmp_path, entries)).failed == ()
    assert len(rows_of(tmp_path / "all.jsonl")) == 30
    assert [cursor.holder for cursor in Log(store).cursors()] == [None]
