"""What a site may ask to be signed, and what cannot be: RFC 9421, section 5."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.fetching.answers import verdict_of
from crawler.fetching.challenge import ChallengeMiddleware
from crawler.fetching.credentials import ASKED, KEY, Access
from crawler.fetching.identity import DIRECTORY, Identity
from crawler.fetching.wanted import MAX_LENGTH, MAX_WANTED, OURS, UnsignableError, Wanted, wanted_by
from crawler.items import Status
from crawler.sources.file import Source
from tests.fetching.test_identity import AGENT, Asked, verify

AGENT_MARK = '"signature-agent";key="sig1"'
URL = "https://gate.example/2026/ferry?page=2"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (
            f'sig1=("@authority" {AGENT_MARK});tag="web-bot-auth"',
            (Wanted("sig1", ("@authority", AGENT_MARK)),),
        ),
        (
            'a=("@path" "signature-agent");created;expires;nonce="n";keyid="k";alg="ed25519";tag="t"',
            (Wanted("a", ("@path", "signature-agent"), "t", "n", "k"),),
        ),
        ('a=("@method")', (Wanted("a", ("@method",)), OURS)),
        (
            'sig1=("@method")',
            (
                Wanted("sig1", ("@method",)),
                Wanted("sig1-agent", ("@authority", '"signature-agent";key="sig1-agent"')),
            ),
        ),
    ],
)
def test_what_is_asked_for(header: str, wanted: tuple[Wanted, ...]) -> None:
    def plain(one: Wanted) -> Wanted:
        return Wanted(
            one.label,
            tuple(c.strip('"') if ";" not in c else c for c in one.covered),
            one.tag,
            one.nonce,
            one.keyid,
        )

    assert tuple(map(plain, wanted_by(header))) == wanted


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("", "that cannot be read"),
        ("sig1=(", "that cannot be read"),
        ("sig1=?1", "that cannot be read"),
        ('sig1=("@authority" 7)', "that cannot be read"),
        ('sig1=("@authority");nonce=7', "that cannot be read"),
        (", ".join(f'a{n}=("@path")' for n in range(MAX_WANTED + 1)), f"{MAX_WANTED + 1} times over"),
        (f'a=("@path");nonce="{"x" * MAX_LENGTH}"', "that cannot be read"),
        ('sig1=("@authority");alg="rsa-pss-sha512"', "by rsa-pss-sha512, and the key is one of ed25519"),
    ],
)
def test_what_cannot_be_asked_for(header: str, told: str) -> None:
    with pytest.raises(UnsignableError, match=f"^{told}"):
        wanted_by(header)


@pytest.fixture
def access(tmp_path: Path) -> Access:
    """Of a source that says nothing of signing, with an identity there."""
    Identity.create(AGENT, tmp_path / "identity")
    found = Access.of(
        Source(name="g", url="https://gate.example/"), {"WARRAQ_IDENTITY": str(tmp_path / "identity")}
    )
    assert found is not None
    return found


def refused(request: Request, asked: str, status: int = 401) -> Response:
    return Response(URL, status=status, headers={"Accept-Signature": asked}, request=request)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("covered", ["@authority", "@path", "@query", "@target-uri", "user-agent"])
def test_a_request_is_signed_once_it_is_asked_for(
    access: Access, tmp_path: Path, covered: str, status: int
) -> None:
    first = Request(URL, meta={KEY: access}, headers={"User-Agent": "warraq"})
    assert "Signature" not in access.applied(first).headers
    asked = f'a=("{covered}" "signature-agent");nonce="n7";tag="web-bot-auth"'
    again = ChallengeMiddleware().process_response(first, refused(first, asked, status))
    assert isinstance(again, Request)
    sent = {str(name).title(): v for name, v in access.applied(again).headers.to_unicode_dict().items()}
    found = verify(Asked("GET", URL, sent), (tmp_path / "identity" / DIRECTORY).read_bytes())
    assert found.parameters["nonce"] == "n7"
    assert set(found.covered_components) == {f'"{covered}"', '"signature-agent"', '"@signature-params"'}


def test_what_a_site_wants_is_remembered_unless_it_has_a_nonce(access: Access) -> None:
    middleware, request = ChallengeMiddleware(), Request(URL, meta={KEY: access})
    for nonce, known in ((';nonce="n"', False), ("", True)):
        middleware.process_response(request, refused(request, f'a=("@path"){nonce}'))
        later = Request(f"{URL}3", meta={KEY: access})
        middleware.process_request(later)
        assert (ASKED in later.meta) is known
    other = Request("https://other.example/", meta={KEY: access})
    middleware.process_request(other)
    assert ASKED not in other.meta


def told(middleware: ChallengeMiddleware, request: Request, asked: str) -> str:
    response = middleware.process_response(request, refused(request, asked))
    assert isinstance(response, Response), "it is not asked a third time"
    verdict = verdict_of(response, URL)
    assert verdict is not None
    assert verdict[0] is Status.BLOCKED
    return verdict[1]


def test_a_refusal_after_that_is_told(access: Access) -> None:
    middleware, request = ChallengeMiddleware(), Request(URL, meta={KEY: access})
    again = middleware.process_response(request, refused(request, 'a=("@path");nonce="1"'))
    assert isinstance(again, Request)
    assert (
        told(middleware, again, 'a=("@path");nonce="2"')
        == "401 login wanted, though signed as the site asked"
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("(", "wants a signature that cannot be read"),
        ('a=("@path");keyid="other"', "wants a signature with another key"),
        ('a=("x-badge")', "wants a signature over what this request does not have (Covered header field"),
        ('a=("@status")', "wants a signature over what this request does not have ("),
    ],
)
def test_a_signature_that_cannot_be_made_is_told(access: Access, asked: str, why: str) -> None:
    said = told(ChallengeMiddleware(), Request(URL, meta={KEY: access}), asked)
    assert said.startswith(f"401 login wanted, {why}")
    assert "\n" not in said


def test_without_an_identity_nothing_is_signed(access: Access, tmp_path: Path) -> None:
    environ = {"WARRAQ_IDENTITY": str(tmp_path / "identity")}
    assert Access.of(Source(name="g", url="https://gate.example/", sign=False), environ) is None
    request = Request(URL)
    assert told(ChallengeMiddleware(), request, 'a=("@path")') == "401 login wanted"


def test_our_own_signature_goes_beside_one_that_leaves_the_agent_out(access: Access) -> None:
    wanted = wanted_by('a=("@method")')
    made = access.signature(Request(URL), wanted, datetime.now(UTC))
    assert made["Signature-Input"].count("keyid=") == 2
    assert made["Signature-Agent"] == f'a="{AGENT}", sig1="{AGENT}"'
