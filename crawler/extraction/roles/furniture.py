"""Which blocks among the body's are furniture, by what they say and by the names of what holds them.

Two kinds of evidence: the whole line is a phrase of the word tables ("Share", "اقرأ أيضاً"), or an element
between the block and the body is named after a family ("related", "newsletter"). Names are trusted only
below the container of the body: sites wrap whole articles in elements named "card" or "story-related".
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from crawler.languages.lookup import furniture_family, opens_cross_reference
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT

MAX_PHRASE = 100  # characters; a longer line that the tables know is prose
MAX_TEASER = 250  # characters of a line that points elsewhere
LINKED = 0.4  # of its characters
MAX_CAPTION = 600  # characters

# Family of names → what it is counted as; the first that matches counts.
_BY_NAME = tuple(
    (BIT[name], family)
    for name, family in (
        ("share", "share"),
        ("related", "related"),
        ("newsletter", "newsletter"),
        ("comment", "comments"),
        ("tags", "tags"),
        ("ad", "advertisement"),
        ("author", "byline"),
    )
)
_CAPTION = BIT["caption"]
_CAPTION_TAGS = frozenset(("figcaption", "figure", "caption"))


def said(blocks: Sequence[Block]) -> list[str | None]:
    """For each block, the family of furniture that its own words make it."""
    short = ((block.text, block.link_chars >= LINKED * len(block.text)) for block in blocks)
    return [_says(text, linked) if len(text) <= MAX_TEASER else None for text, linked in short]


@lru_cache(maxsize=16_384)  # every rule asks again, and a site says the same on all its pages
def _says(text: str, linked: bool) -> str | None:
    if len(text) <= MAX_PHRASE and (family := furniture_family(text)):
        return family
    return "read_more" if linked and opens_cross_reference(text) else None


def named(block: Block, home: Container | None) -> str | None:
    """The family that the names of the elements between it and `home` make it, captions included."""
    bits = block.families
    for box in takewhile(lambda box: box is not home, block.container.upwards()):
        if box.tag in _CAPTION_TAGS and box.tag != "figure":
            return "caption"
        bits |= box.families
    if bits & _CAPTION and len(block.text) < MAX_CAPTION:
        return "caption"
    return next((family for bit, family in _BY_NAME if bits & bit), None)
