"""What the page prints twice, for small and for wide screens, behind an overlay, as a lead: once is enough.

The second printing stands in another element. What is said again in the same one is said twice on purpose.
"""

from collections.abc import Sequence
from itertools import pairwise

from crawler.pages.blocks.block import Block

LONG = 70  # characters of at least two of them; shorter lines stand twice in many a text
RUN = 3  # blocks; a sentence or two may be said again
MAX_RUN = 500  # blocks compared at once; a longer copy goes in stretches
MIN_LEAD = 30  # characters of a line that stands twice in a row
SHARE = 0.1  # of the body's characters, in copied runs: a list may repeat a few of its lines


def without_copies(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Without runs of blocks that say, one by one, what an earlier run in another element said, nor lines
    that the next one only repeats.

    Where such runs show that the body stands twice, its long lines go also where they stand alone.
    """
    chosen = [blocks[place] for place in kept]
    said = [block.text for block in chosen]
    if len(frozenset(said)) == len(said):
        return list(kept)
    return _without_leads(blocks, _without_runs(kept, chosen, said))


def _without_runs(kept: Sequence[int], chosen: Sequence[Block], said: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    left: list[int] = []
    chars = at = 0
    while at < len(kept):
        before = first.setdefault(said[at], at)
        apart = chosen[before].holder is not chosen[at].holder
        if apart and (length := _copied(said, before, at)):
            chars += sum(map(len, said[at : at + length]))
            at += length
        else:
            left.append(at)
            at += 1
    if chars < SHARE * sum(map(len, said)):
        return list(kept)
    return [kept[at] for at in left if len(said[at]) < LONG or first[said[at]] == at]


def _copied(said: Sequence[str], before: int, at: int) -> int:
    """How many blocks from here say the same as those from `before` on; 0 where that is no copy."""
    length = 0
    end = min(at - before, len(said) - at, MAX_RUN)
    while length < end and said[before + length] == said[at + length]:
        length += 1
    long = sum(len(line) >= LONG for line in said[at : at + length])
    return length if length >= RUN and long > 1 else 0


def _without_leads(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Without long lines that the next block says again, in another element."""
    leads = {place for place, after in pairwise(kept) if _is_lead(blocks[place], blocks[after])}
    return [place for place in kept if place not in leads]


def _is_lead(block: Block, after: Block) -> bool:
    same = block.text == after.text and len(block.text) >= MIN_LEAD
    return same and block.holder is not after.holder
