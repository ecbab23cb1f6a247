"""What a short line or a word is, found in all word tables at once.

A line is compared by its key: folded, accents, punctuation and spaces left out, so that "À LIRE AUSSI :",
"A lire aussi" and "à lire aussi" are one key, and Turkish İ, I, ı and i too. A count beside the words
("Comments (12)", "3 Kommentare") is left out as well. The keys of all phrases stand in one dictionary,
made once: a look-up costs the same whatever the number of languages.
"""

import re
import unicodedata
from dataclasses import fields
from functools import cache
from typing import Literal

from crawler import datafiles
from crawler.languages import Furniture, Language, all_of, codes, load
from crawler.text import fold

Calendar = Literal["gregorian", "jalali", "hijri"]

MAX_LINE = 300
"""Characters. No phrase is a third as long, and nothing longer is worth folding."""

FAMILIES = tuple(family.name for family in fields(Furniture))
LATER = 3  # of them, the last ones, whose short words give way to those of the others

_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek, Cyrillic; other scripts' marks make words
_COUNT = re.compile(r"^\d[\d ]*(?:[km] )?|\d[\d ]*[km]?$")
_SIGN = re.compile(r"/\s*[^\W\d]{1,3}\s*$")  # of who wrote, after "The end": "پایان پیام/ت"
_NO_COUNT = re.compile(r"^\W*\d+[.)]\s|[$€£¥%]")  # a numbered heading, a price: "1. Facebook", "Twitter $2"
COLON = re.compile("[:：]")
_CREDIT_END = re.compile(r"[:：=]|(?<=\bfot)\.", re.IGNORECASE)  # "사진=…", and a point in Polish
_LABEL_END = re.compile(r"[:：|｜]")
_BRACKETED = re.compile(r"\s*[\[【［〈]([^\[\]【】［］〈〉]{2,20})[\]】］〉]\s*(?=\w)")
_OPENER_END = re.compile(r"[:：|»›>–—]|[?!]\s|\s-\s|\s-$")
_UNSEEN = re.compile("['’‘ʼ`´\ufe0f]")  # apostrophes, and the mark that makes a sign an emoji
# Of ASCII, what stays of a character: letters and digits, nothing of an apostrophe, a space of the others.
_ASCII = {
    code: None if chr(code) in "'`" else chr(code) if chr(code).isalnum() else " " for code in range(128)
}


class _Kept(dict[int, str]):
    """Code point → the character where it is of a word, else a space; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if unicodedata.category(char)[0] in "LMN" else " "
        return self[code]


_KEPT = _Kept()


def plain(text: str) -> str:
    """Folded words between single spaces: no accents, no punctuation, symbols or icons."""
    if text.isascii():  # the same, ten times as fast
        return " ".join(text.lower().translate(_ASCII).split())
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", _UNSEEN.sub("", fold(text))))
    text = unicodedata.normalize("NFC", text).replace("ı", "i")
    return " ".join(text.translate(_KEPT).split())


def line_key(text: str) -> str:
    """What lines are compared by: `plain`, without the spaces that sites set as they like."""
    return plain(text).replace(" ", "")


def _codes(languages: tuple[Language, ...] | None) -> tuple[str, ...]:
    return codes() if languages is None else tuple(language.code for language in languages)


@cache
def _families(chosen: tuple[str, ...]) -> dict[str, str]:
    """Key → family. Where languages differ about a key, the first one's family stands."""
    return _all_families() if chosen == codes() else _families_of(chosen)


@datafiles.kept
def _all_families() -> dict[str, str]:
    return _families_of(codes())


def _families_of(chosen: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for families in (FAMILIES[:-LATER], FAMILIES[-LATER:]):
        for language in filter(None, map(load, chosen)):
            for family in families:
                for phrase in getattr(language.furniture, family):
                    found.setdefault(line_key(phrase), family)
    return found


def furniture_family(line: str, languages: tuple[Language, ...] | None = None) -> str | None:
    """The family of a whole line ("Share this article" → "share"), or None for any other line."""
    if len(line) > MAX_LINE:
        return None
    table, words = _families(_codes(languages)), plain(line)
    family = table.get(words.replace(" ", ""))
    if family or _NO_COUNT.search(line):
        return family
    if "/" in line and table.get(line_key(_SIGN.sub("", line))) == "end":
        return "end"
    return table.get(_COUNT.sub("", words).replace(" ", ""))


def opener(line: str, limit: int = MAX_LINE) -> str | None:
    """What stands before the first colon, bar or dash within so many characters, or in brackets that open the
    line; None where there is neither."""
    if label := _BRACKETED.match(line):
        return label[1]
    cut = _OPENER_END.search(line[:limit])
    return line[: cut.start()] if cut else None


def opens_cross_reference(line: str, languages: tuple[Language, ...] | None = None) -> bool:
    """Whether the line opens like "Read also: …" or "اقرأ أيضاً | …": a pointer to another article."""
    opening = opener(line)
    return opening is not None and furniture_family(opening, languages) in ("read_more", "related")


def opens_credit(line: str) -> bool:
    """Whether the line opens like "Photo: …", "Crédits photos : …" or "تصوير: …"."""
    opening, *rest = _CREDIT_END.split(line.lstrip("([（"), maxsplit=1)
    return bool(rest) and plain(opening) in credit_words()


def opens_editing(line: str) -> bool:
    """Whether the line opens with a label for who edited or translated: "编辑：…", "Editor | …"."""
    opening, *rest = _LABEL_END.split(line.lstrip("([（"), maxsplit=1)
    return bool(rest) and plain(opening) in _editing()


@datafiles.kept
def _editing() -> frozenset[str]:
    return frozenset(map(plain, all_of("editors")))


@datafiles.kept
def credit_words() -> frozenset[str]:
    """The words that open a photo's credit, in all languages; compared with `plain` text."""
    return frozenset(filter(None, map(plain, all_of("caption"))))


@cache
def _months(chosen: tuple[str, ...], calendar: Calendar) -> dict[str, int | None]:
    """Key → month; None where languages differ (Slavic "listopad" is October or November)."""
    table: dict[str, int | None] = {}
    for language in filter(None, map(load, chosen)):
        names = language.months if calendar == "gregorian" else getattr(language, f"{calendar}_months")
        for number, spellings in enumerate(names, start=1):
            for key in map(line_key, spellings):
                table[key] = number if table.get(key, number) == number else None
    return table


def month_number(
    word: str, calendar: Calendar = "gregorian", languages: tuple[Language, ...] | None = None
) -> int | None:
    """1–12 for a month's name ("Sept.", "كانون الثاني", "8月"); None if unknown or if languages differ."""
    return _months(_codes(languages), calendar).get(line_key(word)) if len(word) <= MAX_LINE else None
