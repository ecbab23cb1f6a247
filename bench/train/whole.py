"""The whole extractor, cross-validated: `python -m bench.train.whole CORPUS FOLDS [SET …]`.

FOLDS holds the models that `bench.train --folds FOLDS` left there, one a fold. Each page is extracted with
the model that has not seen its domain, by the same code that extracts a live page: second opinions, bodies
from JSON and mended choices included. What the table says is what an unknown site may expect. With `--own`
each set is asked for in the convention that its truth was made with, not in the one that a live page gets.
"""

import argparse
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.train.corpus import EVALUATED, STYLES, TRAINED, Sample, samples
from bench.train.measure import COLUMNS, GOOD, scorer, table
from crawler.extraction.extract import decide, write
from crawler.extraction.roles.model import NEWS, Model, load_from
from pipelines.record import record
from pipelines.settle import settle

FIELDS = ("title", "authors", "date")


@cache
def model_of(folds: Path, fold: int) -> Model:
    with (folds / f"{fold}.npz").open("rb") as file:
        return load_from(file)


def extracted(folds: Path, sample: Sample, own: bool = False) -> dict[str, Any]:
    """The record of a page by the model of its fold, in the style of run time or that of its set."""
    model = model_of(folds, sample.fold)
    if own:
        model = replace(model, style=STYLES.get(sample.corpus, NEWS))
    document = sample.document()
    return record(settle(write(document, decide(document, model))))


def set_records(corpus: Path, folds: Path, own: bool, name: str) -> dict[str, dict[str, Any]]:
    """The records of a set, by address."""
    return {sample.url: extracted(folds, sample, own) for sample in samples(corpus, name)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("sets", nargs="*", default=[*TRAINED, *EVALUATED])
    parser.add_argument("--own", action="store_true", help="in the convention of each set")
    options = parser.parse_args()
    score = scorer(options.corpus)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=context) as pool:
        found = pool.map(partial(set_records, options.corpus, options.folds, options.own), options.sets)
        result = {}
        sure: list[tuple[float, float]] = []
        for name, records in zip(options.sets, found, strict=True):
            truth = score.read(options.corpus / name / "truth.jsonl")
            result[name], pages, _ = score.score(truth, records)
            if any("text" in row or "paragraphs" in row for row in truth.values()):
                sure += [
                    (records[url]["extraction"]["confidence"], f1) for f1, url in pages if url in records
                ]
    print(table("The whole extractor, in folds by domain", result, (*COLUMNS, *FIELDS)))
    print(bands(sure))


def bands(sure: Sequence[tuple[float, float]]) -> str:
    """How good the bodies are by the confidence that they were given with: (confidence, F1) of every page."""
    lines = ["### Confidence", "", "| from | to | pages | F1 ≥ .95 | mean F1 |", "|---|---|---|---|---|"]
    for low, high in pairwise((0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)):
        values = [f1 for confidence, f1 in sure if low <= confidence < high]
        if values:
            good, mean = sum(f1 >= GOOD for f1 in values) / len(values), sum(values) / len(values)
            lines.append(f"| {low} | {min(high, 1)} | {len(values)} | {good:.3f} | {mean:.3f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
