"""A title as text: its words, the parts between its separators, and how like another it is. Knows no page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from crawler.text import UNSPACED, fold

NAME_WORDS = 5  # of a site's name
MAX_PARTS = 8  # of one title; more parts are no title

# Marks that part a headline from the site's name; a colon does not.
SITE_MARKS = frozenset((*"|│ㅣ｜-–—－_·•/»«‹›", "--", "//", "::", ">>"))

Tokens = tuple[str, ...]

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
_SEPARATOR = re.compile(
    r"(?<!\s)(?:\s+[|\-‐‑–—―·•∙⋅»«›‹:/\\~⟩>*+]{1,3}\s+|\s*[|｜¦┃│∣ㅣ»«›‹－_]+\s*|\s*:{2,}\s*)"
    r"|[:：]\s+|(?<!\s)\s+:(?=[^\W\d])|(?<!\s)\s+[-–—]|[-–—]\s+|：|(?<!\s)\s+•"
    rf"|(?<=[{UNSPACED}”』」）!?！？。])\s*-\s*(?=[{UNSPACED}])"
)
_EDGES = re.compile(r"^[\s|\-–—·•:]+|[\s|\-–—·•:]+$")


@lru_cache(maxsize=4_096)  # titles, headings and sections of one page are compared many times
def tokens(text: str) -> Tokens:
    """The folded words of a text; in scripts without spaces, its characters."""
    return tuple(_TOKEN.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Parts:
    """A title cut at its separators: `span(i, j)` is parts i to j with what stands between them."""

    whole: str
    bounds: tuple[tuple[int, int], ...]

    def span(self, begin: int, end: int) -> str:
        return self.whole[self.bounds[begin][0] : self.bounds[end - 1][1]].strip()

    def mark(self, place: int) -> str:
        """What stands before part `place`."""
        return self.whole[self.bounds[place - 1][1] : self.bounds[place][0]].strip()


@lru_cache(maxsize=1_024)  # the same claims and headings are cut again for each comparison
def split(title: str) -> Parts:
    """The title's parts, at least one and at most MAX_PARTS."""
    bounds: list[tuple[int, int]] = []
    begin = 0
    quoted = "«" in title and "»" in title
    for match in _SEPARATOR.finditer(title):
        if len(bounds) >= MAX_PARTS - 1:
            break
        if quoted and ("«" in match[0] or "»" in match[0]):
            continue  # guillemets around a quotation
        if title[begin : match.start()].strip():
            bounds.append((begin, match.start()))
        begin = match.end()
    if title[begin:].strip():
        bounds.append((begin, len(title)))
    return Parts(title, tuple(bounds) or ((0, len(title)),))


def ends(title: str) -> tuple[str, ...]:
    """What of a title can be the site's name alone: its first and last part, and all of a short one."""
    parts = split(title)
    found = (title, parts.span(0, 1), parts.span(len(parts.bounds) - 1, len(parts.bounds)))
    return tuple(part for part in dict.fromkeys(found) if len(part.split()) <= NAME_WORDS)


def trim(text: str) -> str:
    """Without marks that separate nothing; a guillemet is one only where its partner is missing."""
    text = _EDGES.sub("", text)
    return text.strip("«» ") if text.count("«") != text.count("»") else text


def likeness(one: Tokens, other: Tokens) -> float:
    """Shared words, 0-1, order left out; at least a half where one begins the other."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    begins = 0.5 if long[: len(short)] == short else 0.0
    first, second = _features(one), _features(other)
    return max(begins, 2 * len(first & second) / (len(first) + len(second)) * 0.99)


def _features(words: Tokens) -> set[str] | set[tuple[str, str]]:
    """Words; where they are single characters (no spaces in the script), pairs of them."""
    if sum(map(len, words)) > 1.5 * len(words) or len(words) == 1:
        return set(words)
    return set(pairwise(words))
