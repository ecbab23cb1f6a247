"""Several engines of one run: which gets what, and what their supervisor does when they die or are stopped.

Its engines are fakes here, forked from the test; real ones crawl the demo web in the last test.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from logging import INFO, LogRecord
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bench.speed.meter import name_of, tree
from crawler.console import Console
from crawler.errors import InputError
from crawler.runs import engines, supervise
from crawler.runs.engines import Order, children_of, divide, engines_of, parse_workers
from crawler.runs.leases import Leases
from crawler.runs.plan import Plan
from crawler.runs.report import Report, SourceReport
from crawler.sources.file import Source
from demo.crawl import sources_toml
from demo.server import DemoWeb
from pipelines.storage import Store
from tests.forked import Command

Fake = Callable[[Connection, Order, object], None]


def source(name: str, **more: object) -> Source:
    return Source(name=name, url=f"https://{name}/", **more)  # type: ignore[arg-type]


def names(shares: Sequence[Sequence[Source]]) -> list[list[str]]:
    return [[one.name for one in share] for share in shares]


def test_sites_are_dealt_out_evenly_and_no_site_twice() -> None:
    many = [source(f"s{number}.example") for number in range(7)]
    shares = divide(many, 3)
    assert sorted(map(len, shares)) == [2, 2, 3]
    assert sorted(one.name for share in shares for one in share) == [one.name for one in many]


def test_there_are_no_more_engines_than_sites() -> None:
    assert names(divide([source("a.example"), source("b.example")], 9)) == [["a.example"], ["b.example"]]


def test_sources_of_one_owner_go_to_one_engine() -> None:
    """By their host, a host beside it, or one that a third names; a port of its own is a site of its own."""
    chosen = [
        source("news.town.org"),
        source("harbour.example"),
        Source(name="front", url="https://www.harbour.example/en/"),
        source("sport.town.org"),
        source("valley.example", domains=("harbour.example",)),
        Source(name="one", url="http://127.0.0.1:81/"),
        Source(name="two", url="http://127.0.0.1:82/"),
    ]
    shares = {frozenset(share) for share in names(divide(chosen, 9))}
    assert shares == {
        frozenset({"news.town.org", "sport.town.org"}),
        frozenset({"harbour.example", "front", "valley.example"}),
        frozenset({"one"}),
        frozenset({"two"}),
    }


def test_how_many_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [engines_of(cores) for cores in (1, 2, 3, 4, 8, 12, 64)] == [1, 1, 1, 2, 3, 4, 22]
    monkeypatch.setattr(engines, "cores", lambda: 8)
    assert [children_of(count) for count in (1, 3, 8, 20)] == [8, 3, 1, 1]
    assert [parse_workers(text) for text in ("auto", "0", "5")] == [None, None, 5]
    with pytest.raises(InputError):
        parse_workers("many")


def test_an_engine_that_goes_on_has_what_is_left_of_a_budget() -> None:
    before = SourceReport(counts=Counter(fetched=9, stored=6, unchanged=1), listings=4)
    plan = Plan((source("a.example"), source("b.example")), limit=10, contact="me@a.example")
    budgets = plan.budgets({"a.example": before})
    assert (budgets["a.example"].room(), budgets["b.example"].room()) == (2, 2)
    assert (budgets["a.example"].found, budgets["a.example"].fetched_articles) == (7, 9)
    budgets["a.example"].found += 3
    assert budgets["a.example"].kinds() == ()


# Engines that do one thing. Each is told of one source, which bears the fake's name.


def report_of(order: Order, fetched: int) -> dict[str, SourceReport]:
    (one,) = order.chosen
    assert order.part is not None
    before = order.part.reports.get(one.name, SourceReport())
    return {one.name: replace(before, counts=before.counts + Counter(fetched=fetched))}


def works(pipe: Connection, order: Order, lent: object) -> None:
    for number in range(3):
        pipe.send(LogRecord("fake", INFO, "", 0, f"line {number}", None, None))
    pipe.send(report_of(order, 5))
    pipe.send("finished")


def dies_at_work(pipe: Connection, order: Order, lent: object) -> None:
    """Until four engines have done something; none does more than one page."""
    reports = report_of(order, 1)
    pipe.send(reports)
    if next(iter(reports.values())).counts["fetched"] < 4:
        os.kill(os.getpid(), signal.SIGKILL)
    pipe.send("finished")


def dies_at_birth(pipe: Connection, order: Order, lent: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def has_no_disk(pipe: Connection, order: Order, lent: object) -> None:
    pipe.send("storage")


def is_slow(pipe: Connection, order: Order, lent: object) -> None:
    pipe.recv_bytes()
    pipe.send("shutdown")


def tells_to_stop(pipe: Connection, order: Order, lent: object) -> None:
    os.kill(os.getppid(), signal.SIGTERM)
    is_slow(pipe, order, lent)


def is_deaf(pipe: Connection, order: Order, lent: object) -> None:
    """Though told twice; so its supervisor is told again."""
    for _ in range(3):
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(0.02)
    time.sleep(60)


def supervised(
    monkeypatch: pytest.MonkeyPatch, database: str, *fakes: Fake
) -> tuple[Report, list[dict[str, object]]]:
    """The report of a run whose engines are these, and the runs that are on record."""
    by_name = {fake.__name__: fake for fake in fakes}

    def serve(pipe: Connection, order: Order, lent: object) -> None:
        by_name[order.chosen[0].name](pipe, order, lent)

    monkeypatch.setattr(supervise, "serve", serve)
    monkeypatch.setattr(supervise, "context", lambda: multiprocessing.get_context("fork"))
    chosen = [source(name) for name in by_name]
    orders = [Order(database, (one,)) for one in chosen]
    report, _ = supervise.crawl_together(chosen, orders, Console(stderr=True), quiet=True)
    with Store.open(database) as store:
        return report, store.last_runs(5)


def fetched(report: Report) -> dict[str, int]:
    return {name: one.counts["fetched"] for name, one in report.sources.items()}


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "w.db")


def test_one_run_and_one_report(
    monkeypatch: pytest.MonkeyPatch, file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    report, runs = supervised(monkeypatch, file, works, dies_at_work)
    assert (report.outcome, report.exit_code) == ("finished", 4), "nothing was stored"
    assert fetched(report) == {"works": 5, "dies_at_work": 4}, "each went on where the one before died"
    assert [(run["id"], run["exit"], run["report"]) for run in runs] == [(1, 4, report.to_json())]
    said = capfd.readouterr().err
    assert said.count("an engine died (signal 9)") == 3
    assert "INFO line 2" in said


def test_an_engine_that_cannot_live_is_given_up_and_the_others_finish(
    monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    report, runs = supervised(monkeypatch, file, dies_at_birth, works)
    assert (report.outcome, report.exit_code, runs[0]["exit"]) == ("engine", 1, 1)
    assert fetched(report) == {"dies_at_birth": 0, "works": 5}


def test_a_full_disk_ends_its_engine_and_the_run_says_so(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    report, _ = supervised(monkeypatch, file, has_no_disk, works)
    assert (report.outcome, report.exit_code) == ("storage", 3)
    assert fetched(report)["works"] == 5


@pytest.mark.parametrize(("fake", "outcome"), [(tells_to_stop, "shutdown"), (is_deaf, "stopped at once")])
def test_a_signal_ends_all(monkeypatch: pytest.MonkeyPatch, file: str, fake: Fake, outcome: str) -> None:
    before = signal.getsignal(signal.SIGTERM)
    report, _ = supervised(monkeypatch, file, is_slow, fake)
    assert (report.outcome, report.exit_code) == (outcome, 130)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    ("module", "unneeded"),
    [("crawler.runs.crawl", "scrapy"), ("crawler.spiders.news", "crawler.extraction")],
)
def test_a_process_imports_only_what_it_does(module: str, unneeded: str) -> None:
    code = f"import sys, {module}; print(any(name.startswith({unneeded!r}) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def eventually(true: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes as Linux has them")
def test_killed_engines_children_and_supervisor_lose_nothing(tmp_path: Path) -> None:
    with DemoWeb() as web:
        sites = dict(list(web.sites.items())[:2])
        entries = [
            one for one in sources_toml(web).split("\n[[") if any(url in one for url in sites.values())
        ]
        (tmp_path / "sources.toml").write_text("\n[[".join(entries).replace("delay = 0", "delay = 0.1"))
        words = ["crawl", "--sources", str(tmp_path / "sources.toml"), "--workers", "9", "--json"]
        words += ["--database", str(tmp_path / "w.db"), "--output", str(tmp_path / "a.jsonl")]
        asked = [web.requests[name] for name in sites]

        def start(more: int) -> Command:
            """A crawl that has asked each site so often."""
            wanted = [len(log) + more for log in asked]
            child = Command(*words)
            eventually(lambda: all(len(log) >= least for log, least in zip(asked, wanted, strict=True)))
            return child

        child = start(4)
        running = {pid: name_of(pid) for pid in tree(child.pid)}
        assert [*running.values()].count("warraq-engine") == 2
        child.kill()
        child.wait()
        eventually(lambda: all(map(is_gone, running)), seconds=20)
        with Leases(str(tmp_path / "w.db")) as leases:
            ours = {url.removeprefix("http://") for url in sites.values()}
            assert leases.take(ours) == ours, "nobody waits for what a killed run had"

        child = start(6)
        running = {pid: name_of(pid) for pid in tree(child.pid)}
        for pid, name in running.items():
            if name in ("warraq-engine", "warraq-extract"):
                os.kill(pid, signal.SIGKILL)
        done = child.ended()
        assert done.stderr.count("an engine died (signal 9)") == 2
        report = json.loads(done.stdout)
        assert (report["run"], report["outcome"], report["exit"]) == (2, "finished", 0)
        stored = [json.loads(line)["url"] for line in (tmp_path / "a.jsonl").read_text().splitlines()]
        expected = [one for one in web.addresses("article") if one.site in sites]
        assert len(stored) == len(set(stored)) == len(expected)
    with Store.open(str(tmp_path / "w.db")) as store:
        assert store.check() == []
