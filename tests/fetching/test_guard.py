"""The address guard: the IANA special-purpose registries, and the resolver that answers by them."""

from typing import Any

import pytest

from crawler.errors import InputError
from crawler.fetching.guard import GuardedResolver, endpoint_of, host_and_port, refusal

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",  # cloud metadata
    "100.64.0.1",  # shared address space, RFC 6598
    "198.18.0.1",  # benchmarks, RFC 2544
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",  # IPv4 inside IPv6
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
    "::ffff:0:7f00:1",  # 127.0.0.1, translated
    "64:ff9b:1::808:808",  # local NAT64
    "::a00:1",  # 10.0.0.1, compatible
    "fec0::1",  # site-local
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "nonsense",
    "",
]
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "172.32.0.1", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_allowed(address: str) -> None:
    assert refusal(address) is None


class _Address:
    def __init__(self, host: str) -> None:
        self.host = host


class _Names:
    """A resolver that knows a few names."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names

    def resolveHostName(self, receiver: Any, name: str, *_: Any) -> None:
        receiver.resolutionBegan(None)
        for host in self.names.get(name, [name]):
            receiver.addressResolved(_Address(host))
        receiver.resolutionComplete()


class _Receiver:
    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.complete = False

    def resolutionBegan(self, _: Any) -> None: ...

    def addressResolved(self, address: Any) -> None:
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:
        self.complete = True


@pytest.mark.parametrize(
    ("name", "port", "hosts"),
    [
        ("news.example", 443, ["93.184.215.14"]),
        ("inside.example", 443, []),
        ("both.example", 443, ["93.184.215.14"]),  # the private half is left out
        ("127.0.0.1", 80, []),
        ("127.0.0.1", 8970, ["127.0.0.1"]),  # allowed by host and port
        ("INSIDE.example", 8080, ["10.0.0.5"]),
    ],
)
def test_the_resolver_answers_with_what_may_be_connected_to(name: str, port: int, hosts: list[str]) -> None:
    names = _Names(
        {
            "news.example": ["93.184.215.14"],
            "inside.example": ["10.0.0.5"],
            "INSIDE.example": ["10.0.0.5"],
            "both.example": ["10.0.0.5", "93.184.215.14"],
        }
    )
    resolver = GuardedResolver(names, [("127.0.0.1", 8970)])
    resolver.allow("inside.example", 8080)
    receiver = _Receiver()
    resolver.resolveHostName(receiver, name, port)
    assert receiver.hosts == hosts
    assert receiver.complete
    assert bool(resolver.refused) == (not hosts or name == "both.example")


def test_places() -> None:
    assert endpoint_of("http://127.0.0.1:8970/x") == ("127.0.0.1", 8970)
    assert endpoint_of("https://News.Example/x") == ("news.example", 443)
    assert host_and_port("[::1]:80") == ("::1", 80)
    for wrong in ("localhost", "localhost:", ":80", "a:b"):
        with pytest.raises(InputError):
            host_and_port(wrong)
