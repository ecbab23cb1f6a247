"""The values that segmentation makes: blocks of text, and the containers that lead up to the root."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b

from lxml.html import HtmlElement

from crawler.items import BlockKind
from crawler.pages.blocks.elements import Kind


@dataclass(slots=True, eq=False)
class Container:
    """A block-level element on the way from the root to a block; `parent` leads up the chain."""

    element: HtmlElement
    tag: str
    parent: "Container | None"
    kind: Kind  # of a text that stands directly in it
    families: int  # bits of FAMILIES
    template: str  # what the site calls the element, without digits
    depth: int
    first: int  # the blocks that it holds: from this one
    end: int = sys.maxsize  # up to, not with, this one
    # Known from its first block on; many elements hold none.
    index: int = field(init=False)  # in the order in which blocks meet them, each after its parent
    lists: int = field(init=False)  # around it, and itself
    signature: int = field(init=False)  # equal at the same path of the same template, in every process

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
    """One run of text. While it is open, what the walk meets is added up in it."""

    text: str = ""  # white space folded to single spaces; lines are kept in preformatted text
    links: list[tuple[str, str]] = field(default_factory=list)  # (text, href as written)
    link_chars: int = 0  # characters inside <a>
    bold_chars: int = 0
    italic_chars: int = 0
    breaks: int = 0  # <br> inside
    families: int = -1  # of the inline elements that hold all of the text
    pictures: int = field(init=False)  # images, films and frames between the block before and this one
    ruled: bool = field(init=False)  # a rule (`<hr>`) parts it from the block before
    index: int = field(init=False)  # position on the page, from 0
    kind: BlockKind = field(init=False)
    level: int | None = field(init=False)  # heading 1-6, list depth from 1
    container: Container = field(init=False)
    boxes: Sequence[Container] = field(init=False)  # the elements around the text, innermost first
    element: HtmlElement = field(init=False)  # the block-level element that holds the text
    holder: Container | None = field(init=False)  # the one around it
    prose: bool = field(init=False)  # running text, not a label or a link


@cache  # on the pages of a site the same few hundred stand again and again; `segment` empties it
def sign(path: int, tag: str, template: str) -> int:
    """A number for an element of this template under that path, the same in every process."""
    return int.from_bytes(blake2b(f"{path} {tag} {template}".encode(), digest_size=8).digest())
