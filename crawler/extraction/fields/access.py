"""Who may read an article, and what machines may do with it, as the page says.

Access: schema.org `isAccessibleForFree` and `hasPart`/`cssSelector` (Google's paywalled-content markup),
the content-tier metas that paywall systems set, and a paywall's own words. Rights: robots meta elements
and X-Robots-Tag, the TDM Reservation Protocol (W3C community group), `noai` and `noimageai`, licences.
"""

import re
from typing import Literal

from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.plain import plain
from crawler.pages.structured import Structured

Access = Literal["free", "metered", "paywalled", "unknown"]

MAX_LICENCE = 300  # characters of a licence's address

_TIER_META = (
    *(
        "article:content_tier",
        "og:article:content_tier",
        "content_tier",
        "article.content_tier",
        "lotame:content_tier",
    ),
    *("access", "article:access", "cxenseparse:access", "dc.rights.access", "paywall", "accesslevel"),
)
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


def collect_access(document: Document) -> list[Claim[str]]:
    structured = document.structured
    found: list[tuple[str, str, float]] = []
    for node in structured.article_nodes[:2]:
        free = _truth(node.get("isAccessibleForFree"))
        if free is not None:
            found.append(("jsonld", "free" if free else "paywalled", 0.9))
        elif _has_closed_part(node.get("hasPart")):
            found.append(("jsonld", "paywalled", 0.85))
    for text in structured.micro.get("isaccessibleforfree", ())[:1]:
        if (free := _truth(text)) is not None:
            found.append(("microdata", "free" if free else "paywalled", 0.8))
    for name in _TIER_META:
        found += [(name, tier, 0.95) for text in structured.meta.get(name, ())[:1] if (tier := _tier(text))]
    return [Claim("access", value, place, trust) for place, value, trust in found]


def decide_access(evidence: list[Claim[str]], paywall_seen: bool = False) -> tuple[Access, Decision]:
    """`paywall_seen`: the text ends in a paywall's words (see `kind`). A meter beats a bare "not free"."""
    decided = most_trusted(evidence)
    values = {item.value for item in evidence}
    if "metered" in values:
        return "metered", decided
    if paywall_seen and decided.value != "paywalled":
        return "paywalled", Decision("paywalled", "block", "a paywall's words", tuple(evidence))
    if decided.value in ("free", "paywalled"):
        return ("free" if decided.value == "free" else "paywalled"), decided
    return "unknown", decided


def _truth(value: object) -> bool | None:
    """schema.org booleans come as true, "True", "http://schema.org/False" …"""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower() if isinstance(value, str | int) else ""
    return True if text in _TRUE else False if text in _FALSE else None


def _has_closed_part(value: object) -> bool:
    parts = value if isinstance(value, list) else [value]
    return any(
        isinstance(part, dict) and _truth(part.get("isAccessibleForFree")) is False for part in parts[:50]
    )


def _tier(text: str) -> Access | None:
    words = set(re.split(r"[^a-z]+", text.lower()))
    if words & _METERED:
        return "metered"
    if words & _PAID:
        return "paywalled"
    return "free" if words & _FREE else None


def rights(document: Document) -> list[str]:
    """Machine-readable opt-outs and licences, each once: "noai", "tdm-reservation", "license:https://…"."""
    structured = document.structured
    headers = document.page.headers
    found = [directive for text in _robots_texts(structured) for directive in _directives(text)]
    found += _directives(headers.get("x-robots-tag", ""))
    reservation = structured.first("tdm-reservation") or headers.get("tdm-reservation", "")
    if reservation.strip() == "1":
        found.append("tdm-reservation")
    policy = structured.first("tdm-policy") or headers.get("tdm-policy", "")
    if policy.startswith(("https://", "http://")):
        found.append(f"tdm-policy:{policy[:MAX_LICENCE]}")
    found += [f"license:{text}" for text in _licences(structured)[:1]]
    return list(dict.fromkeys(found))


def _robots_texts(structured: Structured) -> list[str]:
    return [text for name, given in structured.meta.items() if _ROBOTS.match(name) for text in given]


def _directives(text: str) -> list[str]:
    """The reserving directives of "noindex, noai" or "otherbot: noindex"."""
    return [word for word in re.split(r"[\s,:;]+", text.lower()[:1_000]) if word in _RESERVING]


def _licences(structured: Structured) -> list[str]:
    given = structured.links.get("license", [])
    given = given + [text for node in structured.article_nodes[:1] for text in texts(node.get("license"))]
    given = given + structured.micro.get("license", [])
    return [
        plain(text) for text in given if text.startswith(("https://", "http://")) and len(text) <= MAX_LICENCE
    ]
