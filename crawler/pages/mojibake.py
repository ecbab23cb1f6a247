"""Text that was encoded twice: UTF-8 once read as Latin-1 and stored so ("doesnâ€™t", "Ø§Ù„Ø³Ù„Ø§Ù…").

A site's own database does it, or a page that was saved with the wrong encoding. ftfy undoes it, at many times
the cost of parsing, so that it is asked only where the page has the traces of it.
"""

import re

TRACES = 5  # fewer are an example in a text about encodings, or a part of an address

# What the bytes of Latin letters, of Arabic and Cyrillic, and of typographic marks look like in Latin-1 and
# windows-1252. A first letter tells cheaply that none is there.
_FIRST = ("Ã", "Â", "â", "Ø", "Ð")
_TRACE = re.compile("(?:[ÃÂØÙÐÑ][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2018-\u203a\u20ac\u2122]|â[\x80\u20ac])")


def repaired(text: str) -> str:
    """The text as it was written; the same text where nothing shows that it was encoded twice."""
    if text.isascii():
        return text
    for letter in _FIRST:
        if letter in text:
            break
    else:
        return text
    if len(_TRACE.findall(text)) < TRACES:
        return text
    from ftfy import fix_encoding  # rarely needed

    return fix_encoding(text)
