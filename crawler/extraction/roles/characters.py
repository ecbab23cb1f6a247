"""Counts of characters by class, for all blocks of a page at once and for every script.

A table gives each code point its classes; few combinations of them occur, so that one histogram a text holds
all counts. Words are what stands between spaces, and two characters a word where a script sets none.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.reading.keys import code_points

CLASSES = SPACE, UPPER, DIGIT, LETTER, UNSPACED, COMMA, STOP, QUOTE, SYMBOL = [1 << bit for bit in range(9)]

_COMMAS = ",،、，;؛；"
_STOPS = ".!?…。！？؟۔।॥։።᙮។။"
_QUOTES = "\"'“”„«»‘’‚「」『』《》()（）[]"
_SYMBOLS = "|>»•·/→›▶►+&@#©®_=*~"
_UNSPACED_RANGES = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))

Floats = NDArray[np.float32]
Classes = NDArray[np.uint16]


def _table() -> Classes:
    """Code point → classes; beyond the basic plane everything counts as a letter."""
    table = np.zeros(0x10000, dtype=np.uint16)
    for code in range(0xFFFF):
        category = unicodedata.category(chr(code))
        if category[0] == "L":
            table[code] = LETTER | (UPPER if category == "Lu" else 0)
        elif category == "Nd":
            table[code] = DIGIT
        elif category[0] == "Z":
            table[code] = SPACE
    for first, last in _UNSPACED_RANGES:
        table[first : last + 1] |= np.where(table[first : last + 1] & LETTER, UNSPACED, 0).astype(np.uint16)
    for bit, members in ((COMMA, _COMMAS), (STOP, _STOPS), (QUOTE, _QUOTES), (SYMBOL, _SYMBOLS)):
        for char in members:
            table[ord(char)] |= bit
    table[ord("\n")] = SPACE
    table[0xFFFF] = LETTER
    return table


@cache
def _combinations() -> tuple[NDArray[np.uint8], Classes, Floats]:
    """Code point → the number of its combination; its classes; (classes × combinations) 1 for those in it."""
    classes, number = np.unique(_table(), return_inverse=True)
    members = (classes & np.array(CLASSES)[:, None]) != 0
    return number.astype(np.uint8), classes, members.astype(np.float32)


class Characters:
    """The classes of every character of these texts (none of them empty), and sums over each text."""

    def __init__(self, texts: Sequence[str]) -> None:
        numbers, self._classes, members = _combinations()
        size = len(self._classes)
        self.codes = code_points("".join(texts))
        self._number = numbers.take(np.minimum(self.codes, 0xFFFF))
        self.length = np.fromiter(map(len, texts), np.int64, len(texts))
        self.ends = np.cumsum(self.length)
        self.starts = self.ends - self.length
        place = np.repeat(np.arange(0, len(texts) * size, size), self.length) + self._number
        histogram = np.bincount(place, minlength=len(texts) * size).reshape(len(texts), size)
        self._counts: Floats = members @ histogram.T.astype(np.float32)

    def count(self, bit: int) -> Floats:
        """For each text, its characters of this class."""
        found: Floats = self._counts[CLASSES.index(bit)]
        return found

    def words(self) -> Floats:
        """For each text, its words."""
        spaces, unspaced = self.count(SPACE), self.count(UNSPACED)
        found: Floats = (spaces + 1 + np.where(unspaced > 0, unspaced / 2 - 1, 0)).astype(np.float32)
        return found

    def first(self) -> Classes:
        """Classes of each text's first character."""
        return self._classes_at(self.starts)

    def last(self) -> Classes:
        """Classes of each text's last character, of the one before where that closes a quotation."""
        last = self._classes_at(self.ends - 1)
        before = self._classes_at(np.maximum(self.ends - 2, self.starts))
        found: Classes = np.where(last & QUOTE, before, last)
        return found

    def _classes_at(self, places: NDArray[np.int64]) -> Classes:
        found: Classes = self._classes[self._number[places]]
        return found
