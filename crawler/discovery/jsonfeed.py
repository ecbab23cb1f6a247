"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): a feed as one JSON object."""

import json
from collections.abc import Mapping
from typing import Any

from crawler.discovery.listing import Listing, unique
from crawler.discovery.repair import MAX_ITEMS
from crawler.discovery.texts import MAX_TITLE, OtherDates, language_of, plain, time_of
from crawler.items import Link
from crawler.pages.decode import decode
from crawler.urls import canonicalize


def parse_json_feed(
    body: bytes, url: str, content_type: str = "", dates: OtherDates | None = None
) -> Listing:
    """The items of a JSON Feed; a listing with a problem where it is none."""
    try:
        feed = json.loads(decode(body, content_type)[0])
    except (ValueError, RecursionError):
        return Listing(problems=("broken JSON feed",))
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return Listing(problems=("JSON without a feed's items",))
    language = language_of(feed.get("language"))
    authors = _authors(feed)
    items = [item for item in feed["items"][:MAX_ITEMS] if isinstance(item, dict)]
    links = [link for item in items if (link := _link(item, url, language, authors, dates))]
    return Listing(unique(links), plain(feed.get("title"), MAX_TITLE), language)


def _link(
    item: Mapping[str, Any],
    base: str,
    language: str | None,
    authors: tuple[str, ...],
    dates: OtherDates | None,
) -> Link | None:
    targets = (item.get(key) for key in ("url", "external_url", "id"))
    urls = (canonicalize(target, base) for target in targets if isinstance(target, str) and "/" in target)
    target = next((url for url in urls if url), None)
    if target is None:
        return None
    texts = (plain(item.get(key)) for key in ("summary", "content_text", "content_html"))
    return Link(
        target,
        found_in="feed",
        title=plain(item.get("title"), MAX_TITLE),
        summary=next((text for text in texts if text), None),
        authors=_authors(item) or authors,
        published_at=time_of(item.get("date_published"), dates, language),
        modified_at=time_of(item.get("date_modified"), dates, language),
        language=language_of(item.get("language")) or language,
    )


def _authors(holder: Mapping[str, Any]) -> tuple[str, ...]:
    """`authors` of version 1.1, `author` of version 1."""
    people = holder.get("authors")
    people = people if isinstance(people, list) else [holder.get("author")]
    names = (plain(person.get("name"), 200) for person in people[:20] if isinstance(person, dict))
    return tuple(dict.fromkeys(name for name in names if name))
