"""The offset from UTC in which a site writes its times, worked out from what one page gives.

An instant in UTC beside the same time printed by local clocks shows the offset; so does any other time on
the page with an offset. The country of the address serves to write an instant as the day that its
readers saw, and tells the offset of a local time where the whole country has one.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.extraction.reading.dates.moment import Moment
from crawler.urls import bare_host

_STEP = timedelta(minutes=15)  # all offsets in use are multiples of it
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_SLACK = timedelta(seconds=90)  # printed times are cut to minutes

# Country codes that the world uses for their look, as Google treats them ("generic country code
# top-level domains"); they tell no place.
_GENERIC = "ad ai as bz cc cd co dj fm io la me ms nu sc sr su tv tk ws"


def offset_between(instant: datetime, local: Moment) -> tzinfo | None:
    """The offset at which an instant is the printed local time; None where none fits."""
    if local.clock is None:
        return None
    gap = datetime.combine(local.day, local.clock, UTC) - instant
    steps = round(gap / _STEP)
    if abs(gap - steps * _STEP) > _SLACK or not _WEST <= steps * _STEP <= _EAST:
        return None
    return timezone(steps * _STEP)


def local_offset(moments: Sequence[Moment]) -> tzinfo | None:
    """The first offset other than UTC among the times of a page."""
    for moment in moments:
        instant = moment.aware()
        if instant is not None and instant.utcoffset():
            return timezone(instant.utcoffset() or timedelta())
    return None


def on_day(instant: datetime, day: date, url: str, hint: tzinfo | None) -> datetime | None:
    """The instant written in an offset of the page or its country in which it falls on this day."""
    for zone in (hint, *country_zones(url)):
        if zone is not None and (local := instant.astimezone(zone)).date() == day:
            return local.astimezone(timezone(local.utcoffset() or timedelta()))
    return None


def at_home(instant: datetime, url: str) -> datetime | date:
    """An instant in UTC as a domain's country writes it, where all of the country has another day then.

    Only the day, where the country has several offsets.
    """
    if instant.utcoffset():
        return instant
    local = [instant.astimezone(zone) for zone in country_zones(url)]
    days = {time.date() for time in local}
    if len(days) != 1 or instant.date() in days:
        return instant
    offsets = {time.utcoffset() or timedelta() for time in local}
    return instant.astimezone(timezone(offsets.pop())) if len(offsets) == 1 else days.pop()


def home_offset(url: str, local: Moment) -> tzinfo | None:
    """The offset of a local time in the country of a page's domain, where all of the country has the same."""
    if local.clock is None:
        return None
    times = (datetime.combine(local.day, local.clock, zone) for zone in country_zones(url))
    offsets = {time.utcoffset() or timedelta() for time in times}
    return timezone(offsets.pop()) if len(offsets) == 1 else None


def country_zones(url: str) -> tuple[ZoneInfo, ...]:
    """The time zones of the country in whose domain a page lies."""
    country = bare_host(url).rpartition(".")[2]
    return _zones_of(country) if len(country) == 2 and country not in _GENERIC.split() else ()


@cache
def _zones_of(country: str) -> tuple[ZoneInfo, ...]:
    """Main zones of a country, from the tz database's own table (zone.tab)."""
    code = {"uk": "GB"}.get(country, country.upper())
    try:
        table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
        rows = (line.split("\t") for line in table.splitlines() if line.startswith(code + "\t"))
        return tuple(ZoneInfo(row[2].strip()) for row in rows)
    except (ImportError, OSError, ZoneInfoNotFoundError):
        return ()
