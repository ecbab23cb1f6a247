"""The body of an article: the blocks whose role is body, how they were found, and how sure that is.

The model or a second voice proposes (roles/choice.py), rules correct (roles/rules.py). Where the page shows
no body, or only its beginning, a body is used that it carries without showing it as elements: JSON-LD
articleBody, application state, `<noscript>`, `<template>`.
"""

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urljoin

from crawler.extraction.claims.pagekeys import page_keys
from crawler.extraction.reading.keys import key, keys
from crawler.extraction.roles.choice import choose
from crawler.extraction.roles.labelled import BODY, Apart, Labelled
from crawler.extraction.roles.model import Model
from crawler.extraction.roles.region import family_of, home
from crawler.extraction.roles.rules import OF_TEXTS, correct
from crawler.items import BodyBlock
from crawler.pages.appstate import state_texts
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.segment import one_line, segment
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.parse import parse
from crawler.text import word_count

SHORT_WORDS = 120  # a shorter visible body may be a teaser of one that the page carries unseen
LOOK_BELOW = 0.3  # so may one with less confidence
LONGER = 1.3  # times the visible words that an unseen body must have
UNSEEN_CONFIDENCE = 0.5
SURE = 0.5  # confidence from which rules that are not certain are not asked
MAX_COUNTED = 150  # blocks looked at to count furniture
MIN_WORDS = 80  # a candidate with fewer words is a summary or a message
MAX_LABEL = 3  # words of a paragraph in HTML that is none
MAX_CANDIDATE = 1_000_000  # characters

_MARKUP = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote|strong|em|a|span)\b[^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:p|div|br)\b", re.IGNORECASE)

_TEXT, _LINKED = attrgetter("text"), attrgetter("link_chars")


@dataclass(slots=True)
class Body:
    """What was found. `labelled` has the role of every line."""

    labelled: Labelled
    blocks: list[BodyBlock]
    method: str = "none"
    confidence: float = 0.0
    removed: dict[str, int] = field(default_factory=dict)  # role of what was left out → blocks
    reason: str = ""
    link_share: float = 0.0  # of the body's characters
    paragraphs: list[str] = field(init=False)
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.paragraphs = [block.text for block in self.blocks]
        self.words = sum(map(word_count, self.paragraphs))


def extract_body(
    document: Document, apart: Apart | None = None, model: Model | None = None, off: Collection[str] = ()
) -> Body:
    """The body of a page, without what is `apart`; without the rules named in `off`."""
    blocks = document.blocks
    choice = choose(document, page_keys(document), model)
    page = Labelled(list(map(_TEXT, blocks)), choice.kept, blocks, choice.keys, apart=apart or Apart())
    page.sure, page.news = choice.confidence >= SURE, choice.news
    _name_furniture(page)
    correct(page, off=off)
    kept = [blocks[place] for place in page.kept]
    body = Body(page, [to_body_block(block, document.url) for block in kept])
    removed = Counter(page.roles)
    del removed[""], removed[BODY]
    body.removed = dict(removed)
    body.reason = f"{len(kept)} of {len(blocks)} blocks, {len(page.trace)} changed by rules"
    if kept:
        body.method, body.confidence = choice.method, round(choice.confidence, 4)
        body.link_share = sum(map(_LINKED, kept)) / sum(map(len, body.paragraphs))
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
    if body.words >= SHORT_WORDS and body.confidence >= LOOK_BELOW:
        return body
    shown = [key(text) for text in body.paragraphs]
    for method, blocks, count in candidates(document):
        texts = [block.text for block in blocks]
        whole = key("".join(texts))
        # It must hold most of what is shown, or there must be none to speak of.
        continues = 2 * sum(len(k) for k in shown if k in whole) >= sum(map(len, shown))
        if count > LONGER * body.words and continues:
            page = Labelled(texts, range(len(texts)), keys=keys(texts), apart=body.labelled.apart)
            correct(page, OF_TEXTS)
            return Body(
                page,
                [blocks[place] for place in page.kept],
                method,
                max(UNSEEN_CONFIDENCE, body.confidence),
                body.removed,
                f"{count} words that the page carries unseen, {body.words} that it shows",
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


# Bodies that are not in the tree.


class Candidate(NamedTuple):
    method: str  # where it was found
    blocks: list[BodyBlock]
    words: int


def candidates(document: Document) -> list[Candidate]:
    """All bodies that the page carries unseen, the longest first."""
    told = [
        ("articleBody", text)
        for node in document.structured.article_nodes[:3]
        for text in texts(node.get("articleBody"))[:1]
    ]
    for element in document.root.iter("noscript", "template"):
        inner = "".join(element.itertext())
        if len(inner) > 5 * MIN_WORDS:
            paragraphs = ["".join(p.itertext()) for p in element.iter("p")]
            told.append((str(element.tag), _joined(paragraphs or [inner])))
    found = _long(told) or _long(("state", _joined(group)) for group in state_texts(document.root))
    return sorted(found, key=lambda candidate: -candidate.words)


def _joined(parts: list[str]) -> str:
    marked = any(_MARKUP.search(part) for part in parts)
    return "<p>" + "</p><p>".join(parts) if marked else "\n".join(parts)


def _long(told: Iterable[tuple[str, str]]) -> list[Candidate]:
    """Those that are long enough for a body."""
    found = []
    for method, text in told:
        blocks = to_blocks(text[:MAX_CANDIDATE])
        words = sum(word_count(block.text) for block in blocks)
        if words >= MIN_WORDS:
            found.append(Candidate(method, blocks, words))
    return found


def to_blocks(text: str) -> list[BodyBlock]:
    """Text as sites put it into JSON: plain with line ends, HTML, or HTML escaped once more."""
    if _ESCAPED.search(text):
        text = html.unescape(text)
    if not _MARKUP.search(text):
        lines = (one_line([html.unescape(line)]) for line in re.split(r"\n+|\\n", text))
        return [BodyBlock("paragraph", line) for line in lines if line]
    found = []
    for block in segment(parse(f"<html><body>{text}</body></html>")):
        # No caption, no furniture; a body in JSON holds little besides its text.
        label = block.kind == "paragraph" and word_count(block.text) <= MAX_LABEL
        if not label and not family_of(block, None):
            found.append(BodyBlock(block.kind, block.text, block.level))
    return found
