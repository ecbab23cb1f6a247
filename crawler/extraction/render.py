"""An article as Markdown or clean HTML, from the same blocks. Pure."""

import re
from html import escape
from itertools import groupby

from crawler.items import Article, BodyBlock

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\d*)([-+#.)])(?=[ #])")  # would begin a heading or list


def blocks_of(article: Article) -> list[BodyBlock]:
    """The body's blocks; plain paragraphs where no structure was kept."""
    return article.blocks or [BodyBlock("paragraph", text) for text in article.paragraphs]


def to_markdown(article: Article) -> str:
    """CommonMark: the title as a level 1 heading, then the body."""
    parts = [f"# {_escape(article.title)}"] if article.title else []
    for kind, group in groupby(blocks_of(article), key=lambda block: block.kind):
        lines = [_markdown(block) for block in group]
        parts.append(("\n" if kind in ("item", "table") else "\n\n").join(lines))
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _markdown(block: BodyBlock) -> str:
    if block.kind == "preformatted":
        return f"```\n{block.text}\n```"
    text = _escape(block.text)
    for anchor, url in block.links:
        if anchor.strip():
            text = text.replace(_escape(anchor), f"[{_escape(anchor)}](<{url}>)", 1)
    match block.kind:
        case "heading":
            return f"{'#' * min(6, max(2, block.level or 2))} {text}"
        case "item":
            return f"{'  ' * ((block.level or 1) - 1)}- {text}"
        case "quote":
            return f"> {text}"
        case "table":
            return f"| {text} |"
    return text


_TAGS = {"paragraph": "p", "quote": "blockquote", "preformatted": "pre", "embed": "p"}


def to_html(article: Article) -> str:
    """An <article> with the title and the body; nothing else of the page."""
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in (("lang", article.language), ("dir", article.direction))
        if value
    )
    parts = [f"<article{attributes}>"]
    if article.title:
        parts.append(f"<h1>{escape(article.title)}</h1>")
    for kind, group in groupby(blocks_of(article), key=lambda block: block.kind):
        parts += _html(kind, list(group))
    return "\n".join([*parts, "</article>"]) + "\n"


def _html(kind: str, blocks: list[BodyBlock]) -> list[str]:
    if kind == "item":
        return ["<ul>", *(f"<li>{_linked(block)}</li>" for block in blocks), "</ul>"]
    if kind == "table":
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in block.text.split(" | ")) for block in blocks)
        return ["<table>", *(f"<tr>{row}</tr>" for row in rows), "</table>"]
    if kind == "heading":
        levels = [min(6, max(2, block.level or 2)) for block in blocks]
        return [f"<h{level}>{_linked(block)}</h{level}>" for level, block in zip(levels, blocks, strict=True)]
    tag = _TAGS.get(kind, "p")
    return [f"<{tag}>{_linked(block)}</{tag}>" for block in blocks]


def _linked(block: BodyBlock) -> str:
    text = escape(block.text)
    for anchor, url in block.links:
        if anchor.strip() and url.startswith(("http://", "https://")):
            text = text.replace(escape(anchor), f'<a href="{escape(url)}">{escape(anchor)}</a>', 1)
    return text
