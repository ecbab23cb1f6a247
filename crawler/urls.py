"""Canonical URLs: the one spelling under which an address is known (RFC 3986 §6.2, WHATWG URL).

What cannot change which page is meant is normalised or dropped: case of the host, IDN, default ports,
fragments, dot segments, percent-encoding, tracking parameters (parameters.toml), session ids. What might
name the article stays: path case, doubled or trailing slashes, the other parameters and their order.
"""

import ipaddress
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

import idna

from crawler import datafiles

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

MAX_BYTES = 2083  # the longest URL that old browsers and many servers take; longer ones are traps
MAX_HOST = 1_000  # characters, escaped or in any script; DNS allows 253 bytes
MAX_REFERENCE = 2_048  # characters of an address on a page, as browsers allow

_DEFAULT_PORTS = {"http": 80, "https": 443}
_INVISIBLE = re.compile("[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_FEED = re.compile(r"feed:(?://)?(?=https?://)|feed(?=://)", re.IGNORECASE)  # readers' scheme for http
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|([^A-Za-z0-9._~!$&'()*+,;=:@/?%-])|%")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# A password may hold any sign: nothing is shown up to the last "@" before a space. It may be a parameter too.
_PASSWORD = re.compile(r"([a-z][a-z0-9+.-]{0,30}://[^\s:/@]{0,200}:)[^\s]{1,500}@", re.IGNORECASE)
_PASSWORD_PARAMETER = re.compile(r"((?:[?&]|\b)(?:ssl)?(?:password|passwd|pwd)=)[^&\s#'\"]+", re.IGNORECASE)
_IN_TEXT = re.compile(r"https?://[^\s,;]{1,2083}", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
_HOME = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?|(?:index|home|default)\.\w{2,5}|home/?)?", re.IGNORECASE
)
_LONG_TOKEN = re.compile(r"[0-9a-zA-Z]{20,}")


def canonicalize(url: str, base: str | None = None) -> str | None:
    """The canonical spelling of `url`, resolved against `base`; None if it is no usable http(s) URL."""
    parts = _split(url, base)
    if parts is None or parts.scheme not in _DEFAULT_PORTS:
        return None
    authority = _authority(parts)
    if authority is None:
        return None
    path = _dot_segments(_escape(_PATH_SESSION.sub("", parts.path))) or "/"
    query = _query(parts.query)
    fragment = "#" + _escape(parts.fragment) if parts.fragment.startswith("!") else ""
    result = f"{parts.scheme}://{authority}{path}{'?' + query if query else ''}{fragment}"
    return result if len(result) <= MAX_BYTES else None


def site_of(url: str) -> str:
    """The unit of politeness: "host", or "host:port" where the port is not the default; "" if none."""
    parts = _split(url, None)
    return (_authority(parts) or "") if parts else ""


def host_of(site: str) -> str:
    """The host of a site, without its port."""
    head, colon, port = site.rpartition(":")
    return head if colon and port.isdecimal() and not head.endswith(":") else site


def without_passwords(text: str) -> str:
    """A text in which the addresses name no password: it is kept, logged or shown."""
    return _PASSWORD_PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1***@", text))


def cause(reason: str) -> str:
    """A reason without what is of one page only: of the addresses in it, their hosts."""
    return _IN_TEXT.sub(lambda match: bare_host(match[0]) or match[0], reason)


def without_www(site: str) -> str:
    """A site as it is called without the label that many hosts have in front."""
    return site.removeprefix("www.")


@lru_cache(maxsize=1_024)  # a page's addresses are looked at by several fields
def path_of(url: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@lru_cache(maxsize=1_024)
def bare_host(url: str) -> str:
    """The host of an address without "www."; empty where it is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_home(reference: str) -> bool:
    """Whether an address, or a link as written, is that of a home page, in a language's folder too."""
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return False
    is_page = bool(reference) and not parts.query and not reference.startswith("#")
    return is_page and _HOME.fullmatch(parts.path) is not None


@lru_cache(maxsize=1_024)  # the lead image and the canonical URL are written several times
def absolute(base: str, page: str, reference: str) -> str | None:
    """An http(s) address without fragment, resolved against <base> and the page; None where it is none."""
    reference = reference.strip()
    if not reference or len(reference) > MAX_REFERENCE:
        return None
    try:
        given = urlsplit(reference)
        if given.scheme and not given.netloc:
            return None  # mailto:, javascript:, a bare "https://"
        parts = urlsplit(url := urljoin(urljoin(page, base), reference))
        if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > MAX_REFERENCE:
            return None
        return parts._replace(fragment="").geturl()
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def registrable(host: str) -> str:
    """The domain that one owner registered ("bbc.co.uk" of "www.bbc.co.uk"); IPs and localhost as they are.

    Private suffixes count (blogspot.com, github.io): each blog there has its own owner.
    """
    host = host_of(host.strip().lower())
    if ":" in host or _NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]):  # an IP address
        return host
    found = _suffixes().privatesuffix(_readable(host))
    return ".".join(host.split(".")[-found.count(".") - 1 :]) if found else host


def _readable(host: str) -> str:
    """The host in its own script, as the list has it."""
    try:
        return idna.decode(host) if "xn--" in host else host
    except (idna.IDNAError, UnicodeError):
        return host


@datafiles.kept_of("publicsuffixlist")
def _suffixes() -> "PublicSuffixList":
    """The public suffix list that the package ships; a host under none of its suffixes owns itself."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, accept_encoded_idn=False)


def _split(url: str, base: str | None) -> SplitResult | None:
    """The URL's parts, absolute; None where the standard library gives up or it is far too long."""
    url = _INVISIBLE.sub("", url).strip()
    if not url or len(url) > 4 * MAX_BYTES:
        return None
    if feed := _FEED.match(url):
        url = ("" if ":" in feed[0] else "http") + url[feed.end() :]
    if "\\" in url and (not _SCHEME.match(url) or url[:4].lower() == "http"):
        head, mark, tail = url.partition("?")
        url = head.replace("\\", "/") + mark + tail  # as browsers do (WHATWG URL, "special" schemes)
    try:
        if base and url.startswith("?"):
            url = urlsplit(base)._replace(query=url[1:], fragment="").geturl()
        return urlsplit(urljoin(base, url) if base else url)
    except ValueError:
        return None


def _authority(parts: SplitResult) -> str | None:
    """Host and port in canonical form, without user and password; None if the host is none."""
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    host = _host(host) if host else None
    if not host:
        return None
    return f"{host}:{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme) else host


@lru_cache(maxsize=10_000)
def _host(host: str) -> str | None:
    """Lower case, punycode, no trailing dot; IPv6 in brackets; None where DNS could not have it."""
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError:
            return None
    if len(host) > MAX_HOST:
        return None  # IDNA takes quadratic time
    host = _unescape_host(host).lower().rstrip(".")
    if not host.isascii():
        host = _punycode(host) or ""
    if not _HOST.fullmatch(host) or len(host) > 253 or any(len(label) > 63 for label in host.split(".")):
        return None
    if _NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]) and not _is_ipv4(host):
        return None  # "0x7f.1", "2130706433": forms of an IPv4 address that nobody writes in good faith
    return host


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _unescape_host(host: str) -> str:
    if "%" not in host:
        return host
    raw = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), host.encode("utf-8", "replace")
    )
    return raw.decode("utf-8", "replace")


def _punycode(host: str) -> str | None:
    """IDNA 2008 with UTS 46 mapping, as browsers do; what it refuses is tried by the older codec."""
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError, IndexError):
        pass
    try:
        return host.encode("idna").decode("ascii").lower()
    except (UnicodeError, IndexError):
        return None


def _escape(text: str) -> str:
    """Percent-encoding in one spelling: upper-case hex, unreserved characters plain, the rest as UTF-8."""
    return _ESCAPE.sub(_one_escape, text)


def _one_escape(match: re.Match[str]) -> str:
    if match[1]:
        character = chr(int(match[1], 16))
        return character if _UNRESERVED.fullmatch(character) else f"%{match[1].upper()}"
    if match[2]:
        return "".join(f"%{byte:02X}" for byte in match[2].encode("utf-8", "replace"))
    return "%25"


def _dot_segments(path: str) -> str:
    """RFC 3986 §5.2.4 for a path that begins with a slash."""
    if "/." not in path:
        return path
    out: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            del out[-1:]
        elif segment != ".":
            out.append(segment)
    if segments[-1] in {".", ".."}:
        out.append("")
    return "/" + "/".join(out)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Query parameters that canonical URLs leave out."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    values: dict[str, re.Pattern[str]]  # name → values with which it is tracking


@cache
def _parameters() -> Parameters:
    table = datafiles.read(__package__, "parameters.toml")
    values = {name: re.compile("|".join(map(_glob, given))) for name, given in table["values"].items()}
    return Parameters(frozenset((*table["names"], *table["sessions"])), table["prefixes"], values)


def _glob(text: str) -> str:
    return re.escape(text).replace(r"\*", ".*")


def _query(query: str) -> str:
    """The parameters that may matter, in their order."""
    table = _parameters()
    parts = (_escape(part.removeprefix("amp;")) for part in query.split("&"))
    return "&".join(part for part in parts if part and not _droppable(part, table))


def _droppable(part: str, table: Parameters) -> bool:
    """Whether a "name=value" says how the reader came, or is a session id."""
    name, _, value = part.partition("=")
    name = name.lower()
    if name in table.names or name.startswith(table.prefixes):
        return True
    if name in {"sid", "s", "session"}:  # may be a story's number: only a long token is a session
        return bool(_LONG_TOKEN.fullmatch(value))
    known = table.values.get(name)
    return known is not None and known.fullmatch(value.lower()) is not None
