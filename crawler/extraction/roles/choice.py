"""Which blocks are the body: the model's choice, or where that is unsure, trafilatura's if it fits better.

trafilatura costs many times as much, so it is asked only below ASK_BELOW, on one page in a hundred; there it
was right more often than the model, so its choice is taken unless it found next to nothing. It is asked on
our tree, of which it makes a copy; its lines are found again among our blocks by their letters and digits
alone, so that white space, list marks and table bars do not matter.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extraction.claims.pagekeys import PageKeys
from crawler.extraction.reading.keys import keys
from crawler.extraction.roles.model import Choice, Model, judge
from crawler.extraction.roles.recall import prints_of
from crawler.extraction.roles.region import family_of, home, with_siblings
from crawler.extraction.roles.view import view_of
from crawler.pages.blocks.block import Block
from crawler.pages.page import Document

ASK_BELOW = 0.15  # confidence under which trafilatura's choice was the better one, in cross-validation
MUCH_LESS = 0.3  # of our text: then the other voice has missed the body
MAX_FURNITURE = 0.2  # of its text that one family can be; a more frequent name means something else there
LINKED = 0.9  # of every line: it is the navigation
SECOND_HAND = 0.3  # confidence in a choice that is not the model's

LONG_KEY = 25  # letters after which a text is found anywhere in the body; shorter ones need a line alone
MAX_ELEMENTS = 40_000  # beyond this trafilatura takes many seconds; our own choice must do


def choose(document: Document, claims: PageKeys, model: Model | None = None) -> Choice:
    """The best choice of blocks that can be had for this page, by the shipped model or a given one."""
    blocks = document.blocks
    if not blocks:
        return judge(blocks, claims, model)
    prints = prints_of(document) if model is not None and model.memory is not None else None
    ours = judge(blocks, claims, model, view_of(document), prints)
    if ours.confidence >= ASK_BELOW:
        return ours
    theirs = _theirs(blocks, told_in(ours.keys, ask(document.root)))
    if _chars(theirs) <= MUCH_LESS * _chars([blocks[place] for place in ours.kept]):
        return ours
    text = [block for block in theirs if block.kind != "heading"]
    if all(block.link_chars >= LINKED * len(block.text) for block in text):
        return ours
    kept = [block.index for block in theirs]
    return replace(ours, kept=kept, method="trafilatura", confidence=SECOND_HAND)


def _theirs(blocks: Sequence[Block], told: Sequence[int]) -> list[Block]:
    """The blocks at these places, and those that belong to them, without furniture that names tell."""
    around = home(blocks, told)
    marks = [family_of(block, around) for block in blocks]
    chars: Counter[str | None] = Counter()
    for place in told:
        chars[marks[place]] += len(blocks[place].text)
    named = {mark for mark in marks if mark and chars[mark] <= MAX_FURNITURE * chars.total()}
    foreign = {place for place, mark in enumerate(marks) if mark in named}
    return [blocks[place] for place in with_siblings(blocks, told, foreign) if place not in foreign]


def _chars(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def ask(root: HtmlElement) -> str:
    """The body as trafilatura finds it, one paragraph a line; empty where it finds none."""
    from trafilatura import bare_extraction

    if root.xpath("count(.//*)") > MAX_ELEMENTS:
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(root, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # it is other people's code over other people's pages: no answer is an answer
        return ""
    return getattr(found, "text", None) or ""


def told_in(own: Sequence[str], text: str) -> list[int]:
    """The places of the blocks, given by their keys, that belong to this text; the first of equal ones."""
    lines = dict.fromkeys(keys(text.split("\n")))
    joined = "".join(lines)
    found: dict[str, int] = {}
    for place, k in enumerate(own):
        if k and (k in lines or (len(k) >= LONG_KEY and k in joined)):
            found.setdefault(k, place)
    return list(found.values())
