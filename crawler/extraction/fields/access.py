"""Who may read an article, and what machines may do with it, as the page says.

Access: schema.org `isAccessibleForFree` and `hasPart`/`cssSelector` (Google's paywalled-content markup),
the content-tier metas that paywall systems set, and a paywall's own words. Rights: robots meta elements
and X-Robots-Tag, the TDM Reservation Protocol (W3C community group), `noai` and `noimageai`, licences.
"""

import re
from dataclasses import replace
from typing import Literal

from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.table import LIMITS, claims
from crawler.pages.page import Document

Access = Literal["free", "metered", "paywalled", "unknown"]

_SCHEMES = ("https://", "http://")
_WORDS = re.compile(r"[^a-z]+")
_DIRECTIVES = re.compile(r"[\s,:;]+")
_FREE = frozenset(("free", "open", "public", "frei", "gratuit", "none"))
_METERED = frozenset(("metered", "meter", "registration", "registered"))
_PAID = frozenset(
    ("locked", "paid", "premium", "subscriber", "subscribers", "paywall", "plus", "subscription", "closed")
)
# Directives that reserve something; "noarchive" and the like are about search results alone.
_RESERVING = frozenset(("noindex", "nofollow", "none", "noai", "noimageai", "noarchive", "nosnippet", "noml"))
_ROBOTS = re.compile(r"^(?:robots|googlebot|googlebot-news|bingbot|gptbot|ccbot|google-extended)$")
_TRUE = frozenset(("true", "1", "yes", "http://schema.org/true", "https://schema.org/true"))
_FALSE = frozenset(("false", "0", "no", "http://schema.org/false", "https://schema.org/false"))


def decide_access(said: list[Claim[str]], paywall_seen: bool = False) -> tuple[Access, Decision]:
    """`paywall_seen`: the text ends in a paywall's words (see `kind`). A meter beats a bare "not free"."""
    able = [replace(claim, value=value) for claim in said if (value := _access(claim))]
    decided = most_trusted(able, said)
    if "metered" in [claim.value for claim in able]:
        return "metered", decided
    if paywall_seen and decided.value != "paywalled":
        return "paywalled", Decision("paywalled", "block", "a paywall's words", tuple(said))
    if decided.value is None:
        return "unknown", decided
    return ("free" if decided.value == "free" else "paywalled"), decided


def is_closed(said: list[Claim[str]]) -> bool:
    """Whether schema.org's markup calls the article not free as a whole."""
    return "paywalled" in [_access(claim) for claim in said if claim.place == "jsonld"]


def _access(claim: Claim[str]) -> Access | None:
    """What a claim means: a tier of a paywall system, or one of schema.org's booleans, which come as true,
    "True", "http://schema.org/False" … A part that is free says nothing of the rest."""
    text = claim.value.strip().lower()
    if claim.place == "tier":
        words = set(_WORDS.split(text))
        if words & _METERED:
            return "metered"
        return "paywalled" if words & _PAID else "free" if words & _FREE else None
    if text in _FALSE:
        return "paywalled"
    return "free" if text in _TRUE and claim.place != "jsonld part" else None


def rights(document: Document) -> list[str]:
    """Machine-readable opt-outs and licences, each once: "noai", "tdm-reservation", "license:https://…"."""
    said, headers = document.structured, document.page.headers
    robots = [text for name, given in said.meta.items() if _ROBOTS.match(name) for text in given]
    found: list[str] = []
    for text in (*robots, headers.get("x-robots-tag", "")):  # "noindex, noai" or "otherbot: noindex"
        found += [word for word in _DIRECTIVES.split(text.lower()[:1_000]) if word in _RESERVING]
    if (said.first("tdm-reservation") or headers.get("tdm-reservation", "")).strip() == "1":
        found.append("tdm-reservation")
    policy = said.first("tdm-policy") or headers.get("tdm-policy", "")
    if policy.startswith(_SCHEMES):
        found.append(f"tdm-policy:{policy[: LIMITS['license']]}")
    licences = [claim.value for claim in claims(document)["license"] if claim.value.startswith(_SCHEMES)]
    found += [f"license:{address}" for address in licences[:1]]
    return list(dict.fromkeys(found))
