"""The body of an article: the blocks whose role is body, how they were found, and how sure that is.

The model or a second voice proposes (roles/choice.py), rules correct (roles/rules.py). Where the page shows
no body, or only its beginning, a body is used that it carries without showing it as elements: JSON-LD
articleBody, application state, `<noscript>`, `<template>`.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from crawler.extraction.claims.pagekeys import page_keys
from crawler.extraction.reading.keys import key
from crawler.extraction.roles.choice import choose
from crawler.extraction.roles.labelled import BODY, Apart, Labelled
from crawler.extraction.roles.model import Choice, Model, judge
from crawler.extraction.roles.nearby import of_document
from crawler.extraction.roles.region import family_of, home
from crawler.extraction.roles.rules import correct
from crawler.items import BodyBlock
from crawler.languages.phrases import without_aid, without_aids
from crawler.pages.appstate import state_texts
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.families import BIT
from crawler.pages.blocks.segment import segment
from crawler.pages.blocks.walk import one_line
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.parse import parse
from crawler.text import END_CHARS, LINE_END, has_unspaced, word_count

SHORT_WORDS = 120  # a shorter visible body may be a teaser of one that the page carries unseen
OPENING_WORDS = 300  # so may one that is shorter than this, where scripts say its beginning again
LOOK_BELOW = 0.3  # so may one with less confidence
LONGER = 1.3  # times the visible words that an unseen body must have,
MUCH_LONGER = 3  # where it does not go on with what is shown
ALIKE = 0.7  # times these, where what is shown is unsure and the unseen text, read by itself,
LIKELIER = 0.8  # has this confidence
HARDLY_ANY = 40  # words of running text that is shown: a sentence or two, about something else
UNSEEN_CONFIDENCE = 0.5
SURE = 0.5  # confidence from which rules that are not certain are not asked
MAX_COUNTED = 150  # blocks looked at to count furniture
MIN_WORDS = 80  # a candidate with fewer words is a summary or a message
MAX_CANDIDATE = 1_000_000  # characters
MAX_CANDIDATES = 5  # the longest, that are read
TELLING = 30  # characters of a paragraph that are sought in scripts
PROSE_SHARE = 0.5  # of the words of a text in lines that are sentences
LETTERS = 0.9  # of the characters of prose are letters and spaces

_MARKUP = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote|strong|em|a|span)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = re.compile(r"<(?:p|div|h[1-6]|blockquote|ul|ol|article|section)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")
_MARKS = frozenset(".,;:!?…\"'“”‘’«»„-–—()،؛؟。，、！？：；「」『』।")
_APART = BIT["comment"] | BIT["newsletter"] | BIT["consent"] | BIT["related"]
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
        self.words = word_count(*self.paragraphs)


def extract_body(
    document: Document, apart: Apart | None = None, model: Model | None = None, off: Collection[str] = ()
) -> Body:
    """The body of a page, without what is `apart`; without the rules named in `off`."""
    choice = choose(document, page_keys(document), model)
    page = _proposed(document.blocks, choice, document.url, apart or Apart())
    correct(page, off=off)
    return _completed(document, _read(page, choice), model, off)


def _proposed(blocks: Sequence[Block], choice: Choice, url: str, apart: Apart) -> Labelled:
    """The blocks with the roles that were chosen, and that names tell."""
    page = Labelled(list(map(_TEXT, blocks)), choice.kept, blocks, choice.keys, apart=apart, url=url)
    page.sure, page.news, page.repeated = choice.confidence >= SURE, choice.news, choice.repeated
    if choice.probability is not None:
        page.chance = choice.probability
    _name_furniture(page)
    return page


def _read(page: Labelled, choice: Choice) -> Body:
    """The body as the roles have it in the end."""
    kept = [page.blocks[place] for place in page.kept]
    body = Body(page, [to_body_block(block, page.url) for block in kept])
    removed = Counter(page.roles)
    del removed[""], removed[BODY]
    body.removed = dict(removed)
    body.reason = f"{len(kept)} of {len(page.blocks)} blocks, {len(page.trace)} changed by rules"
    if kept:
        body.method, body.confidence = choice.method, round(choice.confidence, 4)
        body.link_share = sum(map(_LINKED, kept)) / sum(map(len, body.paragraphs))
    return body


def _name_furniture(page: Labelled) -> None:
    """Gives the furniture inside the body's container the family that it is of."""
    around = home(page.blocks, page.kept)
    if around is not None:
        others = [block for block in page.blocks[around.first : around.end] if not page.roles[block.index]]
        for block in others[:MAX_COUNTED]:
            page.roles[block.index] = family_of(block, around) or ""


def _completed(document: Document, body: Body, model: Model | None, off: Collection[str]) -> Body:
    """The body, or the one that the page carries unseen where what it shows is missing or cut short."""
    running = _running_words(document, body)
    if not _may_be_cut(document, body, running):
        return body
    # What is shown well can only be gone on with, by a text of more words.
    least = LONGER * body.words if body.confidence >= LOOK_BELOW and running >= HARDLY_ANY else MIN_WORDS
    for candidate in candidates(document):
        if candidate.words < least:
            continue
        unseen = _as_shown(document, candidate, body.labelled.apart, model, off)
        if why := _stands_for(unseen, candidate, body, running):
            unseen.method = candidate.method
            unseen.confidence = max(UNSEEN_CONFIDENCE, body.confidence if why == "goes on" else 0.0)
            unseen.removed = body.removed
            unseen.reason = f"{unseen.words} words that the page carries unseen, {body.words} that it shows"
            return unseen
    return body


def _stands_for(unseen: Body, candidate: "Candidate", body: Body, running: int) -> str | None:
    """Why an unseen text is the page's body rather than what is shown; None where it is not.

    It goes on with what is shown; or it is told as the page's own, and what is shown is something else.
    """
    if unseen.words < MIN_WORDS or not _is_prose(unseen.paragraphs):
        return None
    if body.paragraphs and _said_again(body.paragraphs, unseen.paragraphs):
        whole = len(unseen.paragraphs) >= len(body.paragraphs)  # one line is no better text
        return "goes on" if whole and unseen.words >= LONGER * body.words else None
    if not candidate.own and body.words >= MIN_WORDS:
        return None
    if body.confidence < LOOK_BELOW and unseen.confidence >= LIKELIER:
        return "likelier" if unseen.words >= ALIKE * body.words else None
    if running >= HARDLY_ANY or unseen.words < max(MUCH_LONGER * running, body.words / 2):
        return None
    return None if _said_again(unseen.paragraphs, body.paragraphs) else "instead"


def _said_again(lines: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a text says at least half of these lines."""
    keys, whole = list(map(key, lines)), "".join(map(key, text))
    return 2 * sum(len(each) for each in keys if each in whole) >= sum(map(len, keys))


def _running_words(document: Document, body: Body) -> int:
    """The words of the running text that is shown, without what stands in boxes of something else or below a
    heading over comments."""
    around, page = of_document(document), body.labelled
    # Some sites call the box of a whole article "paywall" or "related"; one of comments is never it.
    whole = body.words >= OPENING_WORDS and body.confidence >= SURE
    apart = BIT["comment"] if whole else _APART
    headings = (place for place, role in enumerate(page.roles) if role == "comments")
    end = next((place for place in headings if page.blocks[place].kind == "heading"), len(page.roles))
    kept = [page.blocks[place] for place in page.kept if place < end]
    return word_count(*[each.text for each in kept if each.prose and not around.is_foreign(each, apart)])


def _may_be_cut(document: Document, body: Body, running: int) -> bool:
    """Whether what is shown may be less than the article."""
    if body.words < SHORT_WORDS or body.confidence < LOOK_BELOW or running < MIN_WORDS:
        return True
    if body.words >= OPENING_WORDS:
        return False
    text = max(body.paragraphs, key=len)
    for at in range(0, len(text) - TELLING, TELLING):
        piece = text[at : at + TELLING]
        if '"' not in piece and (
            document.text.count(piece) > 1
            or (not piece.isascii() and json.dumps(piece)[1:-1] in document.text)
        ):
            return True
    return False


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether lines are sentences, and neither configuration nor data."""
    sentences = [line for line in lines if LINE_END.search(line[-END_CHARS:]) or has_unspaced(line)]
    text = "".join(lines)
    letters = sum(char.isalpha() or char.isspace() or char in _MARKS for char in text)
    enough = sum(map(len, sentences)) >= PROSE_SHARE * len(text) and letters >= LETTERS * len(text)
    return enough and "{{" not in text


def to_body_block(block: Block, base: str) -> BodyBlock:
    """The block as it stands in the record, its links absolute."""
    links, printed = [], block.text
    for whole, href in block.links:
        if (text := without_aid(whole)) != whole:
            printed = printed.replace(whole, text, 1)
        if not href.startswith(("#", "javascript:")):
            try:
                links.append((without_aids(text), urljoin(base, href.strip())))
            except ValueError:  # "http://[": not an address
                continue
    return BodyBlock(block.kind, without_aids(printed), block.level, links)


# Bodies that are not in the tree.


class Candidate(NamedTuple):
    method: str  # where it was found
    html: str
    words: int
    own: bool = True  # whether it is told as the page's own article
    page: bool = False  # whether it is HTML of a page, whatever stands there


def candidates(document: Document) -> list[Candidate]:
    """The longest bodies that the page carries unseen, those that are told as its own first."""
    found = []
    for node in document.structured.article_nodes[:3]:
        found += [_candidate("articleBody", texts(node.get("articleBody"))[:1])]
    for element in document.root.iter("noscript", "template"):
        if len("".join(element.itertext())) > 5 * MIN_WORDS:
            inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
            found.append(_candidate(str(element.tag), [(element.text or "") + inner]))
    titles = page_keys(document).titles
    # A state takes as long as all the rest of a page; it says no more where the text is told as metadata.
    whole = any(candidate.words >= MIN_WORDS for candidate in found)
    for told in () if whole else state_texts(document.root):
        named = set(map(key, told.titles))
        own = any(name and name in named for name in titles)
        if told.page:
            text = key(told.parts[0])
            own = any(name in text for name in titles)
        found.append(_candidate("state", told.parts, own=own, page=told.page))
    found = [candidate for candidate in found if candidate.words >= MIN_WORDS]
    return sorted(found, key=lambda candidate: (-candidate.own, -candidate.words))[:MAX_CANDIDATES]


def _candidate(method: str, parts: list[str], *, own: bool = True, page: bool = False) -> Candidate:
    """Text as sites put it into JSON, as HTML."""
    text = "".join(map(_as_html, parts))[:MAX_CANDIDATE]
    return Candidate(method, text, word_count(_TAG.sub(" ", text)), own, page)


def _as_html(text: str) -> str:
    """Plain text with line ends, HTML, or HTML escaped once more, as HTML."""
    if _ESCAPED.search(text):
        text = html.unescape(text)
    if _BLOCKS.search(text):
        return text
    if _MARKUP.search(text):
        return f"<p>{text}</p>"
    lines = (one_line([html.unescape(line)]) for line in re.split(r"\n+|\\n", text))
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def _as_shown(
    document: Document, candidate: Candidate, apart: Apart, model: Model | None, off: Collection[str]
) -> Body:
    """What is hidden is read as it would be if it were shown."""
    text = candidate.html
    if not candidate.page:
        text = f"<article><h1>{html.escape(apart.title or '')}</h1>{text}</article>"
    blocks = segment(parse(f"<html><body>{text}</body></html>"))
    choice = judge(blocks, page_keys(document), model)
    page = _proposed(blocks, choice, document.url, apart)
    correct(page, off=off)
    return _read(page, choice)
