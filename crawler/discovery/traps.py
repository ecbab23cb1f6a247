"""Recognising URLs that a site can make without end: calendars, endless pages, loops of segments, sessions.

A trap is not fetched whatever else speaks for it. Every number here is far beyond what news sites use.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from crawler.discovery.pathwords import paths, segment_words
from crawler.text import latin_digits

MAX_PAGE = 100  # a list's hundredth page holds nothing that is new
MAX_PARAMETERS = 8  # articles need one or two; filters and sort orders multiply
MAX_SEGMENTS = 14  # date, section and slug together rarely need eight
MAX_REPEATS = 3  # /news/news/news: a relative link that grows by itself
FIRST_YEAR, LAST_YEAR = 1990, 2100  # a web page's date; a calendar goes on for ever

_YEAR_PATH = re.compile(r"/(\d{4})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=/|$)")
_MONTH_VALUE = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")
_MONTH_PATH = re.compile(r"\d{4}-\d{1,2}|\d{4}/\d{1,2}(/|$)")
# Years in which web pages can have been dated, of the calendars that addresses are written in: Gregorian (and
# Bikram Sambat), Jalali, Hijri (and Bengali), Buddhist.
CALENDARS = (range(FIRST_YEAR, LAST_YEAR + 1), range(1369, 1473), range(1410, 1501), range(2533, 2644))
_YEAR_AND_MONTH = ({"year", "month"}, {"yyyy", "mm"}, {"jahr", "monat"})
_ASP_SESSION = re.compile(r"/\([A-Z]\([0-9a-z]{20,}\)\)/", re.IGNORECASE)
_SESSION_VALUE = re.compile(
    r"(?:^|[?&;])(?:sid|s|session|token|phpsessid|jsessionid)=[0-9a-z]{20,}", re.IGNORECASE
)
_NUMBERED = re.compile(r"([^\d]*?)[-_ ]?(\d+)")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]$")
_VIEW_NAMES = {
    "sort",
    "order",
    "orderby",
    "sortby",
    "dir",
    "filter",
    "view",
    "layout",
    "limit",
    "per page",
    "perpage",
}
_FORMS = {"view", "layout"}  # of a list as of an article: Joomla's view=article
_SHOWS = ("show", "view", "read", "detail", "article", "story", "artikel", "display", "print")
_LISTS = ("list", "all", "archive", "search", "index", "overview")


def is_year(number: str) -> bool:
    """Whether four digits can be the year of a web page, in any calendar."""
    return number.isdecimal() and len(number) == 4 and any(int(number) in years for years in CALENDARS)


def is_trap(url: str) -> str | None:
    """Why the URL looks like one of endlessly many, or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "unreadable URL"
    path = latin_digits(unquote(parts.path))
    segments = [segment for segment in path.split("/") if segment]
    parameters = [_name_value(part) for part in parts.query.split("&") if part]
    return (
        _repetition(segments)
        or _session(parts.path, parts.query)
        or _too_many(parameters)
        or _endless_pages(segments, parameters)
        or _calendar(path, segments, parameters)
    )


def _name_value(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return segment_words(unquote(name)), latin_digits(unquote(value))


def _repetition(segments: list[str]) -> str | None:
    if len(segments) > MAX_SEGMENTS:
        return f"path of {len(segments)} segments"
    counts = Counter(segment for segment in segments if not (segment.isdecimal() and len(segment) <= 2))
    for segment, count in counts.items():
        if count >= MAX_REPEATS:
            return f"segment {segment[:40]!r} {count} times"
    pairs = Counter(pairwise(segments))
    for (first, second), count in pairs.items():
        if count > 1 and first != second and not (first.isdecimal() or second.isdecimal()):
            return f"segments {first[:40]!r}/{second[:40]!r} repeated"
    return None


def _session(path: str, query: str) -> str | None:
    if _ASP_SESSION.search(path) or _SESSION_VALUE.search(path) or _SESSION_VALUE.search("?" + query):
        return "session id"
    return None


def _too_many(parameters: list[tuple[str, str]]) -> str | None:
    if len(parameters) > MAX_PARAMETERS:
        return f"{len(parameters)} parameters"
    names = [name for name, _ in parameters]
    if any(count > 2 for count in Counter(names).values()):
        return "parameter repeated"
    named = names_an_article(parameters)
    if sum(_is_view(name) and not (named and name in _FORMS) for name in names) >= 2:
        return "permutations of a list's order"
    return None


def _is_view(name: str) -> bool:
    """Whether a parameter orders or filters a list: sort, filter[place], f[0]; not tx_news_pi1[news]."""
    inner = _BRACKETS.search(name)
    if inner is None:
        return name in _VIEW_NAMES
    outer = name.partition("[")[0]
    return not inner[1] or inner[1].isdecimal() or inner[1] in _VIEW_NAMES or outer in _VIEW_NAMES


def names_an_article(parameters: Iterable[tuple[str, str]]) -> bool:
    """Whether a parameter names an article: ?id=123456, ?tx_news_pi1[news]=4455.

    Where another says that it is one article that is shown (view=article), its number may be short.
    """
    found = list(parameters)
    shown = any(value in paths().article for _, value in found)
    return any(
        looks_like_id(value) or (shown and value.partition(":")[0].isdecimal())
        for name, value in found
        if name in paths().ids or ((inner := _BRACKETS.search(name)) and inner[1] in paths().ids)
    )


def looks_like_id(value: str) -> bool:
    return 3 <= len(value) <= 64 and any(map(str.isdecimal, value)) and not is_year(value)


def page_number(segments: list[str], parameters: list[tuple[str, str]]) -> int | None:
    """The number of the page of a list (/page/7, ?page=7, /seite-7), or None."""
    paging = paths().paging
    for before, segment in zip(["", *segments], segments, strict=False):
        if segment.isdecimal() and segment_words(before) in paging:
            return int(segment[:9])
        match = _NUMBERED.fullmatch(segment)
        if match and len(match[1]) > 2 and segment_words(match[1]) in paging:
            return int(match[2][:9])
    if segments and parameters and shows_one(segments[-1]):
        return None  # show.php?page=4455
    for name, value in parameters:
        # Short names (?p=123456) number articles as often as pages: only small numbers are pages.
        if name in paging and value.isdecimal() and (len(name) > 2 or len(value) <= 2):
            return int(value[:9])
    return None


def shows_one(script: str) -> bool:
    """Whether a script's name says that it shows one article, whatever its parameter is called."""
    stem, dot, _ = segment_words(script).partition(".")
    short = bool(dot) and len(stem.split()) <= 2  # a slug is no script's name
    return short and any(word in stem for word in _SHOWS) and not any(word in stem for word in _LISTS)


def _endless_pages(segments: list[str], parameters: list[tuple[str, str]]) -> str | None:
    number = page_number(segments, parameters)
    return f"page {number} of a list" if number is not None and number > MAX_PAGE else None


def _calendar(path: str, segments: list[str], parameters: list[tuple[str, str]]) -> str | None:
    return _impossible_year(path) or _date_by_parameter(parameters) or _months_in_path(segments)


def _impossible_year(path: str) -> str | None:
    for year, month, day in _YEAR_PATH.findall(path):
        plausible = int(month) <= 12 and int(day or 1) <= 31
        if plausible and not is_year(year) and year[0] in "0123456789":
            return f"calendar: year {year}"
    return None


def _date_by_parameter(parameters: list[tuple[str, str]]) -> str | None:
    if names_an_article(parameters):
        return None  # ?year=2026&month=11&id=4455
    names = {name for name, _ in parameters}
    if any(pair <= names for pair in _YEAR_AND_MONTH):
        return "calendar: month by parameter"
    if names & paths().calendar and any(_MONTH_VALUE.fullmatch(value) for _, value in parameters):
        return "calendar: date by parameter"
    return None


def _months_in_path(segments: list[str]) -> str | None:
    calendar = paths().calendar
    for index, segment in enumerate(segments):
        rest = "/".join(segments[index + 1 :])
        if segment_words(segment) in calendar and _MONTH_PATH.match(rest):
            return "calendar: months in the path"
    return None
