"""The watch: what it starts and when, over a simulated day; stopping; changed files; and a real one."""

import json
import os
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from crawler.errors import PARTIAL, InputError
from crawler.ops.watch import ROUNDS, Watch
from crawler.ops.watch import watch as watch_for_good
from demo.crawl import sources_toml
from demo.server import DemoWeb
from pipelines.storage import Store
from tests import forked

START = datetime(2026, 11, 12, 0, 0, tzinfo=UTC)
SOURCE = '[[source]]\nname = "{0}"\nurl = "http://127.0.0.1:{1}/"\nallow_private = true\n{2}\n'
# A child that is no crawl: it leaves a report of the sources that it was given, and ends with exit code 0.
CHILD = 'import json,sys; print(json.dumps({"sources": {n: {"new": 1, "failed": 0} for n in sys.argv[2:]}}))'
SLEEPER = (
    "import signal,sys,time; signal.signal(15, lambda *a: sys.exit(130)); "
    "print('{}', flush=True); time.sleep(60)"
)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def sources(folder: Path, *lines: str) -> Path:
    file = folder / "sources.toml"
    file.write_text("".join(SOURCE.format(f"s{n}", 8000 + n, line) for n, line in enumerate(lines)), "utf-8")
    return file


def watch(file: Path, clock: Clock, child: str = CHILD) -> Watch:
    return Watch(file, [sys.executable, "-S", "-E", "-c", child], clock=clock)


def settle(one: Watch) -> None:
    for running in one.rounds:
        running.child.wait(10)


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_a_day_starts_what_is_due_and_leaks_nothing(tmp_path: Path) -> None:
    clock = Clock()
    one = watch(sources(tmp_path, 'every = "30m"', 'every = "1h"', 'cron = "5 */6 * * *"'), clock)
    before: tuple[int, int] = (0, 0)
    for minute in range(24 * 60):
        clock.now = START + timedelta(minutes=minute)
        one.turn()
        settle(one)
        if minute == 120:
            before = descriptors(), resident()
    one.turn()
    new = Counter({name: source.counts["new"] for name, source in one.health.sources.items()})
    # s2 never ran, so it ran at once; then at 0:05, 6:05, 12:05, 18:05
    assert new == {"s0": 48, "s1": 24, "s2": 5}
    assert descriptors() <= before[0]
    assert resident() - before[1] < 8 * 2**20
    assert set(one.health.rounds) == {0}


def test_what_runs_is_not_started_again_and_others_do_not_wait(tmp_path: Path) -> None:
    clock = Clock()
    one = watch(sources(tmp_path, 'every = "1m"', 'every = "2m"', 'every = "3m"'), clock, SLEEPER)
    try:
        one.turn()
        assert [r.names for r in one.rounds] == [("s0", "s1", "s2")]
        clock.now += timedelta(hours=1)
        one.turn()
        assert len(one.rounds) == 1
        more = one.file.read_text("utf-8") + "".join(SOURCE.format(f"m{n}", 8100 + n, "") for n in range(9))
        one.file.write_text(more + SOURCE.format("same", 8000, ""), "utf-8")  # the site of s0
        one.turn()
        assert len(one.rounds) == 2
        assert "same" not in one.rounds[1].names
        assert len(one.rounds) <= ROUNDS
        while not all(os.fstat(running.out.fileno()).st_size for running in one.rounds):
            time.sleep(0.02)  # a child that has not begun has nothing to finish
    finally:
        one.stop()
        one.run()
    assert not one.rounds
    assert set(one.health.rounds) == {130}


def test_a_wrong_file_leaves_the_sources_as_they_were(tmp_path: Path) -> None:
    clock = Clock()
    one = watch(sources(tmp_path, ""), clock)
    one.turn()
    one.file.write_text("[[source]]\nname = 1\n", "utf-8")
    one.turn()
    assert [source.name for source in one.sources] == ["s0"]
    assert "sources.toml:2" in one.health.problem
    sources(tmp_path, "", 'every = "1h"')
    one.turn()
    assert [source.name for source in one.sources] == ["s0", "s1"]
    assert one.health.problem == ""
    settle(one)
    one.turn()
    settle(one)


def test_without_a_contact_others_are_not_watched(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nname = "n"\nurl = "https://n.example/"\n', "utf-8")
    with pytest.raises(InputError, match="WARRAQ_CONTACT"):
        watch(file, Clock())
    Watch(file, ["true"], contact="me@example.org")


def test_a_restart_asks_nobody_twice(tmp_path: Path) -> None:
    database = str(tmp_path / "w.db")
    with Store.open(database) as store:
        run = store.start_run(START - timedelta(minutes=5), "crawl")
        store.finish_run(run, START, {"sources": {"s0": {"fetched": 3}, "s1": {"notes": ["left out"]}}})
    one = watch(sources(tmp_path, 'every = "1h"', 'every = "1h"'), Clock())
    one.remember(database)
    one.turn()
    assert [r.names for r in one.rounds] == [("s1",)]
    settle(one)


def reports(folder: Path) -> list[Path]:
    return sorted((folder / "reports").glob("run-*.json"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_real_watch(tmp_path: Path, number: signal.Signals) -> None:
    with DemoWeb() as web:
        text = sources_toml(web).split("\n\n")[0]
        (tmp_path / "sources.toml").write_text(text.replace("delay = 0", 'delay = 2\nevery = "1m"'), "utf-8")
        where = ["--database", str(tmp_path / "w.db"), "--output", str(tmp_path / "articles.jsonl")]
        words = ["watch", "--sources", str(tmp_path / "sources.toml"), *where, "--health", "0"]
        child = forked.Command(*words)
        port = next(
            line.split("127.0.0.1:")[1].split("/")[0] for line in child.errors() if "127.0.0.1:" in line
        )
        until = time.monotonic() + 60
        while not any("/robots.txt" in paths for paths in web.requests.values()) and time.monotonic() < until:
            time.sleep(0.1)
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            assert b"warraq_rounds_running 1" in answer.read()
        crawl = ["crawl", "--sources", str(tmp_path / "sources.toml")]
        other = forked.run(*crawl, *where, "--json")
        assert other.returncode == PARTIAL, "nothing was asked"
        (numbers,) = json.loads(other.stdout)["sources"].values()
        assert numbers["notes"] == ["left out: another run is at this site"]
        child.send_signal(number)
        child.wait(90)
    assert child.returncode == 0
    outcomes = [json.loads(file.read_bytes())["outcome"] for file in reports(tmp_path)]
    assert "shutdown" in outcomes
    assert len(list((tmp_path / "reports").glob("run-*.html"))) == len(outcomes)


def test_a_source_without_a_word_runs_when_its_addresses_are_due(tmp_path: Path) -> None:
    clock, due = Clock(), {"s0": START + timedelta(hours=5), "s1": START + timedelta(minutes=20)}
    one = watch(sources(tmp_path, "", ""), clock)
    one.due_times = lambda: due
    started: list[tuple[int, str]] = []
    for minute in range(8 * 60):
        clock.now = START + timedelta(minutes=minute)
        one.turn()
        for running in one.rounds:
            started += [(minute, name) for name in running.names]
            if minute:  # the first run finds what the table says; later ones settle their addresses
                due |= {name: clock.now + timedelta(hours=3) for name in running.names}
        settle(one)
    assert started == [(0, "s0"), (0, "s1"), (20, "s1"), (200, "s1"), (300, "s0"), (380, "s1")]


def test_a_changed_entry_is_tried_at_once(tmp_path: Path) -> None:
    clock = Clock()
    one = watch(sources(tmp_path, "", ""), clock)
    one.turn()
    settle(one)
    clock.now += timedelta(minutes=2)
    sources(tmp_path, "", "delay = 3")
    one.turn()
    assert [running.names for running in one.rounds] == [("s1",)]
    settle(one)


def test_a_round_asks_for_what_is_due_and_leaves_no_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Watch] = []

    def run(one: Watch) -> None:
        started.append(one)

    monkeypatch.setattr(Watch, "run", run)
    file, output = sources(tmp_path, ""), tmp_path / "a.jsonl"
    watch_for_good(
        file,
        database=str(tmp_path / "w.db"),
        output=output,
        contact="",
        allow_private=[],
        workers="1",
        health=None,
        export=True,
    )
    (one,) = started
    assert {"--due", "--no-export", "--minutes"} <= set(one.command)
    assert output.read_bytes() == b""  # of an empty store: written when the watch left
