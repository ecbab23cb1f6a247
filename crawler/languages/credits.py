"""Which news agencies a by-line or closing line credits.

The line is cut into pieces at brackets, slashes, dashes, colons, commas. A piece that is an agency's
name is a credit. Inside a piece of more words ("وكالة رويترز للأنباء", "mit Material von Reuters") only
spellings count that mean nothing else. Spellings that are ordinary words or names too ("فارس", "AP",
"共同": `ambiguous` in agencies.toml) must stand alone in their piece, in their own case, and be set off by
more than a comma, or stand beside another agency.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from crawler import datafiles
from crawler.languages import agencies
from crawler.languages.lookup import plain

MAX_CREDIT_LINE = 200
"""Characters. A longer line is prose that mentions an agency, not a credit."""

_HARD = re.compile(r"[()\[\]{}<>«»（）【】〔〕［］/|•·:：;؛=＝+＋–—―]|\s-|-\s")
_SOFT = re.compile(r"[,،、，&]|\s(?:and|und|et|y|e|ve|och|og|en|и|і|та|و|با|اور)\s", re.IGNORECASE)
# Scripts without spaces between words, and Hangul, whose particles cling: spellings are sought inside words.
_CLINGING = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_EDGES = " \t\n\"'“”„‘’.…*_-"


@dataclass(frozen=True, slots=True)
class _Tables:
    names: dict[str, str]  # plain spelling → agency
    doubtful: frozenset[str]  # plain spellings that are ordinary words too
    doubtful_as_written: frozenset[str]
    clinging: tuple[str, ...]  # plain spellings to seek inside words, longest first
    longest: int  # words in the longest spelling


@cache
def ambiguous_agencies() -> frozenset[str]:
    """Spellings, as written, that are agencies only where brackets or a by-line say so."""
    return frozenset(datafiles.read(__package__, "agencies.toml").get("ambiguous", ()))


@cache
def _tables() -> _Tables:
    spelled = {spelling: plain(spelling) for spelling in agencies()}
    certain = {key for spelling, key in spelled.items() if spelling not in ambiguous_agencies()}
    doubtful = {spelled[spelling] for spelling in ambiguous_agencies() if spelling in spelled}
    clinging = {key for key in certain - doubtful if _CLINGING.search(key) and len(key) > 1}
    return _Tables(
        names={key: agencies()[spelling] for spelling, key in spelled.items()},
        doubtful=frozenset(doubtful),
        doubtful_as_written=ambiguous_agencies(),
        clinging=tuple(sorted(clinging, key=lambda key: (-len(key), key))),
        longest=max((len(key.split()) for key in spelled.values()), default=0),
    )


def agencies_in(line: str, strict: bool = True) -> list[str]:
    """Canonical names of the agencies that a short line credits, in its order, each once.

    With `strict` false an ambiguous spelling counts in any piece of its own, in any case: for text that is
    known to be a credit, such as a by-line element or a structured author.
    """
    if len(line) > MAX_CREDIT_LINE:
        return []
    found: list[str] = []
    for stretch in _HARD.split(line):
        pieces = _pieces(stretch)
        loose = not strict or len(pieces) == 1 or any(_certain(piece) for piece in pieces)
        for piece in pieces:
            found += _whole(piece, loose, strict) or _within(piece)
    return list(dict.fromkeys(found))


@lru_cache(maxsize=4_096)  # bodies, by-lines and fields credit in the same few ways
def is_only_agencies(line: str) -> bool:
    """Whether the line names agencies and nothing else: "(رويترز، أ ف ب)", "سيريانيوز", "dpa/AFP"."""
    if len(line) > MAX_CREDIT_LINE:
        return False
    pieces = [piece for stretch in _HARD.split(line) for piece in _pieces(stretch)]
    return bool(pieces) and all(_whole(piece, True, True) for piece in pieces)


def may_credit(words: Iterable[str]) -> bool:
    """Whether words can name an agency at all: a quick no for most names."""
    return any(not word.isascii() or not word.isalpha() or word.lower() in _agency_words() for word in words)


@cache
def _agency_words() -> frozenset[str]:
    return frozenset(word for key in _tables().names for word in key.split())


def _pieces(stretch: str) -> list[str]:
    """Names between commas and joins; uncut where the whole is one ("News and Information Agency")."""
    if plain(stretch) in _tables().names:
        return [stretch]
    return [piece for piece in _SOFT.split(stretch) if piece.strip(_EDGES)]


def _certain(piece: str) -> bool:
    key = plain(piece)
    return key in _tables().names and key not in _tables().doubtful


def _whole(piece: str, loose: bool, strict: bool) -> list[str]:
    """The agency that the whole piece names; `loose` lets ambiguous spellings count."""
    tables, key = _tables(), plain(piece)
    if key not in tables.names:
        return []
    if key in tables.doubtful and not (loose and (not strict or _as_written(piece))):
        return []
    return [tables.names[key]]


def _as_written(piece: str) -> bool:
    """In scripts with cases an ambiguous spelling counts only in its own: AP, not "ap"."""
    bare = piece.strip(_EDGES)
    return bare.lower() == bare.upper() or bare in _tables().doubtful_as_written


def _within(piece: str) -> list[str]:
    """Unambiguous agencies among the words of a piece, the longest spelling first at each word."""
    words, found, at = plain(piece).split(), list[str](), 0
    while at < len(words):
        name, length = _longest_at(words, at)
        found += [name] if name else _clinging_in(words[at])
        at += length
    return found


def _longest_at(words: list[str], at: int) -> tuple[str | None, int]:
    tables = _tables()
    for length in range(min(tables.longest, len(words) - at), 0, -1):
        key = " ".join(words[at : at + length])
        for form in (key, key[1:] if key.startswith("و") else key):  # Arabic "and" clings: وفرانس برس
            if form in tables.names and form not in tables.doubtful:
                return tables.names[form], length
    return None, 1


def _clinging_in(word: str) -> list[str]:
    """Agencies inside a run of characters without spaces, in its order: 路透社北京電."""
    tables, places = _tables(), dict[int, str]()
    if not _CLINGING.search(word):
        return []
    for key in tables.clinging:
        place = word.find(key)
        if place >= 0:
            places.setdefault(place, tables.names[key])
            word = word.replace(key, " " * len(key))
    return [places[place] for place in sorted(places)]
