"""sources.toml → `Source`: which sites to crawl. A name and a home page are enough.

    [[source]]
    name = "example"
    url = "https://news.example/"

Every other key is optional; `Source` lists them. A wrong file raises `SourcesError` naming line and key.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from crawler import tomlfile
from crawler.discovery import canonicalize, compile_pattern, site_of
from crawler.errors import InputError, SourcesError
from crawler.fromenv import FromEnv, Values
from crawler.fromenv import problems_of as header_problems
from crawler.sources import schedule
from crawler.sources.selectors import problems_of as parser_problems

# What a terminal obeys instead of showing: controls, line ends, and marks that turn the direction of a line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
MAX_DELAY = 3600.0  # seconds; more is a slip of the pen
MAX_CONCURRENCY = 16  # requests at a time: what Scrapy has for all sites together, and browsers never reach
RENDER = ("auto", "always", "never")
# What a request says of itself, or what another key sets.
OUR_HEADERS = frozenset(
    {"accept-encoding", "connection", "content-length", "cookie", "host", "transfer-encoding", "user-agent"}
    | {"if-modified-since", "if-none-match", "proxy-authorization"}
)


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
    second_look: bool = False  # stored articles are read anew when their site is known better
    headers: Values = {}  # further ones: X-Reader = "library 7", Authorization = { env = "LAMP_TOKEN" }
    cookies: str | Values = {}  # { session = { env = "…" } }, all of them { env = "…" }, or a cookies file
    proxy: str | FromEnv | None = None  # http://host:port; with a password { env = "…" }
    sign: bool | None = (
        None  # requests are signed (`warraq identity create`); None: where the site asks for it
    )
    user_agent: str | None = None  # what stands behind Warraq's own name towards this site
    parser: str | dict[str, str] | None = None  # selectors, a field each, or "package.module.name"
    concurrency: int = 1  # requests at a time, where the site's owner agreed
    render: str = "never"  # a browser fills pages without text that need scripts ("auto"), or all ("always")
    every: str | None = None  # `warraq watch` runs it so often: "15m", "6h", "1d"
    cron: str | None = None  # or at these times: "*/15 6-22 * * *", in the machine's time zone

    @property
    def site(self) -> str:
        """host or host:port, the unit of politeness."""
        return site_of(self.url)


_BLANK = Source(name="", url="")  # every other key at its default


class _File(msgspec.Struct, forbid_unknown_fields=True):
    source: list[Source]


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read and check the whole file; the first error is raised with its place."""
    file = tomlfile.read(path, "source", SourcesError)
    sources = tomlfile.convert(file, _File, _allowed).source
    if not sources:
        raise file.empty("name and url")
    for error in _wrong(file, dict(enumerate(sources))):
        raise error
    return tuple(_at_home(source_with_canonical_urls(source), path.parent) for source in sources)


def check_sources(path: Path) -> tuple[tuple[Source, ...], list[SourcesError]]:
    """The sources of a file, or else everything that is wrong with it, by line."""
    try:
        file = tomlfile.read(path, "source", SourcesError)
        found, errors = tomlfile.convert_each(file, Source, _allowed)
    except SourcesError as error:
        return (), [error]
    errors += _wrong(file, found)
    if errors:
        return (), sorted(errors, key=lambda error: error.line or 0)
    return load_sources(path), []


def _allowed(table: dict[str, Any]) -> Sequence[str]:
    return Source.__struct_fields__


def _wrong(file: tomlfile.TomlFile, sources: Mapping[int, Source]) -> Iterator[SourcesError]:
    """What types alone cannot say, of the tables at these places in the file."""
    earlier: set[str] = set()
    for index, source in sources.items():
        yield from (file.wrong(index, key, message) for key, message in _problems(source, earlier))
        earlier.add(source.name)


def _at_home(source: Source, folder: Path) -> Source:
    """Files that it names count from the sources file's own folder."""
    if not isinstance(source.cookies, str):
        return source
    return msgspec.structs.replace(source, cookies=str(folder / source.cookies))


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
        if value == getattr(_BLANK, key):
            continue
        lines.append(f"{key} = {_literal(value)}")
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """A TOML literal; JSON's strings, numbers and booleans are TOML's too."""
    if isinstance(value, tuple):
        items = "".join(f"  {_literal(item)},\n" for item in value)
        return f"[\n{items}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_literal(name)} = {_literal(one)}" for name, one in value.items()) + " }"
    if isinstance(value, FromEnv):
        return f"{{ env = {_literal(value.env)} }}"
    return msgspec.json.encode(value).decode()


def _problems(source: Source, earlier: Collection[str]) -> Iterator[tuple[str, str]]:
    """(key, what is wrong with it). `earlier`: the names of the sources before it."""
    if not source.name.strip():
        yield "name", "is empty; any short text is allowed"
    if _UNPRINTABLE.search(source.name):
        text = f"{source.name!r} has signs that no terminal shows; letters of any script are allowed"
        yield "name", text
    if "," in source.name:
        yield "name", f"{source.name!r} has a comma, which stands between names elsewhere"
    if source.name in earlier:
        yield "name", f"{source.name!r} is used twice; each source needs its own"
    yield from _address_problems(source)
    yield from _pattern_problems(source)
    if not 0 <= source.delay <= MAX_DELAY:
        yield "delay", f"is {source.delay}; allowed are 0 to {MAX_DELAY:.0f} seconds"
    if source.limit < 1:
        yield "limit", f"is {source.limit}; allowed are whole numbers from 1"
    if not 1 <= source.concurrency <= MAX_CONCURRENCY:
        yield "concurrency", f"is {source.concurrency}; allowed are 1 to {MAX_CONCURRENCY}"
    if source.render not in RENDER:
        yield "render", f"is {source.render!r}; allowed are {', '.join(RENDER)}"
    yield from _time_problems(source)
    yield from _access_problems(source)


def _address_problems(source: Source) -> Iterator[tuple[str, str]]:
    for key in ("url", "feeds", "sitemaps", "fronts"):
        value = getattr(source, key)
        for url in (value,) if key == "url" else value:
            if canonicalize(url, None if key == "url" else source.url) is None:
                yield key, f"{url!r} is no http or https address"
    if bad := next((one for one in source.domains if "/" in one or not site_of(f"http://{one}/")), None):
        yield "domains", f"{bad!r} is no host, such as other.example"


def _pattern_problems(source: Source) -> Iterator[tuple[str, str]]:
    for key in ("include", "exclude"):
        for pattern in getattr(source, key):
            try:
                compile_pattern(pattern)
            except re.error as error:
                yield key, f"{pattern!r} is no regular expression: {error}"


def _time_problems(source: Source) -> Iterator[tuple[str, str]]:
    if source.every is not None and source.cron is not None:
        yield "cron", "stands beside every; one of the two is allowed"
    checks = (("every", schedule.parse_every), ("cron", schedule.check_cron))
    for key, check in checks:
        if (value := getattr(source, key)) is not None:
            try:
                check(value)
            except ValueError as error:
                yield key, str(error)


def _access_problems(source: Source) -> Iterator[tuple[str, str]]:
    """Of what a site asks for before it lets in. No value is repeated: it may be secret."""
    yield from (("headers", message) for message in header_problems(source.headers, OUR_HEADERS))
    if isinstance(source.cookies, dict) and not isinstance(source.cookies.get("env"), str):
        yield from (("cookies", message) for message in header_problems(source.cookies))
    if isinstance(source.proxy, str) and (problem := _proxy_problem(source.proxy)):
        yield "proxy", problem
    agent = source.user_agent
    if agent is not None and not (agent.strip() and agent.isascii() and agent.isprintable()):
        yield "user_agent", "is empty, or holds characters that no header may"
    if source.parser is not None:
        yield from (("parser", message) for message in parser_problems(source.parser))


def _proxy_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "http" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        return "is no address such as http://proxy.example:3128"
    return 'holds a name or password; allowed is proxy = { env = "NAME" }' if "@" in parts.netloc else None
