"""Bodies that are not in the tree: JSON-LD articleBody, application state, `<noscript>`, `<template>`.

Each candidate is text that the page carries but does not show as elements. body.py uses one only where
the visible body is missing or cut short.
"""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from crawler.extraction.roles.furniture import family_of
from crawler.items import BodyBlock
from crawler.pages.appstate import state_texts
from crawler.pages.blocks.segment import one_line, segment
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.parse import parse
from crawler.text import word_count

MIN_WORDS = 80  # a candidate with fewer words is a summary or a message
MAX_LABEL = 3  # words of a paragraph in HTML that is none
MAX_CANDIDATE = 1_000_000  # characters

_MARKUP = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote|strong|em|a|span)\b[^>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:p|div|br)\b", re.IGNORECASE)


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
