"""The containers of a page as arrays: who holds whom, sums over what they hold, what stands above a block.

A row is a container, in the order of their numbers: a parent's row is smaller than its children's. What a
container holds is a stretch of the page's blocks, so that nothing here walks down a tree.
"""

from collections.abc import Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import NAMES

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

Rows = NDArray[np.int64]
Matrix = NDArray[np.float32]


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
