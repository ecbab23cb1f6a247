"""Gradient-boosted oblivious trees, evaluated with numpy.

In an oblivious tree all nodes of one depth ask the same question, so a tree is D questions (feature,
border) and 2^D answers; the answers to "feature > border?" are the bits of the leaf's number. Many trees
ask the same: each question is put once, for all rows together, and its answers are handed to the trees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROWS = 1024  # looked at together: what is computed of them stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Forest:
    """`feature` and `border` are those of the different questions, `asked` (depth × trees) says which a tree
    asks, `leaf` is (trees × 2^depth)."""

    feature: NDArray[np.int64]
    border: NDArray[np.float32]
    asked: NDArray[np.int64]
    leaf: NDArray[np.float32]
    bias: float

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "Forest":
        """The forest stored under this name; features and borders are (depth × trees) there."""
        feature, border = arrays[f"{name}_feature"], arrays[f"{name}_border"].astype(np.float32)
        questions = feature.astype(np.int64) << 32 | border.view(np.uint32)
        _, first, asked = np.unique(questions, return_index=True, return_inverse=True)
        return cls(
            feature.ravel()[first].astype(np.int64),
            border.ravel()[first],
            asked.reshape(feature.shape),
            arrays[f"{name}_leaf"].astype(np.float32),
            float(arrays[f"{name}_bias"]),
        )

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row, the probability of the positive class."""
        columns = np.ascontiguousarray(rows.T)
        margin = np.empty(len(rows), dtype=np.float32)
        for at in range(0, len(rows), ROWS):
            margin[at : at + ROWS] = self._margin(columns[:, at : at + ROWS])
        chance: NDArray[np.float32] = (1 / (1 + np.exp(-margin))).astype(np.float32)
        return chance

    def _margin(self, columns: NDArray[np.float32]) -> NDArray[np.float32]:
        """The trees' sum, for rows that are columns here."""
        yes = np.greater(columns.take(self.feature, axis=0), self.border[:, None]).view(np.uint8)
        number = np.zeros((self.asked.shape[1], columns.shape[1]), dtype=np.uint8)  # trees are at most 8 deep
        for asked in self.asked[::-1]:
            number += number
            number += yes.take(asked, axis=0)
        trees, leaves = self.leaf.shape
        place = number + (np.arange(trees) * leaves)[:, None]
        total: NDArray[np.float32] = self.leaf.ravel().take(place).sum(axis=0)
        return total + np.float32(self.bias)
