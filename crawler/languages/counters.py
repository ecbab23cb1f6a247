"""Lines that say only how old a page is or how often it was read: "3 hours ago", "1,204 views · 12 shares";
also the number of a picture: "1 of 6".

They read otherwise at each look though nothing was edited, as does the label of an advertisement, which comes
and goes. A line is one if its words are nothing but numbers, units of time with a word for "ago", labels
("Updated") and what is counted, of any language.
"""

import re

from crawler import datafiles
from crawler.languages import Language, every
from crawler.languages.lookup import furniture_family, plain

MAX_LINE = 80  # characters; no such line is longer
MAX_WORDS = 6  # of the longest phrase in the tables that is looked for
_TOKEN = re.compile(r"\d+|[^\W\d]+[\u0300-\u036f\u0900-\u097f]*(?:[^\W\d]|[\u0900-\u097f])*")
_THOUSANDS = frozenset(("k", "m", "mio", "mn", "тыс", "الف", "هزار", "千", "万", "萬"))  # after a number
_NO_COUNT = re.compile(r"^\W*\d+[.)]\s|[$€£¥%]")  # a numbered heading, a price
_UNSPACED = frozenset(("Hans", "Jpan", "Kore"))
_COUNTED = ("share", "comments", "print", "paywall")  # families of lines that a count may stand beside

Words = tuple[str, ...]


def _words(text: str) -> Words:
    return tuple(_TOKEN.findall(plain(text)))


@datafiles.kept
def _phrases() -> dict[str, frozenset[str]]:
    """What each phrase may be, its words between single spaces: unit, ago, now, label, counter."""
    found: dict[Words, set[str]] = {}
    for language in every():
        for kind, phrases in _kinds(language).items():
            for phrase in phrases:
                found.setdefault(_words(phrase), set()).add(kind)
    once = {kinds: kinds for kinds in map(frozenset, found.values())}  # what is kept has each once
    return {" ".join(words): once[frozenset(found[words])] for words in found if 0 < len(words) <= MAX_WORDS}


def _kinds(language: Language) -> dict[str, list[str]]:
    units = [unit for spellings in language.units.values() for unit in spellings]
    duals = [dual for spellings in language.duals.values() for dual in spellings]
    joined = [unit + ago for unit in units for ago in language.ago] if language.script in _UNSPACED else []
    families = [phrase for family in _COUNTED for phrase in getattr(language.furniture, family)]
    return {
        "unit": units,
        "age": [*language.now, *joined],
        "dual": duals,
        "ago": list(language.ago),
        "label": [*language.published, *language.updated],
        "counter": [*language.counters, *families],
        "of": list(language.of),
    }


def is_passing(line: str) -> bool:
    """Whether the line is nothing but an age, counts, a picture's number, or an advertisement's label."""
    if len(line) > MAX_LINE or _NO_COUNT.search(line):
        return False
    if furniture_family(line) == "advertisement":
        return True
    words = _words(line)
    if len(words) == 3 and (words[0] + words[2]).isdecimal():
        return "of" in _phrases().get(words[1], ())
    kinds: set[str] = set()
    at = 0
    while at < len(words):
        if words[at].isdecimal():
            kinds.add("number")
            at += 1
            continue
        length, found = _longest(words, at)
        if not length and not _is_thousands(words, at):
            return False
        kinds |= found
        at += length or 1
    return _is_age(kinds) or {"number", "counter"} <= kinds


def _is_thousands(words: Words, at: int) -> bool:
    """ "3 K": of what is counted, thousands behind a number."""
    return words[at] in _THOUSANDS and at > 0 and words[at - 1].isdecimal()


def _is_age(kinds: set[str]) -> bool:
    return "age" in kinds or ("ago" in kinds and ("dual" in kinds or {"number", "unit"} <= kinds))


def _longest(words: Words, at: int) -> tuple[int, frozenset[str]]:
    table = _phrases()
    for length in range(min(MAX_WORDS, len(words) - at), 0, -1):
        if kinds := table.get(" ".join(words[at : at + length])):
            return length, kinds
    return 0, frozenset()
