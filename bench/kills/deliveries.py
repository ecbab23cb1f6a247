"""Kills over deliveries alone, a kind of destination at a time: a delivery is killed at a random instant of
its life and started again until it ends by itself; then everything is looked at, and a new round begins."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.kills.hook import serving
from bench.kills.tally import Row, Tally, rows_of
from crawler.items import Address, AddressKind, Article, Outcome, Status
from pipelines.storage import Log, Store
from pipelines.storage.log import Wanted

BATCH = 10  # rows a batch: many places to be killed at
SOURCES = ("harbour", "sada", "valley")
# Kinds of destinations: what their tables say; HOOK and FOLDER are filled in.
KINDS = {
    "local files": (
        'type = "jsonl"\npath = "out/all.jsonl"',
        'type = "jsonl"\npath = "out/parts.jsonl"\nmax_mb = 0.02',
        'type = "jsonl"\npath = "out/sources/{source}.jsonl.gz"',
        'type = "jsonl"\npath = "out/days/{day}.jsonl.zst"',
    ),
    "whole files": (
        f'type = "parquet"\npath = "out/columns"\nrows = {BATCH}',
        'type = "jsonl"\npath = "file://FOLDER/out/bucket/{source}.jsonl.gz"',
    ),
    "webhook": (f'type = "webhook"\nurl = "HOOK"\nrows = {BATCH}',),
    "command": (
        'type = "command"\ncommand = ["sh", "-c", '
        f'"mkdir -p out; cat > tmp.$$ && mv tmp.$$ out/$WARRAQ_BATCH"]\nrows = {BATCH}',
    ),
}
REPLACED = "whole files"  # those of a batch take the place of what it left before


def make_store(file: Path, rows: int) -> set[Row]:
    """A store with so many short articles; what its log holds."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with Store.open(str(file)) as store:
        store.commit([_article(number, now) for number in range(rows)], now=now)
        return log_rows(store)


def _article(number: int, now: datetime) -> Article:
    source = SOURCES[number % len(SOURCES)]
    url = f"https://{source}.example/{number}"
    words = f"{source} {number}: ship {number * 7919} of the line {number * 104729} came in on time."
    outcome = Outcome(Address(url, source, f"{source}.example", AddressKind.ARTICLE), Status.ARTICLE, "")
    return Article(
        url=url, title=f"Ship {number}", source=source, paragraphs=[words], text=words, outcome=outcome,
        published_at=now.isoformat(), fetched_at=now,
    )  # fmt: skip


def log_rows(store: Store) -> set[Row]:
    log = Log(store)
    return {(entry.id, entry.revision) for entry in log.read(0, log.end(), Wanted()).entries}


@contextmanager
def _starting(rows: int) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "bench.kills.starter", str(rows)]
    pipe = subprocess.PIPE
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=root
    ) as one:
        yield one


def _deliver(starter: "subprocess.Popen[str]", folder: Path, seconds: float | None) -> tuple[int, float]:
    assert starter.stdin is not None
    assert starter.stdout is not None
    print(folder, "-" if seconds is None else seconds, file=starter.stdin, flush=True)
    code, took = starter.stdout.readline().split()
    return int(code), float(took)


def delivery_kills(kind: str, folder: Path, kills: int, seed: int, rows: int = 200) -> Tally:
    """At least so many kills over deliveries of one kind."""
    tally, chance = Tally(f"delivery: {kind}"), random.Random(f"{seed} {kind}")
    wanted = make_store(folder / "warraq.db", rows)
    with _starting(BATCH) as starter:
        life = _round(kind, folder / "whole", starter, wanted, Tally(""), [None], chance)
        while tally.kills < kills:
            moments = [chance.uniform(0, life) for _ in range(kills - tally.kills)]
            _round(kind, folder / f"round-{tally.rounds}", starter, wanted, tally, [*moments, None], chance)
            tally.rounds += 1
    return tally


def _round(
    kind: str,
    folder: Path,
    starter: "subprocess.Popen[str]",
    wanted: set[Row],
    tally: Tally,
    moments: list[float | None],
    chance: random.Random,
) -> float:
    """Deliveries of one store, killed at those moments of their lives, until one ends; how long that took."""
    folder.mkdir()
    shutil.copy(folder.parent / "warraq.db", folder)
    with serving(chance) as hook:
        tables = KINDS[kind]
        text = "\n".join(f'[[destination]]\nname = "{n}"\n{keys}\n' for n, keys in enumerate(tables))
        text = text.replace("HOOK", hook.url).replace("FOLDER", str(folder))
        (folder / "destinations.toml").write_text(text, "utf-8")
        for moment in moments:
            code, took = _deliver(starter, folder, moment)
            tally.kills += code == -9
            if code not in (0, -9):
                tally.problems.append(f"{folder}: ended with {code}")
            if code != -9:
                break
        if kind == "webhook":
            hook.judge(wanted, tally)
    if kind != "webhook":
        _judge_files(kind, folder / "out", wanted, tally)
    with Store.open(str(folder / "warraq.db")) as store:
        tally.problems += store.check()
    return took


def _judge_files(kind: str, out: Path, wanted: set[Row], tally: Tally) -> None:
    if kind == "command":
        found = Counter(rows_of(out.iterdir(), tally))
        tally.rekeyed += sum(count > 1 for count in found.values())
        tally.compare(wanted, Counter(dict.fromkeys(found, 1)))
        return
    if kind == REPLACED:
        tally.compare(wanted, Counter(_parquet_rows(out / "columns", tally)))
        tally.compare(wanted, Counter(rows_of(out.glob("bucket/*.gz"), tally)))
        tally.torn += len(list(out.rglob("*.part")))
        return
    for pattern in ("all.jsonl", "parts*.jsonl", "sources/*.gz", "days/*.zst"):
        tally.compare(wanted, Counter(rows_of(out.glob(pattern), tally)))


def _parquet_rows(folder: Path, tally: Tally) -> Iterator[Row]:
    reader, problem = import_module("pyarrow.parquet"), import_module("pyarrow").ArrowException
    for file in folder.rglob("*.parquet"):
        try:
            table = reader.ParquetFile(file).read(["id", "revision"])
        except (problem, OSError):
            tally.torn += 1
            continue
        yield from zip(table["id"].to_pylist(), table["revision"].to_pylist(), strict=True)
