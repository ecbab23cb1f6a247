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

CLASSES = [1 << bit for bit in range(10)]
SPACE, UPPER, DIGIT, LETTER, UNSPACED, COMMA, STOP, QUOTE, SYMBOL, COLON = CLASSES

_SIGNS = {
    COMMA: ",،、，;؛；",
    STOP: ".!?…。！？؟۔।॥։።᙮។။",
    QUOTE: "\"'“”„«»‘’‚「」『』《》()（）[]",
    SYMBOL: "|>»•·/→›▶►+&@#©®_=*~",
    COLON: ":：",
}
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
    for bit, members in _SIGNS.items():
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
    """What the characters of each of these texts are; none of the texts may be empty.

    `count` has for each class how many a text holds; `first` and `end` are the classes of its first and its
    last character, `last` those of the one before where the last one closes a quotation.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        numbers, classes, members = _combinations()
        number = numbers.take(np.minimum(code_points("".join(texts)), 0xFFFF))
        self.length = np.fromiter(map(len, texts), np.int64, len(texts))
        size, ends = len(classes), np.cumsum(self.length)
        place = np.repeat(np.arange(0, len(texts) * size, size), self.length) + number
        histogram = np.bincount(place, minlength=len(texts) * size).reshape(len(texts), size)
        self.count = dict(zip(CLASSES, members @ histogram.T.astype(np.float32), strict=True))
        spaces, unspaced = self.count[SPACE], self.count[UNSPACED]
        self.words: Floats = (spaces + 1 + np.where(unspaced > 0, unspaced / 2 - 1, 0)).astype(np.float32)
        starts = ends - self.length
        self.first, self.end = classes[number[starts]], classes[number[ends - 1]]
        self.last = np.where(self.end & QUOTE, classes[number[np.maximum(ends - 2, starts)]], self.end)
