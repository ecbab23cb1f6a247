"""The offset from UTC in which a site writes its times, worked out from what one page gives.

An instant in UTC beside the same time printed by local clocks shows the offset; so does any other time on
the page with an offset. The country of the address serves to write an instant as the day that its
readers saw, and tells the offset of a local time where the whole country has one.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.extraction.reading.dates.datewords import folded
from crawler.extraction.reading.dates.moment import Moment
from crawler.languages import zones
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


def country_offsets(url: str, when: datetime) -> list[tzinfo]:
    """The offsets that the country in whose domain a page lies has at a time, each once.

    `when` is an instant, or a local time without a zone.
    """
    offsets: dict[timedelta, None] = {}
    for zone in country_zones(url):
        local = when.astimezone(zone) if when.tzinfo else when.replace(tzinfo=zone)
        offsets[local.utcoffset() or timedelta()] = None
    return [timezone(offset) for offset in offsets]


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


def _named_zones() -> dict[str, tzinfo]:
    found: dict[str, tzinfo] = {}
    for name, offset in zones().items():
        with suppress(ZoneInfoNotFoundError):  # no tz database on this system
            found[folded(name)] = (
                ZoneInfo(offset) if isinstance(offset, str) else timezone(timedelta(hours=offset))
            )
    return found


ZONES = _named_zones()  # folded abbreviation → zone
