"""Where the body lies: its container, and the blocks there that look like those already chosen."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from crawler.extraction.roles.furniture import family_of
from crawler.pages.blocks.block import Block, Container
from crawler.text import word_count

HOME_SHARE = 0.85  # of the chosen text lies in the container of the body
EDGE_CHARS = 40  # before the first and after the last chosen block only lines of this length are text
RUNNING_WORDS = 8  # of a line of sentences


def home(blocks: Sequence[Block], kept: Sequence[int]) -> Container | None:
    """The deepest container that holds nearly all of the text of the blocks at these places.

    Whatever holds more than half of it holds its middle.
    """
    before = [0]
    for place in kept:
        before.append(before[-1] + len(blocks[place].text))
    middle = bisect_left(before, before[-1] / 2) - 1
    for box in blocks[kept[middle]].container.upwards() if kept else ():
        held = before[bisect_left(kept, box.end)] - before[bisect_left(kept, box.first)]
        if held >= HOME_SHARE * before[-1]:
            return box
    return None


def with_siblings(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Also those between the chosen, and running text right before and after them, in the same element.

    A block belongs where it, or the element that holds it, is a sibling of two chosen ones, unless it is
    made of links or is furniture.
    """
    if not kept:
        return []
    around = home(blocks, kept)
    siblings: Counter[int] = Counter()
    for place in kept:
        siblings.update(_parents(blocks[place]))

    def belongs(block: Block) -> bool:
        near = any(siblings[index] >= 2 for index in _parents(block))
        return near and block.link_chars < 0.5 * len(block.text) and not family_of(block, around)

    found = {*kept, *(block.index for block in blocks[kept[0] : kept[-1]] if belongs(block))}
    for outward in (blocks[: kept[0]][::-1], blocks[kept[-1] + 1 :]):
        running = takewhile(lambda block: _is_running(block.text) and belongs(block), outward)
        found.update(block.index for block in running)
    return sorted(found)


def _is_running(text: str) -> bool:
    return len(text) >= EDGE_CHARS and word_count(text) >= RUNNING_WORDS


def _parents(block: Block) -> tuple[int, ...]:
    """The element that holds the block, itself counted where text stands beside block children.

    An element that holds nothing else is a wrapper, and its own parent counts instead.
    """
    parent = block.holder
    if parent is None:
        return (block.container.index,)
    if parent.parent is not None and len(parent.element) == 1 and not (parent.element.text or "").strip():
        return block.container.index, parent.parent.index
    return block.container.index, parent.index
