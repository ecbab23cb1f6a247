"""The learned choice: for each block of a page, the probability that it is body.

Two forests, read from `model.npz`: the first sees the blocks' features, the second also what the first
thinks of the rest of the page. How they were trained, on what, and how well they do is in `model.md`.
The truth of the sets that they learned from follows different conventions; a style flag told the models
which, and at run time says which is wanted (`style_of`).

The trees are oblivious: all nodes of one depth ask the same question, so a tree is D questions (feature,
border) and 2^D answers; the answers to "feature > border?" are the bits of the leaf's number. Many trees
ask the same: each question is put once, for all rows together, and its answers are handed to the trees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.claims.pagekeys import NEWS_KIND, PageKeys
from crawler.extraction.roles.context import context
from crawler.extraction.roles.features import features
from crawler.extraction.roles.recall import Prints, repeated
from crawler.extraction.roles.view import Matrix, Vector, View
from crawler.memory import SiteMemory
from crawler.pages.blocks.block import Block

NEWS, GENERAL = 0, 1  # styles: GENERAL keeps more headings, lists and closing lines, of guides and blogs

ROWS = 1024  # looked at together: what is computed of them stays in the processor's cache

SAMPLED_BLOCKS = 100  # enough to see whether a page that names no language is English
FOREIGN_SHARE = 0.002  # of accented and foreign letters in English text

HOPELESS = 0.003  # the second forest is not asked about blocks less likely than this

_UNSURE = (0.1, 0.9)


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


@dataclass(frozen=True, slots=True)
class Model:
    first: Forest
    second: Forest
    weights: NDArray[np.float64]  # of `signs`, for the confidence; the last is the constant
    calibration: NDArray[np.float64]  # (2 × points): the line from their sum to the confidence
    threshold: float
    style: int | None = None  # asked for whatever the page is: benches compare with a set's own convention
    memory: SiteMemory | None = None  # of the site whose pages are read


@cache
def load() -> Model:
    """The model that is shipped, read once."""
    with resources.files(__package__).joinpath("model.npz").open("rb") as file:
        return load_from(file)


def load_from(file: IO[bytes]) -> Model:
    """The model that such a file holds."""
    arrays = dict(np.load(file))
    return Model(
        Forest.load(arrays, "first"),
        Forest.load(arrays, "second"),
        arrays["weights"].astype(np.float64),
        arrays["calibration"].astype(np.float64),
        float(arrays["threshold"]),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """Which blocks are body: `kept` are their places, `confidence` is the chance that the body is right."""

    kept: list[int]
    confidence: float
    news: bool  # whether it follows the convention of news
    keys: Sequence[str] = ()  # the blocks' letters and digits, to compare lines by
    probability: Vector | None = None  # of each block
    method: str = "model"
    repeated: Sequence[int] = ()  # places of the blocks whose text stands on many other pages of the site


def judge(
    blocks: Sequence[Block],
    claims: PageKeys,
    model: Model | None = None,
    view: View | None = None,
    prints: Prints | None = None,
) -> Choice:
    """The model's choice, by the shipped one or a given one. `view` and `prints` are those of the blocks; the
    site's memory is asked only where they are given."""
    if not blocks:
        return Choice([], 0.0, news=True)
    model = model or load()
    view = view or View(blocks)
    style = style_of(blocks, claims) if model.style is None else model.style
    chance = probabilities(view, features(view, claims), style, model)
    often: Sequence[int] = ()
    if prints is not None and model.memory is not None and model.memory.pages:
        often = repeated(prints, model.memory)
    kept = np.flatnonzero(chance >= model.threshold).tolist()
    margin = float(signs(view, chance, model.threshold) @ model.weights)
    confidence = float(np.interp(margin, *model.calibration)) if kept else 0.0
    return Choice(kept, confidence, style == NEWS, view.keys, chance, repeated=often)


def probabilities(view: View, matrix: Matrix, style: int, model: Model) -> Vector:
    """For each block, what the forests say; `matrix` has the features."""
    flag = np.full((len(matrix), 1), style, dtype=np.float32)
    chance = model.first.probability(np.concatenate((matrix, flag), axis=1))
    asked = np.flatnonzero(chance >= HOPELESS)
    if len(asked):
        wide = matrix[asked], context(view, chance)[asked], flag[asked]
        chance[asked] = model.second.probability(np.concatenate(wide, axis=1))
    return chance


def style_of(blocks: Sequence[Block], claims: PageKeys) -> int:
    """NEWS, unless the page is English and neither it nor its site calls itself news.

    What the general style keeps was learned from English pages alone; elsewhere nothing is known of it.
    """
    if claims.kind == NEWS_KIND or claims.newspaper:
        return NEWS
    if claims.language:
        return GENERAL if claims.language.startswith("en") else NEWS
    text = "".join(block.text for block in blocks[:SAMPLED_BLOCKS])
    foreign = 0 if text.isascii() else sum(char > "\x7f" and char.isalpha() for char in text)
    return GENERAL if foreign <= FOREIGN_SHARE * len(text) else NEWS


def signs(view: View, probability: Vector, threshold: float) -> NDArray[np.float64]:
    """What tells, of a whole page, whether its body was found."""
    keep = probability >= threshold
    likely = view.size * probability
    chars, right = float(view.size[keep].sum()), float(likely[keep].sum())
    unsure = (probability > _UNSURE[0]) & (probability < _UNSURE[1])
    return np.array(
        [
            right / (chars + 1),  # expected precision
            right / (float(likely.sum()) + 1),  # expected recall
            float(view.size[unsure].sum()) / (chars + 1),
            np.log1p(float(unsure.sum())),
            np.log1p(chars),
            np.log1p(float(keep.sum())),
            float(probability[keep].min(initial=1.0)),
            float(probability[~keep].max(initial=0.0)),
            min(float(view.running.sum()) / (chars + 1), 10.0),
            1.0,
        ]
    )
