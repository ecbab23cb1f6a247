"""Bodies that are not in the tree: JSON-LD articleBody, application state, `<noscript>`, `<template>`.

Each candidate is text that the page carries but does not show as elements. body.py uses one only where
the visible body is missing or cut short.
"""

import html
import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.roles.furniture import named, said
from crawler.extraction.roles.region import is_running
from crawler.items import BodyBlock
from crawler.pages.appstate import state_texts
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.segment import one_line, segment
from crawler.pages.jsonld import texts
from crawler.pages.page import Document
from crawler.pages.parse import parse
from crawler.text import word_count

MIN_WORDS = 80  # a candidate with fewer words is a summary or a message
MAX_CANDIDATE = 1_000_000  # characters

_MARKUP = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote|strong|em|a|span)\b[^>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:p|div|br)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    method: str  # where it was found
    blocks: list[BodyBlock]
    words: int


def candidates(document: Document) -> list[Candidate]:
    """All bodies that the page carries unseen, the longest first."""
    found = [_candidate("articleBody", text) for text in _article_bodies(document)]
    found += [_candidate(tag, inner) for tag, inner in _unshown(document.root)]
    if not any(found):
        found += [_candidate("state", _joined(group)) for group in state_texts(document.root)]
    return sorted(filter(None, found), key=lambda candidate: -candidate.words)


def _article_bodies(document: Document) -> list[str]:
    return [
        text for node in document.structured.article_nodes[:3] for text in texts(node.get("articleBody"))[:1]
    ]


def _unshown(root: HtmlElement) -> list[tuple[str, str]]:
    """What stands inside elements for other readers than ours, as HTML."""
    found = []
    for tag in ("noscript", "template"):
        for element in root.iter(tag):
            inner = "".join(element.itertext())
            if len(inner) > 5 * MIN_WORDS:
                paragraphs = ["".join(p.itertext()) for p in element.iter("p")]
                found.append((tag, _joined(paragraphs) if paragraphs else inner))
    return found


def _joined(parts: list[str]) -> str:
    return (
        "\n".join(parts) if not any(_MARKUP.search(part) for part in parts) else "<p>" + "</p><p>".join(parts)
    )


def _candidate(method: str, text: str) -> Candidate | None:
    blocks = to_blocks(text[:MAX_CANDIDATE])
    words = sum(word_count(block.text) for block in blocks)
    return Candidate(method, blocks, words) if words >= MIN_WORDS else None


def to_blocks(text: str) -> list[BodyBlock]:
    """Text as sites put it into JSON: plain with line ends, HTML, or HTML escaped once more."""
    if _ESCAPED.search(text):
        text = html.unescape(text)
    if _MARKUP.search(text):
        blocks = segment(parse(f"<html><body>{text}</body></html>"))
        words = said(blocks)
        kept = (block for block in blocks if not words[block.index] and _is_text(block))
        return [BodyBlock(block.kind, block.text, block.level) for block in kept]
    lines = (one_line([html.unescape(line)]) for line in re.split(r"\n+|\\n", text))
    return [BodyBlock("paragraph", line) for line in lines if line]


def _is_text(block: Block) -> bool:
    """No caption, no furniture; a body in JSON holds little besides its text."""
    if named(block, None):
        return False
    return is_running(block) or block.kind != "paragraph" or len(block.text) > 20
