"""From the corpus to the model file: `python -m bench.train CORPUS [--out FOLDER]`.

Deterministic: the same corpus, code and library versions give the same numbers. Needs CatBoost (the
extra `bench`). Prints the cross-validated tables, which belong into the model's card.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.train import measure
from bench.train.corpus import EVALUATED, TRAINED, samples
from bench.train.export import arrays, averaged
from bench.train.fit import PARAMETERS, contexts, fit, fit_folds, out_of_fold
from bench.train.table import Rows, rows
from bench.train.whole import bands
from crawler.extraction.body.model import signs

Array = NDArray[Any]

THRESHOLD = 0.5
SEEDS = (7, 8)  # the model is the mean of as many trainings: one alone is right by chance on some pages
SMALLEST = 1e-7  # chances of 0 and 1 have no margin
CALIBRATED_ON = ("news-world", "news-sites", "articles", "arabic", "languages", "readability")


def read(corpus: Path) -> list[Rows]:
    """All pages of all sets that have blocks."""
    pages = [rows(sample) for name in (*TRAINED, *EVALUATED) for sample in samples(corpus, name)]
    return [page for page in pages if page is not None]


def say(started: float, text: str) -> None:
    print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)


@dataclass(frozen=True)
class Trained:
    """What training with one seed gives: out-of-fold probabilities of every page, and forests as arrays."""

    firsts: list[Array]
    found: list[Array]  # by both stages, in the set's own convention
    asked: list[Array]  # as at run time
    folds: list[dict[str, Array]]
    whole: dict[str, Array]


def train(pages: list[Rows], seed: int, threads: int, started: float) -> Trained:
    """Both stages in folds, and on all pages."""
    how: dict[str, Any] = {"random_seed": seed, "thread_count": threads}
    first_models = fit_folds(pages, **how)
    firsts = out_of_fold(first_models, pages)
    around = contexts(pages, firsts)
    ours = contexts(pages, out_of_fold(first_models, pages, as_asked=True))
    say(started, f"seed {seed}: first stage in folds")
    second_models = fit_folds(pages, around, **how)
    say(started, f"seed {seed}: second stage in folds")
    return Trained(
        firsts,
        out_of_fold(second_models, pages, around),
        out_of_fold(second_models, pages, ours, as_asked=True),
        [forests(*stages) for stages in zip(first_models, second_models, strict=True)],
        forests(fit(pages, **how), fit(pages, around, **how)),
    )


def forests(first: Any, second: Any) -> dict[str, Array]:
    return arrays(first, "first") | arrays(second, "second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("crawler/extraction/body"))
    parser.add_argument("--folds", type=Path, help="leave the model of each fold here, for bench.train.whole")
    parser.add_argument("--threads", type=int, default=PARAMETERS["thread_count"])
    options = parser.parse_args()
    started = time.monotonic()
    pages = read(options.corpus)
    say(started, f"{len(pages)} pages")
    trained = [train(pages, seed, options.threads, started) for seed in SEEDS]
    confidence = report(
        options.corpus,
        pages,
        *(mean([getattr(one, name) for one in trained]) for name in ("firsts", "found", "asked")),
    )
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for fold, parts in enumerate(zip(*(one.folds for one in trained), strict=True)):
            save(options.folds / f"{fold}.npz", parts, confidence)
    save(options.out / "model.npz", [one.whole for one in trained], confidence)
    say(started, f"{options.out / 'model.npz'}")


def mean(of_seeds: Sequence[Sequence[Array]]) -> list[Array]:
    """For each page, the probabilities that the mean of the seeds' margins comes to."""
    kept = [[np.clip(p.astype(np.float64), SMALLEST, 1 - SMALLEST) for p in pages] for pages in of_seeds]
    margins = [[np.log(p) - np.log1p(-p) for p in pages] for pages in kept]
    return [1 / (1 + np.exp(-np.mean(page, axis=0))) for page in zip(*margins, strict=True)]


def save(path: Path, parts: Sequence[dict[str, Array]], confidence: Any) -> None:
    """The model file: both forests, the confidence's numbers, the threshold."""
    numbers: dict[str, Any] = averaged(parts, "first") | averaged(parts, "second") | confidence
    np.savez_compressed(path, **numbers, threshold=np.array(THRESHOLD))


def report(corpus: Path, pages: list[Rows], firsts: list[Any], found: list[Any], ours: list[Any]) -> Any:
    """Print the tables; return what the confidence is computed with."""
    score = measure.scorer(corpus)
    for title, probabilities in (
        ("First stage alone, the set's own convention", firsts),
        ("Both stages, the set's own convention", found),
        ("Both stages, as at run time", ours),
    ):
        print(measure.table(title, measure.scores(score, corpus, pages, probabilities, THRESHOLD)))
    places = [place for place, page in enumerate(pages) if page.sample.corpus in CALIBRATED_ON]
    some, chances = [pages[place] for place in places], [ours[place] for place in places]
    pairs = list(zip(some, chances, strict=True))
    values = np.array([measure.page_f1(score, page, p, THRESHOLD) for page, p in pairs])
    good = (values >= measure.GOOD).astype(float)
    weights = measure.calibrate(some, chances, good, THRESHOLD)
    margins = np.stack([signs(page.view, p, THRESHOLD) for page, p in pairs]) @ weights
    calibration = np.stack(measure.knots(margins, good))
    sure = np.interp(margins, *calibration)
    print(bands(list(zip(sure.tolist(), values.tolist(), strict=True))))
    return {"weights": weights, "calibration": calibration}


if __name__ == "__main__":
    main()
