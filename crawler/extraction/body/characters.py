"""Counts of characters by class, for all blocks of a page at once and for every script.

A table gives each code point its classes; the blocks' texts are one array, and sums over its stretches
are the counts. Words are what stands between spaces, and two characters a word where a script sets none.
"""

import sys
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

SPACE, UPPER, DIGIT, LETTER, UNSPACED, COMMA, STOP, QUOTE, SYMBOL = (1 << place for place in range(9))

_COMMAS = ",،、，;؛；"
_STOPS = ".!?…。！？؟۔।॥։።᙮។။"
_QUOTES = "\"'“”„«»‘’‚「」『』《》()（）[]"
_SYMBOLS = "|>»•·/→›▶►+&@#©®_=*~"
_UNSPACED_RANGES = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))

Floats = NDArray[np.float32]
Classes = NDArray[np.uint16]


@cache
def _table() -> NDArray[np.uint16]:
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


class Characters:
    """The classes of every character of these texts (none of them empty), and sums over each text."""

    def __init__(self, texts: Sequence[str]) -> None:
        order = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
        codes = np.frombuffer("".join(texts).encode(order, "surrogatepass"), dtype=np.uint32)
        self.classes = _table()[np.minimum(codes, 0xFFFF)]
        self.length = np.array([len(text) for text in texts], dtype=np.int64)
        self.ends = np.cumsum(self.length)
        self.starts = self.ends - self.length

    def count(self, bits: int) -> Floats:
        """For each text, its characters of these classes."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.float32)
        hits = (self.classes & bits) != 0
        found: Floats = np.add.reduceat(hits, self.starts, dtype=np.int64).astype(np.float32)
        return found

    def words(self) -> Floats:
        """For each text, its words."""
        unspaced = self.count(UNSPACED)
        return (self.count(SPACE) + 1 + np.where(unspaced > 0, unspaced / 2 - 1, 0)).astype(np.float32)

    def first(self) -> Classes:
        """Classes of each text's first character."""
        first: Classes = self.classes[self.starts]
        return first

    def last(self) -> Classes:
        """Classes of each text's last character, of the one before where that closes a quotation."""
        last = self.classes[self.ends - 1]
        before = self.classes[np.maximum(self.ends - 2, self.starts)]
        return np.where(last & QUOTE, before, last)
