"""The shapes in which dates and times are written, as regular expressions over marked lines (datewords.py).

Dates: 2026-11-12, 12/11/26, 12 November 2026, Nov 12, 2026年11月12日, 3 hours ago. Times: "10:30 ص",
"15.30 Uhr", "3 pm EST", "15:30+0300". A space may be left out everywhere. Lines are short, and what a shape
repeats is bounded, so that none takes long.
"""

import re

from crawler.extraction.reading.dates.datewords import ANY_MARK, FILLED, IN_WORD, marks_of
from crawler.extraction.reading.dates.moment import ERAS
from crawler.extraction.reading.dates.zones import ZONES


def _named(kind: str, group: str = "") -> str:
    """A name that means a thing of this kind, its mark as a group."""
    return f"{ANY_MARK}*?(?P<{group or kind}>{marks_of(kind)}){ANY_MARK}*+"


def _sign(unit: str, others: str) -> str:
    """What stands after a number as a sign: the word for a unit where it is one letter, and others."""
    return marks_of("unit", unit)[1:-1] + others


_END = rf"(?!{IN_WORD})"
_HOUR, _MINUTE = _sign("hour", "h時时시點点"), _sign("minute", "m分분'")
_YEAR_SIGN, _MONTH_SIGN, _DAY_SIGN = _sign("year", "年년"), _sign("month", "月월"), _sign("day", "日일号號")

# A time of day. A bare number is none: minutes, a word for hours or a half of the day follow.
_HOUR_WORD = rf"(?:[{_HOUR}]|uhr|klo){_END}"
_IS_TIME = rf" ?(?:[:.{_HOUR}] ?\d\d(?!\d)|{_HOUR_WORD}|{ANY_MARK}*?{marks_of('half')})"
CLOCK = re.compile(
    rf"(?:{_named('half', 'early')} ?)?(?P<hour>\d\d?)(?={_IS_TIME})"
    rf"(?: ?[:.{_HOUR}] ?(?P<minute>\d\d)(?!\d)"
    rf"(?: ?[:.{_MINUTE}] ?(?P<second>\d\d)(?!\d)(?: ?[.,]\d+)?)?)?"
    rf"(?: ?(?:{_HOUR_WORD}|(?!h)[{_HOUR}]{FILLED}*|[{_MINUTE}]{_END}))?(?: ?{_named('half', 'late')})?"
)
ZONE = re.compile(
    rf"(?: ?[(,])?(?: ?(?P<name>{'|'.join(ZONES)}){_END})?"
    r"(?: ?(?P<sign>[+−-])(?P<hours>\d\d?)(?:(?P<quarter>\d\d)|(?P<told> ?: ?\d+))?(?!\d))?"
)
TO_CLOCK = re.compile(rf"\D*?(?=(?:{_named('half')} ?)?\d)")

# A day in numbers, the same sign between them. Four with points between them are an address or a version.
NUMERIC = re.compile(
    rf"(\d{{4}}|\d\d?) ?([-/.‐‑–|{_YEAR_SIGN}]) ?(\d\d?) ?(\2|[{_MONTH_SIGN}]) ?(\d{{4}}|\d\d?)"
    r"(?!\d)(?! ?\.\d)"
)
DAY_END = re.compile(rf" ?[{_DAY_SIGN}](?:(?!{marks_of('half')}){IN_WORD})*")
# Short numbers in a row are the pages of a list: 10 | 11 | 12 | 13.
ROW = re.compile(r"(?<!\d)\d{1,3} ?([-/.‐‑–|]) ?\d{1,3}(?: ?\1 ?\d{1,3}){2,}(?!\d)")

# A day with the name of its month.
_DAY = rf"(?:(?P<day>\d\d?)(?!\d)|{_named('day', 'ordinal')})"
_MONTH = rf"(?:{_named('month')}|(?P<number>\d\d?) ?[{_MONTH_SIGN}])"
_SIGNS = r"(?: ?[.,،՝፣၊\-/'’º°()])*"
_PAST_MONTH = r"(?: ?[.,،՝፣၊\-/\])])* ?"
# Short words may stand before a month ("de", "of", "ngày"), but no units: "7 min read Dec 30, 2026".
_SHORT = rf" ?(?!{ANY_MARK}*?{marks_of('unit')}){IN_WORD}{{1,4}}{_END}"
# After it the month's second name too: "تشرين الثاني/نوفمبر".
_TO_YEAR = rf"{_SIGNS}(?: ?(?:{ANY_MARK}*(?P=month){ANY_MARK}*|{IN_WORD}{{1,5}}{_END}){_SIGNS}){{0,3}}? ?"
# A year of two digits is no hour and not the day of the next date.
_YEAR = rf"(?:{_TO_YEAR}(?P<year>\d{{4}}|\d\d(?!{_IS_TIME}| ?, ?\d{{4}}| ?[{_DAY_SIGN}]))(?!\d))?"
_YEAR_WORD = f"{IN_WORD}{{1,6}}"  # "m.", "yil", "წლის", "ခုနှစ်"
WORDED = tuple(
    re.compile(shape)
    for shape in (
        # 12 November 2026, 12-Nov-26, ١٢ تشرين الثاني/نوفمبر ٢٠٢٦
        rf"{_DAY}{_SIGNS}(?:{_SHORT}{_SIGNS}){{0,2}}? ?{_MONTH}{_YEAR}",
        # 2026. november 12., 2026 Nov 12
        rf"(?P<year>\d{{4}}){_SIGNS}(?: ?{_YEAR_WORD}{_END}{_SIGNS})? ?{_MONTH}{_PAST_MONTH}{_DAY}",
        # 2026-yil 17-noyabr, 2026 წლის 17 ნოემბერი; the year of "2025, 17 November 2026" is another's
        rf"(?P<year>\d{{4}}){_SIGNS}(?: ?{_YEAR_WORD}{_END}{_SIGNS})? ?{_DAY}[-. ] ?{_MONTH}"
        rf"(?!{_TO_YEAR}\d{{4}})",
        # Nov 12 15:30:00 EST 2026, as Unix's `date` prints it
        rf"{_MONTH} {_DAY} (?P<clock>\d\d?:\d\d(?::\d\d)?(?: \S{{1,8}})?) (?P<year>\d{{4}})(?!\d)",
        # November 12, 2026; Nov 12th; 11月12日
        rf"{_MONTH}{_PAST_MONTH}{_DAY}(?: ?(?:st|nd|rd|th){_END}|{DAY_END.pattern})?{_YEAR}",
        # 令和8年11月12日, 民國115年11月12日
        rf"(?P<era>{'|'.join(ERAS)}) ?(?P<year>\d+) ?[{_YEAR_SIGN}] ?"
        rf"(?P<number>\d+) ?[{_MONTH_SIGN}] ?{_DAY}",
    )
)

# What no date with a name, or no time relative to the fetch, goes without: most lines have neither.
ANY_MONTH = re.compile(f"[{marks_of('month')[1:-1]}{_MONTH_SIGN}]")
ANY_AGE = re.compile("|".join(map(marks_of, ("now", "back", "ago"))))

# A time relative to the fetch.
NOW = re.compile(f"{_named('now')}$")
# `few`: little follows; "yesterday" in a longer line is a word of a sentence.
BACK = re.compile(rf"{_named('back')}(?P<few>(?=(?: ?(?:\d++|{IN_WORD}++|\S)){{0,2}}$))?")
_AGO = _named("ago")
# Not possessive: in 3小时前 the word for "ago" clings to the unit. No word means more than a few things.
_MARKS = f"{ANY_MARK}{{0,8}}"
_UNIT = f"{_MARKS}?(?P<unit>{marks_of('unit', 'second', 'minute', 'hour', 'day')}){_MARKS}"
AGES = (
    re.compile(rf"{_AGO} ?(?P<number>\d+) ?{_UNIT}"),  # "vor 3 Stunden"
    re.compile(rf"{_AGO} ?(?:{IN_WORD}+ )?{_UNIT}"),  # "منذ ساعتين", "vor einer Stunde"
    re.compile(rf"(?:(?<!\d)(?P<number>\d+) ?)?{_UNIT} ?{_AGO}"),  # "3 hours ago", "an hour ago"
)

LABEL = re.compile(marks_of("label"))
TELLING = re.compile(rf"\d+|{ANY_MARK}+|{'|'.join(ERAS)}")  # where a date or time can begin, or a label
WORD = re.compile(f"{IN_WORD}+")
