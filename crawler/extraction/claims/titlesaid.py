"""What a title is decided from: the page's claims, cut into parts, and its headings.

Claims (JSON-LD, og:title, <title>, microdata, the feed) say what the headline is, often with the site's name
and section around it. Lesser headings are read only where no h1 has the words of a claim.
"""

import re
from dataclasses import dataclass

from crawler.extraction.claims.claim import Claim
from crawler.extraction.claims.headings import MAX_TITLE, Heading, read_h1s, read_subheadings, read_titled
from crawler.extraction.claims.sitenames import SiteNames, Tokens, site_names, split, tokens
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.plain import plain

MAX_SECTION = 4  # words of a section's name; some sites put the headline there
FIELD = "title"
# How far a place is trusted for the wording of a headline.
TRUST = {
    "h1": 1.0,
    "heading": 0.8,
    "jsonld": 0.9,
    "microdata": 0.8,
    "feed": 0.8,
    "parsely": 0.75,
    "og:title": 0.7,
    "citation": 0.7,
    "twitter:title": 0.6,
    "sailthru": 0.6,
    "dc": 0.5,
    "meta": 0.4,
    "title": 0.4,
}
_META = {
    "og:title": ("og:title",),
    "twitter:title": ("twitter:title",),
    "parsely": ("parsely-title",),
    "sailthru": ("sailthru.title",),
    "citation": ("citation_title",),
    "dc": ("dc.title", "dcterms.title", "dc:title"),
    "meta": ("title", "headline", "hdl", "article:title", "fb_title"),
}
# Places that hold the headline alone, where the others may have kicker, section or site with it. Not so
# microdata: its value is the printed heading itself.
EXACT_PLACES = ("jsonld", "feed", "citation")
_EDGES = re.compile(r"^[\s|\-–—·•:]+|[\s|\-–—·•:]+$")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of parts of a claim; `share` of the claim's words (without the site's name) that it has."""

    claim: Claim[str]
    text: str
    share: float


Spans = dict[Tokens, list[Span]]


@dataclass(frozen=True, slots=True)
class TitleEvidence:
    """All that the title is decided from."""

    claims: tuple[Claim[str], ...]
    headings: tuple[Heading, ...]
    names: SiteNames
    sections: frozenset[Tokens]
    spans: Spans

    def listed(self) -> tuple[Claim[str], ...]:
        h1s = (heading for heading in self.headings if heading.place == "h1")
        return (*(Claim(FIELD, heading.text, "h1", TRUST["h1"]) for heading in h1s), *self.claims)


def collect_title(document: Document) -> TitleEvidence:
    structured, root = document.structured, document.root
    names = site_names(root, structured)
    claims = tuple(dict.fromkeys(_claims(document)))
    given = [text for name in ("article:section", "section") for text in structured.meta.get(name, ())]
    sections = {key for text in given if len(key := tokens(plain(text))) <= MAX_SECTION} | _leftovers(claims)
    spans = _spans(claims, names)
    headings = list(read_h1s(structured.h1s))
    if not any(_is_confirmed(heading, spans) for heading in headings):
        headings += read_subheadings(root)
        if not any(_is_confirmed(heading, spans) for heading in headings):
            headings += read_titled(root)
    return TitleEvidence(claims, tuple(headings), names, frozenset(sections), spans)


def _claims(document: Document) -> list[Claim[str]]:
    structured = document.structured
    found: list[tuple[str, str]] = []
    if document.page.link and document.page.link.title:
        found.append(("feed", document.page.link.title))
    for node in structured.article_nodes[:2]:
        found += [("jsonld", text) for text in (texts(node.get("headline")) or texts(node.get("name")))[:1]]
    found += [("microdata", text) for text in structured.micro.get("headline", ())[:1]]
    for place, names in _META.items():
        found += [(place, text) for name in names for text in structured.meta.get(name, ())[:1]]
    found += [("title", structured.title)] if structured.title else []
    cleaned = [(place, trim(plain(text))) for place, text in found]
    return [Claim(FIELD, text, place, TRUST[place]) for place, text in cleaned if 0 < len(text) <= MAX_TITLE]


def trim(text: str) -> str:
    """Without marks that separate nothing; a guillemet is one only where its partner is missing."""
    text = _EDGES.sub("", text)
    return text.strip("«» ") if text.count("«") != text.count("»") else text


def _leftovers(claims: tuple[Claim[str], ...]) -> set[Tokens]:
    """What claims have before or after another whole claim: a section, a blog's name, never the headline."""
    found = {tokens(claim.value) for claim in claims}
    left: set[Tokens] = set()
    for long in found:
        for short in found:
            if 2 < len(short) < len(long):
                left |= {long[len(short) :]} if long[: len(short)] == short else set()
                left |= {long[: -len(short)]} if long[-len(short) :] == short else set()
    return left


def _spans(claims: tuple[Claim[str], ...], names: SiteNames) -> Spans:
    """Every run of parts of every claim that does not begin or end with the site's name."""
    spans: Spans = {}
    for claim in claims:
        parts = split(claim.value)
        whole = len(tokens(names.trimmed(claim.value))) or 1
        seen: set[Tokens] = set()
        named = [names.is_name(parts.span(place, place + 1)) for place in range(len(parts))]
        for begin, end, text in parts.spans():
            key = tokens(text)
            if key and key not in seen and not named[begin] and not named[end - 1]:
                seen.add(key)
                spans.setdefault(key, []).append(Span(claim, text, min(1.0, len(key) / whole)))
    return spans


def is_prominent(heading: Heading) -> bool:
    return not (heading.apart or heading.crumb or heading.alternative)


def _is_confirmed(heading: Heading, spans: Spans) -> bool:
    """A heading in the article with the words of a whole claim: no lesser ones need be read."""
    found = spans.get(tokens(heading.text), ()) if is_prominent(heading) else ()
    return any(span.share == 1.0 for span in found)
