"""What a page that was extracted teaches its site's memory: its blocks and texts, and where fields stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from crawler.extraction.claims.claim import Claim, Decision
from crawler.extraction.claims.recalled import endings_told, told
from crawler.extraction.extract import Decided, decide, remembering, write
from crawler.extraction.fields.headline import Headline
from crawler.extraction.reading.dates.moment import Moment
from crawler.extraction.reading.keys import key
from crawler.extraction.reading.names import Names
from crawler.extraction.roles.labelled import Labelled
from crawler.extraction.roles.recall import lesson, prints_of
from crawler.extraction.roles.region import home
from crawler.extraction.roles.view import view_of
from crawler.items import Article, Kind
from crawler.memory.lesson import Lesson, hashed, pack, summed
from crawler.memory.site import SiteMemory
from crawler.pages.blocks.block import Container
from crawler.pages.page import Document, Page

# Kinds of pages that show how the site sets an article.
TEACHING = frozenset((Kind.ARTICLE, Kind.LIVE, Kind.GALLERY, Kind.VIDEO, Kind.PAYWALL))
MAX_NAME = 50  # characters of what a site calls an element


def extract_and_teach(page: Page, memory: SiteMemory | None = None) -> Article:
    """The article of a page, with what it teaches its site's memory (`lesson`, packed)."""
    document = Document(page)
    model = remembering(memory)
    found = decide(document, model)
    article = write(document, found, model)
    taught = lesson_of(document, found)
    article.lesson = pack(taught) if taught is not None else None
    return article


def lesson_of(document: Document, found: Decided) -> Lesson | None:
    """What the page teaches; None where it is no article, or its text stands in none of its elements."""
    page = found.body.labelled
    if found.kind[0] not in TEACHING or not page.kept or page.blocks is not document.blocks:
        return None
    taught = lesson(view_of(document), page.kept, prints_of(document))
    facts = dict(_facts(document, found)) | dict(_places(found.headline, page))
    return replace(_with_said(taught, _said(found)), facts=facts, at=document.page.fetched_at)


def _with_said(taught: Lesson, said: Mapping[str, bool]) -> Lesson:
    """The lesson with what places said among its texts; `said`: whether it was what was decided."""
    hashes, counts = summed(hashed(said), np.array([list(said.values())], dtype=np.float32))
    new = ~np.isin(hashes, taught.texts, assume_unique=True)  # each hash is there once
    return replace(
        taught,
        texts=np.concatenate((taught.texts, hashes[new])),
        text_counts=np.concatenate((taught.text_counts, np.minimum(counts[new], 1))),
    )


def _said(found: Decided) -> dict[str, bool]:
    """What places say of title, date and authors, and whether it was what was decided."""
    head, when, who = found.headline.title, found.dates.published, found.people
    title, day = head.value or "", (when.value or "")[:10]
    return {
        **told(head.claims, [key(title)]),
        **endings_told(head.claims, title),
        **told(when.claims, [day]),
        **told(who.claims, map(key, who.authors)),
    }


def _facts(document: Document, found: Decided) -> Iterator[tuple[str, Sequence[str]]]:
    head, when, called = found.headline, found.dates, found.labels
    yield "kind", [found.kind[0].value]
    for name, value in (("publisher", called.publisher), ("section", called.section)):
        yield name, list(filter(None, [value.value]))
    yield "language", list(filter(None, [document.language]))
    yield "title from", list(filter(None, [head.title.place]))
    yield "date from", list(filter(None, [when.published.place]))
    yield "authors from", list(filter(None, [found.people.place]))
    yield from _agreement("title", head.title)
    yield from _agreement("date", when.published)
    # Who names an agency alone names no other people.
    people = tuple(claim for claim in found.people.claims if claim.value.people)
    authors = Decision(" ".join(found.people.authors), claims=people)
    yield from _agreement("authors", authors)


def _agreement(field: str, decided: Decision) -> Iterator[tuple[str, Sequence[str]]]:
    """Which places say what was decided, and which say something else."""
    if not decided.value:
        return
    right: dict[str, None] = {}
    wrong: dict[str, None] = {}
    for claim in decided.claims:
        (right if _agrees(claim, decided.value) else wrong)[claim.place] = None
    yield f"{field} agrees", list(right)
    yield f"{field} differs", [place for place in wrong if place not in right]


def _agrees(claim: Claim[object], decided: str) -> bool:
    value = claim.value
    if isinstance(value, Moment):
        return value.day.isoformat() == decided[:10]
    if isinstance(value, Names):
        return key("".join(value.people)) == key(decided)
    return key(decided) in key(str(value))


def _places(head: Headline, page: Labelled) -> Iterator[tuple[str, Sequence[str]]]:
    """The elements in which the body and the lines around it stand, as the site calls them."""
    if (around := home(page.blocks, page.kept)) is not None:
        yield "body in", [_name(around)]
    for name, decided in (("title", head.title), ("kicker", head.kicker), ("subtitle", head.subtitle)):
        if (k := key(decided.value or "")) and k in page.keys:
            yield f"{name} in", [_name(page.blocks[page.keys.index(k)].container)]
    for role in ("byline", "caption"):
        if role in page.roles:
            yield f"{role} in", [_name(page.blocks[page.roles.index(role)].container)]


def _name(box: Container) -> str:
    names = " ".join(box.template.split())[:MAX_NAME]
    return f"{box.tag} “{names}”" if names else box.tag
