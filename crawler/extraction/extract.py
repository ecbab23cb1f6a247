"""Puts an article together: each field from the module that decides it, in an order that lets later ones use
what earlier ones settled (the body leaves out what title, kicker, subtitle and captions hold)."""

from crawler.extraction.claims.table import claims
from crawler.extraction.fields.access import decide_access, rights
from crawler.extraction.fields.body import Body, extract_body
from crawler.extraction.fields.dates import dates
from crawler.extraction.fields.headline import headline
from crawler.extraction.fields.images import Images, images
from crawler.extraction.fields.kind import decide_kind
from crawler.extraction.fields.labels import labels
from crawler.extraction.fields.people import people
from crawler.extraction.reading.agencies import agencies_in_body, each_once
from crawler.extraction.roles.model import Model
from crawler.items import UNSURE, Article, BodyBlock, Extraction, Kind
from crawler.languages.credits import agencies_in
from crawler.pages.page import Document, Page
from crawler.text import word_count


def extract(page: Page) -> Article:
    """The article of a page. Where the page is none, `kind` and `kind_reason` say so."""
    return read(Document(page))


def read(document: Document, model: Model | None = None) -> Article:
    """The article of a document; the body by the shipped model, or by a given one."""
    page, said = document.page, claims(document)
    head, when, who, pictures = headline(document), dates(document), people(document), images(document)
    apart = _printed_apart(pictures, head.kicker.value)
    body = extract_body(
        document,
        title=head.title.value,
        captions=apart,
        authors=who.authors,
        deck=head.subtitle.value,
        model=model,
    )
    blocks, credited = _without_agency_line(body)
    words = sum(word_count(block.text) for block in blocks)
    kind, reason = decide_kind(document, words, body.link_share, blocks)
    called = labels(document, head.title.value)
    return Article(
        url=page.url,
        title=head.title.value,
        kind=kind,
        canonical_url=called.canonical_url.value,
        publisher=called.publisher.value,
        kicker=head.kicker.value,
        subtitle=head.subtitle.value,
        summary=head.summary.value,
        paragraphs=[block.text for block in blocks],
        blocks=blocks,
        authors=list(who.authors),
        agency=list(each_once((*who.agency, *credited))),
        published_at=when.published.value,
        modified_at=when.modified.value,
        date_from=when.date_from,
        fetched_at=page.fetched_at,
        section=called.section.value,
        tags=list(called.tags),
        image=pictures.lead.value,
        images=list(pictures.images),
        access=decide_access(said["access"], kind is Kind.PAYWALL)[0],
        rights=rights(document),
        extraction=_told(body),
        page_language=page.language or called.language.value,
        kind_reason=None if kind is Kind.ARTICLE else reason,
    )


def _told(body: Body) -> Extraction:
    confidence = round(float(body.confidence), 3)
    return Extraction(body.method, confidence, unsure=confidence < UNSURE or None, removed=body.removed)


def _printed_apart(pictures: Images, *lines: str | None) -> list[str]:
    """Texts that have fields of their own and are no part of the body."""
    captions = (text for image in pictures.images for text in (image.caption, image.credit))
    return [text for text in (*captions, *lines) if text]


def _without_agency_line(body: Body) -> tuple[list[BodyBlock], list[str]]:
    """The body's blocks without a closing line that only credits agencies, and the agencies, those of the
    credits below it too."""
    agencies, kept = agencies_in_body([block.text for block in body.blocks])
    below = [agency for line in body.credits for agency in agencies_in(line)]
    return body.blocks[: len(kept)], [*agencies, *below]
