"""The body of an article: which blocks it is made of, in order, and how sure that is.

A choice of blocks (trafilatura's, found again among ours) is mended: what lies between chosen blocks in
the same element and is no furniture joins, title, captions, by-lines and furniture go, each counted by
its family. The page's headings, lists, quotes and tables stay.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from crawler.extraction.block import Block
from crawler.extraction.furniture import named, said
from crawler.extraction.page import Document
from crawler.extraction.region import densest, home, with_siblings
from crawler.extraction.trafilatura_voice import ask, key, told_in
from crawler.items import BodyBlock

MIN_CHARS = 140  # a choice with less is hardly an article's body
MAX_REMOVED_SHARE = 0.2  # of the chosen text that one family of furniture can be
MAX_HEAD_LINE = 500  # characters; a longer block is never a title or caption


@dataclass(slots=True)
class Body:
    """What was found. `places` are the indices of the chosen blocks among `document.blocks`."""

    blocks: list[BodyBlock] = field(default_factory=list)
    method: str = "none"
    confidence: float = 0.0
    removed: dict[str, int] = field(default_factory=dict)  # family of furniture → blocks
    link_share: float = 0.0  # of the body's characters
    places: list[int] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.blocks]


def extract_body(document: Document, *, title: str | None = None, captions: Collection[str] = ()) -> Body:
    """The body of a page. `title` and `captions` are fields of their own and are kept out of it."""
    blocks = document.blocks
    chosen = told_in(blocks, ask(document.root))
    method = "trafilatura"
    if _chars(blocks, chosen) < MIN_CHARS:
        chosen, method = densest(blocks), "density"
    around = home(blocks, chosen)
    removed: Counter[str] = Counter()
    apart = {key(text): "caption" for text in captions if len(text) <= MAX_HEAD_LINE}
    if title:
        apart[key(title)] = "title"

    marks = [apart.get(key(block.text)) or said(block) or named(block, around) for block in blocks]
    marks = _without_common(blocks, chosen, marks)
    mended = with_siblings(blocks, chosen, lambda block: marks[block.index] is not None)
    places = []
    for block, keep in zip(blocks, mended, strict=True):
        if not keep:
            continue
        if what := marks[block.index]:
            removed[what] += 1
        else:
            places.append(block.index)
    return _body(document, places, method, 0.6 if method == "trafilatura" else 0.3, dict(removed))


def _without_common(
    blocks: Sequence[Block], chosen: Sequence[bool], marks: Sequence[str | None]
) -> list[str | None]:
    """The marks, less the families that would take much of the choice: then the names mean something else."""
    weight: Counter[str] = Counter()
    for block, keep, mark in zip(blocks, chosen, marks, strict=True):
        if keep and mark:
            weight[mark] += len(block.text)
    most = MAX_REMOVED_SHARE * _chars(blocks, chosen)
    return [mark if mark and weight[mark] <= most else None for mark in marks]


def _chars(blocks: Sequence[Block], chosen: Sequence[bool]) -> int:
    return sum(len(block.text) for block, keep in zip(blocks, chosen, strict=True) if keep)


def _body(
    document: Document, places: list[int], method: str, confidence: float, removed: dict[str, int]
) -> Body:
    kept = [document.blocks[place] for place in places]
    chars = sum(len(block.text) for block in kept)
    return Body(
        blocks=[to_body_block(block, document.url) for block in kept],
        method=method if kept else "none",
        confidence=confidence if chars >= MIN_CHARS else min(confidence, 0.2),
        removed=removed,
        link_share=sum(block.link_chars for block in kept) / chars if chars else 0.0,
        places=places,
    )


def to_body_block(block: Block, base: str) -> BodyBlock:
    """The block as it stands in the record, its links absolute."""
    links = []
    for text, href in block.links:
        if not href.startswith(("#", "javascript:")):
            try:
                links.append((text, urljoin(base, href.strip())))
            except ValueError:  # "http://[": not an address
                continue
    return BodyBlock(block.kind, block.text, block.level, links)
