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
from crawler.extraction.body.context import context

Array = NDArray[Any]

KEEP = 3  # menus and link lists are most of the blocks, and all alike

PARAMETERS = {
    "iterations": 300,
    "depth": 6,
    "learning_rate": 0.08,
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


def inputs(page: Rows, first: Array | None, as_style: int) -> Array:
    """The matrix of a page for the first stage, or with the first stage's opinion for the second."""
    parts = [page.matrix, np.full((len(page.matrix), 1), as_style, dtype=np.float32)]
    if first is not None:
        parts.insert(1, context(page.view, first))
    return np.concatenate(parts, axis=1)


def fit(pages: Sequence[Rows], firsts: Sequence[Array] | None = None, **changes: Any) -> Any:
    """Train one stage on the labelled blocks of these pages."""
    catboost = importlib.import_module("catboost")
    matrices, answers, weights = [], [], []
    for place, page in enumerate(pages):
        cost = page.labels.weight * page.cost * size_weight(page) * thinned(page)
        known = cost > 0
        if not known.any():
            continue
        matrix = inputs(page, firsts[place] if firsts is not None else None, style(page))
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


def fit_folds(pages: Sequence[Rows], firsts: Sequence[Array] | None = None, **changes: Any) -> list[Any]:
    """For each fold, the stage trained on the pages of the others."""
    models = []
    for fold in range(FOLDS):
        inside = [place for place, page in enumerate(pages) if page.sample.fold != fold]
        opinions = [firsts[place] for place in inside] if firsts is not None else None
        models.append(fit([pages[place] for place in inside], opinions, **changes))
    return models


def out_of_fold(
    models: Sequence[Any],
    pages: Sequence[Rows],
    firsts: Sequence[Array] | None = None,
    as_asked: bool = False,
) -> list[Array]:
    """For each page, the probabilities by the model that has not seen its domain.

    In its set's style, or `as_asked` in that of run time.
    """
    found = []
    for place, page in enumerate(pages):
        flag = page.asked if as_asked else style(page)
        matrix = inputs(page, firsts[place] if firsts is not None else None, flag)
        chances = models[page.sample.fold].predict_proba(matrix)[:, 1]
        found.append(np.asarray(chances, dtype=np.float32))
    return found
