"""The body of an article: its blocks in order, how they were found, and how sure that is.

The model chooses among the page's blocks (choice.py). What is a field of its own, title and captions, is
taken out by its text; what lies among the body and was left out is counted by family of furniture. Where
the page shows no body, or only its beginning, a body that it carries unseen is used (hidden.py).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from crawler.extraction.claims.bodysaid import read_claims
from crawler.extraction.fields.unseen import Candidate, candidates
from crawler.extraction.roles.choice import Choice, choose, places
from crawler.extraction.roles.comments import before_comments, before_signed_comments
from crawler.extraction.roles.copies import without_copies
from crawler.extraction.roles.furniture import named, said
from crawler.extraction.roles.keys import key
from crawler.extraction.roles.mend import (
    in_one_column,
    of_one_article,
    with_announced_lists,
    with_whole_tables,
    without_bold_lead,
    without_bylines,
    without_consent,
    without_link_lists,
    without_references,
)
from crawler.extraction.roles.model import Model
from crawler.extraction.roles.notes import FOOT, credits_below, notes
from crawler.extraction.roles.region import home, with_siblings
from crawler.items import BodyBlock
from crawler.pages.blocks.block import Block
from crawler.pages.page import Document
from crawler.text import word_count

SHORT_WORDS = 120  # a shorter visible body may be a teaser of one that the page carries unseen
LOOK_BELOW = 0.3  # so may one with less confidence
LONGER = 1.3  # times the visible words that an unseen body must have
UNSEEN_CONFIDENCE = 0.5
UNSURE = 0.5  # confidence under which words are asked what form and place did not tell
MAX_HEAD_LINE = 500  # characters; a longer block is never a title or caption
MAX_COUNTED = 150  # blocks looked at to count furniture


@dataclass(slots=True)
class Body:
    """What was found. `places` are the indices of the chosen blocks among `document.blocks`."""

    blocks: list[BodyBlock] = field(default_factory=list)
    method: str = "none"
    confidence: float = 0.0
    removed: dict[str, int] = field(default_factory=dict)  # family of furniture → blocks
    link_share: float = 0.0  # of the body's characters
    places: list[int] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)  # lines cut below the text: they may name agencies

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.blocks]


def extract_body(
    document: Document,
    *,
    title: str | None = None,
    captions: Collection[str] = (),
    authors: Collection[str] = (),
    deck: str | None = None,
    model: Model | None = None,
) -> Body:
    """The body of a page, without `title`, `captions` and `authors`, which have fields of their own."""
    blocks, choice = document.blocks, choose(document, read_claims(document), model)
    apart = {key(text): "caption" for text in captions if len(text) <= MAX_HEAD_LINE}
    if title:
        apart[key(title)] = "title"
    apart.pop("", None)
    once = replace(choice, kept=without_copies(blocks, choice.kept))
    chosen = without_bold_lead(blocks, mended(blocks, once, authors), deck)
    cut = notes(blocks, chosen, authors) if choice.news else credits_below(blocks, chosen)
    removed = Counter({"copy": len(choice.kept) - len(once.kept)})
    kept = []
    for place in chosen:
        if place in cut:
            removed["note"] += 1
        elif (what := _apart(blocks[place], apart)) is not None:
            removed[what] += 1
        else:
            kept.append(place)
    removed += _left_out(blocks, choice.kept)
    body = _body(document, choice, kept, dict(+removed))
    body.credits = [blocks[place].text for place in chosen[-FOOT:] if place in cut]
    return _completed(document, body, apart)


def mended(blocks: Sequence[Block], choice: Choice, authors: Collection[str]) -> list[int]:
    """The choice with the lists and tables that belong to it, and without by-lines; an unsure choice is
    corrected by all the rules of mend.py."""
    kept: Sequence[int] = before_signed_comments(blocks, choice.kept)
    if choice.confidence < UNSURE:
        kept = in_one_column(blocks, _with_siblings(blocks, kept))
        kept = without_link_lists(blocks, before_comments(blocks, kept))
    kept = without_references(blocks, of_one_article(blocks, without_consent(blocks, kept)))
    kept = with_whole_tables(blocks, with_announced_lists(blocks, kept))
    return without_bylines(blocks, kept, authors)


def _with_siblings(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Also the running text among the chosen blocks, and right before and after them."""
    chosen = [False] * len(blocks)
    for place in kept:
        chosen[place] = True
    around = home(blocks, chosen)
    return places(with_siblings(blocks, chosen, lambda block: bool(said(block) or named(block, around))))


def _apart(block: Block, apart: dict[str, str]) -> str | None:
    """The field that the block's text is, if it is one."""
    return apart.get(key(block.text)) if apart and len(block.text) <= MAX_HEAD_LINE else None


def _left_out(blocks: Sequence[Block], kept: Sequence[int]) -> Counter[str]:
    """The furniture inside the body's container, counted by family."""
    chosen = [False] * len(blocks)
    for place in kept:
        chosen[place] = True
    around = home(blocks, chosen)
    count: Counter[str] = Counter()
    if around is None:
        return count
    others = [block for block in blocks[around.first : around.end] if not chosen[block.index]]
    for block in others[:MAX_COUNTED]:
        if family := named(block, around) or said(block):
            count[family] += 1
    return count


def _body(document: Document, choice: Choice, places: list[int], removed: dict[str, int]) -> Body:
    kept = [document.blocks[place] for place in places]
    chars = sum(len(block.text) for block in kept)
    return Body(
        blocks=[to_body_block(block, document.url) for block in kept],
        method=choice.method if kept else "none",
        confidence=round(choice.confidence, 4) if kept else 0.0,
        removed=removed,
        link_share=sum(block.link_chars for block in kept) / chars if chars else 0.0,
        places=places,
    )


def _completed(document: Document, body: Body, apart: dict[str, str]) -> Body:
    """The body, or the one that the page carries unseen where what it shows is missing or cut short."""
    words = 0
    for text in body.paragraphs:
        words += word_count(text)
        if words >= SHORT_WORDS and body.confidence >= LOOK_BELOW:
            return body
    for candidate in candidates(document):
        if candidate.words > LONGER * words and _continues(body, candidate):
            blocks = [block for block in candidate.blocks if key(block.text) not in apart]
            confidence = max(UNSEEN_CONFIDENCE, body.confidence)
            return Body(blocks, candidate.method, confidence, body.removed)
    return body


def _continues(body: Body, candidate: Candidate) -> bool:
    """Whether the unseen body holds most of the visible one, or there is none to speak of."""
    whole = key("".join(block.text for block in candidate.blocks))
    shown = [key(text) for text in body.paragraphs]
    held = sum(len(k) for k in shown if k in whole)
    return 2 * held >= sum(map(len, shown))


def to_body_block(block: Block, base: str) -> BodyBlock:
    """The block as it stands in the record, its links absolute."""
    links = []
    for text, href in block.links:
        if not href.startswith(("#", "javascript:")):
            try:
                links.append((text, urljoin(base, href.strip())))
            except ValueError:  # "http://[": not an address
                continue
    return BodyBlock(block.kind, block.text, block.level, links)
