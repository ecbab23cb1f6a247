"""Sections and tags as links name them: breadcrumbs listed or printed, and links marked as tags.

A page prints breadcrumbs over its headline ("Home » Economy") in two forms, both read off its blocks:
entries in an element that is called breadcrumbs, and one line whose first link goes to the home page and
whose links have arrows between them. A line with bars or dots ("Home | Economy | Sport") is a menu. The home
page and the article itself are no sections.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree

from crawler.extraction.reading.titletext import Tokens, tokens
from crawler.pages.blocks.block import Block, Container
from crawler.pages.jsonld import texts
from crawler.pages.page import Document, once_a_page
from crawler.pages.plain import plain, printed
from crawler.pages.structured import Structured
from crawler.urls import is_home

MAX_BLOCKS = 250  # before the headline: long menus stand there too
MAX_LINE = 300  # characters of a line of crumbs, with the headline at its end
MAX_CRUMBS = 8
MAX_CRUMB = 60  # characters of one; longer ones are headlines
MAX_WORDS = 6
MAX_NAMES = 300  # characters of names looked at
MAX_MARKED = 40  # links marked as tags or categories
LEVELS = 4  # containers of a block that may be called breadcrumbs

_NAMED = re.compile(r"bread-?_?crumb|crumb-?(?:trail|list)|\bcrumbs?\b|ariane|migas|rootline", re.IGNORECASE)
_NAMING = ("class", "id", "itemtype", "aria-label", "data-testid")
_ARROW = re.compile(r"(?:[»«›‹>＞→←▸►❯❮⟩/\\]|::|->|&gt;)+")
_RELS = etree.XPath("//a/@rel")  # the attributes: libxml2 finds these many times sooner than such elements

Link = tuple[str, str]  # text, href as written


def listed_crumbs(structured: Structured) -> list[str]:
    """The entries of a BreadcrumbList between the home page and the article, outermost first."""
    for node in structured.nodes("breadcrumblist"):
        entries = node.get("itemListElement")
        names: list[str] = []
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict):
                item = entry.get("item")
                names += (
                    texts(entry.get("name")) or texts(item.get("name") if isinstance(item, dict) else None)
                )[:1]
        if len(names) > 2:
            return [plain(name) for name in names[1:-1]]
    return []


@once_a_page
def marked_links(document: Document) -> dict[str, list[str]]:
    """The texts of <a rel="tag">: link types of HTML (§4.6.7) mark what is the page's own, its author too.

    With "category" beside it (the rel-category microformat, as WordPress writes it) it is a section; where
    links name several, they are those of teasers.
    """
    found: dict[str, list[str]] = {"category": [], "tag": [], "author": []}
    given = _RELS(document.root)
    for value in list[Any](given) if isinstance(given, list) else ():
        rel = value.lower().split()
        kind = next(filter(rel.__contains__, found), None)
        if kind and len(found[kind]) < MAX_MARKED and (text := printed(value.getparent())):
            found[kind].append(text)
    if len(set(found["category"])) > 1:
        found["category"] = []
    return found


@once_a_page
def printed_crumbs(document: Document) -> list[str]:
    """The names of sections between the home page and the article, outermost first; empty where none."""
    titles: set[Tokens] = set(map(tokens, document.structured.titles))
    for links in _trails(document.blocks):
        if names := _sections(links[:MAX_CRUMBS], document.url, titles):
            return names
    return []


def _trails(blocks: list[Block]) -> Iterator[list[Link]]:
    """The links of each line or list of breadcrumbs before the headline."""
    named: list[Link] = []
    box: Container | None = None
    known: dict[int, Container | None] = {}
    for block in islice(blocks, MAX_BLOCKS):
        if block.container.tag == "h1":
            break
        if len(block.text) > MAX_LINE or not (block.links or box):
            continue
        around = _named_box(block.container, known)
        if around is None and block.links and _ARROW.search(block.text) and _is_trail(block):
            yield block.links
        if named and around is not box:
            yield named
            named = []
        box = around
        named = [*named, *block.links] if around is not None else []
    if named:
        yield named


def _named_box(start: Container, known: dict[int, Container | None]) -> Container | None:
    """The near container that is called breadcrumbs; `known`: the nearest one so called, of each."""
    path = []
    box: Container | None = start
    while box is not None and box.index not in known:
        if box.tag in ("body", "main", "article"):
            known[box.index] = None
            break
        path.append(box)
        box = box.parent
    found = known[box.index] if box is not None else None
    for box in reversed(path):
        given = [value for key in _NAMING if (value := box.element.get(key))]
        if given and _is_named(" ".join(given)[:MAX_NAMES]):
            found = box
        known[box.index] = found
    return found if found is not None and start.depth - found.depth < LEVELS else None


@lru_cache(maxsize=8_192)  # a site's pages have the same names
def _is_named(names: str) -> bool:
    return bool(_NAMED.search(names))


def _is_trail(block: Block) -> bool:
    """Whether a block is links with arrows between them, from the home page on."""
    if not is_home(block.links[0][1]):
        return False
    between, place = [], 0  # what stands before, between and after the links
    for text, _ in block.links:
        begin = block.text.find(text, place) if text else -1
        if begin < 0:
            return False  # links and text do not agree
        between.append(block.text[place:begin].strip())
        place = begin + len(text)
    after = block.text[place:].strip()
    inner = between[1:]
    return bool(inner or after) and all(map(_ARROW.match, inner)) and bool(not after or _ARROW.match(after))


def _sections(links: Iterable[Link], url: str, titles: set[Tokens]) -> list[str]:
    """The crumbs that are neither the home page nor the article."""
    names = []
    for place, (text, href) in enumerate(links):
        name, own = text.strip(" /»«›‹>|:"), tokens(text)
        if (place == 0 and is_home(href)) or not own or href.split("#")[0] == url:
            continue
        if text.startswith(("<", "←")):  # the way back to a list
            continue
        if len(name) <= MAX_CRUMB and len(own) <= MAX_WORDS and own not in titles:
            names.append(name)
    return names
