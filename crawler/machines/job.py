"""One job of the queue, and what becomes of it. Pure.

A job is a site with those of its sources that are due. It says all that a machine has to know: what the site
taught so far is in the store, and secrets are names of environment variables (`crawler.fromenv`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from crawler.errors import WarraqError
from crawler.runs.report import BROKEN_OFF, KILLED, Report
from crawler.sources.file import Source
from crawler.sources.schedule import Timetable

# The higher goes first: what may be news before what a slice has left. In either, the longest waiting.
DUE, LEFT = 10, 0

LEASED = 5.0  # seconds until a site that somebody else is at is tried again: a dead worker's lease is short
TRIES = 5  # failures in a row; then the source waits until it is due again
FIRST_WAIT = 15.0  # seconds after the first failure; four times as long after each further one
LONGEST_WAIT = 3600.0


class UnreadableJobError(WarraqError):
    """A job of another version: it has what this program does not know."""


class SiteJob(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sources of one site. `tries`: failures so far; `takeovers`: workers that died with it in hand."""

    sources: tuple[Source, ...]
    tries: int = 0
    takeovers: int = 0

    @property
    def site(self) -> str:
        return self.sources[0].site

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(source.name for source in self.sources)

    def arguments(self) -> dict[str, Any]:
        """As JSON, for the queue."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found

    @classmethod
    def read(cls, arguments: dict[str, Any]) -> "SiteJob":
        """UnreadableJobError where it is of another version."""
        try:
            job = msgspec.convert(arguments, cls)
        except msgspec.ValidationError as error:
            raise UnreadableJobError(f"a job of another version of Warraq: {error}") from error
        if not job.sources:
            raise UnreadableJobError("a job without sources")
        return job


@dataclass(frozen=True, slots=True)
class Again:
    """A job that goes back into the queue, to be taken after `wait` seconds, and why."""

    job: SiteJob
    why: str
    wait: float = 0.0
    priority: int = DUE


@dataclass(frozen=True, slots=True)
class Slice:
    """What a round of sites came to. `left`: sources with something due; `over`: its time was used up."""

    report: Report
    left: Collection[str]
    over: bool


def after(job: SiteJob, slice: Slice) -> Again | None:
    """What a job goes back for; None: it is done, and its sources wait until they are due again."""
    reports = [slice.report.of(name) for name in job.names]
    if any(report.left_out for report in reports):
        return Again(job, "somebody else is at this site", LEASED)
    if slice.report.outcome in ("storage", *BROKEN_OFF):
        return failed(job, f"its round ended with: {slice.report.outcome}")
    left = any(name in slice.left for name in job.names)
    if left and slice.report.outcome in ("shutdown", KILLED):
        return Again(_unfailed(job), "its worker was stopped")
    if left and slice.over:
        return Again(_unfailed(job), "its slice of time was over", priority=LEFT)
    return None


def failed(job: SiteJob, why: str) -> Again | None:
    """After a failure that is not the site's: tried again, later each time; None where that is enough."""
    tries = job.tries + 1
    if tries >= TRIES:
        return None
    return Again(msgspec.structs.replace(job, tries=tries), why, back_off(tries))


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(FIRST_WAIT * 4.0 ** max(failures - 1, 0), LONGEST_WAIT)


def _unfailed(job: SiteJob) -> SiteJob:
    return msgspec.structs.replace(job, tries=0, takeovers=0)


def due_jobs(sources: Iterable[Source], table: Timetable, now: datetime) -> list[SiteJob]:
    """One job a site, with those of its sources that are due; the longest overdue first."""
    by_name = {source.name: source for source in sources}
    sites: dict[str, list[Source]] = {}
    for due in table.due(by_name.values(), now):
        sites.setdefault(by_name[due.name].site, []).append(by_name[due.name])
    return [SiteJob(tuple(found)) for found in sites.values()]
