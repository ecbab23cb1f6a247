"""Counts of characters by class, for all blocks of a page at once and for every script.

A table gives each code point its classes; few combinations of them occur, so that one histogram a text holds
all counts. Words are what stands between spaces, and two characters a word where a script sets none.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.body.keys import code_points

SPACE, UPPER, DIGIT, LETTER, UNSPACED, COMMA, STOP, QUOTE, SYMBOL = (1 << place for place in range(9))

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
def _combinations() -> tuple[Classes, NDArray[np.uint8]]:
    """The combinations of classes that occur; code point → which one it has."""
    classes, number = np.unique(_table(), return_inverse=True)
    return classes, number.astype(np.uint8)


class Characters:
    """The classes of every character of these texts (none of them empty), and sums over each text."""

    def __init__(self, texts: Sequence[str]) -> None:
        classes, number = _combinations()
        self.codes = code_points("".join(texts))
        self._classes = classes
        self._number = number.take(np.minimum(self.codes, 0xFFFF))
        self.length = np.fromiter(map(len, texts), np.int64, len(texts))
        self.ends = np.cumsum(self.length)
        self.starts = self.ends - self.length
        row = np.repeat(np.arange(0, len(texts) * len(classes), len(classes)), self.length)
        histogram = np.bincount(row + self._number, minlength=len(texts) * len(classes))
        self._histogram = histogram.reshape(len(texts), len(classes)).astype(np.float32)

    def count(self, bits: int) -> Floats:
        """For each text, its characters of these classes."""
        found: Floats = self.counts(bits)[0]
        return found

    def counts(self, *bits: int) -> Floats:
        """The same for several, (classes × texts)."""
        has = (self._classes & np.array(bits)[:, None]) != 0
        found: Floats = np.einsum("ck,tk->ct", has.astype(np.float32), self._histogram)
        return found

    def words(self) -> Floats:
        """For each text, its words."""
        spaces, unspaced = self.counts(SPACE, UNSPACED)
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
