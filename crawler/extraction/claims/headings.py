"""The headings that readers see: which may be the headline, and which stand in navigation or a teaser."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.claims.crumbs import is_called_crumbs
from crawler.extraction.claims.table import LIMITS
from crawler.languages.lookup import furniture_family
from crawler.pages.blocks.segment import is_hidden
from crawler.pages.page import Document
from crawler.pages.plain import pieces, plain

MAX_BUTTON = 50  # characters of a button's name
MAX_HEADINGS = 40  # headings looked at, of each sort
MAX_CRUMB = 40  # characters of one breadcrumb
CLASS_DEPTH = 5  # ancestors whose class can say that a heading stands apart: outer ones name the page's frame
CRUMB_DEPTH = 5  # ancestors searched for the name of a breadcrumb list
MAX_CRUMBS = 800  # characters of the whole list: a page's body is sometimes called "with-breadcrumb"

_BUTTONS = frozenset(("share", "follow", "print", "comments"))  # families of what stands on them
_APART = frozenset(("nav", "footer", "aside", "dialog"))
# Anchored: "sidebar" and "sidebar-left", not the "with-sidebar" that the frame of a whole page has.
_APART_CLASS = re.compile(
    r"(?:^|\s)(?:nav(?:bar|igation)?|menu|footer|side-?bar|related|recommend\w*|cookie\w*|newsletter|"
    r"(?!no|has|with|show|hide)(?:[a-z]+[_-])?(?:modal|popup|comments)|comment-(?:list|area)|teasers?|logo|branding|"
    r"site-?(?:title|name|branding|logo)|most-?read|popular)"
    r"(?:$|[\s_-](?!enabled|on|off|none))",
    re.IGNORECASE,
)
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|news|content|page|main|node|single|item|detail)[_-]*"
    r"(?:title|headline|heading|header)|headline|title|titre|titulo|titolo|titel|p-name)(?:$|[\s_-])",
    re.IGNORECASE,
)
# The attributes of elements that may be titled; libxml2 finds them sooner than the elements.
_TITLED = etree.XPath(
    "//@class[contains(., 'it') or contains(., 'eadline')] | //@itemprop[.='headline']"
    " | //@id[contains(., 'itle') or contains(., 'eadline')] | //font/@size[. > 3 or starts-with(., '+')]"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TITLED_TAGS = frozenset(("div", "p", "span", "td", "font", "strong", "a"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed, with its pieces (text cut where inline elements begin and end)."""

    element: HtmlElement
    text: str
    pieces: tuple[str, ...]
    place: str  # "h1", or "heading" for any other
    apart: bool  # in navigation, sidebar, footer, the site's header or breadcrumbs; or an alternativeHeadline
    crumb: bool  # the last of a line of breadcrumbs: there an h1 holds a search engine's wording
    titled: bool  # its class or itemprop calls it a title
    marked: bool  # itemprop="headline"


def headings(document: Document) -> Iterator[list[Heading]]:
    """The headings of each rank, read only when they are asked for: h1; h2 and h3; other elements that
    their class, id or itemprop calls a title, or that are large."""
    yield _read(document.structured.h1s, "h1")
    yield _read(document.root.iter("h2", "h3"), "heading")
    found = _TITLED(document.root)
    values = list[Any](found) if isinstance(found, list) else []
    able = dict.fromkeys([value.getparent() for value in values])
    yield _read([each for each in able if each.tag in _TITLED_TAGS and _is_titled(each)], "heading")


def _is_titled(element: HtmlElement) -> bool:
    """By its names; on old portals a headline is but large."""
    large = element.tag == "font" and element.get("size") is not None
    named = _is_called_title(element.get("class") or "", element.get("id") or "")
    return named or element.get("itemprop") == "headline" or large


@lru_cache(maxsize=8_192)  # a site's pages have the same names
def _is_called_title(classes: str, name: str) -> bool:
    return _TITLE_CLASS.search(f"{classes} {_CAMEL.sub('-', name)}") is not None


def _read(elements: Iterable[HtmlElement], place: str) -> list[Heading]:
    found = []
    for element in islice(elements, MAX_HEADINGS):
        if place != "h1" and is_hidden(element):
            continue
        parts = _without_buttons(pieces(element))
        text = plain("".join(parts))
        if not 0 < len(text) <= LIMITS["title"]:
            continue
        role = element.get("itemprop") or ""
        crumb = place == "h1" and _ends_breadcrumbs(element)
        heading = Heading(
            element=element,
            text=text,
            pieces=tuple(filter(None, map(plain, parts))) if len(element) else (text,),
            place=place,
            apart=crumb or "alternativeHeadline" in role or _is_apart(element),
            crumb=crumb,
            titled=_is_titled(element),
            marked="headline" in role.split(),
        )
        found.append(heading)
    return found


def _without_buttons(parts: list[str]) -> list[str]:
    """The pieces of a heading without the names of buttons at its end: "Share on Facebook", "Twitter"."""
    end, names = len(parts), 0
    for place in range(len(parts) - 1, 0, -1):
        name = parts[place].strip()
        if name and (len(name) > MAX_BUTTON or not _is_button(name)):
            break
        names += len(name.split())
        end = place
    # A single word may be what the headline is about.
    return parts[:end] if names > 1 else parts


def _is_button(name: str) -> bool:
    """Whether a text is the name of a button, or the names of several: "Share Tweet Print"."""
    return furniture_family(name) in _BUTTONS or all(
        furniture_family(word) in _BUTTONS for word in name.split()
    )


def _is_apart(element: HtmlElement) -> bool:
    """By the tag of any ancestor, by the class or id of a near one."""
    for depth, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in _APART:
            return True
        if depth < CLASS_DEPTH and ancestor.tag not in ("html", "body", "article", "main"):
            names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
            if len(names) > 1 and _APART_CLASS.search(names):
                return True
    return False


def _ends_breadcrumbs(element: HtmlElement) -> bool:
    """In a list entry, in an element called so, or after links on one line."""
    parent = element.getparent()
    if parent is not None and parent.tag == "li":
        return True
    for ancestor in islice((element, *element.iterancestors()), CRUMB_DEPTH):
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''} {ancestor.get('itemtype') or ''}"
        if is_called_crumbs(names) and len(ancestor.text_content()) < MAX_CRUMBS:
            return True
    links = 0
    for other in islice(element.itersiblings(preceding=True), 6):
        if len(other.text_content()) >= MAX_CRUMB:
            return False
        links += other.tag == "a" or (len(other) == 1 and other[0].tag == "a")
    return links >= 2
