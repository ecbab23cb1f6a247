"""Views of a document that several fields share."""

import gc
from datetime import UTC, datetime
from weakref import ref

from crawler.pages.page import Document, Page, once_a_page

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def page(text: str) -> Document:
    return Document(Page("https://news.example/a", f"<html><body><p>{text}</p></body></html>".encode(), NOW))


def test_a_shared_view_is_computed_once_a_page() -> None:
    asked: list[str] = []

    @once_a_page
    def shout(document: Document) -> str | None:
        asked.append(document.text)
        return document.blocks[0].text.upper() if document.blocks else None

    one, two, none = page("one"), page("two"), page("")
    assert [shout(one), shout(two), shout(one), shout(none), shout(none)] == ["ONE", "TWO", "ONE", None, None]
    assert len(asked) == 3


def test_a_shared_view_keeps_no_page_in_memory() -> None:
    @once_a_page
    def first(document: Document) -> str:
        return document.blocks[0].text

    document = page("one")
    assert first(document) == "one"
    gone = ref(document)
    del document
    gc.collect()
    assert gone() is None


def test_elements_that_fields_share_are_in_page_order() -> None:
    html = "<title>A</title><h1>B</h1><abbr title=1>x</abbr><time datetime=2026-11-13>y</time><h1>C</h1>"
    structured = Document(Page("https://news.example/a", html.encode(), NOW)).structured
    assert structured.title == "A"
    assert [element.text for element in structured.h1s] == ["B", "C"]
    assert [element.text for element in structured.times] == ["x", "y"]
