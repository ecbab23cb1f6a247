"""Sections and tags as links name them: breadcrumbs listed or printed, and links marked as tags.

A page prints breadcrumbs over its headline ("Home » Economy") in two forms, both read off its blocks:
entries in an element that is called breadcrumbs, and one line whose first link goes to the home page and
whose links have arrows between them. A line with bars or dots ("Home | Economy | Sport") is a menu. The home
page and the article itself are no sections.
"""

import re
from functools import lru_cache
from itertools import islice

from crawler.extraction.reading.titletext import Tokens, tokens
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.segment import having
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

_CALLED = re.compile(r"bread-?_?crumb|crumb-?(?:trail|list)|\bcrumbs?\b|ariane|migas|rootline", re.IGNORECASE)
_NAMING = frozenset(("class", "id", "itemtype", "aria-label", "data-testid"))
_ARROW = re.compile(r"(?:[»«›‹>＞→←▸►❯❮⟩/\\]|::|->|&gt;)+")


def listed_crumbs(structured: Structured) -> list[str]:
    """The entries of a BreadcrumbList between the home page and the article, outermost first."""
    for node in structured.nodes("breadcrumblist"):
        entries = node.get("itemListElement")
        names: list[str] = []
        for entry in entries if isinstance(entries, list) else ():
            item = entry.get("item") if isinstance(entry, dict) else None
            for named in (entry, item):
                if isinstance(named, dict) and (given := texts(named.get("name"))):
                    names.append(plain(given[0]))
                    break
        if len(names) > 2:
            return names[1:-1]
    return []


@once_a_page
def marked_links(document: Document) -> dict[str, list[str]]:
    """The texts of <a rel="tag">: link types of HTML (§4.6.7) mark what is the page's own, its author too.

    With "category" beside it (the rel-category microformat, as WordPress writes it) it is a section; where
    links name several, they are those of teasers.
    """
    found: dict[str, list[str]] = {"category": [], "tag": [], "author": []}
    for element in having(document.root, ("rel",)):
        rel = (element.get("rel") or "").lower().split() if element.tag == "a" else ()
        kind = next(filter(rel.__contains__, found), None)
        if kind and len(found[kind]) < MAX_MARKED and (text := printed(element)):
            found[kind].append(text)
    if len(set(found["category"])) > 1:
        found["category"] = []
    return found


def printed_crumbs(document: Document) -> list[str]:
    """The names of sections between the home page and the article, outermost first; empty where none."""
    trails: dict[Container | Block, list[tuple[str, str]]] = {}  # the links of each list or line
    named: dict[Container, bool] = {}
    for block in islice(document.blocks, MAX_BLOCKS):
        if block.container.tag == "h1":
            break
        if block.links and len(block.text) <= MAX_LINE:
            if box := _named_box(block, named):
                trails.setdefault(box, []).extend(block.links)
            elif _ARROW.search(block.text) and _is_trail(block):
                trails[block] = block.links
    for links in trails.values():
        if names := _sections(links[:MAX_CRUMBS], document):
            return names
    return []


def _named_box(block: Block, named: dict[Container, bool]) -> Container | None:
    """The near container that is called breadcrumbs. `named`: of each that was looked at, whether it is."""
    for box in block.boxes[:LEVELS]:
        if box.tag in ("body", "main", "article"):
            break
        if box not in named:
            given = ""
            for key, value in box.element.items():
                if key in _NAMING:
                    given = f"{given} {value}"
            named[box] = is_called_crumbs(given[:MAX_NAMES])
        if named[box]:
            return box
    return None


@lru_cache(maxsize=8_192)  # a site's pages have the same names
def is_called_crumbs(names: str) -> bool:
    """Whether an element of these names holds breadcrumbs."""
    return _CALLED.search(names) is not None


def _is_trail(block: Block) -> bool:
    """Whether a block is links with arrows between them, from the home page on."""
    if not is_home(block.links[0][1]):
        return False
    marks, rest = [], block.text  # what stands before, between and after the links
    for text, _ in block.links:
        before, found, rest = rest.partition(text or block.text)
        if not found:
            return False  # links and text do not agree
        marks.append(before.strip())
    marks = [*marks[1:], *filter(None, [rest.strip()])]
    return bool(marks) and all(map(_ARROW.match, marks))


def _sections(links: list[tuple[str, str]], document: Document) -> list[str]:
    """The crumbs that are neither the home page nor the article."""
    titles: set[Tokens] = set(map(tokens, document.structured.titles))
    names = []
    for place, (text, href) in enumerate(links):
        name, own = text.strip(" /»«›‹>|:"), tokens(text)
        is_page = (place == 0 and is_home(href)) or href.split("#")[0] == document.url
        is_way_back = text.startswith(("<", "←"))  # to a list
        fits = len(name) <= MAX_CRUMB and 0 < len(own) <= MAX_WORDS
        if fits and own not in titles and not (is_page or is_way_back):
            names.append(name)
    return names
