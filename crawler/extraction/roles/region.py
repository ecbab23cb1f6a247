"""Where the body lies: its container, and the blocks there that look like those already chosen."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, compress

from crawler.pages.blocks.block import Block, Container
from crawler.text import word_count

HOME_SHARE = 0.85  # of the chosen text lies in the container of the body
EDGE_CHARS = 40  # before the first and after the last chosen block only lines of this length are text


def home(blocks: Sequence[Block], chosen: Sequence[bool]) -> Container | None:
    """The deepest container that holds nearly all of the chosen text.

    Whatever holds more than half of it holds its middle.
    """
    places = list(compress(range(len(blocks)), chosen))
    if not places:
        return None
    before = [0, *accumulate(len(blocks[place].text) for place in places)]
    total = before[-1]
    for box in blocks[places[bisect_left(before, total / 2) - 1]].container.upwards():
        held = before[bisect_left(places, box.end)] - before[bisect_left(places, box.first)]
        if held >= HOME_SHARE * total:
            return box
    return None


def densest(blocks: Sequence[Block]) -> list[bool]:
    """A choice without a model: the running text of the container that has most of it."""
    weight: Counter[int] = Counter()
    for block in blocks:
        if is_running(block):
            for box in (block.container, block.holder):
                if box is not None:
                    weight[box.index] += len(block.text)
    if not weight:
        return [False] * len(blocks)
    best = max(weight, key=lambda index: (weight[index], index))
    return [is_running(block) and _near(block, best) for block in blocks]


def is_running(block: Block) -> bool:
    """Text of sentences, not of links."""
    return block.link_chars < 0.5 * len(block.text) and word_count(block.text) >= 8


def _near(block: Block, index: int) -> bool:
    parent = block.holder
    return index in (block.container.index, parent.index if parent else -1)


def with_siblings(
    blocks: Sequence[Block], chosen: Sequence[bool], foreign: Callable[[Block], bool]
) -> list[bool]:
    """Also those between the chosen, and running text right before and after them, in the same element.

    A block belongs where it, or the element that holds it, is a sibling of two chosen ones. `foreign`
    says what does not belong in any case.
    """
    siblings: Counter[int] = Counter()
    places = [place for place, keep in enumerate(chosen) if keep]
    if not places:
        return list(chosen)
    for place in places:
        for index in _parents(blocks[place]):
            siblings[index] += 1
    result = list(chosen)
    for place in range(places[0] + 1, places[-1]):
        result[place] = chosen[place] or _belongs(blocks[place], siblings, foreign)
    for step, place in ((-1, places[0] - 1), (1, places[-1] + 1)):
        at = place
        while 0 <= at < len(blocks) and _runs_on(blocks[at], siblings, foreign):
            result[at] = True
            at += step
    return result


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


def _belongs(block: Block, siblings: Counter[int], foreign: Callable[[Block], bool]) -> bool:
    if not any(siblings[index] >= 2 for index in _parents(block)):
        return False
    return block.link_chars < 0.5 * len(block.text) and not foreign(block)


def _runs_on(block: Block, siblings: Counter[int], foreign: Callable[[Block], bool]) -> bool:
    return len(block.text) >= EDGE_CHARS and is_running(block) and _belongs(block, siblings, foreign)
