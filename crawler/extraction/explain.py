"""For a person: each field's decision, its reason, and all the evidence that was looked at."""

from collections.abc import Iterable

from crawler.extraction.claims.claim import Claim, Decision
from crawler.extraction.fields.access import collect_access, decide_access
from crawler.extraction.fields.dates import dates
from crawler.extraction.fields.headline import headline
from crawler.extraction.fields.images import images
from crawler.extraction.fields.labels import (
    collect_canonical,
    collect_language,
    collect_publisher,
    collect_section,
    collect_tags,
    decide_canonical,
    decide_language_claim,
    decide_publisher,
    decide_section,
)
from crawler.extraction.fields.people import people
from crawler.pages.page import Document, Page

SHOWN = 100  # characters of a value; an essay in an author field must not fill the screen
LINES = 15  # pieces of evidence a field


def explain(page: Page) -> str:
    """Several lines a field: the decision, then the evidence, most trusted first."""
    document = Document(page)
    lines = [page.url, f"  decoded as {document.encoding}, {len(document.blocks)} blocks"]
    for name, decision in decisions(document):
        lines.append(f"  {name}: {_short(decision.value)}  ({_because(decision)})")
        lines += [f"      {line}" for line in _evidence(decision.claims)]
    return "\n".join(lines)


def decisions(document: Document) -> Iterable[tuple[str, Decision]]:
    """Every field that is decided from evidence, with its decision."""
    head, when, who = headline(document), dates(document), people(document)
    yield from (("title", head.title), ("kicker", head.kicker), ("subtitle", head.subtitle))
    yield from (("summary", head.summary), ("published_at", when.published), ("modified_at", when.modified))
    yield "authors", Decision(", ".join(who.authors) or None, who.place, who.reason, who.claims)
    yield "publisher", decide_publisher(collect_publisher(document))
    yield "canonical_url", decide_canonical(collect_canonical(document), document.url)
    yield "section", decide_section(collect_section(document))
    yield "tags", Decision(None, "", "see the evidence", tuple(collect_tags(document)))
    yield "image", images(document).lead
    yield "language", decide_language_claim(collect_language(document))
    yield "access", decide_access(collect_access(document))[1]


def _because(decision: Decision) -> str:
    return "; ".join(filter(None, (decision.place, decision.reason)))


def _evidence(evidence: Iterable[Claim[object]]) -> list[str]:
    ordered = sorted(evidence, key=lambda item: -item.trust)[:LINES]
    return [f"{item.trust:.2f} {item.place}: {_short(item.value)}" for item in ordered]


def _short(value: object) -> str:
    if value is None:
        return "–"
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
