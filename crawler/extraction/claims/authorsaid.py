"""What a page's metadata and its feed say about who wrote it: the author rows of the table, as names.

All values of one place are one claim. What is printed is read by roles/bylines.py; fields/people.py decides
among the claims.
"""

from collections.abc import Iterable
from dataclasses import replace

from crawler.extraction.claims.claim import Claim
from crawler.extraction.claims.table import claims
from crawler.extraction.reading.names import Names, clean_names, is_name
from crawler.languages.credits import is_only_agencies
from crawler.pages.page import Document

MAX_LINKED = 4  # authors that links with rel=author name; more are those of other articles
SHOWN = 200  # characters of a claim's text

_TURNED = frozenset(("citation_author", "dc.creator", "dcterms.creator"))  # libraries put the last name first


def authors_said(document: Document, language: str | None, publishers: tuple[str, ...]) -> list[Claim[Names]]:
    """The claims of all author fields, in the order of the table. `publishers`: the site's own names."""
    rows = claims(document)
    organisations: dict[tuple[str, float], list[str]] = {}
    for claim in rows["author_organisations"]:
        organisations.setdefault((claim.place, claim.trust), []).append(claim.value)
    given = {place: list[str]() for place in organisations}
    for claim in rows["authors"]:
        text = _turned(claim.value) if claim.place in _TURNED else claim.value
        given.setdefault((claim.place, claim.trust), []).append(text)
    found = []
    for (place, trust), texts in given.items():
        if place == "rel" and len(texts := shortest(texts)) > MAX_LINKED:
            continue
        others = organisations.get((place, trust), [])
        names = clean_names(texts, publishers=publishers, language=language)
        if names := _with_organisations(names, others):
            text = " | ".join([*texts, *others])[:SHOWN]
            found.append(Claim("authors", names, place, trust, text))
    return found


def _with_organisations(names: Names, others: list[str]) -> Names:
    """Names with those that a field gives as organisations."""
    whole = [name for name in others if is_name(name)]
    agencies = [name for name in whole if is_only_agencies(name)]
    rest = [name for name in whole if name not in agencies]
    return replace(
        names,
        agencies=tuple(dict.fromkeys((*names.agencies, *agencies))),
        organisations=tuple(dict.fromkeys((*names.organisations, *rest))),
    )


def shortest(link_texts: Iterable[str]) -> list[str]:
    """Link texts without those that only say more of another: "Jane Doe", "All posts by Jane Doe"."""
    given = [text for text in dict.fromkeys(link_texts) if text]
    return [text for text in given if not any(other != text and other in text for other in given)]


def _turned(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe"."""
    last, comma, first = name.partition(",")
    turn = comma and "," not in first and len(last.split()) <= 2 and 1 <= len(first.split()) <= 3
    return f"{first.strip()} {last.strip()}" if turn else name
