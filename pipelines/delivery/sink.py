"""What every kind of destination can do: take a batch of lines, and say when it has them.

A sink returns from `send` only when the destination has the rows; anything else raises `DeliveryError`.
What it raises is told to people, so it holds no URL's path, no header and no environment variable's value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from crawler.errors import DeliveryError
from pipelines.storage.cursors import Part
from pipelines.storage.log import Entry

MAX_BYTES = 8_000_000  # of one batch, in all: a few thousand articles; memory is bounded by it
MEGABYTE = 1_000_000  # as `max_mb` counts
SLACK = 60.0  # seconds that a claim outlasts the longest send: the database's own time


def gone(root: object) -> DeliveryError:
    """A folder that held files is not there today, as a disk that is not mounted."""
    return DeliveryError(f"{root} is gone; put it back, or make an empty one to begin anew")


@dataclass(frozen=True, slots=True)
class Lines:
    """A batch: log entries, each with its line (JSON without the line's end)."""

    entries: Sequence[Entry]
    lines: Sequence[bytes]
    again: bool  # a batch that may have been sent before
    after: int  # the log's positions from here on …
    reached: int  # … to here are the batch's; some may be nobody's, or not wanted

    @property
    def key(self) -> str:
        """The same for the same rows, whenever they are sent."""
        rows = "".join(f"{entry.position}:{entry.id}:{entry.revision}\n" for entry in self.entries)
        return "msg_" + sha256(rows.encode()).hexdigest()[:32]

    @property
    def span(self) -> str:
        """The positions as a name that sorts: 000000000001-000000000200."""
        return f"{self.after + 1:012d}-{self.reached:012d}"

    def ndjson(self) -> bytes:
        return b"".join(line + b"\n" for line in self.lines)


class Sink(Protocol):
    """One destination, for as long as its cursor is claimed."""

    rows: int  # at most, a batch
    size: int  # bytes of records, at most, a batch
    seconds: float  # that a send may take
    remembers: bool  # a batch sent twice does no harm to it: what is on its way need not be noted

    def open(self) -> None:
        """Makes good what a killed delivery left."""

    def prepare(self, batch: Lines) -> Sequence[Part]:
        """What files `send` will make, to be noted before it does. Raises if the batch must not go out."""

    def send(self, batch: Lines) -> Mapping[Part, int]:
        """Gives the rows; returns the new sizes of files that grow, for the cursor's transaction."""
