"""Text → lxml tree, for any text: what libxml2 refuses or stumbles over is mended first.

Control characters and their references (`&#x1;`) make lxml's string setters and trafilatura raise,
so neither reaches the tree. An XML declaration makes lxml refuse str input.
"""

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

MAX_CHARS = 10_000_000  # the largest real news pages are 3 MB; more is a trap or a dump

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])|x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef]));?", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)


def parse(text: str) -> HtmlElement:
    """Return the document's root element; never raises on any text."""
    text = _XML_DECLARATION.sub("", text[:MAX_CHARS], count=1)
    text = _CONTROL_REFERENCE.sub(" ", _CONTROL.sub(" ", text))
    if not text.strip():
        return lxml.html.Element("html")
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        # Bytes, not str: libxml2 then never re-reads a <meta charset> of the original encoding.
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return lxml.html.Element("html")
    return root
