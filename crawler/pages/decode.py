"""Bytes → text. Clues in the order of the HTML Standard (§13.2.3.2): BOM, HTTP header, <meta>, content.

A declared encoding is only a claim: one that cannot be right (UTF-8 that does not decode, a Latin
declaration over windows-1256 bytes) is corrected from the content.
"""

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import http_content_type_encoding, resolve_encoding

from crawler.pages.mojibake import repaired
from crawler.pages.sniff import wide

PRESCAN = 4096  # bytes searched for <meta charset>; the standard says 1024, real pages put it later

_META = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Single-byte encodings decode any bytes, so a wrong declaration of one raises no error.
_SUSPECT = {"cp1252", "iso8859-1", "latin-1", "ascii", "iso8859-15"}
_ARABIC_LETTERS = re.compile("[\u0621-\u064a]")
_HIGH_LATIN = re.compile("[\u00c0-\u00ff]{3,}")  # runs of accented letters: no Latin script writes so


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return (text, Python codec name). Never raises; undecodable bytes become U+FFFD."""
    text, name = _decoded(body, content_type)
    return repaired(text), name


def _decoded(body: bytes, content_type: str) -> tuple[str, str]:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    if name_of_wide := wide(body):
        return body.decode(name_of_wide, "replace"), name_of_wide
    for declared in (http_content_type_encoding(content_type), _meta_encoding(body)):
        if declared and (text := _plausible(body, declared)) is not None:
            return text, declared
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guess(body)


def _meta_encoding(body: bytes) -> str | None:
    """The encoding that the page's own markup declares. UTF-16 there is UTF-8 (HTML Standard)."""
    match = _META.search(body[:PRESCAN]) or _META.search(body[:65536])
    name = resolve_encoding(match[1].decode("ascii", "replace")) if match else None
    return "utf-8" if name and name.startswith("utf-16") else name


def _plausible(body: bytes, name: str) -> str | None:
    """The text if `name` can be the encoding, else None."""
    # Text in another encoding is practically never valid UTF-8; Latin declarations are often left-overs.
    if name != "utf-8" and _is_utf8(body):
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
    if codecs.lookup(name).name in _SUSPECT and len(_HIGH_LATIN.findall(text)) > 20:
        return None
    return text


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any(byte > 0x7F for byte in body)


def _guess(body: bytes) -> tuple[str, str]:
    """From the content alone: mostly valid UTF-8, windows-1256, else charset-normalizer's guess."""
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= 3 + len(text) // 2000:
        return text, "utf-8"
    arabic = body.decode("cp1256", "replace")
    if (
        len(_ARABIC_LETTERS.findall(arabic)) > 50
        and len(_HIGH_LATIN.findall(body.decode("cp1252", "replace"))) > 10
    ):
        return arabic, "cp1256"
    best = from_bytes(body[:200_000]).best()
    name = best.encoding if best else "cp1252"
    return body.decode(name, "replace"), name
