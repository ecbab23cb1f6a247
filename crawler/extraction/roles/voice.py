"""trafilatura's choice of the body, told in our blocks.

It is asked on our tree, of which it makes a copy; its lines are found again among our blocks by their
letters and digits alone, so that white space, list marks and table bars do not matter. It costs many
times as much as our own choice, so it is asked only where that is unsure.
"""

import logging

from lxml.html import HtmlElement

from crawler.extraction.reading.keys import key, keys
from crawler.pages.blocks.block import Block

LONG_KEY = 25  # letters after which a text is found anywhere in the body; shorter ones need a line alone
MAX_ELEMENTS = 40_000  # beyond this it takes many seconds; our own choice must do


def ask(root: HtmlElement) -> str:
    """The body as trafilatura finds it, one paragraph a line; empty where it finds none."""
    from trafilatura import bare_extraction

    if sum(1 for _ in zip(root.iter(), range(MAX_ELEMENTS + 1), strict=False)) > MAX_ELEMENTS:
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(root, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # it is other people's code over other people's pages: no answer is an answer
        return ""
    text = getattr(found, "text", None)
    return text or ""


def told_in(blocks: list[Block], text: str) -> list[bool]:
    """For each block: does it belong to this text?"""
    own = keys([block.text for block in blocks])
    whole = "\n".join(key(line) for line in text.split("\n"))
    joined = whole.replace("\n", "")
    lines = set(whole.split("\n")) - {""}
    chosen = [bool(k) and (k in lines or (len(k) >= LONG_KEY and k in joined)) for k in own]
    return _without_echoes(blocks, own, chosen)


def _without_echoes(blocks: list[Block], own: list[str], chosen: list[bool]) -> list[bool]:
    """Of a text that stands more than once on the page, keep the place among most of the body."""
    weight: dict[int, int] = {}  # container → chosen letters directly in it or in its children
    for block, k, keep in zip(blocks, own, chosen, strict=True):
        if keep:
            for box in (block.container, block.holder):
                if box is not None:
                    weight[box.index] = weight.get(box.index, 0) + len(k)
    best: dict[str, tuple[int, int]] = {}
    for place, (block, k, keep) in enumerate(zip(blocks, own, chosen, strict=True)):
        if keep:
            parent = block.holder
            score = weight[parent.index] if parent else 0
            if k not in best or score > best[k][0]:
                best[k] = (score, place)
    return [keep and best[k][1] == place for place, (k, keep) in enumerate(zip(own, chosen, strict=True))]
