"""Marks by which a page tells its by-lines: names of elements, addresses of authors, shapes of names."""

import re
from copy import copy
from functools import cache, lru_cache
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.roles.nearby import Spots
from crawler.languages import all_of
from crawler.pages.blocks.block import Block
from crawler.text import VOWEL_MARKS, words

MAX_LINE = 160  # characters of a line that names authors
LINK_WORDS = 5  # words of a link to a person's page
MAX_PARTS = 6  # names in elements of one line; more is an index

# The first two or three digits of years, of the Gregorian, Solar and Buddhist calendars, in several scripts.
_DIGITS = ["".join(chr(ord(zero) + digit) for digit in range(10)) for zero in "0٠۰०০၀๐"]
_YEARS = "|".join(
    rf"{ten[1]}{ten[9]}\d|{ten[2]}{ten[0]}\d"
    rf"|{ten[1]}(?:{ten[3]}[{ten[8:]}]|{ten[4]}[{ten[:5]}])|{ten[2]}{ten[5]}[{ten[4:]}]"
    for ten in _DIGITS
)
YEAR = re.compile(rf"(?<!\d)(?:{_YEARS})\d(?!\d)|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2}}")
# Between the parts of a line of facts.
SEGMENTS = re.compile(r"(?<!\s)\s*(?://|\||·|•|–|—|\s(?:-{1,3}|ـ{1,5})\s)\s*")
JOINT = re.compile(r"\s(?:\S{1,3}|\S*/\S*|\S*[,;|&])\s")  # a word that joins names, or that a sign joins
# First and last name in a script with cases, perhaps with initials and particles between.
_LETTERS = rf"[\w'’{VOWEL_MARKS}-]"
FULL_NAME = re.compile(
    rf"(?:Dr\. )?[^\W\d_a-z]{_LETTERS}*\.?(?: (?:[^\W\d_]\.|[a-z]{{1,3}}|[^\W\d_a-z]{_LETTERS}+)){{0,3}}"
    rf" [^\W\d_a-z]{_LETTERS}+"
)
_ASIDE = re.compile(r"[^\W\d_a-z][\w'’.-]+")  # a word beside a name: the place, the edition
# "ByJane Doe", "ByBy Jane Doe", "Author:Jane Doe", "Nov 12, 2026Jane Doe"
_GLUED = re.compile(
    r"^(?:By|Von|Par|Por|Di)(?=[A-Z]|by |von |par |por |di )|:(?=[^\s\d/])|\b20\d\d(?=[A-Z][a-z])"
    r"|\b[A-Z]{2,4}(?=By [A-Z])"
)
# A date set apart from the name before it by its style alone: "Jane Doe14 October 2026".
_GLUED_DATE = re.compile(
    r"(?<=[^\W\d_])(?=\d{1,2}[./-]\d{1,2}[./-]\d|\d{1,2}\.? ?(?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}"
    r"|(?:19|20)\d\d[年년.-])|(?<=[a-z])(?=[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
)
_BULLETS = " \t<>-–—•·|»→/"
MAY_BE_GLUED = re.compile(r"[^:]*:|By|Von|Par|Por|Di|[<>\-–—•·|»→/]")  # a first word that `spaced` may change
_NOT_BYLINE = re.compile(
    r"bio(?![a-z])|biograph|descri|(?:job|author)-?title|credential|social|follow|about|related|more-from"
    r"|comment|photo|image|avatar|list(?!-item)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What finds by-lines in names of elements, and in addresses the pages of authors and those of people.

    Folders of people's pages are those of sections too, and count only where the name stands in the address.
    """
    own, author, person = (
        "|".join(sorted(all_of(field), reverse=True))
        for field in ("author_names", "author_pages", "people_pages")
    )
    return (
        re.compile(
            rf"author(?!i[tsz])|by-?line|(?<![a-z])(?:{own})(?![a-z])|auteur|writer|journalist|reporter|creator"
            r"|contributor|redakteur|skribent|penulis|posted-?by|writ(?:e|er|ten)-?by|vcard|(?<![a-z])signature"
        ),
        re.compile(
            rf"(?:^|[/?&])(?:[\w-]{{1,20}}-)?(?:{own}|{author})(?:-\w{{1,20}})?[/=,](?:\?\w{{1,10}}=)?[^/?#]",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:^|/)(?:{person})/([^?#/]+)/?(?:[?#]|$)", re.IGNORECASE),
    )


@lru_cache(maxsize=4_096)  # a site's pages link the same people and sections
def is_author_page(text: str, href: str) -> bool:
    """Whether a link leads to the page of the author whom its text names."""
    _, author, person = _patterns()
    if author.search(href):
        return True
    slug, named = person.search(href), words(text)
    if slug is None or len(named) > LINK_WORDS:
        return False
    return any(len(word) > 2 and word in slug[1].lower() for word in named)


@lru_cache(maxsize=8_192)
def says_byline(names: str) -> bool:
    """Whether an element of these names is a by-line, or names an author."""
    plain = _CAMEL.sub("-", names).lower().replace("_", "-")
    return bool(_patterns()[0].search(plain)) and not _NOT_BYLINE.search(plain)


# "Quillmouth - Jane Doe", "دمشق / ريم الخطيب": a place and who writes from there.
_DASH = r"(?:[-–—/]{1,3}|ـ{1,5})"
PLACED = re.compile(rf"([^\d:،,|]{{2,40}}?)\s*(?:\s{_DASH}|{_DASH}\s)\s*([^\d:،,|/]{{4,40}})")

# "بغداد - واع - ريم الخطيب": a place, an agency and who writes; and the place with which a text begins.
WIRE = re.compile(rf"[^\W\d][^:،,|/-]{{1,20}}\s{_DASH}\s([^:،,|/-]{{2,30}})\s{_DASH}\s([^\d:،,|/-]{{4,40}})")
DATELINE = re.compile(r"[^\W\d]{1,30}(?:\s[^\W\d]{1,30}){0,2}\s?[-–—ـ]\s")


def parts_of(element: HtmlElement) -> list[str]:
    """The names in an element that sets each in an element of its own; a name with what stands beside it in
    others, the place, the edition, as one text with marks between."""
    parts = [text for part in element.itertext() if (text := " ".join(part.split()))]
    full = [FULL_NAME.fullmatch(part) is not None for part in parts[:MAX_PARTS]]
    beside = len(element) >= 2 and full[:1] == [True] and all(map(_ASIDE.fullmatch, parts[1:]))
    if not 1 < len(parts) <= MAX_PARTS:
        return []
    return parts if all(full) else [" | ".join(parts)] if beside else []


def parted(spots: Spots) -> Spots:
    """Lines of facts; where only style keeps the parts of one apart, with a mark between them: two elements
    that meet without a blank, "<b>Jane Doe</b><i>12 May 2026</i>"."""
    return [(distance, _parted(block)) for distance, block in spots]


def _parted(block: Block) -> Block:
    if len(block.element) < 2 or len(block.text) > MAX_LINE:
        return block
    pieces: list[str] = []
    before: Any = None
    for text in block.element.xpath(".//text()"):
        if before is not None and _is_seam(before, text):
            pieces.append(" | ")
        pieces.append(text)
        before = text
    whole = " ".join("".join(pieces).split())
    if whole == block.text or "".join(whole.split(" | ")) != "".join(block.text.split(" | ")):
        return block
    found = copy(block)
    found.text = whole
    return found


def _is_seam(before: Any, after: Any) -> bool:
    """Whether two texts of several letters meet at the end of one element and the begin of another beside
    it. What stands in the middle of a word is an element in its text."""
    if before.is_tail or after.is_tail or min(len(before), len(after)) < 2:
        return False
    if not (before[-1].isalnum() and after[0].isalnum()):
        return False
    return before.getparent() not in after.getparent().iterancestors()


def spaced(text: str) -> str:
    """A by-line whose word or date sticks to the name, as two: "ByJane Doe", "Author:Jane Doe"."""
    text = _GLUED_DATE.sub(" | ", text)
    return _GLUED.sub(lambda found: f"{found.group()} ", text.lstrip(_BULLETS))
