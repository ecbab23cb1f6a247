"""The block-level elements that are open during the walk, and their containers.

A container is made when the first block in it is, for many elements hold no text. Containers are therefore
numbered in the order in which the page's blocks meet them, each after its parent.
"""

from lxml.html import HtmlElement

from crawler.items import BlockKind
from crawler.pages.blocks.block import Container
from crawler.pages.blocks.elements import HEADINGS, LISTS

# An open element, its tag, the kind of the text in it, its families, its template.
Box = tuple[HtmlElement, str, BlockKind, int, str]


class Boxes:
    """All that are open, outermost first."""

    def __init__(self) -> None:
        self.open: list[Box] = []
        self._made: list[Container] = []  # of the first ones
        self._count = 0

    def close(self, blocks: int) -> None:
        """Close the innermost one; so many blocks are there by now."""
        self.open.pop()
        if len(self._made) > len(self.open):
            self._made.pop().end = blocks

    def container(self, block: int) -> Container:
        """Of the innermost one, for the block of this index."""
        made = self._made
        parent = made[-1] if made else None
        depth = len(made)
        for element, tag, _, families, template in self.open[depth:]:
            path, lists = (parent.signature, parent.lists) if parent else (0, 0)
            if tag in LISTS:
                lists += 1
            signature = hash((path, tag, template))
            parent = Container(self._count, element, tag, parent, families, signature, depth, lists, block)
            made.append(parent)
            depth += 1
            self._count += 1
        assert parent is not None, "text of no element"
        return parent

    def heading(self) -> int:
        """The level of the heading that is open."""
        return next(HEADINGS[box[1]] for box in reversed(self.open) if box[1] in HEADINGS)
