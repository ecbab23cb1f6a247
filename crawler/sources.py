"""sources.toml → `Source`: which sites to crawl. A name and a home page are enough.

    [[source]]
    name = "example"
    url = "https://news.example/"

Every other key is optional; `Source` lists them. A wrong file raises `SourcesError` naming line and key.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from crawler.discovery import canonicalize, site_of
from crawler.errors import InputError, SourcesError

MAX_DELAY = 3600.0  # seconds; more is a slip of the pen


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One site that somebody named."""

    name: str
    url: str  # the home page
    feeds: tuple[str, ...] = ()  # empty lists are filled by discovery
    sitemaps: tuple[str, ...] = ()
    fronts: tuple[str, ...] = ()
    include: tuple[str, ...] = ()  # only article URLs that match one of these
    exclude: tuple[str, ...] = ()
    language: str | None = None  # ISO 639-1, where the pages do not say
    delay: float = 1.0  # seconds between two requests to the site
    limit: int = 100  # articles a run
    allow_private: bool = False  # may connect to loopback and private addresses
    obey_robots: bool = True

    @property
    def site(self) -> str:
        """host or host:port, the unit of politeness."""
        return site_of(self.url)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    source: list[Source]


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read and check the whole file; the first error is raised with its place."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourcesError(f"cannot be read: {error}", path=str(path)) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise SourcesError(str(error), path=str(path), line=int(line[1]) if line else None) from error
    try:
        sources = msgspec.convert(data, _File).source
    except msgspec.ValidationError as error:
        raise _explained(error, data, text, path) from error
    if not sources:
        raise SourcesError("names no source; write [[source]] with name and url", path=str(path))
    for index, source in enumerate(sources):
        _check(source, index, sources, text, path)
    return tuple(source_with_canonical_urls(source) for source in sources)


def source_of(url: str) -> Source:
    """The source that a bare address stands for; its host is its name."""
    home = canonicalize(url if "://" in url else f"https://{url}")
    if home is None:
        raise InputError("is no http or https address", name=url)
    return Source(name=urlsplit(home).netloc.removeprefix("www."), url=home)


def source_with_canonical_urls(source: Source) -> Source:
    def clean(urls: Sequence[str]) -> tuple[str, ...]:
        return tuple(filter(None, (canonicalize(url, source.url) for url in urls)))

    return msgspec.structs.replace(
        source,
        url=canonicalize(source.url) or source.url,
        feeds=clean(source.feeds),
        sitemaps=clean(source.sitemaps),
        fronts=clean(source.fronts),
    )


def to_toml(source: Source) -> str:
    """The entry of a source, keys that differ from their default only."""
    lines = ["[[source]]"]
    for key in Source.__struct_fields__:
        value = getattr(source, key)
        default = {field.name: field.default for field in msgspec.structs.fields(Source)}[key]
        if value == default:
            continue
        lines.append(f"{key} = {_literal(value)}")
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """A TOML literal; JSON's strings, numbers and booleans are TOML's too."""
    if isinstance(value, tuple):
        items = "".join(f"  {_literal(item)},\n" for item in value)
        return f"[\n{items}]"
    return msgspec.json.encode(value).decode()


def _check(source: Source, index: int, sources: Sequence[Source], text: str, path: Path) -> None:
    """What types alone cannot say."""

    def wrong(key: str, message: str) -> SourcesError:
        return SourcesError(message, path=str(path), line=_line_of(text, index, key), key=key)

    if not source.name.strip():
        raise wrong("name", "is empty; any short text is allowed")
    if any(other.name == source.name for other in sources[:index]):
        raise wrong("name", f"{source.name!r} is used twice; each source needs its own")
    for key in ("url", "feeds", "sitemaps", "fronts"):
        value = getattr(source, key)
        for url in (value,) if key == "url" else value:
            if canonicalize(url, None if key == "url" else source.url) is None:
                raise wrong(key, f"{url!r} is no http or https address")
    for key in ("include", "exclude"):
        for pattern in getattr(source, key):
            try:
                re.compile(pattern)
            except re.error as error:
                raise wrong(key, f"{pattern!r} is no regular expression: {error}") from error
    if not 0 <= source.delay <= MAX_DELAY:
        raise wrong("delay", f"is {source.delay}; allowed are 0 to {MAX_DELAY:.0f} seconds")
    if source.limit < 1:
        raise wrong("limit", f"is {source.limit}; allowed are whole numbers from 1")


def _explained(error: msgspec.ValidationError, data: dict[str, Any], text: str, path: Path) -> SourcesError:
    """msgspec's message with line, key and what is allowed."""
    message = str(error)
    place = re.search(r"`\$\.source\[(\d+)\](?:\.(\w+))?", message)
    index = int(place[1]) if place else 0
    unknown = re.search(r"unknown field `([^`]+)`", message)
    missing = re.search(r"missing required field `([^`]+)`", message)
    key = (unknown or missing or [None, place[2] if place else None])[1] or ""
    message = re.sub(r" - at `.*", "", message)
    if unknown:
        allowed = Source.__struct_fields__ if place else ("[[source]]",)
        message = f"unknown key; allowed are {', '.join(allowed)}"
    elif missing:
        message = "is missing" if place else "there is no [[source]] in the file"
    tables = data.get("source")
    if place is None and isinstance(tables, dict):
        message, key = "is one table; write [[source]] with double brackets", "source"
    return SourcesError(message, path=str(path), line=_line_of(text, index, key), key=key)


def _line_of(text: str, index: int, key: str) -> int | None:
    """The line of `key` in the index-th [[source]] table (from 1), else of the table's head."""
    seen, head = -1, None
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[?\s*source\s*\]\]?", line):
            seen += 1
            head = number if seen == index else head
        elif seen in (index, -1) and key and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return head
