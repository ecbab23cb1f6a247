"""For a person: each field's decision with its reason and all the claims that were looked at, the role of
each block, and what every rule changed.
"""

from collections import Counter
from collections.abc import Iterator

from crawler.extraction.claims.claim import Decision
from crawler.extraction.extract import Decided, decide
from crawler.extraction.roles.labelled import Labelled
from crawler.pages.page import Document, Page

SHOWN = 100  # characters of a value; an essay in an author field must not fill the screen
LINES = 15  # claims a field
CHANGES = 40  # blocks that rules changed


def explain(page: Page) -> str:
    """Several lines a field: the decision, then the claims, most trusted first; then roles and rules."""
    document = Document(page)
    found = decide(document)
    lines = [page.url, f"  decoded as {document.encoding}, {len(document.blocks)} blocks"]
    for name, decision in decisions(found):
        because = "; ".join(filter(None, (decision.place, decision.reason)))
        lines.append(f"  {name}: {_short(decision.value)}  ({because})")
        for claim in sorted(decision.claims, key=lambda claim: -claim.trust)[:LINES]:
            lines.append(f"      {claim.trust:.2f} {claim.place}: {_short(claim.text or claim.value)}")
    return "\n".join([*lines, *_roles(found.body.labelled)])


def decisions(found: Decided) -> Iterator[tuple[str, Decision]]:
    """Every field with its decision, in the order of the record."""
    head, when, who, body = found.headline, found.dates, found.people, found.body
    yield "kind", Decision(found.kind[0].value, reason=found.kind[1])
    yield from (("title", head.title), ("kicker", head.kicker), ("subtitle", head.subtitle))
    yield "summary", head.summary
    text = f"{len(body.blocks)} paragraphs, confidence {body.confidence:.2f}" if body.blocks else None
    yield "body", Decision(text, body.method, body.reason)
    yield "authors", Decision(", ".join(who.authors) or None, who.place, who.reason, who.claims)
    yield "agency", Decision(", ".join(found.agency) or None, reason="by-lines, datelines and closing lines")
    yield from (("published_at", when.published), ("modified_at", when.modified))
    called = found.labels
    yield from (("publisher", called.publisher), ("canonical_url", called.canonical_url))
    yield from (("section", called.section), ("language", called.language))
    yield "tags", Decision(", ".join(called.tags) or None, reason="of the most trusted place that has any")
    yield "image", found.images.lead
    yield "access", found.access[1]


def _roles(page: Labelled) -> list[str]:
    """How many lines have each role, and which ones a rule gave another than the model did."""
    counts = Counter(role or "furniture" for role in page.roles)
    told = ", ".join(f"{count} {role}" for role, count in counts.most_common())
    lines = [f"  roles: {told or 'none'}"]
    for rule, place, before, after in page.trace[:CHANGES]:
        lines.append(f"      {rule}: {before or 'furniture'} → {after}: {_short(page.texts[place])}")
    return lines


def _short(value: object) -> str:
    text = "–" if value is None else " ".join(str(value).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
