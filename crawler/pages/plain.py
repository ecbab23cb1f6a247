"""Values out of attributes and JSON → plain text: entities decoded, tags and control characters gone.

Sites escape once too often ("&amp;quot;"), put markup into headlines and descriptions, and break lines.
"""

import html
import re

from lxml import etree
from lxml.html import HtmlElement

from crawler.pages.blocks.segment import is_hidden
from crawler.text import INVISIBLE

MAX_CHARS = 5_000  # of one value; longer "titles" and "names" are accidents
_UNESCAPES = 3  # the most layers of escaping that pages were seen to have is 2

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});?")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "select",
        "form",
        "iframe",
        "rt",
        "rp",
        "rtc",
    )
)
_APART = frozenset(
    ("br", "div", "p", "li", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "section", "header", "td", "tr")
)


def plain(text: str) -> str:
    """One line of plain text."""
    text = text[:MAX_CHARS]
    for _ in range(_UNESCAPES):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not (text.isascii() and text.isprintable()):  # most class names, dates and English titles are both
        text = _CONTROL.sub(" ", INVISIBLE.sub("", text))
    return " ".join(text.split())


def pieces(element: HtmlElement) -> list[str]:
    """The texts that an element prints, cut where a child element begins or ends; unseen ones left out."""
    found, size = [""], 0
    walk = etree.iterwalk(element, events=("start", "end"))
    skipped: HtmlElement | None = None
    for event, node in walk:
        text = node.text if event == "start" else node.tail if node is not element else None
        if event == "start" and node is not element and (node.tag in _UNSEEN or is_hidden(node)):
            skipped = node
            walk.skip_subtree()  # next comes its end
            continue
        if node.tag in _APART and node is not skipped:
            found.append(" ")
        if text:
            found.append(text)
            size += len(text)
        if size > MAX_CHARS or len(found) > MAX_CHARS:
            break
    return found


def printed(element: HtmlElement) -> str:
    """The text that an element prints, on one line."""
    return plain("".join(pieces(element)) if len(element) else element.text or "")
