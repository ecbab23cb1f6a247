"""The third forest, which knows the site's memory: `python -m bench.train.third CORPUS [--folds FOLDS]`.

It learns from pages of sites of which the sets have several: what the first two forests say of a page, and
what the other pages of its site taught, as the same forests read them. How many other pages these are varies
by chance. Without a memory it is not asked, so that a page of an unknown site is read as if there were none.

FOLDS holds the models that `bench.train --folds FOLDS` left there: a page of a set that they learned from is
read by the one that has not seen its domain, one of another set by the shipped model. Each of the folds'
models gets a third forest too (`bench.memory --folds`).
"""

import argparse
import importlib
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.train.corpus import FOLDS, TRAINED, samples
from bench.train.export import arrays
from bench.train.fit import PARAMETERS, size_weight
from bench.train.table import Rows, rows
from bench.train.whole import model_of
from crawler.extraction.roles.model import Model, load, probabilities
from crawler.extraction.roles.recall import RISING, Prints, is_asked, lesson, recall, with_memory
from crawler.memory import Lesson, SiteMemory, learn

Array = NDArray[Any]

# The weight of a page; other sets have no sites with several pages, or truths of too many kinds.
SETS = {"news-sites": 4.0, "web": 0.5}
OTHERS = (1, 2, 3, 4, 6, 9, 15)  # pages of the site that were read before; one of these by chance,
TIMES = 3  # so many times a page
SEED = 3
HOW = {"iterations": 120, "depth": 4, "learning_rate": 0.06}
MODEL = Path("crawler/extraction/roles/model.npz")


@dataclass
class Known:
    """A page as the first two forests read it, and what it teaches."""

    page: Rows
    site: str
    chance: Array
    prints: Prints
    lesson: Lesson


def site_of(page: Rows) -> str:
    """A site of `years` is another one in every year."""
    truth, domain = page.sample.truth, page.sample.domain
    return f"{page.sample.corpus} {domain} {truth['year'] if page.sample.corpus == 'years' else ''}"


def known(page: Rows, model: Model) -> Known:
    chance = probabilities(page.view, page.matrix, page.asked, model)
    prints = Prints(page.view)
    taught = lesson(page.view, np.flatnonzero(chance >= model.threshold).tolist(), prints)
    return Known(page, site_of(page), chance, prints, taught)


def read(corpus: Path, sets: Sequence[str], folds: Path | None) -> list[list[Known]]:
    """The pages of each site that has several."""
    sites: dict[str, list[Known]] = defaultdict(list)
    for name in sets:
        for page in filter(None, map(rows, samples(corpus, name))):
            if not page.sample.domain.startswith("dragnet"):  # of many sites, whose addresses are unknown
                model = model_of(folds, page.sample.fold) if folds and name in TRAINED else load()
                one = known(page, model)
                sites[one.site].append(one)
    return [pages for pages in sites.values() if len(pages) > 1]


def examples(
    sites: Sequence[Sequence[Known]], chance: random.Random
) -> list[tuple[int, Array, Array, Array]]:
    """For each page and each memory: its fold, its rows, whether each is body, its weight."""
    found = []
    for pages in sites:
        for place, one in enumerate(pages):
            for _ in range(TIMES):
                others = [*pages[:place], *pages[place + 1 :]]
                chance.shuffle(others)
                memory = SiteMemory()
                for other in others[: chance.choice(OTHERS)]:
                    memory = learn(memory, other.lesson)
                if memory.pages:
                    found.append(_rows(one, memory))
    return found


def _rows(one: Known, memory: SiteMemory) -> tuple[int, Array, Array, Array]:
    page = one.page
    told = recall(page.view, one.prints, memory)
    weight = page.labels.weight * size_weight(page) * SETS[page.sample.corpus] / TIMES
    asked = is_asked(told, one.chance) & (weight > 0)
    matrix = with_memory(told, one.chance)[asked]
    return page.sample.fold, matrix, page.labels.body[asked], weight[asked]


def fit(some: Sequence[tuple[int, Array, Array, Array]], **changes: Any) -> Any:
    catboost = importlib.import_module("catboost")
    _, matrices, answers, weights = zip(*some, strict=True)
    pool = catboost.Pool(np.concatenate(matrices), np.concatenate(answers), weight=np.concatenate(weights))
    how = PARAMETERS | HOW | {"monotone_constraints": list(RISING)} | changes
    return catboost.CatBoostClassifier(**how).fit(pool)


def add(path: Path, forest: Any) -> None:
    """Puts the forest into a model's file."""
    before = {name: array for name, array in np.load(path).items() if not name.startswith("third_")}
    np.savez_compressed(path, **(before | arrays(forest, "third")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL, help="the file that gets the forest")
    options = parser.parse_args()
    some = examples(read(options.corpus, list(SETS), options.folds), random.Random(SEED))
    print(
        f"{len(some)} pages with a memory, {sum(len(matrix) for _, matrix, _, _ in some)} blocks", flush=True
    )
    for fold in range(FOLDS) if options.folds else ():
        add(options.folds / f"{fold}.npz", fit([one for one in some if one[0] != fold]))
    add(options.model, fit(some))


if __name__ == "__main__":
    main()
