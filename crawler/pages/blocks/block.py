"""The values that segmentation makes: blocks of text, and the containers that lead up to the root."""

import sys
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.items import BlockKind


@dataclass(slots=True, eq=False)
class Container:
    """A block-level element on the way from the root to a block; `parent` leads up the chain."""

    index: int
    element: HtmlElement
    tag: str
    parent: "Container | None"
    families: int  # bits of roles.FAMILIES
    signature: int  # equal for elements at the same path of the same template, in every process
    depth: int
    lists: int  # around it
    first: int  # the blocks that it holds: from this one
    end: int = sys.maxsize  # up to, not with, this one

    def holds(self, block: "Block") -> bool:
        """Whether the block stands in this element."""
        return self.first <= block.index < self.end

    def upwards(self, most: int = sys.maxsize) -> list["Container"]:
        """This element and those around it, innermost first, `most` at the most."""
        found: list[Container] = []
        box: Container | None = self
        while box is not None and len(found) < most:
            found.append(box)
            box = box.parent
        return found


@dataclass(slots=True, eq=False)
class Block:
    """One run of text."""

    index: int  # position on the page, from 0
    text: str  # white space folded to single spaces; lines are kept in preformatted text
    kind: BlockKind
    level: int | None  # heading 1-6, list depth from 1
    container: Container
    element: HtmlElement  # the block-level element that holds the text
    holder: Container | None  # the one around it; of most paragraphs of a text it is the same
    link_chars: int = 0  # characters inside <a>
    bold_chars: int = 0
    italic_chars: int = 0
    breaks: int = 0  # <br> inside
    families: int = 0  # of the inline elements that hold all of the text
    pictures: int = 0  # images, films and frames between the block before and this one
    ruled: bool = False  # a rule (`<hr>`) parts it from the block before
    links: list[tuple[str, str]] = field(default_factory=list)  # (text, href as written)
