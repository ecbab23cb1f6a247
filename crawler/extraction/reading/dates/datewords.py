"""The words of dates in all languages, and a line of text in which each of them is one mark.

A mark is a character that no text holds (of Unicode's private use); what is left of the name is filled up,
so that places in the line stay. The shapes of dates are regular expressions over such lines (shapes.py). A
page's own language comes first where two languages use one word.
"""

import re
import unicodedata
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from crawler.languages import codes, load
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
    """What the names under one key of the languages' tables say.

    `word` is a month's calendar, a unit's name, what a label calls a date; `number` is 1–12 of a month, 1 of
    a unit (2 for a dual like ساعتين), the days since "yesterday", the hours that a half of the day adds.
    """

    kind: str
    key: str
    word: str = ""
    number: int = 0


_CALENDARS = (("months", "gregorian"), ("hijri_months", "hijri"), ("jalali_months", "jalali"))
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_TABLE = (
    *(Meaning("month", key, calendar, number) for key, calendar in _CALENDARS for number in range(1, 13)),
    *(Meaning("unit", key, unit, number) for key, number in (("units", 1), ("duals", 2)) for unit in _UNITS),
    *(Meaning("ago", "ago"), Meaning("now", "now")),
    *(Meaning("back", "today", "", 0), Meaning("back", "yesterday", "", 1)),
    *(Meaning("half", "am", "", 0), Meaning("half", "pm", "", 12)),
    *(Meaning("label", "published", "published"), Meaning("label", "updated", "modified")),
)
_COMMON = ("en", "ar", "fr", "es", "de")  # whose meanings come first where the page's language has none
_PRIVATE = re.compile("[\ue000-\uf8ff]")
FILLED = "\ue000"
MEANINGS = {chr(code): meaning for code, meaning in enumerate(_TABLE, 0xE001)}
ANY_MARK = f"[{FILLED}{''.join(MEANINGS)}]"


def marks_of(kind: str, *words: str) -> str:
    """The class of a regular expression for the marks of a kind, or of some words of it."""
    found = [mark for mark, its in MEANINGS.items() if its.kind == kind and (its.word in words or not words)]
    return f"[{''.join(found)}]"


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
def _vocabulary(code: str) -> list[tuple[str, str]]:
    """(words, mark) of all names in a language's table; their signs are left out: "a.m." is "a m"."""
    language, found = load(code), []
    for mark, (kind, key, word, number) in MEANINGS.items() if language else ():
        texts = getattr(language, key)
        if kind == "unit":
            texts = texts.get(word, ())
        elif kind == "month" and texts:
            # Old pages leave accents out: "fevrier", "aout".
            texts = texts[number - 1]
            texts += tuple(_LATIN_ACCENTS.sub("", unicodedata.normalize("NFD", text)) for text in texts)
        for text in texts:
            name = " ".join(_PIECE.findall(fold(text)))
            # Labels like "am", "le" stand before any date: they tell nothing.
            tells = kind != "label" or len(text) >= 4 or not text.isascii()
            if tells and name and not name[0].isdigit():  # "11月" is read as numbers with signs
                found.append((name, mark))
    return found
