"""Fitting the two stages with CatBoost, in folds by domain, and as they are shipped.

CatBoost is needed here only; it is imported by name, for it is no dependency of the package.
"""

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.train.corpus import FOLDS, STYLES
from bench.train.table import Rows
from crawler.extraction.context import context

Array = NDArray[Any]

SEED = 7
PARAMETERS = {
    "iterations": 400,
    "depth": 6,
    "learning_rate": 0.08,
    "l2_leaf_reg": 4.0,
    "border_count": 64,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "rsm": 0.5,
    "random_seed": SEED,
    "thread_count": 2,
    "verbose": False,
    "allow_writing_files": False,
    "boosting_type": "Plain",
    "loss_function": "Logloss",
}


def style(page: Rows) -> int:
    return STYLES.get(page.sample.corpus, 0)


def inputs(page: Rows, first: Array | None = None, as_style: int | None = None) -> Array:
    """The matrix of a page for the first stage, or with the first stage's opinion for the second."""
    flag = np.full((len(page.matrix), 1), style(page) if as_style is None else as_style, dtype=np.float32)
    parts = [page.matrix, flag]
    if first is not None:
        parts.insert(1, context(page.view, first))
    return np.concatenate(parts, axis=1)


def fit(pages: Sequence[Rows], firsts: Sequence[Array] | None = None, **changes: Any) -> Any:
    """Train one stage on the labelled blocks of these pages."""
    catboost = importlib.import_module("catboost")
    matrices, answers, weights = [], [], []
    for place, page in enumerate(pages):
        known = page.labels.weight > 0
        if not known.any() or not page.cost:
            continue
        matrix = inputs(page, firsts[place] if firsts is not None else None)
        matrices.append(matrix[known])
        answers.append(page.labels.body[known])
        weights.append(page.labels.weight[known] * page.cost * size_weight(page)[known])
    pool = catboost.Pool(np.concatenate(matrices), np.concatenate(answers), weight=np.concatenate(weights))
    model = catboost.CatBoostClassifier(**{**PARAMETERS, **changes})
    model.fit(pool)
    return model


def size_weight(page: Rows) -> Array:
    """A wrong long block costs more than a wrong short one, but a page of many lines not much more."""
    return np.sqrt(np.clip(page.view.size, 20, 800) / 100)


def predict(model: Any, matrix: Array) -> Array:
    return np.asarray(model.predict_proba(matrix)[:, 1], dtype=np.float32)


def out_of_fold(pages: Sequence[Rows], firsts: Sequence[Array] | None = None, **changes: Any) -> list[Array]:
    """For each page, the probabilities by a model that has not seen its domain."""
    found: list[Array] = [np.zeros(0)] * len(pages)
    for fold in range(FOLDS):
        inside = [place for place, page in enumerate(pages) if page.sample.fold != fold]
        model = fit(
            [pages[place] for place in inside],
            [firsts[place] for place in inside] if firsts is not None else None,
            **changes,
        )
        for place, page in enumerate(pages):
            if page.sample.fold == fold:
                found[place] = predict(model, inputs(page, firsts[place] if firsts is not None else None))
    return found
