"""The containers of a page as arrays: who holds whom, sums over what they hold, what stands above them.

A row is a container; a parent's row is always smaller than its children's. Loops go over depths, not
over containers.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.blocks.block import Block, Container
from crawler.extraction.blocks.roles import NAMES

FAR = 16  # steps up that count as "no such element above"

TAGS = (
    *("article", "main", "section", "aside", "footer", "header", "nav", "form", "figure"),
    *("list", "table", "quote"),
)
_TAG_OF = {
    **{name: TAGS.index(name) for name in TAGS[:9]},
    **{"figcaption": 8, "ul": 9, "ol": 9, "dl": 9, "table": 10, "blockquote": 11},
}

Rows = NDArray[np.int64]
Matrix = NDArray[np.float32]


class Chains:
    """Arrays over the containers that lead to the blocks of one page."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        rows: dict[int, int] = {}
        self.boxes: list[Container] = []
        of: list[int] = []
        for block in blocks:
            climbed: list[Container] = []
            box: Container | None = block.container
            while box is not None and box.index not in rows:
                climbed.append(box)
                box = box.parent
            for box in reversed(climbed):
                rows[box.index] = len(self.boxes)
                self.boxes.append(box)
            of.append(rows[block.container.index])
        self.of: Rows = np.array(of, dtype=np.int64)  # the row of each block's container
        parents = [rows[box.parent.index] if box.parent else 0 for box in self.boxes]
        self.parent: Rows = np.array(parents, dtype=np.int64)  # the root is its own parent
        self.depth: Rows = np.array([box.depth for box in self.boxes], dtype=np.int64)
        order = np.argsort(self.depth, kind="stable")
        cuts = np.flatnonzero(np.diff(self.depth[order])) + 1
        self.levels: list[Rows] = np.split(order, cuts)[1:]  # rows of each depth below the root

    def ancestors(self, steps: int) -> Rows:
        """(blocks × steps): the container, its parent, and so on up; the root repeats."""
        found = [self.of]
        for _ in range(steps - 1):
            found.append(self.parent[found[-1]])
        return np.stack(found, axis=1)

    def sums(self, values: Matrix) -> Matrix:
        """(containers × columns): the blocks' values summed over all that each container holds."""
        total = np.zeros((len(self.boxes), values.shape[1]), dtype=np.float64)
        np.add.at(total, self.of, values)
        for rows in reversed(self.levels):
            np.add.at(total, self.parent[rows], total[rows])
        return total.astype(np.float32)

    def distances(self) -> Matrix:
        """(containers × families and tags): steps up to the nearest element of each, FAR where none is."""
        bits = np.array([box.families for box in self.boxes], dtype=np.int64)
        held = (bits[:, None] >> np.arange(len(NAMES))) & 1
        tags = np.zeros((len(self.boxes), len(TAGS)), dtype=np.int64)
        for row, box in enumerate(self.boxes):
            place = _TAG_OF.get(box.tag)
            if place is not None:
                tags[row, place] = 1
        has = np.concatenate((held, tags), axis=1).astype(bool)
        far = np.where(has, 0, FAR).astype(np.int8)
        for rows in self.levels:
            far[rows] = np.minimum(far[rows], far[self.parent[rows]] + 1)
        return np.minimum(far, FAR).astype(np.float32)

    def nearest(self, tags: frozenset[str]) -> Rows:
        """For each container, the row of the nearest element of these tags, itself included; -1 for none."""
        found = np.where([box.tag in tags for box in self.boxes], np.arange(len(self.boxes)), -1)
        for rows in self.levels:
            found[rows] = np.where(found[rows] < 0, found[self.parent[rows]], found[rows])
        return found

    def meeting_depth(self, row: int) -> Rows:
        """For each container, the depth of the deepest element that holds it and container `row`."""
        on_path = np.zeros(len(self.boxes), dtype=bool)
        at = row
        while not on_path[at]:
            on_path[at] = True
            at = int(self.parent[at])
        meeting = np.where(on_path, self.depth, 0)
        for rows in self.levels:
            meeting[rows] = np.where(on_path[rows], self.depth[rows], meeting[self.parent[rows]])
        return meeting
