"""Quality on sets of saved pages with known truth: Warraq beside plain trafilatura, one table.

    python -m bench.quality [SET …] [--corpus DIR] [--peers trafilatura,…] [--worst N]

A set is a folder with pages.warc.gz and truth.jsonl; scores come from the corpus's own score.py.
Warraq is measured as people run it: the `warraq extract` command, in a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

CORPUS = Path("../shared/corpus")
SETS = (
    *("news-world", "news-sites", "portals", "articles", "web", "readability", "snippets", "publishers"),
    *("arabic", "languages", "dates"),
)
MEASURES = (
    *("shingle", "precision", "recall", "exact", "paras", "found", "leaked"),
    *("title", "authors", "date", "language"),
)
MISSING = """\
{corpus} is not there. The sets are public and can be had from their authors:
  news-world   test data of flairNLP/fundus               news-sites  dobbersc/fundus-evaluation
  articles     WCXB, development split                    web         dragnet data
  readability  test pages of mozilla/readability          snippets    evaluation data of adbar/trafilatura
  publishers   fixtures of postlight/parser               dates       evaluation data of adbar/htmldate
  languages    test data of AndyTheFactory/newspaper4k    portals     ppke-nlpg/CleanPortalEval
Each becomes a folder with pages.warc.gz and truth.jsonl (url, and text or paragraphs, title, authors,
published_at); name the folder that holds them with --corpus, and score.py with --score."""

System = Callable[[Path, Path], None]  # (pages.warc.gz, predictions.jsonl)


def warraq(pages: Path, target: Path) -> None:
    """The command, as installed."""
    command = [sys.executable, "-m", "crawler.cli", "extract", str(pages), "--output", str(target), "--quiet"]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 4):
        raise SystemExit(f"warraq extract failed: {done.stderr[-2000:]}")


def trafilatura(pages: Path, target: Path) -> None:
    """bare_extraction as its documentation shows it, in a process of its own so that CPU time is its own."""
    subprocess.run([sys.executable, "-m", "bench.quality", "--peer", str(pages), str(target)], check=True)


def _peer(pages: Path, target: Path) -> None:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    with target.open("w", encoding="utf-8") as out:
        for url, html in _read(pages):
            found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
            row: dict[str, Any] = {"url": url}
            if isinstance(found, Document):
                row |= {"text": found.text, "title": found.title, "published_at": found.date}
                row["authors"] = [name for name in (found.author or "").split("; ") if name]
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _read(pages: Path) -> Iterator[tuple[str, bytes]]:
    from crawler.extraction.page import Page
    from crawler.fetching.saved import read_saved

    yield from ((page.url, page.body) for page in read_saved(pages) if isinstance(page, Page))


SYSTEMS: dict[str, System] = {"warraq": warraq, "trafilatura": trafilatura}


def measure(
    system: System, pages: Path, truth: Path, score: Path, worst: int
) -> tuple[dict[str, float], str]:
    """(scores and CPU ms a page, the worst pages as text)."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "predicted.jsonl"
        before = _cpu()
        system(pages, target)
        seconds = _cpu() - before
        found = _score(score, truth, target, "--json")
        listed = _score(score, truth, target, "--worst", str(worst)) if worst else ""
    values: dict[str, float] = json.loads(found)
    values["cpu"] = 1000 * seconds / max(values["pages"], 1)
    return values, listed


def _score(score: Path, truth: Path, target: Path, *options: str) -> str:
    command = [sys.executable, str(score), str(truth), str(target), *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--peers", default="trafilatura")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--peer", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        _peer(*options.peer)
        return
    score = options.score or options.corpus.parent / "bench" / "score.py"
    if not options.corpus.is_dir() or not score.is_file():
        raise SystemExit(MISSING.format(corpus=options.corpus))
    console = Console(width=170)
    table = Table("set", "system", "pages", *MEASURES, "CPU ms/page")
    for name in options.sets:
        folder = options.corpus / name
        for system in ["warraq", *filter(None, options.peers.split(","))]:
            values, worst = measure(
                SYSTEMS[system], folder / "pages.warc.gz", folder / "truth.jsonl", score, options.worst
            )
            cells = [f"{values[m]:.3f}" if m in values else "–" for m in MEASURES]
            table.add_row(name, system, str(int(values["pages"])), *cells, f"{values['cpu']:.0f}")
            console.print(
                f"{name} {system} " + " ".join(f"{m} {values[m]:.3f}" for m in MEASURES if m in values)
            )
            if worst:
                console.print(worst, markup=False)
    console.print(table)


if __name__ == "__main__":
    main()
