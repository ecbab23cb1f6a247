"""All that a page, its feed entry, its address and its headers claim of each field, as one table.

A row says: for this field, this reader finds values under this name, and they are trusted so far. One
function reads each kind of place (meta elements, JSON-LD, microdata, links, the feed entry, the root
element, headers, breadcrumbs); none knows a field. `LIMITS` has the longest value of each field. The trusts
are the shares of pages on which the place told what readers see, measured on some 1,900 pages of news and
blogs. What is printed is read in roles/; a field's own module turns texts into its values.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.claims.claim import Claim
from crawler.extraction.claims.crumbs import listed_crumbs, marked_links, printed_crumbs
from crawler.extraction.reading.names import MAX_TEXT as MAX_AUTHORS
from crawler.languages.lookup import line_key
from crawler.languages.namewords import lines_of
from crawler.pages.jsonld import Node, texts, types
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
    "authors": MAX_AUTHORS,
    "author_organisations": MAX_AUTHORS,
    "published": 80,
    "modified": 80,
    "image": MAX_REFERENCE,
    "canonical_url": MAX_REFERENCE,
}
ADDRESSES = frozenset(("image", "canonical_url"))  # fields whose values are made absolute addresses
ALL = 99  # values of one name

MAX_LINKS = 3_000  # links looked at for their rel
MAX_LINK = 160  # characters of the text of one


class Row(NamedTuple):
    """Where one claim comes from.

    `name`: of the meta element, property, rel or attribute; of a pair, the field of the language tables whose
    words its label has. Alternatives are parted by bars, the first that is there counts. `first`: so many
    values of it. `nodes`: of JSON-LD, so many of the article's nodes; each further one is trusted `fade`
    less. `of`: of JSON-LD, the nodes of these types together instead; of a feed, the kind
    of listing. `who`: of JSON-LD, only values that are an organisation, or only those that are none.
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
    """Rows of meta elements, ("name other-name", trust); a place of its own name where none is given."""
    return tuple(
        Row(field, "meta", name, trust, place[0] if place else name, first)
        for names_, trust, *place in names
        for name in names_.split()
    )


_PERSON, _ORGANISATION = "person", "organisation"
_ORGANISATIONS = frozenset(("organization", "newsmediaorganization", "corporation"))
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
    Row("section", "breadcrumbs", "", 0.5, "breadcrumb"),
    Row("section", "rel", "category", 0.45, "rel-category"),
    Row("section", "crumbs", "", 0.4),
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
        Row("publisher", "jsonld", "name", trust, kind, of=kind)
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
    # Authors
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
    Row("authors", "linked", "author", 0.75, "rel", first=20),
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
    # Dates
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
    found: dict[str, list[Claim[str]]] = {field: [] for field in LIMITS}
    base = base_of(document)
    for row in ROWS:
        for text, trust in _READERS[row.reader](document, row):
            value = absolute(base, document.url, text) or "" if row.field in ADDRESSES else plain(text)
            if 0 < len(value) <= LIMITS[row.field]:
                found[row.field].append(Claim(row.field, value, row.place or row.reader, trust))
    return found


@once_a_page
def base_of(document: Document) -> str:
    """What relative addresses are relative to: <base href>, else the page."""
    for element in document.root.iter("base"):
        if address := element.get("href"):
            return str(address)
    return document.url


Given = Iterable[tuple[str, float]]  # values with their trust


def _of_meta(document: Document, row: Row) -> Given:
    return [(text, row.trust) for text in document.structured.meta.get(row.name, ())[: row.first]]


def _of_patterns(document: Document, row: Row) -> Given:
    found = []
    for name, contents in document.structured.meta.items():
        field, trust = _told_by(name) if len(name) <= MAX_NAME else ("", 0.0)
        if field == row.field:
            found.append((contents[0], trust))
    return found


@lru_cache(maxsize=4_096)  # sites share their names
def _told_by(name: str) -> tuple[str, float]:
    """The field that a meta element of this name gives, if any, and how far it is trusted."""
    found = (row for row in PATTERNS if row[0].search(name))
    _, field, trust = next(found, (None, "", 0.0))
    return field, trust


def _of_microdata(document: Document, row: Row) -> Given:
    micro = document.structured.micro
    found = next(filter(None, map(micro.get, row.name.split("|"))), ())
    return [(text, row.trust) for text in found[: row.first]]


def _of_links(document: Document, row: Row) -> Given:
    return [(text, row.trust) for text in document.structured.links.get(row.name, ())[: row.first]]


def _of_jsonld(document: Document, row: Row) -> Given:
    """Of each of the article's first nodes, or of all nodes of a type together, the first values."""
    said = document.structured
    if row.of:
        values = [value for node in said.nodes(*row.of.split("|"))[:ALL] for value in _texts(said, node, row)]
        return [(text, row.trust) for text in values[: row.first]]
    found: list[tuple[str, float]] = []
    for rank, node in enumerate(said.article_nodes[: row.nodes]):
        trust = row.trust - rank * row.fade
        found += [(text, trust) for text in _texts(said, node, row)[: row.first]]
    return found


def _texts(said: Structured, node: Node, row: Row) -> list[str]:
    """The texts of the first of the row's properties that a node has."""
    for name in row.name.split("|"):
        values = _property(node, name, said)
        given = [value for value in values if isinstance(value, str) and value.strip()]
        if row.field not in ADDRESSES and (row.who or len(given) < len(values)):
            known = [value for value in map(said.resolve, values) if not _is_reference(value)]
            if row.who:
                known = [_name(value) for value in known if _kind(value) == row.who]
            given = texts(known)
        if given:
            return given
    return []


def _property(node: Node, path: str, said: Structured) -> list[object]:
    """The values of a property, or of a property of its values ("hasPart.isAccessibleForFree").

    A truth is told as a boolean or as a text.
    """
    values: list[object] = [node]
    for name in path.split("."):
        inner = [value.get(name) for value in map(said.resolve, values) if isinstance(value, dict)]
        values = [one for value in inner for one in (value if isinstance(value, list) else [value])]
    return [str(value) if isinstance(value, bool) else value for value in values if value is not None]


def _is_reference(value: object) -> bool:
    """Whether a value names nothing but the id of a node."""
    return isinstance(value, dict) and not any(map(value.get, ("name", "@value", "url")))


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
    labels = [(number, meta.get(f"twitter:label{number}", [""])[0]) for number in "12"]
    numbers = [number for number, label in labels if line_key(label) in lines_of(row.name)]
    return [(data[0], row.trust) for number in numbers if (data := meta.get(f"twitter:data{number}"))]


def _of_linked(document: Document, row: Row) -> Given:
    """The texts of the links in the body of the page that HTML's rel marks as `name`."""
    if not re.search(rb"""rel=["']?[^"'<>]{0,60}%s""" % row.name.encode(), document.page.body):
        return ()
    found = document.root.xpath("descendant::a[contains(@rel, $name)]", name=row.name)
    links = found[:MAX_LINKS] if isinstance(found, list) else ()
    given = dict.fromkeys("".join(element.itertext())[:MAX_LINK] for element in links)
    return [(text, row.trust) for text in list(given)[: row.first]]


def _of_feed(document: Document, row: Row) -> Given:
    link = document.page.link
    value = getattr(link, row.name, None) if link and row.of in ("", link.found_in) else None
    values = value if isinstance(value, tuple) else (value,) if value else ()
    return [(str(one), row.trust) for one in values]


def _of_root(document: Document, row: Row) -> Given:
    return ((document.root.get(row.name) or "", row.trust),)


def _of_header(document: Document, row: Row) -> Given:
    return ((document.page.headers.get(row.name, ""), row.trust),)


def _of_title(document: Document, row: Row) -> Given:
    return ((document.structured.title, row.trust),)


def _of_breadcrumbs(document: Document, row: Row) -> Given:
    return [(text, row.trust) for text in reversed(listed_crumbs(document.structured))]


def _of_crumbs(document: Document, row: Row) -> Given:
    return [(text, row.trust) for text in reversed(printed_crumbs(document))]


def _of_rel(document: Document, row: Row) -> Given:
    return [(text, row.trust) for text in marked_links(document)[row.name]]


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
    "breadcrumbs": _of_breadcrumbs,
    "crumbs": _of_crumbs,
    "rel": _of_rel,
    "pair": _of_pairs,
    "linked": _of_linked,
}
