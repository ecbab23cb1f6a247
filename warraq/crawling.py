"""A crawl as a function: the command in a process of its own, its report as the result."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.errors import PARTIAL, InputError, StorageError, WarraqError


@dataclass(frozen=True, slots=True)
class Report:
    """What a crawl came to. `sources` has the counts of each, as `warraq crawl --json` prints them."""

    run: int
    outcome: str  # finished, interrupted, …
    exit_code: int  # 0, or 4 where a source brought nothing
    sources: dict[str, dict[str, Any]]
    dataset: Path | None
    articles: int | None  # in the dataset

    def total(self, count: str) -> int:
        """The sum of one count over all sources: found, fetched, stored, failed, …"""
        return sum(int(source.get(count, 0)) for source in self.sources.values())


def crawl(
    sources: str | Path | Sequence[str],
    *,
    database: str = "output/warraq.db",
    output: str | Path | None = None,
    limit: int | None = None,
    since: datetime | str | None = None,
    contact: str = "",
    allow_private: Sequence[str] = (),
    workers: int | str = "auto",
) -> Report:
    """Crawls sources as `warraq crawl` does and waits for the end; `Store(database)` then has the articles.

    `sources` is the address of a site, several of them, or the `Path` of a sources file. `output` is the file
    of the dataset (None: none is written). `since` is a time or the command's words ("2d"). The crawl is a
    process of its own: Scrapy's engine runs once a process, and a script or a notebook may crawl again.
    Raises InputError, SourcesError's text as InputError, StorageError, and WarraqError for anything else.
    """
    named = [sources] if isinstance(sources, str) else sources
    words = ["--sources", str(named)] if isinstance(named, Path) else [*named]
    words += ["--database", database, "--json", "--quiet", "--contact", contact, "--workers", str(workers)]
    words += ["--output", str(output)] if output else ["--no-export"]
    words += ["--limit", str(limit)] if limit is not None else []
    if since is not None:
        words += ["--since", since.isoformat() if isinstance(since, datetime) else since]
    for host in allow_private:
        words += ["--allow-private", host]
    command = [sys.executable, "-m", "crawler.cli", "crawl", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, PARTIAL):
        raise _error(done.returncode, done.stderr)
    return _report(done.stdout)


def _report(text: str) -> Report:
    import msgspec

    found = msgspec.json.decode(text)
    return Report(
        run=found["run"],
        outcome=found["outcome"],
        exit_code=found["exit"],
        sources=found["sources"],
        dataset=Path(found["dataset"]) if found["dataset"] else None,
        articles=found["articles_in_dataset"],
    )


def _error(code: int, text: str) -> WarraqError:
    said = [line for line in text.splitlines() if line.strip()]
    line = (said or [f"the crawl ended with exit code {code}"])[-1].removeprefix("warraq: ")
    kinds: dict[int, type[WarraqError]] = {
        InputError.exit_code: InputError,
        StorageError.exit_code: StorageError,
    }
    return kinds.get(code, WarraqError)(line)
