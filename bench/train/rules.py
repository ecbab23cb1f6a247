"""What each rule on roles brings: the whole extractor without it, on the pages where it changed something.

`python -m bench.train.ablation CORPUS --rules` prints the table, and with `--card` writes it into the
model's card.
"""

import multiprocessing
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from bench.train.corpus import samples
from bench.train.measure import scorer
from crawler.extraction.extract import decide, write
from crawler.extraction.roles.rules import ENDINGS, RULES
from pipelines.record import record
from pipelines.settle import settle

NEWS = ("news-world", "news-sites", "wild", "years", "arabic", "languages", "portals")
SETS = (*NEWS, "articles", "readability", "web", "snippets")
PARTS = 16  # of a set, so that no core waits long for the last one

BEGIN, END = "<!-- rules -->", "<!-- end of rules -->"  # between them stands the table in the card

Record = dict[str, Any]
Found = tuple[str, Record, dict[str, Record]]  # address, its record, rule → the record without it


def looked(corpus: Path, name: str, part: int) -> list[Found]:
    """Every page of a part of a set, with and without each rule that changed something on it."""
    found = []
    for number, sample in enumerate(samples(corpus, name)):
        if number % PARTS != part:
            continue
        document = sample.document()
        decided = decide(document)
        rules = dict.fromkeys(change.rule for change in decided.body.labelled.trace)
        without = {rule: _record(document, decide(document, off=(rule,))) for rule in rules}
        found.append((sample.url, _record(document, decided), without))
    return found


def _record(document: Any, decided: Any) -> Record:
    return record(settle(write(document, decided)))


def table(corpus: Path, sets: Sequence[str] = SETS) -> str:
    """A row a rule: on how many pages it changed something, and the mean of their F1 with and without it."""
    score = scorer(corpus)
    pages: Counter[tuple[str, str]] = Counter()  # (rule, news or others)
    sums: Counter[tuple[str, str]] = Counter()  # of the difference in F1
    exact: Counter[tuple[str, str]] = Counter()
    snippets: Counter[tuple[str, str]] = Counter()  # found, leaked
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        for name in sets:
            truth = score.read(corpus / name / "truth.jsonl")
            kind = "news" if name in NEWS else "others"
            work = pool.map(partial(looked, corpus, name), range(PARTS))
            for url, whole, without in chain.from_iterable(work):
                if url not in truth:
                    continue
                one = {url: truth[url]}
                best = score.score(one, {url: whole})[0]
                for rule, other in without.items():
                    pages[rule, kind] += 1
                    worse = score.score(one, {url: other})[0]
                    for sign, values in ((1, best), (-1, worse)):
                        sums[rule, kind] += sign * values.get("shingle", 0)
                        exact[rule, kind] += sign * values.get("exact", 0)
                        snippets[rule, "found"] += sign * values.get("found", 0)
                        snippets[rule, "leaked"] += sign * values.get("leaked", 0)
    lines = [
        "| rule | news pages | F1 | exact | other pages | F1 | exact | found | leaked |",
        "|---" * 9 + "|",
    ]
    for row in (*RULES, *ENDINGS):
        cells = [
            cell
            for kind in ("news", "others")
            for cell in (
                str(pages[row.name, kind]),
                f"{sums[row.name, kind]:+.2f}",
                f"{exact[row.name, kind]:+.0f}",
            )
        ]
        cells += [f"{snippets[row.name, what]:+.2f}" for what in ("found", "leaked")]
        lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def put_into(card: Path, table: str) -> None:
    """Puts the table between the marks of a card."""
    before, rest = card.read_text("utf-8").split(BEGIN)
    card.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", "utf-8")
