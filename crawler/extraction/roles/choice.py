"""Which blocks are the body: the model's choice, or where that is unsure, trafilatura's if it fits better.

trafilatura costs many times as much, so it is asked only below ASK_BELOW, on one page in a hundred; there it
was right more often than the model, so its choice is taken unless it found next to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.extraction.claims.pagekeys import PageKeys
from crawler.extraction.roles.furniture import named, said
from crawler.extraction.roles.model import NEWS, Model, judge
from crawler.extraction.roles.region import densest, home, with_siblings
from crawler.extraction.roles.voice import ask, told_in
from crawler.pages.blocks.block import Block
from crawler.pages.page import Document

ASK_BELOW = 0.15  # confidence under which trafilatura's choice was the better one, in cross-validation
MIN_CHARS = 140  # a choice with less is hardly an article's body
MUCH_LESS = 0.3  # of our text: then the other voice has missed the body
MAX_FURNITURE = 0.2  # of the chosen text that one family of furniture can be
SECOND_HAND = 0.3  # confidence in a choice that is not the model's; a rule's is half of that


@dataclass(frozen=True, slots=True)
class Choice:
    """`kept` are places in the page's list of blocks."""

    kept: list[int]
    method: str
    confidence: float
    news: bool = False  # whether it follows the convention of news
    keys: Sequence[str] = ()  # the blocks' letters and digits, to compare lines by


def choose(document: Document, claims: PageKeys, model: Model | None = None) -> Choice:
    """The best choice of blocks that can be had for this page, by the shipped model or a given one."""
    blocks = document.blocks
    verdict = judge(blocks, claims, model)
    ours = Choice(verdict.kept, "model", verdict.confidence, verdict.style == NEWS, verdict.keys)
    if verdict.confidence >= ASK_BELOW or not blocks:
        return ours
    theirs = trafilatura_choice(document)
    if prefers_second(blocks, ours.kept, theirs.kept):
        return replace(theirs, news=ours.news, keys=ours.keys)
    if chars(blocks, ours.kept) < MIN_CHARS:
        rule = places(densest(blocks))
        if chars(blocks, rule) >= MIN_CHARS:
            return replace(ours, kept=rule, method="density", confidence=SECOND_HAND / 2)
    return ours


def prefers_second(blocks: Sequence[Block], ours: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether the other choice is taken, given that ours is unsure: unless it found next to nothing."""
    return chars(blocks, theirs) > MUCH_LESS * chars(blocks, ours)


def trafilatura_choice(document: Document) -> Choice:
    """trafilatura's choice, with the siblings that it lost and without the furniture that it kept."""
    blocks = document.blocks
    chosen = told_in(blocks, ask(document.root))
    around = home(blocks, chosen)
    words = said(blocks)
    marks = [words[block.index] or named(block, around) for block in blocks]
    for family in set(filter(None, marks)):
        taken = [place for place, mark in enumerate(marks) if mark == family and chosen[place]]
        if chars(blocks, taken) > MAX_FURNITURE * chars(blocks, places(chosen)):
            marks = [None if mark == family else mark for mark in marks]  # the name means something else here
    mended = with_siblings(blocks, chosen, lambda block: marks[block.index] is not None)
    kept = [place for place in places(mended) if marks[place] is None]
    return Choice(kept, "trafilatura", SECOND_HAND)


def places(chosen: Sequence[bool]) -> list[int]:
    return [place for place, keep in enumerate(chosen) if keep]


def chars(blocks: Sequence[Block], kept: Sequence[int]) -> int:
    return sum(len(blocks[place].text) for place in kept)
