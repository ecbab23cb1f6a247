"""The body of an article: the blocks whose role is body, how they were found, and how sure that is.

The model or a second voice proposes (roles/choice.py), rules correct (roles/rules.py). Where the page shows
no body, or only its beginning, a body that it carries unseen is used (unseen.py).
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urljoin

from crawler.extraction.claims.pagekeys import page_keys
from crawler.extraction.fields.unseen import candidates
from crawler.extraction.reading.keys import key, keys
from crawler.extraction.roles.choice import choose
from crawler.extraction.roles.furniture import family_of
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


@dataclass(slots=True)
class Body:
    """What was found. `labelled` has the role of every line."""

    labelled: Labelled
    blocks: list[BodyBlock]
    method: str = "none"
    confidence: float = 0.0
    removed: dict[str, int] = field(default_factory=dict)  # role of what was left out → blocks
    link_share: float = 0.0  # of the body's characters
    reason: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.blocks]


def extract_body(
    document: Document, apart: Apart | None = None, model: Model | None = None, off: Collection[str] = ()
) -> Body:
    """The body of a page, without what is `apart`; without the rules named in `off`."""
    blocks = document.blocks
    choice = choose(document, page_keys(document), model)
    page = Labelled(
        [block.text for block in blocks], choice.kept, blocks, choice.keys, apart=apart or Apart()
    )
    page.sure, page.news = choice.confidence >= SURE, choice.news
    _name_furniture(page)
    correct(page, off=off)
    body = Body(page, [to_body_block(blocks[place], document.url) for place in page.kept])
    body.removed = dict(Counter(role for role in page.roles if role not in ("", BODY)))
    body.reason = f"{len(page.kept)} of {len(blocks)} blocks, {len(page.trace)} changed by rules"
    if page.kept:
        body.method, body.confidence = choice.method, round(choice.confidence, 4)
        linked = sum(blocks[place].link_chars for place in page.kept)
        body.link_share = linked / sum(len(page.texts[place]) for place in page.kept)
    return _completed(document, body)


def _name_furniture(page: Labelled) -> None:
    """Gives the furniture inside the body's container the family that it is of."""
    around = home(page.blocks, page.kept)
    if around is not None:
        others = [block for block in page.blocks[around.first : around.end] if not page.roles[block.index]]
        for block in others[:MAX_COUNTED]:
            page.roles[block.index] = family_of(block, around) or ""


def _completed(document: Document, body: Body) -> Body:
    """The body, or the one that the page carries unseen where what it shows is missing or cut short."""
    words = sum(map(word_count, body.paragraphs))
    if words >= SHORT_WORDS and body.confidence >= LOOK_BELOW:
        return body
    shown = [key(text) for text in body.paragraphs]
    for method, blocks, count in candidates(document):
        texts = [block.text for block in blocks]
        whole = key("".join(texts))
        # It must hold most of what is shown, or there must be none to speak of.
        continues = 2 * sum(len(k) for k in shown if k in whole) >= sum(map(len, shown))
        if count > LONGER * words and continues:
            page = Labelled(texts, range(len(texts)), keys=keys(texts), apart=body.labelled.apart)
            correct(page, OF_TEXTS)
            return Body(
                page,
                [blocks[place] for place in page.kept],
                method,
                max(UNSEEN_CONFIDENCE, body.confidence),
                body.removed,
                reason=f"{count} words that the page carries unseen, {words} that it shows",
            )
    return body


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
