"""Text → date and time, in any language that has a word table, in the Gregorian and other calendars.

A line is cut into tokens (datewords.py); at each token the known shapes of a date are tried: 2026-11-12,
12/11/26, 12 November 2026, Nov 12, 2026年11月12日, 3 hours ago. Then a time of day is looked for beside it:
"10:30 ص", "15.30 Uhr", "3 pm EST", "15:30+0300". All loops move forward over a bounded number of tokens,
so no line takes long. Whether a date is believed is decided elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.reading.dates.datewords import (
    AGO,
    BACK,
    HALF,
    LABEL,
    MONTH,
    NOW,
    UNIT,
    ZONES,
    Line,
    Name,
    read_line,
)
from crawler.extraction.reading.dates.moment import ERAS, HIJRI_YEARS, YEARS, Moment, day_in, of_datetime

LABEL_GAP = 3  # words between "published" and its date: a weekday, "on the"
SHORT_LABEL = 5  # letters of labels ("date", "data", "Stand") that must stand right before their date
MAX_FOUND = 8  # dates in a line; a line with more is a calendar

_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,6})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[tT ]?(\d\d)(\d\d)(\d\d)?)?([zZ]|[+-]\d\d:?\d\d)?")

_MONTH_FIRST = frozenset({"us", "ph", "pr", "gu"})  # regions that write month/day/year
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt", "mn"})  # languages that write 26/11/12 for 2026-11-12
_NUMERIC_SIGNS = frozenset("-/.‐‑–|")
_SIGNS = frozenset(".,-/'’º°()")  # between the parts of a date with a month's name
_PAST_MONTH = frozenset(".,-/")
_YEAR_SIGNS, _MONTH_SIGNS = frozenset("年년"), frozenset("月월")
_DAY_SIGNS = frozenset("日일号號")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_CONNECTOR = 5  # letters of the longest word there: "de", "of", "ngày"

_HOUR_SIGNS = frozenset({":", ".", "h", "時", "时", "시", "點", "点"})
_HOUR_WORDS = frozenset({"h", "uhr", "時", "时", "시", "點", "点", "hrs", "klo"})
_MINUTE_SIGNS = frozenset({":", ".", "'", "m", "min", "分", "분"})
_AFTER_MINUTES = _HOUR_WORDS | {"分", "분"}
_FRACTION_SIGNS = frozenset(".,")
_OFFSET_SIGNS = {"+": 1, "-": -1, "−": -1}
_QUARTERS = frozenset({0, 15, 30, 45})
_GAP = 4  # words allowed between a day and its time: "at", a weekday, "الساعة"
_MAX_OFFSET = timedelta(hours=14)  # the widest in use (Line Islands)

_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}  # weeks and more ago name no day
_MAX_AGO = timedelta(days=60)  # longer is never printed in days or hours


class Found(NamedTuple):
    """A date in a line; `start` and `end` are positions in the folded line.

    `label` is what the words before it call it: published, modified or nothing.
    """

    moment: Moment
    start: int
    end: int
    label: str = ""


class Clock(NamedTuple):
    time: time
    zone: tzinfo | None
    start: int  # first token
    end: int  # after the last token


class Day(NamedTuple):
    """A day read at a token. `clock`: where the time stands inside the date, as Unix's `date` prints it."""

    day: date
    end: int  # after the last token
    sure: bool = True
    other: date | None = None  # with day and month exchanged
    clock: Clock | None = None


def parse_date(
    text: str, *, now: datetime, language: str | None = None, yearless: bool = False
) -> Moment | None:
    """The date that a text or attribute gives: the first in it."""
    if moment := parse_machine(text):
        return moment
    found = find_dates(text, now=now, language=language, yearless=yearless)
    return found[0].moment if found else None


@lru_cache(maxsize=1_024)  # a page gives the same value in many places
def parse_machine(text: str) -> Moment | None:
    """A value that is nothing but a date in a machine's form: ISO 8601, compact, seconds since 1970."""
    text = text.strip()
    if not 8 <= len(text) <= 40 or not (text.isascii() and text[0].isdigit()):
        return None
    if found := _EPOCH.fullmatch(text):
        return of_datetime(datetime.fromtimestamp(int(found[1]), UTC))
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        clock = f"T{hour}:{minute}:{second or '00'}{offset or ''}" if hour else ""
        text = f"{year}-{month}-{day}{clock}"
    try:
        value = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    moment = Moment(value.date()) if len(text) == 10 else of_datetime(value)
    return moment if moment.day.year in YEARS else None


def label_in(text: str, language: str | None = None) -> str:
    """What a short line calls a date: "published", "modified" or nothing."""
    labels = read_line(text, language).names[LABEL]
    return next(iter(labels.values())).word if labels else ""


@lru_cache(maxsize=1_024)  # the lines of a page are read for more than one purpose
def find_dates(
    text: str, *, now: datetime, language: str | None = None, yearless: bool = False
) -> tuple[Found, ...]:
    """All dates in a line, in order; a bounded number of them."""
    line = read_line(text, language)
    reading = Reading(line, now, yearless, {})
    _read_clocks(reading)
    found: list[Found] = []
    before: Clock | None = None
    label, label_end, end, gap = "", 0, 0, 0
    at = 0
    while at < line.size and len(found) < MAX_FOUND:
        if at not in line.telling:
            at += 1
            continue
        if named := line.names[LABEL].get(at):
            label, label_end = named.word, named.end
            clear = label_end - at > 1 or len(line.texts[at]) > SHORT_LABEL
            gap = LABEL_GAP * clear
        clock = reading.clocks.get(at)
        item = _dated(reading, at, before) or _related(reading, at)
        if item:
            near = line.words[at] - line.words[label_end] <= gap
            found.append(item[0]._replace(label=label * near))
            at, before = item[1], None
            label, end = "", at
        elif clock:
            at, before = clock.end, clock
        else:
            at += 1
    if [item.label for item in found] == [""] and _closes(line, end, label_end):
        found[0] = found[0]._replace(label=label)
    return tuple(found)


def _closes(line: Line, end: int, label_end: int) -> bool:
    """Whether a label follows a date: "12 November 2026: last update", "am 12.11.2026 veröffentlicht".

    Another number after it makes it that of a time: "updated 10:30".
    """
    between = line.words[max(end, label_end - 1)] - line.words[end]
    return between <= 1 and not any(line.digits[label_end:])


@dataclass(frozen=True, slots=True)
class Reading:
    """A line to read, when, and the times of day in it by the token that they begin at."""

    line: Line
    now: datetime
    yearless: bool  # whether days without a year are read too
    clocks: dict[int, Clock]


def _read_clocks(reading: Reading) -> None:
    """Note the times of day in a line.

    A day wins over a time where one text could be both: 12.11.2026 is not ten past twelve, nor is German
    "am 12.11.2026".
    """
    line, halves = reading.line, reading.line.names[HALF]
    for at in range(line.size):
        if 0 < line.digits[at] <= 2 or at in halves:
            hour = halves[at].end if at in halves else at
            if (clock := _clock(line, at)) and not _numeric(reading, hour):
                reading.clocks[at] = clock


def _clock(line: Line, at: int) -> Clock | None:
    """The time of day that begins at a token, or None."""
    halves = line.names[HALF]
    early = halves.get(at)  # before the hour in Chinese, Japanese, Korean
    index = early.end if early else at
    hour, after = line.numbers[index], index + 1
    if not 0 < line.digits[index] <= 2 or hour > 24:
        return None
    told = line.texts[after] in _HOUR_WORDS  # a bare number is no time
    minute, second, after = _minutes(line, after)
    late = halves.get(after)
    after = late.end if late else after
    half = late or early
    if half and hour <= 12:
        hour = hour % 12 + half.number
    # A half before a bare number is another word: German "am 13. Mai".
    if minute is None and not told and not late:
        return None
    zone, after = _zone(line, after, strict=second is None)
    try:
        return Clock(time(hour, minute or 0, second or 0), zone, at, after)
    except ValueError:
        return None


def _minutes(line: Line, at: int) -> tuple[int | None, int | None, int]:
    """Minutes and seconds after the hour, and the index after them."""
    texts, digits = line.texts, line.digits
    if texts[at] not in _HOUR_SIGNS or digits[at + 1] != 2:
        return None, None, at + (texts[at] in _HOUR_WORDS)
    minute, at = line.numbers[at + 1], at + 2
    if texts[at] not in _MINUTE_SIGNS or digits[at + 1] != 2:
        return minute, None, at + (texts[at] in _AFTER_MINUTES)
    second, at = line.numbers[at + 1], at + 2
    fraction = texts[at] in _FRACTION_SIGNS and line.adjacent(at)
    return minute, second, at + (2 if fraction else 0)


def _zone(line: Line, at: int, *, strict: bool) -> tuple[tzinfo | None, int]:
    """The zone at a token and the index after it. `strict`: "+03:00" alone could be a span of time."""
    index = at + (line.texts[at] in ("(", ","))
    name = line.texts[index]
    named = ZONES.get(name)
    if named and name not in ("gmt", "utc", "ut"):
        return named, index + 1
    index += named is not None
    offset, after = _offset(line, index, strict=strict and not named)
    return (offset, after) if offset else (named, index) if named else (None, at)


def _offset(line: Line, at: int, *, strict: bool) -> tuple[tzinfo | None, int]:
    """An offset from UTC as numbers: "+3", "+03:00", "-0430"."""
    sign, number, size = _OFFSET_SIGNS.get(line.texts[at]), line.numbers[at + 1], line.digits[at + 1]
    if sign is None or size not in (1, 2, 4) or not line.adjacent(at):
        return None, at
    (hours, minutes), after = divmod(number, 100) if size == 4 else (number, 0), at + 2
    told = size < 4 and line.texts[after] == ":" and line.digits[after + 1] > 0
    if told:
        minutes, after = line.numbers[after + 1], after + 2
    if strict and size < 4 and (sign < 0 or not told):
        return None, at
    if minutes not in _QUARTERS or timedelta(hours=hours, minutes=minutes) > _MAX_OFFSET:
        return None, at
    return timezone(sign * timedelta(hours=hours, minutes=minutes)), after


def _beside(reading: Reading, start: int, end: int, before: Clock | None) -> Clock | None:
    """The time of a day that stands at tokens [start, end): right before it, or soon after it."""
    line, passed = reading.line, reading.line.words[end]
    if before and line.words[start] == line.words[before.end]:
        return before
    for at in range(end, line.size):
        if clock := reading.clocks.get(at):
            return clock
        if line.digits[at] or line.words[at] - passed > _GAP:
            break
    return before if before and line.words[start] - line.words[before.end] <= _GAP else None


def _dated(reading: Reading, at: int, before: Clock | None) -> tuple[Found, int] | None:
    """The day at a token with its time, and the index after both."""
    line = reading.line
    for shape in _AT_NUMBER if line.digits[at] else _AT_WORD:
        if day := shape(reading, at):
            break
    else:
        return None
    clock = day.clock or _beside(reading, at, day.end, before)
    moment = Moment(day.day, clock and clock.time, clock and clock.zone, day.sure, day.other)
    end = max(day.end, clock.end) if clock else day.end
    start = min(at, clock.start) if clock else at
    return Found(moment, line.starts[start], line.ends[end - 1]), end


def _numeric(reading: Reading, at: int) -> Day | None:
    """Three numbers: 2026-11-12, 12/11/2026, 12.11.26, 2026年11月12日."""
    line, sign = reading.line, reading.line.texts[at + 1]
    if not _is_numeric(line, at):
        return None
    # The year tells the calendar; 14xx is Hijri only where the page says so.
    orders = _orders(reading, at, sign)
    end = at + 5 + (line.texts[at + 5][:1] in _DAY_SIGNS)
    said = line.language == "ar" or line.texts[end].startswith("ه")
    calendar = "hijri" if said and orders and orders[0][0] in HIJRI_YEARS else "gregorian"
    days = [day for order in orders if (day := day_in(calendar, *order))]
    if not days:
        return None
    tomorrow = reading.now.date() + timedelta(days=1)
    days.sort(key=tomorrow.__lt__)  # stable: the language's order among equals
    return Day(days[0], end, calendar != "hijri", days[-1] if days[-1] != days[0] else None)


def _is_numeric(line: Line, at: int) -> bool:
    """Whether three numbers stand here with the signs of a date between them."""
    sign, again = line.texts[at + 1 : at + 4 : 2]
    alike = (sign == again and sign in _NUMERIC_SIGNS) or (sign in _YEAR_SIGNS and again in _MONTH_SIGNS)
    # Four with points between them are an IP address or a version.
    goes_on = sign == "." == line.texts[at + 5] and line.adjacent(at + 5)
    return alike and not goes_on and all(line.digits[at : at + 5 : 2])


def _orders(reading: Reading, at: int, sign: str) -> list[tuple[int, int, int]]:
    """(year, month, day) of three numbers as the page's language orders them, then as others do."""
    line = reading.line
    one, two, three = line.digits[at : at + 5 : 2]
    first, second, third = line.numbers[at : at + 5 : 2]
    if one == 4 and max(two, three) <= 2:
        return [(first, second, third)]
    if max(one, two) > 2 or three not in (2, 4) or _in_a_row(line, at, sign):
        return []
    if three == 2:
        year = _century(first, reading.now)
        if line.language in _YEAR_FIRST and day_in("gregorian", year, second, third):
            return [(year, second, third)]
        third = _century(third, reading.now)
    orders = [(third, second, first), (third, first, second)]
    # Hardly anybody writes month.day.year: with points it is only the other reading.
    us = line.region in _MONTH_FIRST or (line.language == "en" and not line.region)
    return orders[::-1] if us and sign != "." else orders


def _in_a_row(line: Line, at: int, sign: str) -> bool:
    """Whether short numbers are some of many: 10 | 11 | 12 | 13, the pages of a list."""
    if line.digits[at + 4] == 4:
        return False
    before = line.texts[at - 1] == sign and line.digits[at - 2] > 0
    after = line.texts[at + 5] == sign and line.digits[at + 6] > 0
    return line.digits[at + 2] == 1 or before or after


def _day_month(reading: Reading, at: int) -> Day | None:
    """12 November 2026, 12-Nov-26, ١٢ تشرين الثاني/نوفمبر ٢٠٢٦."""
    line = reading.line
    if not 1 <= line.numbers[at] <= 31 or line.digits[at] > 2:
        return None
    month = _month_near(line, at + 1, connectors=2)
    return _with_year(reading, month, line.numbers[at], month.end) if month else None


def _month_day(reading: Reading, at: int) -> Day | None:
    """November 12, 2026; Nov 12 15:30:00 EST 2026."""
    line = reading.line
    month = line.names[MONTH].get(at)
    after = month.end if month else at
    while month and line.texts[after] in _PAST_MONTH:
        after += 1
    number = line.numbers[after]
    if month is None or not 1 <= number <= 31 or line.digits[after] > 2:
        return None
    after += 1 + (line.texts[after + 1] in _ORDINALS)
    clock = reading.clocks.get(after)
    if clock and line.digits[clock.end] == 4:
        day = day_in(month.word, line.numbers[clock.end], month.number, number)
        return Day(day, clock.end + 1, clock=clock) if day else None
    return _with_year(reading, month, number, after)


def _year_month(reading: Reading, at: int) -> Day | None:
    """2026. november 12., 2026 Nov 12."""
    line = reading.line
    month = _month_near(line, at + 1, connectors=1) if line.digits[at] == 4 else None
    if month is None:
        return None
    after = month.end
    while line.texts[after] in _PAST_MONTH:
        after += 1
    if not 0 < line.digits[after] <= 2:
        return None
    day = day_in(month.word, line.numbers[at], month.number, line.numbers[after])
    return Day(day, after + 1, month.word != "hijri") if day else None


def _counted(reading: Reading, at: int) -> Day | None:
    """11月12日, where days without a year are read."""
    line = reading.line
    if not reading.yearless or line.texts[at + 1] not in _MONTH_SIGNS or not line.digits[at + 2]:
        return None
    if line.texts[at + 3][:1] not in _DAY_SIGNS:
        return None
    return _last_such(line.numbers[at], line.numbers[at + 2], at + 4, reading.now)


def _era(reading: Reading, at: int) -> Day | None:
    """令和8年11月12日, 民國115年11月12日."""
    line = reading.line
    begin = ERAS.get(line.texts[at])
    if (
        begin is None
        or line.texts[at + 2 : at + 5 : 2] != ["年", "月"]
        or not all(line.digits[at + 1 : at + 6 : 2])
    ):
        return None
    year, month, number = line.numbers[at + 1 : at + 6 : 2]
    day = day_in("gregorian", begin + year, month, number)
    return Day(day, min(at + 7, line.size)) if day else None


_AT_NUMBER = (_numeric, _day_month, _year_month, _counted)
_AT_WORD = (_month_day, _era)


def _month_near(line: Line, at: int, connectors: int) -> Name | None:
    """The month at a token, past some signs and short words."""
    for index in range(at, at + connectors + 3):
        if found := line.names[MONTH].get(index):
            return found
        text = line.texts[index]
        if text[:1].isalpha() and len(text) < _CONNECTOR and connectors > 0:
            if (unit := line.names[UNIT].get(index)) and unit.end == index + 1:  # "7 min read Dec 30, 2026"
                return None
            connectors -= 1
        elif text not in _SIGNS or not connectors:
            return None
    return None


def _year_near(line: Line, month: Name, at: int) -> int:
    """The index of the first number, past signs, a few short words and the month's second name."""
    words = 0
    while at < line.size and not line.digits[at] and words < 3:
        again, text = line.names[MONTH].get(at), line.texts[at]
        if again and again[:2] == month[:2]:  # "تشرين الثاني/نوفمبر"
            at = again.end
        elif text in _SIGNS or (text[0].isalpha() and len(text) <= _CONNECTOR):
            words += text[0].isalpha()
            at += 1
        else:
            break
    return at


def _with_year(reading: Reading, month: Name, number: int, at: int) -> Day | None:
    """A day of a month, its year looked for from a token on."""
    line, end = reading.line, at
    at = _year_near(line, month, at)
    if line.digits[at] == 4:
        day = day_in(month.word, line.numbers[at], month.number, number)
        return Day(day, at + 1, month.word != "hijri") if day else None
    if month.word != "gregorian":
        return None
    if line.digits[at] == 2:
        if line.texts[at + 1] == "," and line.numbers[at + 2] in YEARS:
            return None  # the day of the next date
        if at not in reading.clocks:
            day = day_in("gregorian", _century(line.numbers[at], reading.now), month.number, number)
            return Day(day, at + 1) if day else None
    return _last_such(month.number, number, end, reading.now) if reading.yearless else None


def _last_such(month: int, number: int, end: int, now: datetime) -> Day | None:
    """The last day of that name: where no year is printed, the page is of the last twelve months."""
    tomorrow = now.date() + timedelta(days=1)
    for year in (tomorrow.year, tomorrow.year - 1):
        if (day := day_in("gregorian", year, month, number)) and day <= tomorrow:
            return Day(day, end, sure=False)
    return None


def _century(year: int, now: datetime) -> int:
    """A year of two digits, not after next year."""
    return year + 2000 if year + 2000 <= now.year + 1 else year + 1900


def _related(reading: Reading, at: int) -> tuple[Found, int] | None:
    """A time relative to the fetch: "just now", "yesterday 10:30", "3 hours ago"."""
    line, names, now = reading.line, reading.line.names, reading.now
    if (word := names[NOW].get(at)) and word.end == line.size:
        moment, end = of_datetime(now.replace(microsecond=0), sure=False), word.end
    elif back := names[BACK].get(at):
        clock = _beside(reading, at, back.end, None)
        if clock is None and line.size > back.end + 2:
            return None  # in a longer line it is a word of a sentence
        day, end = now.date() - timedelta(days=back.number), clock.end if clock else back.end
        moment = Moment(day, clock and clock.time, clock and clock.zone, sure=False)
    elif span := _ago(line, at):
        number, unit, end = span
        moment = _before(now, number, unit)
    else:
        return None
    return Found(moment, line.starts[at], line.ends[end - 1]), end


def _ago(line: Line, at: int) -> tuple[int, str, int] | None:
    """(number, unit, index after it) of "3 hours ago", "منذ ساعتين", "vor einer Stunde"."""
    ago, units = line.names[AGO].get(at), line.names[UNIT]
    begin = ago.end if ago else at
    counted = line.digits[begin] > 0
    unit = units.get(begin + counted)
    if ago and not counted and (unit is None or unit.word not in _SECONDS):
        unit = units.get(begin + 1)  # past an article
    if unit is None or unit.word not in _SECONDS:
        return None
    last = unit if ago else line.names[AGO].get(unit.end)
    return (line.numbers[begin] if counted else unit.number, unit.word, last.end) if last else None


def _before(now: datetime, number: int, unit: str) -> Moment:
    then = (now - min(timedelta(seconds=min(number, 10**7) * _SECONDS[unit]), _MAX_AGO)).replace(
        microsecond=0
    )
    return Moment(then.date(), sure=False) if unit == "day" else of_datetime(then, sure=False)
