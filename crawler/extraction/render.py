"""An article as Markdown or clean HTML, from the same blocks. Pure."""

import re
from html import escape
from itertools import groupby
from operator import attrgetter

from crawler.items import Article, BodyBlock

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_TAGS = {"item": "li", "quote": "blockquote", "preformatted": "pre"}
_AROUND = {"item": "ul", "table": "table"}
_LINE_START = re.compile(r"^(\d*)([-+#.)])(?=[ #])")  # would begin a heading or list


def blocks_of(article: Article) -> list[BodyBlock]:
    """The body's blocks; plain paragraphs where no structure was kept."""
    return article.blocks or [BodyBlock("paragraph", text) for text in article.paragraphs]


def to_markdown(article: Article) -> str:
    """CommonMark: the title as a level 1 heading, then the body."""
    parts = [f"# {_escape(article.title)}"] if article.title else []
    for kind, group in groupby(blocks_of(article), key=attrgetter("kind")):
        parts.append(("\n" if kind in ("item", "table") else "\n\n").join(map(_markdown, group)))
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _markdown(block: BodyBlock) -> str:
    text = _escape(block.text)
    for anchor, url in block.links:
        if anchor.strip():
            text = text.replace(_escape(anchor), f"[{_escape(anchor)}](<{url}>)", 1)
    match block.kind:
        case "preformatted":
            return f"```\n{block.text}\n```"
        case "heading":
            return f"{'#' * _level(block)} {text}"
        case "item":
            return f"{'  ' * ((block.level or 1) - 1)}- {text}"
        case "quote":
            return f"> {text}"
        case "table":
            return f"| {text} |"
    return text


def to_html(article: Article) -> str:
    """An <article> with the title and the body; nothing else of the page."""
    given = {"lang": article.language, "dir": article.direction}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
    parts = [f"<article{attributes}>"]
    if article.title:
        parts.append(f"<h1>{escape(article.title)}</h1>")
    for kind, group in groupby(blocks_of(article), key=attrgetter("kind")):
        around = _AROUND.get(kind)
        lines = list(map(_html, group))
        parts += [f"<{around}>", *lines, f"</{around}>"] if around else lines
    return "\n".join([*parts, "</article>"]) + "\n"


def _html(block: BodyBlock) -> str:
    if block.kind == "table":
        return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in block.text.split(' | '))}</tr>"
    text = escape(block.text)
    for anchor, url in block.links:
        if anchor.strip() and url.startswith(("http://", "https://")):
            text = text.replace(escape(anchor), f'<a href="{escape(url)}">{escape(anchor)}</a>', 1)
    tag = f"h{_level(block)}" if block.kind == "heading" else _TAGS.get(block.kind, "p")
    return f"<{tag}>{text}</{tag}>"


def _level(heading: BodyBlock) -> int:
    """Below the title's."""
    return min(6, max(2, heading.level or 2))
