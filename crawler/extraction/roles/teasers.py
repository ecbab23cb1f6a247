"""Is what was taken for a body a list of other articles' teasers, or a gallery of pictures?

A teaser is a line that is one link to a page of the same site, with a short text under it, or a short text
that ends in "more". Articles have a few; where they are much of the text and nothing else in it is longer,
and the page does not call itself an article, it is a list.
"""

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.reading.titletext import tokens
from crawler.items import BodyBlock
from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.block import Block
from crawler.text import word_count
from crawler.urls import bare_host

MIN_TEASERS = 4  # fewer stand in articles, as pointers to what was written before
MUCH = 0.33  # share of the words that are teasers; dates, sidebars and notices are often half
MOST = 0.6  # share of a body's words that are linked headlines and the texts under them
MIN_HEADLINE = 3  # words of a teaser's link; shorter ones are menus and "more"
SUMMARY = (4, 60)  # words of the text under one
NEAR = 2  # blocks after a headline, its date among them
MIN_PICTURES = 4  # of a gallery
MAX_BOXES = 4_000  # elements whose names are looked at
MAX_PICTURES = 60  # images looked at in one box

_GALLERY = re.compile(
    r"galler|galeri|slide-?show|diaporama|fotostrecke|bilderstrecke|photo-?(?:album|set|essay)", re.I
)


def is_teaser_list(blocks: Sequence[BodyBlock], url: str) -> str | None:
    """The reason, where much of a body is teasers and nothing in it is a longer text than theirs."""
    counts = [word_count(block.text) for block in blocks]
    if max(counts, default=0) > SUMMARY[1]:
        return None
    more = _more_links(blocks, url)
    found = words = end = 0
    for place in range(len(blocks)):
        last = place if place in more else _under(blocks, counts, place, url)
        if place >= end and last is not None:
            end = last + 1
            found, words = found + 1, words + sum(counts[place:end])
    share = words / (sum(counts) or 1)
    return f"{found} teasers are {share:.0%} of its text" if found >= MIN_TEASERS and share >= MUCH else None


def _under(blocks: Sequence[BodyBlock], counts: Sequence[int], place: int, url: str) -> int | None:
    """The place of the short text under a block that is a teaser's headline."""
    if blocks[place].kind in ("table", "quote") or not _is_headline(blocks[place], url):
        return None
    for under in range(place + 1, min(place + 1 + NEAR, len(blocks))):
        short = blocks[under].kind == "paragraph" and counts[under] >= SUMMARY[0]
        if short and not _is_headline(blocks[under], url):
            return under
    return None


def under_headlines(body: Sequence[BodyBlock], page: Sequence[Block], url: str) -> str | None:
    """The reason, where a body is the texts under linked headlines, without most of these.

    `page`: the blocks of the page that the body was chosen from.
    """
    counts = {block.text: word_count(block.text) for block in body}
    if max(counts.values(), default=0) > SUMMARY[1]:
        return None
    found: set[str] = set()
    for place, block in enumerate(page):
        if block.kind == "heading" and _is_headline(block, url):
            under = (other.text for other in page[place + 1 : place + 1 + NEAR])
            if text := next((text for text in under if text in counts), None):
                found.update({text, block.text} & counts.keys())
    share = sum(counts[text] for text in found) / (sum(counts.values()) or 1)
    # A site's teasers may all say the same; their number is that of the body's blocks.
    many = sum(block.text in found for block in body) >= MIN_TEASERS
    return f"{share:.0%} of its text stands under linked headlines" if many and share >= MOST else None


def _more_links(blocks: Sequence[BodyBlock], url: str) -> set[int]:
    """The blocks that end in a link to another page with the same few words: "more …"."""
    ends: dict[str, set[int]] = {}
    for place, block in enumerate(blocks):
        text, address = block.links[0] if len(block.links) == 1 else ("", "")
        if text and block.text != text and block.text.endswith(text) and is_onward(address, url):
            ends.setdefault(text, set()).add(place)
    return set().union(*(places for places in ends.values() if len(places) >= MIN_TEASERS - 1))


def _is_headline(block: Block | BodyBlock, url: str) -> bool:
    """Whether a block is one link, to another page of the site."""
    if len(block.links) != 1:
        return False
    text, address = block.links[0]
    whole = len(text) >= 0.9 * len(block.text) and len(tokens(text)) >= MIN_HEADLINE
    return whole and is_onward(address, url)


def is_onward(address: str, url: str) -> bool:
    """Whether an address is another page of the same site."""
    try:
        there, here = urlsplit(urljoin(url, address)), urlsplit(url)
    except ValueError:  # "http://[": not an address
        return False
    other = (there.path, there.query) != (here.path, here.query)
    return other and bare_host(there.geturl()) == bare_host(url)


def gallery(root: HtmlElement) -> str | None:
    """The reason, where a box that is called a gallery holds pictures that lead nowhere."""
    for box in islice(root.iter("div", "section", "ul", "ol", "figure", "main", "article"), MAX_BOXES):
        if box.attrib and _GALLERY.search(names_of(box)):
            pictures = 0
            for image in islice(box.iter("img", "amp-img"), MAX_PICTURES):
                pictures += next(image.iterancestors("a"), None) is None
            if pictures >= MIN_PICTURES:
                return f"a gallery of {pictures} pictures"
    return None
