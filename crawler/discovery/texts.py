"""Small readers that feeds and sitemaps share: HTML in strings, times, language codes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape

from crawler.text import from_iso, latin_digits, squeeze, word_count

MAX_TITLE = 500  # characters; the longest headlines have some 200
MAX_SUMMARY = 2_000  # whole articles come in content elements; a summary is evidence, not the body
MAX_MARKUP = 20_000  # characters of HTML that are parsed for one summary
MAX_DATE = 100  # characters
OtherDates = Callable[[str, str | None], datetime | None]  # (text, language) → an instant, if it names one
FIRST_YEAR, LAST_YEAR = 1990, 2100  # news on the web; the rest are defaults (1970, 0001) and errors

MANY_TAGS = 1_000
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|td|th|h[1-6]|blockquote|figure|figcaption)\b", re.IGNORECASE)
_W3C_PARTIAL = re.compile(r"(\d{4})-(\d{2})")
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})")  # ISO 8601: the day of the year
# RFC 5322 §3.3 and §4.3, with the zones that the standard library knows; the others have many meanings.
_RFC822 = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
    r"\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -](?:\d{4}|\d{2}),?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:[+-]\d{4}|UTC?|GMT|Z|[EMP][SD]T|CDT))?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d:\d\d")
_COMPACT_ZONE = re.compile(r"(?<!\s)\s*([+-]\d{2}):?(\d{2})$")
_LEAP_SECOND = re.compile(r"(\d:\d\d):60(?!\d)")
_MIDNIGHT = re.compile(r"(?<=[T ])24:00(?::00(?:\.0+)?)?(?![\d:])")  # ISO 8601: the end of a day
_ZERO_YEAR = re.compile(r"\b0\d{3}\s")
_SOUTH_EAST_ASIAN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_FRACTION = re.compile(r"\.(\d{6})\d+")
_EXTRA_ZERO = re.compile(r"(\d{4}-)0(\d\d-)")  # "2026-011-26": Google's blogs wrote so once
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


def plain(value: object, limit: int = MAX_SUMMARY) -> str | None:
    """The text of a string that may hold HTML, on one line; None if nothing is left."""
    if not isinstance(value, str):
        return None
    text = value[:MAX_MARKUP]
    if "<" in text:
        text = _text_of(text)
    elif "&" in text:
        text = unescape(text)
    return cut(squeeze(text), limit) or None


def _text_of(markup: str) -> str:
    if markup.count("<") > MANY_TAGS:  # a tree of them takes long, and is no summary
        return unescape(_ANY_TAG.sub(" ", markup))
    from bs4 import BeautifulSoup  # most summaries hold no element

    # Spaces go into the markup: words of neighbouring blocks stay apart, those of inline elements together.
    spaced = _BLOCK.sub(r" \g<0>", markup)
    return BeautifulSoup(f"<div>{spaced}</div>", "lxml").get_text()


def length(text: str) -> int:
    """Words as readers see them: in South-East Asian scripts four letters a word, not two as in Chinese."""
    return word_count(text) - len(_SOUTH_EAST_ASIAN.findall(text)) // 4


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ended at a word."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def time_of(value: object, other: OtherDates | None = None, language: str | None = None) -> datetime | None:
    """ISO 8601/W3C and RFC 822 times, and what `other` reads; None if absent, absurd or not understood.

    Aware: in UTC where no zone is given, unless `other` knows better.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_DATE:
        return None
    text = _LEAP_SECOND.sub(r"\1:59", latin_digits(squeeze(value)))
    text, midnights = _MIDNIGHT.subn("00:00:00", text)
    read = _iso(text) or _rfc822(text)
    if other is not None and (read is None or (read.tzinfo is None and _CLOCK.search(text))):
        read = other(text, language) or read
    return sane(read + timedelta(days=1) if read and midnights else read)


def _iso(text: str) -> datetime | None:
    if day := _ORDINAL.fullmatch(text):
        year, number = int(day[1]), int(day[2])
        return datetime(year, 1, 1) + timedelta(days=number - 1) if year and 1 <= number <= 366 else None
    if _W3C_PARTIAL.fullmatch(text):
        text = f"{text}-01"
    elif re.fullmatch(r"\d{4}", text):
        text = f"{text}-01-01"
    if longer := _EXTRA_ZERO.match(text):
        text = longer[1] + longer[2] + text[longer.end() :]
    text = _FRACTION.sub(r".\1", _COMPACT_ZONE.sub(r"\1:\2", text) if "T" in text or " " in text else text)
    try:
        return from_iso(text.replace(" UTC", "Z").replace(" GMT", "Z"))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    """Only what has the shape: the standard library makes a date of anything, and UTC of any zone."""
    if not _RFC822.fullmatch(text) or _ZERO_YEAR.search(text):  # "0001" it reads as 2001
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def sane(time: datetime | None) -> datetime | None:
    """The time, aware, if it can be that of a news page."""
    if time is None or not FIRST_YEAR <= time.year <= LAST_YEAR:
        return None
    if time.tzinfo is None:
        return time.replace(tzinfo=UTC)
    offset = time.utcoffset()
    return time if offset is not None and abs(offset) <= timedelta(hours=15) else None


def language_of(value: object) -> str | None:
    """A language tag in lower case ("ar", "en-gb"), or None if it is none."""
    if not isinstance(value, str):
        return None
    text = value.strip().lower().replace("_", "-")
    return text if _LANGUAGE.fullmatch(text) else None
