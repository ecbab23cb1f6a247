"""Is it an article, and can its values be true?

Values that cannot be (a date in the year 3021, an author of 300 characters, an image without URL) are
taken out, each with a line that says so. What is left is an article if the page is one, has an address
and a body of at least a sentence; else its outcome is marked NOT_ARTICLE with the reason. Nothing is dropped.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from crawler.items import Article, Image, Kind, Status
from crawler.text import counted, word_count
from pipelines.foreign import outcome_of, through
from pipelines.normalize import storable

if TYPE_CHECKING:  # an extracting process has no use for Scrapy
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

MAX_URL = 2083  # characters: longer ones are traps (crawler/urls.py)
MIN_WORDS = 5  # a flash ("Breaking: …") is a sentence; less is a label
MAX_TEXT = 2_000_000  # characters: a book; longer is a dump or a decoder gone wrong
# Characters. Some three times the longest that newspapers print: beyond is text that strayed into the field.
MAX_LENGTHS = {
    "title": 500,
    "kicker": 300,
    "subtitle": 2_000,
    "summary": 5_000,
    "publisher": 200,
    "section": 200,
    "date_from": 200,
}
MAX_NAME = 100  # an author, an agency, a tag
MAX_NAMES = 100  # more are a list of the site's, not of the article
FIRST_YEAR = 1600  # newspapers begin in 1605; archives are online
AHEAD = timedelta(days=2)  # time zones, and a paper dated tomorrow
_HTTP = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def validate(article: Article) -> list[str]:
    """Takes out what cannot be true; one line each."""
    _mend(article)
    removed = [*_long(article), *_lists(article), *_times(article), *_urls(article)]
    if article.language and not _LANGUAGE.fullmatch(article.language):
        removed.append(f"language: no code ({article.language[:20]})")
        article.language = None
    article.paragraphs = [text for text in article.paragraphs if text.strip()]
    return removed


def verdict(article: Article) -> str | None:
    """Why this is no article; None if it is one."""
    if not article.url or len(article.url) > MAX_URL:
        return "no usable URL"
    if article.kind is not Kind.ARTICLE:
        return article.kind_reason or f"page is: {article.kind}"
    settled = article.word_count if article.taken_out is not None else None
    count = sum(map(word_count, article.paragraphs)) if settled is None else settled
    if count == 0:
        return "no text" if article.title else "neither title nor text"
    if count < MIN_WORDS:
        return f"text of {counted(count, 'word')}"
    size = sum(map(len, article.paragraphs))
    return f"text of {size} characters" if size > MAX_TEXT else None


def mark(article: Article) -> list[str]:
    """Validates, and marks the outcome of what is no article. Returns what was taken out."""
    removed = validate(article) if article.taken_out is None else article.taken_out
    outcome = outcome_of(article)
    if outcome.status is Status.ARTICLE:
        reason = verdict(article)
        if reason is not None:
            needs = "; the page says that it needs scripts" if article.scripts else ""
            outcome.status, outcome.reason, outcome.kind = Status.NOT_ARTICLE, reason + needs, article.kind
    return removed


def _mend(article: Article) -> None:
    """NUL and lone surrogates are in no UTF-8 text: a decoder let them through."""
    for name in ("url", "canonical_url", "image", *MAX_LENGTHS):
        value = getattr(article, name)
        if isinstance(value, str):
            setattr(article, name, storable(value))
    for name in ("paragraphs", "authors", "agency", "tags"):
        setattr(article, name, [storable(value) for value in getattr(article, name)])


def _long(article: Article) -> list[str]:
    removed = []
    for name, limit in MAX_LENGTHS.items():
        value = getattr(article, name)
        if value and len(value) > limit:
            removed.append(f"{name}: {len(value)} characters")
            setattr(article, name, None)
    return removed


def _lists(article: Article) -> list[str]:
    removed = []
    for name in ("authors", "agency", "tags"):
        values = list(dict.fromkeys(value.strip() for value in getattr(article, name)))
        fitting = [value for value in values if 0 < len(value) <= MAX_NAME]
        if len(fitting) > MAX_NAMES:
            removed.append(f"{name}: {len(fitting)} of them")
            fitting = []
        elif len(fitting) < len(values):
            removed.append(f"{name}: {len(values) - len(fitting)} empty or too long")
        setattr(article, name, fitting)
    return removed


def _times(article: Article) -> list[str]:
    removed = []
    fetched = article.fetched_at
    for name in ("published_at", "modified_at"):
        value = getattr(article, name)
        reason = None if value is None else _impossible(value, fetched)
        if reason:
            removed.append(f"{name}: {reason}")
            setattr(article, name, None)
            if name == "published_at":
                article.date_from = None
    return removed


def _impossible(value: str, fetched: datetime | None) -> str | None:
    """Why a time cannot be: no date, before newspapers, or after the page was fetched."""
    try:
        day = datetime.fromisoformat(value).date()
    except ValueError:
        return "no date"
    if day.year < FIRST_YEAR:
        return f"year {day.year}"
    if fetched is not None:
        known = fetched.astimezone(UTC) if fetched.tzinfo else fetched
        if day > (known + AHEAD).date():
            return f"in the future ({day})"
    return None


def _urls(article: Article) -> list[str]:
    removed = []
    for name in ("canonical_url", "image"):
        value = getattr(article, name)
        if value and not _is_http(value):
            removed.append(f"{name}: no http URL")
            setattr(article, name, None)
    images = [_sized(image) for image in article.images if _is_http(image.url)]
    if len(images) < len(article.images):
        removed.append(f"images: {len(article.images) - len(images)} without http URL")
    article.images = images
    return removed


def _sized(image: Image) -> Image:
    if image.width is not None and image.width <= 0:
        image.width = None
    if image.height is not None and image.height <= 0:
        image.height = None
    return image


def _is_http(url: str) -> bool:
    return len(url) <= MAX_URL and _HTTP.match(url) is not None


class ValidatePipeline:
    """Marks what is no article; counts what was taken out, by field."""

    def __init__(self, stats: StatsCollector | None = None) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        from pipelines.itemfields import register

        register()
        return cls(crawler.stats)

    def process_item(self, item: object) -> object:
        return through(item, self._mark)

    def _mark(self, article: Article) -> None:
        for line in mark(article):
            if self._stats is not None:
                self._stats.inc_value(f"validate/removed/{line.partition(':')[0]}")
