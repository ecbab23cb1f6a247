"""What each group of features is worth: `python -m bench.train.ablation CORPUS [--iterations N]`.

The first stage is trained without one group at a time, in folds by domain, with fewer trees than the
shipped model. The measure is the mean log loss a block over pages (longer blocks weigh more): finer than
F1, which changes only where a block crosses the threshold. With `--rules` it is instead what each rule on
roles is worth (rules.py): pages on which it changed something, and the sums of what F1, exact bodies,
snippets found and leaked gain by it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.train import rules
from bench.train.fit import fit_folds, out_of_fold, size_weight
from bench.train.table import Rows, read
from crawler.extraction.claims.pagekeys import PageKeys
from crawler.extraction.roles.features import grouped

SHOWN = {
    "news": ("news-world", "news-sites", "arabic", "languages"),
    "articles": ("articles",),
    "web": ("web",),
}
SMALLEST = 1e-4  # a chance of 0 would cost without end


def spans(page: Rows) -> dict[str, slice]:
    """The columns of each group of features."""
    found, start = {}, 0
    for name, matrix in grouped(page.view, PageKeys()).items():
        found[name] = slice(start, start + len(matrix))
        start += len(matrix)
    return found


def losses(pages: Sequence[Rows], chances: Sequence[NDArray[Any]]) -> list[float]:
    """The mean log loss of each of the shown kinds of pages."""
    by_set: dict[str, list[float]] = {}
    for page, chance in zip(pages, chances, strict=True):
        weight = page.labels.weight * size_weight(page)
        if weight.any():
            p = np.clip(np.where(page.labels.body, chance, 1 - chance), SMALLEST, 1)
            by_set.setdefault(page.sample.corpus, []).append(float(np.average(-np.log(p), weights=weight)))
    return [float(np.mean([x for name in names for x in by_set.get(name, [])])) for names in SHOWN.values()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--iterations", type=int, default=150)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rules", action="store_true", help="switch off rules, not features")
    parser.add_argument("--card", type=Path, help="write the table of rules into this card")
    options = parser.parse_args()
    if options.rules or options.card:
        table = rules.table(options.corpus)
        print(table)
        if options.card:
            rules.put_into(options.card, table)
        return
    how = {"iterations": options.iterations, "thread_count": options.threads, "learning_rate": 0.1}
    pages = read(options.corpus)
    whole = [page.matrix for page in pages]
    print("| without | columns | " + " | ".join(SHOWN) + " |\n|---" + "|---" * (len(SHOWN) + 1) + "|")
    for name, span in {"nothing": slice(0), **spans(pages[0])}.items():
        for page, matrix in zip(pages, whole, strict=True):
            page.matrix = matrix.copy()
            page.matrix[:, span] = 0
        found = losses(pages, out_of_fold(fit_folds(pages, **how), pages))
        width = span.stop - (span.start or 0)
        print(f"| {name} | {width} | " + " | ".join(f"{x:.4f}" for x in found) + " |", flush=True)


if __name__ == "__main__":
    main()
