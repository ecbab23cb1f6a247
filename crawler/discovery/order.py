"""What a sitemap lists, in the order in which a run with a budget should take it."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from crawler.discovery.pathwords import paths
from crawler.items import AddressKind, Link

_TOKEN = re.compile(r"[^\W\d_]+")
_NAME_DATE = re.compile(
    r"((?:19|20)\d\d)\D{0,6}(0[1-9]|1[0-2]|[1-9](?!\d))(?:\D{0,4}(0[1-9]|[12]\d|3[01])(?!\d))?"
)
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_OLDEST = datetime(1, 1, 1, tzinfo=UTC)


def newest_first(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Newest first; what has no time, nor a day in its address, keeps its order, at the end. Children without
    news come last."""
    return tuple(sorted(links, key=_rank))


def _rank(link: Link) -> tuple[int, float]:
    time = link.published_at or link.modified_at
    if link.kind is AddressKind.SITEMAP:
        return child_rank(link.url), -((time or _date_in_name(link.url)) - _OLDEST).total_seconds()
    return 0, -((time or day_in(link.url) or _OLDEST) - _OLDEST).total_seconds()


def child_rank(url: str) -> int:
    """0 for a news sitemap by its name, 2 for one of tags, authors, images …, 1 for the others."""
    parts = urlsplit(url)
    words = {
        word.removeprefix("sitemap").removesuffix("sitemap")
        for word in _TOKEN.findall(unquote(parts.path).lower().replace("_", ""))
    }
    if words & paths().not_news:
        return 2
    return 0 if words & {"news", "googlenews", "latest"} else 1


def day_in(url: str) -> datetime | None:
    """The day in an article's address, or the first one of its month: enough to order by, and no evidence."""
    match = _NAME_DATE.search(urlsplit(url).path)
    return _day(match) if match else None


def _date_in_name(url: str) -> datetime:
    """The month or day in a child's name (sitemap-2024-05.xml, ?yyyy=2024&mm=05), where it has no lastmod."""
    parts = urlsplit(url)
    name = f"{parts.path}?{parts.query}"
    if match := _NAME_DATE.search(name):
        return _day(match) or _OLDEST
    match = _NAME_YEAR.search(name)
    return datetime(int(match[1]), 1, 1, tzinfo=UTC) if match else _OLDEST


def _day(match: re.Match[str]) -> datetime | None:
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3] or 1), tzinfo=UTC)
    except ValueError:
        return None
