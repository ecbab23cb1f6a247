"""A page's blocks as arrays: the characters of their texts, the containers above them, and both together.

A table gives each code point its classes; few combinations of them occur, so that one histogram a text holds
all counts, for every script. Words are what stands between spaces, and two characters a word where a script
sets none.

Of the containers a row is one, in the order of their numbers: a parent's row is smaller than its children's.
What a container holds is a stretch of the page's blocks, so that nothing here walks down a tree.
"""

import unicodedata
from collections.abc import Sequence
from itertools import chain, repeat
from operator import attrgetter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crawler import datafiles
from crawler.extraction.reading.keys import code_points, keys
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import NAMES
from crawler.pages.page import Document, once_a_page

CLASSES = [1 << bit for bit in range(10)]
SPACE, UPPER, DIGIT, LETTER, UNSPACED, COMMA, STOP, QUOTE, SYMBOL, COLON = CLASSES

# Unicode's categories; of the others none tells.
_CATEGORIES = {"Lu": LETTER | UPPER, "Nd": DIGIT}
_CATEGORIES |= dict.fromkeys(("Ll", "Lt", "Lm", "Lo"), LETTER) | dict.fromkeys(("Zs", "Zl", "Zp"), SPACE)
_SIGNS = {
    COMMA: ",،、，;؛；",
    STOP: ".!?…。！？؟۔।॥։።᙮។။",
    QUOTE: "\"'“”„«»‘’‚「」『』《》()（）[]",
    SYMBOL: "|>»•·/→›▶►+&@#©®_=*~",
    COLON: ":：",
}
_UNSPACED_RANGES = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))

FAR = 16  # steps up that count as "no such element above"

TAGS = (
    *("article", "main", "section", "aside", "footer", "header", "nav", "form", "figure"),
    *("list", "table", "quote"),
)
_CALLED = {"figcaption": "figure", "ul": "list", "ol": "list", "dl": "list", "blockquote": "quote"}
_PLACE = {name: len(NAMES) + place for place, name in enumerate(TAGS)}
_BIT = {tag: 1 << _PLACE[_CALLED.get(tag, tag)] for tag in (*TAGS[:9], "table", *_CALLED)}
# Tags that the model tells apart, from 1.
_CODED = "p div li span td section article h1 h2 h3 h4 h5 h6 blockquote figcaption a dd ul ol".split()  # noqa: SIM905
_BYTES = (len(NAMES) + len(TAGS) + 7) // 8  # of the bits for families and tags; a tag's code stands above
_CODE_AT = 8 * _BYTES
_TAG = {
    tag: _BIT.get(tag, 0) | (_CODED.index(tag) + 1 if tag in _CODED else 0) << _CODE_AT
    for tag in (*_BIT, *_CODED)
}
_CONTAINER, _PARENT, _DEPTH, _FIRST, _END = map(
    attrgetter, ("container.index", "parent.index", "depth", "first", "end")
)

RUNNING_WORDS = 10  # a block of as many unlinked words is running text
STEPS = 5  # containers above a block whose contents count
KINDS = {"paragraph": 0, "heading": 1, "item": 2, "quote": 3, "table": 4, "preformatted": 5, "embed": 6}
HEADING, ITEM, TABLE = KINDS["heading"], KINDS["item"], KINDS["table"]
_TEXT, _KIND, _LEVEL, _LINKS, _SIGNATURE = map(
    attrgetter, ("text", "kind", "level", "links", "container.signature")
)
_NUMBERS = attrgetter("families", "link_chars", "bold_chars", "italic_chars", "breaks", "pictures", "ruled")

Rows = NDArray[np.int64]
Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Classes = NDArray[np.uint16]
Columns = Sequence[ArrayLike]  # of features: each one number a block, or one for all


def _table() -> Classes:
    """Code point → classes; beyond the basic plane everything counts as a letter."""
    categories = map(unicodedata.category, map(chr, range(0x10000)))
    table: Classes = np.fromiter(map(_CATEGORIES.get, categories, repeat(0)), np.uint16, 0x10000)
    for first, last in _UNSPACED_RANGES:
        table[first : last + 1] |= np.where(table[first : last + 1] & LETTER, UNSPACED, 0).astype(np.uint16)
    for bit, members in _SIGNS.items():
        table[list(map(ord, members))] |= bit
    table[ord("\n")], table[0xFFFF] = SPACE, LETTER
    return table


@datafiles.kept
def _combinations() -> tuple[NDArray[np.uint8], Classes, Matrix]:
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
        self.words: Matrix = (spaces + 1 + np.where(unspaced > 0, unspaced / 2 - 1, 0)).astype(np.float32)
        starts = ends - self.length
        self.first, self.end = classes[number[starts]], classes[number[ends - 1]]
        self.last = np.where(self.end & QUOTE, classes[number[np.maximum(ends - 2, starts)]], self.end)


class Chains:
    """Arrays over the containers that lead to the first blocks of a page, or to all of them.

    `above` is (steps × blocks): the row of a block's container, of its parent, and so on up; the root is its
    own parent.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        met: dict[int, Container] = {}
        for block in blocks:
            box: Container | None = block.container
            while box is not None and box.index not in met:
                met[box.index] = box
                box = box.parent
        self.boxes = boxes = [met[row] for row in range(len(met))]
        size = len(boxes)
        parent = np.zeros(size, dtype=np.int64)
        parent[1:] = np.fromiter(map(_PARENT, boxes[1:]), np.int64, size - 1)
        self.depth: Rows = np.fromiter(map(_DEPTH, boxes), np.int64, size)
        self.first: Rows = np.fromiter(map(_FIRST, boxes), np.int64, size)
        self.end: Rows = np.minimum(np.fromiter(map(_END, boxes), np.int64, size), len(blocks))
        self.above: Rows = np.empty((FAR, len(blocks)), dtype=np.int64)
        self.above[0] = np.fromiter(map(_CONTAINER, blocks), np.int64, len(blocks))
        for step in range(1, FAR):
            self.above[step] = parent[self.above[step - 1]]
        self._bits = np.array([box.families | _TAG.get(box.tag, 0) for box in boxes], dtype="<i8")
        self.tag: Rows = self._bits >> _CODE_AT

    def sums(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """(columns × containers): the values, (columns × blocks), of all blocks that each holds, summed."""
        total = np.zeros((len(values), values.shape[1] + 1), dtype=np.float64)
        np.cumsum(values, axis=1, dtype=np.float64, out=total[:, 1:])
        held: NDArray[np.float64] = total[:, self.end] - total[:, self.first]
        return held

    def distances(self, inline: Rows) -> Matrix:
        """(families and tags × blocks): steps up to the nearest element of each, FAR where none is.

        `inline` are the families of the elements inside the block that hold all of it.
        """
        met = self._bits[self.above]
        met[0] |= inline
        np.bitwise_or.accumulate(met, axis=0, out=met)  # so many steps up, or before
        octets = met.view(np.uint8).reshape(FAR, -1, 8)[:, :, :_BYTES]
        steps = np.unpackbits(octets, axis=2, bitorder="little").sum(axis=0, dtype=np.uint8)
        far: Matrix = (FAR - steps[:, : len(NAMES) + len(TAGS)]).T.astype(np.float32)
        return far

    def nearest(self, name: str) -> Rows:
        """For each block, the row of the nearest element of this one of TAGS that holds it; -1 for none."""
        found = np.full(self.above.shape[1], -1)
        for row in np.flatnonzero(self._bits >> _PLACE[name] & 1).tolist():
            found[self.first[row] : self.end[row]] = row
        return found

    def meeting_depth(self, row: int) -> Rows:
        """For each block, the depth of the deepest element that holds it and container `row`."""
        found = np.zeros(self.above.shape[1], dtype=np.int64)
        for box in reversed(self.boxes[row].upwards()):
            found[box.first : box.end] = box.depth
        return found


class View:
    """A page's blocks as arrays, shared by both stages of the model. There must be at least one block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.texts = list(map(_TEXT, blocks))
        self.keys = keys(self.texts)
        self.text = Characters(self.texts)
        self.size: Vector = self.text.length.astype(np.float32)
        self.log_size: Vector = np.log1p(self.size)
        numbers = np.fromiter(chain.from_iterable(map(_NUMBERS, blocks)), np.int64).reshape(len(blocks), -1).T
        self.inline: Rows = numbers[0]
        linked, self.bold, self.italic, self.breaks, self.pictures, self.ruled = numbers[1:].astype("f4")
        self.links = list(map(len, map(_LINKS, blocks)))
        self.level = np.nan_to_num(np.array(list(map(_LEVEL, blocks)), dtype=np.float32))  # 0 for none
        self.link: Vector = np.minimum(linked / self.size, 1)
        self.linked: Vector = self.size * self.link
        self.running: Vector = np.where((self.text.words >= RUNNING_WORDS) & (self.link < 0.5), self.size, 0)
        self.stopped = (self.text.last & STOP) != 0
        self.announcing = (self.text.end & COLON) != 0
        self.kind = np.array(list(map(KINDS.__getitem__, map(_KIND, blocks))))
        self.top = (self.kind == HEADING) & (self.level == 1)
        self.chains = Chains(blocks)
        self.above = self.chains.above[: STEPS + 1]
        self.depth: Rows = self.chains.depth[self.above[0]]
        signatures = list(map(_SIGNATURE, blocks))
        number = dict(zip(dict.fromkeys(signatures), range(len(blocks)), strict=False))
        self.signature: Rows = np.array(list(map(number.__getitem__, signatures)))  # as numbers from 0
        self.best = self._best_container()
        self.heading = self._main_heading()

    def rows(self, columns: Columns) -> Matrix:
        """(columns × blocks), float32."""
        matrix = np.empty((len(columns), len(self.blocks)), dtype=np.float32)
        for place, column in enumerate(columns):
            matrix[place] = column
        return matrix

    def _best_container(self) -> int:
        """The container whose nearest blocks have most running text; further ones count less."""
        score = np.zeros(len(self.chains.boxes), dtype=np.float64)
        unlinked = self.running * (1 - self.link)
        for step, weight in ((0, 0.6), (1, 1.0), (2, 0.6), (3, 0.3)):
            score += np.bincount(self.above[step], weights=weight * unlinked, minlength=len(score))
        return int(score.argmax())

    def _main_heading(self) -> int:
        """The first h1 that more running text follows than precedes, else the first one; -1 for none."""
        places = np.flatnonzero(self.top)
        if not len(places):
            return -1
        after = (self.running.sum() - np.cumsum(self.running))[places]
        return int(places[np.argmax(after > 0.5 * after[0])])


@once_a_page
def view_of(document: Document) -> View:
    """The view of a page that has blocks."""
    return View(document.blocks)
