"""Text → date and time, in any language that has a word table, in the Gregorian and other calendars.

A line is folded and cut into tokens; at each token the known shapes of a date are tried, then a time of
day is looked for beside it. All loops move forward over a bounded number of tokens, so no line takes
long. Whether a date is believed is decided elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from crawler.extraction.reading.dates.calendars import ERAS
from crawler.extraction.reading.dates.datewords import Token, date_words, match, readable, tokens_of
from crawler.extraction.reading.dates.daytimes import Clock, clock_beside, read_clock
from crawler.extraction.reading.dates.moment import Moment, of_datetime
from crawler.extraction.reading.dates.relative import read_relative
from crawler.extraction.reading.dates.shapes import YEARS, Line, read_day
from crawler.text import fold

MAX_CHARS = 400  # of a line that is searched for dates
MAX_TOKENS = 160
LABEL_GAP = 3  # words between "published" and its date: a weekday, "on the"
SHORT_LABEL = 5  # letters of labels ("date", "data", "Stand") that must stand right before their date
MAX_FOUND = 8  # dates in a line; a line with more is a calendar

_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,6})?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[tT ]?(\d\d)(\d\d)(\d\d)?)?([zZ]|[+-]\d\d:?\d\d)?")


class Found(NamedTuple):
    """A date in a line; `start` and `end` are positions in the folded line.

    `label` is what the words before it call it: published, modified or nothing.
    """

    moment: Moment
    start: int
    end: int
    label: str = ""


def parse_date(
    text: str,
    *,
    now: datetime,
    language: str | None = None,
    zone: tzinfo | None = None,
    yearless: bool = False,
) -> Moment | None:
    """The date that a text or attribute gives: the first in it. `zone` is given to a time without one."""
    moment = parse_machine(text)
    if moment is None:
        found = find_dates(text, now=now, language=language, yearless=yearless)
        moment = found[0].moment if found else None
    if moment and zone and moment.clock and not moment.zone:
        moment = replace(moment, zone=zone)
    return moment


def parse_machine(text: str) -> Moment | None:
    """A value that is nothing but a date in a machine's form: ISO 8601, compact, seconds since 1970."""
    text = text.strip()
    if not 8 <= len(text) <= 40 or not (text.isascii() and text[0].isdigit()):
        return None
    if found := _EPOCH.fullmatch(text):
        return of_datetime(datetime.fromtimestamp(int(found[1]), UTC))
    try:
        moment = _iso(text)
    except ValueError:
        return None
    return moment if moment.day.year in YEARS else None


def _iso(text: str) -> Moment:
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, offset = found.groups()
        clock = f"T{hour}:{minute}:{second or '00'}{(offset or '').upper()}" if hour else ""
        text = f"{year}-{month}-{day}{clock}"
    if len(text) == 10:
        return Moment(date.fromisoformat(text))
    return of_datetime(datetime.fromisoformat(text.upper()))


def find_dates(
    text: str, *, now: datetime, language: str | None = None, yearless: bool = False
) -> list[Found]:
    """All dates in a line, in order; a bounded number of them."""
    tokens = tokens_of(fold(readable(text[:MAX_CHARS])))[:MAX_TOKENS]
    line = Line(tokens, date_words(_code(language)), now, language, yearless)
    found: list[Found] = []
    before: Clock | None = None
    label, label_end, end, gap = "", 0, 0, 0
    at = 0
    while at < len(tokens) and len(found) < MAX_FOUND:
        text = tokens[at].text
        if text not in line.words.first and not text[0].isdigit() and text not in ERAS and text[0] != "ב":
            at += 1
            continue
        if named := match(tokens, at, line.words.labels):
            label, label_end = named
            gap = LABEL_GAP if label_end - at > 1 or len(text) > SHORT_LABEL else 0
        begun = at
        if clock := read_clock(tokens, at, line.words):
            # A day wins over a time where one text could be both: 12.11.2026 is not ten past twelve,
            # nor is German "am 12.11.2026".
            item = _dated(line, at, before) or (_dated(line, at + 1, before) if clock.half else None)
            at, before = (item[1], None) if item else (clock.end, clock)
        else:
            item = _dated(line, at, before) or _related(line, at)
            at, before = (item[1], None) if item else (at + 1, before)
        if item:
            near = sum(token.word for token in tokens[label_end:begun]) <= gap
            found.append(item[0]._replace(label=label if near else ""))
            label, end = "", at
    # A label may follow: "12 November 2026: last update", "am 12.11.2026 veröffentlicht".
    if label and len(found) == 1 and not found[0].label and _closes(tokens, end, label_end):
        found[0] = found[0]._replace(label=label)
    return found


def _closes(tokens: Sequence[Token], end: int, label_end: int) -> bool:
    """Whether a label stands right after a date, and no other number after it ("updated 10:30")."""
    between = sum(token.word for token in tokens[end : label_end - 1])
    return between <= 1 and all(token.number is None for token in tokens[label_end:])


def _dated(line: Line, at: int, before: Clock | None) -> tuple[Found, int] | None:
    """The day at a token with its time, and the index after both."""
    day = read_day(line, at)
    if day is None:
        return None
    clock = day.clock or clock_beside(line.tokens, at, day.end, before, line.words)
    start = min(at, clock.start) if clock else at
    end = max(day.end, clock.end) if clock else day.end
    moment = Moment(day.day, clock and clock.time, clock and clock.zone, day.sure, day.other)
    return Found(moment, line.tokens[start].start, line.tokens[end - 1].end), end


def _related(line: Line, at: int) -> tuple[Found, int] | None:
    item = read_relative(line, at)
    if item is None:
        return None
    moment, end = item
    return Found(moment, line.tokens[at].start, line.tokens[end - 1].end), end


def _code(language: str | None) -> str | None:
    return language.lower().replace("_", "-").split("-")[0] if language else None


def label_in(text: str, language: str | None = None) -> str:
    """What a short line calls a date: "published", "modified" or nothing."""
    tokens = tokens_of(fold(text[:MAX_CHARS]))[:MAX_TOKENS]
    labels = date_words(_code(language)).labels
    return next((found[0] for at in range(len(tokens)) if (found := match(tokens, at, labels))), "")
