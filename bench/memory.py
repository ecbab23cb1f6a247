"""What a site's memory is worth: `python -m bench.memory CORPUS [SET …] [--folds FOLDER] [--drift]`.

Every page of the sets with several pages a site is extracted with what 0, 1, 4 and 9 other pages of its site
taught: those that follow it in the set, as the extractor read them; the truth is not used. The tables have
the measures of the corpus's own scorer. A site of `years` is one of its sites in one year; of other sets only
sites with at least five pages count (`--least`).

With `--folds` (`bench.train --folds`) each page of a set that the model learned from is read by a model that
has not seen its domain.

`--drift` shows one memory the pages of each site, of `years` year after year, and says after how many pages
each redesign was noticed, and what was noticed where nothing had changed.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.scoring import load as scorer
from bench.train.corpus import TRAINED, Sample, samples
from bench.train.measure import COLUMNS, table
from bench.train.whole import FIELDS, model_of
from crawler.extraction.extract import decide, write
from crawler.extraction.learning import lesson_of
from crawler.extraction.roles.model import Model
from crawler.extraction.roles.model import load as shipped
from crawler.memory import Lesson, SiteMemory, learn
from pipelines.record import record
from pipelines.settle import settle

SETS = ("news-sites", "years", "portals", "web")
OTHERS = (0, 1, 4, 9)  # pages of the site that were read before
LEAST = 5  # pages of a site of which there is something to tell
YEARS = "years"

Records = dict[str, dict[str, Any]]  # by address


def sites(corpus: Path, name: str, least: int = LEAST) -> dict[str, list[Sample]]:
    """The pages of each site of a set, in the set's order."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples(corpus, name):
        if not sample.domain.startswith("dragnet"):  # pages of unknown address, of many sites
            year = f" {sample.truth['year']}" if name == YEARS else ""
            found[sample.domain + year].append(sample)
    return {site: pages for site, pages in found.items() if len(pages) >= least}


def model_for(sample: Sample, folds: Path | None) -> Model:
    """The shipped model, or one that has not seen the page's domain."""
    return model_of(folds, sample.fold) if folds and sample.corpus in TRAINED else shipped()


def taught_by(sample: Sample, model: Model) -> Lesson | None:
    """What a page teaches that is read without a memory."""
    document = sample.document()
    return lesson_of(document, decide(document, model))


def others(lessons: Sequence[Lesson | None], place: int, count: int) -> SiteMemory:
    """The memory of so many pages after this one; after the last comes the first."""
    memory = SiteMemory()
    for taught in [*lessons[place + 1 :], *lessons[:place]][:count]:
        memory = learn(memory, taught) if taught is not None else memory
    return memory


def read_site(folds: Path | None, counts: Sequence[int], pages: Sequence[Sample]) -> dict[int, Records]:
    """For each number of other pages, the records of a site's pages."""
    models = [model_for(sample, folds) for sample in pages]
    lessons = [taught_by(sample, model) for sample, model in zip(pages, models, strict=True)]
    found: dict[int, Records] = {count: {} for count in counts}
    for place, (sample, model) in enumerate(zip(pages, models, strict=True)):
        for count in counts:
            document = sample.document()
            remembering = replace(model, memory=others(lessons, place, count))
            article = settle(write(document, decide(document, remembering)))
            found[count][sample.url] = record(article)
    return found


def curves(options: argparse.Namespace, name: str) -> None:
    """Prints the measures of a set by the number of other pages; of `years` also by the year."""
    corpus, counts = options.corpus, options.others
    score = scorer(corpus.parent / "bench" / "score.py")
    truth = score.read(corpus / name / "truth.jsonl")
    records: dict[int, Records] = {count: {} for count in counts}
    by_site = sites(corpus, name, options.least)
    with ProcessPoolExecutor(options.cores, mp_context=get_context("spawn")) as pool:
        for found in pool.map(partial(read_site, options.folds, counts), by_site.values()):
            for count, some in found.items():
                records[count] |= some
    years = sorted({truth[url]["year"] for url in records[counts[0]]}) if name == YEARS else []
    result: dict[str, dict[str, float]] = {}
    for part in (None, *years):
        for count in counts:
            asked = {u: truth[u] for u in records[count] if part is None or truth[u]["year"] == part}
            label = f"{name} {part or ''}, {count} others"
            result[label] = score.score(asked, {url: records[count][url] for url in asked})[0]
    print(table(f"{name}: {len(records[counts[0]])} pages", result, (*COLUMNS, *FIELDS)), flush=True)


def drift(corpus: Path, name: str) -> None:
    """Prints what one memory noticed on the pages of each site, one after the other."""
    model, by_site = shipped(), sites(corpus, name)
    chains: Mapping[str, list[Sample]] = by_site
    if name == YEARS:
        chains = defaultdict(list)
        for site, pages in sorted(by_site.items()):
            chains[site.split()[0]] += pages
    for site, pages in chains.items():
        memory, noticed = SiteMemory(), []
        for place, sample in enumerate(pages, start=1):
            taught = taught_by(sample, model)
            after = learn(memory, taught) if taught is not None else memory
            if after.drift.layouts != memory.drift.layouts:
                noticed.append(f"page {place} ({sample.truth.get('year', 'no change is known')})")
            memory = after
        print(f"| {site} | {len(pages)} | {', '.join(noticed) or '–'} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--folds", type=Path, help="models a fold")
    parser.add_argument("--others", type=int, nargs="*", default=OTHERS, help="pages read before")
    parser.add_argument("--least", type=int, default=LEAST, help="pages of a site that is looked at")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--drift", action="store_true")
    options = parser.parse_args()
    for name in options.sets:
        if options.drift:
            drift(options.corpus, name)
        else:
            curves(options, name)


if __name__ == "__main__":
    main()
