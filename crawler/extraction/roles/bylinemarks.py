"""Marks by which a page tells its by-lines: names of elements, addresses of authors, shapes of names."""

import re
from functools import lru_cache

from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.block import Block, Container
from crawler.text import words

LINK_WORDS = 5  # words of a link to a person's page
MAX_LINKED = 6  # linked authors of one line; more is an index
_UP = 3  # elements in which a name counts for the block

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2}")
SEGMENTS = re.compile(r"\s*(?://|\||·|•|–|—|\s-\s)\s*")  # between the parts of a line of facts
# First and last name in a script with cases, perhaps with initials and particles between.
FULL_NAME = re.compile(
    r"(?:Dr\. )?[^\W\d_a-z][\w'’-]*\.?(?: (?:[^\W\d_]\.|[a-z]{1,3}|[^\W\d_a-z][\w'’-]+)){0,3}"
    r" [^\W\d_a-z][\w'’-]+"
)
# "ByJane Doe", "ByBy Jane Doe", "Author:Jane Doe", "Nov 12, 2026Jane Doe"
_GLUED = re.compile(
    r"^(?:By|Von|Par|Por|Di)(?=[A-Z]|by |von |par |por |di )|:(?=[^\s\d/])|\b20\d\d(?=[A-Z][a-z])"
)
_PREPOSITIONS = ("By", "Von", "Par", "Por", "Di")
_BULLETS = " \t<>-–—•|·»→/"
_AUTHOR_PAGE = re.compile(
    r"(?:^|[/?&])(?:(?:[\w-]{1,20}-)?authors?|autor(?:en|es|i|in)?|auteurs?|writers?|profiles?|reporters?|journalists?"
    r"|columnists?|contributors?|users?(?:-\w{1,20})?|members?|kirjoittaja|redakteure?|redaktion|correspondents?"
    r"|skribent|firma|signatures?|yazar(?:lar)?|penulis|avtor|kalem|opinion/autor)(?:/|=)(?:\?\w{1,10}=)?[^/?#]",
    re.IGNORECASE,
)
# Folders of people's pages, and of sections too: only where the name stands in the address.
_PEOPLE_PAGE = re.compile(
    r"(?:^|/)(?:people|person|by|staff|bio|team|about)/([^?#/]+)/?(?:[?#]|$)", re.IGNORECASE
)
_BYLINE_NAME = re.compile(
    r"author(?!i[tsz])|by-?line|(?<![a-z])autor(?:en|es|i|in|a|e)?(?![a-z])|auteur|writer|journalist|reporter|creator"
    r"|contributor|redakteur|skribent|(?<![a-z])yazar|penulis|posted-?by|written-?by|vcard|(?<![a-z])signature"
)
_NOT_BYLINE = re.compile(
    r"bio(?![a-z])|biograph|social|follow|about|related|more-from|comment|photo|image|avatar|list(?!-item)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_author_page(text: str, href: str) -> bool:
    """Whether a link leads to the page of the author whom its text names."""
    if _AUTHOR_PAGE.search(href):
        return True
    slug = _PEOPLE_PAGE.search(href)
    named = words(text)
    return (
        slug is not None
        and len(named) <= LINK_WORDS
        and any(len(w) > 2 and w in slug[1].lower() for w in named)
    )


def is_cased(text: str) -> bool:
    """Whether a text's script tells names from words by capitals."""
    return text[:1].lower() != text[:1].upper()


@lru_cache(maxsize=8_192)
def _says_byline(names: str) -> bool:
    plain = _CAMEL.sub("-", names).lower().replace("_", "-")
    return bool(_BYLINE_NAME.search(plain)) and not _NOT_BYLINE.search(plain)


def is_byline(block: Block, known: dict[int, bool]) -> bool:
    """Whether the site calls the block, or what directly holds it, a by-line or author.

    `known`: what was found by signature of the containers, which the entries of a list share.
    """
    box: Container | None = block.container
    for _ in range(_UP):
        if box is None:
            return False
        if (said := known.get(box.signature)) is None:
            said = known[box.signature] = _says_byline(names_of(box.element))
        if said:
            return True
        box = box.parent
    return False


def parts_of(block: Block) -> list[str]:
    """The names of a block that holds nothing but elements with a name each."""
    if not 1 < len(block.element) <= MAX_LINKED:
        return []
    parts = [text for part in block.element.itertext() if (text := " ".join(part.split()))]
    return parts if len(parts) > 1 and all(map(FULL_NAME.fullmatch, parts)) else []


def may_be_glued(word: str) -> bool:
    """Whether `spaced` could find another first word than this one."""
    return ":" in word or word.startswith(_PREPOSITIONS) or word[:1] in _BULLETS


def spaced(text: str) -> str:
    """A by-line whose word sticks to the name, as two: "ByJane Doe", "Author:Jane Doe"."""
    return _GLUED.sub(lambda found: f"{found.group()} ", text.lstrip(_BULLETS))
