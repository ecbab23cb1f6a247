"""An article as Markdown or clean HTML, from the same blocks. Pure.

Whatever a page says stays text: HTML is built as a tree, which lxml writes; in Markdown each sign that could
mean something is escaped. Links are kept with the schemes of `SCHEMES` only.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote, urlsplit

import lxml.html
from lxml.html import HtmlElement
from lxml.html.builder import E

from crawler.items import Article, BodyBlock

SCHEMES = ("http", "https", "mailto")  # what a reader may follow; the others run code or open programs

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|]|!(?=\[)|&(?=#?\w))")
_LINE_START = re.compile(r"^[ \t]*(\d*)([-+#.)=]+)(?=[ \t#=-]|$)", re.MULTILINE)  # a heading, list or rule
_TICKS = re.compile("`+")
_TAGS = {"paragraph": "p", "quote": "blockquote", "preformatted": "pre", "embed": "p"}


def blocks_of(article: Article) -> list[BodyBlock]:
    """The body's blocks; plain paragraphs where no structure was kept."""
    return article.blocks or [BodyBlock("paragraph", text) for text in article.paragraphs]


def safe_url(url: str) -> str | None:
    """The address if it may be linked to: of an allowed scheme, with no blank or control character in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES or not (parts.netloc or parts.scheme.lower() == "mailto"):
        return None
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def pieces(text: str, links: list[tuple[str, str]]) -> Iterator[tuple[str, str | None]]:
    """(words, address or None) of a text, in its order. An anchor is sought behind the one before it."""
    place = 0
    for anchor, address in links:
        found = text.find(anchor, place) if anchor.strip() else -1
        url = safe_url(address)
        if found < 0 or url is None:
            continue
        if found > place:
            yield text[place:found], None
        yield anchor, url
        place = found + len(anchor)
    if place < len(text):
        yield text[place:], None


def to_markdown(article: Article) -> str:
    """CommonMark: the title as a level 1 heading, then the body."""
    parts = [f"# {_escape(_one_line(article.title))}"] if article.title else []
    for kind, group in groupby(blocks_of(article), key=lambda block: block.kind):
        lines = [_markdown(block) for block in group]
        if kind == "table":  # a table without a line below its head is none
            lines.insert(1, "|" + " --- |" * (lines[0].count(" | ") + 1))
        parts.append(("\n" if kind in ("item", "table") else "\n\n").join(lines))
    return "\n\n".join(parts) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    return _LINE_START.sub(_escaped_start, _SPECIAL.sub(r"\\\1", text))


def _escaped_start(match: re.Match[str]) -> str:
    return match[1] + "".join("\\" + sign for sign in match[2])


def _markdown(block: BodyBlock) -> str:
    if block.kind == "preformatted":
        longest = max(map(len, _TICKS.findall(block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{block.text}\n{fence}"
    if block.kind == "table":
        return f"| {' | '.join(_escape(_one_line(cell)) for cell in block.text.split(' | '))} |"
    text = "".join(
        f"[{_SPECIAL.sub(_BACKSLASH, words)}](<{url}>)" if url else _SPECIAL.sub(_BACKSLASH, words)
        for words, url in pieces(_one_line(block.text), [(_one_line(a), u) for a, u in block.links])
    )
    text = _LINE_START.sub(_escaped_start, text)
    match block.kind:
        case "heading":
            return f"{'#' * min(6, max(2, block.level or 2))} {text}"
        case "item":
            return f"{'  ' * ((block.level or 1) - 1)}- {text}"
        case "quote":
            return f"> {text}"
    return text


_BACKSLASH = r"\\\1"


def to_html(article: Article) -> str:
    """An <article> with the title and the body; nothing else of the page."""
    root = E.article()
    for name, value in (("lang", article.language), ("dir", article.direction)):
        if value:
            root.set(name, _clean(value))
    if article.title:
        root.append(E.h1(_clean(article.title)))
    for kind, group in groupby(blocks_of(article), key=lambda block: block.kind):
        root.extend(_elements(kind, list(group)))
    for element in root:
        element.tail = "\n"
    root.text = "\n"
    return str(lxml.html.tostring(root, encoding="unicode")) + "\n"


def _elements(kind: str, blocks: list[BodyBlock]) -> list[HtmlElement]:
    if kind == "item":
        return [E.ul(*(_linked("li", block) for block in blocks))]
    if kind == "table":
        rows = ([E.td(_clean(cell)) for cell in block.text.split(" | ")] for block in blocks)
        return [E.table(*(E.tr(*cells) for cells in rows))]
    if kind == "heading":
        return [_linked(f"h{min(6, max(2, block.level or 2))}", block) for block in blocks]
    return [_linked(_TAGS.get(kind, "p"), block) for block in blocks]


def _linked(tag: str, block: BodyBlock) -> HtmlElement:
    parts = (
        E.a(_clean(words), href=url) if url else _clean(words)
        for words, url in pieces(block.text, block.links)
    )
    return getattr(E, tag)(*parts)


def _clean(text: str) -> str:
    """Without what no XML may hold."""
    return _NOT_IN_XML.sub(" ", text)
