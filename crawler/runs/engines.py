"""Engines: processes that each crawl whole sites, with a reactor, a store and extracting children.

An engine is asked with an `Order` and answers through one pipe: its log lines, the reports of sources that
have changed since, and at the end how it ended. Through the same pipe it hears that it is to stop; where the
pipe ends, its supervisor is gone, and the engine goes too, at once: what it has not stored is still due, and
its leases are free with it. It leases its sites itself, so no other run or engine is at one of them.
"""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from logging import Formatter, Handler, LogRecord
from multiprocessing.connection import Connection
from queue import SimpleQueue

from crawler.errors import InputError
from crawler.runs.forking import borrow, call_myself
from crawler.runs.report import Report, SourceReport
from crawler.runs.workers import cores
from crawler.sources.file import Source
from crawler.urls import host_of, registrable, site_of, without_www

# Reactor and store take a third of the CPU that a page costs, the children two (`python -m bench.speed`), and
# an engine computes on one core at a time: with its children it keeps three busy. On fewer, a second engine
# would only take turns with the first.
CORES_AN_ENGINE = 3
ORPHANED = 70  # exit code of an engine whose supervisor is gone; nobody reads it

Said = LogRecord | dict[str, SourceReport] | str  # a log line; reports by source; how the engine ended


@dataclass(frozen=True)
class Part:
    """The run of which an engine's work is a part. `reports`: what its sources came to so far."""

    run: int
    started: datetime
    sources: int  # in the whole run
    reports: Mapping[str, SourceReport] = field(default_factory=dict)

    def report(self) -> Report:
        return Report(started=self.started, run=self.run, sources=dict(self.reports))


@dataclass(frozen=True)
class Order:
    """What an engine is asked for: whole sites, and how far. `arguments` are the spider's."""

    database: str
    chosen: tuple[Source, ...] = ()
    arguments: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)  # beside those of crawler.settings
    contact: str = ""
    allow_private: tuple[str, ...] = ()
    log_level: str = "INFO"
    workers: int = 0  # extracting children; 0 is one a core
    fail_on: tuple[str, ...] = ()  # as of `Report`
    lease: timedelta | None = None  # how long a dead engine keeps its sites; None: `leases.LEASE`
    part: Part | None = None  # None: the engine makes the run

    def going_on(self, sources: Mapping[str, SourceReport]) -> "Order":
        """The same for an engine that takes the place of one that died."""
        assert self.part is not None
        reports = {source.name: sources[source.name] for source in self.chosen}
        return replace(self, part=replace(self.part, reports=reports))


def parse_workers(text: str) -> int | None:
    """How many engines were asked for; None: as many as pay on this machine."""
    if text in ("auto", "0"):
        return None
    if not text.isdecimal():
        raise InputError("write auto, or a number of engines", name=f"--workers {text}")
    return int(text)


def divide(sources: Sequence[Source], wanted: int | None) -> list[tuple[Source, ...]]:
    """Which sources each engine gets; `wanted` None: as many engines as pay on this machine.

    Sources whose hosts belong together go to one: they may share a site, or name each other's articles.
    """
    engines = wanted or engines_of(cores())
    groups = together(sources) if engines > 1 else [list(sources)]
    engines = min(engines, len(groups))
    shares: list[list[Source]] = [[] for _ in range(engines)]
    for group in sorted(groups, key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [tuple(share) for share in shares]


def engines_of(cores: int) -> int:
    """How many engines pay on so many cores."""
    return -(-cores // CORES_AN_ENGINE)


def children_of(engines: int) -> int:
    """Extracting children of each engine: together about one a core."""
    return -(-cores() // engines)


def together(sources: Sequence[Source]) -> list[list[Source]]:
    """The sources in groups of which no two have an owner in common."""
    group_of: dict[str, list[Source]] = {}  # owner → the group that it is in
    groups: dict[int, list[Source]] = {}
    for source in sources:
        joined = {id(group): group for owner in _owners(source) if (group := group_of.get(owner)) is not None}
        group, *others = [*joined.values()] or [[]]
        groups[id(group)] = group
        for one in (source, *(one for other in others for one in other)):
            group.append(one)
            group_of.update(dict.fromkeys(_owners(one), group))
        for other in others:
            del groups[id(other)]
    return list(groups.values())


def _owners(source: Source) -> set[str]:
    """Whose hosts a source's are, as `pipelines.deduplicate.same_site` has it: with a port, its own."""
    sites = (source.site, *(site_of(f"http://{domain}/") for domain in source.domains))
    return {without_www(site if site != host_of(site) else registrable(site)) for site in sites}


class Line:
    """An engine's end of the pipe. What it says is sent by a thread of its own: a reactor does not wait."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._words: SimpleQueue[bytes | None] = SimpleQueue()
        self._speaker = threading.Thread(target=self._speak, name="line", daemon=True)
        self._speaker.start()
        self._stops = 0
        self._stop: Callable[[int], None] | None = None
        self._turn = threading.Lock()
        threading.Thread(target=self._listen, name="line", daemon=True).start()

    def say(self, said: Said) -> None:
        self._words.put(pickle.dumps(said))

    def on_stop(self, stop: Callable[[int], None]) -> None:
        """`stop` is called in another thread each time that the engine is to stop, with how often it was."""
        with self._turn:
            self._stop = stop
            if self._stops:
                stop(self._stops)

    def close(self) -> None:
        """When all has been said."""
        self._words.put(None)
        self._speaker.join()

    def _speak(self) -> None:
        while (words := self._words.get()) is not None:
            try:
                self._pipe.send_bytes(words)
            except OSError:
                os._exit(ORPHANED)

    def _listen(self) -> None:
        while True:
            try:
                self._pipe.recv_bytes()
            except (EOFError, OSError):
                os._exit(ORPHANED)
            with self._turn:
                self._stops += 1
                if self._stop is not None:
                    self._stop(self._stops)


class _Told(Handler):
    """Log lines, as texts: what they were made of stays here."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.setFormatter(Formatter("%(message)s"))
        self._line = line

    def emit(self, record: LogRecord) -> None:
        text = self.format(record)
        told = LogRecord(record.name, record.levelno, record.pathname, record.lineno, text, None, None)
        told.created = record.created
        self._line.say(told)


def serve(pipe: Connection, order: Order, lent: Mapping[str, object]) -> None:
    """An engine's life; `lent` is of its supervisor."""
    borrow(lent)
    call_myself("warraq-engine")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a service's end reaches all: the supervisor passes it on
    line = Line(pipe)
    from crawler.runs.crawlsites import crawl_part

    line.say(crawl_part(order, line, _Told(line)))
    line.close()
