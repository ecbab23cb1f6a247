"""The words over an article: title, kicker, subtitle and summary, each decided from its evidence."""

from dataclasses import dataclass
from urllib.parse import unquote

from crawler.extraction.claims.addresses import path_of
from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.sitenames import Tokens, tokens
from crawler.extraction.fields.decks import Sections, kicker, subtitle
from crawler.extraction.fields.labels import section_names
from crawler.extraction.fields.titles import title
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.plain import plain

MAX_SUMMARY = 1_500  # characters; longer "descriptions" are the article itself, cut

_META = {
    "og:description": ("og:description", 0.8),
    "description": ("description", 0.7),
    "twitter:description": ("twitter:description", 0.6),
    "dc": ("dc.description", 0.5),
    "dcterms": ("dcterms.abstract", 0.5),
    "sailthru": ("sailthru.description", 0.5),
}


@dataclass(frozen=True, slots=True)
class Headline:
    title: Decision
    kicker: Decision
    subtitle: Decision
    summary: Decision


def headline(document: Document) -> Headline:
    decided = title(document)
    words = decided.title.value or ""
    sections = _sections(document, decided.names.names)
    return Headline(
        title=decided.title,
        kicker=kicker(decided.heading, decided.kicker, sections, words),
        subtitle=subtitle(decided.heading, document.structured, words),
        summary=decide_summary(collect_summary(document), words),
    )


def _sections(document: Document, sites: frozenset[Tokens]) -> Sections:
    """The names that a line over the title may repeat: sections, parts of the address, the site's own."""
    named = {tokens(name) for name in section_names(document)}
    folders = {tokens(unquote(part)) for part in path_of(document.url).split("/")}
    return Sections(frozenset((*named, *folders, *sites)), bool(named))


def collect_summary(document: Document) -> list[Claim[str]]:
    structured = document.structured
    found: list[tuple[str, str, float]] = []
    if document.page.link and document.page.link.summary:
        found.append(("feed", document.page.link.summary, 0.65))
    for node in structured.article_nodes[:1]:
        found += [("jsonld", text, 0.75) for text in texts(node.get("description"))[:1]]
    for place, (name, trust) in _META.items():
        found += [(place, text, trust) for text in structured.meta.get(name, ())[:1]]
    found += [("microdata", text, 0.4) for text in structured.micro.get("description", ())[:1]]
    return [Claim("summary", text, place, trust) for place, raw, trust in found if (text := plain(raw))]


def decide_summary(evidence: list[Claim[str]], title_words: str) -> Decision:
    """The most trusted description that says more than the title; one cut off for want of a whole one."""
    able = [
        item
        for item in evidence
        if len(item.value) <= MAX_SUMMARY
        and len(tokens(item.value)) >= 3
        and tokens(item.value) != tokens(title_words)
    ]
    whole = [item for item in able if not item.value.endswith(("…", "..."))]
    decided = most_trusted(whole or able)
    return Decision(decided.value, decided.place, decided.reason, tuple(evidence))
