"""Quality on sets of saved pages with known truth: Warraq beside its peers, one table.

    python -m bench.quality [SET …] [--corpus DIR] [--peers all|none|NAME,…] [--worst N] [--languages]

A set is a folder with pages.warc.gz and truth.jsonl; scores come from the corpus's own score.py.
Warraq is measured as people run it: the `warraq extract` command, in a process of its own. The
figures of the body on sets that the model learned from are in sample: `bench.train.whole` has honest ones.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.peers import PEERS, installed
from bench.scoring import MISSING, load
from crawler.console import Console, Table

CORPUS = Path("../shared/corpus")
SETS = (
    *("news-world", "news-sites", "portals", "articles", "web", "readability", "snippets", "publishers"),
    *("arabic", "languages", "dates"),
)
MEASURES = (
    *("shingle", "precision", "recall", "exact", "paras", "found", "leaked"),
    *("title", "authors", "date", "language"),
)
OURS = "warraq"
FEW = 3  # pages of a language that make a row of their own

Rows = dict[str, dict[str, Any]]


def predict(system: str, pages: Path) -> tuple[Rows, float]:
    """(what the system says of each page, seconds of CPU)."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "predicted.jsonl"
        command = ["-m", "bench.peers", system, str(pages), str(target)]
        if system == OURS:
            command = ["-m", "crawler.cli", "extract", str(pages), "--output", str(target), "--quiet"]
        before = _cpu()
        done = subprocess.run([sys.executable, *command], check=False, stderr=subprocess.PIPE, text=True)
        seconds = _cpu() - before
        if done.returncode not in (0, 4):
            raise SystemExit(f"{system} failed: {done.stderr[-2000:]}")
        with target.open(encoding="utf-8") as lines:
            return {row["url"]: row for row in map(json.loads, lines)}, seconds


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def by_language(truth: Rows, ours: Rows) -> dict[str, Rows]:
    """The pages of each language, as the truth says or, where it does not, as Warraq found."""
    groups: dict[str, Rows] = {}
    for url, row in truth.items():
        language = row.get("language") or ours.get(url, {}).get("language") or "?"
        groups.setdefault(language, {})[url] = row
    return {name: rows for name, rows in sorted(groups.items()) if len(rows) >= FEW}


def worst(scorer: ModuleType, truth: Rows, found: Rows, count: int) -> str:
    """The pages with the lowest scores, a line each."""
    return "\n".join(f"  {value:.3f}  {url}" for value, url in scorer.score(truth, found)[1][:count])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--peers", default="trafilatura", help=f"all, none, or some of: {', '.join(PEERS)}")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages")
    parser.add_argument("--languages", action="store_true", help="also a row for each language")
    options = parser.parse_args()
    score = options.score or options.corpus.parent / "bench" / "score.py"
    if not options.corpus.is_dir() or not score.is_file():
        raise SystemExit(MISSING.format(corpus=options.corpus))
    scorer, console = load(score), Console(width=190)
    asked = {"all": installed(), "none": []}.get(options.peers) or options.peers.split(",")
    peers = [name for name in asked if name in installed()]
    table = Table("set", "system", "pages", *MEASURES, "CPU ms/page")
    for name in options.sets:
        truth = scorer.read(options.corpus / name / "truth.jsonl")
        groups = {name: truth}
        for system in [OURS, *peers]:
            found, seconds = predict(system, options.corpus / name / "pages.warc.gz")
            if system == OURS and options.languages:
                groups = by_language(truth, found)
            for label, rows in (
                {name: truth} | {f"{name} {key}": rows for key, rows in groups.items()}
            ).items():
                values = scorer.score(rows, found)[0]
                cells = [f"{values[m]:.3f}" if m in values else "–" for m in MEASURES]
                cost = f"{1000 * seconds / max(len(truth), 1):.0f}" if label == name else ""
                table.row(label, system, str(len(rows)), *cells, cost)
            if options.worst:
                console.print(f"{name} {system}\n{worst(scorer, truth, found, options.worst)}")
    console.print(table)


if __name__ == "__main__":
    main()
