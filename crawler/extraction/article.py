"""Puts an article together: each field from the module that decides it."""

from crawler.extraction.body import extract_body
from crawler.extraction.dates import dates
from crawler.extraction.headline import headline
from crawler.extraction.page import Document, Page
from crawler.items import Article, Extraction


def extract(page: Page) -> Article:
    """The article of a page. Where it is none, `kind` and `kind_reason` say so and the body is what there was."""
    document = Document(page)
    head = headline(document)
    when = dates(document)
    body = extract_body(document, title=head.title.value)
    return Article(
        url=page.url,
        title=head.title.value,
        kicker=head.kicker.value,
        subtitle=head.subtitle.value,
        summary=head.summary.value,
        paragraphs=body.paragraphs,
        blocks=body.blocks,
        published_at=when.published.value,
        modified_at=when.modified.value,
        date_from=when.date_from,
        fetched_at=page.fetched_at,
        extraction=Extraction(body.method, round(body.confidence, 3), removed=body.removed),
    )
