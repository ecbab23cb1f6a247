"""Kafka as a destination: a fake that fails in named ways, and the library's own mock of a cluster."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crawler.fromenv import FromEnv
from crawler.items import Article
from pipelines.delivery import kafka
from pipelines.delivery.destinations import Destinations, Kafka
from pipelines.storage import Log, Store
from tests.delivery.receiver import fill, run
from tests.pipelines.making import NOW, article

PASSWORD = "password-of-ours-91"
TOPIC = "news"


class FakeError:
    """As `confluent_kafka.KafkaError`."""

    def __init__(self, text: str) -> None:
        self._text = text

    def str(self) -> str:
        return self._text


class FakeException(Exception):
    """As `confluent_kafka.KafkaException`, which holds a KafkaError."""


Report = Callable[[FakeError | None, Any], None]


@dataclass
class Message:
    key: str
    row: dict[str, Any]
    headers: dict[str, bytes]


@dataclass
class FakeKafka:
    """A cluster behind the library's names; each turn's producer takes the next mode, then all are "ok".

    Modes: "ok"; "down" (no broker answers), "too large" (every third message, before it is sent), "refused"
    (every third, by the broker), "late" (the answers: what was sent has arrived, and is said to have timed
    out), "full" (the producer's own queue, now and then), "settings" (it cannot be made).
    """

    modes: list[str] = field(default_factory=list)
    taken: list[Message] = field(default_factory=list)
    settings: list[dict[str, Any]] = field(default_factory=list)
    KafkaException = FakeException

    def Producer(self, settings: dict[str, Any]) -> "FakeProducer":
        self.settings.append(settings)
        mode = self.modes.pop(0) if self.modes else "ok"
        if mode == "settings":
            raise FakeException(FakeError('No such configuration property: "no.such"'))
        return FakeProducer(self, mode, settings["error_cb"])

    def ids(self) -> list[tuple[str, int]]:
        return [(message.key, message.row["revision"]) for message in self.taken]


class FakeProducer:
    def __init__(self, cluster: FakeKafka, mode: str, trouble: Callable[[FakeError], None]) -> None:
        self._cluster, self._mode, self._trouble = cluster, mode, trouble
        self._out: list[tuple[Message, Report]] = []
        self._count = 0

    def produce(
        self, topic: str, value: bytes, key: bytes, on_delivery: Report, headers: list[tuple[str, bytes]]
    ) -> None:
        assert topic == TOPIC
        self._count += 1
        if self._mode == "too large" and self._count % 3 == 0:
            raise FakeException(FakeError("Broker: Message size too large"))
        if self._mode == "full" and self._count % 3 == 0:
            raise BufferError("Local: Queue full")
        self._out.append((Message(key.decode(), msgspec.json.decode(value), dict(headers)), on_delivery))

    def poll(self, _timeout: float) -> int:
        return self.flush(0)

    def flush(self, _timeout: float) -> int:
        if self._mode == "down":
            self._trouble(FakeError("127.0.0.1:9092/bootstrap: Connect failed: Connection refused"))
            return len(self._out)
        out, self._out = self._out, []
        for number, (message, report) in enumerate(out, 1):
            if self._mode == "refused" and number % 3 == 0:
                report(FakeError("Broker: Unknown topic or partition"), None)
                continue
            self._cluster.taken.append(message)
            report(FakeError("Local: Message timed out") if self._mode == "late" else None, None)
        return 0

    def purge(self) -> None:
        out, self._out = self._out, []
        for _, report in out:
            report(FakeError("Local: Purged in queue"), None)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> FakeKafka:
    fake = FakeKafka()
    monkeypatch.setattr(kafka, "_client", lambda: fake)
    return fake


def topic(**more: Any) -> Destinations:
    values = {"servers": "kafka.example:9092", "topic": TOPIC, "rows": 10, "timeout": 5.0, **more}
    return Destinations(Path(), (Kafka(name="stream", **values),))


def changed(number: int, text: str) -> Article:
    """The page of this number with another text."""
    return article(f"https://harbour.example/{number}", source="harbour", body=(text,))


def positions(cluster: FakeKafka) -> list[int]:
    return [int(message.headers[kafka.POSITION_HEADER]) for message in cluster.taken]


def test_each_row_is_a_message_under_its_article_s_id_in_the_log_s_order(
    store: Store, cluster: FakeKafka
) -> None:
    fill(store, range(25))
    store.commit([changed(3, "Another text, of which nothing was known before.")], now=NOW)
    report = run(store, topic())
    assert (report.failed, report.turns["stream"].rows) == ((), 26)
    assert positions(cluster) == sorted(set(positions(cluster)))
    assert len(set(cluster.ids())) == 26
    assert all(message.key == message.row["id"] for message in cluster.taken)
    assert len({message.headers[kafka.BATCH_HEADER] for message in cluster.taken}) == 3
    revisions = [revision for key, revision in cluster.ids() if key == cluster.ids()[-1][0]]
    assert revisions == [1, 2]


def test_what_makes_every_row_arrive_is_set_and_secrets_come_from_the_environment(
    store: Store, cluster: FakeKafka
) -> None:
    fill(store, [1])
    entry = topic(settings={"sasl.password": FromEnv("KAFKA_PASSWORD"), "client.id": "ours"})
    run(store, entry, environ={"KAFKA_PASSWORD": PASSWORD})
    [settings] = cluster.settings
    assert (settings["enable.idempotence"], settings["acks"]) == (True, "all")
    assert (settings["bootstrap.servers"], settings["delivery.timeout.ms"]) == ("kafka.example:9092", 5000)
    assert (settings["sasl.password"], settings["client.id"]) == (PASSWORD, "ours")
    fill(store, [2])
    missing = run(store, entry).turns["stream"]
    assert "the environment variable KAFKA_PASSWORD is not set" in str(missing.reason)


# (mode, what the report says, messages that have arrived all the same)
FAILURES = [
    ("down", "0 of 10 messages confirmed; article", 0),
    ("down", "(127.0.0.1:9092/bootstrap: Connect failed: Connection refused)", 0),
    ("too large", "bytes: Broker: Message size too large", 0),
    ("refused", "7 of 10 messages confirmed; article", 7),
    ("refused", "revision 1: Broker: Unknown topic or partition", 7),
    ("late", "0 of 10 messages confirmed; article", 10),
    ("settings", 'no producer can be made: No such configuration property: "no.such"', 0),
]


@pytest.mark.parametrize(("mode", "says", "arrived"), FAILURES)
def test_a_batch_that_is_not_confirmed_comes_again_whole(
    store: Store, cluster: FakeKafka, mode: str, says: str, arrived: int
) -> None:
    fill(store, range(10))
    cluster.modes = [mode]
    first = run(store, topic()).turns["stream"]
    assert says in str(first.reason)
    assert (first.rows, first.behind, len(cluster.taken)) == (0, 10, arrived)
    fill(store, range(10, 14))  # more has come meanwhile
    last = run(store, topic(), again=True).turns["stream"]
    assert (last.rows, last.behind, last.reason) == (14, 0, None)
    assert len(set(cluster.ids())) == 14
    again = positions(cluster)[arrived:]
    assert again == sorted(again)
    assert len(again) == 14
    repeated = {message.headers[kafka.BATCH_HEADER] for message in cluster.taken[: arrived + 10]}
    assert len(repeated) == 1, "what comes again names the same batch"


def test_a_full_queue_is_waited_for(store: Store, cluster: FakeKafka) -> None:
    fill(store, range(10))
    cluster.modes = ["full"]
    report = run(store, topic())
    assert (report.failed, len(set(cluster.ids()))) == ((), 10)


def test_another_topic_is_another_destination(store: Store, cluster: FakeKafka) -> None:
    fill(store, [1])
    run(store, topic())
    fill(store, [2])
    other = run(store, topic(topic="other")).turns["stream"]
    assert "was 'kafka news' so far and is 'kafka other' now; give it another name" in str(other.reason)


def test_a_library_that_is_not_there_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, [1])
    monkeypatch.setitem(sys.modules, "confluent_kafka", None)
    report = run(store, topic())
    assert "pip install 'warraq[kafka]'" in str(report.turns["stream"].reason)


@pytest.fixture
def brokers() -> Iterator[str]:
    """Two of the library's mock brokers, which speak the protocol on loopback."""
    client = pytest.importorskip("confluent_kafka", reason="warraq[kafka] is not installed")
    owner = client.Producer({"test.mock.num.brokers": 2, "bootstrap.servers": "x:1", "log_level": 0})
    found = owner.list_topics(timeout=10).brokers.values()
    yield ",".join(f"{broker.host}:{broker.port}" for broker in found)
    del owner


def consumed(brokers: str, count: int) -> list[Any]:
    import confluent_kafka

    settings = {"bootstrap.servers": brokers, "group.id": "tests", "auto.offset.reset": "earliest"}
    consumer = confluent_kafka.Consumer(settings)
    consumer.subscribe([TOPIC])
    try:
        found: list[Any] = consumer.consume(count, timeout=30)
        return found
    finally:
        consumer.close()


def test_a_real_producer_delivers_to_brokers(store: Store, brokers: str) -> None:
    fill(store, range(30))
    report = run(store, topic(servers=brokers, timeout=30.0))
    assert (report.failed, report.turns["stream"].rows) == ((), 30)
    rows = [msgspec.json.decode(message.value()) for message in consumed(brokers, 30)]
    log = Log(store)
    assert len({row["id"] for row in rows}) == 30
    assert log.cursors()[0].position == log.end()


def test_a_real_producer_tells_of_brokers_that_are_not_there_and_of_texts_that_are_too_long(
    store: Store, brokers: str
) -> None:
    store.commit([changed(1, "word " * 4000)], now=NOW)
    down = run(store, topic(servers="127.0.0.1:1", timeout=1.0)).turns["stream"]
    assert "0 of 1 message confirmed" in str(down.reason)
    assert "Connection refused" in str(down.reason)
    small = topic(servers=brokers, settings={"message.max.bytes": "1000"})
    long = run(store, small, again=True).turns["stream"]
    assert "Message size too large" in str(long.reason)
    wrong = run(store, topic(servers=brokers, settings={"no.such": "1"}), again=True).turns["stream"]
    assert 'no producer can be made: No such configuration property: "no.such"' in str(wrong.reason)
    assert run(store, topic(servers=brokers, timeout=30.0), again=True).turns["stream"].rows == 1


def test_a_producer_ends_with_its_turn(store: Store, brokers: str) -> None:
    def threads() -> int:
        return len(list(Path("/proc/self/task").iterdir()))

    fill(store, [1])
    run(store, topic(servers=brokers, timeout=30.0))
    before = threads()
    for number in range(2, 5):
        fill(store, [number])
        run(store, topic(servers=brokers, timeout=30.0))
    # Each producer has several threads; the last one's, and those of other tests, may be about to end.
    last = time.monotonic() + 10
    while threads() >= before + 3 and time.monotonic() < last:
        time.sleep(0.05)
    assert threads() < before + 3
