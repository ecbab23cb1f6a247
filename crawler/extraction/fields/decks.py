"""What stands around the printed headline: the kicker over it, the deck (subtitle) under it.

Both are looked for among the elements beside the heading and beside its parents, by what sites call such
lines (in many languages, as class names are) and by their place: a short line right before the heading, a
subordinate heading right after it. Sections, by-lines, dates and tools are told by their names.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.headings import Heading
from crawler.extraction.claims.sitenames import SITE_MARKS, Tokens, split, tokens
from crawler.extraction.fields.titles import likeness
from crawler.languages import every
from crawler.languages.lookup import furniture_family, month_number
from crawler.pages.blocks.families import BIT, families
from crawler.pages.jsonld import texts
from crawler.pages.plain import is_hidden, names_of, plain, printed
from crawler.pages.structured import Structured
from crawler.text import fold

MAX_KICKER = 90  # characters: longer lines over a title are sentences
MAX_DECK = 700  # characters; longer ones are the article
MIN_DECK = 15
LEVELS = 4  # the heading's siblings, its parent's, …
MAX_SIBLINGS = 4  # of each
MAX_INSIDE = 12  # elements of each
MAX_AROUND = 40  # elements after which no further level is searched
MAX_PARAGRAPH = 200  # characters of a <p> that no name calls a deck
FIGURE_LEVELS = 4  # ancestors searched for a figure: what stands in one is its caption
ANOTHER_WORDING = 0.4  # likeness to the title from which an alternativeHeadline is the same headline again

_KICKER = re.compile(
    r"kicker|over-?line|top-?line|eyebrow|dachzeile|spitzmarke|\broof|sur-?titre|ante-?titul|ante-?titol|sobre-?titul|"
    r"occhiello|(?:pre|super|supra|over|upper)-?(?:title|head(?:line)?)\b|head(?:line)?-?(?:prefix|intro)\b|vignette|"
    r"cintillo|volanta|chapeu|\bhat\b|stichwort|trompete|strap-?line",
    re.IGNORECASE,
)
_DECK = re.compile(
    r"\bdecks?\b|\bdek\b|stand-?first|sub-?(?:title|head(?:line|ing)?)\b|unter-?(?:titel|zeile)|sous-?titre|sub-?titul|"
    r"sotto-?titol|under-?(?:title|rubrik)|(?:title|headline)-?sub\b|(?:after|secondary)-?(?:title|headline)|bajada|"
    r"entradilla|copete|sommario|\bchapo|vor-?spann|\bsapo\b|ingress|manchet|\btagline\b|catenaccio|\blid\b|perex|"
    r"podtytul|alternative-?headline|\blinha-?fina",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\blead\b|\blede\b|\bintro(?:duction)?\b|\bsummary\b|excerpt|\bdescription\b|abstract", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_+")
_FOREIGN = BIT["related"] | BIT["teaser"] | BIT["newsletter"] | BIT["comment"] | BIT["ad"]
_ELSE = _FOREIGN | BIT["author"] | BIT["date"] | BIT["share"] | BIT["caption"]
_TIME = re.compile(r"\d{1,2}[:.]\d{2}\b|\b\d{4}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_WORD = re.compile(r"[^\W\d_]+")
_BOUNDS = frozenset(("article", "main", "body", "html"))
_PLACED = frozenset(("p", "div", "span", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_TEXT_LINES = frozenset(("p", "h2", "h3", "h4", "h5", "h6"))
_TEXTUAL = (
    "p",
    "div",
    "span",
    "strong",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "em",
    "b",
    "small",
    "header",
    "section",
    "a",
)


@dataclass(frozen=True, slots=True)
class Sections:
    """What is no kicker: the names of the page's sections and site. `are_named`: whether any section is."""

    all: frozenset[Tokens]
    are_named: bool


def kicker(heading: Heading | None, inside: str | None, sections: Sections, title: str) -> Decision:
    """The line over the headline. `inside`: what stood before it in its own heading."""
    found: list[Claim[str]] = []
    if inside and _is_kicker(inside, sections.all, title):
        found.append(Claim("kicker", inside, "h1", 0.9))
    if heading is not None:
        for element, near in _around(heading.element, before=True):
            named = _is_named_kicker(names_of(element))
            placed = near and not _is_linked(element)
            if (named or placed) and not _is_other(element) and not _is_trail(element):
                text = printed(element).rstrip(" :|")
                # A section's name over a title is its section, unless the page itself calls it a kicker.
                if _is_kicker(text, frozenset() if named else sections.all, title) and (
                    named or _is_told_apart(element, text, sections)
                ):
                    place, trust = ("named", 0.8) if named else ("block", 0.4)
                    found.append(Claim("kicker", text, place, trust))
    return most_trusted(found) if found else Decision(None)


def _is_told_apart(element: HtmlElement, text: str, sections: Sections) -> bool:
    """An unnamed line right over a title is more often its section than a kicker: not where the page names
    its section elsewhere. Without that it must have words, in an element for text."""
    parts = split(text)
    if len(parts) > 1 and any(parts.mark(place) in SITE_MARKS for place in range(1, len(parts))):
        return False  # breadcrumbs
    return sections.are_named or (element.tag in _TEXT_LINES and len(tokens(text)) >= 2)


def subtitle(heading: Heading | None, structured: Structured, title: str) -> Decision:
    """The deck under the headline."""
    found: list[Claim[str]] = []
    if heading is not None:
        for element, near in _around(heading.element, before=False):
            trust = _deck_trust(element, near)
            if (
                trust
                and not _is_other(element)
                and not _is_linked(element)
                and _is_deck(text := printed(element), title)
            ):
                found.append(Claim("subtitle", text, "named" if trust > 0.5 else "block", trust))
    for node in structured.article_nodes[:1]:
        given = [plain(text) for text in texts(node.get("alternativeHeadline"))[:1]]
        other = [text for text in given if likeness(tokens(text), tokens(title)) < ANOTHER_WORDING]
        found += [Claim("subtitle", text, "jsonld", 0.3) for text in other if _is_deck(text, title)]
    return most_trusted(found) if found else Decision(None)


def _deck_trust(element: HtmlElement, near: bool) -> float:
    if trust := _named_deck(names_of(element)):
        return trust
    return 0.5 if near and element.tag in ("h2", "h3", "h4") else 0.0


@lru_cache(maxsize=8_192)  # a site's pages have the same names
def _is_named_kicker(names: str) -> bool:
    return bool(names) and bool(_KICKER.search(_CAMEL.sub("-", names)))


@lru_cache(maxsize=8_192)
def _named_deck(names: str) -> float:
    """How sure these names are of a deck; 0 where they are of none."""
    names = _CAMEL.sub("-", names)
    return 0.9 if _DECK.search(names) else 0.6 if _LEAD.search(names) else 0.0


def _around(element: HtmlElement, before: bool) -> Iterator[tuple[HtmlElement, bool]]:
    """The elements before or after the heading, nearest first: siblings, the parents', and what they hold.

    The second value says whether it is the heading's very neighbour, each perhaps in a box of its own.
    """
    node, seen = element, 0
    alone = True  # whether the heading is all that `node` holds
    for _ in range(LEVELS):
        for place, sibling in enumerate(node.itersiblings(preceding=before)):
            if place >= MAX_SIBLINGS:
                break
            if _bits(sibling) & _FOREIGN:
                continue
            for child in islice(sibling.iter(*_TEXTUAL), MAX_INSIDE):
                seen += 1
                if (
                    child.tag == "p"
                    and len(child.text or "") > MAX_PARAGRAPH
                    and _named_deck(names_of(child)) < 0.9
                ):
                    return  # the article has begun
                yield child, alone and place == 0 and _fills(child, sibling)
        parent = node.getparent()
        alone = alone and parent is not None and _fills(node, parent)
        if parent is None or parent.tag in _BOUNDS or seen > MAX_AROUND:
            return
        node = parent


def _fills(inner: HtmlElement, box: HtmlElement) -> bool:
    """Whether a box holds one element, which holds one …, which is `inner`, and no text beside it."""
    for _ in range(LEVELS):
        if inner is box:
            return box.tag in _PLACED
        if len(box) != 1 or (box.text and box.text.strip()) or (box[0].tail and box[0].tail.strip()):
            return False
        box = box[0]
    return False


def _bits(element: HtmlElement) -> int:
    """The families that the element's names are of."""
    return families(names_of(element))


def _is_other(element: HtmlElement) -> bool:
    """By its names: a by-line, a date, tools, a teaser; or hidden, or a caption."""
    if _bits(element) & _ELSE or is_hidden(element):
        return True
    return any(
        up.tag in ("figure", "figcaption", "a") for up in islice(element.iterancestors(), FIGURE_LEVELS)
    )


def _is_linked(element: HtmlElement) -> bool:
    """Whether all of its text is a link."""
    link = next(element.iter("a"), None)
    return link is not None and len(printed(link)) >= len(printed(element)) - 2


def _is_trail(element: HtmlElement) -> bool:
    """Several links on a line: breadcrumbs or topics."""
    return len(list(islice(element.iter("a"), 2))) > 1


def _is_kicker(text: str, sections: Set[Tokens], title: str) -> bool:
    own, whole = tokens(text), tokens(title)
    if not own or len(text) > MAX_KICKER or own in sections or furniture_family(text):
        return False
    if own[-len(whole) :] == whole:  # the title itself, or breadcrumbs that end in it
        return False
    return not _is_dated(text) and bool(_WORD.search(text))


def _is_deck(text: str, title: str) -> bool:
    own = tokens(text)
    if not MIN_DECK <= len(text) <= MAX_DECK or own == tokens(title) or furniture_family(text):
        return False
    return len(own) >= 3 and not (len(own) <= 8 and _is_dated(text))


@cache
def _minutes() -> frozenset[str]:
    """The words for minutes, of reading times, in every language."""
    return frozenset(fold(word) for language in every() for word in language.units.get("minute", ()))


def _is_dated(text: str) -> bool:
    """A short line that is or has a date or a reading time."""
    if any(char.isdigit() for char in text) and not _minutes().isdisjoint(tokens(text)):
        return True
    return bool(_TIME.search(text)) or any(
        month_number(word) for word in _WORD.findall(text)[:8] if len(word) > 2
    )
