"""The date of an article as a feed or sitemap writes it, where it is in no standard form, as an instant.

Home-made systems write dates as their country's readers do. Whatever the reader of printed dates
understands is taken; a clock time without an offset is the country's of the site, else UTC.
"""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.extraction.reading.dates.finding import parse_date
from crawler.extraction.reading.dates.zones import country_offsets, country_zones

WIDEST = timedelta(hours=14)  # the offset of the Line Islands
_ABBREVIATION = re.compile(r"(?<![^\W\d_])([A-Z]{3,5})(?![^\W\d_])")
_OFFSET = re.compile(r"\d:\d\d(?::\d\d)?\s?(?:GMT|UTC)?([+-])(\d\d)(?::?([0-5]\d))?$")
_CLOCK = re.compile(r"\d:\w")
# Zones whose names are words as well (met, at; Danish "mest") mean one at the end of a date alone. Signs are
# the other way round in the tz database's Etc.
_LAST = re.compile(r"\d:\d\d(?::\d\d)? (MET|MEST|AT)$")
_LAST_PLACES = {"MET": "Etc/GMT-1", "MEST": "Etc/GMT-2", "AT": "America/Halifax"}
_PLACE = re.compile(r"\b([A-Z][A-Za-z]+/[A-Za-z_+-]+(?:/[A-Za-z_]+)?)\b")


def listed_time(text: str, *, url: str, now: datetime, language: str | None = None) -> datetime | None:
    """The instant, in the offset that is meant; None where the text names no date that is sure."""
    moment = parse_date(text, now=now, language=language)
    if moment is None or not moment.sure or (moment.clock is None and _CLOCK.search(text)):
        return None  # a time that cannot be, like 25:14, leaves the day in doubt as well
    local = datetime.combine(moment.day, moment.clock or time(0))
    zone = _written_offset(text) or _named_place(text) or _of_the_country(text, url, local) or moment.zone
    if zone is None:
        offsets = country_offsets(url, local)
        zone = offsets[0] if len(offsets) == 1 else UTC  # a country of several zones does not tell
    offset = local.replace(tzinfo=zone).utcoffset()
    return None if offset is None else local.replace(tzinfo=timezone(offset))


def _of_the_country(text: str, url: str, local: datetime) -> tzinfo | None:
    """The zone that an abbreviation means at home: IST in Israel, Ireland and India, CST in China."""
    names = set(_ABBREVIATION.findall(text))
    zones = country_zones(url) if names else ()
    return next((zone for zone in zones if local.replace(tzinfo=zone).tzname() in names), None)


def _written_offset(text: str) -> tzinfo | None:
    """The offset after a time at the text's end: "10:00 +03", "9:15-05:00". In print it may be a time."""
    if (match := _OFFSET.search(text)) is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset) if offset <= WIDEST else None


def _named_place(text: str) -> tzinfo | None:
    if match := _LAST.search(text):
        name = _LAST_PLACES[match[1]]
    elif match := _PLACE.search(text):
        name = match[1]
    else:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
