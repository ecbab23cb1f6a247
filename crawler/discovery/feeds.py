"""RSS 0.9 to 2.0, RDF and Atom through feedparser, JSON Feed by ourselves.

feedparser gets a stream of bytes, never a string, so that it opens neither files nor URLs; what it gets is
well-formed (repair.py), so that its quadratic fallback is not reached. Advertisements and links to other
sites stay in: the source's scope decides about them.
"""

import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import unescape
from typing import Any

from crawler.discovery.jsonfeed import parse_json_feed
from crawler.discovery.listing import Listing, unique
from crawler.discovery.repair import MAX_ITEMS, well_formed
from crawler.discovery.texts import MAX_TITLE, OtherDates, language_of, plain, time_of
from crawler.items import Link
from crawler.pages.inflate import inflate
from crawler.text import counted
from crawler.urls import canonicalize, site_of

MAX_AUTHORS = 20  # of one item

MAX_CHANNEL = 100_000  # bytes in which a channel's own link stands, before its items

_XML_BASE = re.compile(rb"\sxml:base\s*=")
_CHANNEL_LINK = re.compile(rb"<link>\s*(?:<!\[CDATA\[\s*)?(https?://[^\s<\]]+)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")  # "me@paper.example (Lina Khoury)" without the address


def parse_feed(body: bytes, url: str, content_type: str = "", dates: OtherDates | None = None) -> Listing:
    """The items of a feed, in its order."""
    body, cut_off = inflate(body)
    noted = (cut_off,) if cut_off else ()
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        listing = parse_json_feed(body, url, content_type, dates)
        return Listing(listing.links, listing.title, listing.language, noted + listing.problems)
    data, problems = well_formed(body, content_type)
    problems = noted + problems
    if not data:
        return Listing(problems=problems or ("empty feed",))
    try:
        parsed = _feedparser(data, _base(data, url))
    except Exception as error:  # feedparser raises anything on odd input; one feed must not end a run
        return Listing(problems=(*problems, f"feed not readable: {type(error).__name__}"))
    return _listing(parsed, url, problems, dates)


def _base(data: bytes, url: str) -> str:
    """What relative links without an xml:base are resolved against: a channel's own link, else the feed."""
    match = (
        None if _XML_BASE.search(data) else _CHANNEL_LINK.search(data[:MAX_CHANNEL].partition(b"<item")[0])
    )
    link = canonicalize(unescape(match[1].decode("utf-8", "replace"))) if match else None
    return link or url


def _feedparser(data: bytes, url: str) -> Mapping[str, Any]:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    import feedparser  # where feeds are only handed to other processes it is not needed

    parsed: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return parsed


def _listing(
    parsed: Mapping[str, Any], url: str, problems: tuple[str, ...], dates: OtherDates | None
) -> Listing:
    feed = parsed.get("feed") or {}
    entries = parsed.get("entries") or []
    language = language_of(feed.get("language"))
    links = [link for entry in entries[:MAX_ITEMS] if (link := _link(entry, url, language, dates))]
    if len(entries) > MAX_ITEMS:
        problems = (*problems, f"more than {MAX_ITEMS} items, the first taken")
    if entries and not links:
        problems = (*problems, f"{counted(len(entries), 'item')}, none with a usable link")
    return Listing(unique(links), plain(feed.get("title"), MAX_TITLE), language, problems)


def _link(entry: Mapping[str, Any], url: str, language: str | None, dates: OtherDates | None) -> Link | None:
    targets = [found for text in _targets(entry) if (found := canonicalize(text, url))]
    if not targets:
        return None
    target = targets[0]
    own_language = (entry.get("title_detail") or {}).get("language") or entry.get("language")
    return Link(
        target,
        found_in="feed",
        title=plain(entry.get("title"), MAX_TITLE),
        summary=_summary(entry),
        authors=_authors(entry),
        published_at=_time(entry, "published", dates, language) or _time(entry, "created", dates, language),
        modified_at=_time(entry, "updated", dates, language),
        language=language_of(own_language) or language,
        permalink=next((other for other in targets if site_of(other) != site_of(target)), None),
    )


def _targets(entry: Mapping[str, Any]) -> Iterable[str]:
    """Candidates for the article's URL, the best first.

    feedburner:origLink is the article behind a counting proxy. In Atom, rel=alternate is the article and
    `text/html` its page. An RSS guid is a URL unless isPermaLink says otherwise; last of all, one that looks
    like a URL is tried whatever is said of it: WordPress's lead to the article.
    """
    yield from _strings(entry.get("feedburner_origlink"))
    links = [link for link in entry.get("links") or [] if isinstance(link, Mapping)]
    alternates = [link for link in links if _rel(link) == "alternate"]
    for link in sorted(alternates, key=lambda link: "html" not in str(link.get("type", "html"))):
        yield from _strings(link.get("href"))
    yield from _strings(entry.get("link"))
    identity = entry.get("id")
    if isinstance(identity, str) and identity.strip()[:4].lower() == "http":
        yield identity


def _rel(link: Mapping[str, Any]) -> str:
    """A link's relation by its name, which an IANA address may stand for (RFC 4287 §4.2.7.2)."""
    return str(link.get("rel", "alternate")).rpartition("/")[2].lower()


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
    cleaned = (_IN_BRACKETS.fullmatch(name) or (name, name) for name in names if name)
    return tuple(dict.fromkeys(name for match in cleaned if (name := match[1].strip(" ,"))))


def _time(
    entry: Mapping[str, Any], key: str, dates: OtherDates | None, language: str | None
) -> datetime | None:
    """The time as written, with its own offset; None where it is not understood.

    What feedparser made of it is not taken: it reads "2026/11/26" as the first of a month, and MSK as UTC.
    """
    # FeedParserDict answers "updated" with "published" where there is none; that is no modification.
    return time_of(entry.get(key), dates, language) if dict.__contains__(entry, key) else None
