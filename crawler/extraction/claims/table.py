"""All that a page, its feed entry, its address and its headers claim of each field, as one table.

A row says: for this field, this place has values under this name, and they are trusted so far. Each kind of
place (meta elements, microdata, links, the feed entry, breadcrumbs …) is a mapping from names to values; only
JSON-LD is asked row by row. None knows a field. `LIMITS` has the longest value of each field. The trusts are
the shares of pages on which the place told what readers see, measured on some 1,900 pages of news and blogs.
What is printed is read in roles/; a field's own module turns texts into its values.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.extraction.claims.claim import Claim
from crawler.extraction.claims.crumbs import listed_crumbs, marked_links, printed_crumbs
from crawler.extraction.reading.names import MAX_TEXT as MAX_AUTHORS
from crawler.items import Link
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

MAX_NAME = 80  # characters of the longest name of a meta element in which the words of dates are looked for


class Row(NamedTuple):
    """Where one claim comes from.

    `name`: of the meta element, property or rel. Alternatives are parted by bars: the first that is there
    counts. `place`: as reasons name it. `first`: so many values. Of JSON-LD `node` says which of the
    article's nodes is asked, or `of` the types whose nodes are asked together instead, and `who` that only
    values count that are a person, or only organisations.
    """

    field: str
    reader: str
    name: str
    trust: float
    place: str
    first: int = 1
    node: int = 0
    of: str = ""
    who: str = ""


def _rows(
    field: str,
    reader: str,
    names: Mapping[str, float],
    place: str = "",
    *,
    first: int = 1,
    nodes: int = 1,
    fade: float = 0.0,
    of: str = "",
    who: str = "",
) -> Iterator[Row]:
    """The rows of one field and place. `names`: "name other-name" → trust. `nodes`: so many of the article's
    nodes, each further one trusted `fade` less."""
    for together, trust in names.items():
        for name in together.split():
            called = place or of or (name if reader == "meta" else reader)
            for node in range(nodes):
                yield Row(field, reader, name, trust - node * fade, called, first, node, of, who)


_PERSON, _ORGANISATION = "person", "organisation"
_ORGANISATIONS = frozenset(("organization", "newsmediaorganization", "corporation"))
_PAGE_TYPES = "webpage|itempage|collectionpage|videoobject|product|recipe|creativework"
# The vocabularies that name dates in meta elements (Open Graph, Dublin Core, Parse.ly, Sailthru, Cxense,
# rNews …) are too many to list and read alike, so their words decide: the first pattern that is found in a
# name says what its date is.
_DATING = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"expir|event|birth|start|end_?date|valid|embargo|publisher|publication_?(?:name|id|type)", ""),
        (r"copyright|unpub|revisit|refresh|build|server|crawl|generat", ""),
        (r"modif|updat|revis|last-?mod", "modified"),
        (r"publi|pub_?-?date|issued|release|posted|creat|displaydate|ptime|original", "published"),
        (r"(?:^|[.:_-])(?:date|time|timestamp|datetime)$|^date", "date"),
    )
)

ROWS: tuple[Row, ...] = (
    # Titles
    *_rows("title", "feed", {"title": 0.8}),
    *_rows("title", "jsonld", {"headline|name": 0.9}, nodes=2),
    *_rows("title", "microdata", {"headline": 0.8}),
    *_rows("title", "meta", {"og:title": 0.7, "twitter:title": 0.6, "parsely-title": 0.75}),
    *_rows("title", "meta", {"sailthru.title": 0.6, "citation_title": 0.7}),
    *_rows("title", "meta", {"dc.title dcterms.title dc:title": 0.5, "title headline fb_title": 0.4}),
    *_rows("title", "page", {"title": 0.4}, "title"),
    # What stands around the title
    *_rows("subtitle", "jsonld", {"alternativeHeadline": 0.3}),
    *_rows("summary", "feed", {"summary": 0.65}),
    *_rows("summary", "jsonld", {"description": 0.75}),
    *_rows("summary", "meta", {"og:description": 0.8, "description": 0.7, "twitter:description": 0.6}),
    *_rows("summary", "meta", {"dc.description dcterms.abstract sailthru.description": 0.5}),
    *_rows("summary", "microdata", {"description": 0.4}),
    # Labels: of sections, the innermost first
    *_rows("section", "jsonld", {"articleSection": 0.9}, first=ALL),
    *_rows("section", "meta", {"article:section section parsely-section sailthru.section": 0.8}, first=ALL),
    *_rows("section", "meta", {"dc.subject.section cxenseparse:section": 0.8}, first=ALL),
    *_rows("section", "microdata", {"articlesection": 0.7}),
    *_rows("section", "page", {"breadcrumb": 0.5}, "breadcrumb"),
    *_rows("section", "rel", {"category": 0.45}, "rel-category"),
    *_rows("section", "page", {"crumbs": 0.4}, "crumbs"),
    *_rows("tags", "meta", {"article:tag": 0.9}, first=ALL),
    *_rows("tags", "meta", {"parsely-tags news_keywords keywords sailthru.tags": 0.6}, first=ALL),
    *_rows("tags", "meta", {"dc.subject dcterms.subject": 0.6}, first=ALL),
    *_rows("tags", "jsonld", {"keywords": 0.8}, first=ALL),
    *_rows("tags", "microdata", {"keywords": 0.7}, first=ALL),
    *_rows("tags", "rel", {"tag": 0.85}, "rel-tag", first=ALL),
    # The site: who publishes, and what else its names are
    *_rows("publisher", "jsonld", {"publisher": 0.9}, nodes=2),
    *_rows("publisher", "meta", {"og:site_name": 0.85}),
    *_rows("publisher", "jsonld", {"name": 0.8}, of="newsmediaorganization"),
    *_rows("publisher", "jsonld", {"name": 0.5}, of="organization"),
    *_rows("publisher", "jsonld", {"name": 0.6}, of="website"),
    *_rows("publisher", "meta", {"application-name dc.publisher publisher cre": 0.4}),
    *_rows("publisher", "meta", {"apple-mobile-web-app-title": 0.4}),
    *_rows("publisher", "microdata", {"publisher/name": 0.5}),
    *_rows("site", "meta", {"twitter:site": 0.3}),
    *_rows("site", "jsonld", {"publisher": 0.3}, "website publisher", first=2, of="website"),
    *_rows("site", "jsonld", {"alternateName": 0.3}, first=ALL, of="newsmediaorganization"),
    *_rows("site", "jsonld", {"alternateName": 0.3}, first=ALL, of="organization"),
    *_rows("site", "jsonld", {"alternateName": 0.3}, first=ALL, of="website"),
    # Authors
    *(
        row
        for field, who in (("authors", _PERSON), ("author_organisations", _ORGANISATION))
        for row in (
            *_rows(field, "jsonld", {"author": 0.92, "creator": 0.8}, first=20, nodes=2, fade=0.2, who=who),
            *_rows(field, "jsonld", {"author": 0.6}, "jsonld page", first=20, of="webpage", who=who),
        )
    ),
    *_rows("authors", "meta", {"parsely-author": 0.86, "author": 0.82, "article:author": 0.8}, first=20),
    *_rows("authors", "meta", {"article:author_name": 0.85, "sailthru.author byl byline": 0.84}, first=20),
    *_rows("authors", "meta", {"citation_author": 0.84, "dc.creator dcterms.creator": 0.75}, first=20),
    *_rows("authors", "meta", {"cxenseparse:author": 0.84, "og:article:author": 0.8}, first=20),
    *_rows("authors", "meta", {"creator": 0.6, "authors": 0.8}, first=20),
    *_rows("authors", "meta", {"shareaholic:article_author_name": 0.8}, first=20),
    *_rows("authors", "page", {"card": 0.75}, "twitter:data", first=2),
    *_rows(
        "authors", "microdata", {"author/name|author|creator/name|creator|author/givenname": 0.84}, first=10
    ),
    *_rows("authors", "feed", {"authors": 0.8}, first=20),
    *_rows("authors", "rel", {"author": 0.75}, first=20),
    # Language and address
    *_rows("language", "page", {"lang xml:lang": 0.7}, "html"),
    *_rows("language", "jsonld", {"inLanguage": 0.8}),
    *_rows("language", "meta", {"og:locale": 0.5, "content-language": 0.6, "dc.language": 0.6}),
    *_rows("language", "page", {"content-language": 0.4}, "header"),
    *_rows("canonical_url", "link", {"canonical": 0.9}, first=ALL),
    *_rows("canonical_url", "meta", {"og:url": 0.6}),
    *_rows(
        "canonical_url",
        "jsonld",
        {"mainEntityOfPage.@id|mainEntityOfPage.url|mainEntityOfPage|url": 0.5},
    ),
    # Images
    *_rows("image", "jsonld", {"image.url|image.contentUrl|image.@id|image": 0.85}, first=ALL),
    *_rows("image", "meta", {"og:image og:image:url": 0.9, "twitter:image twitter:image:src": 0.7}),
    *_rows("image", "meta", {"parsely-image-url": 0.6}),
    *_rows("image", "link", {"image_src": 0.6}, "image_src"),
    *_rows("image", "microdata", {"image image/url": 0.5}),
    # Access: schema.org's truths, and the tiers that paywall systems set; licences
    *_rows("access", "jsonld", {"isAccessibleForFree": 0.9}, nodes=2),
    *_rows("access", "jsonld", {"hasPart.isAccessibleForFree": 0.85}, "jsonld part", nodes=2, first=ALL),
    *_rows("access", "microdata", {"isaccessibleforfree": 0.8}),
    *_rows("access", "meta", {"article:content_tier og:article:content_tier content_tier": 0.95}, "tier"),
    *_rows("access", "meta", {"article.content_tier lotame:content_tier access": 0.95}, "tier"),
    *_rows("access", "meta", {"article:access cxenseparse:access dc.rights.access": 0.95}, "tier"),
    *_rows("access", "meta", {"paywall accesslevel": 0.95}, "tier"),
    *_rows("license", "link", {"license": 0.9}, first=ALL),
    *_rows("license", "jsonld", {"license.url|license.@id|license": 0.8}, first=ALL),
    *_rows("license", "microdata", {"license": 0.7}, first=ALL),
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
            *_rows(field, "jsonld", {f"{name}|{name.lower()}": 0.9 * share}, nodes=3, fade=0.2 * share),
            *_rows(field, "jsonld", {name: 0.82 * share}, "jsonld page", of=_PAGE_TYPES),
            *_rows(field, "microdata", {name.lower(): 0.84 * share}),
        )
    ),
    *_rows("published", "dated", {"published": 0.86, "date": 0.5}, "meta", first=ALL),
    *_rows("modified", "dated", {"modified": 0.8}, "meta", first=ALL),
    *_rows("published", "feed", {"feed.published_at": 0.85}),
    *_rows("published", "feed", {"news_sitemap.published_at": 0.88}, "news sitemap"),
    *_rows("published", "feed", {"sitemap.published_at": 0.7}, "sitemap"),
    *_rows("published", "feed", {"front.published_at": 0.7}, "listing"),
    *_rows("modified", "feed", {"feed.modified_at": 0.8}),
    # The lastmod of sitemaps often tells when the template changed.
    *_rows("modified", "feed", {"news_sitemap.modified_at": 0.5}, "news sitemap"),
    *_rows("modified", "feed", {"sitemap.modified_at": 0.5}, "sitemap"),
    *_rows("modified", "feed", {"front.modified_at": 0.5}, "listing"),
)


@once_a_page
def claims(document: Document) -> Mapping[str, list[Claim[str]]]:
    """Field → its claims in the order of the table, as texts; values over the field's limit are left out."""
    found: dict[str, list[Claim[str]]] = defaultdict(list)
    said, places, base = document.structured, _places(document), base_of(document)
    for row in ROWS:
        values: Sequence[str] = ()
        if row.reader == "jsonld":
            values = _of_jsonld(said, row)
        else:
            for name in row.name.split("|"):
                values = values or places[row.reader].get(name, ())
        for text in values[: row.first]:
            value = absolute(base, document.url, text) or "" if row.field in ADDRESSES else plain(text)
            if 0 < len(value) <= LIMITS[row.field]:
                found[row.field].append(Claim(row.field, value, row.place, row.trust))
    return found


@once_a_page
def base_of(document: Document) -> str:
    """What relative addresses are relative to: <base href>, else the page."""
    for element in document.root.iter("base"):
        if address := element.get("href"):
            return str(address)
    return document.url


Named = Mapping[str, Sequence[str]]  # values by their names


def _places(document: Document) -> dict[str, Named]:
    """What each kind of place says; JSON-LD is asked row by row."""
    said, root, page = document.structured, document.root, document.page
    return {
        "meta": said.meta,
        "microdata": said.micro,
        "link": said.links,
        "rel": marked_links(document),
        "dated": _dates_in(said.meta),
        "feed": _fed(page.link) if page.link else {},
        "page": {
            "title": (said.title,),
            "breadcrumb": listed_crumbs(said)[::-1],
            "crumbs": printed_crumbs(document)[::-1],
            "card": _signed(said.meta),
            "lang": (root.get("lang") or "",),
            "xml:lang": (root.get("xml:lang") or "",),
            "content-language": (page.headers.get("content-language", ""),),
        },
    }


def _dates_in(meta: Named) -> Named:
    """The dates in meta elements, by what their names say that they are."""
    found: dict[str, list[str]] = {"published": [], "modified": [], "date": []}
    for name, contents in meta.items():
        if len(name) <= MAX_NAME and (told := _told_by(name)):
            found[told].append(contents[0])
    return found


@lru_cache(maxsize=4_096)  # sites share their names
def _told_by(name: str) -> str:
    """Which date a meta element of this name gives; empty for none."""
    for pattern, told in _DATING:
        if pattern.search(name):
            return told
    return ""


def _fed(link: Link) -> Named:
    """What the listing says in which the page was found, also under the name of that kind of listing."""
    found: dict[str, list[str]] = {}
    for name in ("title", "summary", "authors", "published_at", "modified_at"):
        value = getattr(link, name)
        values = value if isinstance(value, tuple) else (value,)
        found[name] = found[f"{link.found_in}.{name}"] = [str(one) for one in values if one]
    return found


def _signed(meta: Named) -> list[str]:
    """Cards have "twitter:label1" beside "twitter:data1": "Written by", "Jane Doe"."""
    found: list[str] = []
    for number in "12":
        if (label := meta.get(f"twitter:label{number}")) and line_key(label[0]) in lines_of("byline"):
            found += meta.get(f"twitter:data{number}", ())[:1]
    return found


def _of_jsonld(said: Structured, row: Row) -> list[str]:
    """The values of one of the article's nodes, or of all nodes of a type together."""
    nodes = said.nodes(*row.of.split("|"))[:ALL] if row.of else said.article_nodes[row.node : row.node + 1]
    found: list[str] = []
    for node in nodes:
        for name in row.name.split("|"):
            if given := _texts(said, _property(said, node, name), row):
                found += given
                break
    return found


def _property(said: Structured, node: Node, path: str) -> list[object]:
    """The values of a property, or of a property of its values ("hasPart.isAccessibleForFree")."""
    values: list[object] = [node]
    for name in path.split("."):
        outer, values = values, []
        for value in map(said.resolve, outer):
            if isinstance(value, dict) and (inner := value.get(name)) is not None:
                values += inner if isinstance(inner, list) else [inner]
    return values


def _texts(said: Structured, values: list[object], row: Row) -> list[str]:
    """The values as texts; a truth is told as a boolean or as a text."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str | bool) and not row.who:
            found += [str(value)] if str(value).strip() else []
        elif row.field not in ADDRESSES:
            known = said.resolve(value)
            if isinstance(known, dict) and not (known.get("name") or known.get("@value") or known.get("url")):
                continue  # the bare id of a node
            found += texts(_called(known, row.who) if row.who else known)
    return found


def _called(value: object, who: str) -> object:
    """What a node calls itself that is a person, or an organisation; a bare name is taken for a person's."""
    sort = _PERSON
    if isinstance(value, dict):
        sort = _PERSON if types(value).isdisjoint(_ORGANISATIONS) else _ORGANISATION
        value = value.get("name") or value.get("alternateName")
    return value if sort == who else None
