"""Who is asking, provably: requests signed with a key that the crawler's own site publishes (Web Bot Auth).

HTTP Message Signatures (RFC 9421) after draft-ietf-webbotauth-httpsig-protocol: the signature covers the host
that is asked and who says that it asks (`Signature-Agent`), or what the site wants covered
(`crawler.fetching.wanted`), holds for a minute, and names its key by its thumbprint (RFC 7638). A site finds
the key in the agent's directory, a JSON Web Key Set.

The identity is a folder: `key.pem`, for its owner's eyes alone; `identity.toml`, which names the agent; and
the directory, to be published as it is. The library that signs is the extra `warraq[identity]`.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import msgspec

from crawler.errors import InputError
from crawler.fetching.wanted import OURS, SIGNATURE_AGENT, UnsignableError, Wanted
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY, ABOUT = "key.pem", "identity.toml"
DIRECTORY = ".well-known/http-message-signatures-directory"
MEDIA_TYPE = "application/http-message-signatures-directory+json"
FOLDER = "identity"  # where nothing else is said (WARRAQ_IDENTITY)
GOOD_FOR = timedelta(minutes=1)  # as long as a request waits at most; the draft wants less than a day
OF_THE_PATH = ("@target-uri", "@path", "@query", "@request-target", "@query-param")


class _About(msgspec.Struct, forbid_unknown_fields=True):
    agent: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A key and the site that vouches for it. Its repr shows no key."""

    agent: str  # "https://crawler.example"
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def keyid(self) -> str:
        """The key's thumbprint."""
        return thumbprint(jwk(self.key.public_key()))

    @property
    def published_at(self) -> str:
        """Where sites look for the directory."""
        return f"{self.agent}/{DIRECTORY}"

    def directory(self) -> bytes:
        """What is published there: the public key as a JSON Web Key Set."""
        public = jwk(self.key.public_key())
        keys = [{**public, "kid": thumbprint(public), "use": "sig", "alg": "EdDSA"}]
        return msgspec.json.format(msgspec.json.encode({"keys": keys}), indent=2) + b"\n"

    def headers(
        self,
        method: str,
        url: str,
        now: datetime,
        wanted: Sequence[Wanted] = (OURS,),
        said: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """The three headers that a request to `url` is signed with; `now` is an aware time.

        `wanted` are the signatures that are made, `said` the request's other headers, which they may cover.
        UnsignableError where one of them cannot be made of this request.
        """
        message = _Message(method, _address(url, wanted), dict(said or {}))
        message.headers[SIGNATURE_AGENT] = ", ".join(
            f'{label}="{self.agent}"' for label in dict.fromkeys(one.agent for one in wanted)
        )
        for one in wanted:
            self._sign(message, one, now)
        return {name: message.headers[name] for name in (SIGNATURE_AGENT, "Signature-Input", "Signature")}

    def _sign(self, message: _Message, wanted: Wanted, now: datetime) -> None:
        from http_message_signatures import (
            HTTPMessageSignaturesException,
            HTTPMessageSigner,
            HTTPSignatureKeyResolver,
        )
        from http_message_signatures.algorithms import ED25519

        class Key(HTTPSignatureKeyResolver):
            def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
                return key

        key = self.key
        if wanted.keyid not in (None, self.keyid):
            raise UnsignableError("with another key")
        try:
            HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=Key()).sign(
                message,
                key_id=self.keyid,
                created=now,
                expires=now + GOOD_FOR,
                nonce=wanted.nonce or base64.b64encode(secrets.token_bytes(64)).decode(),
                label=wanted.label,
                tag=wanted.tag,
                covered_component_ids=wanted.covered,
                append_if_signature_exists=True,
            )
        except HTTPMessageSignaturesException as error:
            raise UnsignableError(f"over what this request does not have ({error})") from error

    @classmethod
    def create(cls, agent: str, folder: Path) -> Self:
        """A new key, with its folder. InputError where there is one already."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        identity = cls(_agent(agent), Ed25519PrivateKey.generate())
        pem = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            (folder / DIRECTORY).parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pem)
            (folder / ABOUT).write_text(f"agent = {msgspec.json.encode(identity.agent).decode()}\n", "utf-8")
            (folder / DIRECTORY).write_bytes(identity.directory())
        except FileExistsError:
            raise InputError("is there already; a key is never overwritten", name=str(folder / KEY)) from None
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", name=str(folder)) from error
        return identity

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The identity of a folder. InputError where it is not whole, or its directory is of another key."""
        about, pem, published = (_read(folder / name) for name in (ABOUT, KEY, DIRECTORY))
        if (folder / KEY).stat().st_mode & 0o077:
            raise InputError("others may read it; chmod 600", name=str(folder / KEY))
        try:
            agent = _agent(msgspec.toml.decode(about, type=_About).agent)
        except msgspec.MsgspecError as error:
            raise InputError(f"{error}", name=str(folder / ABOUT)) from error
        identity = cls(agent, _key(pem, folder / KEY))
        if problem := identity.problem_with(published):
            raise InputError(problem, name=str(folder / DIRECTORY))
        return identity

    def problem_with(self, directory: bytes) -> str:
        """Why a directory does not vouch for this key, in one line; "" where it does."""
        try:
            keys = msgspec.json.decode(directory)["keys"]
            known = [thumbprint(key) for key in keys if key.get("kty") == "OKP"]
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
            return "is no directory of keys (a JSON Web Key Set)"
        if self.keyid in known:
            return ""
        return f"does not have the key that requests are signed with, {self.keyid}"


@dataclass(slots=True)
class _Message:
    """A request as the library wants it."""

    method: str
    url: str
    headers: dict[str, str]


def _address(url: str, wanted: Sequence[Wanted]) -> str:
    """As much of the address as is covered; paths are as sites write them, and not all are well-formed."""
    covered = "".join(component for one in wanted for component in one.covered)
    if any(name in covered for name in OF_THE_PATH):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """A public key as a JSON Web Key (RFC 8037)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": _base64url(key.public_bytes_raw())}


def thumbprint(key: Mapping[str, Any]) -> str:
    """The SHA-256 thumbprint of such a key (RFC 7638): its members in their order, without spaces."""
    members = {name: key[name] for name in ("crv", "kty", "x")}
    return _base64url(hashlib.sha256(msgspec.json.encode(members)).digest())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _agent(url: str) -> str:
    """The site that vouches, without a path: https, for anybody could answer in the place of another."""
    parts = urlsplit(canonicalize(url) or "")
    if parts.scheme != "https" or parts.path.strip("/") or parts.query:
        raise InputError("is no site such as https://crawler.example", name=url)
    return f"https://{parts.netloc}"


def _key(pem: bytes, file: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):  # its text may say what the file holds
        raise InputError("is no private key without a password", name=str(file)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError("is no Ed25519 key", name=str(file))
    return key


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        message = "is not there; `warraq identity create --agent https://…` makes an identity"
        raise InputError(message, name=str(file)) from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", name=str(file)) from error


def has_library() -> bool:
    """Whether what signs is installed."""
    from importlib.util import find_spec

    return find_spec("http_message_signatures") is not None


def require_library() -> None:
    """InputError where what signs is not installed."""
    if not has_library():
        message = "http-message-signatures is not installed (pip install 'warraq[identity]')"
        raise InputError(message, name="sign = true")
