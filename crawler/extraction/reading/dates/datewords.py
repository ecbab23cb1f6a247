"""The words of dates (months, units, am and pm, zones) of all languages, as tables to look up tokens in.

Phrases are tuples of folded tokens, so that names of several words ("تشرين الثاني", "tháng 11") match
as easily as single ones. A page's own language comes first where two languages use one word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.languages import Language, every, load
from crawler.text import fold

MAX_PHRASE = 4  # tokens of the longest name of a month or the longest way to say "ago"

# Numbers, runs of letters (marks of Indic scripts included), single other signs.
_TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d!-/:-@\[-`{-¿‐-⁞،؛؟۔、。〈-】〔-〟・]*|[^\w\s]|_")
_LATIN_ACCENTS = re.compile("[\u0300-\u036f]")

Phrase = tuple[str, ...]
T = TypeVar("T")


class Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def number(self) -> int | None:
        return int(self.text) if self.text.isdecimal() and len(self.text) <= 14 else None

    @property
    def word(self) -> bool:
        return self.text[0].isalpha()


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# What a style sheet sets apart and the text does not: "UpdatedMay 4", "May 4, 20202:26 PM", "4.5.2012:44".
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])"
    r"|(?<=(?<!\d)20\d\d)(?=\d{1,2}(?::\d\d|[./ ] ?[^\W_]))"
    r"|(?<=\d[./]\d\d)(?=\d\d:\d\d)"
)


def readable(text: str) -> str:
    """The text without addresses, with spaces where two elements were printed side by side."""
    return _GLUED.sub(" ", _ADDRESS.sub(" ", text) if "/" in text else text)


def tokens_of(folded: str) -> list[Token]:
    """Cut folded text into numbers, words and signs."""
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(folded)]


@cache
def phrase_of(text: str) -> Phrase:
    """The words and numbers of a phrase as a key, its signs left out."""
    return tuple(token.text for token in tokens_of(fold(text)) if token.text.isalnum() or len(token.text) > 1)


class Phrases(dict[Phrase, T]):
    """Phrase → meaning. `openers` are the words with which any of them begins: most words are none."""

    def __init__(self) -> None:
        super().__init__()
        self.openers: set[str] = set()

    def add(self, phrase: Phrase, meaning: T) -> None:
        self.setdefault(phrase, meaning)
        self.openers.add(phrase[0])


@dataclass(slots=True)
class DateWords:
    """Months are (calendar, 1–12), units (1, or 2 for a dual like ساعتين; name)."""

    months: Phrases[tuple[str, int]] = field(default_factory=Phrases)
    units: Phrases[tuple[int, str]] = field(default_factory=Phrases)
    ago: Phrases[bool] = field(default_factory=Phrases)
    days_back: Phrases[int] = field(default_factory=Phrases)  # today, yesterday
    now: Phrases[bool] = field(default_factory=Phrases)
    halves: Phrases[int] = field(default_factory=Phrases)  # am → 0, pm → 12
    labels: Phrases[str] = field(default_factory=Phrases)  # "posted on" → published, modified
    first: set[str] = field(default_factory=set)  # words with which any of these begins


@cache
def date_words(code: str | None = None) -> DateWords:
    """The tables for a page in the language `code`; all other languages follow it."""
    own = load(code) if code else None
    common = [load(first) for first in ("en", "ar", "fr", "es", "de")]
    result = DateWords()
    for language in (own, *common, *every()):
        if language is not None:
            _add_language(result, language, in_use=language is own or language.code == "en")
    tables = (
        result.months,
        result.units,
        result.ago,
        result.days_back,
        result.now,
        result.halves,
        result.labels,
    )
    result.first = set().union(*(table.openers for table in tables))
    return result


def _add_language(words: DateWords, language: Language, *, in_use: bool) -> None:
    _add_months(words, "gregorian", language.months)
    _add_months(words, "hijri", language.hijri_months)
    _add_months(words, "jalali", language.jalali_months)
    for number, table in ((1, language.units), (2, language.duals)):
        for unit, spellings in table.items():
            _add(words.units, spellings, (number, unit))
    _add(words.ago, language.ago, True)
    _add(words.days_back, language.today, 0)
    _add(words.days_back, language.yesterday, 1)
    _add(words.now, language.now, True)
    # Hungarian "de" and "du", Swedish "em" are other words elsewhere.
    _add(words.halves, (half for half in language.am if in_use or _clear(half)), 0)
    _add(words.halves, (half for half in language.pm if in_use or _clear(half)), 12)
    _add(words.labels, filter(_tells, language.updated), "modified")
    _add(words.labels, filter(_tells, language.published), "published")


def _tells(label: str) -> bool:
    """Whether a label is more than a preposition: "am", "le" stand before any date."""
    return len(label) >= 4 or not label.isascii()


def _clear(half: str) -> bool:
    """Whether a word for am or pm is no small word of another language."""
    return len(half) > 2 or not half.isascii()


def _add_months(words: DateWords, calendar: str, table: Sequence[Iterable[str]]) -> None:
    for number, spellings in enumerate(table, 1):
        _add(words.months, spellings, (calendar, number))
        # Old pages leave accents out: "fevrier", "aout".
        plain = [_LATIN_ACCENTS.sub("", unicodedata.normalize("NFD", spelling)) for spelling in spellings]
        _add(words.months, plain, (calendar, number))


def _add(table: Phrases[T], spellings: Iterable[str], meaning: T) -> None:
    for spelling in spellings:
        if phrase := phrase_of(spelling):
            table.add(phrase, meaning)


def match(tokens: Sequence[Token], at: int, table: Phrases[T]) -> tuple[T, int] | None:
    """The meaning of the longest phrase that begins at a token, and the index after it."""
    if at >= len(tokens) or tokens[at].text not in table.openers:
        return None
    phrase: Phrase = (tokens[at].text,)
    best = (table[phrase], at + 1) if phrase in table else None
    for index in range(at + 1, min(len(tokens), at + 2 * MAX_PHRASE)):
        text = tokens[index].text
        if text[0].isalnum():
            phrase += (text,)
            if phrase in table:
                best = table[phrase], index + 1
        elif text not in ".'’-":
            break
        if len(phrase) == MAX_PHRASE:
            break
    return best


# Offsets in hours. Names that mean different zones in different countries (IST, CST of China) are
# read as in English-language news; AST, BST of Bangladesh and the like are left out.
_HOURS = """
z 0, ut 0, utc 0, gmt 0, غرينتش 0, جرينتش 0, غرينيتش 0, wet 0, west 1, bst 1, wat 1, cet 1, mez 1, cest 2,
mesz 2,
eet 2, cat 2, sast 2, eest 3, msk 3, мск 3, trt 3, eat 3, gst 4, pkt 5, ist 5.5, npt 5.75, wib 7,
ict 7, wita 8, sgt 8, hkt 8, awst 8, wit 9, jst 9, kst 9,
acst 9.5, aest 10, aedt 11, nzst 12, nzdt 13, brt -3, art -3,
edt -4, est -5, cdt -5, cst -6, mdt -6, mst -7, pdt -7, pst -8, akst -9, hst -10
"""
_ZONES = {
    name: timezone(timedelta(hours=float(hours)))
    for name, hours in (entry.split() for entry in _HOURS.split(","))
}
_ZONES["utc"] = _ZONES["z"] = _ZONES["gmt"] = UTC
_PLACES = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}


@cache
def zone_named(name: str) -> tzinfo | None:
    """The zone that a folded abbreviation stands for."""
    if name in _ZONES:
        return _ZONES[name]
    try:
        return ZoneInfo(_PLACES[name]) if name in _PLACES else None
    except ZoneInfoNotFoundError:  # no tz database on this system
        return None
