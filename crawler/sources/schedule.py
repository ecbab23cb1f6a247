"""When each source is due: `every` or `cron` of sources.toml. Pure: clock and time zone are passed in.

A source that says neither follows its own rhythm: it is due when one of its addresses is (the table
`addresses` knows when), with a rest between two runs that brings its listings' looks together.

A source that never ran is due at once. One that slept through several of its times (the machine was
off) is due once, not once for each. `every` counts from the start of the last run; `cron` names
wall-clock times and follows them through summer time, as Debian's cron does (cronsim).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from cronsim import CronSim, CronSimError

from crawler.sources.rhythm import SHORTEST
from crawler.text import counted

REST = SHORTEST  # between two runs of a source in its own rhythm: no listing is looked at more often
LONGEST_REST = timedelta(hours=6)  # where no address of a source is due, ever: its entry may have changed
MIN_EVERY = timedelta(minutes=1)  # a source's listings are not made for more
MAX_EVERY = timedelta(weeks=4)  # more is a slip of the pen
ALLOWED_EVERY = 'allowed are "1m" to "4w", a whole number and m, h, d or w, such as "15m" or "6h"'
ALLOWED_CRON = (
    'allowed are five fields, minute hour day month weekday, such as "*/15 6-22 * * *" or "30 5 * * MON-FRI"'
)

_PERIOD = re.compile(r"([0-9]{1,9})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FIELDS = 5  # cronsim takes a sixth, seconds; no site needs that


class Timed(Protocol):
    """What a schedule needs of a source."""

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> str | None: ...
    @property
    def cron(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Due:
    """When a source is due, and why."""

    name: str
    at: datetime
    reason: str


def parse_every(text: str) -> timedelta:
    """ "15m", "6h", "1d"; ValueError says what is allowed."""
    match = _PERIOD.fullmatch(text.strip().lower())
    period = timedelta(**{_UNITS[match[2]]: min(int(match[1]), 10**6)}) if match else timedelta(0)
    if not MIN_EVERY <= period <= MAX_EVERY:
        raise ValueError(f"{text!r} is no such period; {ALLOWED_EVERY}")
    return period


def check_cron(text: str) -> None:
    """ValueError where the text is no cron expression, or one that never comes true (31 February)."""
    if len(text.split()) != _FIELDS:
        raise ValueError(f"{text!r} has {counted(len(text.split()), 'field')}; {ALLOWED_CRON}")
    try:
        _after(text, datetime(2000, 1, 1, tzinfo=UTC))
    except ValueError as error:
        raise ValueError(f"{text!r} is no cron expression ({error}); {ALLOWED_CRON}") from error


@dataclass(frozen=True, slots=True)
class Timetable:
    """When each source began its last run, and when the first of its addresses is due, by the source's name.

    `zone` is the time zone in which `cron` names its times.
    """

    last: Mapping[str, datetime] = field(default_factory=dict)
    addresses: Mapping[str, datetime] = field(default_factory=dict)
    zone: tzinfo = UTC

    def next_time(self, source: Timed, now: datetime) -> Due:
        """When a source is due after its last run; `now` where it never ran."""
        name = source.name
        if name not in self.last:
            return Due(name, now, "never ran")
        last = min(self.last[name], now)  # a clock that was set back must not silence a source for days
        if source.cron:
            return Due(name, _after(source.cron, last.astimezone(self.zone)), f'cron = "{source.cron}"')
        if source.every:
            return Due(name, last + parse_every(source.every), f'every = "{source.every}"')
        if name not in self.addresses:
            return Due(name, last + LONGEST_REST, "none of its addresses is due")
        return Due(name, max(self.addresses[name], last + REST), "its own rhythm")

    def times(self, sources: Iterable[Timed], now: datetime) -> list[Due]:
        """When each source is due, the earliest first."""
        return sorted((self.next_time(source, now) for source in sources), key=lambda due: due.at)

    def due(self, sources: Iterable[Timed], now: datetime) -> list[Due]:
        """What is due now, longest overdue first."""
        return [one for one in self.times(sources, now) if one.at <= now]


def _after(expression: str, moment: datetime) -> datetime:
    """The first time after a moment that a cron expression names."""
    try:
        return next(CronSim(expression.upper(), moment)).astimezone(UTC)  # an hour may come twice, UTC never
    except (CronSimError, StopIteration) as error:
        raise ValueError(str(error) or "it names no day that there is") from error
