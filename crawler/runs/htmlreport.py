"""A run's report as an HTML page, and the index of all runs: nothing is loaded, right in light and dark.

Pure: reports as JSON go in (those of earlier runs newest first), text comes out. The table of sources stands
first, a line a source, those that are not as usual on top; a line opens on what is known of its source.
"""

from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from mako.lookup import TemplateLookup
from markupsafe import Markup

from crawler.runs.anomalies import took_part
from crawler.runs.charts import spark, trend
from crawler.text import counted, moment, span

Json = Mapping[str, Any]

TEMPLATES = Path(__file__).parent / "templates"
RUNS_SHOWN = 30  # of a source's past, in its charts: a month of daily runs
RUNS_LISTED = 200  # in the index; the store has all
CHARTED = 200  # sources that get charts: drawing one takes a millisecond or two, and its place in the page
REASONS_SHOWN = 12  # a source; the JSON has all
FULL, HALF = 0.9, 0.5  # fill rates: as it should be; worth a look
LINES = ("new", "changed", "failed")  # of the charts


@dataclass(frozen=True, slots=True)
class Column:
    """Of the table: its heading, the key in the report, and in which windows there is room for it."""

    name: str
    key: str
    room: str = ""  # "": in all, "middle": from 620 pixels on, "wide": from 940 on


# In the order of their weight: what a narrow window has no room for are the last ones.
COLUMNS = (
    Column("new", "new"),
    Column("failed", "failed"),
    Column("changed", "changed", "middle"),
    Column("not articles", "not_articles", "middle"),
    Column("dupli\u00adcates", "duplicates", "middle"),
    Column("un\u00adchanged", "unchanged", "wide"),
    Column("found", "found", "wide"),
    Column("fetched", "fetched", "wide"),
    Column("read", "bytes", "wide"),
)
OF_RUNS = tuple(
    column for column in COLUMNS if column.key not in ("found", "fetched")
)  # the time takes their room
MORE = (Column("listings", "listings"), Column("refused", "refused"), Column("blocked", "blocked"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the text that it is shown as."""

    name: str
    value: float
    text: str
    room: str = ""

    @property
    def look(self) -> str:
        """Its classes: what is none is quiet, and what failed stands out among hundreds of numbers."""
        kind = "none" if not self.value else "wrong" if self.name == "failed" else ""
        return f"{self.room} {kind}".strip()


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the page shows of one source."""

    anchor: str
    name: str
    cells: list[Cell]
    parts: list[Cell]
    fill: list[Cell]
    findings: list[str]
    notes: list[str]
    lists: list[tuple[str, list[tuple[str, int]], int]]  # heading, lines, how many more there are
    spark: Markup = field(default_factory=Markup)
    chart: Markup = field(default_factory=Markup)


def render(report: Json, past: Sequence[Json] = ()) -> str:
    """The page of one run."""
    sources: dict[str, Json] = dict(report.get("sources") or {})
    runs = [report, *past]
    views = [
        _source(f"s{n}", name, numbers, runs if n < CHARTED else ())
        for n, (name, numbers) in enumerate(sorted(sources.items(), key=_as_usual))
    ]
    return _page("run.html")(
        run=_head(report),
        sources=views,
        odd=[view for view in views if view.findings],
        columns=COLUMNS,
        sums=_cells(_summed(report)) if len(sources) > 1 else [],
        trend=min(len(runs), RUNS_SHOWN),
        full=FULL,
        half=HALF,
    )


def render_index(reports: Sequence[Json], pages: Collection[str] = ()) -> str:
    """The page that lists runs, the latest first; `pages` are the names of the files beside it."""
    shown = reports[:RUNS_LISTED]
    sums = [_summed(report) for report in shown]
    runs = [
        {
            **_head(report),
            "page": name if (name := f"run-{report.get('run')}.html") in pages else "",
            "cells": _cells(numbers, OF_RUNS),
            "odd": any(one.get("findings") for one in (report.get("sources") or {}).values()),
        }
        for report, numbers in zip(shown, sums, strict=True)
    ]
    timed = [(when, one) for report, one in zip(shown, sums, strict=True) if (when := _began(report))][::-1]
    read = [(when, one["bytes"] / 1e6) for when, one in timed]
    charts = [
        ("articles a run", _lines(timed, "articles a run")),
        ("megabytes a run", trend({"MB": read}, "megabytes read a run")),
    ]
    charts = [chart for chart in charts if chart[1]]
    return _page("index.html")(runs=runs, columns=OF_RUNS, charts=charts)


@cache
def _page(name: str) -> Callable[..., str]:
    """What fills a template. The browser itself holds the page to its style and our one script."""
    pages = TemplateLookup(
        [str(TEMPLATES)], input_encoding="utf-8", default_filters=["h"], strict_undefined=True
    )
    style, script = (Markup((TEMPLATES / one).read_text("utf-8")) for one in ("style.css", "sort.js"))
    policy = f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}"
    render: Callable[..., str] = pages.get_template(name).render_unicode
    return partial(render, style=style, script=script, policy=policy, counted=counted)


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _as_usual(source: tuple[str, Json]) -> bool:
    return not source[1].get("findings")


def _source(anchor: str, name: str, numbers: Json, runs: Sequence[Json]) -> SourceView:
    told = _told(name, numbers, runs)
    news = [_value(one, "new") for _, one in told]
    label = f"new articles in the last {counted(len(news), 'run')}: {', '.join(map(str, news))}"
    timed = [(when, one) for run, one in told if (when := _began(run))]
    return SourceView(
        anchor=anchor,
        name=name,
        cells=_cells(numbers),
        parts=_parts(numbers),
        fill=[Cell(field, share, f"{share:.0%}") for field, share in (numbers.get("fill") or {}).items()],
        findings=[str(finding["text"]) for finding in numbers.get("findings") or ()],
        notes=[str(note) for note in numbers.get("notes") or ()],
        lists=_lists(numbers),
        spark=spark(news, label),
        chart=_lines(timed, f"{name}: {', '.join(LINES)} a run"),
    )


def _told(name: str, numbers: Json, runs: Sequence[Json]) -> list[tuple[Json, Json]]:
    """The last runs in which a source took part, oldest first, with its numbers in each."""
    past = [(run, run["sources"][name]) for run in runs[1:] if name in (run.get("sources") or {})]
    past = [(run, one) for run, one in past if took_part(one)][: RUNS_SHOWN - 1]
    return [*reversed(past), *((run, numbers) for run in runs[:1])]


def _lines(runs: Sequence[tuple[datetime, Json]], label: str) -> Markup:
    return trend({name: [(when, _value(one, name)) for when, one in runs] for name in LINES}, label)


def _cells(numbers: Json, columns: Sequence[Column] = COLUMNS) -> list[Cell]:
    return [
        Cell(column.name, value := _value(numbers, column.key), _shown(column.key, value), column.room)
        for column in columns
    ]


def _parts(numbers: Json) -> list[Cell]:
    """All of a source's numbers: a narrow window does not show every column."""
    parts = [
        Cell(column.name.replace("\u00ad", ""), value, _shown(column.key, value))
        for column in (*COLUMNS, *MORE)
        if (value := _value(numbers, column.key))
    ]
    delay = numbers.get("delay")
    return parts if delay is None else [*parts, Cell("delay", delay, span(delay))]


def _lists(numbers: Json) -> list[tuple[str, list[tuple[str, int]], int]]:
    wanted = (("reasons", "reasons"), ("links that were left", "left"), ("articles with rights", "rights"))
    found = [(title, list((numbers.get(key) or {}).items())) for title, key in wanted]
    return [
        (title, lines[:REASONS_SHOWN], max(len(lines) - REASONS_SHOWN, 0)) for title, lines in found if lines
    ]


def _summed(report: Json) -> dict[str, int]:
    sources = (report.get("sources") or {}).values()
    return {column.key: sum(_value(one, column.key) for one in sources) for column in COLUMNS}


def _value(numbers: Json, key: str) -> int:
    """A report of an older version knows no new articles, only what was stored."""
    return int(numbers.get("stored" if key == "new" and key not in numbers else key) or 0)


def _shown(key: str, value: int) -> str:
    return size(value) if key == "bytes" else str(value)


def _head(report: Json) -> dict[str, Any]:
    started = _began(report)
    ended = datetime.fromisoformat(report["ended"]) if report.get("ended") else None
    when = moment(started) if started else ""
    took = f", {span((ended - started).total_seconds())}" if started and ended else ""
    return {
        "number": report.get("run"),
        "outcome": report.get("outcome"),
        "started": report.get("started") or "",
        "when": when + took,
    }


def _began(report: Json) -> datetime | None:
    return datetime.fromisoformat(report["started"]) if report.get("started") else None


def size(count: int) -> str:
    """ "812 B", "3.4 kB", "12 MB"."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if amount >= 10 or unit == "B" else f"{amount:.1f} {unit}"
