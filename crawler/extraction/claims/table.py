"""All that a page, its feed entry and its headers claim in machine-readable form, as one table.

A row says: for this field, this reader finds values under this name, and they are trusted so far. One
function reads each kind of place (meta elements, JSON-LD, microdata, links, the feed entry, the root
element, headers); none knows a field. `LIMITS` has the longest value of each field. The trusts are the
shares of pages on which the place told what readers see, measured on some 1,900 pages of news and blogs.
Claims that are printed are read in roles/; a field's own module turns texts into its values.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.claims.claim import Claim
from crawler.pages.jsonld import Node, texts
from crawler.pages.page import Document, once_a_page
from crawler.pages.plain import plain

# Characters of the longest value that is believed; longer ones are text that strayed into the field.
LIMITS = {
    "title": 400,  # the longest real headlines have some 250
    "subtitle": 700,
    "summary": 1_500,  # longer "descriptions" are the article itself, cut
    "section": 60,
    "tags": 5_000,  # a whole list of them
    "publisher": 120,
    "authors": 160,
    "published": 80,
    "modified": 80,
    "image": 2_048,  # as browsers allow
    "canonical_url": 2_048,
}


class Row(NamedTuple):
    """Where one claim comes from.

    `name`: of the meta element, property, rel or attribute; alternatives are parted by bars, the first that
    is there counts. `first`: so many values of it. `nodes`: of JSON-LD, so many of the article's nodes;
    each further one is trusted `fade` less. `of`: of JSON-LD, the nodes of these types instead; of a feed,
    the kind of listing.
    """

    field: str
    reader: str
    name: str
    trust: float
    place: str = ""  # as reasons name it; the reader where empty
    first: int = 1
    nodes: int = 1
    fade: float = 0.0
    of: str = ""


def _meta(field: str, *names: tuple[str, float] | tuple[str, float, str], first: int = 1) -> tuple[Row, ...]:
    """Rows of meta elements; a place of its own name where none is given."""
    return tuple(
        Row(field, "meta", name, trust, place[0] if place else name, first) for name, trust, *place in names
    )


_PAGE_TYPES = "webpage|itempage|collectionpage|videoobject|product|recipe|creativework"
# The vocabularies that name dates in meta elements (Open Graph, Dublin Core, Parse.ly, Sailthru, Cxense,
# rNews …) are too many to list and read alike, so their words decide: the first pattern that is found in a
# name gives its field, and how far it is trusted.
PATTERNS = tuple(
    (re.compile(pattern), field, trust)
    for pattern, field, trust in (
        (r"expir|event|birth|start|end_?date|valid|embargo|publisher|publication_?(?:name|id|type)", "", 0.0),
        (r"copyright|unpub|revisit|refresh|build|server|crawl|generat", "", 0.0),
        (r"modif|updat|revis|last-?mod", "modified", 0.8),
        (r"publi|pub_?-?date|issued|release|posted|creat|displaydate|ptime|original", "published", 0.86),
        (r"(?:^|[.:_-])(?:date|time|timestamp|datetime)$|^date", "published", 0.5),
    )
)
MAX_NAME = 80  # characters of the longest name of a meta element that patterns are tried on

ROWS: tuple[Row, ...] = (
    Row("title", "feed", "title", 0.8),
    Row("title", "jsonld", "headline|name", 0.9, nodes=2),
    Row("title", "microdata", "headline", 0.8),
    *_meta(
        "title",
        ("og:title", 0.7),
        ("twitter:title", 0.6),
        ("parsely-title", 0.75, "parsely"),
        ("sailthru.title", 0.6, "sailthru"),
        ("citation_title", 0.7, "citation"),
        *((name, 0.5, "dc") for name in ("dc.title", "dcterms.title", "dc:title")),
        *((name, 0.4, "meta") for name in ("title", "headline", "hdl", "article:title", "fb_title")),
    ),
    Row("title", "title", "", 0.4),
    Row("subtitle", "jsonld", "alternativeHeadline", 0.3),
    Row("summary", "feed", "summary", 0.65),
    Row("summary", "jsonld", "description", 0.75),
    *_meta(
        "summary",
        ("og:description", 0.8),
        ("description", 0.7),
        ("twitter:description", 0.6),
        ("dc.description", 0.5, "dc"),
        ("dcterms.abstract", 0.5, "dcterms"),
        ("sailthru.description", 0.5, "sailthru"),
    ),
    Row("summary", "microdata", "description", 0.4),
    Row("section", "jsonld", "articleSection", 0.9, first=3),
    *_meta(
        "section",
        *(
            (name, 0.8)
            for name in (
                *("article:section", "section", "parsely-section", "dc.subject.section", "sailthru.section"),
                "cxenseparse:section",
            )
        ),
    ),
    Row("section", "microdata", "articlesection", 0.7),
    *_meta("tags", ("article:tag", 0.9), first=99),
    *_meta(
        "tags",
        *(
            (name, 0.6)
            for name in (
                *("parsely-tags", "news_keywords", "keywords", "sailthru.tags", "dc.subject"),
                "dcterms.subject",
            )
        ),
        first=99,
    ),
    Row("tags", "jsonld", "keywords", 0.8, first=99),
    Row("tags", "microdata", "keywords", 0.7, first=99),
    Row("publisher", "jsonld", "publisher", 0.9, nodes=2),
    *_meta("publisher", ("og:site_name", 0.85)),
    *(
        Row("publisher", "jsonld", "name", trust, kind, of=kind)
        for kind, trust in (("newsmediaorganization", 0.8), ("organization", 0.5), ("website", 0.6))
    ),
    *_meta(
        "publisher",
        *(
            (name, 0.4)
            for name in ("application-name", "dc.publisher", "publisher", "cre", "apple-mobile-web-app-title")
        ),
    ),
    Row("publisher", "microdata", "publisher/name", 0.5),
    Row("language", "root", "lang", 0.7, "html"),
    Row("language", "root", "{http://www.w3.org/XML/1998/namespace}lang", 0.7, "html"),
    Row("language", "root", "xml:lang", 0.7, "html"),
    Row("language", "jsonld", "inLanguage", 0.8),
    *_meta("language", ("og:locale", 0.5), ("content-language", 0.6), ("dc.language", 0.6, "dc")),
    Row("language", "header", "content-language", 0.4),
    Row("canonical_url", "link", "canonical", 0.9, first=99),
    *_meta("canonical_url", ("og:url", 0.6)),
    Row("canonical_url", "jsonld", "mainEntityOfPage|url", 0.5),
    Row("access", "jsonld", "isAccessibleForFree", 0.9, nodes=2),
    Row("access", "jsonld", "hasPart.isAccessibleForFree", 0.85, nodes=2, first=50),
    Row("access", "microdata", "isaccessibleforfree", 0.8),
    *(
        row
        for field, name, share in (
            ("published", "datePublished", 1.0),
            ("published", "dateCreated", 0.7),
            ("published", "uploadDate", 0.6),
            ("modified", "dateModified", 1.0),
        )
        for row in (
            Row(field, "jsonld", f"{name}|{name.lower()}", 0.9 * share, nodes=3, fade=0.2 * share),
            Row(field, "jsonld", name, 0.82 * share, "jsonld page", of=_PAGE_TYPES),
            Row(field, "microdata", name.lower(), 0.84 * share),
        )
    ),
    Row("published", "patterns", "", 0.0, "meta"),
    Row("modified", "patterns", "", 0.0, "meta"),
    *(
        Row(field, "feed", name, trust, place, of=listing)
        for field, name, place, trust, listing in (
            ("published", "published_at", "feed", 0.85, "feed"),
            ("published", "published_at", "news sitemap", 0.88, "news_sitemap"),
            ("published", "published_at", "sitemap", 0.7, "sitemap"),
            ("published", "published_at", "listing", 0.7, "front"),
            ("modified", "modified_at", "feed", 0.8, "feed"),
            # The lastmod of sitemaps often tells when the template changed.
            ("modified", "modified_at", "news sitemap", 0.5, "news_sitemap"),
            ("modified", "modified_at", "sitemap", 0.5, "sitemap"),
            ("modified", "modified_at", "listing", 0.5, "front"),
        )
    ),
)


@once_a_page
def claims(document: Document) -> dict[str, list[Claim[str]]]:
    """Field → its claims in the order of the table, as texts; values over the field's limit are left out."""
    found: dict[str, list[Claim[str]]] = {}
    for row in ROWS:
        limit = LIMITS.get(row.field, 1_000)
        for text, trust in _READERS[row.reader](document, row):
            value = plain(text)
            if 0 < len(value) <= limit:
                claim = Claim(row.field, value, row.place or row.reader, trust)
                found.setdefault(row.field, []).append(claim)
    return found


Given = Iterator[tuple[str, float]]  # values with their trust


def _of_meta(document: Document, row: Row) -> Given:
    for text in document.structured.meta.get(row.name, ())[: row.first]:
        yield text, row.trust


def _of_patterns(document: Document, row: Row) -> Given:
    for name, contents in document.structured.meta.items():
        field, trust = _told_by(name) if len(name) <= MAX_NAME else ("", 0.0)
        if field == row.field:
            yield contents[0], trust


@lru_cache(maxsize=4_096)  # sites share their names
def _told_by(name: str) -> tuple[str, float]:
    """The field that a meta element of this name gives, if any, and how far it is trusted."""
    found = (row for row in PATTERNS if row[0].search(name))
    _, field, trust = next(found, (None, "", 0.0))
    return field, trust


def _of_microdata(document: Document, row: Row) -> Given:
    for text in document.structured.micro.get(row.name, ())[: row.first]:
        yield text, row.trust


def _of_links(document: Document, row: Row) -> Given:
    for text in document.structured.links.get(row.name, ())[: row.first]:
        yield text, row.trust


def _of_jsonld(document: Document, row: Row) -> Given:
    said = document.structured
    nodes = list(said.nodes(*row.of.split("|"))) if row.of else said.article_nodes[: row.nodes]
    for rank, node in enumerate(nodes):
        if given := next(filter(None, (_property(node, name) for name in row.name.split("|"))), None):
            values = [text for value in given for text in texts(said.resolve(value))]
            yield from ((text, row.trust - rank * row.fade) for text in values[: row.first])
            if row.of:
                return


def _property(node: Node, path: str) -> list[object]:
    """The values of a property, or of a property of its values ("hasPart.isAccessibleForFree")."""
    values: list[object] = [node]
    for name in path.split("."):
        inner = [value.get(name) for value in values if isinstance(value, dict)]
        values = [one for value in inner for one in (value if isinstance(value, list) else [value])]
    # A truth is told as a boolean or as a text.
    return [str(value) if isinstance(value, bool | int) else value for value in values if value is not None]


def _of_feed(document: Document, row: Row) -> Given:
    link = document.page.link
    if link is None or row.of not in ("", link.found_in):
        return
    value = getattr(link, row.name)
    for given in value if isinstance(value, tuple | list) else [value] if value else ():
        yield str(given), row.trust


def _of_root(document: Document, row: Row) -> Given:
    yield document.root.get(row.name) or "", row.trust


def _of_header(document: Document, row: Row) -> Given:
    yield document.page.headers.get(row.name, ""), row.trust


def _of_title(document: Document, row: Row) -> Given:
    yield document.structured.title, row.trust


_READERS: dict[str, Callable[[Document, Row], Given]] = {
    "meta": _of_meta,
    "patterns": _of_patterns,
    "jsonld": _of_jsonld,
    "microdata": _of_microdata,
    "link": _of_links,
    "feed": _of_feed,
    "root": _of_root,
    "header": _of_header,
    "title": _of_title,
}
