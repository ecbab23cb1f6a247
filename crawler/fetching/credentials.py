"""What a source needs to be let in: headers, cookies, a proxy, a signature. Known here and on the wire alone.

The values come from the environment or a file. They are set on a copy of the request in the download handler,
behind every middleware, so that no log, no WARC file and no report sees them; and only towards the sites that
sources.toml names as the source's (`url`, `domains`), over TLS where its `url` is: no redirect takes them on.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from http.cookiejar import CookieJar, LoadError, MozillaCookieJar
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit
from urllib.request import Request as Asking

from crawler.errors import InputError
from crawler.fetching.guard import endpoint_of
from crawler.fetching.identity import ABOUT, FOLDER, Identity, has_library, require_library
from crawler.fetching.wanted import OURS, Wanted
from crawler.fromenv import FromEnv, Values, resolved
from crawler.sources.file import Source
from crawler.urls import site_of, without_www

if TYPE_CHECKING:  # a supervisor of engines looks at what a source needs, and has no use for Scrapy
    from scrapy import Request

KEY = "warraq_access"  # in a request's meta
ASKED = "warraq_asked_to_sign"  # in a request's meta: the signatures that its site asked for


class Access:
    """One source's. Its repr, which a log may print with the request's meta, holds nothing of it."""

    __slots__ = ("_headers", "_jar", "_proxy", "_sites", "_tls", "identity", "name", "signs")

    def __init__(
        self,
        name: str,
        *,
        sites: frozenset[str],
        tls: bool,
        headers: Mapping[str, str],
        jar: CookieJar,
        proxy: str,
        identity: Identity | None = None,
        signs: bool = False,
    ) -> None:
        self.name, self._sites, self._tls = name, sites, tls
        self._headers, self._jar, self._proxy = dict(headers), jar, proxy
        self.identity = identity  # with which requests are signed: all, or where the site asks for it
        self.signs = signs

    @classmethod
    def of(cls, source: Source, environ: Mapping[str, str]) -> Self | None:
        """What the source says; None where that is nothing. InputError where a value cannot be had."""
        identity = _identity_of(source, environ)
        if not (source.headers or source.cookies or source.proxy or identity):
            return None
        headers = _resolved(source, "headers", source.headers, environ)
        jar: CookieJar = CookieJar()
        if isinstance(source.cookies, str):
            jar = _jar(source.name, source.cookies)
        elif source.cookies:
            headers["Cookie"] = _cookies(source, source.cookies, environ)
        sites = (source.site, *(site_of(f"http://{domain}/") for domain in source.domains))
        return cls(
            source.name,
            sites=frozenset(map(without_www, sites)),
            tls=source.url.startswith("https:"),
            headers=headers,
            jar=jar,
            proxy=_proxy(source, environ),
            identity=identity,
            signs=bool(source.sign),
        )

    @classmethod
    def signing(cls, name: str, environ: Mapping[str, str]) -> Self | None:
        """Of addresses that are no source's: the identity for sites that ask for it, where there is one."""
        identity = _asked_identity(environ)
        if identity is None:
            return None
        return cls(
            name, sites=frozenset(), tls=True, headers={}, jar=CookieJar(), proxy="", identity=identity
        )

    def __repr__(self) -> str:
        return f"Access({self.name})"

    @property
    def proxied(self) -> bool:
        """Whether somebody else resolves names: the guard has to look at the target before."""
        return bool(self._proxy)

    @property
    def proxy_endpoint(self) -> tuple[str, int] | None:
        """(host, port) of the proxy, which may be private: the user named it."""
        return endpoint_of(self._proxy) if self._proxy else None

    @property
    def has_cookies(self) -> bool:
        """Whether it has cookies of its own: the site's are then not kept, for they say who is asking."""
        return "Cookie" in self._headers or any(True for _ in self._jar)

    def applied(self, request: Request) -> Request:
        """A copy of the request as it goes out."""
        sent = request.copy()
        ours = without_www(site_of(request.url)) in self._sites
        if ours and (request.url.startswith("https:") or not self._tls):
            self._let_in(sent)
        if self.signs or ASKED in sent.meta:
            for name, value in self.signature(sent, sent.meta.get(ASKED, (OURS,)), datetime.now(UTC)).items():
                sent.headers[name] = value
        if self._proxy:
            parts = urlsplit(self._proxy)
            sent.meta["proxy"] = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
            if parts.username is not None:
                known = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
                sent.headers["Proxy-Authorization"] = b"Basic " + base64.b64encode(known)
        return sent

    def signature(self, request: Request, wanted: Sequence[Wanted], now: datetime) -> dict[str, str]:
        """The headers of these signatures; UnsignableError where one cannot be made."""
        if self.identity is None:
            return {}
        said = {str(name): value for name, value in request.headers.to_unicode_dict().items()}
        return self.identity.headers(request.method, request.url, now, wanted, said)

    def _let_in(self, sent: Request) -> None:
        cookies = [(sent.headers.get("Cookie") or b"").decode("latin-1"), self._headers.get("Cookie", "")]
        asking = Asking(sent.url)
        self._jar.add_cookie_header(asking)
        cookies.append(asking.get_header("Cookie") or "")
        for name, value in self._headers.items():
            sent.headers[name] = value
        if said := "; ".join(filter(None, cookies)):
            sent.headers["Cookie"] = said


def _identity_of(source: Source, environ: Mapping[str, str]) -> Identity | None:
    """Of a source that signs; and, where one is there, of one whose site may come to ask for it."""
    if source.sign:
        return _identity(_folder(environ))
    return _asked_identity(environ) if source.sign is None else None


def _asked_identity(environ: Mapping[str, str]) -> Identity | None:
    """The one for sites that ask, where it and the library that signs are there."""
    folder = _folder(environ)
    return _identity(folder) if (Path(folder) / ABOUT).exists() and has_library() else None


def _folder(environ: Mapping[str, str]) -> str:
    return environ.get("WARRAQ_IDENTITY") or FOLDER


@cache  # a source each asks
def _identity(folder: str) -> Identity:
    require_library()
    return Identity.load(Path(folder))


def _resolved(source: Source, key: str, values: Values, environ: Mapping[str, str]) -> dict[str, str]:
    try:
        return resolved(values, environ)
    except ValueError as error:
        raise InputError(f"{key}: {error}", name=source.name) from error


def _cookies(source: Source, values: Values, environ: Mapping[str, str]) -> str:
    """The Cookie header: of single cookies, or of a variable that holds all of it ({env = "…"})."""
    whole = values.get("env")
    if isinstance(whole, str):
        return _resolved(source, "cookies", {"Cookie": FromEnv(whole)}, environ)["Cookie"]
    pairs = _resolved(source, "cookies", values, environ)
    return "; ".join(f"{name}={value}" for name, value in pairs.items())


def _jar(name: str, file: str) -> CookieJar:
    jar = MozillaCookieJar(file)
    try:
        # What `load` calls; it would take a byte order mark for a part of the first line.
        text = io.StringIO(Path(file).read_text("utf-8-sig"))
        jar._really_load(text, file, ignore_discard=True, ignore_expires=True)  # type: ignore[attr-defined]
    except LoadError:  # its text quotes the file
        raise InputError(f"cookies: {file} is no cookies file of Netscape's format", name=name) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is no text"
        raise InputError(f"cookies: {file} cannot be read ({reason})", name=name) from None
    for cookie in jar:
        cookie.expires = cookie.expires or None  # browsers write 0 for what lasts as long as they run
    return jar


def _proxy(source: Source, environ: Mapping[str, str]) -> str:
    if isinstance(source.proxy, FromEnv):
        url = _resolved(source, "proxy", {"proxy": source.proxy}, environ)["proxy"]
        if urlsplit(url).scheme != "http" or not urlsplit(url).hostname:
            message = f"proxy: the environment variable {source.proxy.env} holds no http address"
            raise InputError(message, name=source.name)
        return url
    return source.proxy or ""
