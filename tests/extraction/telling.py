"""What extraction says of a small page, field by field, as `warraq extract --explain` prints it."""

from collections.abc import Callable, Mapping
from typing import Any

from crawler.extraction.explain import decisions
from crawler.extraction.extract import Decided, decide, write
from crawler.items import Link
from crawler.pages.page import Document, Page
from tests.extraction.records import NOW, TEXTS, TITLE, URL, text

CLAIMED = 14  # claims of a field


def page(
    *,
    head: str = "",
    body: str | None = None,
    above: str = "",
    over: str = "",
    lead: str = "",
    below: str = "",
    after: str = "",
    language: str = "en",
    title: str = TITLE,
) -> str:
    """A page with the texts of its language. `over` stands over the headline and `above` under it in its
    header, `lead` before the texts, `below` after them, `after` behind the article."""
    if body is None:
        header = f"<header>{over}<h1>{title}</h1>{above}</header>"
        body = f"<article>{header}{lead}{text(language)}{below}</article>{after}"
    return f'<html lang="{language}"><head>{head}</head><body>{body}</body></html>'


def decided(
    html: str, url: str = URL, headers: Mapping[str, str] | None = None, link: Link | None = None
) -> tuple[Document, Decided]:
    document = Document(Page(url, html.encode(), NOW, headers or {}, link=link))
    return document, decide(document)


def claimed(*fields: str, **given: Any) -> Callable[[str], list[str]]:
    """Tells of a page what these fields are, and each claim of them with its trust and place."""

    def told(html: str) -> list[str]:
        _, found = decided(html, **given)
        lines = []
        for name, decision in decisions(found):
            if name in fields and (decision.value or decision.claims):
                lines.append(f"{name}: {decision.value} ({decision.place})")
                ranked = sorted(decision.claims, key=lambda claim: -claim.trust)[:CLAIMED]
                lines += [f"{claim.trust:.3f} {claim.place}: {claim.value}" for claim in ranked]
        return lines

    return told


def said(*fields: str, **given: Any) -> Callable[[str], dict[str, Any]]:
    """Tells of a page what its article has in these fields; of `paragraphs` what differs from the texts."""

    def told(html: str) -> dict[str, Any]:
        document, found = decided(html, **given)
        article = write(document, found)
        values = {name: getattr(article, name) for name in fields}
        if "paragraphs" in values:
            values["paragraphs"] = body_of(article.paragraphs)
        return {name: value for name, value in values.items() if value not in (None, [], ())}

    return told


def body_of(lines: list[str]) -> str:
    """The paragraphs in short: the texts of a language by their numbers, other lines by their begin."""
    known = {line: str(number) for texts in TEXTS.values() for number, line in enumerate(texts, 1)}
    return " | ".join(known.get(line, line[:60]) for line in lines)
