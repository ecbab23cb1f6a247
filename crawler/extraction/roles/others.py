"""Other articles on the page: one that endless scrolling appended, teasers below a short text, other stories'
openings.

Each begins with a headline after the page's own text has begun. That it is no heading of that text is told by
what stands with it: a second article is built as the first is, and has a by-line or an address of its own; of
teasers there are several of one template, and all that each links to is one other page of the site.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.reading.keys import key
from crawler.extraction.roles.labelled import Labelled, Roles
from crawler.extraction.roles.nearby import is_prose
from crawler.extraction.roles.region import said
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import LINE_END, word_count
from crawler.urls import bare_host, path_of

FLASH = 120  # words of a text that is shorter than the teasers below it
MOST = 3  # times the words of the text: a guide's parts are more
FAR_MORE = 8  # times the words of the first article: then that is a teaser
CARD = (
    150  # words of a teaser, or of the opening of another story, on the average: a guide's parts are longer
)
MANY = 3  # boxes of one template make a list of other articles
FEW = 2  # do, where a heading or a name says so
NEAR = 5  # blocks after a headline among which its by-line stands
MAX_LINE = 160  # characters of a by-line, of a headline
HEADLINE_WORDS = 3  # of one that is no heading
WHOLE = 0.9  # of its characters lead to its article
_ADDRESS = re.compile(r"data-.*(?:url|href|link)|itemid")
_BYLINE = BIT["author"] | BIT["date"]
_POINTERS = ("related", "most_read", "read_more")
_YEAR = re.compile(r"\b(?:19|20|13|14)\d\d\b")
_NUMBERED = re.compile(r"\W?\d{1,3}[.):]\s")
_NAME = re.compile(r"[a-zA-Z]{4,}")


@dataclass(frozen=True, slots=True)
class Own:
    """The page's own article: its headline, its first paragraph, and the elements around the headline."""

    title: Block
    first: int
    above: Sequence[Container]

    def beside(self, block: Block) -> list[Container]:
        """The elements that hold a block and neither headline nor first paragraph, innermost first."""
        found = []
        for box in block.container.upwards():
            if box in self.above or box.first <= self.first:
                break
            found.append(box)
        return found


def other_articles(page: Labelled) -> Roles:
    """What belongs to other articles than the page's own, which is the first that has a headline and text."""
    title = _headline(page)
    first = next((place for place in page.kept if title and _is_text(page.blocks[place], title)), None)
    if title is None or first is None:
        return {}
    own = Own(title, first, title.container.upwards())
    heads = [block for block in page.blocks[first + 1 :] if _is_head(block) and block.text != title.text]
    places = {place for head in heads for place in _second(page, head, own)}
    if _spoken(page, places) > FAR_MORE * _spoken(
        page, [place for place in page.kept if place not in places]
    ):
        places = set()  # the page's own article is among them
    for cards in _teasers(page, heads, own):
        if _are_others(page, cards, own):
            places.update(place for card in cards for place in card)
            places.update(_label(page, cards[0][0], own))
    return dict.fromkeys(sorted(places.intersection(page.kept)), "other article")


def _headline(page: Labelled) -> Block | None:
    """The page's headline: the heading that says its title, else the first h1."""
    headings = [block for block in page.blocks if block.kind == "heading"]
    title = key(page.apart.title or "")
    said_so = (block for block in headings if title and page.keys[block.index] == title)
    return next(said_so, next((block for block in headings if block.level == 1), None))


def _is_text(block: Block, title: Block) -> bool:
    ended = block.kind != "heading" and LINE_END.search(block.text) is not None  # a deck may end so too
    return block.index > title.index and (is_prose(block) or ended)


def _is_head(block: Block) -> bool:
    """Whether a block may be another article's headline: a heading, or a line that is a link."""
    if block.kind == "heading":
        return True
    linked = block.link_chars >= WHOLE * len(block.text)
    return linked and len(block.text) <= MAX_LINE and word_count(block.text) >= HEADLINE_WORDS


# A second article.


def _second(page: Labelled, head: Block, own: Own) -> range:
    """The places of the article that a heading opens, if it is built as the first one is."""
    boxes = own.beside(head) if head.kind == "heading" else []
    if not boxes or any(box.families & BIT["live"] for box in boxes):
        return range(0)
    if len(boxes) == 1:  # nothing but the heading: both articles stand in one element
        alike = head.container.signature == own.title.container.signature
        around = head.holder if alike and _is_signed(page, head, len(page.blocks)) else None
        return range(head.index, around.end if around else 0)
    for box in boxes[1:]:
        opens = not any(map(is_prose, page.blocks[box.first : head.index]))
        opens = opens and any(map(is_prose, page.blocks[head.index : box.end]))
        if opens and _is_another(page, head, box, own):
            return range(box.first, box.end)
    return range(0)


def _is_another(page: Labelled, head: Block, box: Container, own: Own) -> bool:
    """Whether an element that a heading opens holds an article: it has an address of its own; or a by-line or
    a linked headline, and is built as the page's own article is."""
    if any(_is_onward(page, href) for href in _own_addresses(box.element)):
        return True
    firsts = [other for other in own.above if own.first < other.end and not other.holds(head)]
    both = box.tag == "article" and any(other.tag == "article" for other in firsts)
    if both and head.level == 1:
        return True
    if not both and not any(_is_alike(other, box) for other in firsts):
        return False
    return _is_signed(page, head, box.end) or any(_is_onward(page, href) for href in _addresses(head))


def _is_alike(one: Container, other: Container) -> bool:
    """Whether two elements are of one template, or have a name in common."""
    if one.tag != other.tag:
        return False
    names = set(_NAME.findall(one.template)) & set(_NAME.findall(other.template))
    return bool(names) or one.signature == other.signature


def _is_signed(page: Labelled, head: Block, end: int) -> bool:
    """Whether a by-line or a date stands below a headline, or right above it, before the text."""
    for block in page.blocks[head.index - 1 : min(head.index + 1 + NEAR, end)]:
        if block.index > head.index and is_prose(block):
            break
        if block is not head and len(block.text) <= MAX_LINE and _says_who_or_when(block):
            return True
    return False


def _says_who_or_when(block: Block) -> bool:
    named = (block.families | block.container.families) & _BYLINE
    return bool(named) or _YEAR.search(block.text) is not None or block.element.find(".//time") is not None


def _own_addresses(element: HtmlElement) -> list[str]:
    """What an element says to be the address of what it holds."""
    return [value for name, value in element.items() if "/" in value and _ADDRESS.match(name)]


# Teasers.


def _teasers(page: Labelled, heads: Sequence[Block], own: Own) -> Iterable[list[range]]:
    """What stands in boxes of one template, each with a headline and links to one page, another each."""
    cards: dict[int, dict[str, range]] = {}
    size = 1
    for place, head in enumerate(heads):
        boxes = own.beside(head)
        if not boxes or _NUMBERED.match(head.text):  # the parts of a guide
            continue
        others = (*heads[max(0, place - 1) : place], *heads[place + 1 : place + 2])
        alone = [box for box in boxes if not any(map(box.holds, others))]
        card = alone[-1] if alone else head.container
        end = card.end
        if card is head.container and boxes[-1] is not card:  # the text stands beside it
            end = min([boxes[-1].end, *(other.index for other in others if other.index > head.index)])
        elif card is head.container and place + 1 < len(heads):
            end = heads[place + 1].index
        elif card is head.container and head.kind == "heading":
            end += size - 1  # the last one is as long as the one before
        size = end - card.first
        led = {href for block in page.blocks[card.first : end] for href in _addresses(block)}
        if len(led) == 1 and _is_onward(page, *led):
            cards.setdefault(card.signature, {}).setdefault(led.pop(), range(card.first, end))
    return [list(many.values()) for many in cards.values() if len(many) >= FEW]


def _label(page: Labelled, first: int, own: Own) -> Iterable[int]:
    """The place of the heading over the first teaser, where both stand in an element of their own."""
    head, boxes = page.blocks[first - 1], own.beside(page.blocks[first])
    return [head.index] if head.kind == "heading" and any(box.holds(head) for box in boxes) else []


def _addresses(block: Block) -> list[str]:
    around = next(block.element.iterancestors("a"), None)
    return [href for _, href in block.links] + ([around.get("href", "")] if around is not None else [])


def _is_onward(page: Labelled, href: str) -> bool:
    """Whether a link leads to another page of the site; a saved page may have no host."""
    there = path_of(href.strip())
    near = not bare_host(href) or bare_host(href) == bare_host(page.url)
    return near and there not in ("", path_of(page.url)) and not href.startswith("javascript:")


def _are_others(page: Labelled, cards: Sequence[range], own: Own) -> bool:
    """Whether such boxes are teasers of other articles, not the parts of this one, a guide."""
    inside = {place for card in cards for place in card}
    spoken = _spoken(page, inside)
    if spoken > CARD * len(cards):
        return False
    kept = [place for place in page.kept if place not in inside and place > own.title.index]
    opening = page.blocks[cards[0][0]]
    rest = _spoken(page, kept)
    if rest <= FLASH and (len(cards) >= MANY or (page.news and _is_boxed(cards[0], opening, own))):
        return page.sure or page.news
    below = not kept or kept[-1] < opening.index
    openings = all(any(is_prose(page.blocks[place]) for place in card) for card in cards)
    return below and openings and spoken <= MOST * rest and _is_told(page, cards, own)


def _is_boxed(card: range, opening: Block, own: Own) -> bool:
    """Whether a teaser has a heading, or an element of its own: a linked line may stand in the text."""
    apart = opening.kind == "heading" or any(card[-1] < box.end for box in own.beside(opening))
    return len(card) > 1 and apart


def _is_told(page: Labelled, cards: Sequence[range], own: Own) -> bool:
    """Whether the number of teasers, a name of their element or the word above them says what they are."""
    opening = page.blocks[cards[0][0]]
    named = any(box.families & BIT["related"] for box in own.beside(opening))
    return (len(cards) >= MANY and page.news) or named or said(page.blocks[opening.index - 1]) in _POINTERS


def _spoken(page: Labelled, places: Iterable[int]) -> int:
    return sum(word_count(page.texts[place]) for place in places)
