"""How far the reading of saved files has come, so that a run that was killed goes on inside a file.

A bookmark is a row of `addresses`: the file as its URL, the record that was done last as what the row
remembers. It is moved when everything up to a record is stored, and taken out when a run has read
all that it was given: the next run reads anew.
"""

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from crawler.fetching.archives import Place
from crawler.items import Address, AddressKind, Outcome, Status

SAVE = timedelta(seconds=1)  # between two moves of a bookmark: a killed run reads that much again
FRONT = 64 * 1024  # bytes that tell one file from another under the same name
SOURCE = "saved"

Recall = Callable[[str], tuple[Address, datetime | None] | None]
Keep = Callable[[Outcome], None]


@dataclass
class Bookmarks:
    """`recall` and `keep` are the store's; `clock` is the run's."""

    recall: Recall
    keep: Keep
    clock: Callable[[], datetime]
    _waiting: deque[tuple[Place, Outcome]] = field(default_factory=deque)
    _stored: set[int] = field(default_factory=set)  # ids of outcomes, which `_waiting` keeps alive
    _moved: dict[Path, int] = field(default_factory=dict)
    _files: set[Path] = field(default_factory=set)
    _saved: datetime | None = None
    _all_read: bool = False

    def begin(self, file: Path) -> int | None:
        """The record of a file that was done last, if its reading was broken off."""
        self._files.add(file)
        known = self.recall(_name(file))
        if known is None or known[0].etag != fingerprint(file):
            return None
        try:
            offset = msgspec.json.decode(known[0].memo or "", type=int)
        except msgspec.MsgspecError:
            return None
        return offset if 0 <= offset < file.stat().st_size else None

    def expect(self, place: Place, outcome: Outcome) -> None:
        """A page that was read; places come in their order."""
        self._waiting.append((place, outcome))

    def stored(self, outcome: Outcome) -> None:
        """Its outcome is committed."""
        self._stored.add(id(outcome))
        while self._waiting and id(self._waiting[0][1]) in self._stored:
            place, done = self._waiting.popleft()
            self._stored.discard(id(done))
            if place.file is not None:
                self._moved[place.file] = place.offset
        now = self.clock()
        if self._all_read and not self._waiting:
            self.take_out()
        elif self._saved is None or now - self._saved >= SAVE:
            self._saved = now
            for file, offset in self._moved.items():
                self.keep(self._outcome(file, offset))
            self._moved.clear()

    def all_read(self) -> None:
        """No more pages will come."""
        self._all_read = True
        if not self._waiting:
            self.take_out()

    def take_out(self) -> None:
        for file in self._files:
            if self.recall(_name(file)) is not None:
                self.keep(self._outcome(file, None))

    def _outcome(self, file: Path, offset: int | None) -> Outcome:
        address = Address(_name(file), SOURCE, SOURCE, AddressKind.ARCHIVE)
        text = msgspec.json.encode(offset).decode()
        mark = fingerprint(file)
        return Outcome(address, Status.LISTING, fetched_at=self.clock(), etag=mark, memo=text)


def fingerprint(file: Path) -> str:
    """Tells whether a file is still the same; one that has grown is."""
    with file.open("rb") as stream:
        return hashlib.sha256(stream.read(FRONT)).hexdigest()


def _name(file: Path) -> str:
    return file.resolve().as_uri()
