"""What was found after the kills: one `Tally` a kind of work."""

import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import zstandard

Row = tuple[str, int]  # id and revision


@dataclass
class Tally:
    """Counts over all rounds of one kind of work; `problems` are lines for a person."""

    what: str
    kills: int = 0
    rounds: int = 0
    rows: int = 0  # that had to be there, over all rounds
    lost: int = 0
    torn: int = 0  # lines or files that are not whole
    repeated: int = 0  # rows that a place which may hold them once holds twice
    rekeyed: int = 0  # rows that came under two keys
    sent_again: int = 0  # rows that came twice under one key, as they may
    fetched_again: list[int] = field(default_factory=list)  # pages, after each kill
    problems: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.torn or self.repeated or self.rekeyed or self.problems)

    def compare(self, wanted: Iterable[Row], found: Counter[Row]) -> None:
        """Counts what is missing in `found`, and what is there more than once."""
        wanted = set(wanted)
        self.rows += len(wanted)
        self.lost += len(wanted - found.keys())
        self.repeated += sum(count - 1 for count in found.values())
        if strange := found.keys() - wanted:
            self.problems.append(f"{len(strange)} rows that are not in the store")


def unpacked(path: Path) -> bytes:
    """A file's bytes; raises where a packed one is not whole."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True)
        return reader.read()
    return data


def rows_of(paths: Iterable[Path], tally: Tally) -> Iterator[Row]:
    """The rows of files of JSON Lines; what is torn is counted."""
    for path in paths:
        try:
            data = unpacked(path)
        except (OSError, EOFError, zstandard.ZstdError):
            tally.torn += 1
            continue
        tally.torn += bool(data) and not data.endswith(b"\n")
        for line in data.splitlines():
            try:
                record = msgspec.json.decode(line)
                yield record["id"], record["revision"]
            except (msgspec.DecodeError, KeyError):
                tally.torn += 1
