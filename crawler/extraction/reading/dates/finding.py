"""Text → date and time, in any language that has a word table, in the Gregorian and other calendars.

The names in a line become marks (datewords.py); at each number and name the shapes of a date are tried
(shapes.py), and a time of day is looked for beside what is found. Whether a date is believed is decided
elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.reading.dates import shapes
from crawler.extraction.reading.dates.datewords import MEANINGS, folded, marked
from crawler.extraction.reading.dates.moment import (
    BUDDHIST_OFFSET,
    ERAS,
    HIJRI_YEARS,
    SOLAR_OFFSET,
    YEARS,
    Moment,
    day_in,
    of_datetime,
)
from crawler.extraction.reading.dates.zones import ZONES
from crawler.text import from_iso

LABEL_GAP = 3  # words between "published" and its date: a weekday, "on the"
SHORT_LABEL = 5  # letters of labels ("date", "data", "Stand") that must stand right before their date
BESIDE = 2  # words between a Hijri day, or an age, and the Gregorian day that it is: "هـ الموافق"
MAX_FOUND = 8  # dates in a line; a line with more is a calendar
_GAP = 4  # words allowed between a day and its time: "at", a weekday, "الساعة"

_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,6})?")
_COMPACT = re.compile(r"(\d{8})(\d{4}|\d{6})(?!\d)")  # day and time with nothing between them

_MONTH_FIRST = frozenset({"us", "ph", "pr", "gu"})  # regions that write month/day/year
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt", "mn"})  # languages that write 26/11/12 for 2026-11-12
# Languages whose years of two digits may be of another calendar, the name of that, and by how many years it
# is ahead; and from which Gregorian year on: before it there was no web.
_OWN_YEARS = {"th": ("gregorian", BUDDHIST_OFFSET), "fa": ("jalali", SOLAR_OFFSET)}
_FIRST_YEAR = 1990
_DIGIT = re.compile(r"\d")
_THAI = re.compile("[\u0e01-\u0e4f]")
_QUARTERS = frozenset({0, 15, 30, 45})
_MAX_OFFSET = timedelta(hours=14)  # the widest in use (Line Islands)
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}  # weeks and more ago name no day
_MAX_AGO = timedelta(days=60)  # longer is never printed in days or hours


class Found(NamedTuple):
    """A date in a line, with the folded text before and after it.

    `label` is what the words before it call it: published, modified or nothing.
    """

    moment: Moment
    before: str
    after: str
    label: str = ""


class Clock(NamedTuple):
    time: time
    zone: tzinfo | None
    start: int
    end: int


Dated = tuple[Moment, int, int]  # and where it stands


@dataclass(frozen=True, slots=True)
class Line:
    """A marked line and what its reading depends on."""

    text: str
    language: str  # "en" of "en-GB"
    region: str
    now: datetime
    yearless: bool  # whether days without a year are read too
    months: bool  # whether there is a month's name or sign in it,
    ages: bool  # or a word like "ago", "yesterday"

    @property
    def tomorrow(self) -> date:
        return self.now.date() + timedelta(days=1)

    def words(self, start: int, end: int) -> int:
        return len(shapes.WORD.findall(self.text, start, end))


def parse_date(text: str, *, now: datetime, language: str | None = None) -> Moment | None:
    """The date that a text or attribute gives: the first in it."""
    if moment := parse_machine(text):
        return moment
    found = find_dates(text, now=now, language=language)
    return found[0].moment if found else None


@lru_cache(maxsize=1_024)  # a page gives the same value in many places
def parse_machine(text: str) -> Moment | None:
    """A value that is nothing but a date in a machine's form: ISO 8601, compact, seconds since 1970."""
    text = text.strip()
    if not 8 <= len(text) <= 40 or not (text.isascii() and text[0].isdigit()):
        return None
    if found := _EPOCH.fullmatch(text):
        return of_datetime(datetime.fromtimestamp(int(found[1]), UTC))
    try:
        value = from_iso(_COMPACT.sub(r"\1T\2", text).upper())
    except ValueError:
        return None
    moment = Moment(value.date()) if len(text) in (8, 10) else of_datetime(value)
    return moment if moment.day.year in YEARS else None


def label_in(text: str, language: str | None = None) -> str:
    """What a short line calls a date: "published", "modified" or nothing."""
    label = shapes.LABEL.search(marked(folded(text), language or ""))
    return MEANINGS[label[0]].word if label else ""


@lru_cache(maxsize=1_024)  # the lines of a page are read for more than one purpose
def find_dates(
    text: str, *, now: datetime, language: str | None = None, yearless: bool = False
) -> tuple[Found, ...]:
    """All dates in a line, in order; a bounded number of them. `language` as a page gives it: "en-GB"."""
    code, _, region = (language or "").lower().replace("_", "-").partition("-")
    code = "th" if _THAI.search(text) else code
    plain = folded(text)
    blank = shapes.ROW.sub(lambda row: "#" * len(row[0]), marked(plain, code))
    months, ages = shapes.ANY_MONTH.search(blank), shapes.ANY_AGE.search(blank)
    line = Line(blank, code, region, now, yearless, months is not None, ages is not None)
    found: list[Found] = []
    before: Clock | None = None
    label, label_end, gap, end, last = "", 0, 0, 0, 0
    for telling in shapes.TELLING.finditer(line.text):
        at = telling.start()
        if at < end:
            continue
        if named := shapes.LABEL.search(telling[0]):
            label, label_end = MEANINGS[named[0]].word, telling.end()
            gap = LABEL_GAP if label_end - at > SHORT_LABEL else 0
        if item := _dated(line, at, before) or _related(line, at):
            moment, start, end = item
            told = Found(moment, plain[:start], plain[end:], label * (line.words(label_end, at) <= gap))
            _add(found, told, beside=line.words(last, at) <= BESIDE)
            before, label, last = None, "", end
        elif clock := _clock(line, at):
            before, end = clock, clock.end
        if len(found) == MAX_FOUND:
            break
    if label and len(found) == 1:
        near = before if before and line.words(label_end, before.start) <= gap else None
        return _labelled_after(line, found[0], label, label_end, near)
    return tuple(found)


def _labelled_after(
    line: Line, only: Found, label: str, label_end: int, clock: Clock | None
) -> tuple[Found, ...]:
    """The only date of a line with a label after it: its own, "12 November 2026: last update", or that of a
    time alone, "12 November 2026 10:30, updated at 12:05"."""
    # "Updated 19 November, 8am" has a day of its own.
    alone = clock is not None and not _DIGIT.search(line.text, label_end, clock.start)
    if clock and alone and label == "modified" != only.label:
        moment = Moment(only.moment.day, clock.time, clock.zone, only.moment.sure)
        return only, Found(moment, only.before, only.after, label)
    end = len(line.text) - len(only.after)
    if line.words(end, label_end) <= 2 and not _DIGIT.search(line.text, label_end):
        only = only._replace(label=only.label or label)
    return (only,)


def _add(found: list[Found], then: Found, *, beside: bool) -> None:
    """Add a date; it stands for the one right before it where it tells exactly what that does not: "updated
    2 days ago, on 12 May", or the same day in the Hijri calendar."""
    if beside and found and then.moment.sure and not (found[-1].moment.sure or then.label):
        first = found.pop()
        then = then._replace(before=first.before, label=first.label)
    found.append(then)


def _clock(line: Line, at: int) -> Clock | None:
    """The time of day that begins at a place, or None.

    A day wins over a time where one text could be both: 12.11.2026 is not ten past twelve, nor is German
    "am 12.11.2026".
    """
    found = shapes.CLOCK.match(line.text, at)
    if found is None or _numeric(line, found.start("hour")):
        return None
    hour, half = int(found["hour"]), found["late"] or found["early"]
    if half and hour <= 12:
        hour = hour % 12 + MEANINGS[half].number
    stop = bool(found["late"]) and line.text.startswith(".", found.end())  # of "a.m."
    zone, end = _zone(line, found.end() + stop, strict=found["second"] is None)
    try:
        return Clock(time(hour, int(found["minute"] or 0), int(found["second"] or 0)), zone, at, end)
    except ValueError:
        return None


def _zone(line: Line, at: int, *, strict: bool) -> tuple[tzinfo | None, int]:
    """The zone at a place: its name, or its offset: "+3", "+03:00", "-0430", "GMT+3".

    `strict`: "+03:00" alone could be a span of time.
    """
    found = shapes.ZONE.match(line.text, at)
    if found is None:
        return None, at
    name, zone = found["name"], ZONES.get(found["name"])
    end = found.end("name") if name else at
    if found["sign"] is None:
        return zone, end
    minutes = int(found["quarter"] or (found["told"] or "0").strip(" :"))
    offset = timedelta(hours=int(found["hours"]), minutes=min(minutes, 60))
    sure = found["quarter"] or (found["told"] and found["sign"] == "+") or name or not strict
    if not sure or minutes not in _QUARTERS or offset > _MAX_OFFSET:
        return zone, end
    return timezone(offset if found["sign"] == "+" else -offset), found.end()


def _beside(line: Line, start: int, end: int, before: Clock | None) -> Clock | None:
    """The time of a day that stands at [start, end): right before it, or soon after it."""
    gap = line.words(before.end, start) if before else _GAP + 1
    after = shapes.TO_CLOCK.match(line.text, end) if gap else None
    if after and gap <= _GAP and shapes.LABEL.search(line.text, end, after.end()):
        return before  # "10:20, 2 January 2025 | Updated 9:15, 4 January 2025"
    if after and line.words(end, after.end()) <= _GAP and (clock := _clock(line, after.end())):
        return clock
    return before if gap <= _GAP else None


def _dated(line: Line, at: int, before: Clock | None) -> Dated | None:
    """The day at a place with its time, and where both stand."""
    if (day := _numeric(line, at) or _worded(line, at)) is None:
        return None
    moment, end = day
    if moment.clock or (clock := _beside(line, at, end, before)) is None:
        return moment, at, end
    timed = Moment(moment.day, clock.time, clock.zone, moment.sure, moment.other)
    return timed, min(at, clock.start), max(end, clock.end)


def _numeric(line: Line, at: int) -> tuple[Moment, int] | None:
    """Three numbers: 2026-11-12, 12/11/2026, 12.11.26, 2026年11月12日."""
    found = shapes.NUMERIC.match(line.text, at)
    if found is None:
        return None
    sign = shapes.DAY_END.match(line.text, found.end())
    end = sign.end() if sign else found.end()
    if (own := _in_own_years(line, found)) and own <= line.tomorrow:
        return Moment(own), end
    # The year tells the calendar; 14xx is Hijri only where the page says so.
    orders = _orders(line, found)
    said = line.language == "ar" or line.text.startswith(("ه", " ه"), end)
    calendar = "hijri" if said and orders and orders[0][0] in HIJRI_YEARS else "gregorian"
    days = [day for order in orders if (day := day_in(calendar, *order))]
    days.sort(key=line.tomorrow.__lt__)  # stable: the language's order among equals
    other = days[-1] if days and days[-1] != days[0] else None
    return (Moment(days[0], sure=calendar != "hijri", other=other), end) if days else None


def _in_own_years(line: Line, numbers: re.Match[str]) -> date | None:
    """The day of three short numbers in the years of the language's own calendar: 17/11/69 in Thai, 05/09/02
    in Persian."""
    calendar, ahead = _OWN_YEARS.get(line.language, ("", 0))
    if not calendar or any(len(number) != 2 for number in numbers.group(1, 5)):
        return None
    first, second, third = map(int, numbers.group(1, 3, 5))
    year, day = (first, third) if calendar == "jalali" else (third, first)
    return _believable(day_in(calendar, _century(year, line.now, ahead), second, day))


def _believable(day: date | None) -> date | None:
    return day if day and day.year >= _FIRST_YEAR else None


def _orders(line: Line, found: re.Match[str]) -> list[tuple[int, int, int]]:
    """(year, month, day) of three numbers as the page's language orders them, then as others do."""
    first, second, third = map(int, found.group(1, 3, 5))
    if len(found[1]) == 4:
        return [(first, second, third)] if len(found[5]) <= 2 else []
    if len(found[5]) == 1 or (len(found[5]) == 2 and len(found[3]) == 1):
        return []
    if len(found[5]) == 2:
        year = _century(first, line.now)
        if line.language in _YEAR_FIRST and day_in("gregorian", year, second, third):
            return [(year, second, third)]
        third = _century(third, line.now)
    orders = [(third, second, first), (third, first, second)]
    # Hardly anybody writes month.day.year: with points it is only the other reading.
    us = line.region in _MONTH_FIRST or (line.language == "en" and not line.region)
    return orders[::-1] if us and found[2] != "." else orders


def _worded(line: Line, at: int) -> tuple[Moment, int] | None:
    """A day with a month's name, or with the signs for year, month and day."""
    for shape in shapes.WORDED if line.months else ():
        if not (found := shape.match(line.text, at)):
            continue
        part = found.groupdict()
        mark, ordinal = part.get("month"), part["ordinal"]
        number = MEANINGS[ordinal].number if ordinal else int(part["day"])
        calendar, month = MEANINGS[mark][2:] if mark else ("gregorian", int(part["number"]))
        year, era = part.get("year"), ERAS.get(part.get("era") or "", 0)
        if day := _named_day(line, calendar, year, era, month, number):
            clock = _clock(line, found.start("clock")) if part.get("clock") else None
            sure = year is not None and calendar != "hijri"
            return Moment(day, clock and clock.time, clock and clock.zone, sure), found.end()
    return None


def _named_day(line: Line, calendar: str, year: str | None, era: int, month: int, number: int) -> date | None:
    """The day of a month with a name, of a year that may have two digits, be one of an era, or not stand
    there. Thai years of two digits are of the Buddhist calendar first."""
    if year is None or (len(year) == 2 and calendar == "hijri"):
        return _last_such(month, number, line) if line.yearless and calendar == "gregorian" else None
    if era:
        return day_in(calendar, era + int(year), month, number)
    own, ahead = _OWN_YEARS.get(line.language, ("", 0))
    ahead = SOLAR_OFFSET if calendar == "jalali" else ahead if own == calendar else 0
    for years in (ahead, min(ahead, 0)):
        day = day_in(calendar, _century(int(year), line.now, years), month, number)
        if years <= 0 or _believable(day):
            return day
    return None


def _last_such(month: int, number: int, line: Line) -> date | None:
    """The last day of that name: where no year is printed, the page is of the last twelve months."""
    for year in (line.tomorrow.year, line.tomorrow.year - 1):
        if (day := day_in("gregorian", year, month, number)) and day <= line.tomorrow:
            return day
    return None


def _century(year: int, now: datetime, ahead: int = 0) -> int:
    """A year, where it has two digits the last one that is not after next year. `ahead`: so many years is its
    calendar ahead of the Gregorian one."""
    latest = now.year + ahead + 1
    return year if year > 99 else latest - (latest - year) % 100


def _related(line: Line, at: int) -> Dated | None:
    """A time relative to the fetch: "just now", "yesterday 10:30", "3 hours ago"; and where it stands."""
    if not line.ages:
        return None
    if found := shapes.NOW.match(line.text, at):
        return of_datetime(line.now.replace(microsecond=0), sure=False), at, found.end()
    if found := shapes.BACK.match(line.text, at):
        clock = _beside(line, at, found.end(), None)
        if clock is None and found["few"] is None:
            return None
        day = line.now.date() - timedelta(days=MEANINGS[found["back"]].number)
        moment = Moment(day, clock and clock.time, clock and clock.zone, sure=False)
        return moment, at, clock.end if clock else found.end()
    for shape in shapes.AGES:
        if found := shape.match(line.text, at):
            *_, unit, number = MEANINGS[found["unit"]]
            number = min(int(found.groupdict().get("number") or number), 10**7)
            then = line.now - min(timedelta(seconds=number * _SECONDS[unit]), _MAX_AGO)
            moment = of_datetime(then.replace(microsecond=0), sure=False)
            return Moment(then.date(), sure=False) if unit == "day" else moment, at, found.end()
    return None
