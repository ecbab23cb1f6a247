"""Score the small fields (title, people, dates) on sets of saved pages, in-process.

    python -m bench.fields CORPUS SCORER [--sets a,b] [--worst N] [--field title]

CORPUS holds a folder a set with `pages.warc.gz` and `truth.jsonl`; SCORER is the score.py that goes with it.
Prints, for each set, the share of pages right, how many have a wrong value and how many none, and the CPU
time a page; with --worst, the wrong ones with all their evidence. With --half, only the pages of one half of
the domains: errors are looked for on one and the gain is measured on the other. With --beside-peers, pages
that are right and on which every peer that is installed (`bench.peers`) is wrong, with evidence and reason.
"""

import argparse
import importlib
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from bench.peers import installed
from bench.quality import predict
from bench.scoring import load
from crawler.extraction.fields.headline import headline
from crawler.pages.page import Document, Page

SETS = "news-world,articles,snippets,publishers,arabic,dates,readability,languages"
FIELDS = ("title", "authors", "date")
KEYS = {"title": "title", "authors": "authors", "date": "published_at"}  # of an extractor's row
BESIDE = ("trafilatura", "newspaper4k")  # the peers that have all three


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided about one field of one page, and whether that is right."""

    field: str
    url: str
    right: bool
    wanted: Any
    value: Any
    found: Any  # the decision


@dataclass
class Tally:
    right: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    pages: list["Judged"] = field(default_factory=list)
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


PEOPLE = optional("crawler.extraction.fields.people", "people")
DATES = optional("crawler.extraction.fields.dates", "dates")


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
    value = found.published.value if name == "date" else getattr(found, "value", None)
    if name == "authors":
        value = list(found.authors or found.agency) or None
    tally.pages.append(Judged(name, row["url"], right, wanted, value, found))
    tally.missing[name] += not right and value is None


def show(page: Judged, others: Mapping[str, Any] | None = None) -> None:
    """A page's truth, our decision with its reason and evidence, and what others say."""
    decision = page.found.published if page.field == "date" else page.found
    print(
        f"  {page.field}  {page.url}\n    truth {page.wanted!r}\n    ours  {page.value!r}  {decision.reason}"
    )
    for name, value in (others or {}).items():
        print(f"    {name} {value!r}"[:300])
    for line in decision.claims:
        print(f"      {line.place:12} {line.trust:.2f} {line.value!r}"[:300])


def beside_peers(tally: Tally, scorer: ModuleType, truth: dict[str, Any], folder: Path) -> None:
    """Show the pages on which all peers are wrong and we are not."""
    peers = {name: predict(name, folder / "pages.warc.gz")[0] for name in BESIDE if name in installed()}
    shown = dict.fromkeys(FIELDS, 0)
    for page in tally.pages:
        rows = {name: rows.get(page.url, {}) for name, rows in peers.items()}
        if page.right and not any(
            told_right(scorer, page.field, truth[page.url], row) for row in rows.values()
        ):
            shown[page.field] += 1
            show(page, {name: row.get(KEYS[page.field]) for name, row in rows.items()})
    counts = ", ".join(f"{name} {count}" for name, count in shown.items())
    print(f"  right here, wrong in {' and '.join(peers)}: {counts}", flush=True)


def told_right(scorer: ModuleType, name: str, truth: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether an extractor's row has a field right."""
    if name == "date":
        return bool(scorer.same_day(truth["published_at"], row.get("published_at")))
    if name == "authors":
        return bool(scorer.names(truth["authors"]) == scorer.names(row.get("authors")))
    wanted = map(scorer.words, [truth["title"], *truth.get("also_title", [])])
    return scorer.words(row.get("title") or "") in wanted


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
    parser.add_argument("--beside-peers", action="store_true")
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
        for page in [page for page in tally.pages if not page.right][: options.worst]:
            show(page)
        if options.beside_peers:
            beside_peers(tally, scorer, truth, folder)


if __name__ == "__main__":
    main()
