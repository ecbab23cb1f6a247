"""What a run leaves in the folder `reports`: its report as JSON and as a page, and the index of all pages."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from crawler.runs.htmlreport import render, render_index

KEPT = 200  # files of each kind: two days of quarter hours; a month of rounds would be thousands
MAX_INDEXED = (
    64 * 2**20
)  # bytes of reports that the index is made of: of forty sources all, of 10,000 the last few
INDEX = "index.html"


def write(said: dict[str, Any], past: Sequence[dict[str, Any]], folder: Path) -> tuple[Path, Path]:
    """The files of the run whose report is `said`; the oldest go, for the store has all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file, page = folder / f"run-{said['run']}.json", folder / f"run-{said['run']}.html"
    file.write_bytes(msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n")
    page.write_text(render(said, past), "utf-8")
    for suffix in (".json", ".html"):
        for old in _newest_first(folder, suffix)[KEPT:]:
            old.unlink(missing_ok=True)
    (folder / INDEX).write_text(
        render_index(list(_reports(folder)), {one.name for one in _newest_first(folder, ".html")}), "utf-8"
    )
    return file, page


def _newest_first(folder: Path, suffix: str) -> list[Path]:
    numbers = {int(p.stem[4:]): p for p in folder.glob(f"run-*{suffix}") if p.stem[4:].isdecimal()}
    return [numbers[number] for number in sorted(numbers, reverse=True)]


def _reports(folder: Path) -> Iterator[dict[str, Any]]:
    """The reports that are there; one that another run is just writing is left out."""
    room = MAX_INDEXED
    for file in _newest_first(folder, ".json"):
        if (room := room - file.stat().st_size) < 0:
            return
        try:
            report = msgspec.json.decode(file.read_bytes())
        except (OSError, msgspec.DecodeError):
            continue
        if isinstance(report, dict):
            yield report
