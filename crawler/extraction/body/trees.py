"""Gradient-boosted oblivious trees, evaluated with numpy.

In an oblivious tree all nodes of one depth ask the same question, so a tree is D questions (feature,
border) and 2^D answers; the answers to "feature > border?" are the bits of the leaf's number. All trees
are evaluated for all rows together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Forest:
    """`feature` and `border` are (depth × trees), `leaf` is (trees × 2^depth)."""

    feature: NDArray[np.int64]
    border: NDArray[np.float32]
    leaf: NDArray[np.float32]
    bias: float

    @classmethod
    def load(cls, arrays: Mapping[str, Array], name: str) -> "Forest":
        """The forest stored under this name."""
        return cls(
            arrays[f"{name}_feature"].astype(np.int64),
            arrays[f"{name}_border"].astype(np.float32),
            arrays[f"{name}_leaf"].astype(np.float32),
            float(arrays[f"{name}_bias"]),
        )

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row, the probability of the positive class."""
        columns = np.ascontiguousarray(rows.T)
        trees, leaves = self.leaf.shape
        number = np.zeros((trees, len(rows)), dtype=np.uint8)  # of the leaf: trees are at most 8 deep
        for bit, (feature, border) in enumerate(zip(self.feature, self.border, strict=True)):
            yes = columns.take(feature, axis=0) > border[:, None]
            number |= yes.view(np.uint8) << np.uint8(bit)
        place = number + (np.arange(trees) * leaves)[:, None]
        margin = self.leaf.ravel().take(place).sum(axis=0, dtype=np.float64) + self.bias
        chance: NDArray[np.float32] = (1 / (1 + np.exp(-margin))).astype(np.float32)
        return chance
