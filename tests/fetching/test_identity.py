"""Signed requests, verified as a server would: by the directory that the crawler's site publishes."""

import base64
import importlib.util
import json
import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from scrapy import Request

from crawler.cli import app
from crawler.errors import InputError
from crawler.fetching.credentials import Access
from crawler.fetching.identity import ABOUT, DIRECTORY, KEY, Identity, thumbprint
from crawler.sources.file import Source

signatures = pytest.importorskip("http_message_signatures", reason="skipped: no warraq[identity]")

AGENT = "https://crawler.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Identity.create(f"{AGENT}/", tmp_path / "identity")
    return tmp_path / "identity"


@dataclass
class Asked:
    """A request as it reaches a server."""

    method: str
    url: str
    headers: dict[str, str]


def verify(asked: Asked, directory: bytes) -> Any:
    """What a server does: the tag, the key by its id out of the directory, what is covered, the times."""
    from http_message_signatures.algorithms import ED25519

    keys = {key["kid"]: key["x"] for key in json.loads(directory)["keys"]}

    class Directory(signatures.HTTPSignatureKeyResolver):  # type: ignore[misc, name-defined]
        def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
            return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(keys[key_id] + "="))

    verifier = signatures.HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=Directory())
    (result,) = verifier.verify(asked, expect_tag="web-bot-auth", max_age=timedelta(minutes=1))
    return result


def test_a_server_can_verify_who_asks(folder: Path) -> None:
    identity, now = Identity.load(folder), datetime.now(UTC)
    url = "https://news.example:8443/a%zz?b=[c]"
    asked = Asked("GET", "https://news.example:8443/a?b=c", identity.headers("GET", url, now))
    result = verify(asked, (folder / DIRECTORY).read_bytes())
    assert result.covered_components == {
        '"@authority"': "news.example:8443",
        '"signature-agent";key="sig1"': f'"{AGENT}"',
        '"@signature-params"': asked.headers["Signature-Input"].removeprefix("sig1="),
    }
    parameters = result.parameters
    assert parameters["expires"] - parameters["created"] == 60
    assert parameters["keyid"] == identity.keyid
    assert (parameters["alg"], parameters["tag"]) == ("ed25519", "web-bot-auth")
    again = identity.headers("GET", url, now)
    assert again["Signature"] != asked.headers["Signature"], "each has a nonce of its own"


@pytest.mark.parametrize("change", ["host", "agent", "late", "key"])
def test_what_a_server_does_not_believe(folder: Path, tmp_path: Path, change: str) -> None:
    identity = Identity.load(folder)
    now = datetime.now(UTC) - timedelta(minutes=2 if change == "late" else 0)
    asked = Asked("GET", "https://news.example/", identity.headers("GET", "https://news.example/", now))
    directory = (folder / DIRECTORY).read_bytes()
    if change == "host":
        asked.url = "https://other.example/"
    if change == "agent":
        asked.headers["Signature-Agent"] = 'sig1="https://other.example"'
    if change == "key":
        other = Identity.create(AGENT, tmp_path / "other")
        directory = other.directory().replace(other.keyid.encode(), identity.keyid.encode())
    with pytest.raises(signatures.InvalidSignature):
        verify(asked, directory)


def test_the_thumbprint_of_the_standard() -> None:
    """RFC 8037, appendix A.3."""
    key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert thumbprint({**key, "kid": "x"}) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_folder_for_its_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE((folder / KEY).stat().st_mode) == 0o600
    identity = Identity.load(folder)
    assert (identity.agent, identity.published_at) == (AGENT, f"{AGENT}/{DIRECTORY}")
    (key,) = json.loads((folder / DIRECTORY).read_bytes())["keys"]
    assert key["kid"] == thumbprint(key) == identity.keyid
    assert "d" not in key, "what is private stays here"
    assert "PRIVATE" not in repr(identity)
    before = (folder / KEY).read_bytes()
    with pytest.raises(InputError, match="is there already; a key is never overwritten"):
        Identity.create(AGENT, folder)
    assert (folder / KEY).read_bytes() == before


def break_mode(folder: Path) -> None:
    (folder / KEY).chmod(0o644)


def break_key(folder: Path) -> None:
    (folder / KEY).write_text("-----BEGIN PRIVATE KEY-----\nsecret-of-ours\n-----END PRIVATE KEY-----\n")


def break_directory(folder: Path) -> None:
    (folder / DIRECTORY).write_text('{"keys": []}')


def break_json(folder: Path) -> None:
    (folder / DIRECTORY).write_text("<html>")


def break_agent(folder: Path) -> None:
    (folder / ABOUT).write_text('agent = "http://crawler.example"')


def break_about(folder: Path) -> None:
    (folder / ABOUT).write_text('site = "https://crawler.example"')


def remove_key(folder: Path) -> None:
    (folder / KEY).unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (break_mode, r"key.pem: others may read it; chmod 600"),
        (break_key, r"key.pem: is no private key without a password"),
        (break_directory, r"directory: does not have the key that requests are signed with, [\w-]{43}$"),
        (break_json, r"directory: is no directory of keys \(a JSON Web Key Set\)"),
        (break_agent, r"http://crawler.example: is no site such as https://crawler.example"),
        (break_about, r"identity.toml: "),
        (remove_key, r"key.pem: is not there; `warraq identity create --agent https://…` makes an identity"),
    ],
)
def test_an_identity_that_is_not_whole_is_one_line(folder: Path, harm: Any, said: str) -> None:
    harm(folder)
    with pytest.raises(InputError, match=said) as caught:
        Identity.load(folder)
    assert "\n" not in str(caught.value)
    assert "secret-of-ours" not in str(caught.value)


def test_a_source_that_signs(folder: Path) -> None:
    source = Source(name="n", url="https://n.example/", sign=True)
    access = Access.of(source, {"WARRAQ_IDENTITY": str(folder)})
    assert access is not None
    sent = access.applied(Request("https://n.example/a", headers={"Accept": "text/html"}))
    headers = {str(name).title(): value for name, value in sent.headers.to_unicode_dict().items()}
    verify(Asked("GET", "https://n.example/a", headers), (folder / DIRECTORY).read_bytes())
    assert Access.of(Source(name="n", url="https://n.example/"), {}) is None


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["identity", "create", "--agent", AGENT])
    assert done.exit_code == 0, done.output
    assert f"publish identity/{DIRECTORY} at {AGENT}/{DIRECTORY}" in done.output
    (keyid,) = re.findall(r"^key ([\w-]{43}) in identity/key.pem", done.output, re.MULTILINE)
    shown = CliRunner().invoke(app, ["identity", "show", "identity"])
    assert keyid in shown.output
    os.remove("identity/identity.toml")
    assert CliRunner().invoke(app, ["identity", "show"]).exit_code != 0


def test_without_the_library_it_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    source = Source(name="n", url="https://n.example/", sign=True)
    with pytest.raises(
        InputError, match=r"^sign = true: http-message-signatures is not installed \(pip install"
    ):
        Access.of(source, {"WARRAQ_IDENTITY": str(folder / "other")})
