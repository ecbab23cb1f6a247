"""An article as a document of its own, with what is known of it: Markdown behind front matter, or TEI-XML.

Front matter is YAML, each value written as JSON, which YAML reads: no text of a page can break out of it. TEI
follows P5 (https://tei-c.org/guidelines/p5/) as corpora of news use it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.etree
import msgspec

from crawler.extraction.render import blocks_of, pieces, to_markdown
from crawler.items import Article, BodyBlock
from pipelines.delivery.naming import safe
from pipelines.record import record

NOT_IN_FRONT = ("paragraphs", "text", "blocks", "images", "extraction")  # the body; and what no head holds
MAX_SLUG = 200  # characters; `safe` keeps 60 and tells the rest by a hash
TEI = "http://www.tei-c.org/ns/1.0"
Element = lxml.etree._Element
_NAMESPACES: Any = {None: TEI}  # the stubs know no default namespace
XML = "{http://www.w3.org/XML/1998/namespace}"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def front_matter(article: Article, fields: Sequence[str] | None = None) -> str:
    """The record without its body (or these fields of it), a line a field, between lines of three hyphens."""
    values = record(article)
    names = fields or [name for name in values if name not in NOT_IN_FRONT]
    lines = [f"{name}: {msgspec.json.encode(values[name]).decode()}" for name in names if name in values]
    return "\n".join(["---", *lines, "---"]) + "\n"


def markdown(article: Article, fields: Sequence[str] | None = None) -> str:
    """Front matter, then title and body as CommonMark."""
    return f"{front_matter(article, fields)}\n{to_markdown(article)}"


def plain(article: Article) -> str:
    """The title and the body, and nothing else."""
    return "\n\n".join(filter(None, (article.title, article.text))) + "\n"


def file_stem(article: Article) -> str:
    """The article's name as a file: the day, what its address calls it, its id: no two have one name."""
    day, name = (article.published_at or "")[:10], (article.id or "")[:8]
    return "-".join(filter(None, (day, slug_of(article.url), name)))


def slug_of(url: str) -> str:
    """What an address calls its page, as a file's name without its ending; "" for a home page."""
    path = unquote(urlsplit(url).path).rstrip("/")
    last = re.sub(r"\.\w{1,5}$", "", path.rpartition("/")[2])
    return safe(last[:MAX_SLUG]) if last else ""


def tei(article: Article) -> str:
    """A TEI document: the metadata in its header, the body as a division."""
    root = _e("TEI", _header(article), _e("text", _e("body", _e("div", *_body(article), type="entry"))))
    if article.language:
        root.set(f"{XML}lang", article.language)
    text = lxml.etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _header(article: Article) -> Element:
    said = _e(
        "titleStmt", _e("title", _clean(article.title or ""), type="main"), *map(_author, article.authors)
    )
    source = _e(
        "bibl",
        _e("title", _clean(article.title or "")),
        *map(_author, article.authors),
        _e("publisher", _clean(article.publisher or article.source or "")),
        *([_dated(article.published_at)] if article.published_at else []),
        _e("ptr", target=_clean(article.url)),
    )
    publication = _e("publicationStmt", _e("p", f"Made by Warraq from {_clean(article.url)}"))
    header = _e("teiHeader", _e("fileDesc", said, publication, _e("sourceDesc", source)))
    profile = _e("profileDesc")
    if article.summary:
        profile.append(_e("abstract", _e("p", _clean(article.summary))))
    if article.language:
        profile.append(_e("langUsage", _e("language", ident=article.language)))
    if terms := [*filter(None, [article.section]), *article.tags]:
        profile.append(_e("textClass", _e("keywords", *(_e("term", _clean(term)) for term in terms))))
    if len(profile):
        header.append(profile)
    return header


def _author(name: str) -> Element:
    return _e("author", _clean(name))


def _dated(when: str) -> Element:
    return _e("date", when, when=when)


def _body(article: Article) -> Iterator[Element]:
    for kind, group in groupby(blocks_of(article), key=lambda block: block.kind):
        blocks = list(group)
        if kind == "item":
            yield _e("list", *(_e("item", *_linked(block)) for block in blocks))
        elif kind == "table":
            yield _e("table", *(_row(block) for block in blocks))
        elif kind == "heading":
            yield from (_e("p", _e("hi", *_linked(block), rend=f"h{block.level or 2}")) for block in blocks)
        elif kind == "quote":
            yield from (_e("quote", _e("p", *_linked(block))) for block in blocks)
        else:
            yield from (_e("p", *_linked(block)) for block in blocks)


def _row(block: BodyBlock) -> Element:
    return _e("row", *(_e("cell", _clean(cell)) for cell in block.text.split(" | ")))


def _linked(block: BodyBlock) -> Iterator[Element | str]:
    for words, url in pieces(block.text, block.links):
        yield _e("ref", _clean(words), target=url) if url else _clean(words)


def _e(tag: str, *children: Element | str, **attributes: str) -> Element:
    """An element of TEI with what stands in it."""
    element = lxml.etree.Element(f"{{{TEI}}}{tag}", attributes, nsmap=_NAMESPACES)
    for child in children:
        if not isinstance(child, str):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


def _clean(text: str) -> str:
    """Without what no XML may hold."""
    return _NOT_IN_XML.sub(" ", text)
