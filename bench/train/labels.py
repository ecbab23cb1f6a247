"""Which blocks of a page the truth holds: the labels that the model learns.

The truth's letters are one string; each block's letters are sought in it, and the chain of matches in the
page's order that covers most of it is chosen, so that a sentence which stands twice on the page (teaser
and lead) counts where the article has it. Long blocks that differ a little (a missing space, a link's
text) are matched by their 4-grams.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.extraction.reading.keys import key
from crawler.pages.blocks.block import Block
from crawler.text import words

LONG = 25  # letters after which a text is sought anywhere; shorter ones mostly as whole lines
SHORTEST = 8  # letters of the shortest text sought inside lines
MAX_PLACES = 12  # of one text in the truth
ADJACENT = 6.0  # letters that a match right after the one before is worth more


@dataclass(frozen=True)
class Labels:
    """For each block: is it body, and how much does the answer weigh (0: unknown)?"""

    body: NDArray[np.bool_]
    weight: NDArray[np.float32]


def label(blocks: Sequence[Block], truth: Sequence[str]) -> Labels:
    """The blocks that are body by the truth's lines."""
    lines = [k for k in map(key, truth) if k]
    keys = [key(block.text) for block in blocks]
    chosen = _chain(keys, lines)
    weight = np.ones(len(blocks), dtype=np.float32)
    grams = {gram for line in truth for gram in _grams(line)}
    joined = "".join(lines)
    for place, block in enumerate(blocks):
        if chosen[place] or len(keys[place]) < LONG:
            continue
        if keys[place] in joined:
            continue  # it stands elsewhere in the page's order: a copy
        share = _share(block.text, grams)
        chosen[place] = share >= 0.5
        weight[place] = min(1.0, abs(2 * share - 1) + 0.05)
    return Labels(chosen, weight)


def snippet_labels(blocks: Sequence[Block], good: Sequence[str], bad: Sequence[str]) -> Labels:
    """Labels for pages of which only some snippets are known; all other blocks weigh nothing."""
    chosen = np.zeros(len(blocks), dtype=np.bool_)
    weight = np.zeros(len(blocks), dtype=np.float32)
    keys = [key(block.text) for block in blocks]
    for snippets, answer in ((bad, False), (good, True)):
        for sought in filter(None, map(key, snippets)):
            hits = [place for place, k in enumerate(keys) if sought in k]
            if len(hits) == 1:  # of several, one does not know which
                chosen[hits[0]] = answer
                weight[hits[0]] = 1.0
    return Labels(chosen, weight)


def _chain(keys: Sequence[str], lines: Sequence[str]) -> NDArray[np.bool_]:
    joined = "".join(lines)
    starts: dict[str, list[int]] = {}
    at = 0
    for line in lines:
        starts.setdefault(line, []).append(at)
        at += len(line)
    found = [
        (place, position, len(k)) for place, k in enumerate(keys) for position in _places(k, joined, starts)
    ]
    chosen = np.zeros(len(keys), dtype=np.bool_)
    if not found:
        return chosen
    block, begin, size = (np.array(column) for column in zip(*found, strict=True))
    end = begin + size
    score = size.astype(np.float64)
    before = np.full(len(found), -1)
    for this in range(1, len(found)):
        fits = (end[:this] <= begin[this]) & (block[:this] < block[this])
        if fits.any():
            gain = np.where(fits, score[:this] + ADJACENT * (end[:this] == begin[this]), -1)
            best = int(gain.argmax())
            score[this] += gain[best]
            before[this] = best
    this = int(score.argmax())
    while this >= 0:
        chosen[block[this]] = True
        this = int(before[this])
    return chosen


def _places(k: str, joined: str, starts: dict[str, list[int]]) -> list[int]:
    if k in starts and len(k) < LONG:
        return starts[k][:MAX_PLACES]
    places: list[int] = []
    if len(k) >= SHORTEST:
        at = joined.find(k)
        while at >= 0 and len(places) < MAX_PLACES:
            places.append(at)
            at = joined.find(k, at + 1)
    return places


def _grams(text: str) -> list[tuple[str, ...]]:
    tokens = words(text)
    return [tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3))] if tokens else []


def _share(text: str, grams: set[tuple[str, ...]]) -> float:
    own = _grams(text)
    return sum(gram in grams for gram in own) / len(own) if own else 0.0
