"""Bytes → text. Clues in the order of the HTML Standard (§13.2.3.2): BOM, HTTP header, <meta>, content.

A declared encoding is only a claim: one that cannot be right (UTF-8 that does not decode, a Latin
declaration over windows-1256 bytes) is corrected from the content. So is text that was encoded twice: UTF-8
once read as Latin-1 and stored so ("doesnâ€™t", "Ø§Ù„Ø³Ù„Ø§Ù…"), by a site's own database or by who saved it.
"""

import re

from w3lib.encoding import http_content_type_encoding, read_bom, resolve_encoding

from crawler.pages.sniff import wide

PRESCAN = 65_536  # bytes searched for <meta charset>; the standard says 1024, real pages put it later
MOST_TIMES = 3  # that a text is known to have been encoded once more
TRACES = 5  # of text encoded twice: fewer are an example in a text about encodings, or a part of an address

_META = re.compile(
    rb"""<(?:meta|\?xml)[^<>]*?(?:charset|encoding)\s*=\s*(?:["']\s*)?([\w.:-]+)""", re.IGNORECASE
)
_CHARSET = re.compile(r"(charset) ?= ?([\"']?) ?([\w.:-]+) ?\2", re.IGNORECASE)  # as servers write it
# Single-byte encodings decode any bytes, so a wrong declaration of one raises no error.
_SUSPECT = ("cp1252", "iso8859-15")  # for w3lib Latin-1 is the first
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]")
_HIGH_LATIN = re.compile("[\u00c0-\u00ff]{3,}")  # runs of accented letters: no Latin script writes so
# What the bytes of Latin letters, of Arabic and Cyrillic, and of typographic marks look like in Latin-1 and
# windows-1252. A first letter tells cheaply that none is there.
_FIRST = ("Ã", "Â", "â", "Ø", "Ð")
_TRACE = re.compile("(?:[ÃÂØÙÐÑ][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2018-\u203a\u20ac\u2122]|â[\x80\u20ac])")
# The bytes of UTF-8, read in the one or the other: a lead, and those that go on. What windows-1252 has no
# sign for it leaves as it is.
_BYTES = {ord(bytes([code]).decode("cp1252", "ignore") or chr(code)): code for code in range(0x80, 0xC0)}
_ON = f"[\x80-\xbf{''.join(map(chr, _BYTES))}]"
_TWICE = re.compile(
    # "AMANHÃ…" is a word and its mark
    f"(?!(?<=[A-ZÀ-Þ])Ã[\u2013-\u201d\u2026](?!\\w))[\xc2-\xdf]{_ON}"
    f"|[\xe0-\xef]{_ON}{{2}}|[\xf0-\xf4]{_ON}{{3}}"
    "|Ã (?=[\\s\\w])"  # "à", whose second byte was taken for a space
)


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return (text, Python codec name). Never raises; undecodable bytes become U+FFFD."""
    name, bom = read_bom(body)
    if name and bom:
        text = body[len(bom) :].decode(name, "replace")
    elif name := wide(body):
        text = body.decode(name, "replace")
    else:
        text, name = _as_declared(body, content_type)
    return repaired(text), name


def repaired(text: str) -> str:
    """The text as it was written; the same where nothing shows that it was encoded twice or more often."""
    for _ in range(MOST_TIMES):
        if not any(map(text.__contains__, _FIRST)) or len(_TRACE.findall(text)) < TRACES:
            break
        text = _TWICE.sub(_once, text)
    return text


def _once(found: re.Match[str]) -> str:
    """The character that a few bytes of UTF-8 are; what is none stays."""
    written = found[0].replace("Ã ", "Ã\xa0")
    try:
        read = bytes(_BYTES.get(ord(char), ord(char)) for char in written).decode()
    except UnicodeDecodeError:
        return found[0]
    # A control character is what windows-1252 has there: somebody took that for Latin-1 before.
    return read.encode("latin-1").decode("cp1252", "ignore") if "\x80" <= read <= "\x9f" else read


def _as_declared(body: bytes, content_type: str) -> tuple[str, str]:
    """The first encoding that can be right: of the header, of the markup, UTF-8; else a guess."""
    names = [http_content_type_encoding(_CHARSET.sub(r"\1=\3", content_type))]
    if match := _META.search(body[:PRESCAN]):
        name = resolve_encoding(match[1].decode("ascii", "replace"))
        # A page that can be read so far is no UTF-16 (HTML Standard).
        names.append("utf-8" if name and name.startswith("utf-16") else name)
    for name in (*names, "utf-8"):
        if name and (text := _plausible(body, name)) is not None:
            return text, name
    return _guess(body)


def _plausible(body: bytes, name: str) -> str | None:
    """The text if `name` can be the encoding, else None."""
    # Text in another encoding is practically never valid UTF-8; Latin declarations are often left-overs.
    if name != "utf-8" and not body.isascii():
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return None
    try:
        text = body.decode(name)
    except LookupError:
        return None
    except UnicodeDecodeError as error:
        # A page cut off inside a character, or with a stray byte, is still in its encoding.
        text = body.decode(name, "replace")
        bad = text.count("\ufffd")
        return text if bad <= 3 + len(text) // 2000 or error.start >= len(body) - 4 else None
    if name in _SUSPECT and len(_HIGH_LATIN.findall(text)) > 20:
        return None
    return text


def _guess(body: bytes) -> tuple[str, str]:
    """From the content alone: windows-1256, else charset-normalizer's guess."""
    arabic, latin = body.decode("cp1256", "replace"), body.decode("cp1252", "replace")
    if len(_ARABIC_LETTERS.findall(arabic)) > 50 and len(_HIGH_LATIN.findall(latin)) > 10:
        return arabic, "cp1256"
    from charset_normalizer import from_bytes  # rarely needed

    best = from_bytes(body[:200_000]).best()
    name = best.encoding if best else "cp1252"
    return body.decode(name, "replace"), name
