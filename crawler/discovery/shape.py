"""The parts of a URL that tell what it leads to: words, numbers and dates of its path, in any script."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from crawler.discovery.pathwords import paths, segment_words
from crawler.discovery.texts import length
from crawler.discovery.traps import is_year, looks_like_id, names_an_article, page_number, shows_one
from crawler.text import latin_digits

_INDEX_FILE = re.compile(r"(?:index|default|home|main)(?:\.[a-z]{2,5})?", re.IGNORECASE)
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,6})$")
_YEAR_FIRST = re.compile(
    r"(?:^|/)((?:19|20)\d\d)[/.-]?(0?[1-9]|1[0-2]|[a-z]{3,9}\.?)(?:[/.-]?(0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?:^|[/_-])(0?[1-9]|[12]\d|3[01])[-_.](0?[1-9]|1[0-2])[-_.]((?:19|20)\d\d)(?=[/_.-]|$)"
)
# Jalali, Hijri and Buddhist years stand apart: without signs between them they are numbers like others.
_OTHER_YEAR_FIRST = re.compile(
    r"(?:^|/)(\d{4})[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)"
)
_COMPACT = re.compile(
    r"(?:^|[/_-])((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?=\d{0,8}(?:[/_.-]|$))"
)
_NUMBER = re.compile(r"\d{3,}")
_HEX = re.compile(r"(?<![0-9a-f])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}", re.IGNORECASE)
_TOKEN = re.compile(r"(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{7,}")
_SEPARATORS = re.compile(r"[-_+.,~ ]+")

SOME_WORDS = 3  # of a headline in an address; fewer may name a section
MAX_FOLDER, MAX_NAMES = 20, 3  # characters of a folder, names of parameters, in a pattern

Known = Callable[[str], bool | None]  # whether addresses of a pattern are articles, where that is known


def unknown(_pattern: str) -> None:
    """Of a site of which nothing is known."""


@dataclass(frozen=True)
class Shape:
    """A URL taken apart; segments are decoded, without a trailing index file."""

    segments: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    ending: str  # of the file, lower case, "" if there is none
    path: str  # decoded, digits as 0-9

    @cached_property
    def last(self) -> str:
        """The last segment without its file ending."""
        last = self.segments[-1] if self.segments else ""
        return last[: -len(self.ending) - 1] if self.ending else last

    @cached_property
    def slug_words(self) -> int:
        """Words of the wordiest of the last three segments: numbers and ids are none."""
        candidates = (*self.segments[-3:-1], self.last) if self.segments else ()
        return max((_words(segment) for segment in candidates), default=0)

    @cached_property
    def last_words(self) -> int:
        return _words(self.last)

    @cached_property
    def id_digits(self) -> int:
        """Digits of the longest number (no year) in the last two segments; 8 for a mixed id."""
        best = 0
        for segment in (*self.segments[-2:-1], self.last):
            text = latin_digits(segment)
            if any(map(_TOKEN.fullmatch, _SEPARATORS.split(text))) or _HEX.search(text.replace("-", "")):
                best = max(best, 8)
            best = max([best, *(len(number) for number in _NUMBER.findall(text) if not is_year(number))])
        return best

    @cached_property
    def date(self) -> str | None:
        """ "within" if something follows the date in the path, "end" if the path ends with it."""
        ends = [
            match.end()
            for pattern in (_YEAR_FIRST, _DAY_FIRST, _COMPACT)
            for match in pattern.finditer(self.path)
        ]
        ends = ends or [m.end() for m in _OTHER_YEAR_FIRST.finditer(self.path) if is_year(m[1])]
        if not ends:
            return None
        return "within" if len(self.path) - max(ends) > 4 or self.last_words >= 3 else "end"

    @cached_property
    def pattern(self) -> str:
        """What the address has in common with others of its kind, for a site's memory: "/news/*-#.html".

        Folders stand as they are, or as the last part does: "*" for some words, "+" for one or two, "#" for
        numbers.
        """
        folders = [_sort_of(segment, folder=True) for segment in self.segments[:-1]]
        last = [_sort_of(self.last, folder=False)] if self.segments else []
        ending = f".{self.ending}" if self.ending else ""
        names = "&".join(sorted({name for name, _ in self.parameters})[:MAX_NAMES])
        return "/" + "/".join(folders + last) + ending + (f"?{names}" if names else "")

    @cached_property
    def page(self) -> int | None:
        return page_number(list(self.segments), list(self.parameters))

    @cached_property
    def id_parameter(self) -> bool:
        """Whether a parameter names an article: ?id=123456."""
        if names_an_article(self.parameters):
            return True
        script = f"{self.last}.{self.ending}" if self.ending else ""
        return shows_one(script) and any(looks_like_id(value) for _, value in self.parameters)


def shape_of(url: str) -> Shape:
    """Take a URL apart; one that cannot be read has no segments."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Shape((), (), "", "")
    segments = [unquote(segment).strip() for segment in parts.path.split("/")]
    segments = [segment for segment in segments if segment]
    if segments and _INDEX_FILE.fullmatch(segments[-1]):
        segments.pop()
    match = _ENDING.search(segments[-1]) if segments else None
    ending = match[1].lower() if match and match[1].lower() in paths().pages | paths().media else ""
    query = parts.query or (parts.fragment[2:] if parts.fragment.startswith("!?") else "")
    pairs = (part.partition("=") for part in query.split("&") if part)
    parameters = tuple(
        (segment_words(unquote(name)), latin_digits(unquote(value))) for name, _, value in pairs
    )
    return Shape(tuple(segments), parameters, ending, latin_digits("/" + "/".join(segments)))


def _sort_of(segment: str, *, folder: bool) -> str:
    """Of which sort a part of a path is."""
    numbered = any(char.isdigit() for char in segment)
    words = _words(segment)
    if not words:
        return "#" if numbered else "+"
    if folder and words < SOME_WORDS and not numbered:
        return segment.casefold()[:MAX_FOLDER]
    return ("*" if words >= SOME_WORDS else "+") + ("-#" if numbered else "")


def _words(segment: str) -> int:
    """Words of a segment: tokens that are not numbers or ids; in scripts without spaces, by characters."""
    tokens = _SEPARATORS.split(segment)
    return sum(length(token) for token in tokens if not any(map(str.isdecimal, token)) or not token.isascii())
