"""Times relative to the fetch: "3 hours ago", "منذ ساعتين", "vor einer Stunde", "yesterday 10:30".

Weeks, months and years ago name no day and are not read.
"""

from datetime import datetime, timedelta

from crawler.extraction.reading.dates.datewords import match
from crawler.extraction.reading.dates.daytimes import clock_beside
from crawler.extraction.reading.dates.moment import Moment, of_datetime
from crawler.extraction.reading.dates.shapes import Line

_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_MAX_AGO = timedelta(days=60)  # longer is never printed in days or hours


def read_relative(line: Line, at: int) -> tuple[Moment, int] | None:
    """The moment that begins at a token, and the index after it."""
    if (found := match(line.tokens, at, line.words.now)) and found[1] == len(line.tokens):
        return of_datetime(line.now.replace(microsecond=0), sure=False), found[1]
    if found_day := match(line.tokens, at, line.words.days_back):
        return _day_back(line, at, *found_day)
    if found_ago := match(line.tokens, at, line.words.ago):
        span = _span(line, found_ago[1], articles=1)
        return (_before(line.now, span[0], span[1]), span[2]) if span else None
    span = _span(line, at, articles=0)
    end = match(line.tokens, span[2], line.words.ago) if span else None
    return (_before(line.now, span[0], span[1]), end[1]) if span and end else None


def _day_back(line: Line, at: int, days: int, end: int) -> tuple[Moment, int] | None:
    """Today or yesterday, with its time if one follows; in a longer line it is a word of a sentence."""
    clock = clock_beside(line.tokens, at, end, None, line.words)
    if clock is None and len(line.tokens) > end + 2:
        return None
    day = line.now.date() - timedelta(days=days)
    if clock is None:
        return Moment(day, sure=False), end
    return Moment(day, clock.time, clock.zone, sure=False), clock.end


def _span(line: Line, at: int, articles: int) -> tuple[int, str, int] | None:
    """(number, unit, index after it) of "3 hours", "einer Stunde", "ساعتين"."""
    number = line.number(at)
    first = at + (number is not None)
    for index in range(first, first + 1 + (articles if number is None else 0)):
        found = match(line.tokens, index, line.words.units)
        if found and found[0][1] in _SECONDS:
            (one_or_two, unit), end = found
            return (one_or_two if number is None else number), unit, end
    return None


def _before(now: datetime, number: int, unit: str) -> Moment:
    span = min(timedelta(seconds=min(number, 10**7) * _SECONDS[unit]), _MAX_AGO)
    then = (now - span).replace(microsecond=0)
    return Moment(then.date(), sure=False) if unit == "day" else of_datetime(then, sure=False)
