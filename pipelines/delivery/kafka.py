"""Kafka: each row is a message whose key is the article's id, so its revisions stay in order.

The producer is idempotent: what it sends again by itself is written once. A batch is done when the brokers
have confirmed every message of it (`acks=all`). Where one of them is not, the whole batch comes again, so a
row arrives at least once; its (id, revision), and the headers below, tell a repetition. Of a compacted topic
the latest revision of each article remains, and of one that was forgotten only that.

Only here confluent-kafka is imported (an optional extra).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from crawler.errors import DeliveryError
from crawler.fromenv import resolved
from crawler.text import counted
from pipelines.delivery.destinations import Kafka
from pipelines.delivery.sink import MAX_BYTES, SLACK, Lines
from pipelines.storage.cursors import Part
from pipelines.storage.log import Entry

BATCH_HEADER, POSITION_HEADER = "warraq-batch", "warraq-position"
GRACE = 5.0  # seconds beyond the time-out: the library says of each message what became of it
FULL_WAIT = 0.1  # seconds between two tries where the library's own queue is full
MAX_REASON = 200  # characters of the library's words

_OURS = {
    "enable.idempotence": True,
    "acks": "all",
    # As Kafka's own clients have it: an article is in the partition where others look for its key.
    "partitioner": "murmur2_random",
    "client.id": "warraq",
    "log_level": 2,  # it writes to standard error what the report says as well
}

Settings = Mapping[str, Any]
Report = Callable[[Any, Any], None]  # of a message: KafkaError or None, and the message


def _client() -> Any:
    """confluent-kafka, or an error that says how to get it. (By name: it need not be there.)"""
    try:
        return import_module("confluent_kafka")
    except ImportError as error:
        raise DeliveryError("Kafka needs confluent-kafka: pip install 'warraq[kafka]'") from error


@dataclass
class _Sending:
    """What the brokers said of a batch so far."""

    confirmed: int = 0
    refused: list[str] = field(default_factory=list)  # a line for each message that they have not

    def report_on(self, entry: Entry) -> Report:
        """What the library calls when a message has arrived, or will not."""

        def report(error: object, _message: object) -> None:
            if error is None:
                self.confirmed += 1
            else:
                self.refused.append(f"{_name(entry)}: {_said(error)}")

        return report


class _Trouble:
    """The last that a producer heard of its connections.

    It knows nothing of who has the producer: a producer ends, threads and all, when nobody has it any more.
    """

    said = ""

    def hear(self, error: object) -> None:
        self.said = _said(error)


class KafkaSink:
    """Sends each batch with a producer of its own turn; `client` is the library, or what stands for it."""

    remembers = False
    size = MAX_BYTES

    def __init__(self, entry: Kafka, environ: Mapping[str, str], client: Any = None) -> None:
        self._entry, self._client = entry, client or _client()
        self.rows, self.seconds = entry.rows, entry.timeout + GRACE + SLACK
        self._trouble = _Trouble()
        self._producer = self._made(_further(entry, environ))

    def _made(self, further: Settings) -> Any:
        settings = {
            **_OURS,
            **further,
            "bootstrap.servers": self._entry.servers,
            "delivery.timeout.ms": int(self._entry.timeout * 1000),
            "error_cb": self._trouble.hear,
        }
        try:
            return self._client.Producer(settings)
        except self._client.KafkaException as error:
            raise DeliveryError(f"no producer can be made: {_said(error)}") from error

    def open(self) -> None:
        """Nothing: what may have been sent is sent again with the same headers."""

    def prepare(self, batch: Lines) -> Sequence[Part]:
        """None."""
        return ()

    def send(self, batch: Lines) -> Mapping[Part, int]:
        sending = _Sending()
        try:
            for entry, line in zip(batch.entries, batch.lines, strict=True):
                self._produce(entry, line, batch.key, sending.report_on(entry))
            self._producer.flush(self._entry.timeout + GRACE)
        finally:
            if sending.confirmed < len(batch.entries):  # nothing of it may arrive after what comes next
                self._producer.purge()
                self._producer.flush(GRACE)
        if sending.confirmed < len(batch.entries):
            raise DeliveryError(self._short(sending, len(batch.entries)))
        return {}

    def _produce(self, entry: Entry, line: bytes, key: str, report: Report) -> None:
        headers = [(BATCH_HEADER, key.encode()), (POSITION_HEADER, str(entry.position).encode())]
        while True:
            try:
                self._producer.produce(
                    self._entry.topic, line, entry.id.encode(), on_delivery=report, headers=headers
                )
                return
            except BufferError:  # its queue is full: it empties, or its messages' time is over
                self._producer.poll(FULL_WAIT)
            except self._client.KafkaException as error:
                raise DeliveryError(f"{_name(entry)}, {len(line):,} bytes: {_said(error)}") from error

    def _short(self, sending: _Sending, rows: int) -> str:
        """Why a batch is not done, in a line."""
        first = next(iter(sending.refused), f"no answer in {self._entry.timeout:g} s")
        trouble = f" ({self._trouble.said})" if self._trouble.said else ""
        return f"{sending.confirmed} of {counted(rows, 'message')} confirmed; {first}{trouble}"


def _name(entry: Entry) -> str:
    return f"article {entry.id} revision {entry.revision}"


def _further(entry: Kafka, environ: Mapping[str, str]) -> Mapping[str, str]:
    try:
        return resolved(entry.settings, environ)
    except ValueError as error:
        raise DeliveryError(str(error)) from error


def _said(error: object) -> str:
    """What a KafkaError, or the exception that holds one, says."""
    inner = error.args[0] if isinstance(error, Exception) and error.args else error
    text = inner.str() if hasattr(inner, "str") else str(inner)
    return " ".join(text.split())[:MAX_REASON]
