"""Where the body lies, and which blocks there are furniture, by what they say and by what holds them.

Two kinds of evidence: the whole line is a phrase of the word tables ("Share", "اقرأ أيضاً"), or an element
between the block and the body is named after a family ("related", "newsletter"). Names are trusted only
below the container of the body: sites wrap whole articles in elements named "card" or "story-related".
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from crawler.languages.lookup import furniture_family, opens_cross_reference
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT
from crawler.text import word_count

HOME_SHARE = 0.85  # of the chosen text lies in the container of the body
RUNNING_WORDS = 8  # of a line before the first and after the last chosen block that is text

MAX_PHRASE = 100  # characters; a longer line that the tables know is prose
MAX_TEASER = 250  # characters of a line that points elsewhere
LINKED = 0.4  # of its characters
MAX_CAPTION = 600  # characters

# Names of elements → the family that blocks in them are counted as; the first that matches counts.
_BY_NAME = {"share": "share", "related": "related", "newsletter": "newsletter", "comment": "comments"}
_BY_NAME |= {"tags": "tags", "ad": "advertisement", "author": "byline"}
_CAPTION = BIT["caption"]
_CAPTION_TAGS = ("figcaption", "caption")


def said(block: Block) -> str | None:
    """The family of furniture that its own words make a block."""
    size = len(block.text)
    return _said(block.text, block.link_chars >= LINKED * size) if size <= MAX_TEASER else None


@lru_cache(maxsize=16_384)  # rule after rule asks, and a site says the same on all its pages
def _said(text: str, linked: bool) -> str | None:
    if len(text) <= MAX_PHRASE and (family := furniture_family(text)):
        return family
    return "read_more" if linked and opens_cross_reference(text) else None


def family_of(block: Block, home: Container | None) -> str | None:
    """The family that the elements between it and `home`, or its words, make it; captions are one too."""
    bits = block.families
    box: Container | None = block.container
    while box is not home and box is not None:
        if box.tag in _CAPTION_TAGS:
            return "caption"
        bits |= box.families
        box = box.parent
    if bits & _CAPTION and len(block.text) < MAX_CAPTION:
        return "caption"
    for name, family in _BY_NAME.items():
        if bits & BIT[name]:
            return family
    return said(block)


def home(
    blocks: Sequence[Block], kept: Sequence[int], share: float = HOME_SHARE, tag: str | None = None
) -> Container | None:
    """The deepest container, of this tag or of any, that holds this share of the text at these places.

    Whatever holds more than half of it holds its middle.
    """
    before = [0]
    for place in kept:
        before.append(before[-1] + len(blocks[place].text))
    middle = bisect_left(before, before[-1] / 2) - 1
    for box in blocks[kept[middle]].boxes if kept else ():
        held = before[bisect_left(kept, box.end)] - before[bisect_left(kept, box.first)]
        if held >= share * before[-1] and tag in (None, box.tag):
            return box
    return None


def with_siblings(blocks: Sequence[Block], kept: Sequence[int], foreign: Collection[int]) -> list[int]:
    """Also those between the chosen, and running text right before and after them, in the same element.

    A block belongs where it, or the element that holds it, is a sibling of two chosen ones, unless it is
    made of links or its place is among the `foreign`.
    """
    siblings = Counter(box for place in kept for box in _parents(blocks[place]))
    found = set(kept)
    first, last = (kept[0], kept[-1]) if kept else (0, 0)
    for outward in (blocks[first:last], blocks[:first][::-1], blocks[last + 1 :]):
        for block in outward:
            near = any(siblings[box] >= 2 for box in _parents(block))
            belongs = near and block.link_chars < 0.5 * len(block.text) and block.index not in foreign
            if belongs and (first < block.index < last or word_count(block.text) >= RUNNING_WORDS):
                found.add(block.index)
            elif not first <= block.index <= last:
                break
    return sorted(found)


def _parents(block: Block) -> tuple[Container | None, ...]:
    """The element that holds the block, itself counted where text stands beside block children.

    An element that holds nothing else is a wrapper, and its own parent counts instead.
    """
    parent = block.holder
    wraps = parent is not None and len(parent.element) == 1 and not (parent.element.text or "").strip()
    return block.container, parent.parent if parent is not None and wraps else parent
