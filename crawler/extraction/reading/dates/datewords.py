"""The words of dates of all languages as one table, and a line of text cut into tokens with what they name.

Phrases are tuples of folded tokens, so that names of several words ("تشرين الثاني", "tháng 11") match
as easily as single ones. A page's own language comes first where two languages use one word.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.extraction.reading.dates.moment import ERAS
from crawler.languages import Language, every, load
from crawler.text import fold

MAX_CHARS = 400  # of a line that is searched for dates
MAX_TOKENS = 160
MAX_PHRASE = 4  # tokens of the longest name of a month or the longest way to say "ago"
_BEYOND = 8  # empty tokens after a line's last one, so that looking ahead (or one or two back) needs no test

# Numbers, runs of letters (marks of Indic scripts included), single other signs.
_TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d!-/:-@\[-`{-¿‐-⁞،؛؟۔、。〈-】〔-〟・]*|[^\w\s]|_")
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# What a style sheet sets apart and the text does not: "UpdatedMay 4", "May 4, 20202:26 PM", "4.5.2012:44".
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])"
    r"|(?<=(?<!\d)20\d\d)(?=\d{1,2}(?::\d\d|[./ ] ?[^\W_]))"
    r"|(?<=\d[./]\d\d)(?=\d\d:\d\d)"
)

# What a phrase can be. A month means its calendar and 1–12; a unit its name and 1, or 2 for a dual like
# ساعتين; BACK the days since (today, yesterday); a half of the day the hours to add; a label "published" or
# "modified".
MONTH, UNIT, AGO, BACK, NOW, HALF, LABEL = KINDS = ("month", "unit", "ago", "back", "now", "half", "label")

Phrase = tuple[str, ...]
Meaning = tuple[str, int]


class Name(NamedTuple):
    """What the tokens from some place on name, and the index after them."""

    word: str
    number: int
    end: int


@dataclass(slots=True)
class Line:
    """The tokens of a folded line in parallel lists, with empty ones after the last.

    `digits` is the length of a number, 0 for all other tokens; `words` counts the words before a token;
    `names` tells by kind what is named at a token. `language` and `region` are the page's ("en", "gb").
    """

    language: str
    region: str
    size: int = 0
    texts: list[str] = field(default_factory=list)
    digits: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    names: dict[str, dict[int, Name]] = field(default_factory=dict)
    telling: set[int] = field(default_factory=set)  # where a number, a name or an era stands

    def adjacent(self, at: int) -> bool:
        """Whether nothing stands between a token and the number after it."""
        return self.digits[at + 1] > 0 and self.ends[at] == self.starts[at + 1]


def read_line(text: str, tag: str | None) -> Line:
    """Cut a text into tokens, without addresses, with spaces where two elements were printed side by side.

    `tag` is the page's language as it gives it: "en-GB".
    """
    text = text[:MAX_CHARS]
    folded = fold(_GLUED.sub(" ", _ADDRESS.sub(" ", text) if "/" in text else text))
    language, _, region = (tag or "").lower().replace("_", "-").partition("-")
    line, words = Line(language, region, names={kind: {} for kind in KINDS}), 0
    for found in islice(_TOKEN.finditer(folded), MAX_TOKENS):
        token = found[0]
        digits = len(token) if token.isdecimal() and len(token) <= 14 else 0
        line.texts.append(token)
        line.digits.append(digits)
        line.numbers.append(int(token) if digits else 0)
        line.starts.append(found.start())
        line.ends.append(found.end())
        line.words.append(words)
        words += token[0].isalpha()
    line.size = len(line.texts)
    line.texts += [""] * _BEYOND
    line.words += [words] * _BEYOND
    for places in (line.digits, line.numbers, line.starts, line.ends):
        places.extend([0] * _BEYOND)
    _name_all(line)
    return line


def _name_all(line: Line) -> None:
    own = load(line.language)
    table = date_words(own.code if own else "")
    for at, token in enumerate(line.texts):
        if line.digits[at] or token in ERAS:
            line.telling.add(at)
        if token in table.openers:
            _name(line, at, table)
        elif token[:1] == "ב" and MONTH in (meanings := table.meanings.get((token[1:],), {})):
            line.names[MONTH][at] = Name(*meanings[MONTH], at + 1)  # Hebrew: "in November" is one word
            line.telling.add(at)


def _name(line: Line, at: int, table: "DateWords") -> None:
    """Note what is named from a token on: of each kind, the longest phrase."""
    phrase: Phrase = ()
    for index in range(at, min(line.size, at + 2 * MAX_PHRASE)):
        text = line.texts[index]
        if index == at or text[0].isalnum():
            phrase += (text,)
            for kind, meaning in table.meanings.get(phrase, {}).items():
                line.names[kind][at] = Name(*meaning, index + 1)
                line.telling.add(at)
        elif text not in ".'’-":
            return
        if len(phrase) == MAX_PHRASE:
            return


@dataclass(slots=True)
class DateWords:
    """Phrase → kind → meaning. `openers` are the words with which any phrase begins: most words are none."""

    meanings: dict[Phrase, dict[str, Meaning]] = field(default_factory=dict)
    openers: set[str] = field(default_factory=set)

    def add(self, kind: str, spellings: Iterable[str], word: str, number: int = 0) -> None:
        for spelling in spellings:
            if phrase := _phrase_of(spelling):
                self.meanings.setdefault(phrase, {}).setdefault(kind, (word, number))
                self.openers.add(phrase[0])


@cache
def date_words(code: str) -> DateWords:
    """The table for a page in a language that has words; all other languages follow it."""
    own = load(code)
    common = [load(first) for first in ("en", "ar", "fr", "es", "de")]
    result = DateWords()
    for language in (own, *common, *every()):
        if language is not None:
            _add_language(result, language, in_use=language is own or language.code == "en")
    return result


def _add_language(words: DateWords, language: Language, *, in_use: bool) -> None:
    calendars = {
        "gregorian": language.months,
        "hijri": language.hijri_months,
        "jalali": language.jalali_months,
    }
    for calendar, months in calendars.items():
        for number, spellings in enumerate(months, 1):
            words.add(MONTH, spellings, calendar, number)
            # Old pages leave accents out: "fevrier", "aout".
            words.add(
                MONTH,
                (_LATIN_ACCENTS.sub("", unicodedata.normalize("NFD", s)) for s in spellings),
                calendar,
                number,
            )
    for number, units in ((1, language.units), (2, language.duals)):
        for unit, spellings in units.items():
            words.add(UNIT, spellings, unit, number)
    words.add(AGO, language.ago, AGO)
    words.add(BACK, language.today, BACK, 0)
    words.add(BACK, language.yesterday, BACK, 1)
    words.add(NOW, language.now, NOW)
    # Hungarian "de" and "du", Swedish "em" are other words elsewhere.
    for hours, halves in ((0, language.am), (12, language.pm)):
        words.add(
            HALF, (half for half in halves if in_use or len(half) > 2 or not half.isascii()), HALF, hours
        )
    for label, spellings in (("modified", language.updated), ("published", language.published)):
        # "am", "le" stand before any date: they tell nothing.
        words.add(LABEL, (text for text in spellings if len(text) >= 4 or not text.isascii()), label)


@cache
def _phrase_of(text: str) -> Phrase:
    """The words and numbers of a phrase as a key, its signs left out."""
    return tuple(token for token in _TOKEN.findall(fold(text)) if token.isalnum() or len(token) > 1)


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
