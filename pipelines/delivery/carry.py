"""One destination's turn: claim its cursor, give it batch after batch, move the cursor after each.

Before a batch goes to a destination that cannot be cut back, its end is noted; after a kill exactly that
batch goes out again, under the same key. What fails is noted too, with the time of the next try.
"""

import logging
import os
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from crawler.errors import DeliveryError, LostClaimError, StorageError
from crawler.items import SCHEMA_VERSION
from pipelines.delivery.destinations import AnyDestination, Command, Csv, Jsonl, Kafka, Parquet, Webhook
from pipelines.delivery.pick import KEY_FIELDS, only
from pipelines.delivery.sink import SLACK, Lines, Sink
from pipelines.record import FIELDS
from pipelines.storage.cursors import Cursor, Part
from pipelines.storage.log import Entry, Log, Wanted

logger = logging.getLogger(__name__)

FIRST_BACKOFF = timedelta(seconds=15)
MAX_BACKOFF = timedelta(hours=1)  # a destination that is mended gets its rows within the hour
_SECRET = re.compile("SECRET|TOKEN|PASSWORD|PASSWD|KEY|CREDENTIAL", re.IGNORECASE)
MIN_SECRET = 6  # characters: shorter values ("1", "yes") are words of any message


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to. `behind`: positions of the log that the destination has not seen."""

    rows: int = 0
    position: int = 0
    behind: int = 0
    reason: str | None = None  # why it stopped short
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a delivery is given from outside."""

    log: Log
    folder: Path
    environ: Mapping[str, str]
    now: Callable[[], datetime]
    stop: Event
    holder: str


def backoff(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: 15 s, 30 s, … an hour."""
    doubled: int = 2 ** min(failures, 16)
    return min(FIRST_BACKOFF * doubled, MAX_BACKOFF)


def made(entry: AnyDestination) -> str:
    """What a cursor stands for: a destination that became another thing is not gone on with."""
    kind = str(entry.__struct_config__.tag)
    if isinstance(entry, Csv):  # its columns are those of its first line
        return f"{kind} {entry.path} {','.join(entry.fields) or f'schema {SCHEMA_VERSION}'}"
    if isinstance(entry, Kafka):
        return f"{kind} {entry.topic}"
    return f"{kind} {entry.path}" if isinstance(entry, Jsonl | Parquet) else kind


def turn(entry: AnyDestination, around: Surroundings, *, again: bool = False) -> Turn:
    """Delivers what the log holds by now. `again`: also where a failure's back-off is not over."""
    end, cursor, now = around.log.end(), around.log.cursor(entry.name), around.now()
    if cursor and cursor.made == made(entry) and cursor.position >= end:
        return Turn(position=cursor.position)
    if cursor and cursor.retry_at and not again and now < cursor.retry_at <= now + MAX_BACKOFF:
        return Turn(0, cursor.position, end - cursor.position, cursor.reason, cursor.retry_at)
    start = end if entry.start == "now" else 0
    until = now + timedelta(seconds=SLACK)
    new = Cursor(entry.name, made(entry), start, holder=around.holder, until=until)
    cursor = around.log.claim(new, now, has_ended)
    if cursor.holder != around.holder:
        reason = "another program is delivering to it"
        return Turn(0, cursor.position, max(end - cursor.position, 0), reason, cursor.until)
    return _Turn(entry, around, cursor, end).take()


class _Turn:
    """A turn while the cursor is ours."""

    def __init__(self, entry: AnyDestination, around: Surroundings, cursor: Cursor, end: int) -> None:
        self._entry, self._around, self._cursor, self._end = entry, around, cursor, end
        self._rows = 0

    def take(self) -> Turn:
        reason: str | None = None
        retry_at: datetime | None = None
        try:
            self._drain()
        except (DeliveryError, OSError) as error:
            reason = redacted(str(error), self._around.environ)
            asked = timedelta(seconds=min(getattr(error, "wait", None) or 0, MAX_BACKOFF.total_seconds()))
            retry_at = self._around.now() + max(backoff(self._cursor.failures), asked)
            with suppress(LostClaimError):
                self._around.log.fail(self._cursor, reason, retry_at)
            logger.warning("%s: %s; next try at %s", self._entry.name, reason, f"{retry_at:%H:%M:%S}")
        except LostClaimError:
            reason = "another program took it over"
        finally:
            self._around.log.release(self._cursor)
        position = self._cursor.position
        return Turn(self._rows, position, max(self._end - position, 0), reason, retry_at)

    def _drain(self) -> None:
        if self._cursor.made != made(self._entry):
            raise DeliveryError(
                f"was {self._cursor.made!r} so far and is {made(self._entry)!r} now; give it another name"
            )
        sink = sink_of(self._entry, self._around, self._cursor)
        sink.open()
        while self._cursor.position < self._end and not self._around.stop.is_set():
            self._step(sink)

    def _step(self, sink: Sink) -> None:
        log, cursor = self._around.log, self._cursor
        wanted = Wanted(self._entry.sources, self._entry.languages)
        if cursor.pending is not None:  # the same rows again: the same batch
            batch = log.read(cursor.position, cursor.pending, wanted)
        else:
            batch = log.read(cursor.position, self._end, wanted, rows=sink.rows, size=sink.size)
        sizes: Mapping[Part, int] = {}
        if batch.entries:
            rows, again = _lines(batch.entries, self._entry.fields), cursor.pending is not None
            lines = Lines(batch.entries, rows, again, cursor.position, batch.reached)
            sizes = self._send(sink, lines)
        count = len(batch.entries)
        known = sizes if sink.remembers else None
        log.advance(cursor, batch.reached, count, known, self._around.now())
        self._cursor = replace(self._cursor, position=batch.reached, pending=None, failures=0)
        self._rows += count

    def _send(self, sink: Sink, lines: Lines) -> Mapping[Part, int]:
        """What the sink returns. A fault that nobody thought of is this destination's, and no other's."""
        try:
            self._hold(sink, lines.reached, sink.prepare(lines))
            return sink.send(lines)
        except (DeliveryError, OSError, LostClaimError, StorageError):
            raise
        except Exception as error:
            logger.exception("%s: an unexpected error", self._entry.name)
            raise DeliveryError(f"unexpected {type(error).__name__}: {error}") from error

    def _hold(self, sink: Sink, reached: int, makes: Sequence[Part]) -> None:
        """Notes what is about to go out, and renews the claim for as long as that may take."""
        now, held = self._around.now(), self._cursor.until
        if sink.remembers and held is not None and held - now > timedelta(seconds=SLACK / 2):
            return
        until = now + timedelta(seconds=max(sink.seconds, SLACK))
        self._around.log.hold(self._cursor, until, None if sink.remembers else reached, makes)
        self._cursor = replace(self._cursor, until=until)


def _lines(entries: Sequence[Entry], fields: Sequence[str]) -> Sequence[bytes]:
    records = [entry.record for entry in entries]
    if not fields:
        return records
    return list(only(records, [name for name in FIELDS if name in KEY_FIELDS or name in fields]))


def sink_of(entry: AnyDestination, around: Surroundings, cursor: Cursor) -> Sink:
    """The sink for a destination; raises what is missing for it."""
    if isinstance(entry, Webhook):
        from pipelines.delivery.webhook import WebhookSink

        return WebhookSink(entry, around.environ, around.now, around.stop.wait)
    if isinstance(entry, Kafka):
        from pipelines.delivery.kafka import KafkaSink

        return KafkaSink(entry, around.environ)
    if isinstance(entry, Command):
        from pipelines.delivery.command import CommandSink

        return CommandSink(entry, around.folder, around.environ)
    if isinstance(entry, Parquet) or entry.is_url:
        from pipelines.delivery.objects import ObjectSink

        return ObjectSink(entry, around.folder, around.log, cursor)
    from pipelines.delivery.appending import FileSink

    return FileSink(entry, around.folder, around.log, cursor)


def holder_of(token: str) -> str:
    """Who we are, for claims: machine, process, and a token of this call."""
    return f"{socket.gethostname()}/{os.getpid()}/{token}"


def has_ended(holder: str) -> bool:
    """Whether a holder is a process of this machine that is no more: killed, its claim still runs."""
    machine, process, _ = holder.rsplit("/", 2)
    if machine != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def redacted(text: str, environ: Mapping[str, str]) -> str:
    """The text without the values of variables that are named like credentials."""
    for name, value in environ.items():
        if _SECRET.search(name) and len(value) >= MIN_SECRET:
            text = text.replace(value, f"${name}")
    return " ".join(text.split())
