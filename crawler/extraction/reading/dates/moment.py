"""A point in time as a page gives it: a day, perhaps with a clock time, perhaps with an offset."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo


@dataclass(frozen=True, slots=True)
class Moment:
    """`zone` is None where the page names none; `sure` is False for what was guessed or computed.

    `other` is the other reading of a numeric date whose day and month could be exchanged.
    """

    day: date
    clock: time | None = None
    zone: tzinfo | None = None
    sure: bool = True
    other: date | None = None

    @property
    def precise(self) -> bool:
        """Whether a time of day is given that is not just the midnight of a bare date."""
        return self.clock is not None and self.clock != time(0)

    def aware(self, zone: tzinfo | None = None) -> datetime | None:
        """The instant, read in `zone` where the page names none; None where no instant is known."""
        zone = self.zone or zone
        if self.clock is None or zone is None:
            return None
        return datetime.combine(self.day, self.clock, zone)

    def render(self, zone: tzinfo | None = None) -> str:
        """RFC 3339 with offset; the bare day where the time or its offset is not known."""
        instant = self.aware(zone)
        return instant.isoformat(timespec="seconds") if instant else self.day.isoformat()


def of_datetime(value: datetime, *, sure: bool = True) -> Moment:
    """The moment of a datetime, aware or naive."""
    return Moment(value.date(), value.time(), value.tzinfo, sure)
