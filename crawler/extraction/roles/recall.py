"""What a site's memory says of a page's blocks, as columns for the third forest; and what they teach it.

Containers are known by two signatures: the path of elements with the names that the site gives them, and
the path of tags alone, for sites that make up new names with every release. Texts are known by their
letters and digits and the path of tags at which they stand: a site's furniture stands at the same one on each
page, while the deck of one article may be a teaser of others.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crawler.extraction.roles.view import Matrix, Vector, View, view_of
from crawler.memory.counts import Counts, Hashes
from crawler.memory.lesson import Lesson, hashed, summed
from crawler.memory.site import SiteMemory
from crawler.pages.page import Document, once_a_page

UNKNOWN = -1.0  # the share of what the memory has not seen
ABOVE = 4  # containers above a block, its own included, whose shares are told
_TEXT_PAGES, _TEXT_SHARE, _BOX_SHARE = 1, 2, 5  # columns of `recall`
OFTEN = 1 / 3  # of the site's pages, from which a text is one of the site's,
LEAST = 1.9  # if it is so many: the article itself, read before, is one, and two a page later weigh 1.98
LIKELY = 0.2
SMALLEST = 1e-5  # a chance of 0 has no odds
HOPELESS = 0.003  # later forests are not asked about blocks less likely than this
# Of the columns of `with_memory`: what makes a block likelier (1) or less likely (-1) the more there is.
_SHARES = (1,) * ABOVE
RISING = (1, 0, -1, 1, 0, 0, *_SHARES, 0, 0, *_SHARES)
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


def recall(view: View, prints: Prints, memory: SiteMemory) -> Matrix:
    """(blocks × columns), float32, column-major; the memory must have seen a page."""
    pages = max(memory.weight, 1.0)
    seen, as_body = _looked_up(memory.texts, prints.texts)
    columns: list[ArrayLike] = [np.log1p(pages), seen / pages, _share(as_body, seen)]
    own = view.above[0]
    for hashes in (prints.names, prints.shapes):
        on, blocks, body = _looked_up(memory.boxes, hashes)
        columns += [(on / pages)[own], np.log1p(blocks)[own], *_share(body, blocks)[view.above[:ABOVE]]]
    return view.rows(columns).T


def repeated(told: Matrix) -> list[int]:
    """The places of the blocks whose text many other pages of the site have too."""
    pages = float(np.expm1(told[0, 0])) if len(told) else 0.0
    often = (told[:, _TEXT_PAGES] >= OFTEN) & (told[:, _TEXT_PAGES] * pages >= LEAST)
    return np.flatnonzero(often).tolist()


def is_asked(told: Matrix, chance: Vector) -> NDArray[np.bool_]:
    """The blocks that may be body: by the chance so far, or because their text or container was elsewhere."""
    elsewhere = (told[:, _TEXT_SHARE] > LIKELY) | (told[:, _BOX_SHARE] > LIKELY)
    asked: NDArray[np.bool_] = elsewhere | (chance >= HOPELESS)
    return asked


def with_memory(told: Matrix, chance: Vector) -> Matrix:
    """What the third forest sees of each block: the chance so far, as log odds, and what the memory tells."""
    p = np.clip(chance, SMALLEST, 1 - SMALLEST)
    return np.concatenate((np.log(p / (1 - p))[:, None], told), axis=1)


def _looked_up(table: Counts, hashes: Hashes) -> NDArray[np.float32]:
    """(columns × hashes): the counts of each, 0 for what the table does not have."""
    rows = table.rows(hashes)
    found = np.zeros((table.counts.shape[1], len(hashes)), dtype=np.float32)
    known = rows >= 0
    found[:, known] = table.counts[rows[known]].T
    return found


def _share(some: NDArray[np.float32], every: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(every > 0, some / np.maximum(every, 1e-6), UNKNOWN).astype(np.float32)


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
        shapes=np.unique(prints.shapes),
        kept=prints.names[own],
        kept_shapes=prints.shapes[own],
        kept_texts=prints.texts[places],
    )
