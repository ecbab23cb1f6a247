"""Section, tags, publisher and the page's own claim of its language."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.claims.addresses import collect_canonical, decide_canonical
from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.crumbs import printed_crumbs
from crawler.extraction.claims.sitenames import tokens
from crawler.languages.lookup import furniture_family
from crawler.pages.jsonld import texts
from crawler.pages.page import Document, once_a_page
from crawler.pages.plain import plain, printed
from crawler.pages.structured import Structured

__all__ = [
    "collect_canonical",
    "collect_language",
    "collect_publisher",
    "collect_section",
    "collect_tags",
    "decide_canonical",
    "decide_language_claim",
    "decide_publisher",
    "decide_section",
    "decide_tags",
    "section_names",
]

MAX_LABEL = 60  # characters of a section or tag; longer ones are sentences
MAX_TAGS = 40  # of one article; more is a keyword dump

_SECTION_META = (
    "article:section",
    "section",
    "parsely-section",
    "dc.subject.section",
    "sailthru.section",
    "cXenseParse:section",
)
_TAG_META = (
    "article:tag",
    "parsely-tags",
    "news_keywords",
    "keywords",
    "sailthru.tags",
    "dc.subject",
    "dcterms.subject",
)
_TAG_SPLIT = re.compile(r"\s*[,;،؛、，|]\s*")
_SYSTEM = re.compile(r"^_|[0-9a-f]{8}-[0-9a-f]{4}-|^[\w ]{2,20}:\s|[_=]\w*[_=]|^\w+-\w+-\w+-\w+", re.ASCII)
_RELS = etree.XPath("//a/@rel")  # the attributes: libxml2 finds these many times sooner than such elements
_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9]{2,8})*$")
_PUBLISHER_TYPES = ("newsmediaorganization", "organization", "website")


def collect_section(document: Document) -> list[Claim[str]]:
    structured = document.structured
    found: list[tuple[str, str, float]] = []
    for node in structured.article_nodes[:1]:
        found += [("jsonld", text, 0.9) for text in texts(node.get("articleSection"))[:3]]
    for name in _SECTION_META:
        found += [(name, text, 0.8) for text in structured.meta.get(name, ())[:1]]
    found += [("microdata", text, 0.7) for text in structured.micro.get("articlesection", ())[:1]]
    found += [("breadcrumb", text, 0.5) for text in _breadcrumb(structured)[-1:]]
    found += [("rel-category", text, 0.45) for text in _category(document)]
    found += [("crumbs", text, 0.4) for text in printed_crumbs(document)[-1:]]
    return [
        Claim("section", text, place, trust)
        for place, raw, trust in found
        if (text := plain(raw).strip(" ,;/>|")) and _is_label(text)
    ]


def decide_section(evidence: list[Claim[str]]) -> Decision:
    return most_trusted(evidence)


def section_names(document: Document) -> set[str]:
    """All that the page calls a section, to tell sections from kickers."""
    structured = document.structured
    names = [text for node in structured.article_nodes[:1] for text in texts(node.get("articleSection"))]
    names += [text for name in _SECTION_META for text in structured.meta.get(name, ())]
    return {
        plain(text)
        for text in (*names, *_breadcrumb(structured), *printed_crumbs(document))
        if len(text) <= MAX_LABEL
    }


def _breadcrumb(structured: Structured) -> list[str]:
    """The entries of a BreadcrumbList between the home page and the article."""
    for node in structured.nodes("breadcrumblist"):
        entries = node.get("itemListElement")
        names: list[str] = []
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                item = entry.get("item")
                given = texts(entry.get("name")) or (
                    texts(item.get("name")) if isinstance(item, dict) else []
                )
                names += given[:1]
        names = [plain(name) for name in names]
        if len(names) > 2:
            return [name for name in names[1:-1] if _is_label(name)]
    return []


def collect_tags(document: Document) -> list[Claim[str]]:
    structured = document.structured
    found: list[tuple[str, str, float]] = []
    for name in _TAG_META:
        found += [
            (name, text, 0.9 if name == "article:tag" else 0.6) for text in structured.meta.get(name, ())
        ]
    for node in structured.article_nodes[:1]:
        found += [("jsonld", text, 0.8) for text in texts(node.get("keywords"))]
    found += [("microdata", text, 0.7) for text in structured.micro.get("keywords", ())]
    found += [("rel-tag", text, 0.85) for text in _tag_links(document)]
    return [Claim("tags", text, place, trust) for place, raw, trust in found if (text := plain(raw))]


def _tag_links(document: Document) -> list[str]:
    """<a rel="tag">: the link types of the HTML Standard (§4.6.7.20) mark the page's own tags.

    With "category" beside it (the rel-category microformat, as WordPress writes it) it is a section.
    """
    links = (link for link, rel in _rel_links(document) if "category" not in rel)
    return [text for link in islice(links, MAX_TAGS) if (text := printed(link))]


def _category(document: Document) -> list[str]:
    """The category that the page's links mark; none where teasers have others."""
    links = (link for link, rel in _rel_links(document) if "category" in rel)
    names = {text: None for link in islice(links, MAX_TAGS) if (text := printed(link))}
    return list(names) if len(names) == 1 else []


@once_a_page
def _rel_links(document: Document) -> list[tuple[HtmlElement, list[str]]]:
    """The links that are called tags or categories, with all that they are called."""
    given = _RELS(document.root)
    split = (
        (value, value.lower().split()) for value in (list[Any](given) if isinstance(given, list) else ())
    )
    return [(value.getparent(), rel) for value, rel in split if "tag" in rel or "category" in rel]


def decide_tags(evidence: list[Claim[str]], *others: str | None) -> tuple[str, ...]:
    """The tags of the most trusted place that has any. `others`: title and publisher, which are no tags."""
    known = {tokens(other) for other in others if other}
    by_place: dict[str, list[Claim[str]]] = {}
    for item in evidence:
        by_place.setdefault(item.place, []).append(item)
    for _, items in sorted(by_place.items(), key=lambda entry: -entry[1][0].trust):
        tags = dict.fromkeys(
            tag
            for item in items
            for tag in _split_tags(item.value)
            if _is_tag(tag) and tokens(tag) not in known
        )
        if 0 < len(tags) <= MAX_TAGS:
            return tuple(_distinct(tags))
    return ()


def _split_tags(text: str) -> list[str]:
    parts = _TAG_SPLIT.split(text)
    return [part.strip().removeprefix("#") for part in parts]


def _distinct(tags: Iterable[str]) -> list[str]:
    """Without those that differ in case alone."""
    kept: dict[tuple[str, ...], str] = {}
    for tag in tags:
        kept.setdefault(tokens(tag), tag)
    return list(kept.values())


def _is_tag(text: str) -> bool:
    """Labels for readers: not the marks that an editorial system sets for itself."""
    return _is_label(text) and not _SYSTEM.search(text)


def _is_label(text: str) -> bool:
    return 1 < len(text) <= MAX_LABEL and bool(tokens(text)) and "://" not in text and not text.isdigit()


def collect_publisher(document: Document) -> list[Claim[str]]:
    structured = document.structured
    found: list[tuple[str, str, float]] = []
    for node in structured.article_nodes[:2]:
        publisher = structured.resolve(node.get("publisher"))
        found += [("jsonld", text, 0.9) for text in _names(publisher)]
    found += [("og:site_name", text, 0.85) for text in structured.meta.get("og:site_name", ())[:1]]
    for kind, trust in zip(_PUBLISHER_TYPES, (0.8, 0.5, 0.6), strict=True):
        found += [(kind, text, trust) for node in structured.nodes(kind) for text in _names(node)][:1]
    for name in ("application-name", "dc.publisher", "publisher", "cre", "apple-mobile-web-app-title"):
        found += [(name, text, 0.4) for text in structured.meta.get(name, ())[:1]]
    found += [("microdata", text, 0.5) for text in structured.micro.get("publisher/name", ())[:1]]
    return [
        Claim("publisher", text, place, trust)
        for place, raw, trust in found
        if (text := plain(raw))
        and len(text) <= MAX_LABEL * 2
        and "://" not in text
        and not furniture_family(text)
    ]


def _names(value: object) -> list[str]:
    """The name of an organization node; of a bare string, the string."""
    if isinstance(value, dict):
        return texts(value.get("name"))[:1]
    return [text for text in texts(value)[:1] if "://" not in text]


def decide_publisher(evidence: list[Claim[str]]) -> Decision:
    return most_trusted(evidence)


def collect_language(document: Document) -> list[Claim[str]]:
    """The page's claims about its language, as codes."""
    structured = document.structured
    found: list[tuple[str, str, float]] = []
    for key in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        found += [("html", document.root.get(key) or "", 0.7)]
    for node in structured.article_nodes[:1]:
        found += [("jsonld", text, 0.8) for text in texts(node.get("inLanguage"))[:1]]
    found += [("og:locale", text, 0.5) for text in structured.meta.get("og:locale", ())[:1]]
    found += [("content-language", text, 0.6) for text in structured.meta.get("content-language", ())[:1]]
    found += [("dc", text, 0.6) for text in structured.meta.get("dc.language", ())[:1]]
    found += [("header", document.page.headers.get("content-language", ""), 0.4)]
    return [
        Claim("language", match[1].lower(), place, trust)
        for place, raw, trust in found
        if (match := _LANGUAGE.match(raw.split(",")[0].strip()))
    ]


def decide_language_claim(evidence: list[Claim[str]]) -> Decision:
    """The code that most trust stands behind."""
    weight: dict[str, float] = {}
    for item in evidence:
        weight[item.value] = weight.get(item.value, 0.0) + item.trust
    if not weight:
        return Decision(None)
    best = max(weight, key=lambda code: weight[code])
    place = next(item.place for item in evidence if item.value == best)
    return Decision(best, place, f"trust {weight[best]:.1f}", tuple(evidence))
