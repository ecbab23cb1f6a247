"""The body of an article: the blocks whose role is body, how they were found, and how sure that is.

The model or a second voice proposes (roles/choice.py), rules correct (roles/rules.py). Where the page shows
no body, or only its beginning, a body that it carries unseen is used (unseen.py).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from urllib.parse import urljoin

from crawler.extraction.claims.pagekeys import page_keys
from crawler.extraction.fields.unseen import Candidate, candidates
from crawler.extraction.reading.keys import key, keys
from crawler.extraction.roles.choice import choose
from crawler.extraction.roles.furniture import named, said
from crawler.extraction.roles.labelled import BODY, Apart, Labelled
from crawler.extraction.roles.model import Model
from crawler.extraction.roles.region import home
from crawler.extraction.roles.rules import OF_TEXTS, correct
from crawler.items import BodyBlock
from crawler.pages.blocks.block import Block
from crawler.pages.page import Document
from crawler.text import word_count

SHORT_WORDS = 120  # a shorter visible body may be a teaser of one that the page carries unseen
LOOK_BELOW = 0.3  # so may one with less confidence
LONGER = 1.3  # times the visible words that an unseen body must have
UNSEEN_CONFIDENCE = 0.5
SURE = 0.5  # confidence from which rules that are not certain are not asked
MAX_COUNTED = 150  # blocks looked at to count furniture

_KIND = attrgetter("kind")


@dataclass(slots=True)
class Body:
    """What was found. `labelled` has the role of every line, `page_keys` what the page says its text is."""

    blocks: list[BodyBlock] = field(default_factory=list)
    method: str = "none"
    confidence: float = 0.0
    removed: dict[str, int] = field(default_factory=dict)  # role of what was left out → blocks
    link_share: float = 0.0  # of the body's characters
    labelled: Labelled = field(default_factory=lambda: Labelled((), []))
    reason: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.blocks]


def extract_body(
    document: Document, apart: Apart | None = None, model: Model | None = None, off: Collection[str] = ()
) -> Body:
    """The body of a page, without what is `apart`; without the rules named in `off`."""
    apart = apart or Apart()
    blocks = document.blocks
    choice = choose(document, page_keys(document), model)
    page = _labelled([block.text for block in blocks], choice.kept, apart)
    page.blocks, page.sure, page.news = blocks, choice.confidence >= SURE, choice.news
    page.kinds, page.said, page.keys = frozenset(map(_KIND, blocks)), said(blocks), choice.keys
    _name_furniture(page)
    correct(page, off=off)
    kept = [blocks[place] for place in page.kept]
    chars = sum(len(block.text) for block in kept)
    body = Body(
        blocks=[to_body_block(block, document.url) for block in kept],
        method=choice.method if kept else "none",
        confidence=round(choice.confidence, 4) if kept else 0.0,
        removed=dict(Counter(role for role in page.roles if role not in ("", BODY))),
        link_share=sum(block.link_chars for block in kept) / chars if chars else 0.0,
        labelled=page,
        reason=f"{len(kept)} of {len(blocks)} blocks, {len(page.trace)} changed by rules",
    )
    return _completed(document, body, apart)


def _labelled(texts: Sequence[str], kept: list[int], apart: Apart) -> Labelled:
    chosen = frozenset(kept)
    return Labelled(
        texts,
        list(kept),
        roles=[BODY if place in chosen else "" for place in range(len(texts))],
        apart=apart,
    )


def _name_furniture(page: Labelled) -> None:
    """Gives the furniture inside the body's container the family that it is of."""
    around = home(page.blocks, [role == BODY for role in page.roles])
    if around is None:
        return
    others = [block for block in page.blocks[around.first : around.end] if page.roles[block.index] != BODY]
    for block in others[:MAX_COUNTED]:
        page.roles[block.index] = named(block, around) or page.said[block.index] or ""


def _completed(document: Document, body: Body, apart: Apart) -> Body:
    """The body, or the one that the page carries unseen where what it shows is missing or cut short."""
    words = 0
    for text in body.paragraphs:
        words += word_count(text)
        if words >= SHORT_WORDS and body.confidence >= LOOK_BELOW:
            return body
    for candidate in candidates(document):
        if candidate.words > LONGER * words and _continues(body, candidate):
            texts = [block.text for block in candidate.blocks]
            page = _labelled(texts, list(range(len(texts))), apart)
            page.keys = keys(texts)
            correct(page, OF_TEXTS)
            return Body(
                blocks=[candidate.blocks[place] for place in page.kept],
                method=candidate.method,
                confidence=max(UNSEEN_CONFIDENCE, body.confidence),
                removed=body.removed,
                labelled=page,
                reason=f"{candidate.words} words that the page carries unseen, {words} that it shows",
            )
    return body


def _continues(body: Body, candidate: Candidate) -> bool:
    """Whether the unseen body holds most of the visible one, or there is none to speak of."""
    whole = key("".join(block.text for block in candidate.blocks))
    shown = [key(text) for text in body.paragraphs]
    return 2 * sum(len(k) for k in shown if k in whole) >= sum(map(len, shown))


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
