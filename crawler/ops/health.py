"""How `watch` is doing, for machines: /health (JSON; 200 or 503) and /metrics (Prometheus), on loopback.

`Health` is what the watching loop writes down and two threads read; `metrics` and `verdict` are pure over
it. The server listens on 127.0.0.1 unless told otherwise: what it says names sources, and outside a container
nobody else needs it. /metrics is written by prometheus_client (extra `warraq[metrics]`).
"""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from crawler.errors import InputError, StorageError
from crawler.runs.anomalies import KINDS
from crawler.runs.report import FATES

if TYPE_CHECKING:  # the extra "metrics"
    from prometheus_client import Metric

logger = logging.getLogger(__name__)

STALE = timedelta(minutes=5)  # without a turn of the loop: it turns once a second
COUNTS = tuple(column.replace(" ", "_") for column in FATES)
Labels = tuple[tuple[str, str], ...]
Values = dict[Labels, float]
LOOPBACK = "127.0.0.1"
MISSING_LIBRARY = "needs the Python package prometheus-client: pip install 'warraq[metrics]'"
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"  # of Prometheus


@dataclass
class SourceHealth:
    """What is known of one source since the watch began."""

    counts: Counter[str] = field(default_factory=Counter)
    last: datetime | None = None
    next: datetime | None = None
    delay: float | None = None
    fill: dict[str, float] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)  # kinds, of its last run


@dataclass
class Health:
    """What the loop writes down; `lock` is held for each change and each look."""

    began: datetime
    turned: datetime
    rounds: Counter[int] = field(default_factory=Counter)  # exit code → rounds
    running: int = 0
    last_exit: int | None = None
    sources: dict[str, SourceHealth] = field(default_factory=dict)
    problem: str = ""  # of the sources file
    lock: Lock = field(default_factory=Lock, repr=False)

    def of(self, name: str) -> SourceHealth:
        return self.sources.setdefault(name, SourceHealth())

    def ended(self, code: int, report: Mapping[str, Any]) -> None:
        """A round is over; `report` is what it left as JSON, empty where it left nothing."""
        self.rounds[code] += 1
        self.last_exit = code
        for name, numbers in (report.get("sources") or {}).items():
            source = self.of(name)
            source.counts.update({column: int(numbers.get(column) or 0) for column in (*COUNTS, "bytes")})
            source.delay = numbers.get("delay", source.delay)
            source.fill = numbers.get("fill") or source.fill
            source.findings = [str(finding["kind"]) for finding in numbers.get("findings") or ()]


def verdict(health: Health, now: datetime) -> tuple[bool, str]:
    """Whether all is well, and why not."""
    if now - health.turned > STALE:
        return False, f"the loop has not turned since {health.turned:%Y-%m-%d %H:%M:%S}"
    if health.last_exit == StorageError.exit_code:
        return False, "the last round could not read or write the store"
    if health.last_exit not in (None, 0, 4, 130):
        return False, f"the last round ended with {health.last_exit}"
    return (False, health.problem) if health.problem else (True, "ok")


def metrics(health: Health, now: datetime) -> str:
    """The Prometheus text format: https://prometheus.io/docs/instrumenting/exposition_formats/."""
    sources = _Each(health.sources)
    each, each_by = sources.value, sources.values
    rounds: Values = {(("exit", str(code)),): float(count) for code, count in sorted(health.rounds.items())}
    families: tuple[tuple[str, str, str, Values], ...] = (
        ("healthy", "gauge", "1 while all is well.", _of_all(verdict(health, now)[0])),
        ("started_timestamp_seconds", "gauge", "When the watch began.", _of_all(health.began.timestamp())),
        ("rounds_running", "gauge", "Crawls that are running.", _of_all(health.running)),
        ("rounds_total", "counter", "Crawls that ended, by exit code.", rounds),
        (
            *("pages_total", "counter", "Article pages by what came of them; found are new addresses."),
            each_by("outcome", lambda source: {name: source.counts[name] for name in COUNTS}),
        ),
        ("read_bytes_total", "counter", "Bytes of bodies, decoded.", each(lambda s: s.counts["bytes"])),
        ("delay_seconds", "gauge", "Seconds between two requests, in the last run.", each(lambda s: s.delay)),
        (
            *("fill_ratio", "gauge", "Share of the stored articles that have a field, in the last run."),
            each_by("field", lambda source: source.fill),
        ),
        (
            *("finding", "gauge", "1 where the last run was not as usual."),
            each_by("kind", lambda source: {kind: kind in source.findings for kind in KINDS}),
        ),
        (
            *("last_run_timestamp_seconds", "gauge", "When the source's last run began."),
            each(lambda source: _seconds(source.last)),
        ),
        (
            *("next_run_timestamp_seconds", "gauge", "When the source is due."),
            each(lambda source: _seconds(source.next)),
        ),
    )
    return exposition(families)


def exposition(families: Iterable[tuple[str, str, str, Values]]) -> str:
    """The text of families of values: each a name without its prefix, a type, a line of help, the values."""
    from prometheus_client import generate_latest
    from prometheus_client.registry import Collector

    class Families(Collector):
        def collect(self) -> Iterator["Metric"]:
            return (_family(*family) for family in families)

    return generate_latest(Families()).decode()


def _family(name: str, kind: str, text: str, values: Values) -> "Metric":
    """All values of a family have the same labels. The library adds the `_total` of a counter itself."""
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    labels = [label for label, _ in next(iter(values), ())]
    make = CounterMetricFamily if kind == "counter" else GaugeMetricFamily
    family = make(f"warraq_{name.removesuffix('_total')}", text, labels=labels)
    for labelled, value in values.items():
        family.add_metric([one for _, one in labelled], value)
    return family


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _of_all(value: float) -> Values:
    return {(): float(value)}


@dataclass(frozen=True)
class _Each:
    """Values a source, labelled with its name; None is no value."""

    sources: Mapping[str, SourceHealth]

    def value(self, of: Callable[[SourceHealth], float | None]) -> Values:
        known = ((name, of(source)) for name, source in self.sources.items())
        return {(("source", name),): float(value) for name, value in known if value is not None}

    def values(self, label: str, of: Callable[[SourceHealth], Mapping[str, float]]) -> Values:
        """One a source and name in the mapping, which `label` gives."""
        return {
            (("source", name), (label, key)): float(value)
            for name, source in self.sources.items()
            for key, value in of(source).items()
        }


Answer = tuple[int, str, str]  # status, content type, body


def answers(health: Health, clock: Callable[[], datetime]) -> Callable[[str], Answer]:
    """What a watch says at /metrics and, for every other path, at /health."""

    def answer(path: str) -> Answer:
        with health.lock:
            if path == "/metrics":
                return measured(lambda: metrics(health, clock()))
            well, why = verdict(health, clock())
            return told(well, why, running=health.running, sources=len(health.sources))

    return answer


def measured(text: Callable[[], str]) -> Answer:
    """The answer of /metrics; one line where the library that writes it is not installed."""
    try:
        return 200, EXPOSITION, text()
    except ModuleNotFoundError as error:
        if error.name != "prometheus_client":
            raise
        return 501, "text/plain", f"{MISSING_LIBRARY}\n"


def told(well: bool, why: str, **more: object) -> Answer:
    """The answer of /health."""
    body = {"healthy": well, "why": why, **more}
    return (200 if well else 503), "application/json", json.dumps(body) + "\n"


class Server:
    """Serves what `answer` says to a path, /health or /metrics, until `close`."""

    def __init__(self, answer: Callable[[str], Answer], port: int, host: str = LOOPBACK) -> None:
        class Handler(BaseHTTPRequestHandler):
            timeout = 5  # seconds for a request that does not come

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                found = answer(path) if path in ("/health", "/metrics") else (404, "text/plain", "no\n")
                body = found[2].encode()
                self.send_response(found[0])
                self.send_header("Content-Type", found[1])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: a look each few seconds is no news."""

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"cannot be listened on: {reason}", name=f"{host}:{port}") from error
        self.port: int = self._server.server_address[1]
        Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def served_at(where: str | None, answer: Callable[[str], Answer]) -> Iterator[None]:
    """Serves meanwhile, at a port of 127.0.0.1 or at HOST:PORT; None: nowhere."""
    if where is None:
        yield
        return
    host, port = address_of(where)
    server = Server(answer, port, host)
    logger.info("http://%s:%d/health and /metrics", host, server.port)
    if find_spec("prometheus_client") is None:
        logger.warning("/metrics %s", MISSING_LIBRARY)
    try:
        yield
    finally:
        server.close()


def address_of(text: str) -> tuple[str, int]:
    """ "9464" or "0.0.0.0:9464"."""
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise InputError("write a port, or an address and a port such as 0.0.0.0:9464", name=text)
    return host or LOOPBACK, int(port)
