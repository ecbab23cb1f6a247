"""What a site's memory says of a page's blocks, and what they teach it.

Containers are known by two signatures: the path of elements with the names that the site gives them, and
the path of tags alone, for sites that make up new names with every release. Texts are known by their
letters and digits and the path of tags at which they stand: a site's furniture stands at the same one on each
page, while the deck of one article may be a teaser of others.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from crawler.extraction.roles.view import View, view_of
from crawler.memory.lesson import Lesson, hashed, summed
from crawler.memory.site import SiteMemory
from crawler.pages.page import Document, once_a_page

OFTEN = 1 / 3  # of the site's pages, from which a text is one of the site's,
LEAST = 1.9  # if it is so many: the article itself, read before, is one, and two a page later weigh 1.98
LOW = 0xFFFFFFFF  # the half of a signature that is kept
_START, _FACTOR = 0x811C9DC5, 0x01000193  # those of the hash FNV-1a; here the tags are its bytes


class Prints:
    """The hashes of a page's texts, and of its containers by names and by tags."""

    def __init__(self, view: View) -> None:
        boxes = view.chains.boxes
        shapes = [_START]
        for box in boxes[1:]:
            above = shapes[box.parent.index] if box.parent is not None else _START
            shapes.append((above * _FACTOR + _number(box.tag)) & LOW)
        self.names = np.array([box.signature & LOW for box in boxes], dtype=np.uint32)
        self.shapes = np.array(shapes, dtype=np.uint32)
        self.texts = hashed(view.keys) ^ self.shapes[view.above[0]]


@lru_cache(maxsize=1_024)  # there are a hundred or so; made-up ones must not pile up
def _number(tag: str) -> int:
    return zlib.crc32(tag.encode("utf-8", "surrogatepass"))


@once_a_page
def prints_of(document: Document) -> Prints:
    """The hashes of a page that has blocks."""
    return Prints(view_of(document))


def repeated(prints: Prints, memory: SiteMemory) -> list[int]:
    """The places of the blocks whose text many other pages of the site have too."""
    rows = memory.texts.rows(prints.texts)
    pages = np.zeros(len(rows), dtype=np.float32)
    pages[rows >= 0] = memory.texts.counts[rows[rows >= 0], 0]
    return np.flatnonzero(pages >= max(LEAST, OFTEN * memory.weight)).tolist()


def lesson(view: View, kept: Sequence[int], prints: Prints | None = None) -> Lesson:
    """What a page teaches of which these blocks are body."""
    prints, places = prints or Prints(view), list(kept)
    body = np.zeros(len(view.blocks), dtype=np.float32)
    body[places] = 1
    held = view.chains.sums(np.stack((np.ones_like(body), body)))
    boxes, box_counts = summed(np.concatenate((prints.names, prints.shapes)), np.tile(held, 2))
    texts, text_counts = summed(prints.texts, body[None])
    own = view.above[0][places]
    return Lesson(
        boxes,
        box_counts,
        texts,
        np.minimum(text_counts, 1),
        shapes=np.unique(prints.shapes, return_index=True)[0],  # with an index it imports no masked arrays
        kept=prints.names[own],
        kept_shapes=prints.shapes[own],
        kept_texts=prints.texts[places],
    )
