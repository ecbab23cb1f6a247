"""The breadcrumbs that a page prints over its headline ("Home » Economy") → the names of its sections.

Two forms are read off the page's blocks: entries in an element that is called breadcrumbs, and one line whose
first link goes to the home page and whose links have arrows between them. A line with bars or dots
("Home | Economy | Sport") is a menu. The home page and the article itself are no sections.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from crawler.extraction.claims.sitenames import Tokens, tokens
from crawler.pages.blocks.block import Block, Container
from crawler.pages.page import Document, once_a_page

MAX_BLOCKS = 250  # before the headline: long menus stand there too
MAX_LINE = 300  # characters of a line of crumbs, with the headline at its end
MAX_CRUMBS = 8
MAX_CRUMB = 60  # characters of one; longer ones are headlines
MAX_WORDS = 6
MAX_NAMES = 300  # characters of names looked at
LEVELS = 4  # containers of a block that may be called breadcrumbs

_NAMED = re.compile(r"bread-?_?crumb|crumb-?(?:trail|list)|\bcrumbs?\b|ariane|migas|rootline", re.IGNORECASE)
_NAMING = ("class", "id", "itemtype", "aria-label", "data-testid")
_ARROW = re.compile(r"(?:[»«›‹>＞→←▸►❯❮⟩/\\]|::|->|&gt;)+")
_HOME = re.compile(
    r"^/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?|(?:index|home|default)\.\w{2,5}|home/?)?$", re.IGNORECASE
)

Link = tuple[str, str]  # text, href as written


@once_a_page
def printed_crumbs(document: Document) -> list[str]:
    """The names of sections between the home page and the article, outermost first; empty where none."""
    titles = {tokens(title) for title in document.structured.titles}
    for links in _trails(document.blocks):
        if names := list(_sections(links[:MAX_CRUMBS], document.url, titles)):
            return names
    return []


def _trails(blocks: list[Block]) -> Iterator[list[Link]]:
    """The links of each line or list of breadcrumbs before the headline."""
    named: list[Link] = []
    box: Container | None = None
    known: dict[int, Container | None] = {}
    for block in islice(blocks, MAX_BLOCKS):
        if block.element.tag == "h1":
            break
        if len(block.text) > MAX_LINE or not (block.links or box):
            continue
        around = _named_box(block.container, known)
        if around is None and _is_trail(block):
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
        given = [value for key, value in box.element.items() if key in _NAMING]
        if given and _is_named(" ".join(given)[:MAX_NAMES]):
            found = box
        known[box.index] = found
    return found if found is not None and start.depth - found.depth < LEVELS else None


@lru_cache(maxsize=8_192)  # a site's pages have the same names
def _is_named(names: str) -> bool:
    return bool(_NAMED.search(names))


def _is_trail(block: Block) -> bool:
    """Whether a block is links with arrows between them, from the home page on."""
    if not block.links or not _ARROW.search(block.text) or not _is_home(block.links[0][1]):
        return False
    _, *rest = _between(block)
    return bool(rest) and all(_ARROW.match(text) for text in rest if text) and bool(rest[0])


def _between(block: Block) -> list[str]:
    """What stands before, between and after the links of a block."""
    found, place = [], 0
    for text, _ in block.links:
        begin = block.text.find(text, place) if text else -1
        if begin < 0:
            return [""]  # links and text do not agree: no line of crumbs
        found.append(block.text[place:begin].strip())
        place = begin + len(text)
    inner = found[1:]
    return [found[0], *inner, block.text[place:].strip()] if all(inner) else [""]


def _is_home(href: str) -> bool:
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return bool(href) and not parts.query and not href.startswith("#") and bool(_HOME.match(parts.path))


def _sections(links: Iterable[Link], url: str, titles: set[Tokens]) -> Iterator[str]:
    """The crumbs that are neither the home page nor the article."""
    for place, (text, href) in enumerate(links):
        name, own = text.strip(" /»«›‹>|:"), tokens(text)
        if (place == 0 and _is_home(href)) or not own or href.split("#")[0] == url:
            continue
        if text.startswith(("<", "←")):  # the way back to a list
            continue
        if len(name) <= MAX_CRUMB and len(own) <= MAX_WORDS and own not in titles:
            yield name
