"""A point in time as a page gives it, and the calendars that are turned into the Gregorian one.

Only the calendars that news pages print are read. Jalali leap years follow the 33-year cycle, which equals
the official calendar of Iran for 1244–1472 (1865–2094). A Hijri month begins with the first evening after the
new moon, the rule of the Umm al-Qura calendar without its moonset test; as countries go by sighting, a
Hijri date is true to a day or so, and any Gregorian date beside it is better.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from math import radians, sin

YEARS = range(1900, 2101)  # Gregorian years that are read at all
HIJRI_YEARS = range(1400, 1500)  # 1979–2077: the years in which web pages can have been dated
JALALI_YEARS = range(1369, 1473)  # 1990–2094; earlier ones name no web page
BUDDHIST_YEARS = range(2533, 2643)  # 1990–2100
BUDDHIST_OFFSET = 543
SOLAR_OFFSET = -621  # from the Gregorian year to the Jalali one that begins in it

# Eras of Japan, and the years of the Republic of China: the year before the first of each.
ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}

_JALALI_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # years of the 33-year cycle with 366 days
_JALALI_1369 = date(1990, 3, 21)  # 1 Farvardin 1369
_NEW_MOON = 2451550.09766  # Julian day of the first new moon of 2000 (Meeus, Astronomical Algorithms, ch. 49)
_LUNATION = 29.530588861
_HIJRI_2000 = 1420 * 12 + 9  # months to Shawwal 1420, which that new moon began
_MECCA_SUNSET = 0.625  # of a day, in UTC: about 18:00 local time
_UNIX_EPOCH_JULIAN = 2440587.5


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, perhaps with a time of day, perhaps with an offset.

    `zone` is None where the page names none; `sure` is False for what was guessed or computed. `other` is
    the other reading of a numeric date whose day and month could be exchanged.
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

    __str__ = render


def of_datetime(value: datetime, *, sure: bool = True) -> Moment:
    """The moment of a datetime, aware or naive."""
    return Moment(value.date(), value.time(), value.tzinfo, sure)


def day_in(calendar: str, year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a date; a year that only another calendar can have tells which one it is."""
    if calendar == "hijri":
        return from_hijri(year, month, day)
    if calendar == "jalali" or year in JALALI_YEARS:
        return from_jalali(year, month, day)
    year -= BUDDHIST_OFFSET if year in BUDDHIST_YEARS else 0
    try:
        return date(year, month, day) if year in YEARS else None
    except (ValueError, OverflowError):
        return None


def from_jalali(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Jalali date, None where there is no such day."""
    length = 31 if month <= 6 else 30 if month < 12 or year % 33 in _JALALI_LEAP else 29
    if year not in JALALI_YEARS or not 1 <= month <= 12 or not 1 <= day <= length:
        return None
    days = sum(366 if y % 33 in _JALALI_LEAP else 365 for y in range(1369, year))
    days += min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1
    return _JALALI_1369 + timedelta(days=days)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri date, to within a day; None where there is no such day."""
    if year not in HIJRI_YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    moon = _new_moon(year * 12 + month - 1 - _HIJRI_2000) - _UNIX_EPOCH_JULIAN
    evening = int(moon + 1 - _MECCA_SUNSET)  # the first sunset after conjunction, in whole days since 1970
    return date(1970, 1, 1) + timedelta(days=evening + day)


def _new_moon(k: int) -> float:
    """Julian day of the k-th new moon since January 2000, to a few minutes (Meeus, leading terms)."""
    t = k / 1236.85
    sun = radians(2.5534 + 29.10535670 * k)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    node = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    return (
        _NEW_MOON
        + _LUNATION * k
        - 0.40720 * sin(moon)
        + 0.17241 * sin(sun)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * node)
        + 0.00739 * sin(moon - sun)
        - 0.00514 * sin(moon + sun)
        + 0.00208 * sin(2 * sun)
    )
