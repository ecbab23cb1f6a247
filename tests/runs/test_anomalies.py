"""A source against its past: what is noticed, how soon, and that a usual night is no news."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.runs.anomalies import (
    FEWER,
    MISSING,
    QUIET,
    Finding,
    SourceRun,
    collects_nothing,
    examine,
    less_than_usual,
    missing_fields,
    source_runs,
)

NOW = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FULL = {"title": 1.0, "authors": 0.9}


def runs(
    news: Sequence[int], every: timedelta = DAY, fill: dict[str, float] | None = None
) -> list[SourceRun]:
    """Runs up to now, the last of them this run."""
    first = NOW - every * (len(news) - 1)
    return [SourceRun(first + every * n, new, new, fill or FULL) for n, new in enumerate(news)]


def judged(news: Sequence[int], every: timedelta = DAY) -> list[str]:
    *past, this = runs(news, every)
    return [finding.kind for finding in examine(this, past)]


@pytest.mark.parametrize(
    ("news", "kinds"),
    [
        ([0], []),  # nothing is known of it
        ([40, 0], []),
        ([40, 30, 0], []),
        ([40, 30, 35, 0], [QUIET]),
        ([40, 30, 35, 31, 1], [FEWER]),
        ([40, 30, 35, 1], []),  # three runs are too few for that
        ([40, 0, 0, 0, 0, 0], []),  # a site that stands still
        ([0, 0, 0, 0], []),
        ([5, 0, 0, 6, 0, 0, 4, 0, 0], []),  # every third day is its way
        ([5, 0, 0, 6, 0, 0, 4, 0, 0, 0, 0], [QUIET]),
        ([40, 30, 35, 38, 42, 19], [FEWER]),
        ([40, 30, 35, 38, 42, 5], [FEWER]),
        ([40, 30, 35, 38, 42, 22], []),
        ([40, 4, 35, 38, 42, 5], []),  # it was as few before
        ([8, 9, 8, 9, 8, 2], []),  # too few to tell from chance
    ],
)
@pytest.mark.parametrize("every", [DAY, timedelta(days=7), timedelta(seconds=20)])
def test_runs_compared(news: list[int], kinds: list[str], every: timedelta) -> None:
    assert judged(news, every) == kinds


def test_the_words() -> None:
    *past, this = runs([40, 30, 35, 0])
    found = collects_nothing(this, past)
    assert found is not None
    assert found.text == "collects nothing since 2026-11-11 06:00 UTC; usually 24 h without news is the most"
    assert found.since == NOW - DAY
    *past, this = runs([40, 30, 35, 38, 42, 19])
    fewer = less_than_usual(this, past)
    assert fewer is not None
    assert fewer.text == "half of the usual: 19 new articles, where 38 are usual"


def quarter_hours(days: int, a_day: int, seed: int = 7) -> list[SourceRun]:
    """A newsroom that sleeps from 23 to 6: a run each 15 minutes."""
    dice = random.Random(seed)
    start, found = datetime(2026, 10, 5, tzinfo=UTC), []
    for n in range(days * 96):
        when = start + timedelta(minutes=15) * n
        awake = 6 <= when.hour < 23
        rate = a_day / 68 if awake else 0.0
        new = sum(dice.random() < rate / 10 for _ in range(10))
        found.append(SourceRun(when, new, new, FULL))
    return found


def alarms(past: list[SourceRun], since: datetime) -> list[tuple[datetime, Finding]]:
    found = []
    for n, run in enumerate(past):
        if run.started >= since:
            before = past[max(0, n - 600) : n]
            found += [(run.started, finding) for finding in examine(run, before)]
    return found


@pytest.mark.parametrize("a_day", [5, 50, 400])
def test_a_night_is_no_news(a_day: int) -> None:
    past = quarter_hours(10, a_day)
    assert alarms(past, past[0].started + 4 * DAY) == []


def test_a_source_that_fell_to_a_third_is_noticed() -> None:
    whole, thin = quarter_hours(8, 60), quarter_hours(8, 20)
    fell = whole[0].started + 6 * DAY
    past = [a if a.started < fell else b for a, b in zip(whole, thin, strict=True)]
    when, _ = next(found for found in alarms(past, fell) if found[1].kind == FEWER)
    assert when - fell <= DAY


@pytest.mark.parametrize(("a_day", "hours"), [(5, 36), (50, 13), (400, 13)])
def test_a_source_that_broke_is_noticed_within_a_night_and_a_half(a_day: int, hours: int) -> None:
    past = quarter_hours(6, a_day)
    broke = past[0].started + 4 * DAY + timedelta(hours=12)
    past = [run if run.started < broke else SourceRun(run.started) for run in past]
    when, finding = next(found for found in alarms(past, broke) if found[1].kind == QUIET)
    assert when - broke <= timedelta(hours=hours)
    assert finding.since is not None
    assert finding.since < broke


def test_an_outage_of_last_week_does_not_hide_this_one() -> None:
    news = [20] * 10 + [0] * 4 + [20] * 6 + [0]
    assert judged(news) == [QUIET]


def fields(*steps: tuple[int, float], name: str = "title") -> list[Finding]:
    """Daily runs of (stored, share of titles)."""
    first = NOW - DAY * (len(steps) - 1)
    made = [
        SourceRun(first + DAY * n, stored, stored, {name: share}) for n, (stored, share) in enumerate(steps)
    ]
    return missing_fields(made[-1], made[:-1])


@pytest.mark.parametrize(
    ("steps", "since"),
    [
        ([(20, 1.0), (20, 1.0), (20, 0.0)], 0),
        ([(20, 1.0), (20, 0.0), (20, 0.0)], 1),
        ([(20, 1.0), (2, 0.0), (1, 0.0), (3, 0.0)], 2),  # few a run: together they are enough
        ([(20, 1.0), (20, 0.1)], 0),
        ([(20, 1.0), (4, 0.0)], None),
        ([(9, 1.0), (20, 0.0)], None),  # no past to speak of
        ([(20, 0.3), (20, 0.0)], None),  # it was never usual
        ([(20, 1.0), (20, 0.5)], None),
        ([(20, 1.0), (20, 0.0), (20, 1.0)], None),
        ([(20, 1.0), (20, 0.0), (0, 0.0)], None),  # nothing stored, nothing to say
    ],
)
def test_missing_fields(steps: list[tuple[int, float]], since: int | None) -> None:
    found = fields(*steps)
    assert [finding.since for finding in found] == ([] if since is None else [NOW - since * DAY])
    assert all(finding.kind == MISSING and finding.field == "title" for finding in found)


def test_missing_is_said_in_words() -> None:
    assert fields((20, 1.0), (20, 0.0))[0].text == "titles missing since 2026-11-12 06:00 UTC"
    assert (
        fields((20, 1.0), (20, 0.1))[0].text == "titles rare (10%, usually 100%) since 2026-11-12 06:00 UTC"
    )
    assert fields((20, 1.0), (20, 0.0), name="authors")[0].text.startswith("authors missing since")


def test_runs_out_of_reports() -> None:
    reports: list[dict[str, Any]] = [
        {"started": "2026-11-11T06:00:00+00:00", "sources": {"n": {"stored": 4, "new": 3, "fill": FULL}}},
        {
            "started": "2026-11-10T06:00:00+00:00",
            "sources": {"n": {"stored": 4, "fetched": 5}},
        },  # an older version
        {"started": "2026-11-09T06:00:00+00:00", "sources": {"n": {"notes": ["left out"]}}},
        {"started": "2026-11-08T06:00:00+00:00", "sources": {"m": {"stored": 4}}},
        {"started": "2026-11-07T06:00:00+00:00"},
    ]
    assert source_runs("n", reports) == [
        SourceRun(NOW - 2 * DAY, 4, 4, {}),
        SourceRun(NOW - DAY, 3, 4, FULL),
    ]
