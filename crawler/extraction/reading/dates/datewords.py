"""The words of dates in all languages, and a line of text in which each of them is one mark.

A mark is a character that no text holds (of Unicode's private use); what is left of the name is filled up,
so that places in the line stay. The shapes of dates are regular expressions over such lines (shapes.py). A
page's own language comes first where two languages use one word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.languages import Language, codes, load
from crawler.text import fold

MAX_CHARS = 400  # of a line that is searched for dates

# What a word goes on with after its first letter: marks of Indic scripts included, signs and digits not.
IN_WORD = r"[^\s\d!-/:-@\[-`{-¿‐-⁞←-⯿،؛؟۔、。〈-】〔-〟・\U0001f000-\U0001faff]"
_PIECE = re.compile(rf"\d+|[^\W\d_]{IN_WORD}*")
_JOINS = " .'’-"  # between the words of a name
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# What a style sheet sets apart and the text does not: "UpdatedMay 4", "May 4, 20202:26 PM", "4.5.2012:44".
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])"
    r"|(?<=(?<!\d)20\d\d)(?=\d{1,2}(?::\d\d|[./ ] ?[^\W_]))"
    r"|(?<=\d[./]\d\d)(?=\d\d:\d\d)"
)


class Meaning(NamedTuple):
    """What a name says: of a month its calendar and 1–12, of a unit its name and 1, or 2 for a dual like
    ساعتين, of a day "back" the days since (today, yesterday), of a half of the day the hours to add, of a
    label "published" or "modified"."""

    kind: str
    word: str = ""
    number: int = 0


_COMMON = ("en", "ar", "fr", "es", "de")  # whose meanings come first where the page's language has none
CALENDARS = ("gregorian", "hijri", "jalali")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
FILLED = "\ue000"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MEANINGS = {
    chr(code): meaning
    for code, meaning in enumerate(
        (
            *(Meaning("month", calendar, number) for calendar in CALENDARS for number in range(1, 13)),
            *(Meaning("unit", unit, number) for unit in _UNITS for number in (1, 2)),
            *(Meaning("ago"), Meaning("now"), Meaning("back", "", 0), Meaning("back", "", 1)),
            *(Meaning("half", "", 0), Meaning("half", "", 12)),
            *(Meaning("label", "published"), Meaning("label", "modified")),
        ),
        0xE001,
    )
}
_MARKS = {meaning: mark for mark, meaning in MEANINGS.items()}
ANY_MARK = f"[{FILLED}{''.join(MEANINGS)}]"


def marks_of(kind: str, word: str = "") -> str:
    """The class of a regular expression for the marks of a kind, or of one word of it."""
    marks = (
        mark for mark, meaning in MEANINGS.items() if meaning.kind == kind and word in ("", meaning.word)
    )
    return f"[{''.join(marks)}]"


def folded(text: str) -> str:
    """A line as it is searched for dates: without addresses and the icons of fonts, bounded.

    Two elements that were printed side by side have a space between them.
    """
    text = _PRIVATE.sub(" ", text[:MAX_CHARS])
    return fold(_GLUED.sub(" ", _ADDRESS.sub(" ", text) if "/" in text else text))


def marked(line: str, code: str) -> str:
    """A folded line with its names replaced by marks, the longest at each place, as a page in a language
    means them."""
    own = load(code)
    names, pieces = _names(own.code if own else ""), list(_PIECE.finditer(line))
    text, done = "", 0
    for place, piece in enumerate(pieces):
        name, last = piece[0], piece.end()
        if piece.start() < done or name not in names:
            continue
        marks, end = names[name], last
        for further in pieces[place + 1 :]:
            name = f"{name} {further[0]}"
            if name not in names or line[last : further.start()].strip(_JOINS):
                break
            last = further.end()
            if names[name]:
                marks, end = names[name], last
        if marks:
            text += line[done : piece.start()] + marks.ljust(end - piece.start(), FILLED)
            done = end
    return text + line[done:]


@cache
def _names(code: str) -> dict[str, str]:
    """The words of a name → its marks, one a kind; none for words with which longer names begin.

    Of two meanings the own language's is taken.
    """
    found: dict[str, dict[str, str]] = {}
    for other in (code, *_COMMON, *codes()):
        for name, mark in _vocabulary(other) if other else ():
            meaning = MEANINGS[mark]
            # Hungarian "de" and "du", Swedish "em" are other words elsewhere.
            if meaning.kind != "half" or other in (code, "en") or len(name) > 2 or not name.isascii():
                found.setdefault(name, {}).setdefault(meaning.kind, mark)
    for name in list(found):
        for words in accumulate(name.split(), "{} {}".format):
            found.setdefault(words, {})
    return {name: "".join(kinds.values()) for name, kinds in found.items()}


@cache
def _vocabulary(code: str) -> tuple[tuple[str, str], ...]:
    """(words, mark) of all names in a language's table; their signs are left out: "a.m." is "a m"."""
    language, found = load(code), []
    for meaning, spellings in _meanings(language) if language else ():
        for spelling in spellings:
            name = " ".join(_PIECE.findall(fold(spelling)))
            if name and not name[0].isdigit():  # "11月" is read as numbers with signs
                found.append((name, _MARKS[meaning]))
    return tuple(found)


def _meanings(language: Language) -> Iterator[tuple[Meaning, Iterable[str]]]:
    """What the words of a table mean."""
    tables = (language.months, language.hijri_months, language.jalali_months)
    for calendar, months in zip(CALENDARS, tables, strict=True):
        for number, spellings in enumerate(months, 1):
            # Old pages leave accents out: "fevrier", "aout".
            plain = [_LATIN_ACCENTS.sub("", unicodedata.normalize("NFD", text)) for text in spellings]
            yield Meaning("month", calendar, number), (*spellings, *plain)
    for number, units in ((1, language.units), (2, language.duals)):
        for unit, spellings in units.items():
            yield Meaning("unit", unit, number), spellings
    yield Meaning("ago"), language.ago
    yield Meaning("now"), language.now
    yield Meaning("back", "", 0), language.today
    yield Meaning("back", "", 1), language.yesterday
    yield Meaning("half", "", 0), language.am
    yield Meaning("half", "", 12), language.pm
    for label, spellings in (("modified", language.updated), ("published", language.published)):
        # "am", "le" stand before any date: they tell nothing.
        yield Meaning("label", label), [text for text in spellings if len(text) >= 4 or not text.isascii()]


# Offsets in hours. Names that mean different zones in different countries (IST, CST of China) are
# read as in English-language news; AST, BST of Bangladesh and the like are left out.
_HOURS = """
z 0, ut 0, utc 0, gmt 0, غرينتش 0, جرينتش 0, غرينيتش 0, wet 0, west 1, bst 1, wat 1, cet 1, mez 1, cest 2,
mesz 2, eet 2, cat 2, sast 2, eest 3, msk 3, мск 3, trt 3, eat 3, gst 4, pkt 5, ist 5.5, npt 5.75, wib 7,
ict 7, wita 8, sgt 8, hkt 8, awst 8, wit 9, jst 9, kst 9, acst 9.5, aest 10, aedt 11, nzst 12, nzdt 13,
brt -3, art -3, edt -4, est -5, cdt -5, cst -6, mdt -6, mst -7, pdt -7, pst -8, akst -9, hst -10
"""
_PLACES = "et America/New_York, ct America/Chicago, mt America/Denver, pt America/Los_Angeles"


def _named_zones() -> dict[str, tzinfo]:
    zones: dict[str, tzinfo] = {}
    for name, hours in (entry.split() for entry in _HOURS.split(",")):
        zones[name] = timezone(timedelta(hours=float(hours))) if float(hours) else UTC
    for name, place in (entry.split() for entry in _PLACES.split(", ")):
        try:
            zones[name] = ZoneInfo(place)
        except ZoneInfoNotFoundError:  # no tz database on this system
            continue
    return zones


ZONES = _named_zones()  # folded abbreviation → zone
