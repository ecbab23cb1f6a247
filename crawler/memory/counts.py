"""Counts by hash: a bounded table that forgets slowly, as arrays.

A row is the hash of something that pages show, on how many pages it stood and what else was counted there,
and the number of the page that first had it. With each page what was counted before weighs a little less,
so that rows which no page has any more sink to the end; past the bound the rarest rows go.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

FADING = 127 / 128  # what a count weighs a page later: the last hundred pages or so make the memory
DIGITS = 3  # decimals of a count; a rarer row is next to go anyway

KEPT, PARTS = 7, 8  # of a full table, so that rows are not ranked at every page

Hashes = NDArray[np.uint32]
Counted = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """`keys` ascend, `counts` is (rows × columns), its first column pages; `since` is a page, by number."""

    keys: Hashes
    counts: Counted
    since: Hashes

    @classmethod
    def empty(cls, columns: int) -> Self:
        nothing = np.empty(0, dtype=np.uint32)
        return cls(nothing, np.empty((0, columns), dtype=np.float32), nothing)

    def __len__(self) -> int:
        return len(self.keys)

    def parts(self) -> tuple[Hashes, Counted, Hashes]:
        return self.keys, self.counts, self.since

    def rows(self, keys: Hashes) -> NDArray[np.int64]:
        """The row of each key, -1 where it has none."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, place, -1)

    def with_page(self, keys: Hashes, counts: Counted, page: int, most: int) -> Self:
        """The table after a page that had these (each once), at the most so many rows of it."""
        rows = self.rows(keys)
        new, met = np.flatnonzero(rows < 0), np.flatnonzero(rows >= 0)
        before = self.counts * np.float32(FADING)
        before[rows[met]] = before.take(rows[met], axis=0) + counts.take(met, axis=0)
        columns = np.concatenate((before, counts.take(new, axis=0)))
        merged = np.concatenate((self.keys, keys[new]))
        since = np.concatenate((self.since, np.full(len(new), page, dtype=np.uint32)))
        order = np.argsort(merged, kind="stable")
        if len(order) > most:
            # Of two that are as rare the older one goes. Not all need be in order, only be parted there.
            rank = np.rint(columns[:, 0] * 10**DIGITS).astype(np.uint64) << np.uint64(32) | since
            kept = most * KEPT // PARTS
            left = np.zeros(len(order), dtype=bool)
            left[np.argpartition(rank, len(order) - kept)[-kept:]] = True
            order = order[left[order]]
        return type(self)(merged[order], columns.take(order, axis=0).round(DIGITS), since[order])
