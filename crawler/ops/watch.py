"""`warraq watch`: runs what is due until it is told to stop.

Each round is an ordinary `warraq crawl` of the sources that are due, in a child process: Scrapy's reactor
runs once a process, and what a crawl leaks leaves with it. A round that takes long (a slow site) does
not hold the others up: a few run side by side, never two of one source; the sites' leases keep out
other processes. A round asks only for what is due, and leaves no dataset: that is written once, when the
watch leaves. SIGTERM or SIGINT: the children finish what they have in hand and save; then we leave.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from crawler.errors import SourcesError, StorageError
from crawler.fetching.agent import user_agent
from crawler.ops.followed import Followed
from crawler.ops.health import Health, answers, served_at
from crawler.runs.anomalies import took_part
from crawler.runs.engines import parse_workers
from crawler.runs.storecommands import export_articles
from crawler.settings import USER_AGENT
from crawler.sources.file import Source
from crawler.sources.schedule import Timetable
from crawler.text import counted
from pipelines.storage import Store

logger = logging.getLogger(__name__)

TURN = 1.0  # seconds between two looks at clock and children
ROUNDS = 3  # crawls at once: one slow site and one slow sitemap leave room; each takes about 200 MB
GRACE = 75.0  # seconds for children to finish what is in flight: a fetch may take 30, a page 20
PAST = 300  # runs that are read to know when each source ran last
MINUTES = 10  # a round: what is left then stays due, so a slow site lets its companions go within reach
# Between two looks at what is due in the store, where no round has ended: others may crawl too.
ASK = timedelta(minutes=1)


@dataclass
class Round:
    """A crawl that is running."""

    names: tuple[str, ...]
    child: subprocess.Popen[bytes]
    out: IO[bytes]

    def report(self) -> dict[str, Any]:
        """What it printed; empty where it died before."""
        self.out.seek(0)
        try:
            found = json.loads(self.out.read() or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class Watch:
    """One watch. `command` is the crawl's own, to which a round adds its sources' names."""

    file: Path
    command: Sequence[str]
    contact: str = ""
    allow_private: Sequence[str] = ()
    zone: tzinfo = UTC
    environment: Mapping[str, str] = field(default_factory=dict)  # of the rounds, beside our own
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    due_times: Callable[[], Mapping[str, datetime]] = dict  # source → when its first address is due
    last: dict[str, datetime] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    stopping: bool = False
    _due: Mapping[str, datetime] = field(default_factory=dict)
    _asked: datetime | None = None

    def __post_init__(self) -> None:
        self.health = Health(began=self.clock(), turned=self.clock())
        self._followed = Followed(self.file, self.contact, self.allow_private)
        self._followed.load()

    @property
    def sources(self) -> tuple[Source, ...]:
        return self._followed.sources

    def remember(self, database: str) -> None:
        """When each source ran last, so that a restart asks nobody twice."""
        with Store.open(database) as store:
            for run in store.last_runs(PAST):
                for name, numbers in ((run["report"] or {}).get("sources") or {}).items():
                    if took_part(numbers):
                        self.last.setdefault(name, run["started"])

    def run(self) -> None:
        """Until `stop`."""
        while not self.stopping:
            self.turn()
            self.sleep(TURN)
        self._leave()

    def stop(self, *_: object) -> None:
        self.stopping = True

    def turn(self) -> None:
        """One look: what ended, what changed in the file, what is due."""
        self._reap()
        self._reload()
        now = self.clock()
        self._ask(now)
        running = {name for one in self.rounds for name in one.names}
        busy = {source.site for source in self.sources if source.name in running}
        free = [s for s in self.sources if s.name not in running and s.site not in busy]
        table = self.timetable()
        names = tuple(one.name for one in table.due(free, now))
        if names and len(self.rounds) < ROUNDS:
            self._start(names, now)
        with self.health.lock:
            self.health.turned, self.health.running = now, len(self.rounds)
            for one in table.times(self.sources, now):
                source = self.health.of(one.name)
                source.last, source.next = self.last.get(one.name), one.at

    def timetable(self) -> Timetable:
        return Timetable(self.last, self._due, self.zone)

    def _ask(self, now: datetime) -> None:
        """What the store says of when addresses are due; a store that cannot be read is no reason to end."""
        if self._asked is not None and now - self._asked < ASK:
            return
        self._asked = now
        try:
            self._due = self.due_times()
        except StorageError as error:
            logger.error("what is due cannot be read: %s", error)

    def _start(self, names: tuple[str, ...], now: datetime) -> None:
        out = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the round has ended
        # in a session of its own: Ctrl-C reaches it through us, once
        child = subprocess.Popen(
            [*self.command, "--", *names],
            stdout=out,
            start_new_session=True,
            env={**os.environ, **self.environment},
        )
        self.rounds.append(Round(names, child, out))
        self.last |= dict.fromkeys(names, now)
        logger.info("round of %s", ", ".join(names))

    def _reap(self) -> None:
        for one in [one for one in self.rounds if one.child.poll() is not None]:
            self.rounds.remove(one)
            self._asked = None
            report, code = one.report(), one.child.returncode
            one.out.close()
            with self.health.lock:
                self.health.ended(code, report)
            log = logger.info if code in (0, 4, 130) else logger.error
            log("round of %s ended with %d: %s", ", ".join(one.names), code, _in_short(report))
            for name, numbers in (report.get("sources") or {}).items():
                for finding in numbers.get("findings") or ():
                    logger.warning("%s: %s", name, finding["text"])

    def _reload(self) -> None:
        """Take up a changed file; a new entry is tried at once."""
        changed = self._followed.reload()
        if changed is None:
            return
        for name in changed:
            self.last.pop(name, None)
        with self.health.lock:
            self.health.problem = self._followed.problem
            if not self._followed.problem:
                for name in set(self.health.sources) - {source.name for source in self.sources}:
                    del self.health.sources[name]

    def _leave(self) -> None:
        for one in self.rounds:
            one.child.send_signal(signal.SIGTERM)
        until = time.monotonic() + GRACE
        for one in self.rounds:
            try:
                one.child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                logger.error(
                    "round of %s does not end; it is killed, the store is whole", ", ".join(one.names)
                )
                one.child.kill()
                one.child.wait()
        self._reap()


def _in_short(report: dict[str, Any]) -> str:
    sources = (report.get("sources") or {}).values()
    words = (f"{sum(numbers.get(c) or 0 for numbers in sources)} {c}" for c in ("new", "changed", "failed"))
    return ", ".join(words)


def watch(
    file: Path,
    *,
    database: str,
    output: Path,
    contact: str,
    allow_private: Sequence[str],
    workers: str,
    health: str | None,
    export: bool = True,
) -> None:
    """Watch until SIGTERM or SIGINT; then write the dataset."""
    user_agent(USER_AGENT, contact)
    parse_workers(workers)
    if not file.exists():
        raise SourcesError("cannot be read: there is no such file", path=str(file))
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources", str(file)]
    environment = {"WARRAQ_DATABASE": database}  # where a password may stand: everybody reads command lines
    command += ["--output", str(output), "--workers", workers, "--quiet", "--json"]
    command += ["--due", "--no-export", "--minutes", str(MINUTES)]
    command += [word for place in allow_private for word in ("--allow-private", place)]
    command += ["--contact", contact] if contact else []
    with Store.open(database) as store:
        one = Watch(
            file, command, contact, allow_private, local_zone(), environment, due_times=store.due_times
        )
        one.remember(database)
        with _stopped_by_signals(one), served_at(health, answers(one.health, one.clock)):
            logger.info("watching %s of %s", counted(len(one.sources), "source"), file)
            one.run()
    if export:
        written = counted(export_articles(database, str(output)), "article")
        logger.info("%s in %s", written, output)
    logger.info("left")


@contextmanager
def _stopped_by_signals(one: Watch) -> Iterator[None]:
    before = {number: signal.signal(number, one.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def local_zone() -> tzinfo:
    """The machine's time zone with its summer time: TZ, else /etc/localtime, else UTC."""
    names = (
        os.environ.get("TZ", "").removeprefix(":"),
        os.path.realpath("/etc/localtime").partition("zoneinfo/")[2],
    )
    for name in filter(None, names):
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            continue
    return UTC
