"""One run of several engines: started, listened to, started again where they die, stopped together.

Their supervisor makes the run and its report, and leaves the store alone while they work; it imports no
Scrapy. An engine says through its pipe what has changed in its sources' reports, so one that dies, however
suddenly, takes no more with it than a batch's counts: another goes on with its sources where it was.
"""

import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from logging import LogRecord
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess, SpawnProcess
from types import FrameType
from typing import Any

from crawler.console import Console
from crawler.runs.engines import Order, Part, Said, serve
from crawler.runs.forking import OURS, context, lend
from crawler.runs.onrecord import begin, end, utc_now
from crawler.runs.progress import LIVE_EVERY, log_to, shown
from crawler.runs.report import ENGINE, KILLED, Report
from crawler.sources.file import Source
from pipelines.storage import Store

logger = logging.getLogger(__name__)

DEATHS = 3  # of an engine in a row, with nothing done in between: another one would fare no better
LAST_WORDS = 10.0  # seconds from what an engine says last to its end: all that it had has ended before
ORDERLY = 2  # stops that engines are asked for, the second at once; whoever asks again need not wait
# How engines end, the worst last: the run ends as the worst of its engines.
ENDS = ("finished", "shutdown", KILLED, "stalled", ENGINE, "extraction", "storage")
_STOP = b"stop"


class _Engine:
    """An engine as its supervisor knows it."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.last = ""  # what it said of its end
        self.fruitless = 0  # deaths since something was done
        self.start()

    def start(self) -> None:
        """A process that cannot be started is one that has ended, as far as its pipe goes."""
        self.pipe, theirs = context().Pipe()
        self._process: ForkServerProcess | SpawnProcess | None
        self._process = context().Process(
            target=serve, args=(theirs, self.order, lend()), name=f"{OURS}engine"
        )
        try:
            self._process.start()
        except (OSError, EOFError) as error:
            logger.warning("an engine cannot be started: %s", error)
            self._process = None
        theirs.close()  # with our copy gone, the process's end is the pipe's end

    def stop(self) -> None:
        with suppress(OSError):  # it has just ended
            self.pipe.send_bytes(_STOP)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def leave(self) -> str:
        """Lets go of a process that has ended, or does so now; how, in words."""
        if self._process is not None:
            self._process.join(LAST_WORDS)
            self._process.kill()
            self._process.join()
        self.pipe.close()
        code = self._process.exitcode if self._process is not None else None
        return f"signal {-code}" if code is not None and code < 0 else f"exit {code}"


class Supervisor:
    """`run` blocks until all engines have ended; the report has what they came to."""

    def __init__(self, orders: Sequence[Order], report: Report) -> None:
        self._orders, self._report = orders, report
        self._stops = self._passed_on = 0
        self._ends: list[str] = []

    def stop(self, *_: object) -> None:
        """From a signal or another thread: the first time in an orderly way, the second at once."""
        self._stops += 1

    def run(self, show: Callable[[], None] = lambda: None) -> str:
        """How the run ended; `show` is called now and then meanwhile."""
        engines: list[_Engine] = []
        try:
            engines += map(_Engine, self._orders)
            while engines:
                self._turn(engines)
                show()
        finally:
            for engine in engines:
                engine.kill()
        return max(self._ends, key=_badness)

    def _turn(self, engines: list[_Engine]) -> None:
        """Hears what there is to hear, and passes on what signals asked for meanwhile."""
        by_pipe = {engine.pipe: engine for engine in engines}
        for pipe in wait(list(by_pipe), LIVE_EVERY):
            engine = by_pipe[pipe]  # type: ignore[index]  # wait gives back what it was given
            if self._has_ended(engine) and not self._began_again(engine):
                engines.remove(engine)
        while self._passed_on < self._stops:
            self._passed_on += 1
            for engine in engines:
                engine.stop() if self._passed_on <= ORDERLY else engine.kill()

    def _has_ended(self, engine: _Engine) -> bool:
        """Hears one thing that an engine says; whether it was the last."""
        try:
            said: Said = engine.pipe.recv()
        except (EOFError, OSError):
            return True
        if isinstance(said, LogRecord):
            logging.getLogger(said.name).handle(said)
        elif isinstance(said, str):
            engine.last = said
        else:
            engine.fruitless = 0
            self._report.sources |= said
        return bool(engine.last)

    def _began_again(self, engine: _Engine) -> bool:
        """Whether another engine goes on where this one died."""
        how = engine.leave()
        engine.fruitless += 1
        if not engine.last and not self._stops and engine.fruitless < DEATHS:
            logger.warning("an engine died (%s); another goes on with its sources", how)
            engine.order = engine.order.going_on(self._report.sources)
            engine.start()
            return True
        if not engine.last:
            engine.last = KILLED if self._stops else ENGINE
            if not self._stops:
                logger.error("an engine died (%s) %d times in a row; its sources are left", how, DEATHS)
        self._ends.append(engine.last)
        return False


def crawl_together(
    chosen: Sequence[Source], orders: Sequence[Order], console: Console, quiet: bool
) -> tuple[Report, list[dict[str, Any]]]:
    """One run of several engines, each with its order; its report, and those of earlier runs."""
    log_to(console, orders[0].log_level)

    def run(supervisor: Supervisor, report: Report) -> str:
        with _on_signals(supervisor.stop), shown(report, console, quiet) as show:
            return supervisor.run(show)

    with Store.open(orders[0].database) as store:
        return supervised(store, chosen, orders, run)


def supervised(
    store: Store,
    chosen: Sequence[Source],
    orders: Sequence[Order],
    run: Callable[[Supervisor, Report], str],
) -> tuple[Report, list[dict[str, Any]]]:
    """A run's record around the work of its engines, which `run` has done and says the end of."""
    report = Report(started=utc_now(), fail_on=orders[0].fail_on)
    report.run = begin(store, report.started, " ".join(sys.argv))
    for source in chosen:  # in their order, whichever engine tells first
        report.of(source.name)
    part = Part(report.run, report.started, len(chosen))
    report.outcome = run(Supervisor([replace(order, part=part) for order in orders], report), report)
    report.ended = utc_now()
    return report, end(store, report, report.ended)


def _badness(end: str) -> int:
    """Ends that only Scrapy knows come after an orderly one."""
    return ENDS.index(end) if end in ENDS else 1


@contextmanager
def _on_signals(heard: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
