"""Other articles on the page: one that endless scrolling appended, teasers below a short text, other stories'
openings.

Each begins with a headline after the page's own text has begun. That it is no heading of that text is told by
what stands with it: a second article is built as the first is, and has a by-line or an address of its own; of
teasers there are several of one template, and all that each links to is one other page of the site.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.reading.keys import key
from crawler.extraction.roles.labelled import Labelled, Roles
from crawler.extraction.roles.region import said
from crawler.extraction.roles.teasers import is_onward
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import LINE_END, word_count

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
_CLOCK = re.compile(r"^\W*\d{1,2}[:.h]\d\d\W*")
_NUMBERED = re.compile(r"\W?\d{1,3}[.):]\s")
_NAME = re.compile(r"[a-zA-Z]{4,}")


@dataclass(frozen=True, slots=True)
class Own:
    """The page's own article: its headline, its first paragraph, and the elements around the headline."""

    title: Block
    first: int
    above: Sequence[Container]

    def beside(self, block: Block) -> list[Container]:
        """The elements that hold a block below and neither headline nor first paragraph, innermost first."""
        found = []
        for box in block.boxes:
            if box.first <= self.first:
                break
            found.append(box)
        return found


class Cards(NamedTuple):
    """Boxes of one template that may be teasers, and what of the body stands outside of them."""

    boxes: Sequence[range]
    inside: set[int]
    last: int  # the last place of the body outside
    rest: int  # the words of the body outside


def other_articles(page: Labelled) -> Roles:
    """What belongs to other articles than the page's own, which is the first that has a headline and text."""
    own = _own(page)
    if own is None:
        return {}
    heads = [block for block in page.blocks[own.first + 1 :] if _is_head(block, own.title)]
    found = _seconds(page, heads, own)
    text, words = [place for place in page.kept if place > own.title.index], 0
    for boxes in _teasers(page, heads, own):
        words = words or _spoken(page, text)
        inside = {place for box in boxes for place in box}
        rest = words - _spoken(page, inside.intersection(text))
        cards = Cards(boxes, inside, max(set(text) - inside, default=0), rest)
        if _are_others(page, cards, own):
            found |= inside.union(_label(page, boxes[0].start, own))
    return dict.fromkeys(sorted(found.intersection(page.kept)), "other article")


def _own(page: Labelled) -> Own | None:
    """The headline is the heading that says the page's title, else the first h1; the text goes on from it."""
    title = key(page.apart.title or "")
    found = [block for block in page.headings() if title and page.keys[block.index] == title]
    for head in (found or page.headings(1))[:1]:
        below = (page.blocks[place] for place in page.kept if place > head.index)
        return next((Own(head, block.index, head.boxes) for block in below if _is_text(block)), None)
    return None


def _is_text(block: Block) -> bool:  # a deck may end as a sentence does
    return block.prose or (block.kind != "heading" and LINE_END.search(block.text) is not None)


def _is_head(block: Block, title: Block) -> bool:
    """Whether a block may be another article's headline: a heading, or a line that is a link."""
    if block.kind == "heading":
        return block.text != title.text
    linked = block.link_chars >= WHOLE * len(_CLOCK.sub("", block.text))  # without the time before it
    long = linked and len(block.text) <= MAX_LINE and word_count(block.text) >= HEADLINE_WORDS
    return long and block.text != title.text


# A second article.


def _seconds(page: Labelled, heads: Sequence[Block], own: Own) -> set[int]:
    """The places of all such articles; none where the page's own would be among them."""
    found: set[int] = set()
    for head in heads:
        if head.kind == "heading":
            found.update(_second(page, head, own))
    if found and _spoken(page, found) > FAR_MORE * _spoken(page, set(page.kept) - found):
        return set()
    return found


def _second(page: Labelled, head: Block, own: Own) -> range:
    """The places of the article that a heading opens, if it is built as the first one is."""
    boxes = own.beside(head)
    if not boxes or any(box.families & BIT["live"] for box in boxes):
        return range(0)
    if len(boxes) == 1:  # nothing but the heading: both articles stand in one element
        alike = head.container.signature == own.title.container.signature
        # Below a rule a heading of another level may open one too, where a by-line says so.
        parted = page.news and head.ruled and _is_signed(page, head, len(page.blocks), _is_named)
        around = head.holder if parted or (alike and _is_signed(page, head, len(page.blocks))) else None
        return range(head.index, around.end if around else 0)
    for box in boxes[1:]:
        if _opens(page, head, box) and (_is_article(page, head, box, own) or _goes_on(page, head, box, own)):
            return range(box.first, box.end)
    return range(0)


def _is_article(page: Labelled, head: Block, box: Container, own: Own) -> bool:
    """Whether an element is an article of its own: it says its address, or is built as the first one is."""
    if _leads_on(page, _own_addresses(box.element)):
        return True
    firsts = [first for first in own.above if own.first < first.end and first not in head.boxes]
    return any(_is_built_as(page, head, box, first) for first in firsts)


def _goes_on(page: Labelled, head: Block, box: Container, own: Own) -> bool:
    """Whether an element is of one template with that of the first text, whose headline and by-line stand
    above it, and has its own inside: a headline that is a link, and a by-line."""
    linked = page.news and _leads_on(page, _addresses(head))
    if not (linked and _is_signed(page, head, box.end, _is_named)):
        return False
    firsts = [first for first in page.blocks[own.first].boxes if first not in head.boxes]
    alike = (first for first in firsts if first.signature == box.signature and first.first > own.title.index)
    return any(not any(map(_is_named, page.blocks[first.first : first.end])) for first in alike)


def _opens(page: Labelled, head: Block, box: Container) -> bool:
    """Whether an element's text begins below the heading."""
    told = [block.index for block in page.blocks[box.first : box.end] if block.prose]
    return bool(told) and told[0] >= head.index


def _is_built_as(page: Labelled, head: Block, box: Container, first: Container) -> bool:
    """Whether an element is an article as the first one is, with a by-line or a linked headline."""
    both = first.tag == box.tag == "article"
    if not both and not _is_alike(first, box):
        return False
    if (both and head.level == 1) or _is_signed(page, head, box.end):
        return True
    # A guide links the headings of its parts to what they are about.
    return page.news and _leads_on(page, _addresses(head))


def _leads_on(page: Labelled, addresses: Iterable[str]) -> bool:
    """Whether any of the addresses is another page of the site."""
    return any(is_onward(address, page.url) for address in addresses)


def _is_alike(one: Container, other: Container) -> bool:
    """Whether two elements are of one template, or have a name in common."""
    if one.tag != other.tag:
        return False
    names = set(_NAME.findall(one.template)) & set(_NAME.findall(other.template))
    return bool(names) or one.signature == other.signature


def _is_signed(page: Labelled, head: Block, end: int, signs: Callable[[Block], bool] | None = None) -> bool:
    """Whether a by-line or a date stands below a headline, or right above it, before the text."""
    signs = signs or _says_who_or_when
    for block in page.blocks[head.index - 1 : min(head.index + 1 + NEAR, end)]:
        if block.index > head.index and block.prose:
            break
        if block is not head and len(block.text) <= MAX_LINE and signs(block):
            return True
    return False


def _says_who_or_when(block: Block) -> bool:
    return _is_named(block) or _YEAR.search(block.text) is not None


def _is_named(block: Block) -> bool:
    """Whether the page calls a line a by-line or date, or has a <time> in it."""
    named = (block.families | block.container.families) & _BYLINE
    return bool(named) or block.element.find(".//time") is not None


def _own_addresses(element: HtmlElement) -> list[str]:
    """What an element says to be the address of what it holds."""
    return [value for name, value in element.items() if "/" in value and _ADDRESS.match(name)]


# Teasers.


def _teasers(page: Labelled, heads: Sequence[Block], own: Own) -> Iterator[list[range]]:
    """What stands in boxes of one template, each with a headline and links to one page, another each; only of
    templates that have a part in the body."""
    cards: dict[int, list[range]] = {}
    size = 1
    for place, head in enumerate(heads):
        boxes = own.beside(head)
        if boxes and not _NUMBERED.match(head.text):  # the parts of a guide
            before, after = heads[max(0, place - 1) : place], heads[place + 1 : place + 2]
            template, card = _card(head, boxes, before, after, size)
            size = len(card)
            cards.setdefault(template, []).append(card)
    body = set(page.kept)
    for many in cards.values():
        apart = all(body.isdisjoint(range(card.start - 1, card.stop)) for card in many)
        if not apart and len(led := _by_address(page, many)) >= FEW:
            yield led


def _by_address(page: Labelled, cards: Iterable[range]) -> list[range]:
    """The boxes that lead to one other page of the site, the first of each page."""
    found: dict[str, range] = {}
    for card in cards:
        led = {href for block in page.blocks[card.start : card.stop] for href in _addresses(block)}
        address = led.pop() if len(led) == 1 else ""
        if address and is_onward(address, page.url):
            found.setdefault(address, card)
    return list(found.values())


def _card(
    head: Block, boxes: Sequence[Container], before: Sequence[Block], after: Sequence[Block], size: int
) -> tuple[int, range]:
    """The template and the places of what belongs to a headline: of these elements around it, the outermost
    that holds no other headline; or what follows it, up to the next one, or as much as the one before had."""
    box, end = head.container, head.container.end
    others = [other.index for other in (*before, *after)]
    alone = [each for each in boxes if not any(each.first <= place < each.end for place in others)]
    if alone:
        box, end = alone[-1], alone[-1].end
    following = [other.index for other in after]
    if box is head.container and boxes[-1] is not box:  # the text stands beside it
        end = min([boxes[-1].end, *following])
        if before and before[0].index >= boxes[-1].first and end == boxes[-1].end:
            end = min(end, head.index + size)  # the last of several may stand amid the article's text
    elif box is head.container:
        end = min(following, default=end + (size - 1) * (head.kind == "heading"))
    return box.signature, range(box.first, end)


def _addresses(block: Block) -> list[str]:
    around = next(block.element.iterancestors("a"), None)
    return [href for _, href in block.links] + ([around.get("href", "")] if around is not None else [])


def _are_others(page: Labelled, cards: Cards, own: Own) -> bool:
    """Whether such boxes are teasers of other articles, not the parts of this one, a guide."""
    boxes, first = cards.boxes, cards.boxes[0].start
    spoken, many = _spoken(page, cards.inside), len(boxes) >= MANY
    if spoken > CARD * len(boxes):
        return False
    if cards.rest <= FLASH and (many or _is_boxed(page, boxes[0], own)):
        return page.sure or page.news
    told = (many and page.news) or _is_called(page, first, own)
    if not told or cards.last > first or spoken > MOST * cards.rest:
        return False
    return all(any(page.blocks[place].prose for place in box) for box in boxes)


def _is_boxed(page: Labelled, card: range, own: Own) -> bool:
    """Whether a news page's teaser has a heading, or an element of its own: a linked line may stand in the
    text."""
    opening = page.blocks[card[0]]
    apart = opening.kind == "heading" or any(card[-1] < box.end for box in own.beside(opening))
    return page.news and len(card) > 1 and apart


def _label(page: Labelled, first: int, own: Own) -> Iterable[int]:
    """The place of the heading over the first teaser, where both stand in an element of their own."""
    head, boxes = page.blocks[first - 1], own.beside(page.blocks[first])
    return [head.index] if head.kind == "heading" and any(box in head.boxes for box in boxes) else []


def _is_called(page: Labelled, first: int, own: Own) -> bool:
    """Whether a name of an element, or the line before it, says that other articles begin here."""
    named = any(box.families & BIT["related"] for box in own.beside(page.blocks[first]))
    return named or said(page.blocks[first - 1]) in _POINTERS


def _spoken(page: Labelled, places: Iterable[int]) -> int:
    """The words at these places."""
    return word_count(*[page.texts[place] for place in places])
