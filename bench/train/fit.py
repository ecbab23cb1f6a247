"""Fitting the two stages with CatBoost, in folds by domain, and as they are shipped.

CatBoost is needed here only; it is imported by name, for it is no dependency of the package. The second
stage learns from what the first says of pages that it has not seen.
"""

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.train.corpus import FOLDS, STYLES
from bench.train.table import Rows
from crawler.extraction.roles.context import context
from crawler.extraction.roles.model import HOPELESS

Array = NDArray[Any]

KEEP = 3  # menus and link lists are most of the blocks, and all alike

PARAMETERS = {
    "iterations": 500,
    "depth": 6,
    "learning_rate": 0.05,
    "l2_leaf_reg": 4.0,
    "border_count": 64,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "rsm": 0.5,
    "random_seed": 7,
    "thread_count": 2,
    "verbose": False,
    "allow_writing_files": False,
    "boosting_type": "Plain",
    "loss_function": "Logloss",
}


def style(page: Rows) -> int:
    """The convention that the page's truth was made with."""
    return STYLES.get(page.sample.corpus, 0)


def contexts(pages: Sequence[Rows], firsts: Sequence[Array]) -> list[Array]:
    """What the second stage sees besides the features, for each page."""
    return [context(page.view, first) for page, first in zip(pages, firsts, strict=True)]


def inputs(page: Rows, around: Array | None, as_style: int) -> Array:
    """The matrix of a page for the first stage, or with its context for the second."""
    flag = np.full((len(page.matrix), 1), as_style, dtype=np.float32)
    return np.concatenate([page.matrix, *([] if around is None else [around]), flag], axis=1)


def fit(pages: Sequence[Rows], around: Sequence[Array] | None = None, **changes: Any) -> Any:
    """Train one stage on the labelled blocks of these pages.

    The second stage is not shown blocks that the first finds hopeless: it is never asked about them.
    """
    catboost = importlib.import_module("catboost")
    matrices, answers, weights = [], [], []
    for place, page in enumerate(pages):
        cost = page.labels.weight * page.cost * size_weight(page) * thinned(page)
        known = cost > 0
        if around is not None:
            known &= around[place][:, 0] >= HOPELESS
        if not known.any():
            continue
        matrix = inputs(page, around[place] if around is not None else None, style(page))
        matrices.append(matrix[known])
        answers.append(page.labels.body[known])
        weights.append(cost[known])
    pool = catboost.Pool(np.concatenate(matrices), np.concatenate(answers), weight=np.concatenate(weights))
    return catboost.CatBoostClassifier(**{**PARAMETERS, **changes}).fit(pool)


def thinned(page: Rows) -> Array:
    """One in KEEP of the blocks that are all link and no body, weighing as much as all of them did."""
    easy = ~page.labels.body & (page.view.link > 0.9)
    every = (np.arange(len(easy)) + len(easy)) % KEEP == 0
    return np.where(easy, np.where(every, KEEP, 0.0), 1.0)


def size_weight(page: Rows) -> Array:
    """A wrong long block costs more than a wrong short one, but not in proportion."""
    return np.sqrt(np.clip(page.view.size, 20, 800) / 100)


def fit_folds(pages: Sequence[Rows], around: Sequence[Array] | None = None, **changes: Any) -> list[Any]:
    """For each fold, the stage trained on the pages of the others."""
    models = []
    for fold in range(FOLDS):
        inside = [place for place, page in enumerate(pages) if page.sample.fold != fold]
        seen = [around[place] for place in inside] if around is not None else None
        models.append(fit([pages[place] for place in inside], seen, **changes))
    return models


def out_of_fold(
    models: Sequence[Any],
    pages: Sequence[Rows],
    around: Sequence[Array] | None = None,
    as_asked: bool = False,
) -> list[Array]:
    """For each page, the probabilities by the model that has not seen its domain.

    In its set's style, or `as_asked` in that of run time. What the first stage finds hopeless stays so.
    """
    found = []
    for place, page in enumerate(pages):
        own = around[place] if around is not None else None
        matrix = inputs(page, own, page.asked if as_asked else style(page))
        chances = models[page.sample.fold].predict_proba(matrix)[:, 1]
        if own is not None:
            chances = np.where(own[:, 0] >= HOPELESS, chances, own[:, 0])
        found.append(np.asarray(chances, dtype=np.float32))
    return found
