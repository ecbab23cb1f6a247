"""A job of the queue as JSON, and what becomes of it after each kind of round."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from crawler.fromenv import FromEnv
from crawler.machines.job import (
    DUE,
    LEASED,
    LONGEST_WAIT,
    TRIES,
    SiteJob,
    Slice,
    UnreadableJobError,
    after,
    back_off,
    due_jobs,
    failed,
)
from crawler.runs.report import Report
from crawler.sources.file import Source
from crawler.sources.schedule import Timetable

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HARBOUR = Source(name="harbour", url="https://harbour.example/", every="15m")
SPORT = Source(name="sport", url="https://harbour.example/sport", every="1h")
VALLEY = Source(name="valley", url="https://valley.example/", every="15m")
JOB = SiteJob((HARBOUR, SPORT))


def came_to(outcome: str, left: set[str], over: bool, left_out: bool = False) -> Slice:
    report = Report(started=NOW, outcome=outcome)
    report.of("sport").left_out = left_out
    return Slice(report, left, over)


def test_a_job_is_the_same_after_its_way_through_the_queue() -> None:
    secret = msgspec.structs.replace(HARBOUR, headers={"Authorization": FromEnv("LAMP_TOKEN")})
    job = SiteJob((secret, SPORT), tries=2, takeovers=1)
    sent = msgspec.json.encode(job.arguments())
    assert SiteJob.read(msgspec.json.decode(sent)) == job
    assert (job.site, job.names) == ("harbour.example", ("harbour", "sport"))


@pytest.mark.parametrize(
    "arguments",
    [{}, {"sources": []}, {"sources": [{"name": "a"}]}, {**JOB.arguments(), "later": 1}],
    ids=["nothing", "no source", "half a source", "a newer version's"],
)
def test_a_job_of_another_version_is_no_job(arguments: dict[str, object]) -> None:
    with pytest.raises(UnreadableJobError):
        SiteJob.read(arguments)


@pytest.mark.parametrize(
    ("slice", "wait", "tries"),
    [
        (came_to("finished", set(), False), None, 0),
        (came_to("finished", {"sport"}, False), None, 0),  # a limit a run: it waits until it is due again
        (came_to("finished", set(), True), None, 0),
        (came_to("finished", {"sport"}, True), 0.0, 0),
        (came_to("finished", {"valley"}, True), None, 0),  # another site's
        (came_to("shutdown", {"harbour"}, False), 0.0, 0),
        (came_to("stopped at once", {"harbour"}, False), 0.0, 0),
        (came_to("shutdown", set(), False), None, 0),
        (came_to("finished", {"sport"}, True, left_out=True), LEASED, 0),
        (came_to("storage", set(), False), back_off(1), 1),
        (came_to("engine", set(), False), back_off(1), 1),
        (came_to("extraction", set(), False), back_off(1), 1),
        (came_to("stalled", set(), False), back_off(1), 1),
    ],
)
def test_what_a_job_goes_back_for(slice: Slice, wait: float | None, tries: int) -> None:
    again = after(JOB, slice)
    assert (again.wait if again else None) == wait
    assert (again.job.tries if again else 0) == tries


def test_what_a_slice_has_left_goes_after_what_may_be_news() -> None:
    over = after(JOB, came_to("finished", {"sport"}, True))
    stopped = after(JOB, came_to("shutdown", {"sport"}, False))
    assert over is not None
    assert stopped is not None
    assert over.priority < stopped.priority == DUE


def test_a_slice_that_went_well_forgets_the_failures_before() -> None:
    again = after(SiteJob((HARBOUR,), tries=3, takeovers=2), came_to("finished", {"harbour"}, True))
    assert again is not None
    assert (again.job.tries, again.job.takeovers) == (0, 0)


def test_failures_wait_longer_each_time_and_end() -> None:
    waits, job = [], JOB
    while (again := failed(job, "no store")) is not None:
        waits.append(again.wait)
        job = again.job
    assert waits == [15.0, 60.0, 240.0, 960.0]
    assert len(waits) == TRIES - 1
    assert back_off(9) == LONGEST_WAIT


def test_sources_of_one_site_are_one_job_and_the_longest_overdue_goes_first() -> None:
    last = {"valley": NOW - timedelta(hours=2), "harbour": NOW - timedelta(hours=1), "sport": NOW}
    table = Timetable(last)
    found = due_jobs([HARBOUR, SPORT, VALLEY], table, NOW)
    assert [(job.site, job.names) for job in found] == [
        ("valley.example", ("valley",)),
        ("harbour.example", ("harbour",)),
    ]
    later = due_jobs([HARBOUR, SPORT, VALLEY], table, NOW + timedelta(hours=1))
    assert [(job.site, job.names) for job in later] == [
        ("valley.example", ("valley",)),
        ("harbour.example", ("harbour", "sport")),
    ]
