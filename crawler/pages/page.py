"""A fetched page, and the document that it becomes when decoded and parsed, once.

`Page` is all that extraction ever knows: bytes, final URL, headers, the time, and what the feed or
sitemap said. A saved page therefore gives the same article as a live one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from lxml.html import HtmlElement

from crawler.items import Link
from crawler.languages import spoken_at
from crawler.pages.blocks.segment import segment
from crawler.pages.decode import decode
from crawler.pages.parse import parse
from crawler.pages.structured import Structured
from crawler.urls import bare_host

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
    """A page decoded, parsed and cut into blocks. Its tree is shared by all readers: nobody changes it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url = page.url
        self.views: dict[object, Any] = {}  # what `once_a_page` has computed
        self.text, self.encoding = decode(page.body, page.headers.get("content-type", ""))
        # The lxml tree of the whole page; an empty <html> where there is nothing to parse.
        self.root: HtmlElement = parse(self.text)
        self.blocks = segment(self.root)
        self.structured = Structured(self.root, page.url)
        # The language and region that the page claims, for reading its dates and names; else its country's.
        claimed = self.root.get("lang") or self.root.get("xml:lang") or page.language
        claimed = claimed or self.structured.first("og:locale", "content-language") or ""
        self.language = claimed.strip()[:20].replace("_", "-") or spoken_at(bare_host(page.url))


def once_a_page(view: Callable[[Document], T]) -> Callable[[Document], T]:
    """A view of a document that several fields look at, computed for the first of them."""

    @wraps(view)
    def seen(document: Document) -> T:
        if view not in document.views:
            document.views[view] = view(document)
        result: T = document.views[view]
        return result

    return seen
