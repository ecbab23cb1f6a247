"""Are the records still the same, byte for byte? What a change of the code's structure is held against.

    python -m bench.same write FOLDER [SET …] [--corpus DIR]     the record of every page, a file a set
    python -m bench.same compare BEFORE AFTER [--show N]         which records differ, and in which fields
    python -m bench.same score BEFORE AFTER [--corpus DIR]       the figures of both against the sets' truths

A record is what `warraq extract --blocks` prints of the page. Exit code 1 says that some differ. With all of
the corpus (some 3,800 pages) and two cores, writing takes about two minutes.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.scoring import load
from crawler.fetching.archives import Bad, read_saved
from crawler.runs.tasks import extract_and_settle
from pipelines.record import encode

CORPUS = Path("../shared/corpus")
SLACK = 0.002  # by which a figure may fall when the code is made simpler
SHOWN = 0.00005  # differences of figures that are shown
PARTS = 4  # a set is split in so many a core, so that no core waits long for the last one


def lines(pages: Path, parts: int, part: int) -> list[tuple[int, bytes]]:
    """(place in the set, record) of every `parts`-th page of a set."""
    found = []
    for place, page in enumerate(read_saved(pages)):
        if place % parts == part:
            line = page.reason.encode() if isinstance(page, Bad) else encode(extract_and_settle(page))
            found.append((place, line))
    return found


def write(corpus: Path, sets: list[str], folder: Path) -> int:
    """Writes SET.jsonl for each set; returns the number of records."""
    folder.mkdir(parents=True, exist_ok=True)
    cores = os.cpu_count() or 1
    parts = PARTS * cores
    count = 0
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        for name in sets:
            pages = corpus / name / "pages.warc.gz"
            found = sorted(chain.from_iterable(pool.map(partial(lines, pages, parts), range(parts))))
            (folder / f"{name}.jsonl").write_bytes(b"".join(line + b"\n" for _, line in found))
            count += len(found)
    return count


def differing(before: Path, after: Path) -> Iterator[tuple[str, dict[str, tuple[Any, Any]]]]:
    """The pages of a set of which the records differ: address, and field → (before, after)."""
    pairs = zip_longest(before.read_bytes().splitlines(), after.read_bytes().splitlines(), fillvalue=b"{}")
    for one, other in pairs:
        if one != other:
            old, new = json.loads(one), json.loads(other)
            fields = {
                name: (old.get(name), new.get(name))
                for name in {**old, **new}
                if old.get(name) != new.get(name)
            }
            yield str(old.get("url") or new.get("url")), fields


def compare(before: Path, after: Path, show: int, but: Collection[str] = ()) -> int:
    """Prints what differs; returns the number of pages that do."""
    pages = 0
    fields: Counter[str] = Counter()
    for old in sorted(before.glob("*.jsonl")):
        new = after / old.name
        if not new.is_file():
            raise SystemExit(f"{old.stem}: only in {before}")
        for url, every in differing(old, new):
            changed = {name: values for name, values in every.items() if name not in but}
            if not changed:
                continue
            pages += 1
            fields.update(changed.keys())
            if pages <= show:
                print(f"{old.stem}  {url}")
                for name, (one, other) in changed.items():
                    print(f"    {name}: {_short(one)}\n    {' ' * len(name)}→ {_short(other)}")
    total = sum(len(old.read_bytes().splitlines()) for old in before.glob("*.jsonl"))
    print(f"{total} records, {pages} differ", *(f"{name} {count}" for name, count in fields.most_common()))
    return pages


def score(before: Path, after: Path, corpus: Path) -> int:
    """Prints each set's figures that changed; returns how many fell by more than SLACK."""
    scorer = load(corpus.parent / "bench" / "score.py")
    fallen = 0
    for old in sorted(before.glob("*.jsonl")):
        truth = scorer.read(corpus / old.stem / "truth.jsonl")
        one, other = (scorer.score(truth, scorer.read(folder / old.name))[0] for folder in (before, after))
        cells = []
        for name, value in one.items():
            change = other[name] - value
            better = -change if name == "leaked" else change
            fallen += better < -SLACK
            if abs(change) >= SHOWN:
                cells.append(f"{name} {value:.4f} → {other[name]:.4f}{' !' if better < -SLACK else ''}")
        print(f"{old.stem:12} {'; '.join(cells) or 'the same'}")
    return fallen


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}… ({len(text)} characters)"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("folder", type=Path)
    writing.add_argument("sets", nargs="*")
    writing.add_argument("--corpus", type=Path, default=CORPUS)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--but", nargs="*", default=(), metavar="FIELD", help="fields that may differ")
    comparing.add_argument("--show", type=int, default=10, metavar="N", help="pages shown in full")
    scoring = commands.add_parser("score")
    scoring.add_argument("before", type=Path)
    scoring.add_argument("after", type=Path)
    scoring.add_argument("--corpus", type=Path, default=CORPUS)
    options = parser.parse_args()
    if options.command == "score":
        sys.exit(1 if score(options.before, options.after, options.corpus) else 0)
    if options.command == "compare":
        sys.exit(1 if compare(options.before, options.after, options.show, options.but) else 0)
    sets = options.sets or sorted(path.parent.name for path in options.corpus.glob("*/pages.warc.gz"))
    print(f"{write(options.corpus, sets, options.folder)} records written to {options.folder}")


if __name__ == "__main__":
    main()
