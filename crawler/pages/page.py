"""A fetched page, and the document that it becomes when decoded and parsed, once.

`Page` is all that extraction ever knows: bytes, final URL, headers, the time, and what the feed or
sitemap said. A saved page therefore gives the same article as a live one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from lxml.html import HtmlElement

from crawler.items import Link
from crawler.pages.blocks.segment import Block, segment
from crawler.pages.decode import decode
from crawler.pages.parse import parse
from crawler.pages.structured import Structured, read_structured

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """What one fetch brought. `headers` has lower-case names; `fetched_at` is aware."""

    url: str
    body: bytes
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    link: Link | None = None  # how the address was found, with the evidence given there
    language: str | None = None  # the source's configured language


class Document:
    """A page decoded and parsed; everything is computed once, on first use.

    Its tree is shared by all readers: nobody changes it.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url = page.url

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.page.body, self.page.headers.get("content-type", ""))

    def read(self) -> "Document":
        """The same document, with its blocks and what it says of itself read already."""
        self.blocks  # noqa: B018  # computed here, before fields ask for it one by one
        self.structured  # noqa: B018
        return self

    @property
    def text(self) -> str:
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        return self._decoded[1]

    @cached_property
    def root(self) -> HtmlElement:
        """The lxml tree of the whole page; an empty <html> where there is nothing to parse."""
        return parse(self.text)

    @cached_property
    def blocks(self) -> list[Block]:
        """Every run of text of the page, in order."""
        return segment(self.root)

    @cached_property
    def structured(self) -> Structured:
        """What the page says of itself: JSON-LD, meta elements, microdata."""
        return read_structured(self.root, self.url)

    @cached_property
    def language(self) -> str | None:
        """The language and region that the page claims, for reading its dates and names."""
        given = self.root.get("lang") or self.root.get("xml:lang") or self.page.language
        given = given or self.structured.first("og:locale", "content-language")
        return given.strip()[:20].replace("_", "-") if given else None


def once_a_page(view: Callable[[Document], T]) -> Callable[[Document], T]:
    """A view of a document that several fields look at, computed for the first of them."""
    known: WeakKeyDictionary[Document, T] = WeakKeyDictionary()

    @wraps(view)
    def seen(document: Document) -> T:
        if document not in known:
            known[document] = view(document)
        return known[document]

    return seen
