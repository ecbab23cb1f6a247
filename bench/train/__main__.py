"""From the corpus to the model file: `python -m bench.train CORPUS [--out FOLDER]`.

Deterministic: the same corpus, code and library versions give the same numbers. Needs CatBoost (the
extra `bench`). Prints the cross-validated tables, which belong into the model's card.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.train import measure
from bench.train.export import arrays
from bench.train.fit import PARAMETERS, contexts, fit, fit_folds, out_of_fold
from bench.train.table import Rows, read
from bench.train.whole import bands
from crawler.extraction.roles.model import signs

THRESHOLD = 0.5
CALIBRATED_ON = ("news-world", "news-sites", "articles", "arabic", "languages", "readability")


def say(started: float, text: str) -> None:
    print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("crawler/extraction/body"))
    parser.add_argument("--folds", type=Path, help="leave the model of each fold here, for bench.train.whole")
    parser.add_argument("--iterations", type=int, default=PARAMETERS["iterations"])
    parser.add_argument("--threads", type=int, default=PARAMETERS["thread_count"])
    options = parser.parse_args()
    how = {"iterations": options.iterations, "thread_count": options.threads}
    started = time.monotonic()
    pages = read(options.corpus)
    say(started, f"{len(pages)} pages")
    first_models = fit_folds(pages, **how)
    firsts = out_of_fold(first_models, pages)
    around = contexts(pages, firsts)
    ours = contexts(pages, out_of_fold(first_models, pages, as_asked=True))
    say(started, "first stage in folds")
    second_models = fit_folds(pages, around, **how)
    found = out_of_fold(second_models, pages, around)
    found_ours = out_of_fold(second_models, pages, ours, as_asked=True)
    say(started, "second stage in folds")
    confidence = report(options.corpus, pages, firsts, found, found_ours)
    if options.folds:
        options.folds.mkdir(parents=True, exist_ok=True)
        for fold, stages in enumerate(zip(first_models, second_models, strict=True)):
            save(options.folds / f"{fold}.npz", *stages, confidence)
        say(started, f"{options.folds}")
    save(options.out / "model.npz", fit(pages, **how), fit(pages, around, **how), confidence)
    say(started, f"{options.out / 'model.npz'}")


def save(path: Path, first: Any, second: Any, confidence: Any) -> None:
    """The model file: both forests, the confidence's numbers, the threshold."""
    numbers: dict[str, Any] = arrays(first, "first") | arrays(second, "second") | confidence
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
