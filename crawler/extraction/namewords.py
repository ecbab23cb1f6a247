"""The words around names (by, and, correspondent, newsroom) of the word tables, to look phrases up in.

By-line words and joins are short ("de", "e", "con"), so only those of the page's own language and of English
count; roles and staff are taken from all languages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.extraction.text import fold
from crawler.languages import every, load

EDGES = " \t\r\n.,;:|/\\-–—•·*_~#<>«»‹›“”„\"'()[]{}،؛:：，、。…"
LONGEST = 5  # words of the longest phrase looked up

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameWords:
    bylines: frozenset[Key]
    joins: frozenset[str]
    roles: frozenset[Key]
    staff: frozenset[Key]
    published: frozenset[Key]  # labels of dates: what follows is no name


def key_of(words: Iterable[str]) -> Key:
    """Words as they are compared: folded, without the signs around them."""
    return tuple(key for word in words if (key := fold(word).strip(EDGES)))


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
        bylines |= {key for language in every() for key in _keys(language.byline) if len("".join(key)) > 3}
    return NameWords(
        bylines=frozenset(bylines),
        joins=frozenset(joins),
        roles=frozenset(key for language in every() for key in _keys(language.roles)),
        staff=frozenset(key for language in every() for key in _keys(language.staff)),
        published=frozenset(
            key for language in near for key in _keys((*language.published, *language.updated)) if len(key[0]) > 3
        ),
    )


def leading(words: Sequence[str], phrases: frozenset[Key]) -> int:
    """How many words at the begin are a phrase of the table; the longest one counts."""
    for count in range(min(LONGEST, len(words)), 0, -1):
        if key_of(words[:count]) in phrases:
            return count
    return 0


def trailing(words: Sequence[str], phrases: frozenset[Key]) -> int:
    """How many words at the end are a phrase of the table."""
    for count in range(min(LONGEST, len(words)), 0, -1):
        if key_of(words[-count:]) in phrases:
            return count
    return 0
