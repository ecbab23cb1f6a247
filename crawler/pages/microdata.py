"""Microdata and RDFa → the properties of the page's main article.

Both are attributes on visible elements: `itemscope`/`itemtype`/`itemprop` (HTML Standard, microdata) and
`typeof`/`property` (RDFa Lite). Teasers carry the same names as the article, so only the scope that holds
the page's headline is read, and in it no other article's scope.
"""

import re

from lxml.html import HtmlElement

from crawler.pages.blocks.segment import having
from crawler.text import squeeze, words

MAX_ELEMENTS = 20_000  # annotated elements looked at; real pages have up to some 2,000
MAX_SCOPES = 50  # article scopes searched for the headline: the others are teasers
MAX_VALUE = 100_000  # characters of one value: an articleBody

_ANNOTATIONS = frozenset(("itemscope", "itemprop", "typeof", "property"))
_LINKS = ("url", "image", "mainentityofpage", "sameas", "thumbnailurl", "contenturl", "logo", "license")
_ARTICLE = re.compile(r"(?:article|posting|sioc:item|sioct:blogpost|recipe|review|report)\b", re.IGNORECASE)
_PAGE = re.compile(r"webpage|^(?:html|body|main)$", re.IGNORECASE)
_PLAIN = re.compile(r"^(?:schema:|https?://schema\.org/)", re.IGNORECASE)


def read_microdata(root: HtmlElement, titles: list[list[str]]) -> dict[str, list[str]]:
    """Lower-case property → values; a property of a nested scope as "author/name". `titles`: their words."""
    found: dict[str, list[str]] = {}
    elements = _annotated(root)
    articles = list(filter(_is_article, elements))
    scope = _main_scope(articles, titles) if articles else None
    if scope is None and articles:
        return found  # only teasers, as far as we can tell
    for element in elements:
        names = _names(element)
        path = _path(element, scope) if names and element is not scope else None
        if path is not None and (value := _value(element, names[0])):
            for name in names:
                found.setdefault("/".join((*path, name)), []).append(value)
    return found


def alike(one: list[str], other: list[str]) -> bool:
    """Whether the words are of one title: one begins the other (site names and truncation come at the end),
    or most are shared."""
    short, long = sorted((one, other), key=len)
    if len(short) > 1 and short == long[: len(short)]:
        return True
    return bool(short) and len(set(short) & set(long)) >= 0.7 * len(set(long))


def _annotated(root: HtmlElement) -> list[HtmlElement]:
    """Elements with either vocabulary, in page order; those of the head are Open Graph and the like: meta."""
    found = []
    for element in having(root, _ANNOTATIONS)[:MAX_ELEMENTS]:
        if (parent := element.getparent()) is None or parent.tag != "head":
            found.append(element)
    return found


def in_scope(element: HtmlElement) -> bool:
    """Whether a <meta itemprop> belongs to a scope inside the body, not to the page."""
    for ancestor in element.iterancestors():
        if ancestor.get("itemscope") is not None:
            return ancestor.tag not in ("html", "head", "body")
    return False


def _is_article(element: HtmlElement) -> bool:
    return bool(_ARTICLE.search(element.get("itemtype") or element.get("typeof") or ""))


def _names(element: HtmlElement) -> list[str]:
    given = element.get("itemprop") or element.get("property") or ""
    return [_PLAIN.sub("", name).lower() for name in given.split()[:8]]


def _main_scope(articles: list[HtmlElement], titles: list[list[str]]) -> HtmlElement | None:
    """The article scope that holds the headline; else the only outer one there is."""
    if len(articles) == 1:
        return articles[0]
    for scope in articles[:MAX_SCOPES]:
        for element in scope.iter("h1", "h2", "h3"):
            tokens = words(" ".join(element.itertext())[:1000])
            if len(tokens) > 1 and any(alike(tokens, title) for title in titles):
                return scope
    outer = [scope for scope in articles[:MAX_SCOPES] if not any(map(_is_article, scope.iterancestors()))]
    return outer[0] if len(outer) == 1 else None


def _path(element: HtmlElement, scope: HtmlElement | None) -> list[str] | None:
    """The properties that lead from the scope (the page, where it is None) to an annotated element; None
    where another scope has it."""
    path: list[str] = []
    for ancestor in element.iterancestors():
        if ancestor is scope:
            return path[::-1]
        if ancestor.get("itemscope") is None and ancestor.get("typeof") is None:
            continue
        names = _names(ancestor)
        if _is_article(ancestor) or not (names or _PAGE.search(ancestor.get("itemtype") or ancestor.tag)):
            return None
        path += names[:1]
    return path[::-1] if scope is None else None


def _value(element: HtmlElement, name: str) -> str:
    """As the standard says, but a linked name is its text, not its address."""
    if (content := element.get("content")) is not None:
        return squeeze(content[:MAX_VALUE])
    if element.tag == "time" and element.get("datetime"):
        return squeeze(element.get("datetime") or "")
    if name in _LINKS or element.tag in ("img", "link", "source", "video", "audio"):
        return squeeze(element.get("href") or element.get("src") or "")
    if element.get("itemscope") is not None and element.get("itemtype"):
        return ""  # its own properties speak for it
    return squeeze(" ".join(element.itertext())[:MAX_VALUE])
