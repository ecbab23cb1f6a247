"""The words around names (by, and, correspondent, newsroom) of the word tables, to look phrases up in.

These words are short ("de", "e", "con"), and one language's desk is another's first name (Indonesian
"tim"), so only those of the page's own language and of English count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from crawler.languages import Language, every, load
from crawler.text import fold

EDGES = " →←▸►\t\r\n.,;:|/\\-–—•·*_~#<>«»‹›“”„\"'()[]{}،؛:：，、。…"
MAX_WORD = 60  # characters of a word that are compared
LONGEST = 5  # words of the longest phrase looked up

# Lower-case words that are parts of names.
PARTICLES = frozenset(
    [
        "abd",
        "abu",
        "af",
        "al",
        "ben",
        "bin",
        "da",
        "dalla",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "las",
        "le",
        "los",
        "op",
        "st",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    ]
)

Key = tuple[str, ...]


class Phrases:
    """A set of phrases that is quick to say no: most words begin none."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = frozenset(key for key in keys if key)
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
    staff: Phrases
    labels: Phrases  # of dates: what follows is no name
    calendar: frozenset[str]  # names of months and weekdays
    credits: Phrases  # "Photo", "Illustration": what follows is no author
    furniture: frozenset[str]  # words of buttons and links: view, all, posts, follow


@lru_cache(maxsize=32_768)
def word_key(word: str) -> str:
    """A word as it is compared: folded, without the signs around it."""
    return fold(word[:MAX_WORD]).strip(EDGES)


def key_of(words: Iterable[str]) -> Key:
    """Words as they are compared; signs alone are no words."""
    return tuple(key for word in words if (key := word_key(word)))


def _keys(phrases: Iterable[str]) -> set[Key]:
    return {key for phrase in phrases if (key := key_of(phrase.split()))}


@cache
def name_words(code: str | None) -> NameWords:
    """The tables for a page in a language; without one, by-line words of all languages but the shortest."""
    own = load(code) if code else None
    near = [language for language in (own, load("en")) if language]
    bylines = {key for language in near for key in _keys(language.byline)}
    joins = {key[0] for language in near for key in _keys(language.name_joins) if len(key) == 1}
    if own is None:
        bylines |= {key for language in every() for key in _keys(language.byline) if _is_long("".join(key))}
    return NameWords(
        bylines=Phrases(bylines),
        editors=_phrases("editors", near if own else every()),
        joins=frozenset(joins),
        roles=_phrases("roles", near if own else every()),
        staff=_phrases("staff", near if own else every()),
        labels=Phrases(
            key
            for language in near
            for key in _keys((*language.published, *language.updated))
            if key and len(key[0]) > 3
        ),
        calendar=_calendar(),
        credits=_phrases("caption", every()),
        furniture=_furniture(tuple(near) if own else every()),
    )


def code_of(language: str | None) -> str | None:
    """The table's code of a page's language: "de" of "de-AT"."""
    return language.lower().replace("_", "-").split("-")[0] if language else None


def _is_long(word: str) -> bool:
    """Whether a word is unlikely to be another language's particle."""
    return len(word) > 3 or not word.isascii()


def _phrases(table: str, languages: Iterable[Language]) -> Phrases:
    return Phrases(key for language in languages for key in _keys(getattr(language, table)))


@cache
def _calendar() -> frozenset[str]:
    names = (name for language in every() for row in (*language.months, *language.weekdays) for name in row)
    return frozenset(key[0] for key in _keys(names) if len(key) == 1)


def _furniture(languages: Iterable[Language]) -> frozenset[str]:
    """Single words of the phrases on links and buttons that stand beside by-lines."""
    families = (
        "read_more",
        "follow",
        "share",
        "related",
        "print",
        "account",
        "comments",
        "close",
        "advertisement",
    )
    phrases = (
        phrase
        for language in languages
        for family in families
        for phrase in getattr(language.furniture, family)
    )
    return frozenset(word for key in _keys(phrases) for word in key)


def leading(words: Sequence[str], phrases: Phrases) -> int:
    """How many words at the begin are a phrase of the table; the longest one counts."""
    if not words or word_key(words[0]) not in phrases.first:
        return 0
    for count in range(min(LONGEST, len(words)), 0, -1):
        if key_of(words[:count]) in phrases:
            return count
    return 0


def trailing(words: Sequence[str], phrases: Phrases) -> int:
    """How many words at the end are a phrase of the table."""
    if not words or word_key(words[-1]) not in phrases.last:
        return 0
    for count in range(min(LONGEST, len(words)), 0, -1):
        if key_of(words[-count:]) in phrases:
            return count
    return 0
