"""Other articles on the page: one that endless scrolling appended, teasers below a short text, other stories'
openings.

Each begins with a heading after the page's own text has begun. That it is no heading of that text is told by
what stands with it: a by-line of its own, an address that it leads to, an h1, and the same template as that of
the first article or of its neighbours.
"""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extraction.reading.keys import key
from crawler.extraction.roles.labelled import Labelled, Roles
from crawler.extraction.roles.nearby import is_prose
from crawler.extraction.roles.region import said
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import LINE_END, word_count, words
from crawler.urls import bare_host, path_of

FLASH = 120  # words of a text that is shorter than the teasers below it
MOST = 3  # times the words of the text: a guide's parts are more
MANY = 2  # boxes of one template make a list of other articles
NEAR = 5  # blocks after a headline among which its by-line stands
MAX_LINE = 160  # characters of a by-line
WHOLE = 0.9  # of a headline's characters that lead to its article
_ADDRESSES = (
    *("data-url", "data-href", "data-permalink", "data-article-url", "data-page-url", "data-link", "itemid"),
)
_BYLINE = BIT["author"] | BIT["date"]
_POINTERS = ("related", "most_read", "read_more")
_LIVE = BIT["live"]
_YEAR = re.compile(r"\b(?:19|20|13|14)\d\d\b")
_WORD = re.compile(r"\w+")


def other_articles(page: Labelled) -> Roles:
    """What belongs to other articles than the page's own, which is the first that has a headline and text."""
    title = _headline(page)
    first = next((place for place in page.kept if title is not None and _is_text(page, place, title)), None)
    if title is None or first is None:
        return {}
    above = page.blocks[title].container.upwards()
    own = next(box for box in above if box.holds(page.blocks[first]))
    heads = [
        block
        for block in page.blocks[first + 1 :]
        if block.kind == "heading" and page.keys[block.index] != page.keys[title]
    ]
    places = _seconds(page, heads, first, above)
    for teasers in _teasers(page, heads, first, above) if page.news else ():
        if _are_others(page, teasers, own):
            places.update(place for card in teasers for place in card)
    return dict.fromkeys(sorted(places.intersection(page.kept)), "other article")


def _seconds(page: Labelled, heads: Sequence[Block], first: int, above: Sequence[Container]) -> set[int]:
    """The places of whole articles below the first."""
    found: set[int] = set()
    for heading in heads:
        box = _box(heading, first, above)
        if heading.index not in found and box is not None and _is_second(page, heading, box, above):
            found.update(range(box.first, box.end))
    return found


def _teasers(page: Labelled, heads: Sequence[Block], first: int, above: Sequence[Container]) -> list[list[range]]:
    """What stands in boxes of one template, each with a headline and a way to its article."""
    cards: dict[int, list[range]] = {}
    for place, heading in enumerate(heads):
        if (box := _box(heading, first, above)) is None:
            continue
        others = (*heads[max(0, place - 1) : place], *heads[place + 1 : place + 2])
        card = heading.container
        while card is not box and card.parent is not None and not any(map(card.parent.holds, others)):
            card = card.parent
        stretch = range(card.first, card.end)
        if card is heading.container:  # its text stands beside it
            stretch = range(card.first, min([box.end, *(head.index for head in others if head.index > card.first)]))
        if _leads_on(page, heading, stretch):
            cards.setdefault(card.signature, []).append(stretch)
    return [many for many in cards.values() if len(many) >= MANY]


def _are_others(page: Labelled, cards: Sequence[range], own: Container) -> bool:
    """Whether such boxes are teasers of other articles, not the parts of this one, a guide: they stand below
    a flash, or are signed, or their list is named after related ones."""
    kept = [place for place in page.kept if not any(place in card for card in cards)]
    spoken = sum(word_count(page.texts[place]) for place in kept)
    if spoken <= FLASH:
        return True
    words_of = [word_count(page.texts[place]) for card in cards for place in card]
    if own.first <= cards[0][0] < own.end or sum(words_of) > MOST * spoken:
        return False
    opening = page.blocks[cards[0][0]]
    related = any(box.families & BIT["related"] for box in opening.container.upwards() if not box.first < own.end)
    headed = cards[0][0] > 0 and said(page.blocks[cards[0][0] - 1]) in _POINTERS
    signed = sum(any(_says_who_or_when(page.blocks[place]) for place in card) for card in cards) == len(cards)
    return related or headed or signed


def _headline(page: Labelled) -> int | None:
    """The place of the page's headline: the heading that says its title, else the first h1."""
    headings = [block for block in page.blocks if block.kind == "heading"]
    title = key(page.apart.title or "")
    said = (block.index for block in headings if title and page.keys[block.index] == title)
    return next(said, next((block.index for block in headings if block.level == 1), None))


def _is_text(page: Labelled, place: int, title: int) -> bool:
    return place > title and (is_prose(page.blocks[place]) or bool(LINE_END.search(page.texts[place])))


def _box(heading: Block, first: int, above: Sequence[Container]) -> Container | None:
    """The largest element that holds a heading and neither the headline nor the first paragraph."""
    box = None
    for each in heading.container.upwards():
        if each in above or each.first <= first:
            break
        box = each
    return box


def _is_second(page: Labelled, heading: Block, box: Container, above: Sequence[Container]) -> bool:
    """Whether a box is an article as the first is one, with a headline, and a by-line or an address."""
    own = next((each for each in above if each.parent is box.parent), None)
    if own is None or box.families & _LIVE or box is heading.container:
        return False
    alike = own.signature == box.signature or _first_name(own) == _first_name(box)
    opens = not any(map(is_prose, page.blocks[box.first : heading.index]))
    top = heading.level == 1 and own.tag == box.tag == "article"
    return alike and opens and (top or _is_signed(page, heading, box) or _has_address(box.element))


def _first_name(box: Container) -> tuple[str, str | None]:
    """The tag and the first word of what the site calls an element; of an article the tag is enough."""
    word = _WORD.search(box.template)
    return box.tag, None if box.tag == "article" else word[0] if word else str(box.signature)


def _is_signed(page: Labelled, heading: Block, box: Container) -> bool:
    """Whether a by-line or a date stands around a headline, before the text."""
    after = page.blocks[heading.index + 1 : min(heading.index + 1 + NEAR, box.end)]
    for block in (*page.blocks[box.first : heading.index], *after):
        if is_prose(block) and block.index > heading.index:
            break
        if len(block.text) <= MAX_LINE and block.kind != "heading" and _says_who_or_when(block):
            return True
    return False


def _says_who_or_when(block: Block) -> bool:
    named = (block.families | block.container.families) & _BYLINE
    return bool(named) or _YEAR.search(block.text) is not None or block.element.find(".//time") is not None


def _has_address(element: HtmlElement) -> bool:
    """Whether an element says the address of the article that it holds."""
    return any("/" in element.get(name, "") for name in _ADDRESSES)


def _leads_on(page: Labelled, heading: Block, card: range) -> bool:
    """Whether it leads to another page of the site: its headline is the link, or its last line is."""
    last = page.blocks[card[-1]]
    short = len(words(last.text)) <= NEAR
    lines = (heading, last) if short and last is not heading else (heading,)
    return any(line.link_chars >= WHOLE * len(line.text) and _is_onward(page, line) for line in lines)


def _is_onward(page: Labelled, block: Block) -> bool:
    """Whether a block's link leads to another page of the site; a saved page may have no host."""
    around = next(block.element.iterancestors("a"), None)
    href = block.links[0][1] if block.links else around.get("href", "") if around is not None else ""
    there = path_of(href.strip())
    near = not bare_host(href) or bare_host(href) == bare_host(page.url)
    return near and there not in ("", path_of(page.url)) and not href.startswith("javascript:")
