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
from itertools import product
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

ADDRESSES = ("image", "canonical_url")  # fields whose values are made absolute addresses
# Characters of the longest value that is believed; longer ones are text that strayed into the field.
LIMITS = {
    "title": 400,  # the longest real headlines have some 250
    "subtitle": 700,
    "summary": 1_500,  # longer "descriptions" are the article itself, cut
    "section": 60,
    "tags": 5_000,  # a whole list of them
    "license": 300,
    **dict.fromkeys(("publisher", "site"), 120),
    **dict.fromkeys(("language", "access"), 100),
    **dict.fromkeys(("authors", "author_organisations"), MAX_AUTHORS),
    **dict.fromkeys(("published", "modified"), 80),
    **dict.fromkeys(ADDRESSES, MAX_REFERENCE),
}
ALL = 99  # nodes of one type

MAX_NAME = 80  # characters of a meta element's name in which the words of dates are looked for


class Row(NamedTuple):
    """Where one claim comes from."""

    field: str
    reader: str
    name: (
        str  # of the meta element, property or rel; of alternatives, in bars, the first that is there counts
    )
    trust: float
    place: str  # as reasons name it
    first: int  # so many values
    node: int  # of JSON-LD, which of the article's nodes is asked,
    of: str  # or the types whose nodes are asked together instead
    who: str  # only values that are a person, or only organisations


def _rows(table: str) -> Iterator[Row]:
    """The rows that lines say: a field alone, or a reader, its options, and names before their trust.

    `as`: the place; of meta elements else the name. `nodes`: so many of the article's nodes are asked, each
    further one trusted `fade` less.
    """
    field = ""
    for reader, *words in map(str.split, table.strip().splitlines()):
        field = field if words else reader
        options = dict(word.split("=") for word in words if "=" in word)
        first, nodes = int(options.get("first", 1)), int(options.get("nodes", 1))
        of, who, fade = options.get("of", ""), options.get("who", ""), float(options.get("fade", 0))
        place = options.get("as", of or (reader if reader != "meta" else "")).replace("_", " ")
        names: list[str] = []
        for word in words[len(options) :]:
            if not word.startswith("0."):
                names.append(word)
                continue
            for name, node in product(names, range(nodes)):
                yield Row(field, reader, name, float(word) - node * fade, place or name, first, node, of, who)
            names = []


_PERSON, _ORGANISATION = "person", "organisation"
_ORGANISATIONS = frozenset(("organization", "newsmediaorganization", "corporation"))
_PAGE_TYPES = ("webpage", "itempage", "collectionpage", "videoobject", "product", "recipe", "creativework")
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

# Of sections the innermost comes first; the lastmod of sitemaps often tells when the template changed.
ROWS = tuple(
    _rows("""
title
    feed        title 0.8
    jsonld      nodes=2  headline|name 0.9
    microdata   headline 0.8
    meta        og:title 0.7  twitter:title 0.6  parsely-title 0.75  sailthru.title 0.6  citation_title 0.7
    meta        dc.title dcterms.title dc:title 0.5  title headline fb_title 0.4
    page        as=title  title 0.4
subtitle
    jsonld      alternativeHeadline 0.3
summary
    feed        summary 0.65
    jsonld      description 0.75
    meta        og:description 0.8  description 0.7  twitter:description 0.6
    meta        dc.description dcterms.abstract sailthru.description 0.5
    microdata   description 0.4
section
    jsonld      first=99  articleSection 0.9
    meta        first=99  article:section section parsely-section dc.subject.section sailthru.section 0.8
    meta        first=99  cxenseparse:section 0.8
    microdata   articlesection 0.7
    page        as=breadcrumb  first=99  breadcrumb 0.5
    rel         as=rel-category  first=99  category 0.45
    page        as=crumbs  first=99  crumbs 0.4
tags
    meta        first=99  article:tag 0.9  parsely-tags news_keywords keywords sailthru.tags 0.6
    meta        first=99  dc.subject dcterms.subject 0.6
    jsonld      first=99  keywords 0.8
    microdata   first=99  keywords 0.7
    rel         first=99  as=rel-tag  tag 0.85
publisher
    jsonld      nodes=2  publisher 0.9
    meta        og:site_name 0.85
    jsonld      of=newsmediaorganization  name 0.8
    jsonld      of=organization  name 0.5
    jsonld      of=website  name 0.6
    meta        application-name dc.publisher publisher cre apple-mobile-web-app-title 0.4
    microdata   publisher/name 0.5
site
    meta        twitter:site 0.3
    jsonld      of=website  as=website_publisher  first=2  publisher 0.3
    jsonld      of=newsmediaorganization  first=99  alternateName 0.3
    jsonld      of=organization  first=99  alternateName 0.3
    jsonld      of=website  first=99  alternateName 0.3
authors
    jsonld      who=person  first=20  nodes=2  fade=0.2  author 0.92  creator 0.8
    jsonld      who=person  first=20  of=webpage  as=jsonld_page  author 0.6
    meta        first=20  parsely-author 0.86  author 0.82  article:author 0.8  article:author_name 0.85
    meta        first=20  sailthru.author byl byline citation_author 0.84  dc.creator dcterms.creator 0.75
    meta        first=20  cxenseparse:author 0.84  og:article:author 0.8  creator 0.6  authors 0.8
    meta        first=20  shareaholic:article_author_name 0.8
    page        first=2  as=twitter:data  card 0.75
    microdata   first=10  author/name|author|creator/name|creator|author/givenname 0.84
    feed        first=20  authors 0.8
    rel         first=20  author 0.75
author_organisations
    jsonld      who=organisation  first=20  nodes=2  fade=0.2  author 0.92  creator 0.8
    jsonld      who=organisation  first=20  of=webpage  as=jsonld_page  author 0.6
language
    page        as=html  lang xml:lang 0.7
    jsonld      inLanguage 0.8
    meta        og:locale 0.5  content-language 0.6  dc.language 0.6
    page        as=header  content-language 0.4
canonical_url
    link        first=99  canonical 0.9
    meta        og:url 0.6
    jsonld      mainEntityOfPage.@id|mainEntityOfPage.url|mainEntityOfPage|url 0.5
image
    jsonld      first=99  image.url|image.contentUrl|image.@id|image 0.85
    meta        og:image og:image:url 0.9  twitter:image twitter:image:src 0.7  parsely-image-url 0.6
    link        image_src 0.6
    microdata   image image/url 0.5
access
    jsonld      nodes=2  isAccessibleForFree 0.9
    jsonld      nodes=2  first=99  as=jsonld_part  hasPart.isAccessibleForFree 0.85
    microdata   isaccessibleforfree 0.8
    meta        as=tier  article:content_tier og:article:content_tier content_tier article.content_tier 0.95
    meta        as=tier  lotame:content_tier access article:access cxenseparse:access dc.rights.access 0.95
    meta        as=tier  paywall accesslevel 0.95
license
    link        first=99  license 0.9
    jsonld      first=99  license.url|license.@id|license 0.8
    microdata   first=99  license 0.7
published
    jsonld      nodes=3  fade=0.2   datePublished|datepublished 0.9
    jsonld      nodes=3  fade=0.14  dateCreated|datecreated 0.63
    jsonld      nodes=3  fade=0.12  uploadDate|uploaddate 0.54
    jsonld      as=jsonld_page  of=page  datePublished 0.82  dateCreated 0.574  uploadDate 0.492
    microdata   datepublished 0.84  datecreated 0.588  uploaddate 0.504
    dated       first=99  as=meta  published 0.86  date 0.5
    feed        feed.published_at 0.85
    feed        as=news_sitemap  news_sitemap.published_at 0.88
    feed        as=sitemap  sitemap.published_at 0.7
    feed        as=listing  front.published_at 0.7
modified
    jsonld      nodes=3  fade=0.2  dateModified|datemodified 0.9
    jsonld      as=jsonld_page  of=page  dateModified 0.82
    microdata   datemodified 0.84
    dated       first=99  as=meta  modified 0.8
    feed        feed.modified_at 0.8
    feed        as=news_sitemap  news_sitemap.modified_at 0.5
    feed        as=sitemap  sitemap.modified_at 0.5
    feed        as=listing  front.modified_at 0.5
""")
)


@once_a_page
def claims(document: Document) -> Mapping[str, list[Claim[str]]]:
    """Field → its claims in the order of the table, as texts; values over the field's limit are left out."""
    found: dict[str, list[Claim[str]]] = defaultdict(list)
    said, places, base = document.structured, _places(document), base_of(document)
    for row in ROWS:
        values: Sequence[str] = ()
        if row.reader == "jsonld":
            values = _of_jsonld(said, row) if said.found else ()
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
    nodes = said.article_nodes[row.node : row.node + 1]
    if row.of:
        nodes = said.nodes(*(_PAGE_TYPES if row.of == "page" else (row.of,)))[:ALL]
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
