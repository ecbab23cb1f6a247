"""Values out of attributes and JSON → plain text: entities decoded, tags and control characters gone.

Sites escape once too often ("&amp;quot;"), put markup into headlines and descriptions, and break lines.
"""

import html
import re

from lxml.html import HtmlElement

from crawler.text import squeeze

MAX_CHARS = 5_000  # of one value; longer "titles" and "names" are accidents
_UNESCAPES = 3  # the most layers of escaping that pages were seen to have is 2

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});?")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
# Soft hyphens, zero-width spaces and direction marks; the joiners U+200C and U+200D are spelling in Persian.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "button", "select", "form", "iframe"))
_APART = frozenset(
    ("br", "div", "p", "li", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "section", "header", "td", "tr")
)
# Attributes that name an element; sites with made-up classes have names for their own tests.
_NAMING = ("class", "itemprop", "id", "data-testid", "data-component", "data-qa")
_MAX_NAMES = 300  # characters of names looked at: utility-class soup runs to thousands
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|screen-reader|visually-?hidden|hide-?text|u-hidden|offscreen)"
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
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return squeeze(text)


def names_of(element: HtmlElement) -> str:
    """Everything that the page calls an element, joined by spaces; empty for most."""
    given = [value for key in _NAMING if (value := element.get(key))]
    return " ".join(given)[:_MAX_NAMES] if given else ""


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own attributes hide it from readers."""
    return (
        element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
        or bool(_HIDDEN_CLASS.search(element.get("class") or ""))
    )


def pieces(element: HtmlElement) -> list[str]:
    """The texts that an element prints, cut where a child element begins or ends; unseen ones left out."""
    if not len(element):  # most headings hold nothing but their text
        space = " " if element.tag in _APART else ""
        return ["", space + (element.text or ""), space]
    found = [""]
    skip: HtmlElement | None = None
    size = 0
    for child, event in _walk(element):
        if skip is not None:
            if event == "end" and child is skip:
                skip = None
                found.append(child.tail or "")
            continue
        if event == "start" and child is not element and (child.tag in _UNSEEN or is_hidden(child)):
            skip = child
            continue
        text = child.text if event == "start" else child.tail if child is not element else None
        found.append((" " if child.tag in _APART else "") + (text or ""))
        size += len(text or "")
        if size > MAX_CHARS:
            break
    return found


def _walk(element: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Start and end events of a small subtree, without recursion."""
    events: list[tuple[HtmlElement, str]] = []
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack and len(events) < MAX_CHARS:
        node, ended = stack.pop()
        if not isinstance(node.tag, str):
            continue
        events.append((node, "end" if ended else "start"))
        if not ended:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
    return events


def printed(element: HtmlElement) -> str:
    """The text that an element prints, on one line."""
    return plain("".join(pieces(element)))
