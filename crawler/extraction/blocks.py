"""The page as a list of blocks: each is a run of text of one block-level element."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.items import BlockKind


@dataclass(slots=True)
class Block:
    """One run of text. `element` is the block-level element that holds it."""

    index: int  # position on the page, from 0
    text: str  # white space folded to single spaces
    kind: BlockKind
    level: int | None  # heading 1-6, list depth from 1
    element: HtmlElement
    link_chars: int = 0  # characters inside <a>
    bold_chars: int = 0


def segment(root: HtmlElement) -> list[Block]:
    """Cut the page into blocks, in document order."""
    raise NotImplementedError
