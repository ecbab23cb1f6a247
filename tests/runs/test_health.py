"""Health and metrics: what a probe and Prometheus read, on loopback only."""

import json
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.errors import InputError
from crawler.ops.health import STALE, Health, Server, answers, metrics, verdict

NOW = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
REPORT = {
    "sources": {
        'وادي "السنديان"\n\\': {
            "found": 9,
            "new": 7,
            "failed": 1,
            "bytes": 5000,
            "delay": 1.5,
            "fill": {"title": 1.0, "authors": 0.25},
            "findings": [{"kind": "quiet", "text": "collects nothing since …"}],
        }
    }
}


@pytest.fixture
def health() -> Health:
    return Health(began=NOW, turned=NOW)


def test_counts_add_up_over_rounds(health: Health) -> None:
    health.ended(0, REPORT)
    health.ended(4, REPORT)
    health.ended(1, {})
    text = metrics(health, NOW)
    name = 'source="وادي \\"السنديان\\"\\n\\\\"'
    for line in (
        'warraq_rounds_total{exit="0"} 1.0',
        'warraq_rounds_total{exit="4"} 1.0',
        f'warraq_pages_total{{outcome="new",{name}}} 14.0',
        f'warraq_pages_total{{outcome="changed",{name}}} 0.0',
        f"warraq_read_bytes_total{{{name}}} 10000.0",
        f"warraq_delay_seconds{{{name}}} 1.5",
        f'warraq_fill_ratio{{field="authors",{name}}} 0.25',
        f'warraq_finding{{kind="quiet",{name}}} 1.0',
        f'warraq_finding{{kind="missing",{name}}} 0.0',
        "warraq_healthy 0.0",
    ):
        assert line in text.split("\n"), line


# Dashboards and alerts of other people name these.
NAMES = {
    "warraq_healthy": "gauge",
    "warraq_started_timestamp_seconds": "gauge",
    "warraq_rounds_running": "gauge",
    "warraq_rounds": "counter",
    "warraq_pages": "counter",
    "warraq_read_bytes": "counter",
    "warraq_delay_seconds": "gauge",
    "warraq_fill_ratio": "gauge",
    "warraq_finding": "gauge",
    "warraq_last_run_timestamp_seconds": "gauge",
    "warraq_next_run_timestamp_seconds": "gauge",
}


def test_the_names_stay_and_the_library_reads_what_it_wrote(health: Health) -> None:
    health.ended(0, REPORT)
    health.of("n").last = health.of("n").next = NOW
    families = {one.name: one for one in text_string_to_metric_families(metrics(health, NOW))}
    assert {name: one.type for name, one in families.items()} == NAMES
    (source,) = REPORT["sources"]
    read = {sample.labels["source"]: sample.value for sample in families["warraq_read_bytes"].samples}
    assert read == {source: 5000, "n": 0}
    due = families["warraq_next_run_timestamp_seconds"].samples
    assert [(sample.labels, sample.value) for sample in due] == [({"source": "n"}, NOW.timestamp())]


def test_without_the_library_only_metrics_are_missing(
    health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    answer = answers(health, lambda: NOW)
    assert answer("/health")[0] == 200
    status, kind, text = answer("/metrics")
    assert (status, kind, "pip install 'warraq[metrics]'" in text) == (501, "text/plain", True)


@pytest.mark.parametrize(
    ("exits", "problem", "later", "well", "word"),
    [
        ([], "", timedelta(0), True, "ok"),
        ([0, 4], "", timedelta(0), True, "ok"),
        ([130], "", timedelta(0), True, "ok"),
        ([3], "", timedelta(0), False, "store"),
        ([3, 0], "", timedelta(0), True, "ok"),
        ([-9], "", timedelta(0), False, "-9"),
        ([0], "sources.toml:3: name: is missing", timedelta(0), False, "sources.toml:3"),
        ([0], "", STALE * 2, False, "not turned"),
    ],
)
def test_verdicts(
    health: Health, exits: list[int], problem: str, later: timedelta, well: bool, word: str
) -> None:
    for code in exits:
        health.ended(code, {})
    health.problem = problem
    found, why = verdict(health, NOW + later)
    assert found is well
    assert word in why


@pytest.fixture
def server(health: Health) -> Iterator[Server]:
    server = Server(answers(health, lambda: NOW), 0)
    yield server
    server.close()


def test_served(server: Server, health: Health) -> None:
    health.ended(0, REPORT)
    with urlopen(f"http://127.0.0.1:{server.port}/health", timeout=5) as answer:
        assert json.load(answer) == {"healthy": True, "why": "ok", "running": 0, "sources": 1}
    with urlopen(f"http://127.0.0.1:{server.port}/metrics?x=1", timeout=5) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert "warraq_healthy 1" in answer.read().decode()
    health.ended(3, {})
    with pytest.raises(HTTPError) as caught:
        urlopen(f"http://127.0.0.1:{server.port}/health", timeout=5)
    assert caught.value.code == 503
    assert not json.load(caught.value)["healthy"]
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"http://127.0.0.1:{server.port}/etc/passwd", timeout=5)


def test_only_loopback_is_listened_on(server: Server) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.2", server.port))  # would be taken if the server listened everywhere


def test_a_port_that_is_taken_is_told(server: Server, health: Health) -> None:
    with pytest.raises(InputError, match=f"127.0.0.1:{server.port}"):
        Server(answers(health, lambda: NOW), server.port)
