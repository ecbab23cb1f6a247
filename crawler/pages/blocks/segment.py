"""The page as a list of blocks: each is a run of text of one block-level element.

One walk over the tree finds them (walk.py), in C where it could be compiled. What a reader does not see
(scripts, form controls, hidden elements) is left out.
"""

from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from crawler.pages.blocks.attributes import HIDDEN, read, said_by
from crawler.pages.blocks.block import Block, Container, sign

NOT_COMPILED = ""  # why the walk in Python does the work
if TYPE_CHECKING:
    from crawler.pages.blocks.walk import Walk, having
else:
    try:
        from crawler.pages.blocks.compiledwalk import Walk, having
    except (ImportError, TypeError, ValueError) as error:  # nothing was compiled, or for another lxml
        from crawler.pages.blocks.walk import Walk, having

        NOT_COMPILED = str(error)

__all__ = ["Block", "Container", "having", "is_hidden", "segment"]

MAX_KNOWN = 20_000  # names, and signatures, remembered from page to page


def segment(root: HtmlElement, *, hidden: bool = False) -> list[Block]:
    """Cut the page into blocks, in document order; with `hidden`, what is not shown as well."""
    for known in (said_by, sign):
        if known.cache_info().currsize > MAX_KNOWN:
            known.cache_clear()
    walk = Walk(hidden=hidden)
    walk.run(root)
    return walk.blocks


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own attributes hide it from readers."""
    return read([pair for pair in element.items() if pair[0] != "aria-hidden"])[2] == HIDDEN
