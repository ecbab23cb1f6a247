"""From the corpus to the model file: `python -m bench.train CORPUS [--out FOLDER]`.

Deterministic: the same corpus, code and library versions give the same numbers. Needs CatBoost beside
the package. Prints the cross-validated tables, which belong into the model's card.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.train import measure
from bench.train.corpus import EVALUATED, TRAINED, samples
from bench.train.export import arrays
from bench.train.fit import fit, fit_folds, out_of_fold
from bench.train.table import Rows, rows
from crawler.extraction.body.model import signs

THRESHOLD = 0.5
CALIBRATED_ON = ("news-world", "news-sites", "articles", "arabic", "languages", "readability")


def read(corpus: Path) -> list[Rows]:
    """All pages of all sets that have blocks."""
    pages = [rows(sample) for name in (*TRAINED, *EVALUATED) for sample in samples(corpus, name)]
    return [page for page in pages if page is not None]


def say(started: float, text: str) -> None:
    print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("crawler/extraction"))
    parser.add_argument("--iterations", type=int, default=300)
    options = parser.parse_args()
    started = time.monotonic()
    pages = read(options.corpus)
    say(started, f"{len(pages)} pages")
    models = fit_folds(pages, iterations=options.iterations)
    firsts = out_of_fold(models, pages)
    ours = out_of_fold(models, pages, as_asked=True)
    say(started, "first stage in folds")
    models = fit_folds(pages, firsts, iterations=options.iterations)
    found = out_of_fold(models, pages, firsts)
    found_ours = out_of_fold(models, pages, ours, as_asked=True)
    say(started, "second stage in folds")
    confidence = report(options.corpus, pages, firsts, found, found_ours)
    shipped: dict[str, Any] = {**arrays(fit(pages, iterations=options.iterations), "first")}
    shipped |= arrays(fit(pages, firsts, iterations=options.iterations), "second")
    shipped |= {**confidence, "threshold": np.array(THRESHOLD)}
    np.savez_compressed(options.out / "model.npz", **shipped)
    say(started, f"{options.out / 'model.npz'}")


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
    print("### Confidence\n\n| from | to | pages | F1 ≥ .95 | mean F1 |\n|---|---|---|---|---|")
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = (sure >= low) & (sure < high)
        if inside.any():
            cells = (f"{inside.sum()}", f"{good[inside].mean():.3f}", f"{values[inside].mean():.3f}")
            print(f"| {low} | {min(high, 1)} | " + " | ".join(cells) + " |")
    return {"weights": weights, "calibration": calibration}


if __name__ == "__main__":
    main()
