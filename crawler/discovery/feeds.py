"""RSS 0.9 to 2.0, RDF and Atom through feedparser, JSON Feed by ourselves.

feedparser gets a stream of bytes, never a string, so that it opens neither files nor URLs; what it gets is
well-formed (repair.py), so that its quadratic fallback is not reached. Advertisements and links to other
sites stay in: the source's scope decides about them.
"""

import calendar
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from crawler.discovery.jsonfeed import parse_json_feed
from crawler.discovery.listing import Listing, unique
from crawler.discovery.repair import MAX_ITEMS, well_formed
from crawler.discovery.texts import MAX_TITLE, language_of, plain, sane, time_of
from crawler.items import Link
from crawler.pages.inflate import inflate
from crawler.urls import canonicalize

MAX_AUTHORS = 20  # of one item

_EMAIL = re.compile(r"\S+@\S+")


def parse_feed(body: bytes, url: str, content_type: str = "") -> Listing:
    """The items of a feed, in its order."""
    body, cut_off = inflate(body)
    noted = (cut_off,) if cut_off else ()
    if body[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        listing = parse_json_feed(body, url, content_type)
        return Listing(listing.links, listing.title, listing.language, noted + listing.problems)
    data, problems = well_formed(body, content_type)
    problems = noted + problems
    if not data:
        return Listing(problems=problems or ("empty feed",))
    try:
        parsed = _feedparser(data, url)
    except Exception as error:  # feedparser raises anything on odd input; one feed must not end a run
        return Listing(problems=(*problems, f"feed not readable: {type(error).__name__}"))
    return _listing(parsed, url, problems)


def _feedparser(data: bytes, url: str) -> Mapping[str, Any]:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    parsed: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return parsed


def _listing(parsed: Mapping[str, Any], url: str, problems: tuple[str, ...]) -> Listing:
    feed = parsed.get("feed") or {}
    entries = parsed.get("entries") or []
    language = language_of(feed.get("language"))
    links = [link for entry in entries[:MAX_ITEMS] if (link := _link(entry, url, language))]
    if len(entries) > MAX_ITEMS:
        problems = (*problems, f"more than {MAX_ITEMS} items, the first taken")
    if entries and not links:
        problems = (*problems, f"{len(entries)} items, none with a usable link")
    return Listing(unique(links), plain(feed.get("title"), MAX_TITLE), language, problems)


def _link(entry: Mapping[str, Any], url: str, language: str | None) -> Link | None:
    target = next((found for text in _targets(entry) if (found := canonicalize(text, url))), None)
    if target is None:
        return None
    own_language = (entry.get("title_detail") or {}).get("language") or entry.get("language")
    return Link(
        target,
        found_in="feed",
        title=plain(entry.get("title"), MAX_TITLE),
        summary=_summary(entry),
        authors=_authors(entry),
        published_at=_time(entry, "published") or _time(entry, "created"),
        modified_at=_time(entry, "updated"),
        language=language_of(own_language) or language,
    )


def _targets(entry: Mapping[str, Any]) -> Iterable[str]:
    """Candidates for the article's URL, the best first.

    feedburner:origLink is the article behind a counting proxy. In Atom, rel=alternate is the article and
    `text/html` its page. An RSS guid is a URL unless isPermaLink says otherwise.
    """
    yield from _strings(entry.get("feedburner_origlink"))
    links = [link for link in entry.get("links") or [] if isinstance(link, Mapping)]
    alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
    for link in sorted(alternates, key=lambda link: "html" not in str(link.get("type", "html"))):
        yield from _strings(link.get("href"))
    yield from _strings(entry.get("link"))
    identity = entry.get("id")
    if isinstance(identity, str) and identity.strip()[:4].lower() == "http":
        yield identity


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str) and value.strip():
        yield value.strip()


def _summary(entry: Mapping[str, Any]) -> str | None:
    contents = [part.get("value") for part in entry.get("content") or [] if isinstance(part, Mapping)]
    texts = (plain(value) for value in (entry.get("summary"), *contents[:3]))
    return next((text for text in texts if text), None)


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    people = [person for person in entry.get("authors") or [] if isinstance(person, Mapping)]
    names = (plain(person.get("name"), 200) for person in people[:MAX_AUTHORS])
    cleaned = (" ".join(_EMAIL.sub(" ", name).split()).strip("()<> ,") for name in names if name)
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _time(entry: Mapping[str, Any], key: str) -> datetime | None:
    """The time as written, with its own offset; else as feedparser understood it, in UTC."""
    # FeedParserDict answers "updated" with "published" where there is none; that is no modification.
    if not dict.__contains__(entry, key) and not dict.__contains__(entry, f"{key}_parsed"):
        return None
    if time := time_of(entry.get(key)):
        return time
    try:
        seconds = calendar.timegm(entry[f"{key}_parsed"])
        return sane(datetime.fromtimestamp(seconds, UTC))
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
