"""Which blocks are furniture, by what they say and by the names of what holds them.

Two kinds of evidence: the whole line is a phrase of the word tables ("Share", "اقرأ أيضاً"), or an element
between the block and the body is named after a family ("related", "newsletter"). Names are trusted only
below the container of the body: sites wrap whole articles in elements named "card" or "story-related".
"""

from functools import lru_cache

from crawler.languages.lookup import furniture_family, opens_cross_reference
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.families import BIT

MAX_PHRASE = 100  # characters; a longer line that the tables know is prose
MAX_TEASER = 250  # characters of a line that points elsewhere
LINKED = 0.4  # of its characters
MAX_CAPTION = 600  # characters

# Family of names → what it is counted as; the first that matches counts.
_BY_NAME = {
    BIT["share"]: "share",
    BIT["related"]: "related",
    BIT["newsletter"]: "newsletter",
    BIT["comment"]: "comments",
    BIT["tags"]: "tags",
    BIT["ad"]: "advertisement",
    BIT["author"]: "byline",
}
_CAPTION = BIT["caption"]
_CAPTION_TAGS = ("figcaption", "caption")


def said(block: Block) -> str | None:
    """The family of furniture that its own words make a block."""
    size = len(block.text)
    return _said(block.text, block.link_chars >= LINKED * size) if size <= MAX_TEASER else None


@lru_cache(maxsize=16_384)  # rule after rule asks, and a site says the same on all its pages
def _said(text: str, linked: bool) -> str | None:
    if len(text) <= MAX_PHRASE and (family := furniture_family(text)):
        return family
    return "read_more" if linked and opens_cross_reference(text) else None


def family_of(block: Block, home: Container | None) -> str | None:
    """The family that the elements between it and `home`, or its words, make it; captions are one too."""
    bits = block.families
    box: Container | None = block.container
    while box is not home and box is not None:
        if box.tag in _CAPTION_TAGS:
            return "caption"
        bits |= box.families
        box = box.parent
    if bits & _CAPTION and len(block.text) < MAX_CAPTION:
        return "caption"
    for bit, family in _BY_NAME.items():
        if bits & bit:
            return family
    return said(block)
