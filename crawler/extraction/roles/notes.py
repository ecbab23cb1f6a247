"""A newspaper's own lines among and below its text: requests to the reader, headlines of other articles,
credits, who the author is.

They look like paragraphs and stand where paragraphs stand; their words tell them. Most rules are for news: a
guide or a blog speaks to its reader all along.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from crawler.languages.lookup import opener, opens_credit, plain
from crawler.languages.phrases import senses
from crawler.pages.blocks.block import Block
from crawler.text import fold, word_count

MAX_NOTE = 350  # characters; a longer block is text, whatever it says
MAX_ADDRESS_LINE = 160  # characters of a line at the foot that is there for the e-mail address in it
SENTENCE = 160  # characters of a line that is one sentence, and one request
POINTERS = 3  # linked lines with the same opening make it a pointer's
MAX_CREDIT = 120  # characters of a photo's credit or a source
FOOT = 4  # blocks at the body's end where credits and notes on the author stand
EMPHASISED = 0.9  # of the characters in bold or italics: set apart from the text
WHOLE = 0.95  # of the characters of a line that is one link
HEADLINE_WORDS = 4  # of another article's headline among the text
LINKED = 0.4  # of the characters of a pointer elsewhere
MAX_OPENER = 60  # characters of what opens a pointer: "Read this too | "

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w\w")
_RIGHTS = re.compile(r"\W{0,2}(?:[©ⓒ]|\(c\)\s)", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:>|▶|►|➡|👉|☞)")
_ADDRESSED = re.compile(r"\w+://")  # a list of sources
_QUESTION = re.compile(r"[?？؟;]\W*$")  # also Arabic's and Greek's
_BRACKETS = (("[", "]"), ("(", ")"), ("【", "】"))
_QUOTES = re.compile("^[\"“”„«»‘'「『]")


def notes(blocks: Sequence[Block], kept: Sequence[int], authors: Collection[str]) -> frozenset[int]:
    """Of a news text's blocks, the requests to the reader, pointers elsewhere, and below the text the credits
    and the author's description. None where little else would be left."""
    names = [fold(author) for author in authors if " " in author]
    pointers = _pointers([blocks[place] for place in kept])
    foot = frozenset(kept[1:][-FOOT:])
    found = frozenset(
        place
        for place in kept
        if place in pointers
        or _appeals(blocks[place], at_foot=place in foot)
        or (place in foot and _is_closing(blocks[place], names))
    )
    return found if 2 * len(found) < len(kept) else frozenset()


def credits_below(blocks: Sequence[Block], kept: Sequence[int]) -> frozenset[int]:
    """Of any text's blocks, the last ones that say who worked on it, whose rights or whose opinion it is."""
    return frozenset(place for place in kept[1:][-FOOT:] if _is_closing(blocks[place], ()))


def _appeals(block: Block, *, at_foot: bool) -> bool:
    text = block.text
    if len(text) > MAX_NOTE or _QUOTES.match(text):
        return False
    address = "@" in text and _ADDRESS.search(text) is not None
    if (address and at_foot and len(text) <= MAX_ADDRESS_LINE) or (block.links and _ARROW.match(text)):
        return True
    if _is_headline(block):
        return True
    # A paragraph may end in one: "… (Watch the video below.)"
    enough = 1 if len(text) <= SENTENCE else 2
    return (address or _set_apart(block)) and senses(text)["appeal"] >= enough


def _is_headline(block: Block) -> bool:
    """Another article's: a line that is one link, in capitals or in brackets."""
    text = inside = block.text
    if (text[0], text[-1]) in _BRACKETS:
        inside = text[1:-1].strip()
    if block.link_chars < WHOLE * len(inside) or word_count(text) < HEADLINE_WORDS:
        return False
    return text.isupper() or inside is not text


def _set_apart(block: Block) -> bool:
    if block.links or block.text.endswith((":", "：")):
        return True
    emphasis = max(block.bold_chars, block.italic_chars) >= EMPHASISED * len(block.text)
    return emphasis and not _QUESTION.search(block.text)  # an interview's questions are bold too


def _is_closing(block: Block, names: Collection[str]) -> bool:
    """A line on who else worked on the text, on rights or sources, or on the author, who is named first."""
    text = block.text
    if _RIGHTS.match(text) or (len(text) <= MAX_NOTE and senses(text)["closing"] > 0):
        return True
    if len(text) <= MAX_CREDIT and opens_credit(text):
        return True
    if len(text) > 2 * MAX_NOTE or not names:
        return False
    line = fold(text)
    return any(re.match(rf"{re.escape(name)}(?:, | \w)", line) for name in names)  # a colon: who speaks


def _pointers(blocks: Sequence[Block]) -> frozenset[int]:
    """Places of linked lines that open with the same words: "Read this too | …", in any language."""
    openings = {block.index: _opening(block) for block in blocks}
    count = Counter(filter(None, openings.values()))
    return frozenset(place for place, opening in openings.items() if opening and count[opening] >= POINTERS)


def _opening(block: Block) -> str | None:
    if len(block.text) > MAX_NOTE or block.link_chars < LINKED * len(block.text):
        return None
    opening = None if _ADDRESSED.match(block.text) else opener(block.text, MAX_OPENER)
    return plain(opening) or None if opening else None
