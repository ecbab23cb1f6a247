"""The shapes in which days are written: 2026-11-12, 12/11/26, 12 November 2026, Nov 12, 2026年11月12日.

Each shape is a small function that looks at a few tokens of a line from one token on, and reads the day
in whatever calendar its month name or year belongs to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from crawler.extraction.reading.dates.calendars import (
    BUDDHIST_OFFSET,
    BUDDHIST_YEARS,
    ERAS,
    HIJRI_YEARS,
    JALALI_YEARS,
    from_hijri,
    from_jalali,
)
from crawler.extraction.reading.dates.datewords import DateWords, Token, match
from crawler.extraction.reading.dates.daytimes import Clock, read_clock

YEARS = range(1900, 2101)  # Gregorian years that are read at all
_MONTH_FIRST = frozenset({"us", "ph", "pr", "gu"})  # regions that write month/day/year
_YEAR_FIRST = frozenset({"zh", "ja", "ko", "hu", "lt", "mn"})  # languages that write 26/11/12 for 2026-11-12
_NUMERIC_SIGNS = frozenset("-/.‐‑–|")
_SIGNS = frozenset(".,-/'’º°()")  # between the parts of a date with a month's name
_DAY_SIGNS = ("日", "일", "号", "號")
_CONNECTOR = 5  # letters of the longest word there: "de", "of", "ngày"


@dataclass(frozen=True, slots=True)
class Line:
    """A tokenised line and what is needed to read it. `yearless`: days without a year are read too."""

    tokens: Sequence[Token]
    words: DateWords
    now: datetime
    language: str | None = None
    yearless: bool = False

    def text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def start(self, at: int) -> int:
        """Where a number begins, -1 for anything else."""
        return self.tokens[at].start if self.number(at) is not None else -1

    def number(self, at: int) -> int | None:
        return self.tokens[at].number if 0 <= at < len(self.tokens) else None


class Day(NamedTuple):
    """A day read at a token. `clock`: where the time stands inside the date, as Unix's `date` prints it."""

    day: date
    end: int  # after the last token
    sure: bool = True
    other: date | None = None  # with day and month exchanged
    clock: Clock | None = None


def read_day(line: Line, at: int) -> Day | None:
    """The day that begins at a token, in any shape."""
    if line.number(at) is not None:
        return _numeric(line, at) or _day_month(line, at) or _year_month(line, at) or _counted(line, at)
    return _month_day(line, at) or _era(line, at)


def _numeric(line: Line, at: int) -> Day | None:
    """Three numbers: 2026-11-12, 12/11/2026, 12.11.26, 2026年11月12日."""
    first, second, third = (line.number(at + step) for step in (0, 2, 4))
    sign = line.text(at + 1)
    if first is None or second is None or third is None or not _same_signs(sign, line.text(at + 3)):
        return None
    if sign == "." and line.text(at + 5) == "." and line.tokens[at + 5].end == line.start(at + 6):
        return None  # an IP address or a version
    lengths = tuple(len(line.text(at + step)) for step in (0, 2, 4))
    end = at + 5 + (line.text(at + 5)[:1] in _DAY_SIGNS)
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        day = _calendar_day(line, first, second, third, end)
        return Day(day, min(end, len(line.tokens)), sure=not _hijri(line, first, end)) if day else None
    if max(lengths[:2]) > 2:
        return None
    if lengths[2] == 4:
        return _ambiguous(line, (first, second, third), sign, end)
    if lengths[1:] == (2, 2) and not _in_a_row(line, at, sign):
        return _short_year(line, (first, second, third), sign, end)
    return None


def _in_a_row(line: Line, at: int, sign: str) -> bool:
    """Whether the numbers are some of many: 10 | 11 | 12 | 13, the pages of a list."""
    before = line.text(at - 1) == sign and line.number(at - 2) is not None
    return before or (line.text(at + 5) == sign and line.number(at + 6) is not None)


def _same_signs(one: str, two: str) -> bool:
    return (one == two and one in _NUMERIC_SIGNS) or (one in ("年", "년") and two in ("月", "월"))


def _short_year(line: Line, numbers: tuple[int, int, int], sign: str, end: int) -> Day | None:
    first, second, third = numbers
    if line.language and line.language[:2] in _YEAR_FIRST:
        day = _real(_century(first, line.now), second, third)
        if day:
            return Day(day, end)
    return _ambiguous(line, (first, second, _century(third, line.now)), sign, end)


def _ambiguous(line: Line, numbers: tuple[int, int, int], sign: str, end: int) -> Day | None:
    """Day and month in the order of the page's language, unless only the other order is possible."""
    first, second, year = numbers
    readings = [_calendar_day(line, year, second, first, end)]
    # Hardly anybody writes month.day.year: with points it is only the other reading.
    first_is_month = sign != "." and _month_first(line.language)
    readings.insert(0 if first_is_month else 1, _calendar_day(line, year, first, second, end))
    tomorrow = line.now.date() + timedelta(days=1)
    possible = [day for day in readings if day is not None]
    possible.sort(key=lambda day: day > tomorrow)  # stable: the language's order among equals
    if not possible:
        return None
    other = possible[-1] if possible[-1] != possible[0] else None
    return Day(possible[0], end, not _hijri(line, year, end), other)


def _month_first(language: str | None) -> bool:
    """Whether 11/12/2026 is the 12th of November: in the United States, and in English of no named region."""
    name, _, region = (language or "").lower().replace("_", "-").partition("-")
    return region in _MONTH_FIRST or (name == "en" and not region)


def _day_month(line: Line, at: int) -> Day | None:
    """12 November 2026, 12-Nov-26, ١٢ تشرين الثاني/نوفمبر ٢٠٢٦."""
    number = line.number(at)
    if number is None or not 1 <= number <= 31 or len(line.text(at)) > 2:
        return None
    month = _month_near(line, at + 1, connectors=2)
    return _with_year(line, month, number, month.end) if month else None


def _month_day(line: Line, at: int) -> Day | None:
    """November 12, 2026; Nov 12 15:30:00 EST 2026."""
    month = _month_near(line, at, connectors=0)
    if month is None:
        return None
    after = _past_signs(line, month.end)
    number = line.number(after)
    if number is None or not 1 <= number <= 31 or len(line.text(after)) > 2:
        return None
    after += 1 + (line.text(after + 1) in ("st", "nd", "rd", "th"))
    clock = read_clock(line.tokens, after, line.words)
    year = line.number(clock.end) if clock else None
    if clock and year is not None and len(line.text(clock.end)) == 4:
        day = _in_calendar(month.calendar, year, month.number, number)
        return Day(day, clock.end + 1, clock=clock) if day else None
    return _with_year(line, month, number, after)


def _year_month(line: Line, at: int) -> Day | None:
    """2026. november 12., 2026 Nov 12."""
    year = line.number(at)
    month = _month_near(line, at + 1, connectors=1) if year is not None and len(line.text(at)) == 4 else None
    if year is None or month is None:
        return None
    after = _past_signs(line, month.end)
    number = line.number(after)
    if number is None or len(line.text(after)) > 2:
        return None
    day = _in_calendar(month.calendar, year, month.number, number)
    return Day(day, after + 1, month.calendar != "hijri") if day else None


def _counted(line: Line, at: int) -> Day | None:
    """11月12日, where days without a year are read."""
    month, number = line.number(at), line.number(at + 2)
    if not line.yearless or month is None or number is None or line.text(at + 1) not in ("月", "월"):
        return None
    return _last_such(line, month, number, at + 4) if line.text(at + 3)[:1] in _DAY_SIGNS else None


class _Month(NamedTuple):
    calendar: str
    number: int
    end: int


def _month_near(line: Line, at: int, connectors: int) -> _Month | None:
    """The month at a token, past some signs and short words."""
    for _ in range(connectors + 3):
        if found := match(line.tokens, at, line.words.months) or _prefixed_month(line, at):
            return _Month(*found[0], found[1])
        text = line.text(at)
        if text[:1].isalpha() and len(text) < _CONNECTOR and connectors > 0:
            if (text,) in line.words.units:  # "7 min read Dec 30, 2026"
                return None
            connectors -= 1
        elif text not in _SIGNS or not connectors:
            return None
        at += 1
    return None


def _prefixed_month(line: Line, at: int) -> tuple[tuple[str, int], int] | None:
    """Hebrew writes "in November" as one word, with the letter ב before it."""
    text = line.text(at)
    meaning = line.words.months.get((text[1:],)) if text.startswith("ב") else None
    return (meaning, at + 1) if meaning else None


def _past_signs(line: Line, at: int) -> int:
    while line.text(at) in (".", ",", "-", "/"):
        at += 1
    return at


def _with_year(line: Line, month: _Month, number: int, at: int) -> Day | None:
    """A day of a month, its year looked for from a token on."""
    at, end = _year_near(line, month, at), at
    year = line.number(at)
    if year is not None and len(line.text(at)) == 4:
        day = _in_calendar(month.calendar, year, month.number, number)
        return Day(day, at + 1, month.calendar != "hijri") if day else None
    if month.calendar != "gregorian":
        return None
    if (
        year is not None
        and len(line.text(at)) == 2
        and line.text(at + 1) == ","
        and (line.number(at + 2) or 0) in YEARS
    ):
        return None  # the day of the next date
    if year is not None and len(line.text(at)) == 2 and read_clock(line.tokens, at, line.words) is None:
        day = _real(_century(year, line.now), month.number, number)
        return Day(day, at + 1) if day else None
    return _last_such(line, month.number, number, end) if line.yearless else None


def _year_near(line: Line, month: _Month, at: int) -> int:
    """The index of the first number, past signs, a few short words and the month's second name."""
    words = 0
    while at < len(line.tokens) and line.number(at) is None and words < 3:
        again = match(line.tokens, at, line.words.months)  # "تشرين الثاني/نوفمبر"
        text = line.text(at)
        if again and again[0] == (month.calendar, month.number):
            at = again[1]
        elif text in _SIGNS or (text[0].isalpha() and len(text) <= _CONNECTOR):
            words += text[0].isalpha()
            at += 1
        else:
            break
    return at


def _last_such(line: Line, month: int, number: int, end: int) -> Day | None:
    """The last day of that name: where no year is printed, the page is of the last twelve months."""
    tomorrow = line.now.date() + timedelta(days=1)
    for year in (tomorrow.year, tomorrow.year - 1):
        if (day := _real(year, month, number)) and day <= tomorrow:
            return Day(day, end, sure=False)
    return None


def _in_calendar(calendar: str, year: int, month: int, day: int) -> date | None:
    if calendar == "hijri":
        return from_hijri(year, month, day)
    if calendar == "jalali" or year in JALALI_YEARS:
        return from_jalali(year, month, day)
    return _real(year - BUDDHIST_OFFSET if year in BUDDHIST_YEARS else year, month, day)


def _calendar_day(line: Line, year: int, month: int, day: int, end: int) -> date | None:
    """A numeric date, whose year tells the calendar; 14xx is Hijri only where the page says so."""
    return _in_calendar("hijri" if _hijri(line, year, end) else "gregorian", year, month, day)


def _hijri(line: Line, year: int, end: int) -> bool:
    return year in HIJRI_YEARS and (line.text(end).startswith("ه") or (line.language or "")[:2] == "ar")


def _era(line: Line, at: int) -> Day | None:
    """令和8年11月12日, 民國115年11月12日."""
    begin = ERAS.get(line.text(at))
    year, month, day = (line.number(at + step) for step in (1, 3, 5))
    if begin is None or year is None or month is None or day is None:
        return None
    if line.text(at + 2) != "年" or line.text(at + 4) != "月":
        return None
    found = _real(begin + year, month, day)
    return Day(found, min(at + 7, len(line.tokens))) if found else None


def _century(year: int, now: datetime) -> int:
    """A year of two digits, not after next year."""
    return year + 2000 if year + 2000 <= now.year + 1 else year + 1900


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
