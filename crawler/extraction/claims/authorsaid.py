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
    # For each place, what it says of people, and the organisations that it calls so.
    given: dict[tuple[str, float], tuple[list[str], list[str]]] = {}
    for claim in (*rows["author_organisations"], *rows["authors"]):
        texts, others = given.setdefault((claim.place, claim.trust), ([], []))
        if claim.field != "authors":
            others.append(claim.value)
        else:
            texts.append(_turned(claim.value) if claim.place in _TURNED else claim.value)
    found = []
    for (place, trust), (texts, others) in given.items():
        if place == "rel" and len(texts := shortest(texts)) > MAX_LINKED:
            continue
        names = clean_names(texts, publishers=publishers, language=language)
        if names := _with_organisations(names, others) if others else names:
            found.append(Claim("authors", names, place, trust, " | ".join([*texts, *others])[:SHOWN]))
    return found


def _with_organisations(names: Names, others: list[str]) -> Names:
    """Names with those that a field gives as organisations."""
    agencies, rest = dict.fromkeys(names.agencies), dict.fromkeys(names.organisations)
    for name in filter(is_name, others):
        (agencies if is_only_agencies(name) else rest)[name] = None
    return replace(names, agencies=tuple(agencies), organisations=tuple(rest))


def shortest(link_texts: Iterable[str]) -> list[str]:
    """Link texts without those that only say more of another: "Jane Doe", "All posts by Jane Doe"."""
    given = [text for text in dict.fromkeys(link_texts) if text]
    return [text for text in given if not any(other != text and other in text for other in given)]


def _turned(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe"."""
    last, comma, first = name.partition(",")
    turn = comma and "," not in first and len(last.split()) <= 2 and 1 <= len(first.split()) <= 3
    return f"{first.strip()} {last.strip()}" if turn else name
