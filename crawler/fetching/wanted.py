"""Which signatures a site wants of a request: `Accept-Signature`, RFC 9421 section 5. Pure.

A member of that header is a label with the components that the signature is to cover, and with parameters:
`nonce`, `tag` and `keyid` are taken as they are, `created` and `expires` are always there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

TAG, LABEL = "web-bot-auth", "sig1"
SIGNATURE_AGENT = "Signature-Agent"
MAX_WANTED = 4  # signatures of one request: a site that asks for more does not mean us
MAX_LENGTH = 2048  # characters of the header


class UnsignableError(ValueError):
    """A signature that cannot be made; the text goes on behind "a signature"."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One signature. `covered` are components as RFC 9421 writes them."""

    label: str
    covered: tuple[str, ...]
    tag: str = TAG
    nonce: str | None = None
    keyid: str | None = None

    @property
    def agent(self) -> str:
        """The key in Signature-Agent that belongs to it."""
        marks = (one.partition(';key="')[2].rstrip('"') for one in self.covered if _is_agent(one))
        return next(filter(None, marks), self.label)


OURS = Wanted(LABEL, ("@authority", f'"signature-agent";key="{LABEL}"'))  # where a site does not say


def wanted_by(header: str) -> tuple[Wanted, ...]:
    """The signatures that an Accept-Signature asks for, and ours where none of them names the agent."""
    import http_sf

    try:
        members = cast("dict[str, Any]", http_sf.parse(header[:MAX_LENGTH].encode(), tltype="dictionary"))
        wanted = tuple(_wanted(label, *member) for label, member in members.items())
    except UnsignableError:
        raise
    except (ValueError, TypeError, AttributeError):  # the parser's own errors are ValueErrors
        raise UnsignableError("that cannot be read") from None
    if not 0 < len(wanted) <= MAX_WANTED:
        raise UnsignableError(f"{len(wanted)} times over" if wanted else "that cannot be read")
    if any(_is_agent(one) for each in wanted for one in each.covered):
        return wanted
    free = LABEL if LABEL not in members else f"{LABEL}-agent"
    return (*wanted, Wanted(free, ("@authority", f'"signature-agent";key="{free}"')))


def _wanted(label: str, covered: list[tuple[str, Mapping[str, Any]]], asked: Mapping[str, Any]) -> Wanted:
    if asked.get("alg", "ed25519") != "ed25519":
        raise UnsignableError(f"by {asked['alg']}, and the key is one of ed25519")
    components = tuple(_component(name, marks) for name, marks in covered)
    tag, nonce, keyid = said = [asked.get(name) for name in ("tag", "nonce", "keyid")]
    if not all(one is None or isinstance(one, str) for one in said):
        raise TypeError(said)
    return Wanted(label, components, tag or TAG, nonce, keyid)


def _component(name: str, marks: Mapping[str, Any]) -> str:
    import http_sf

    if not isinstance(name, str):
        raise TypeError(name)
    return str(http_sf.ser((name, dict(marks))))


def _is_agent(component: str) -> bool:
    return component.partition(";")[0].strip('"') == "signature-agent"
