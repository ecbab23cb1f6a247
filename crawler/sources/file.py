"""sources.toml → `Source`: which sites to crawl. A name and a home page are enough.

    [[source]]
    name = "example"
    url = "https://news.example/"

Every other key is optional; `Source` lists them. A wrong file raises `SourcesError` naming line and key.
"""

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from crawler import tomlfile
from crawler.discovery import canonicalize, site_of
from crawler.errors import InputError, SourcesError
from crawler.sources import schedule

# What a terminal obeys instead of showing: controls, line ends, and marks that turn the direction of a line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
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
    domains: tuple[str, ...] = ()  # further sites at which its articles stand: "other.example"
    language: str | None = None  # ISO 639-1, where the pages do not say
    delay: float = 1.0  # seconds between two requests to the site
    limit: int = 100  # articles a run
    allow_private: bool = False  # may connect to loopback and private addresses
    obey_robots: bool = True
    every: str | None = None  # `warraq watch` runs it so often: "15m", "6h", "1d"
    cron: str | None = None  # or at these times: "*/15 6-22 * * *", in the machine's time zone

    @property
    def site(self) -> str:
        """host or host:port, the unit of politeness."""
        return site_of(self.url)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    source: list[Source]


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read and check the whole file; the first error is raised with its place."""
    file = tomlfile.read(path, "source", SourcesError)
    sources = tomlfile.convert(file, _File, lambda table: Source.__struct_fields__).source
    if not sources:
        raise file.empty("name and url")
    earlier: set[str] = set()
    for index, source in enumerate(sources):
        _check(source, index, earlier, file)
        earlier.add(source.name)
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


def _check(source: Source, index: int, earlier: Collection[str], file: tomlfile.TomlFile) -> None:
    """What types alone cannot say."""

    def wrong(key: str, message: str) -> SourcesError:
        return file.wrong(index, key, message)

    if not source.name.strip():
        raise wrong("name", "is empty; any short text is allowed")
    if _UNPRINTABLE.search(source.name):
        raise wrong(
            "name", f"{source.name!r} has signs that no terminal shows; letters of any script are allowed"
        )
    if "," in source.name:
        raise wrong("name", f"{source.name!r} has a comma, which stands between names elsewhere")
    if source.name in earlier:
        raise wrong("name", f"{source.name!r} is used twice; each source needs its own")
    _check_addresses(source, wrong)
    _check_patterns(source, wrong)
    if not 0 <= source.delay <= MAX_DELAY:
        raise wrong("delay", f"is {source.delay}; allowed are 0 to {MAX_DELAY:.0f} seconds")
    if source.limit < 1:
        raise wrong("limit", f"is {source.limit}; allowed are whole numbers from 1")
    _check_times(source, wrong)


def _check_addresses(source: Source, wrong: Callable[[str, str], SourcesError]) -> None:
    for key in ("url", "feeds", "sitemaps", "fronts"):
        value = getattr(source, key)
        for url in (value,) if key == "url" else value:
            if canonicalize(url, None if key == "url" else source.url) is None:
                raise wrong(key, f"{url!r} is no http or https address")
    if bad := next((one for one in source.domains if "/" in one or not site_of(f"http://{one}/")), None):
        raise wrong("domains", f"{bad!r} is no host, such as other.example")


def _check_patterns(source: Source, wrong: Callable[[str, str], SourcesError]) -> None:
    for key in ("include", "exclude"):
        for pattern in getattr(source, key):
            try:
                re.compile(pattern)
            except re.error as error:
                raise wrong(key, f"{pattern!r} is no regular expression: {error}") from error


def _check_times(source: Source, wrong: Callable[[str, str], SourcesError]) -> None:
    if source.every is not None and source.cron is not None:
        raise wrong("cron", "stands beside every; one of the two is allowed")
    if source.every is not None:
        try:
            schedule.parse_every(source.every)
        except ValueError as error:
            raise wrong("every", str(error)) from error
    if source.cron is not None:
        try:
            schedule.check_cron(source.cron)
        except ValueError as error:
            raise wrong("cron", str(error)) from error
