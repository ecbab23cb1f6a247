"""By-lines and author fields → names: people, news agencies, other organisations, each in their own script.

A text is freed of what is no name (markup, addresses, handles, dates), cut where names are joined, and each
piece is stripped of by-line words and roles and judged. What cannot be a name (an essay, a desk, "admin")
is left out.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.extraction.reading.names.judging import (
    ADDRESS,
    UNSPACED,
    is_company,
    is_desk,
    is_institution,
    judged,
)
from crawler.extraction.reading.names.namewords import (
    EDGES,
    PARTICLES,
    NameWords,
    code_of,
    key_of,
    leading,
    name_words,
    trailing,
    word_key,
)
from crawler.languages.credits import is_only_agencies, may_credit
from crawler.languages.lookup import line_key
from crawler.text import squeeze

MAX_TEXT = 400  # characters of an author field; more is an essay, or a page in the wrong place
MAX_NAMES = 20  # of one article; more is a list of contributors

_KINDS = ("people", "agencies", "organisations", "desks")  # the fields of Names

_TAG = re.compile(r"<[^<>]{0,300}>")
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPLIT = re.compile(r"\s*(?:[;|•·،؛，、\n\t]|(?<!\b\w)/|\s[-–—]\s|(?<!\d),|,(?!\d)|\s[+]\s)\s*")
_GLUED = re.compile(r"([:：])(?=[^\s\d/])")
_AGENCY_SPLIT = re.compile(r"\s*[/|,;،؛]\s*")
_ELSEWHERE = frozenset(("in", "under", "für", "for", "en", "em", "dans"))
# Letters after a name: "John Smith, MD", "Dr.", "PhD". They are no names of their own.
_LETTERS = re.compile(
    r"^(?:[A-Z]{2,6}[®™]?|(?:[A-Z][a-z]{0,2}\.){1,4}[A-Z]?[a-z]?|Ph\.?D\.?|M[SB][ac]|[A-Z]\.?)$"
)
_WHOLE = re.compile(UNSPACED.pattern + "|[\uac00-\ud7af]")  # scripts in which a whole name is one word
_SMALL = frozenset(("of", "to", "at", "is", "for"))  # short words that end a name


@dataclass(frozen=True, slots=True)
class Names:
    """What an author text names, each in the order of the text and once."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()  # "Newsdesk", "Redaktion", "هيئة التحرير"

    def __bool__(self) -> bool:
        return bool(self.people or self.agencies or self.organisations or self.desks)


def clean_names(
    raw: str | Iterable[str], *, publishers: Iterable[str] = (), language: str | None = None
) -> Names:
    """The names in an author field or by-line. `publishers`: what the site calls itself."""
    code = code_of(language)
    sites = site_keys(tuple(publishers))
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for text in [raw] if isinstance(raw, str) else raw:
        for kind, name in _named(text, code, sites) if len(text) <= MAX_TEXT else ():
            if name.casefold() not in map(str.casefold, found[kind]) and len(found[kind]) < MAX_NAMES:
                found[kind].append(name)
    return Names(*(tuple(found[kind]) for kind in _KINDS))


@lru_cache(maxsize=256)
def site_keys(publishers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for name in publishers if (key := line_key(name)))


@lru_cache(maxsize=1_024)
def _named(text: str, code: str | None, sites: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """(kind, name) of each name in a text; pages say the same text in several places."""
    return tuple(_without_places(list(_names_in(text, name_words(code), sites)), text))


def _names_in(text: str, words: NameWords, sites: frozenset[str]) -> Iterator[tuple[str, str]]:
    text = _TAG.sub(" ", html.unescape(text))
    text = _GLUED.sub(r"\1 ", squeeze(_CONTROL.sub(" ", text)))
    if line_key(text) in sites:
        yield "organisations", text.strip(EDGES)
        return
    text = ADDRESS.sub(" ", text)
    text, inside = _BRACKETS.sub(" ", text), _BRACKETS.findall(text)
    elsewhere, role, named = -1, -1, False
    for stretch, given, whole in _pieces(text, words):
        piece = given
        if not piece:
            if not named and is_desk(whole, words):
                yield "desks", " ".join(whole).strip(EDGES)
            continue
        if (word_key(piece[0]) in _ELSEWHERE and piece[0].islower()) or 0 <= elsewhere < stretch:
            break  # "By Jane Doe, in News, Business", "Jane Doe in News, Business"
        if (end := _elsewhere(piece)) < len(piece):
            elsewhere, piece = stretch, piece[:end]
        if named and (stretch == role or piece[0].islower() or any(map(_is_common, piece))):
            role = stretch
            continue  # "Jane Doe, Head of Operations and Finance"
        for kind, name in judged(piece, whole, words, sites):
            named = named or (kind == "people" and " " in name and not name.islower())
            yield kind, name
    for piece in inside:
        for part in _AGENCY_SPLIT.split(piece) if is_only_agencies(piece) else []:
            yield "agencies", part


def _elsewhere(words: Sequence[str]) -> int:
    """Where a piece turns to a section or a place: "Jane Doe in News"; no name of a company is cut."""
    if is_company(" ".join(words)):
        return len(words)
    found = (at for at, word in enumerate(words) if at and word.islower() and word_key(word) in _ELSEWHERE)
    return next(found, len(words))


def _is_common(word: str) -> bool:
    """Whether a word of a name's text is written as ordinary words are, and no particle of names."""
    return word.islower() and (len(word) > 4 or word in _SMALL) and word not in PARTICLES


def _without_places(names: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The names of one text without places ("Jane Doe, Nairobi"); letters after a name stay with it."""
    if _is_address(names, text):
        return [(kind, name) for kind, name in names if kind != "people"]
    full = False
    kept: list[tuple[str, str]] = []
    for kind, name in names:
        alone = kind == "people" and " " not in name and not _WHOLE.search(name)
        if full and kind == "people" and _is_titles(name, names):
            if f", {name}" in text:  # not "Jane Doe | SEO"
                kept.append(("people", f"{kept.pop()[1]}, {name}"))
            continue
        if full and kind == "people" and alone:
            continue
        if alone and kind == "people" and any(other != "people" for other, _ in names) and name.isupper():
            continue  # "AFP, MANILA"
        full = full or (kind == "people" and not alone)
        kept.append((kind, name))
    return kept


def _is_address(names: Sequence[tuple[str, str]], text: str) -> bool:
    """Whether it is where a publisher sits: "Harbour Post, Hamburg, Germany"."""
    people = [name for kind, name in names if kind == "people"]
    if len(people) < 2 or names[0][0] != "organisations":
        return False
    return text.endswith(", " + ", ".join(people)) and not any(" " in name for name in people)


def _is_titles(name: str, names: Sequence[tuple[str, str]]) -> bool:
    """Whether a piece is letters after a name (MD, RD), where names are not all in capitals."""
    return all(map(_LETTERS.match, name.split())) and names[0][0] == "people" and not names[0][1].isupper()


def _pieces(text: str, words: NameWords) -> Iterator[tuple[int, list[str], list[str]]]:
    """The text cut where names are joined, each piece as words, without by-line words and roles.

    With the number of the stretch between commas and the like that it stands in, and with its roles.
    """
    for number, stretch in enumerate(_SPLIT.split(text)):
        piece: list[str] = []
        pieces = [piece]
        whole = any(is_institution(word) for word in stretch.split()[:2])
        given = stretch.split()
        if (count := leading(given, words.bylines)) > 1:
            given = given[count:]  # "Text & Photos: Jane Doe" is no list
        for place, word in enumerate(given):
            joint = word_key(word) or word
            if joint in words.joins and not word.endswith(".") and not whole:
                if not piece and not word.islower():
                    piece.append(word)
                    continue
                if not piece:
                    continue  # ", and Jane Doe"
                piece = []
                pieces.append(piece)
            elif _clinging_and(given, place):
                piece = [word[1:]]
                pieces.append(piece)
            else:
                piece.append(word)
        for part in pieces:
            if credited := _without_bylines(part, words):
                yield number, _without_roles(credited, words), credited


def _clinging_and(words: Sequence[str], place: int) -> bool:
    """Arabic joins names with a letter that clings to the second: ريم الخطيب وعمر ناصر."""
    word = words[place]
    return place >= 2 and word.startswith("و") and len(word) > 3 and place + 1 < len(words)


def _without_bylines(words: list[str], tables: NameWords) -> list[str]:
    """A piece without by-line words before the name, and without what follows a date's label."""
    for place in range(1, len(words)):
        credited = leading(words[place:], tables.credits)  # "Jane Doe Photo: John Smith"
        if leading(words[place:], tables.labels) or (credited and words[place + credited - 1].endswith(":")):
            words = words[:place]
            break
    words = _after_label(words, tables)
    for place in range(2, len(words) - 1):
        if words[place].endswith(":"):  # "Author: Jane Doe Tags: bridges"
            words = words[:place]
            break
    for _ in range(3):
        count = leading(words, tables.bylines)
        if not count or (count == 1 and _is_particle_of_name(words)):
            break
        words = words[count:]
    return words


def _without_roles(words: list[str], tables: NameWords) -> list[str]:
    """A piece without the roles around a name; nothing where no name is left."""
    if may_credit(words) and is_only_agencies(" ".join(words)):  # "Agencia EFE"
        return words
    if key_of(words) in tables.staff or key_of(words) in tables.roles:
        return []
    if (count := leading(words, tables.staff)) and len(words) - count <= 1 < len(words):
        return []  # "المحرر السياسي", "Staff Writers"
    whole = len(words)
    for _ in range(2):
        words = words[leading(words, tables.roles) or _compound_role(words, tables) :]
        if count := trailing(words, tables.roles):
            words = words[:-count]
    rest = " ".join(words)
    return [] if len(words) < whole and len(words) == 1 and rest.isupper() else words  # "SEO expert"


def _compound_role(words: Sequence[str], tables: NameWords) -> int:
    """1 where the first word is a compound with a role: "Online-Experte Max Muster"."""
    first, hyphen, last = word_key(words[0]).rpartition("-") if len(words) > 2 else ("", "", "")
    return int(bool(first and hyphen) and last in tables.roles.single)


def _is_particle_of_name(words: Sequence[str]) -> bool:
    """ "De la Cruz", "Van Gogh": a particle that belongs to the name, not a by-line word."""
    if word_key(words[0]) not in PARTICLES or is_only_agencies(" ".join(words[1:])):
        return False
    if len(words) > 1 and word_key(words[1]) in PARTICLES:
        return True
    return len(words) <= 2 and words[0][0].isupper() and word_key(words[0]) not in ("von", "y", "e")


def _after_label(words: list[str], tables: NameWords) -> list[str]:
    """What follows "Interview:", "Show all posts by"; nothing after "Photo:"."""
    for place, word in enumerate(words[:-1]):
        if word.endswith((":", "：")) and place < 4:
            credited = any(leading(words[start:], tables.credits) for start in range(place + 1))
            written = any(leading(words[start:], tables.bylines) for start in range(place + 1))
            return words[place + 1 :] if written or not credited else []
        if (
            place > 1
            and (word_key(word),) in tables.bylines.keys
            and word_key(words[place - 1]) in tables.furniture
        ):
            return words[place + 1 :]
    return words
