"""Score the small fields (title, people, dates) on sets of saved pages, in-process.

    python -m bench.fields CORPUS SCORER [--sets a,b] [--worst N] [--field title]

CORPUS holds a folder a set with `pages.warc.gz` and `truth.jsonl`; SCORER is the score.py that goes with it.
Prints, for each set, the share of pages right, how many have a wrong value and how many none, and the CPU
time a page; with --worst, the wrong ones with all their evidence. With --half, only the pages of one half of
the domains: errors are looked for on one and the gain is measured on the other.
"""

import argparse
import importlib
import statistics
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from bench.scoring import load
from crawler.extraction.headline.decide import headline
from crawler.extraction.page import Document, Page

SETS = "news-world,articles,snippets,publishers,arabic,dates,readability,languages"
FIELDS = ("title", "authors", "date")


@dataclass
class Tally:
    right: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    wrong: list[tuple[str, str, Any, Any, Any]] = field(
        default_factory=list
    )  # field, url, truth, ours, evidence
    missing: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(FIELDS, 0)
    )  # of them, without a value
    cost: dict[str, list[float]] = field(default_factory=dict)  # step → milliseconds


def pages(folder: Path) -> Iterator[Page]:
    with (folder / "pages.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            given = record.http_headers.headers if record.http_headers else ()
            headers = {name.lower(): value for name, value in given}
            date = datetime.fromisoformat(record.rec_headers["WARC-Date"].replace("Z", "+00:00"))
            yield Page(record.rec_headers["WARC-Target-URI"], record.content_stream().read(), date, headers)


def optional(module: str, name: str) -> Callable[[Document], Any] | None:
    """A field function that may not be there yet."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


PEOPLE = optional("crawler.extraction.people.decide", "people")
DATES = optional("crawler.extraction.dates.decide", "dates")


def timed(tally: Tally, step: str, function: Callable[[], Any]) -> Any:
    begun = time.process_time()
    result = function()
    tally.cost.setdefault(step, []).append((time.process_time() - begun) * 1000)
    return result


def half_of(url: str) -> int:
    """0 or 1, the same for all pages of a domain."""
    host = (urlsplit(url).hostname or url).split(".")
    return zlib.crc32(".".join(host[-2:]).encode()) % 2


def measure(
    folder: Path, scorer: ModuleType, truth: dict[str, Any], names: list[str], half: int | None = None
) -> Tally:
    tally = Tally()
    for page in pages(folder):
        row = truth.get(page.url)
        if row is None or (half is not None and half_of(page.url) != half):
            continue
        document = Document(page)
        timed(tally, "parse", lambda d=document: d.root)  # type: ignore[misc]
        timed(tally, "structured", lambda d=document: d.structured.article_nodes)  # type: ignore[misc]
        timed(tally, "blocks", lambda d=document: d.blocks)  # type: ignore[misc]
        if "title" in names and row.get("title"):
            one_title(tally, scorer, row, timed(tally, "headline", lambda d=document: headline(d)))  # type: ignore[misc]
        if "authors" in names and PEOPLE and row.get("authors"):
            one_authors(tally, scorer, row, timed(tally, "people", lambda d=document: PEOPLE(d)))  # type: ignore[misc]
        if "date" in names and DATES and scorer.day(row.get("published_at")):
            one_date(tally, scorer, row, timed(tally, "dates", lambda d=document: DATES(d)))  # type: ignore[misc]
    return tally


def one_title(tally: Tally, scorer: ModuleType, row: dict[str, Any], found: Any) -> None:
    wanted = [row["title"], *row.get("also_title", [])]
    note(
        tally, "title", scorer.words(found.title.value) in map(scorer.words, wanted), row, wanted, found.title
    )


def one_authors(tally: Tally, scorer: ModuleType, row: dict[str, Any], found: Any) -> None:
    ours, agencies = scorer.names(list(found.authors)), scorer.names(list(found.agency))
    note(
        tally, "authors", scorer.names(row["authors"]) in (ours, ours | agencies), row, row["authors"], found
    )


def one_date(tally: Tally, scorer: ModuleType, row: dict[str, Any], found: Any) -> None:
    right = scorer.same_day(row["published_at"], found.published.value)
    note(tally, "date", right, row, row["published_at"], found)


def note(tally: Tally, name: str, right: bool, row: dict[str, Any], wanted: Any, found: Any) -> None:
    tally.right[name].append(right)
    if not right:
        value = found.published.value if name == "date" else getattr(found, "value", None)
        tally.missing[name] += value is None and not getattr(found, "authors", None)
        tally.wrong.append((name, row["url"], wanted, value, found))


def show(item: tuple[str, str, Any, Any, Any]) -> None:
    name, url, wanted, ours, found = item
    reason = found.published.reason if name == "date" else getattr(found, "reason", "")
    print(f"  {name}  {url}\n    truth {wanted!r}\n    ours  {ours!r}  {reason}")
    evidence = found.published.evidence if name == "date" else getattr(found, "evidence", None)
    for line in [found] if evidence is None else evidence:
        print(f"      {getattr(line, 'place', ''):12} {getattr(line, 'value', line)!r}"[:300])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--worst", type=int, default=0, metavar="N")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--field", choices=FIELDS, action="append")
    options = parser.parse_args()
    scorer = load(options.scorer)
    for name in options.sets.split(","):
        folder = options.corpus / name
        truth = scorer.read(folder / "truth.jsonl")
        tally = measure(folder, scorer, truth, options.field or list(FIELDS), options.half)
        shares = "  ".join(
            f"{key} {statistics.mean(values):.3f} ({sum(values)}/{len(values)}, "
            f"{len(values) - sum(values) - tally.missing[key]} wrong, {tally.missing[key]} none)"
            for key, values in tally.right.items()
            if values
        )
        cost = "  ".join(f"{key} {statistics.median(values):.2f}" for key, values in tally.cost.items())
        print(f"{name:12} {shares}   ms: {cost}", flush=True)
        for item in tally.wrong[: options.worst]:
            show(item)


if __name__ == "__main__":
    main()
