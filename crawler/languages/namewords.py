"""The words around names (by, and, correspondent, newsroom) of the word tables, to look phrases up in.

These words are short ("de", "e", "con"), and one language's desk is another's first name (Indonesian
"tim"), so only those of the page's own language and of English count.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from crawler import datafiles
from crawler.languages import Language, all_of, every, labelled, load
from crawler.languages.lookup import line_key, plain
from crawler.text import fold

EDGES = " →←▸►\t\r\n.,;:|/\\-–—•·*_~#<>«»‹›“”„\"'()[]{}،؛:：，、。…"
MAX_WORD = 60  # characters of a word that are compared
LONGEST = 5  # words of the longest phrase looked up
LONG = 4  # letters of a by-line word that is unlikely to be another language's particle

# Families of furniture whose words stand on the links and buttons beside by-lines.
_BESIDE = (
    *("read_more", "follow", "share", "related", "print", "account", "comments", "close"),
    "advertisement",
)

Key = tuple[str, ...]


class Phrases:
    """A set of phrases that is quick to say no: most words begin none."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = frozenset(keys)
        self.first = frozenset(key[0] for key in self.keys)
        self.last = frozenset(key[-1] for key in self.keys)
        self.single = frozenset(key[0] for key in self.keys if len(key) == 1)

    def __contains__(self, key: Key) -> bool:
        return key in self.keys


@dataclass(frozen=True, slots=True)
class NameWords:
    bylines: Phrases
    editors: Phrases  # of the by-line words, those before who edited or translated
    joins: frozenset[str]
    roles: Phrases
    ranks: frozenset[str]  # first words of roles of several: "senior", "chief"
    staff: Phrases
    written_for: Phrases  # "Special to": what follows is a paper
    beats: Phrases  # "Technology" before "Writer"
    labels: Phrases  # of dates: what follows is no name
    calendar: frozenset[str]  # names of months and weekdays, and the words for hours
    weekdays: frozenset[str]  # of the language, as written: "Domingo" is a family name
    credits: Phrases  # "Photo", "Illustration": what follows is no author
    furniture: frozenset[str]  # words of buttons and links: view, all, posts, follow


@lru_cache(maxsize=32_768)
def word_key(word: str) -> str:
    """A word as it is compared: folded, without the signs around it."""
    return fold(word[:MAX_WORD]).strip(EDGES)


def key_of(words: Iterable[str]) -> Key:
    """Words as they are compared; signs alone are no words."""
    return tuple(filter(None, map(word_key, words)))


def _keys(languages: Iterable[Language], *fields: str) -> set[Key]:
    phrases = (phrase for language in languages for field in fields for phrase in getattr(language, field))
    return set(filter(None, (key_of(phrase.split()) for phrase in phrases)))


@datafiles.kept
def name_words(code: str | None) -> NameWords:
    """The tables for a page in a language; without one, by-line words of all languages but the shortest."""
    own, english = load(code) if code else None, load("en")
    near = list(filter(None, (own, labelled().get(code or ""), english)))
    wide = near if own else every()
    bylines = _keys(near, "byline")
    if own is None:
        long = (key for key in _keys(every(), "byline") if is_long("".join(key)))
        bylines.update(long)
    roles = _keys(wide, "roles")
    return NameWords(
        bylines=Phrases(bylines),
        editors=Phrases(_keys(wide, "editors")),
        joins=frozenset(key[0] for key in _keys(near, "name_joins") if len(key) == 1),
        roles=Phrases(roles),
        ranks=frozenset(key[0] for key in roles if len(key) > 1 and key[:1] not in roles),
        staff=Phrases(_keys(wide, "staff")),
        written_for=Phrases(_keys(wide, "written_for")),
        beats=Phrases(_keys(wide, "beats")),
        labels=Phrases(key for key in _keys(near, "published", "updated") if len("".join(key)) >= LONG),
        calendar=_calendar() | _hours(near),
        weekdays=_weekdays(near),
        credits=Phrases(_keys(every(), "caption")),
        furniture=_button_words(wide),
    )


def _button_words(languages: Iterable[Language]) -> frozenset[str]:
    """The words of the buttons and labels that stand beside names; not those of Vietnamese, which are
    syllables that make names too."""
    buttons = (language.furniture for language in languages if language.code != "vi")
    phrases = (phrase for family in buttons for name in _BESIDE for phrase in getattr(family, name))
    return frozenset(word for phrase in phrases for word in key_of(phrase.split()))


@lru_cache(maxsize=256)
def code_of(language: str | None) -> str | None:
    """The code of the table for a page's language, "de" of "de-AT", or of its labels; None where there is
    neither."""
    if table := load(language) if language else None:
        return table.code
    code = (language or "").lower().replace("_", "-").split("-")[0]
    return code if code in labelled() else None


def is_long(word: str) -> bool:
    """Whether a by-line word is unlikely to be another language's particle."""
    return len(word) >= LONG or not word.isascii()


@datafiles.kept
def words_of(field: str) -> frozenset[str]:
    """The words of one field of the tables in all languages, as `word_key` writes them."""
    return frozenset(key[0] for key in _keys(every(), field) if len(key) == 1)


@datafiles.kept
def lines_of(field: str) -> frozenset[str]:
    """The phrases of one field of the tables in all languages, as `line_key` writes them."""
    return frozenset(map(line_key, all_of(field)))


@cache
def parts_pattern(field: str) -> re.Pattern[str]:
    """Finds a field's parts of words, of all languages, in words as `plain` writes them."""
    parts = sorted(set(map(plain, all_of(field))))
    return re.compile("|".join(map(re.escape, parts)))


def _weekdays(languages: Iterable[Language]) -> frozenset[str]:
    return frozenset(name for language in languages for row in language.weekdays for name in row)


def _hours(languages: Iterable[Language]) -> frozenset[str]:
    """The words for hours, which stand between a day and its time."""
    return frozenset(word_key(word) for table in languages for word in table.units.get("hour", ()))


@cache
def _calendar() -> frozenset[str]:
    names = (name for language in every() for row in (*language.months, *language.weekdays) for name in row)
    return frozenset(key[0] for name in names if len(key := key_of(name.split())) == 1)


def leading(words: Sequence[str], phrases: Phrases) -> int:
    """How many words at the begin are a phrase of the table; the longest one counts."""
    if words and word_key(words[0]) in phrases.first:
        for count in range(min(LONGEST, len(words)), 0, -1):
            if key_of(words[:count]) in phrases.keys:
                return count
    return 0


def trailing(words: Sequence[str], phrases: Phrases) -> int:
    """How many words at the end are a phrase of the table."""
    if words and word_key(words[-1]) in phrases.last:
        for count in range(min(LONGEST, len(words)), 0, -1):
            if key_of(words[-count:]) in phrases.keys:
                return count
    return 0
