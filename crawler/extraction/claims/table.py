"""All that a page, its feed entry and its headers claim in machine-readable form, as one table.

A row says: for this field, this reader finds values under this name, and they are trusted so far. One
function reads each kind of place (meta elements, JSON-LD, microdata, links, the feed entry, the root
element, headers); none knows a field. `LIMITS` has the longest value of each field. The trusts are the
shares of pages on which the place told what readers see, measured on some 1,900 pages of news and blogs.
Claims that are printed are read in roles/; a field's own module turns texts into its values.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from crawler.extraction.claims.claim import Claim
from crawler.extraction.reading.names import MAX_TEXT as MAX_AUTHORS
from crawler.languages.lookup import line_key
from crawler.languages.namewords import lines_of
from crawler.pages.jsonld import Node, texts, types
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
    "authors": MAX_AUTHORS,
    "author_organisations": MAX_AUTHORS,
    "published": 80,
    "modified": 80,
    "image": 2_048,  # as browsers allow
    "canonical_url": 2_048,
}

MAX_LINKS = 3_000  # links looked at for their rel
MAX_LINK = 160  # characters of the text of one


class Row(NamedTuple):
    """Where one claim comes from.

    `name`: of the meta element, property, rel or attribute; of a pair, the field of the language tables whose
    words its label has. Alternatives are parted by bars, the first that is there counts. `first`: so many
    values of it. `nodes`: of JSON-LD, so many of the article's nodes; each further one is trusted `fade`
    less. `of`: of JSON-LD, the nodes of this type instead. `who`: of JSON-LD, only values that are an
    organisation, or only those that are none.
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
    who: str = ""


def _meta(field: str, *names: tuple[str, float] | tuple[str, float, str], first: int = 1) -> tuple[Row, ...]:
    """Rows of meta elements; a place of its own name where none is given."""
    return tuple(
        Row(field, "meta", name, trust, place[0] if place else name, first) for name, trust, *place in names
    )


_PERSON, _ORGANISATION = "person", "organisation"
_ORGANISATIONS = frozenset(("organization", "newsmediaorganization", "corporation"))

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
    *(
        Row(field, "jsonld", name, trust, place, 20, nodes, 0.2, of, who)
        for field, who in (("authors", _PERSON), ("author_organisations", _ORGANISATION))
        for name, trust, place, nodes, of in (
            ("author", 0.92, "jsonld", 2, ""),
            ("creator", 0.8, "jsonld", 2, ""),
            ("author", 0.6, "jsonld page", 1, "webpage"),
        )
    ),
    *_meta(
        "authors",
        ("parsely-author", 0.86),
        ("author", 0.82),
        ("article:author", 0.8),
        ("article:author_name", 0.85),
        ("sailthru.author", 0.84),
        ("byl", 0.84),
        ("byline", 0.84),
        ("citation_author", 0.84),
        ("dc.creator", 0.75),
        ("dcterms.creator", 0.75),
        ("cxenseparse:author", 0.84),
        ("og:article:author", 0.8),
        ("creator", 0.6),
        ("authors", 0.8),
        ("shareaholic:article_author_name", 0.8),
        first=20,
    ),
    Row("authors", "pair", "byline", 0.75, "twitter:data"),
    Row("authors", "microdata", "author/name|author|creator/name|creator|author/givenname", 0.84, first=10),
    Row("authors", "feed", "authors", 0.8, first=20),
    Row("authors", "rel", "author", 0.75, first=20),
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


def _of_microdata(document: Document, row: Row) -> Given:
    micro = document.structured.micro
    for text in next(filter(None, map(micro.get, row.name.split("|"))), ())[: row.first]:
        yield text, row.trust


def _of_links(document: Document, row: Row) -> Given:
    for text in document.structured.links.get(row.name, ())[: row.first]:
        yield text, row.trust


def _of_jsonld(document: Document, row: Row) -> Given:
    said = document.structured
    nodes = list(said.nodes(row.of)) if row.of else said.article_nodes[: row.nodes]
    for rank, node in enumerate(nodes):
        if given := next(filter(None, (_property(node, name) for name in row.name.split("|"))), None):
            given = [said.resolve(value) for value in given]
            if row.who:
                given = [_name(value) for value in given if _kind(value) == row.who]
            values = [text for value in given for text in texts(value)]
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


def _kind(value: object) -> str:
    """Whether a value names a person or an organisation; empty for a number."""
    if isinstance(value, dict) and not types(value).isdisjoint(_ORGANISATIONS):
        return _ORGANISATION
    return _PERSON if isinstance(value, str | list | dict) and value not in ("True", "False") else ""


def _name(value: object) -> object:
    """What a node names itself, not its address; any other value as it is."""
    return value.get("name") or value.get("alternateName") if isinstance(value, dict) else value


def _of_pairs(document: Document, row: Row) -> Given:
    """Cards have "twitter:label1" beside "twitter:data1": "Written by", "Jane Doe"."""
    meta = document.structured.meta
    for number in "12":
        label, *_ = meta.get(f"twitter:label{number}", [""])
        if line_key(label) in lines_of(row.name) and (data := meta.get(f"twitter:data{number}")):
            yield data[0], row.trust


def _of_marked_links(document: Document, row: Row) -> Given:
    """The texts of the links in the body of the page that HTML's rel marks as `name`."""
    if re.search(rb"""rel=["']?[^"'<>]{0,60}%s""" % row.name.encode(), document.page.body):
        found = document.root.xpath("descendant::a[contains(@rel, $name)]", name=row.name)
        links = found[:MAX_LINKS] if isinstance(found, list) else ()
        given = dict.fromkeys("".join(element.itertext())[:MAX_LINK] for element in links)
        yield from ((text, row.trust) for text in list(given)[: row.first])


def _of_feed(document: Document, row: Row) -> Given:
    value = getattr(document.page.link, row.name, None)
    for text in [value] if isinstance(value, str) else value or ():
        yield text, row.trust


def _of_root(document: Document, row: Row) -> Given:
    yield document.root.get(row.name) or "", row.trust


def _of_header(document: Document, row: Row) -> Given:
    yield document.page.headers.get(row.name, ""), row.trust


def _of_title(document: Document, row: Row) -> Given:
    yield document.structured.title, row.trust


_READERS: dict[str, Callable[[Document, Row], Given]] = {
    "meta": _of_meta,
    "jsonld": _of_jsonld,
    "microdata": _of_microdata,
    "link": _of_links,
    "pair": _of_pairs,
    "rel": _of_marked_links,
    "feed": _of_feed,
    "root": _of_root,
    "header": _of_header,
    "title": _of_title,
}
