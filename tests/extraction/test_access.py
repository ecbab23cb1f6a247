"""Access markers and machine-readable opt-outs."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction.claims.table import claims
from crawler.extraction.fields.access import decide_access, rights
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://www.morningpost.example/politics/new-bridge-opens"


def page(html: str, headers: dict[str, str] | None = None) -> Document:
    return Document(Page(URL, html.encode(), NOW, headers=headers or {}))


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


ACCESS = [
    (ld(isAccessibleForFree=True), "free"),
    (ld(isAccessibleForFree="True"), "free"),
    (ld(isAccessibleForFree="http://schema.org/False"), "paywalled"),
    (ld(isAccessibleForFree=[False]), "paywalled"),
    (
        ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "false", "cssSelector": ".paid"}),
        "paywalled",
    ),
    (ld(isAccessibleForFree=False) + '<meta property="article:content_tier" content="metered">', "metered"),
    ('<meta property="article:content_tier" content="locked">', "paywalled"),
    ('<meta property="article:content_tier" content="free">', "free"),
    (ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": True}), "unknown"),
    ('<meta name="paywall" content="true">', "unknown"),
    (ld(isAccessibleForFree={"x": 1}), "unknown"),
    (ld(isAccessibleForFree="perhaps"), "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("html", "expected"), ACCESS)
def test_access(html: str, expected: str) -> None:
    assert decide_access(claims(page(html))["access"])[0] == expected


def test_a_paywall_seen_on_the_page_outweighs_silence() -> None:
    assert decide_access([], paywall_seen=True)[0] == "paywalled"


RIGHTS: list[tuple[str, dict[str, str], list[str]]] = [
    ('<meta name="robots" content="noai, noimageai, max-image-preview:large">', {}, ["noai", "noimageai"]),
    ('<meta name="Robots" content="INDEX,FOLLOW">', {}, []),
    ("", {"x-robots-tag": "otherbot: noindex, noai"}, ["noindex", "noai"]),
    ('<meta name="tdm-reservation" content="1">', {}, ["tdm-reservation"]),
    (
        "",
        {"tdm-reservation": "1", "tdm-policy": "https://x.example/p"},
        ["tdm-reservation", "tdm-policy:https://x.example/p"],
    ),
    ("", {"tdm-reservation": "0"}, []),
    (
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
        {},
        ["license:https://creativecommons.org/licenses/by/4.0/"],
    ),
    ("", {}, []),
]


@pytest.mark.parametrize(("html", "headers", "expected"), RIGHTS)
def test_rights(html: str, headers: dict[str, str], expected: list[str]) -> None:
    assert rights(page(html, headers)) == expected
