"""Near copies: what of a text is indexed, and whether one of two texts is a copy of the other.

A text is its set of shingles (4 words in a row, folded; 8 characters in scripts without spaces), each a
64-bit number. It is indexed by MinHash, but not by one sketch of the whole: a text cut to 40 % has little
in common with the whole one's. Each window of the text has a sketch of its own (one hash function, one row),
so that any piece of it is found by the piece's windows. Neighbouring windows mostly share their smallest
shingle, which leaves some 20 keys an article. A longer text has longer windows: the smallest shingle of a
long window is the smallest of each shorter window around it too, so the keys of a text are found again
among those of its shorter copy. (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003.)

The keys only name candidates; `compare` decides on the texts. A copy holds 80 % of the shorter one's
shingles, and its numbers: reports of one template (weather, markets, results) share their words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

import numpy as np
from msgspec.msgpack import decode, encode
from numpy.typing import NDArray

from crawler.text import fold, has_unspaced
from pipelines.normalize import UNSPACED

SHARE = 0.8  # of the shorter text's shingles
MIN_WORDS = 50  # shorter texts are too much alike by chance
MAX_CODES = 30_000  # words whose number is kept: a language's common ones, some 4 MB
MAX_TOKENS = 20_000  # of a text: a book's worth is enough to know it by, and bounds the time
WORDS, CHARACTERS = 4, 8  # in a shingle: fewer are shared by chance, of more an edit destroys too many
# Windows, in shingles: a tenth of the text, so that four are in a text cut to 40 %; in long texts the
# length of a short item, as far as MAX_SEGMENTS allows.
SEGMENTS, MAX_SEGMENTS, SHORT_WINDOW, LONG_WINDOW = 10, 64, 6, 48
KEY_BITS = 48  # SQLite keeps such a number in 6 bytes; among 20 million keys 1 in 10^7 meets another
# Reports of one template differ in most of their numbers, and these are a good part of their words.
OTHER_NUMBERS = 0.65  # of the numbers that stand in the same places
NUMBER_DENSITY = 0.012  # other numbers a word: "12 dead" that became "14 dead" in a long story is none

# Scripts without spaces between words: there each character is a token, half a word's worth.
_UNSPACED = re.compile(f"[{UNSPACED}]")
END = "\n"  # of a sentence; folding leaves no other in a text
_END = re.compile("[.!?…؟۔।॥。！？](?:(?<=[。！？])|(?=\\s|$))")
# Latin letters and punctuation; without the soft hyphen.
_PLAIN = re.compile("[\x00-\xac\xae-\u024f\u2010-\u2027\u20ac]*")
# Vowel signs of Indic scripts are no \w for Python, and would cut each word in pieces.
_TOKEN = re.compile("\n|[\\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u1ab0-\u1aff]+")
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_PLACE = np.uint64(0x100000001B3)

Hashes = NDArray[np.uint64]
Shingles = NDArray[
    np.uint32
]  # the upper half of each: in two long texts one meets another once in 10,000 times
Unsigned = TypeVar("Unsigned", np.uint32, np.uint64)
Number = tuple[str, str, str]  # with the words before and after it


_Packed = tuple[int, bytes, tuple[int, ...], list[tuple[Number, int]]]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as it is compared and indexed."""

    words: int
    shingles: Shingles  # sorted, each once
    keys: tuple[int, ...]  # none, where the text is too short to be told from others
    numbers: Counter[Number]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Whether one of two texts is a copy of the other, and why (not)."""

    copy: bool
    reason: str
    share: float = 0.0  # of the shorter text's shingles


def sketch(paragraphs: Sequence[str]) -> Sketch:
    """The sketch of an article's body. Titles are left out: each site writes its own."""
    tokens, words, length = _tokens(paragraphs)
    hashes = _shingles(tokens, length)
    keys = _keys(hashes) if words >= MIN_WORDS else ()
    return Sketch(words, _distinct((hashes >> np.uint64(32)).astype(np.uint32)), keys, _numbers(tokens))


def pack(made: Sketch) -> bytes:
    """A sketch as bytes, to be kept, or to go from one process to another."""
    numbers = list(made.numbers.items())
    return encode((made.words, made.shingles.tobytes(), made.keys, numbers))


def unpack(packed: bytes) -> Sketch:
    words, shingles, keys, numbers = decode(packed, type=_Packed)
    return Sketch(words, np.frombuffer(shingles, np.uint32), keys, Counter(dict(numbers)))


def _tokens(paragraphs: Sequence[str]) -> tuple[list[str], int, int]:
    """Words or characters with END after each sentence, how many words they are, how many make a shingle."""
    text = _END.sub(f" {END} ", f" {END} ".join(map(_folded, paragraphs)))
    unspaced = len(_UNSPACED.findall(text)) if has_unspaced(text) else 0
    if 2 * unspaced < len(text) - text.count(" "):
        tokens = _TOKEN.findall(text)[:MAX_TOKENS]
        return tokens, len(tokens) - tokens.count(END), WORDS
    tokens = _TOKEN.findall(_UNSPACED.sub(r" \g<0> ", text))[:MAX_TOKENS]
    return tokens, len(tokens) - tokens.count(END) - unspaced // 2, CHARACTERS


def _folded(text: str) -> str:
    """`fold`, at a fraction of its cost where there is little to do; white space does not matter here."""
    return text.casefold() if text.isascii() or _PLAIN.fullmatch(text) else fold(text)


def _numbers(tokens: Sequence[str]) -> Counter[Number]:
    numbers = {token for token in set(tokens) if token[0].isdigit()}
    places = [at for at, token in enumerate(tokens) if token in numbers] if numbers else []
    around = ["", *tokens, ""]
    return Counter([(_word(around[at]), tokens[at], _word(around[at + 2])) for at in places])


def _word(token: str) -> str:
    return "#" if token[:1].isdigit() else token


def _shingles(tokens: Sequence[str], length: int) -> Hashes:
    """A number for each run of `length` tokens of one sentence, in the text's order.

    None goes over a sentence's end: paragraphs stand in another order in a copy, or are joined. A shorter
    sentence or line is one shingle.
    """
    if len(_CODES) > MAX_CODES:
        _CODES.clear()
    codes = np.array(list(map(_CODES.__getitem__, tokens)), np.uint64)
    ends = codes == _CODES[END]
    sentence = np.cumsum(ends)[~ends]
    mixed = _mixed(codes[~ends])
    count = len(mixed)
    hashes = np.zeros(count, np.uint64)
    for place in range(length):
        inside = np.zeros(count, bool)
        inside[: max(count - place, 0)] = sentence[place:] == sentence[: max(count - place, 0)]
        word = np.zeros(count, np.uint64)
        word[: max(count - place, 0)] = mixed[place:]
        hashes = hashes * _PLACE + np.where(inside, word, np.uint64(0))
    first = np.ones(count, bool)
    first[1:] = sentence[1:] != sentence[:-1]
    return _mixed(hashes[inside | first])


class _Codes(dict[str, int]):
    """token → its number, computed once."""

    def __missing__(self, token: str) -> int:
        self[token] = code = crc32(token.encode("utf-8", "replace"))
        return code


_CODES = _Codes()


def _distinct(values: NDArray[Unsigned]) -> NDArray[Unsigned]:
    """Sorted, each once; ten times as fast as numpy's own `unique`, which builds a table."""
    values = np.sort(values)
    first = np.ones(len(values), bool)
    first[1:] = values[1:] != values[:-1]
    return values[first]


def _mixed(values: Hashes) -> Hashes:
    """SplitMix64's finalizer: every bit of the result hangs on every bit of the value."""
    values = values + _MIX[0]
    values = (values ^ (values >> np.uint64(30))) * _MIX[1]
    values = (values ^ (values >> np.uint64(27))) * _MIX[2]
    return values ^ (values >> np.uint64(31))


def _keys(hashes: Hashes) -> tuple[int, ...]:
    """The smallest shingle of each window, each once."""
    count = len(hashes)
    if not count:
        return ()
    window = max(SHORT_WINDOW, min(count // SEGMENTS, LONG_WINDOW), count // MAX_SEGMENTS)
    windows = np.lib.stride_tricks.sliding_window_view(hashes, min(window, count))
    smallest = _distinct(windows.min(axis=1)) >> np.uint64(64 - KEY_BITS)
    return tuple(dict.fromkeys(smallest.tolist()))


def compare(one: Sketch, other: Sketch) -> Likeness:
    """Whether the shorter text is a copy of the longer, or a part of it."""
    short, long = sorted((one, other), key=lambda text: len(text.shingles))
    if short.words < MIN_WORDS or not len(short.shingles):
        return Likeness(False, "too short")
    shared = np.intersect1d(short.shingles, long.shingles, assume_unique=True)
    share = len(shared) / len(short.shingles)
    if share < SHARE:
        return Likeness(False, "another text", share)
    same, others = _numbers_shared(short.numbers, long.numbers)
    if others > OTHER_NUMBERS * (same + others) and others > NUMBER_DENSITY * short.words:
        return Likeness(False, "the same words with other numbers", share)
    return Likeness(True, "copy", share)


def _numbers_shared(short: Counter[Number], long: Counter[Number]) -> tuple[int, int]:
    """How many of the shorter text's numbers the longer one has too, and for how many it has another one.

    A number is the same with the same word on either side; it is another one where both words are there
    and it is not. What stands between other words (a lead of its own) tells nothing.
    """
    before = {(one, number) for one, number, _ in long if one != "#"}  # beside a number it may be chance
    after = {(number, two) for _, number, two in long if two != "#"}
    places = {(one, two) for one, _, two in long}
    same = others = 0
    for (one, number, two), count in short.items():
        if (one, number, two) in long or (one, number) in before or (number, two) in after:
            same += count
        elif (one, two) in places:
            others += count
    return same, others
