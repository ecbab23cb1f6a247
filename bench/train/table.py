"""All blocks of all pages as one table of features and labels."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.train.corpus import EVALUATED, TRAINED, Sample, samples
from bench.train.labels import Labels, label, snippet_labels
from crawler.extraction.claims.pagekeys import page_keys
from crawler.extraction.roles.features import features
from crawler.extraction.roles.model import style_of
from crawler.extraction.roles.view import View

MAX_BLOCKS = 3_000  # a longer page is cut for training


@dataclass
class Rows:
    """One page."""

    sample: Sample
    view: View
    matrix: NDArray[np.float32]
    labels: Labels
    cost: float  # weight of the page's blocks
    asked: int  # the style that is asked for at run time

    def __getstate__(self) -> dict[str, object]:
        """Without the tree, which no pickle can hold."""
        for box in self.view.chains.boxes:
            box.element = None
        return self.__dict__


def rows(sample: Sample) -> Rows | None:
    """The rows of a page, or None where it has no blocks."""
    document = sample.document()
    blocks = document.blocks[:MAX_BLOCKS]
    if not blocks:
        return None
    view = View(blocks)
    if any(sample.lines):
        labels = label(blocks, sample.lines)
    else:
        labels = snippet_labels(blocks, sample.truth.get("with") or [], sample.truth.get("without") or [])
    claims = page_keys(document)
    matrix = features(view, claims)
    return Rows(sample, view, matrix, labels, TRAINED.get(sample.corpus, 0.0), style_of(blocks, claims))


def read(corpus: Path) -> list[Rows]:
    """All pages of all sets that have blocks."""
    pages = [rows(sample) for name in (*TRAINED, *EVALUATED) for sample in samples(corpus, name)]
    return [page for page in pages if page is not None]
