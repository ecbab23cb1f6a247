"""Arabic pages of many templates: exactly the text, in order."""

from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.body import extract_body
from crawler.extraction.roles.labelled import Apart
from crawler.pages.page import Document, Page
from crawler.text import words
from tests.extraction.arabic_templates import PAGES, PARAGRAPHS, TITLE

NOW = datetime(2026, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", PAGES)
def test_exactly_the_text(name: str) -> None:
    body, content_type = PAGES[name]
    page = Page("https://news.example/a/1", body, NOW, {"content-type": content_type})
    found = extract_body(Document(page), Apart(TITLE))
    assert [words(text) for text in found.paragraphs] == [words(text) for text in PARAGRAPHS]
