"""Scores of a choice of blocks against the truth, by set; confidence calibrated on them.

The measures are those of the corpus's own `score.py`, which is loaded from beside the corpus.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.scoring import load
from bench.train.table import Rows
from crawler.extraction.reading.keys import key
from crawler.extraction.roles.model import signs

Array = NDArray[Any]
Scores = dict[str, dict[str, float]]

GOOD = 0.95  # the F1 from which a body counts as found
BINS = 14  # of the calibration; some 70 pages each
MARGIN = 0.04  # the confidence promises less than was measured: at .9, .95 hold for the whole extractor
COLUMNS = ("shingle", "precision", "recall", "exact", "paras", "found", "leaked")


def scorer(corpus: Path) -> Any:
    """The score.py that goes with the corpus."""
    return load(corpus.parent / "bench" / "score.py")


def chosen(page: Rows, probability: Array, threshold: float) -> list[str]:
    """The texts above the threshold, without the title's line (a field of its own)."""
    truth = page.sample.truth
    titles = {key(title) for title in (truth.get("title") or "", *truth.get("also_title", []))}
    blocks = zip(page.view.blocks, probability, strict=True)
    return [block.text for block, p in blocks if p >= threshold and key(block.text) not in titles - {""}]


def scores(
    score: Any, corpus: Path, pages: Sequence[Rows], found: Sequence[Array], threshold: float
) -> Scores:
    """For each set its measures; pages without any block count as empty."""
    predicted: dict[str, dict[str, Any]] = {}
    for page, probability in zip(pages, found, strict=True):
        texts = chosen(page, probability, threshold)
        predicted.setdefault(page.sample.corpus, {})[page.sample.url] = {"paragraphs": texts}
    result = {}
    for name, rows in predicted.items():
        sums = score.score(score.read(corpus / name / "truth.jsonl"), rows)[0]
        result[name] = {column: sums[column] for column in COLUMNS if column in sums}
    return result


def page_f1(score: Any, page: Rows, probability: Array, threshold: float) -> float:
    """The 4-gram F1 of one page."""
    true = score.words("\n".join(page.sample.lines))
    got = score.words("\n".join(chosen(page, probability, threshold)))
    precision, recall = score.overlap(score.shingles(true), score.shingles(got))
    return float(score.f1(precision or 0, recall or 0))


def calibrate(pages: Sequence[Rows], found: Sequence[Array], good: Array, threshold: float) -> Array:
    """Weights of the logistic regression from a page's signs to "its F1 is at least GOOD"."""
    rows = np.stack([signs(page.view, p, threshold) for page, p in zip(pages, found, strict=True)])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):  # Newton's method; the ridge keeps it stable
        chance = logistic(rows @ weights)
        slope = rows.T @ (chance - good) + 0.5 * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + 0.5 * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def knots(raw: Array, good: Array) -> tuple[Array, Array]:
    """Points of the line from the regression's margin to the share of good pages, MARGIN below it."""
    order = np.argsort(raw)
    bins = [part for part in np.array_split(order, BINS) if len(part)]
    means = [(float(raw[part].mean()), float(good[part].mean()), len(part)) for part in bins]
    steps: list[tuple[float, float, int]] = []
    for step in means:  # pool adjacent violators: the share must not fall where the margin rises
        steps.append(step)
        while len(steps) > 1 and steps[-2][1] > steps[-1][1]:
            (x1, y1, n1), (x2, y2, n2) = steps[-2:]
            n = n1 + n2
            steps[-2:] = [((x1 * n1 + x2 * n2) / n, (y1 * n1 + y2 * n2) / n, n)]
    return np.array([x for x, _, _ in steps]), np.array([max(y - MARGIN, 0.0) for _, y, _ in steps])


def logistic(margin: Array) -> Array:
    chance: Array = 1 / (1 + np.exp(-np.clip(margin, -30, 30)))
    return chance


def table(title: str, result: Scores, columns: Sequence[str] = COLUMNS) -> str:
    """The measures as a Markdown table."""
    lines = [f"### {title}", "", "| set | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, sums in result.items():
        cells = [f"{sums[column]:.3f}" if column in sums else "–" for column in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
