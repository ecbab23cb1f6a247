"""Puts an article together: each field from the module that decides it, in an order that lets later ones use
what earlier ones settled (the body leaves out what title, kicker, subtitle and captions hold)."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from crawler.discovery.parts import part_of
from crawler.extraction.claims.claim import Decision
from crawler.extraction.claims.pagekeys import page_keys
from crawler.extraction.claims.recalled import Recalled
from crawler.extraction.claims.sitenames import site_of
from crawler.extraction.claims.table import claims
from crawler.extraction.fields.access import Access, decide_access, rights
from crawler.extraction.fields.body import Body, extract_body
from crawler.extraction.fields.dates import Dates, dates
from crawler.extraction.fields.headline import Headline, headline
from crawler.extraction.fields.images import Images, images
from crawler.extraction.fields.kind import decide_kind
from crawler.extraction.fields.labels import Labels, labels
from crawler.extraction.fields.people import People, people
from crawler.extraction.reading.agencies import each_once, own_agency
from crawler.extraction.reading.titletext import ends
from crawler.extraction.roles.labelled import Apart
from crawler.extraction.roles.linerules import credited
from crawler.extraction.roles.model import Model, load
from crawler.extraction.roles.nearby import of_document
from crawler.items import UNSURE, Article, Extraction, Kind
from crawler.memory.site import SiteMemory
from crawler.pages.page import Document, Page


def extract(page: Page, memory: SiteMemory | None = None) -> Article:
    """The article of a page. Where the page is none, `kind` and `kind_reason` say so.

    `memory` is what other pages of the site taught; an empty one changes nothing.
    """
    document = Document(page)
    model = remembering(memory)
    return write(document, decide(document, model), model)


def remembering(memory: SiteMemory | None) -> Model | None:
    """The model with this memory; None, the shipped one alone, where there is nothing to remember."""
    return replace(load(), memory=memory) if memory is not None and memory.pages else None


@dataclass(frozen=True, slots=True)
class Decided:
    """Every field's decision, of one page."""

    headline: Headline
    dates: Dates
    people: People
    images: Images
    body: Body
    agency: tuple[str, ...]
    kind: tuple[Kind, str]
    labels: Labels
    access: tuple[Access, Decision]


def decide(document: Document, model: Model | None = None, off: Collection[str] = ()) -> Decided:
    """Decides each field, in an order that lets later ones use what earlier ones settled."""
    of_document(document)  # where title and text stand, before fields ask for it one by one
    said = claims(document)
    known = Recalled(model.memory if model is not None else None)
    head, when = headline(document, known), dates(document, known)
    who, pictures = people(document, known), images(document)
    own = own_agency((*site_of(document).publishers, *ends(document.structured.title)))
    apart = Apart(
        title=head.title.value,
        kicker=head.kicker.value,
        deck=head.subtitle.value,
        authors=who.authors,
        captions=pictures.captions,
        descriptions=page_keys(document).descriptions,
        agency=own,
    )
    body = extract_body(document, apart, model, off)
    kind = decide_kind(document, body.words, body.link_share, body.blocks)
    return Decided(
        headline=head,
        dates=when,
        people=who,
        images=pictures,
        body=body,
        agency=each_once((*who.agency, *credited(body.labelled))),
        kind=kind,
        labels=labels(document, head.title.value),
        access=decide_access(said["access"], kind[0] is Kind.PAYWALL),
    )


def write(document: Document, found: Decided, model: Model | None = None) -> Article:
    """The record of what was decided, with the memory that the model had."""
    known = model.memory.pages if model is not None and model.memory is not None else None
    page, body, called = document.page, found.body, found.labels
    kind, reason = found.kind
    confidence = round(float(body.confidence), 3)
    return Article(
        url=page.url,
        title=found.headline.title.value,
        kind=kind,
        canonical_url=called.canonical_url.value,
        publisher=called.publisher.value,
        kicker=found.headline.kicker.value,
        subtitle=found.headline.subtitle.value,
        summary=found.headline.summary.value,
        paragraphs=body.paragraphs,
        blocks=body.blocks,
        authors=list(found.people.authors),
        agency=list(found.agency),
        published_at=found.dates.published.value,
        modified_at=found.dates.modified.value,
        date_from=found.dates.date_from,
        fetched_at=page.fetched_at,
        section=called.section.value,
        tags=list(called.tags),
        image=found.images.lead.value,
        images=list(found.images.images),
        access=found.access[0],
        rights=rights(document),
        extraction=Extraction(body.method, confidence, confidence < UNSURE or None, known, body.removed),
        page_language=page.language or called.language.value,
        kind_reason=None if kind is Kind.ARTICLE else reason,
        part=part_of(document.root, page.url) if kind is Kind.ARTICLE else None,
    )
