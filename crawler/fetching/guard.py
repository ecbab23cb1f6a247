"""What may be fetched: no private address, no endless body, no other scheme than http and https.

Addresses are judged in the resolver: Twisted asks it for every host name before it connects, literal
addresses included, after redirects too, and connects to exactly what it answered. A name that
resolves to a public and a private address loses the private one.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol, Self
from urllib.parse import urlsplit

from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer

from crawler.errors import InputError, WarraqError
from crawler.fetching import compression

if TYPE_CHECKING:  # the limits below are asked for where nothing is fetched
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)

MAX_BODY = compression.MAX_BODY
MAX_LISTING = 50 * 2**20  # bytes decoded; the sitemap protocol's own limit for one file
MAX_ROBOTS = 500 * 2**10  # bytes; RFC 9309 §2.5 asks to read at least this much
MAX_URL = 2083  # bytes; what Scrapy and old browsers take
MAX_HEADERS = 64 * 2**10  # bytes of an answer's header; real ones have 1 to 8 KiB
MAX_HEADER_LINES = 200  # of it; real ones have up to 60, cookies included
MAX_REDIRECTS = 10  # browsers stop at 20; honest chains have up to 4
FETCH_TIMEOUT = 30.0  # seconds for a whole fetch

# NAT64 and 6to4 hold an IPv4 address inside an IPv6 one that looks global.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_TRANSLATED = ipaddress.ip_network("::ffff:0:0:0/96")  # RFC 2765 §2.1, for translators of packets
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291 §2.5.5.1, deprecated and still routed by some
_HOLD_IPV4 = (_NAT64, _COMPATIBLE, _TRANSLATED)
# What Python's tables do not hold, or not in every version: local NAT64 (RFC 8215), site-local (RFC 3879),
# Teredo (RFC 4380), documentation (RFC 9637), segment routing (RFC 9602), 6to4 relays (RFC 7526), and the
# address at which every machine of one cloud asks for its settings.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        (
            *("64:ff9b:1::/48", "fec0::/10", "2001::/32", "3fff::/20", "5f00::/16"),
            *("192.88.99.0/24", "168.63.129.16/32"),
        ),
    )
)


def refusal(address: str) -> str | None:
    """Why an IP address must not be connected to, or None where it may be. Source: IANA's registries."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address} is no IP address"
    if isinstance(ip, ipaddress.IPv6Address):
        inner = (
            ip.ipv4_mapped
            or ip.sixtofour
            or (
                ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
                if any(ip in network for network in _HOLD_IPV4)
                else None
            )
        )
        if inner is not None:
            return refusal(str(inner))
    closed = any(ip.version == network.version and ip in network for network in _CLOSED)
    if closed or not ip.is_global or ip.is_multicast:
        return f"{address} is a private, loopback, link-local or reserved address (--allow-private)"
    return None


def host_and_port(name: str) -> tuple[str, int]:
    """ "127.0.0.1:8970" or "[::1]:80" → (host, port), for --allow-private."""
    host, colon, port = name.rpartition(":")
    if not colon or not port.isdigit() or not host:
        raise InputError("write HOST:PORT", name=name)
    return host.strip("[]").lower(), int(port)


def endpoint_of(url: str) -> tuple[str, int]:
    """(host, port) that a URL connects to."""
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


class _Address(Protocol):
    host: str


class _Receiver(Protocol):
    """What Twisted calls with the addresses: IResolutionReceiver, whose zope interface no checker reads."""

    def resolutionBegan(self, resolutionInProgress: object) -> None: ...
    def addressResolved(self, address: _Address) -> None: ...
    def resolutionComplete(self) -> None: ...


class _Resolver(Protocol):
    """Twisted's IHostnameResolver."""

    def resolveHostName(
        self,
        resolutionReceiver: _Receiver,
        hostName: str,
        portNumber: int,
        addressTypes: Sequence[type] | None,
        transportSemantics: str,
    ) -> object: ...


@implementer(IHostnameResolver)
class GuardedResolver:
    """Answers with public addresses only, unless (host, port) was allowed by the user.

    `refused` remembers why a host got no address, for the outcome's reason.
    """

    def __init__(self, inner: _Resolver, allowed: Collection[tuple[str, int]]) -> None:
        self._inner = inner
        self._allowed = set(allowed)
        self.refused: dict[tuple[str, int], str] = {}

    def allow(self, host: str, port: int) -> None:
        """Let connections to this private address through; the user said so."""
        self._allowed.add((host.lower(), port))

    def allows(self, host: str, port: int) -> bool:
        """Whether the user said that this address may be private."""
        return (host.lower(), port) in self._allowed

    def resolveHostName(  # Twisted's interface and names
        self,
        resolutionReceiver: _Receiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type] | None = None,
        transportSemantics: str = "TCP",
    ) -> object:
        receiver = resolutionReceiver
        if (hostName.lower(), portNumber) not in self._allowed:
            receiver = _PublicOnly(resolutionReceiver, self.refused, (hostName.lower(), portNumber))
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


class _PublicOnly:
    """Passes public addresses on."""

    def __init__(
        self, receiver: _Receiver, refused: dict[tuple[str, int], str], endpoint: tuple[str, int]
    ) -> None:
        self._receiver, self._refused, self._endpoint = receiver, refused, endpoint
        self.resolutionBegan = receiver.resolutionBegan
        self.resolutionComplete = receiver.resolutionComplete

    def addressResolved(self, address: _Address) -> None:
        reason = refusal(address.host)
        if reason is None:
            self._receiver.addressResolved(address)
        elif self._endpoint not in self._refused:
            self._refused[self._endpoint] = reason
            logger.warning("refused to connect to %s:%d: %s", *self._endpoint, reason)


async def target_refusal(host: str, port: int) -> str | None:
    """Why a target must not be asked for through a proxy, which resolves its name for us; None: it may be.

    Every address that the name has here must be public, for nobody knows which one the proxy takes.
    """
    if installed().allows(host, port):
        return None
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        return f"{host} cannot be resolved here, so it is not asked for through a proxy ({error.strerror})"
    return next((why for *_, address in found if (why := refusal(str(address[0])))), None)


class ScrapyResolver:
    """Scrapy's hook (setting TWISTED_DNS_RESOLVER): puts the guard before the reactor's resolver."""

    def __init__(self, crawler: Crawler, reactor: ReactorBase) -> None:
        names = crawler.settings.getlist("WARRAQ_ALLOW_PRIVATE")
        self._reactor = reactor
        self._resolver = GuardedResolver(reactor.nameResolver, [host_and_port(name) for name in names])

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        return cls(crawler, reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self._resolver)  # type: ignore[arg-type]  # zope says so


def install(allowed: Collection[str] = ()) -> GuardedResolver:
    """The guard of the running reactor: put there now where a project's settings did not name it."""
    from scrapy.downloadermiddlewares import cookies
    from tldextract import TLDExtract
    from twisted.internet import reactor

    # Scrapy's own asks the network for its list of suffixes at the first cookie, and all sites wait for it.
    cookies._split_domain = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    present = _guard_of(reactor)
    if present is None:
        present = GuardedResolver(reactor.nameResolver, [host_and_port(name) for name in allowed])
        reactor.installNameResolver(present)
    return present


def installed() -> GuardedResolver:
    """The guard of the running reactor; an error where somebody took it out."""
    from twisted.internet import reactor

    present = _guard_of(reactor)
    if present is None:
        raise WarraqError("the address guard is missing: leave the setting TWISTED_DNS_RESOLVER as it is")
    return present


def _guard_of(reactor: object) -> GuardedResolver | None:
    resolver = getattr(reactor, "nameResolver", None)
    return resolver if isinstance(resolver, GuardedResolver) else None
