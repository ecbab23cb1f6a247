"""A source against its own past: "collects nothing since …", "half of the usual", "titles missing since …".

Pure: one run and the runs before it go in, findings come out. What is usual is taken from the source
itself, for one publishes at night and on Sundays and another does not:

- The pause between two runs that brought news has a usual length: the longest one so far, or the second
  longest where the past is long enough to hold an outage. A source is quiet when its pause, up to the
  next run, will be well beyond that. So a source that brought news in every daily run is noticed
  on the first day without, and one that sleeps at night is left to sleep.
- New articles are compared a day at a time (a run at a time where runs are rarer than half a day).
- A field's share among the latest stored articles is compared with its share before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from crawler.text import moment, span

QUIET, FEWER, MISSING = "quiet", "fewer", "missing"
DRIFT = "drift"  # its pages are built otherwise than those before; found while it is crawled
KINDS = (QUIET, FEWER, MISSING, DRIFT)

MIN_RUNS = 3  # earlier runs with news: two make no habit
PATIENCE = 1.5  # pauses as long as usual and half as long again are nothing to report
LONG_PAST = timedelta(days=14)  # two weekends: from then on the longest pause may have been an outage
MIN_USUAL = 10  # new articles a day or run: below, half of them is chance
MIN_WINDOWS = 4  # days or runs to compare with
RARE = timedelta(hours=12)  # runs further apart than this are compared one by one
DAY = timedelta(days=1)
RECENT = 5  # stored articles whose fields are compared; fewer say nothing
MIN_BEFORE = 10  # stored articles before them
USUALLY = 0.5  # a field that fewer of the articles had is not missed
LOST = 0.25  # of its usual share: below, a field is missing


@dataclass(frozen=True, slots=True)
class SourceRun:
    """What one run brought of one source."""

    started: datetime
    new: int = 0
    stored: int = 0  # new and changed: of these `fill` speaks
    fill: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as usual: its kind, one line for a person, and since when."""

    kind: str
    text: str
    since: datetime | None = None
    field: str | None = None

    def to_json(self) -> dict[str, Any]:
        found = {"kind": self.kind, "text": self.text, "field": self.field}
        found["since"] = self.since.isoformat() if self.since else None
        return {name: value for name, value in found.items() if value is not None}


def source_run(started: datetime, numbers: Mapping[str, Any]) -> SourceRun:
    """From a source's part of a report; reports of older versions know less."""
    stored = int(numbers.get("stored") or 0)
    new = numbers.get("new")
    return SourceRun(started, stored if new is None else int(new), stored, numbers.get("fill") or {})


def source_runs(name: str, reports: Iterable[Mapping[str, Any]]) -> list[SourceRun]:
    """A source's runs out of reports as JSON, oldest first; runs that left it out do not count."""
    found = []
    for report in reports:
        numbers = (report.get("sources") or {}).get(name)
        if numbers and took_part(numbers):
            found.append(source_run(_moment(report["started"]), numbers))
    return sorted(found, key=lambda run: run.started)


def took_part(numbers: Mapping[str, Any]) -> bool:
    """Whether anything of the source was asked for: a source that was leased elsewhere was not."""
    return any(numbers.get(name) for name in ("listings", "fetched", "reasons", "stored"))


def examine(this: SourceRun, past: Sequence[SourceRun]) -> list[Finding]:
    """What is unlike before in this run; `past` is sorted, oldest first."""
    past = [run for run in past if run.started < this.started]
    quiet = collects_nothing(this, past)
    fewer = None if quiet else less_than_usual(this, past)
    return [finding for finding in (quiet, fewer, *missing_fields(this, past)) if finding]


def collects_nothing(this: SourceRun, past: Sequence[SourceRun]) -> Finding | None:
    """No new article, for longer than this source ever pauses."""
    news = [run.started for run in past if run.new]
    if this.new or len(news) < MIN_RUNS:
        return None
    pauses = sorted(later - earlier for earlier, later in pairwise(news))
    long_past = this.started - news[0] >= LONG_PAST and len(pauses) > MIN_RUNS
    usual = pauses[-2] if long_past else pauses[-1]
    runs = [run.started for run in past] + [this.started]
    until_next = _middle([later - earlier for earlier, later in pairwise(runs)])
    pause = this.started - news[-1]
    if pause + until_next <= PATIENCE * usual:
        return None
    most = span(usual.total_seconds())
    text = f"collects nothing since {moment(news[-1])}; usually {most} without news is the most"
    return Finding(QUIET, text, news[-1])


def less_than_usual(this: SourceRun, past: Sequence[SourceRun]) -> Finding | None:
    """Half of the usual new articles or less, and less than in any day or run remembered."""
    now, *before = _windows(this, past)
    if len(before) < MIN_WINDOWS or (usual := median(before)) < MIN_USUAL:
        return None
    if now > usual / 2 or now >= min(before):
        return None
    share = "half of the usual" if now > usual / 3 else "much less than usual"
    return Finding(FEWER, f"{share}: {now} new articles, where {usual:g} are usual", this.started)


def missing_fields(this: SourceRun, past: Sequence[SourceRun]) -> list[Finding]:
    """Fields that most articles had and the latest ones have not."""
    runs = [run for run in (*past, this) if run.stored and run.fill]
    if not this.stored or not runs:
        return []
    found = (_missing(name, runs) for name in this.fill)
    return [finding for finding in found if finding]


def _missing(name: str, runs: Sequence[SourceRun]) -> Finding | None:
    """The runs from the end on in which a field is lost, against all before them."""
    for start in range(len(runs) - 1, -1, -1):
        latest, before = runs[start:], runs[:start]
        if sum(run.stored for run in before) < MIN_BEFORE:
            return None
        usual, now = _share(name, before), _share(name, latest)
        if usual < USUALLY or now > LOST * usual:
            return None
        lost_before = before[-1].fill.get(name, 0.0) <= LOST * usual
        if sum(run.stored for run in latest) >= RECENT and not lost_before:
            word = "missing" if now == 0 else f"rare ({now:.0%}, usually {usual:.0%})"
            return Finding(
                MISSING,
                f"{_WORDS.get(name, name)} {word} since {moment(latest[0].started)}",
                latest[0].started,
                name,
            )
    return None


_WORDS = {
    "title": "titles",
    "text": "texts",
    "published_at": "dates",
    "modified_at": "dates of change",
    "image": "images",
    "section": "sections",
    "language": "languages",
    "publisher": "publishers",
    "subtitle": "subtitles",
    "kicker": "kickers",
    "summary": "summaries",
    "agency": "agencies",
}


def _share(name: str, runs: Sequence[SourceRun]) -> float:
    return sum(run.fill.get(name, 0.0) * run.stored for run in runs) / sum(run.stored for run in runs)


def _windows(this: SourceRun, past: Sequence[SourceRun]) -> list[int]:
    """New articles of this run or day, then of those before it, newest first; the past's whole days only."""
    runs = [*past, this]
    times = [run.started for run in runs]
    steps = [later - earlier for earlier, later in pairwise(times)]
    span = times[-1] - times[0]
    if not steps or _middle(steps) >= RARE or span < DAY:
        return [run.new for run in reversed(runs)]
    sums = [0] * (span // DAY)
    seen = [False] * len(sums)
    for run in runs:
        index = (this.started - run.started) // DAY
        if index < len(sums):
            sums[index] += run.new
            seen[index] = True
    return [total for total, was in zip(sums, seen, strict=True) if was]


def _middle(periods: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(period.total_seconds() for period in periods))


def _moment(value: datetime | str) -> datetime:
    when = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
