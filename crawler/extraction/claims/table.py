"""All that a page, its feed entry, its address and its headers claim of each field, as one table.

A row says: for this field, this reader finds values under this name, and they are trusted so far. One
function reads each kind of place (meta elements, JSON-LD, microdata, links, the feed entry, the root
element, headers, breadcrumbs); none knows a field. `LIMITS` has the longest value of each field. The trusts
are the shares of pages on which the place told what readers see, measured on some 1,900 pages of news and
blogs. What is printed is read in roles/; a field's own module turns texts into its values.
"""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from crawler.extraction.claims.claim import Claim
from crawler.extraction.claims.crumbs import listed_crumbs, marked_links, printed_crumbs
from crawler.pages.jsonld import Node, texts
from crawler.pages.page import Document, once_a_page
from crawler.pages.plain import plain
from crawler.pages.structured import Structured
from crawler.urls import MAX_REFERENCE, absolute

# Characters of the longest value that is believed; longer ones are text that strayed into the field.
LIMITS = {
    "title": 400,  # the longest real headlines have some 250
    "subtitle": 700,
    "summary": 1_500,  # longer "descriptions" are the article itself, cut
    "section": 60,
    "tags": 5_000,  # a whole list of them
    "publisher": 120,
    "site": 120,
    "language": 100,
    "access": 100,
    "license": 300,
    "authors": 160,
    "published": 80,
    "modified": 80,
    "image": MAX_REFERENCE,
    "canonical_url": MAX_REFERENCE,
}
ADDRESSES = frozenset(("image", "canonical_url"))  # fields whose values are made absolute addresses
ALL = 99  # values of one name


class Row(NamedTuple):
    """Where one claim comes from.

    `name`: of the meta element, property, rel or attribute; alternatives are parted by bars, the first that
    is there counts. `first`: so many values of it, from each of `nodes` of the article's JSON-LD nodes; each
    further node is trusted `fade` less. `of`: of JSON-LD, all nodes of this type instead.
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
    """Rows of meta elements, ("name other-name", trust); a place of its own name where none is given."""
    return tuple(
        Row(field, "meta", name, trust, place[0] if place else name, first)
        for names_, trust, *place in names
        for name in names_.split()
    )


ROWS: tuple[Row, ...] = (
    # Titles
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
        ("dc.title dcterms.title dc:title", 0.5, "dc"),
        ("title headline hdl article:title fb_title", 0.4, "meta"),
    ),
    Row("title", "title", "", 0.4),
    # What stands around the title
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
    # Labels: of sections, the innermost first
    Row("section", "jsonld", "articleSection", 0.9, first=ALL),
    *_meta(
        "section",
        ("article:section section parsely-section dc.subject.section sailthru.section", 0.8),
        ("cxenseparse:section", 0.8),
        first=ALL,
    ),
    Row("section", "microdata", "articlesection", 0.7),
    Row("section", "breadcrumbs", "", 0.5, "breadcrumb", first=ALL),
    Row("section", "rel", "category", 0.45, "rel-category"),
    Row("section", "crumbs", "", 0.4, first=ALL),
    *_meta("tags", ("article:tag", 0.9), first=ALL),
    *_meta(
        "tags",
        ("parsely-tags news_keywords keywords sailthru.tags dc.subject dcterms.subject", 0.6),
        first=ALL,
    ),
    Row("tags", "jsonld", "keywords", 0.8, first=ALL),
    Row("tags", "microdata", "keywords", 0.7, first=ALL),
    Row("tags", "rel", "tag", 0.85, "rel-tag", first=ALL),
    # The site: who publishes, and what else its names are
    Row("publisher", "jsonld", "publisher", 0.9, nodes=2),
    *_meta("publisher", ("og:site_name", 0.85)),
    *(
        Row("publisher", "jsonld", "name", trust, kind, first=ALL, of=kind)
        for kind, trust in (("newsmediaorganization", 0.8), ("organization", 0.5), ("website", 0.6))
    ),
    *_meta("publisher", ("application-name dc.publisher publisher cre apple-mobile-web-app-title", 0.4)),
    Row("publisher", "microdata", "publisher/name", 0.5),
    *_meta("site", ("twitter:site", 0.3)),
    Row("site", "jsonld", "publisher", 0.3, "website publisher", first=2, of="website"),
    *(
        Row("site", "jsonld", "alternateName", 0.3, kind, first=ALL, of=kind)
        for kind in ("newsmediaorganization", "organization", "website")
    ),
    # Language and address
    Row("language", "root", "lang", 0.7, "html"),
    Row("language", "root", "{http://www.w3.org/XML/1998/namespace}lang", 0.7, "html"),
    Row("language", "root", "xml:lang", 0.7, "html"),
    Row("language", "jsonld", "inLanguage", 0.8),
    *_meta("language", ("og:locale", 0.5), ("content-language", 0.6), ("dc.language", 0.6, "dc")),
    Row("language", "header", "content-language", 0.4),
    Row("canonical_url", "link", "canonical", 0.9, first=ALL),
    *_meta("canonical_url", ("og:url", 0.6)),
    Row("canonical_url", "jsonld", "mainEntityOfPage.@id|mainEntityOfPage.url|mainEntityOfPage|url", 0.5),
    # Images
    Row("image", "jsonld", "image.url|image.contentUrl|image.@id|image", 0.85, first=ALL),
    *_meta(
        "image",
        ("og:image og:image:url", 0.9),
        ("twitter:image twitter:image:src", 0.7),
        ("parsely-image-url", 0.6, "parsely"),
    ),
    Row("image", "link", "image_src", 0.6, "image_src"),
    Row("image", "microdata", "image", 0.5),
    Row("image", "microdata", "image/url", 0.5),
    # Access: schema.org's truths, and the tiers that paywall systems set; licences
    Row("access", "jsonld", "isAccessibleForFree", 0.9, nodes=2),
    Row("access", "jsonld", "hasPart.isAccessibleForFree", 0.85, "jsonld part", nodes=2, first=ALL),
    Row("access", "microdata", "isaccessibleforfree", 0.8),
    *_meta(
        "access",
        ("article:content_tier og:article:content_tier content_tier article.content_tier", 0.95, "tier"),
        ("lotame:content_tier access article:access cxenseparse:access dc.rights.access", 0.95, "tier"),
        ("paywall accesslevel", 0.95, "tier"),
    ),
    Row("license", "link", "license", 0.9, first=ALL),
    Row("license", "jsonld", "license.url|license.@id|license", 0.8, first=ALL),
    Row("license", "microdata", "license", 0.7, first=ALL),
)


@once_a_page
def claims(document: Document) -> dict[str, list[Claim[str]]]:
    """Field → its claims in the order of the table, as texts; values over the field's limit are left out."""
    found: dict[str, list[Claim[str]]] = {}
    base = base_of(document)
    for row in ROWS:
        known = found.setdefault(row.field, [])
        for rank in range(row.nodes):
            for text in _READERS[row.reader](document, row, rank)[: row.first]:
                is_address = row.field in ADDRESSES
                value = absolute(base, document.url, text) or "" if is_address else plain(text)
                if 0 < len(value) <= LIMITS[row.field]:
                    trust = row.trust - rank * row.fade
                    known.append(Claim(row.field, value, row.place or row.reader, trust))
    return found


@once_a_page
def base_of(document: Document) -> str:
    """What relative addresses are relative to: <base href>, else the page."""
    addresses = [element.get("href") for element in document.root.iter("base")]
    return next(filter(None, addresses), document.url)


def _of_jsonld(document: Document, row: Row, rank: int) -> list[str]:
    """Of the article's node of this rank, or of all nodes of a type, the first alternative that is there."""
    said = document.structured
    found: list[str] = []
    for node in islice(said.nodes(row.of), ALL) if row.of else said.article_nodes[rank : rank + 1]:
        for name in row.name.split("|"):
            values = _property(said, node, name)
            given = [value for value in values if isinstance(value, str) and value.strip()]
            if len(given) < len(values) and row.field not in ADDRESSES:
                # What is no text has one, or a name; that it has an address says nothing.
                given = texts([_named(value) for value in values])
            found += given
            if given:
                break
    return found


def _property(said: Structured, node: Node, path: str) -> list[object]:
    """The values of a property, or of a property of its values: "hasPart.isAccessibleForFree".

    A truth is told as a boolean or as a text.
    """
    values: list[object] = [node]
    for name in path.split("."):
        found: list[object] = []
        for value in values:
            given = value.get(name) if isinstance(value, dict) else None
            found += given if isinstance(given, list) else [] if given is None else [given]
        values = [said.resolve(value) if isinstance(value, dict) else value for value in found]
    return [str(value) if isinstance(value, bool) else value for value in values]


def _named(value: object) -> object:
    return value.get("@value") or value.get("name") if isinstance(value, dict) else value


def _of_feed(document: Document, row: Row, rank: int) -> list[str]:
    value = getattr(document.page.link, row.name, None)
    return list(value) if isinstance(value, tuple) else [str(value)] if value else []


# Each gives the texts at a place of its kind that has the row's name.
_READERS: dict[str, Callable[[Document, Row, int], list[str]]] = {
    "meta": lambda document, row, _: document.structured.meta.get(row.name, []),
    "jsonld": _of_jsonld,
    "microdata": lambda document, row, _: document.structured.micro.get(row.name, []),
    "link": lambda document, row, _: document.structured.links.get(row.name, []),
    "feed": _of_feed,
    "root": lambda document, row, _: [document.root.get(row.name) or ""],
    "header": lambda document, row, _: [document.page.headers.get(row.name, "")],
    "title": lambda document, row, _: [document.structured.title],
    "breadcrumbs": lambda document, row, _: listed_crumbs(document.structured)[::-1],
    "crumbs": lambda document, row, _: printed_crumbs(document)[::-1],
    "rel": lambda document, row, _: marked_links(document)[row.name],
}
