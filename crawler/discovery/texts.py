"""Small readers that feeds and sitemaps share: HTML in strings, times, language codes."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape

from bs4 import BeautifulSoup

from crawler.text import latin_digits, squeeze, word_count

MAX_TITLE = 500  # characters; the longest headlines have some 200
MAX_SUMMARY = 2_000  # whole articles come in content elements; a summary is evidence, not the body
MAX_MARKUP = 20_000  # characters of HTML that are parsed for one summary
FIRST_YEAR, LAST_YEAR = 1990, 2100  # news on the web; the rest are defaults (1970, 0001) and errors

_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|td|th|h[1-6]|blockquote|figure|figcaption)\b", re.IGNORECASE)
_W3C_PARTIAL = re.compile(r"(\d{4})-(\d{2})")
_COMPACT_ZONE = re.compile(r"\s*([+-]\d{2}):?(\d{2})$")
_ZERO_YEAR = re.compile(r"\b0\d{3}\s")
_SOUTH_EAST_ASIAN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_FRACTION = re.compile(r"\.(\d{6})\d+")
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


def time_of(value: object) -> datetime | None:
    """ISO 8601/W3C and RFC 822 times, aware (UTC where no zone is given); None if absent or absurd."""
    if not isinstance(value, str) or not value.strip() or len(value) > 100:
        return None
    text = latin_digits(squeeze(value))
    return sane(_iso(text) or _rfc822(text))


def _iso(text: str) -> datetime | None:
    if _W3C_PARTIAL.fullmatch(text):
        text = f"{text}-01"
    elif re.fullmatch(r"\d{4}", text):
        text = f"{text}-01-01"
    text = _FRACTION.sub(r".\1", _COMPACT_ZONE.sub(r"\1:\2", text) if "T" in text or " " in text else text)
    try:
        return datetime.fromisoformat(text.replace(" UTC", "Z").replace(" GMT", "Z"))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    if _ZERO_YEAR.search(text):  # "0001" is no time, the standard library reads it as 2001
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
