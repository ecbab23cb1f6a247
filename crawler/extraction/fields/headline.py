"""The words over an article: title, the kicker over it, the deck (subtitle) under it, and the summary.

Kicker and deck are looked for among the elements beside the heading and beside its parents, by what sites
call such lines (in many languages, as class names are) and by their place: a short line right before the
heading, a subordinate heading right after it. Sections, by-lines, dates and tools are told by their names.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler import datafiles
from crawler.extraction.claims.claim import Claim, Decision, most_trusted
from crawler.extraction.claims.headings import Heading
from crawler.extraction.claims.recalled import NOTHING, Recalled
from crawler.extraction.claims.sitenames import site_of
from crawler.extraction.claims.table import LIMITS, claims
from crawler.extraction.fields.titles import title
from crawler.extraction.reading.titletext import SITE_MARKS, Tokens, likeness, split, tokens
from crawler.languages import every
from crawler.languages.lookup import furniture_family, line_key, month_number
from crawler.languages.namewords import lines_of
from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.families import BIT, families
from crawler.pages.blocks.segment import is_hidden
from crawler.pages.page import Document
from crawler.pages.plain import printed
from crawler.text import fold
from crawler.urls import path_of

MAX_KICKER = 90  # characters: longer lines over a title are sentences
MIN_DECK = 15
SURE = 0.9  # of a name that is a deck's
LEVELS = 4  # the heading's siblings, its parent's, …
MAX_SIBLINGS = 4  # of each
MAX_INSIDE = 12  # elements of each
MAX_AROUND = 40  # elements beside it, nearest first
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
_SLIDES = re.compile(r"slide-?show|carousel|\bgaller", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_+")
_FOREIGN = BIT["related"] | BIT["teaser"] | BIT["newsletter"] | BIT["comment"] | BIT["ad"]
_ELSE = _FOREIGN | BIT["author"] | BIT["date"] | BIT["share"] | BIT["caption"]
_TIME = re.compile(r"\d{1,2}[:.]\d{2}\b|\b\d{4}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PARTIAL = ("microdata", "rel-category")  # places where not all of a page's sections are named
_BOUNDS = frozenset(("article", "main", "body", "html"))
_TEXT_LINES = frozenset(("p", "h2", "h3", "h4", "h5", "h6"))
_PLACED = frozenset((*_TEXT_LINES, "div", "span", "strong", "h1"))
_TEXTUAL = (*_TEXT_LINES, "div", "span", "strong", "em", "b", "small", "header", "section", "a")


# The label of a film: "The ferry runs aground 01:40", "… 01:40 - Source: Harbour TV".
_FILM = re.compile(r"(?<![\d:])\d{1,2}:\d\d(?:\s*[-–|]\s*[^\W\d]\w+: .{1,60})?$")


@dataclass(frozen=True, slots=True)
class Headline:
    title: Decision
    kicker: Decision
    subtitle: Decision
    summary: Decision


def headline(document: Document, recalled: Recalled = NOTHING) -> Headline:
    decided, said = title(document, recalled), claims(document)
    words, heading = decided.title.value or "", decided.heading
    return Headline(
        title=decided.title,
        kicker=kicker(document, heading, decided.kicker, words),
        subtitle=subtitle(heading, said["subtitle"], words),
        summary=decide_summary(said["summary"], words),
    )


def kicker(document: Document, heading: Heading | None, inside: str | None, title: str) -> Decision:
    """The line over the headline. `inside`: what stood before it in its own heading."""
    sections = set()
    for claim in claims(document)["section"]:
        if claim.place not in _PARTIAL:
            sections.add(tokens(claim.value))
    # A line over the title may repeat the name of a section, a part of the address or the site's name.
    folders = map(tokens, map(unquote, path_of(document.url).split("/")))
    site = site_of(document).names
    others = frozenset((*sections, *folders, *site))
    found: list[Claim[str]] = []
    if inside and _is_kicker(inside, others, title):
        found.append(Claim("kicker", inside, "h1", 0.9))
    for element, named in _beside(heading, before=True):
        text = printed(element).rstrip(" :|")
        # A section's name over a title is its section, unless the page itself calls it a kicker.
        is_several = len(list(islice(element.iter("a"), 2))) > 1  # links on a line: breadcrumbs or topics
        if is_several or not _is_kicker(text, site if named else others, title):
            continue
        if named or _is_told_apart(element, text, bool(sections)):
            found.append(Claim("kicker", text, "named" if named else "block", named or 0.4))
    return most_trusted(found)


def _is_told_apart(element: HtmlElement, text: str, is_section_named: bool) -> bool:
    """An unnamed line right over a title is more often its section than a kicker: not where the page names
    its section elsewhere. Without that it must have words, in an element for text."""
    parts = split(text)
    if not SITE_MARKS.isdisjoint(map(parts.mark, range(1, len(parts.bounds)))) or _is_linked(element, text):
        return False  # breadcrumbs, or a link
    return is_section_named or (element.tag in _TEXT_LINES and len(tokens(text)) >= 2)


def subtitle(heading: Heading | None, said: Iterable[Claim[str]], title: str) -> Decision:
    """The deck under the headline; else an alternative headline that is none of the title's wordings."""
    found: list[Claim[str]] = []
    for element, named in _beside(heading, before=False):
        trust = named or (0.5 if element.tag in ("h2", "h3", "h4") else 0.0)
        if trust and _is_deck(text := printed(element), title) and not _is_linked(element, text):
            found.append(Claim("subtitle", text, "named" if named else "block", trust))
    for claim in said:
        is_new = likeness(tokens(claim.value), tokens(title)) < ANOTHER_WORDING
        if is_new and _is_deck(claim.value, title):
            found.append(claim)
    return most_trusted(found)


def decide_summary(said: list[Claim[str]], title: str) -> Decision:
    """The most trusted description that says more than the title; one cut off for want of a whole one."""
    able, whole = [], []
    for claim in said:
        if len(own := tokens(claim.value)) >= 3 and own != tokens(title):
            able.append(claim)
            if not claim.value.endswith(("…", "...")):
                whole.append(claim)
    return most_trusted(whole or able, said)


def _beside(heading: Heading | None, before: bool) -> Iterator[tuple[HtmlElement, float]]:
    """The elements that may be the heading's kicker (before it) or deck, nearest first, and how sure their
    names are of it: those so called among siblings, parents' siblings and what these hold; and the very
    neighbour, each perhaps in a box of its own.
    """
    seen = 0
    for sibling, near in _siblings(heading.element, before) if heading else ():
        if seen > MAX_AROUND:
            return
        if families(_names(sibling)) & _FOREIGN:
            continue
        for child in islice(sibling.iter(*_TEXTUAL), MAX_INSIDE):
            seen += 1
            names = _names(child)
            named = _named(names, before)
            if child.tag == "p" and len(child.text or "") > MAX_PARAGRAPH and named < 0.8:
                return  # the article has begun
            if (named or (near and _fills(child, sibling))) and not _is_other(
                child, names, near and named >= SURE
            ):
                yield child, named


def _names(element: HtmlElement) -> str:
    return names_of(element) if element.attrib else ""


@lru_cache(maxsize=8_192)  # a site's pages have the same names
def _named(names: str, before: bool) -> float:
    """How sure names are of a kicker (before the heading) or a deck; 0 where they are of none."""
    names = _CAMEL.sub("-", names)
    if before:
        return 0.8 if _KICKER.search(names) else 0.0
    return 0.9 if _DECK.search(names) else 0.6 if _LEAD.search(names) else 0.0


def _siblings(node: HtmlElement, before: bool) -> Iterator[tuple[HtmlElement, bool]]:
    """The nearest elements beside the heading and beside its parents, and whether only boxes are between
    the two."""
    alone = True  # whether the heading is all that `node` holds
    for _ in range(LEVELS):
        for place, sibling in enumerate(islice(node.itersiblings(preceding=before), MAX_SIBLINGS)):
            yield sibling, alone and place == 0
        parent = node.getparent()
        if parent is None or parent.tag in _BOUNDS:
            return
        alone = alone and _fills(node, parent)
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


def _is_other(element: HtmlElement, names: str, sure: bool) -> bool:
    """By its names: a by-line, a date, tools, a teaser; or hidden, or a caption, or what holds one. "Info"
    is in names of dates, and of the deck right below a title: "headingInfo_subTitle"."""
    sure = sure and not _TIME.search(printed(element))
    other = _ELSE & ~BIT["date"] if sure else _ELSE
    if families(names) & other or (element.attrib and is_hidden(element)):
        return True
    if next(element.iter("figure", "figcaption"), None) is not None:
        return True
    for around in islice(element.iterancestors(), FIGURE_LEVELS):
        if around.tag in ("figure", "figcaption", "a", "aside") or _SLIDES.search(_names(around)):
            return True
    return False


def _is_linked(element: HtmlElement, text: str) -> bool:
    """Whether all of its text is a link."""
    link = next(element.iter("a"), None)
    return link is not None and len(printed(link)) >= len(text) - 2


def _is_kicker(text: str, sections: Set[Tokens], title: str) -> bool:
    own, whole = tokens(text), tokens(title)
    if not own or len(text) > MAX_KICKER or own in sections or furniture_family(text):
        return False
    if own[-len(whole) :] == whole:  # the title itself, or breadcrumbs that end in it
        return False
    return _LETTER.search(text) is not None and not _is_dated(text)


def _is_deck(text: str, title: str) -> bool:
    own = tokens(text)
    if not MIN_DECK <= len(text) <= LIMITS["subtitle"] or own == tokens(title) or furniture_family(text):
        return False
    if _FILM.search(text):
        return False
    return len(own) >= 3 and not ((len(own) <= 8 or _opens_byline(text)) and _is_dated(text))


def _opens_byline(text: str) -> bool:
    words = text.split()
    return any(line_key(" ".join(words[:number])) in lines_of("byline") for number in (1, 2))


@datafiles.kept
def _minutes() -> frozenset[str]:
    """The words for minutes, of reading times, in every language."""
    return frozenset(fold(word) for language in every() for word in language.units.get("minute", ()))


def _is_dated(text: str) -> bool:
    """A short line that is or has a date or a reading time."""
    if _TIME.search(text) or (re.search(r"\d", text) and not _minutes().isdisjoint(tokens(text))):
        return True
    return any(map(month_number, _WORD.findall(text)[:8]))
