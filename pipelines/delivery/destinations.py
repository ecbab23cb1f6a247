"""destinations.toml → `Destinations`: who is given the articles, as they come.

    [[destination]]
    name = "archive"
    type = "jsonl"
    path = "output/{source}/{day}.jsonl.zst"

    [[destination]]
    name = "search"
    type = "webhook"
    url = "https://search.example/articles"
    secret_env = "WARRAQ_HOOK_SECRET"

Types are jsonl, csv, parquet, webhook, kafka and command; the classes below list their keys. Paths count from
the file's own folder; a URL that fsspec knows (s3://bucket/news/{day}.jsonl.gz) is filled with whole files,
named by the positions of the store's log that they hold. Credentials are never in the file: it names the
environment variables that hold them, and fsspec's drivers look there too.
"""

import ipaddress
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import urlsplit

import msgspec

from crawler import tomlfile
from crawler.errors import InputError, SourcesError
from crawler.fromenv import VARIABLE, Values, problems_of
from pipelines.record import FIELDS

MAX_ROWS = 100_000  # a batch: it is held in memory
MAX_SECONDS = 3600.0  # for one batch; more is a slip of the pen
SIGNS = ("day", "month", "source", "language")  # what may stand in braces in a path
READ_ONLY = frozenset({"data", "git", "github", "http", "https", "libarchive", "reference", "tar", "zip"})
_LIMITS = (
    ("rows", 1, MAX_ROWS),
    ("timeout", 0.1, MAX_SECONDS),
    ("max_mb", 0.001, 1e6),
    ("every", 0, MAX_SECONDS),
)
_PACKED = ("", ".gz", ".zst")
# Headers of a webhook that say what the request is, or what it is signed with.
_OURS = frozenset(
    {"content-length", "content-type", "host", "idempotency-key", "transfer-encoding", "user-agent"}
    | {"webhook-id", "webhook-signature", "webhook-timestamp"}
)
_SERVER = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:]+\]):\d{1,5}", re.ASCII)
_TOPIC = re.compile(r"[\w.-]{1,249}", re.ASCII)  # https://kafka.apache.org: what a topic's name may hold
# Settings of librdkafka's on which it depends that every row arrives, in order.
_SET_FOR_KAFKA = frozenset(
    {"acks", "bootstrap.servers", "delivery.timeout.ms", "enable.idempotence", "message.timeout.ms"}
    | {"metadata.broker.list", "request.required.acks", "transactional.id"}
)


class DestinationsError(SourcesError):
    """The destinations file is wrong; says where as the error about a sources file does."""


class Destination(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="type"):
    """What all destinations have."""

    name: str
    sources: tuple[str, ...] = ()  # only articles of these; empty is all
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # only these; id, revision and status are always there
    start: str = "first"  # where in the log a new destination begins: first or now


class _Files(Destination, frozen=True):
    """What all files have."""

    path: str
    every: float | None = None  # seconds; with --follow, whole files are no sooner made than so (60)

    @property
    def is_url(self) -> bool:
        """Whether the path is one of fsspec's."""
        return "://" in self.path


class Jsonl(_Files, frozen=True, tag="jsonl"):
    """Appended to as articles come: one file, or one a {day}, {month}, {source}, {language}.

    `path` ends in .jsonl, .jsonl.gz or .jsonl.zst. Behind a URL nothing is appended to: each batch is a file.
    """

    max_mb: float | None = None  # a file that would grow beyond goes on as name~2.jsonl, …


class Csv(_Files, frozen=True, tag="csv"):
    """The same as .csv, .csv.gz or .csv.zst: a header, then a line an article."""

    max_mb: float | None = None


class Parquet(_Files, frozen=True, tag="parquet"):
    """A folder of date=2026-03-01/…parquet, by day of publication. Needs warraq[parquet]."""

    rows: int = 20_000  # at most in one go: all of a batch is held in memory


class Webhook(Destination, frozen=True, tag="webhook"):
    """POSTs batches of NDJSON, signed as https://www.standardwebhooks.com/ says."""

    url: str
    secret_env: str | None = None  # the variable that holds the signing secret
    token_env: str | None = None  # … a token, sent as Authorization: Bearer
    headers: Values = {}  # further ones: X-Api-Key = { env = "NAME" }, or the text of what is not secret
    rows: int = 100
    timeout: float = 30.0  # seconds for one request, answer included


class Kafka(Destination, frozen=True, tag="kafka"):
    """A message an article, with its id as the key. Needs warraq[kafka]."""

    servers: str  # host:port, further ones after commas
    topic: str
    settings: Values = {}  # librdkafka's further ones: "sasl.password" = { env = "NAME" }
    rows: int = 1_000
    timeout: float = 60.0  # seconds for one batch


class Command(Destination, frozen=True, tag="command"):
    """Starts a command for each batch and writes it to its standard input; exit status 0 acknowledges."""

    command: tuple[str, ...]
    rows: int = 1_000
    timeout: float = 600.0  # seconds for one batch


AnyDestination = Jsonl | Csv | Parquet | Webhook | Kafka | Command
_TYPES = {str(one.__struct_config__.tag): one for one in (Jsonl, Csv, Parquet, Webhook, Kafka, Command)}


class _File(msgspec.Struct, forbid_unknown_fields=True):
    destination: list[AnyDestination]


@dataclass(frozen=True, slots=True)
class Destinations:
    """All of a file's destinations, and the folder that their paths count from."""

    folder: Path
    entries: tuple[AnyDestination, ...]

    def only(self, names: Collection[str]) -> "Destinations":
        """Those with these names; one that is not there is an error."""
        known = {entry.name: entry for entry in self.entries}
        for name in names:
            if name not in known:
                raise InputError(f"is no destination; there are {', '.join(known)}", name=name)
        return replace(self, entries=tuple(known[name] for name in dict.fromkeys(names)))


def load_destinations(path: Path) -> Destinations:
    """Read and check the whole file; the first error is raised with its place."""
    file = tomlfile.read(path, "destination", DestinationsError)
    _check_types(file)
    entries = tomlfile.convert(file, _File, _allowed).destination
    if not entries:
        raise file.empty("name and type")
    for index, entry in enumerate(entries):
        for key, message in _problems(entry, entries[:index]):
            raise file.wrong(index, key, message)
    return Destinations(path.parent, tuple(entries))


def _check_types(file: tomlfile.TomlFile) -> None:
    tables = file.data.get("destination")
    for index, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict) and table.get("type", "jsonl") not in list(_TYPES):
            raise file.wrong(index, "type", f"is {table['type']!r}; allowed are {', '.join(_TYPES)}")


def _allowed(table: dict[str, Any]) -> Sequence[str]:
    return ("type", *_TYPES[table["type"]].__struct_fields__)


def _problems(entry: AnyDestination, before: Sequence[AnyDestination]) -> list[tuple[str, str]]:
    """What types alone cannot say: (key, what is wrong with it)."""
    found = [*_common_problems(entry, before)]
    if isinstance(entry, Jsonl | Csv | Parquet):
        if problem := _path_problem(entry, before):
            found.append(("path", problem))
    elif isinstance(entry, Webhook):
        found += _webhook_problems(entry)
    elif isinstance(entry, Kafka):
        found += _kafka_problems(entry)
    elif not entry.command or not entry.command[0]:
        found.append(("command", 'is empty; allowed is a list: ["program", "argument"]'))
    return found


def _common_problems(entry: AnyDestination, before: Sequence[AnyDestination]) -> Iterator[tuple[str, str]]:
    """Of the keys that destinations of every kind have."""
    if not entry.name.strip():
        yield "name", "is empty; any short text is allowed"
    if any(other.name == entry.name for other in before):
        yield "name", f"{entry.name!r} is used twice; each destination needs its own"
    if unknown := [name for name in entry.fields if name not in FIELDS]:
        yield "fields", f"{unknown[0]!r} is no field; allowed are {', '.join(FIELDS)}"
    if entry.start not in ("first", "now"):
        yield "start", f"is {entry.start!r}; allowed are first and now"
    for key, low, high in _LIMITS:
        value = getattr(entry, key, None)
        if value is not None and not low <= value <= high:
            yield key, f"is {value}; allowed are {low} to {high:g}"


def _path_problem(entry: Jsonl | Csv | Parquet, before: Sequence[AnyDestination]) -> str | None:
    if any(getattr(other, "path", None) == entry.path for other in before):
        return "is used twice; each destination needs its own"
    if not entry.path or entry.path.endswith("/") or "\0" in entry.path:
        return "names no file"
    if entry.is_url and (problem := _place_problem(entry.path)):
        return problem
    if isinstance(entry, Parquet):
        return "may hold no braces; it is a folder" if set("{}") & set(entry.path) else None
    suffixes = [f".{entry.__struct_config__.tag}{packed}" for packed in _PACKED]
    if not entry.path.endswith(tuple(suffixes)):
        return f"{entry.path!r} ends otherwise; allowed are {', '.join(suffixes)}"
    return _braces_problem(entry.path)


def _braces_problem(path: str) -> str | None:
    """Of the signs that stand for a day, a source and so on."""
    try:
        parts = [rest for _, *rest in Formatter().parse(path) if rest[0] is not None]
    except ValueError as error:
        return f"{path!r} is wrong: {error}"
    if any(sign not in SIGNS or form or conversion for sign, form, conversion in parts):
        return f"{path!r} is wrong; in braces allowed are {', '.join(SIGNS)}"
    return None


def _protocol_problem(protocol: str) -> str | None:
    try:
        from fsspec import available_protocols
    except ModuleNotFoundError:
        return "takes fsspec, which is not installed: pip install 'warraq[remote]'"
    if protocol not in available_protocols() or protocol in READ_ONLY:
        return f"{protocol}:// is nothing to write to; allowed are a path, s3://, gs:// and fsspec's others"
    return None


def _place_problem(url: str) -> str | None:
    """Of a path that fsspec is to understand. The URL is not repeated: it may hold a password."""
    protocol, _, rest = url.partition("://")
    if protocol != "file" and (problem := _protocol_problem(protocol)):
        return problem
    if "@" in rest.partition("/")[0] and ":" in rest.partition("@")[0]:
        return "holds a password; drivers find credentials in the environment"
    if set("?#") & set(rest) or "::" in url:
        return "may hold no ? and no #, and no ::"
    if protocol == "file" and not rest.startswith("/"):
        return "is not whole; allowed are file:///from/the/root and a path"
    return None


def _webhook_problems(entry: Webhook) -> list[tuple[str, str]]:
    found = [("url", message) for message in _url_problems(entry.url)]
    for key in ("secret_env", "token_env"):
        value = getattr(entry, key)
        if value is not None and not VARIABLE.fullmatch(value):
            found.append((key, "is no name of an environment variable; the value itself never stands here"))
    taken = _OURS | ({"authorization"} if entry.token_env else frozenset())
    return found + [("headers", message) for message in problems_of(entry.headers, taken)]


def _kafka_problems(entry: Kafka) -> Iterator[tuple[str, str]]:
    if not all(_SERVER.fullmatch(server.strip()) for server in entry.servers.split(",")):
        yield "servers", "names no brokers; allowed is host:port, further ones after commas"
    if not _TOPIC.fullmatch(entry.topic):
        yield "topic", f"{entry.topic!r} is no topic's name"
    for message in problems_of(entry.settings, _SET_FOR_KAFKA, "setting"):
        yield "settings", message


def _url_problems(url: str) -> list[str]:
    """The URL is not repeated in the message: it may hold a token."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ["is no address"]
    if not host or parts.scheme not in ("http", "https") or not url.isascii() or not url.isprintable():
        return ["is no https address"]
    if parts.username is not None or parts.password is not None:
        return ["holds a name or password; put a token in the environment and name it in token_env"]
    if parts.scheme == "http" and not is_loopback(host):
        return ["is http; allowed are https, and http to this machine itself"]
    return []


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
