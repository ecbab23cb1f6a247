"""The words of dates in all languages, and a line of text in which each of them is one mark.

A mark is a character that no text holds (of Unicode's private use); what is left of the name is filled up,
so that places in the line stay. The shapes of dates are regular expressions over such lines (shapes.py). A
page's own language comes first where two languages use one word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import accumulate, chain
from typing import NamedTuple

from crawler import datafiles
from crawler.languages import Language, cldr_months, codes, labelled, load
from crawler.languages.namewords import code_of
from crawler.text import fold

MAX_CHARS = 400  # of a line that is searched for dates
# Letters of a month's name in a language that the page is not in, from the CLDR: shorter ones are any word.
LEAST_LATIN, LEAST_OTHER = 4, 3

# What a word goes on with after its first letter: marks of Indic scripts included, signs and digits not.
IN_WORD = r"[^\s\d!-/:-@\[-`{-¿‐-⁞←-⯿،؛؟۔।՝፣၊、。〈-】〔-〟・\U0001f000-\U0001faff]"
_PIECE = re.compile(rf"\d+|[^\W\d_]{IN_WORD}*")
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile(rf"\d{_HAN.pattern}")
MAX_RUN = 12  # characters without spaces after a number in which several names may stand: 3小时前, 14日晚8:00
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
    """What the names under one key of the languages' tables say.

    `word` is a month's calendar, a unit's name, what a label calls a date; `number` is 1–12 of a month, 1 of
    a unit (2 for a dual like ساعتين), 1–31 of a day, the days since "yesterday", the hours that a half of the
    day adds.
    """

    kind: str
    key: str
    word: str = ""
    number: int = 0


OTHER = "other"  # what a label calls the date of something else
_CALENDARS = (("months", "gregorian"), ("hijri_months", "hijri"), ("jalali_months", "jalali"))
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_TABLE = (
    *(Meaning("month", key, calendar, number) for key, calendar in _CALENDARS for number in range(1, 13)),
    *(Meaning("unit", key, unit, number) for key, number in (("units", 1), ("duals", 2)) for unit in _UNITS),
    *(Meaning("day", "days", "", number) for number in range(1, 32)),
    *(Meaning("ago", "ago"), Meaning("now", "now")),
    *(Meaning("back", "today", "", 0), Meaning("back", "yesterday", "", 1)),
    *(Meaning("half", "am", "", 0), Meaning("half", "pm", "", 12)),
    *(Meaning("label", "published", "published"), Meaning("label", "updated", "modified")),
    Meaning("label", "other_dates", OTHER),
)
_COMMON = ("en", "ar", "fr", "es", "de")  # whose meanings come first where the page's language has none
_PRIVATE = re.compile("[\ue000-\uf8ff]")
FILLED = "\ue000"
MEANINGS = {chr(code): meaning for code, meaning in enumerate(_TABLE, 0xE001)}
ANY_MARK = f"[{FILLED}-{max(MEANINGS)}]"


def marks_of(kind: str, *words: str) -> str:
    """The class of a regular expression for the marks of a kind, or of some words of it."""
    found = [mark for mark, its in MEANINGS.items() if its.kind == kind and (its.word in words or not words)]
    ranges: list[list[str]] = []  # they compile in a fraction of the time
    for mark in found:
        if ranges and ord(mark) == ord(ranges[-1][-1]) + 1:
            ranges[-1] = [ranges[-1][0], mark]
        else:
            ranges.append([mark])
    return f"[{''.join(map('-'.join, ranges))}]"


def folded(text: str) -> str:
    """A line as it is searched for dates: without addresses and the icons of fonts, bounded.

    Two elements that were printed side by side have a space between them.
    """
    text = _PRIVATE.sub(" ", text[:MAX_CHARS])
    return fold(_GLUED.sub(" ", _ADDRESS.sub(" ", text) if "/" in text else text))


def marked(line: str, code: str) -> str:
    """A folded line with its names replaced by marks, the longest at each place, as a page in a language
    means them."""
    names = _names(code_of(code) or (code if code in cldr_months() else ""))
    pieces = [piece.span() for piece in _PIECE.finditer(line)]
    if _HAN_RUN.search(line):
        pieces = list(chain.from_iterable(_cut(line, *piece, names) for piece in pieces))
    text, done = "", 0
    for place, (start, stop) in enumerate(pieces):
        name, last = line[start:stop], stop
        if start < done or name not in names:
            continue
        marks, end = names[name], last
        for begin, after in pieces[place + 1 :]:
            name = f"{name} {line[begin:after]}"
            if name not in names or line[last:begin].strip(_JOINS):
                break
            last = after
            if names[name]:
                marks, end = names[name], last
        if marks:
            text += line[done:start] + marks.ljust(end - start, FILLED)
            done = end
    return text + line[done:]


def _cut(line: str, start: int, end: int, names: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """A word, or where it follows a number in Han characters the names in it."""
    if start and line[start - 1].isdigit() and end - start <= MAX_RUN and _HAN.match(line, start):
        while stop := next((stop for stop in range(end, start, -1) if names.get(line[start:stop])), 0):
            yield start, stop
            start = stop
    if start < end:
        yield start, end


@datafiles.kept
def _names(code: str) -> dict[str, str]:
    """The words of a name → its marks, one a kind; none for words with which longer names begin.

    Of two meanings the own language's is taken.
    """
    found: dict[str, dict[str, str]] = {}
    for other in (code, *_COMMON, *codes(), *cldr_months()):
        for name, mark in _vocabularies()[other]:
            meaning = MEANINGS[mark]
            least = LEAST_LATIN if name.isascii() else LEAST_OTHER
            if meaning.kind == "month" and len(name) < least and other not in (code, *codes()):
                continue
            # Hungarian "de" and "du", Swedish "em", Latvian "st" are other words elsewhere ("1st").
            told = meaning.kind not in ("half", "unit") or len(name) > 2 or not name.isascii()
            if told or other in (code, "en"):
                found.setdefault(name, {}).setdefault(meaning.kind, mark)
    for name in list(found):
        for words in accumulate(name.split(), "{} {}".format):
            found.setdefault(words, {})
    return {name: "".join(kinds.values()) for name, kinds in found.items()}


def _known(code: str) -> Language | None:
    """The table of a language, or its labels."""
    return load(code) or labelled().get(code)


@datafiles.kept
def _vocabularies() -> dict[str, list[tuple[str, str]]]:
    """Of each code that is known."""
    return {code: _vocabulary(code) for code in ("", *codes(), *labelled(), *cldr_months())}


def _vocabulary(code: str) -> list[tuple[str, str]]:
    """(words, mark) of all names in a language's table; their signs are left out: "a.m." is "a m"."""
    language, found = _known(code), []
    more = cldr_months().get(language.code if language else code, ((),) * 12)
    for mark, (kind, key, word, number) in MEANINGS.items():
        texts = getattr(language, key, ())
        if kind == "unit":
            texts = texts.get(word, ()) if texts else ()
        elif kind in ("month", "day"):
            texts = texts[number - 1] if texts else ()
            texts += more[number - 1] if key == "months" else ()
            # Old pages leave accents out: "fevrier", "aout".
            texts += tuple(_LATIN_ACCENTS.sub("", unicodedata.normalize("NFD", text)) for text in texts)
        for text in texts:
            name = " ".join(_PIECE.findall(fold(text)))
            # Labels like "am", "le" stand before any date: they tell nothing.
            tells = kind != "label" or len(text) >= 4 or not text.isascii()
            if tells and name and not name[0].isdigit():  # "11月" is read as numbers with signs
                found.append((name, mark))
    return found
