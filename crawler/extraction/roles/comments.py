"""Where the readers' comments begin: at the line "Comments (2)", in any language.

Where more follows than came before, the line may be a link to comments far below, and end nothing; unless
what follows is signed, each by a line with a time, as comments are.
"""

import re
from collections import Counter
from collections.abc import Sequence

from crawler.extraction.roles.furniture import said
from crawler.pages.blocks.block import Block

MAX_HEADING = 60  # characters of a line that opens the comments
BEFORE = 300  # characters of body before them: else the line means something else
BEFORE_SIGNED = 80
SIGNATURES = 2  # by one template, within NEAR blocks of the heading
NEAR = 40
MAX_SIGNATURE = 150  # characters of "Posted by Ann on 9 March 2026, 11:40"

_TIME = re.compile(r"\d{1,2}[:.h]\d\d")
_WORD = re.compile(r"[^\W\d]{2,}")


def before_comments(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """The chosen blocks without what follows a line that opens comments, signed or not."""
    total = sum(len(blocks[place].text) for place in kept)
    return _before(blocks, kept, max(BEFORE, total / 2))


def before_signed_comments(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """The same where comments are signed: that cannot be mistaken."""
    return _before(blocks, kept, None)


def _before(blocks: Sequence[Block], kept: Sequence[int], enough: float | None) -> list[int]:
    """`enough`: characters of body before unsigned comments."""
    if not kept:
        return []
    chosen, length = frozenset(kept), 0
    for block in blocks[kept[0] : kept[-1] + 1]:
        if len(block.text) <= MAX_HEADING and length >= BEFORE_SIGNED and said(block) == "comments":
            certain = not block.link_chars and _signed(blocks[block.index + 1 : block.index + 1 + NEAR])
            if certain or (enough is not None and length >= enough):
                return [place for place in kept if place < block.index]
        if block.index in chosen:
            length += len(block.text)
    return list(kept)


def _signed(blocks: Sequence[Block]) -> bool:
    signatures = Counter(block.container.signature for block in blocks if _is_signature(block.text))
    return max(signatures.values(), default=0) >= SIGNATURES


def _is_signature(text: str) -> bool:
    """A short line with a time and words beside it: an entry of a live page has the time alone."""
    return len(text) <= MAX_SIGNATURE and bool(_TIME.search(text)) and len(_WORD.findall(text)) >= 2
