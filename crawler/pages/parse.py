"""Text → lxml tree, for any text: what libxml2 refuses or stumbles over is mended first.

Control characters and their references (`&#x1;`) make lxml's string setters and trafilatura raise,
so neither reaches the tree. libxml2 ends at the first `</html>`, where browsers read on: an advertisement may
bring one in the middle of the page. An XML declaration makes lxml refuse str input. libxml2 stops reading at
2,048 nested elements and drops the rest: such a text is parsed again without the tags that lie deeper
than MAX_DEPTH, so that its words survive.
"""

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from crawler.pages.assemble import (
    BREAKING,
    MARKS,
    assemble,
    break_lines,
    has_initials,
    join_initials,
    pairs,
    without_waiting,
)

MAX_CHARS = 10_000_000  # five times the largest real article page that was measured
MAX_SCRIPT = 500_000  # characters of a script that is kept on a page of more than MAX_CHARS
MAX_DEPTH = 500  # real pages stay below 100; C code recurses over the tree, so not much more either

_SPACED = bytes(
    0x20 if (code < 0x20 and code not in b"\t\n\r") or code == 0x7F else code for code in range(256)
)
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")  # U+FFFE, U+FFFF
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f]));?",
    re.IGNORECASE,
)
# lxml.html asks a Python function for the class of each element, at each pass over the tree; forms and inputs
# are no more to us than other elements.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script[^>]{0,99}>", re.IGNORECASE)
_END = re.compile(r"</html\s*>", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*(?:>|\Z)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def parse(text: str) -> HtmlElement:
    """Return the document's root element; never raises on any text."""
    if len(text) > MAX_CHARS:
        text = _without_long_scripts(text)[:MAX_CHARS]
    text = _CONTROL_REFERENCE.sub(" ", _END.sub("", _XML_DECLARATION.sub("", text, count=1)))
    in_pieces = any(map(text.__contains__, MARKS))
    pieces = pairs(text) if in_pieces else {}
    try:
        root, cut = _read(without_waiting(text, pieces) if pieces else text)
        if cut:
            root = _read(_flatten(text))[0]
        if in_pieces:
            assemble(root, pieces)
        if has_initials(text):
            join_initials(root)
        if any(map(text.__contains__, BREAKING)):
            break_lines(root)
        return root
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # an empty text too
        return lxml.html.Element("html")


def _without_long_scripts(text: str) -> str:
    """The text without the scripts that keep what follows them from being read."""
    kept, begin, place = [], 0, 0
    for opened in _SCRIPT.finditer(text):
        if opened.start() < place:
            continue  # inside the last one
        closed = _SCRIPT_END.search(text, opened.end())
        place = closed.end() if closed else len(text)
        if place - opened.start() > MAX_SCRIPT:
            kept.append(text[begin : opened.start()])
            begin = place
    return "".join((*kept, text[begin:]))


def _read(text: str) -> tuple[HtmlElement, bool]:
    """The tree, and whether libxml2 gave up on its depth."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    parser.set_element_class_lookup(_ONE_CLASS)
    # Bytes, not str: libxml2 then never re-reads a <meta charset> of the original encoding.
    data = text.encode("utf-8", "replace").translate(_SPACED, b"\0")  # NULs are dropped, as in browsers
    if b"\xef\xbf" in data:
        data = _NONCHARACTERS.sub(b" ", data)
    root = lxml.html.document_fromstring(data, parser=parser)
    last = parser.error_log.last_error
    return root, last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _flatten(text: str) -> str:
    """The text without the tags that lie deeper than MAX_DEPTH; a space stands for each."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _VOID:
            return match[0]
        deepest = depth if match[1] else depth + 1  # that the tag belongs to
        depth = max(depth - 1, 0) if match[1] else depth + 1
        return match[0] if deepest <= MAX_DEPTH else " "

    return _TAG.sub(keep, text)
