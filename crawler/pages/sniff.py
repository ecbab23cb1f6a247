"""What a body is, from its first bytes, after the WHATWG's MIME Sniffing standard; names often lie.

The signatures of other formats come first, then the markup, which may stand behind blank lines, comments and
warnings of the server and have stray NUL bytes in it, then what else is text. The Content-Type and the URL
only break ties.
"""

import codecs
import re
from typing import Literal, get_args

from crawler.pages.inflate import GZIP, inflate

Text = Literal["feed", "sitemap", "html", "text", "json"]
NoText = Literal["pdf", "image", "media", "archive", "font", "document", "program", "empty", "binary"]
Sort = Text | NoText
NO_TEXT: frozenset[str] = frozenset(get_args(NoText))

HEAD = 4096  # bytes looked at, from the first that is neither blank nor comment
FAR = 65_536  # bytes in which a feed may stand behind a server's warnings
MAX_FRONT = 2**20  # bytes of blanks and comments before the markup; templates print some thousand lines

# (offset, bytes, what): MIME Sniffing §6, RFC 1952, and what else lies in folders of saved pages.
_SIGNATURES: tuple[tuple[int, bytes, Sort], ...] = (
    *((0, mark, "image") for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x00\x00\x01\x00", b"II*\x00")),
    *(
        (0, mark, "image")
        for mark in (b"\x00\x00\x02\x00", b"MM\x00*", b"8BPS", b"\xff\x0a", b"\x00\x00\x00\x0cjP")
    ),
    *((4, b"ftyp" + mark, "image") for mark in (b"avif", b"avis", b"heic", b"heix", b"mif1")),
    *((8, b"WEBP", "image"), (8, b"AVI ", "media"), (8, b"WAVE", "media"), (4, b"ftyp", "media")),
    *(
        (0, mark, "media")
        for mark in (b"ID3", b"OggS\x00", b"fLaC", b"MThd", b"\x1aE\xdf\xa3", b".snd", b"FLV\x01")
    ),
    *(
        (0, mark, "archive")
        for mark in (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
    ),
    *(
        (0, mark, "archive")
        for mark in (GZIP, b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18")
    ),
    *((257, b"ustar", "archive"), (0, b"PAR1", "archive"), (0, b"\x1f\x9d", "archive")),
    *((0, mark, "font") for mark in (b"wOFF", b"wOF2", b"OTTO", b"\x00\x01\x00\x00", b"ttcf")),
    *((0, mark, "document") for mark in (b"%!PS-Adobe-", b"{\\rtf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    *((0, mark, "program") for mark in (b"\x7fELF", b"\x00asm", b"\xca\xfe\xba\xbe", b"SQLite format 3\x00")),
)
_BITMAP = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)  # "BM" alone begins words
_MP3 = re.compile(rb"\xff[\xf2\xf3\xfa\xfb][\x10-\xef]")
_NUL_LETTER = re.compile(rb"<\x00[A-Za-z!/?]\x00")  # UTF-16, little-endian
_LETTER_NUL = re.compile(rb"\x00<\x00[A-Za-z!/?]")
_BLANKS = re.compile(r"[\s\ufeff\x00]+")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_FEED_ROOTS = {"rss", "feed", "rdf", "channel"}
_SITEMAP_ROOTS = {"urlset", "sitemapindex", "sitemap"}
_JSON = re.compile(r'[\[{]\s*(?:["\[{\]}]|-?\d|null|true|false)')
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_TAG = re.compile(
    r"<(?:!doctype html|html|head|body|div|p|br|b|a|table|meta|link|script|style|title|span|h[1-6]|article"
    r"|section|main|center|font|iframe|img|ul|ol|blockquote|strong|em)\b",
    re.IGNORECASE,
)
_LATE = re.compile(r"<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)\b[^>]{0,2000}(?:version|xmlns)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")
# What a warning of the server has not: old blogs have RDF for trackbacks in a comment of the page.
_PAGE = re.compile(
    r"<(?:html|head|body|meta|link|script|title|style|div|table|span|h1|article)\b", re.IGNORECASE
)


def sniff(body: bytes, content_type: str, url: str) -> Sort:
    """What the body is; a gzipped body is judged by what it holds."""
    if body.startswith(GZIP):
        body = inflate(body[: FAR * 4], FAR)[0]
        if not body:
            return "archive"
    front = body[:1024].lstrip()
    if not front and not body[:MAX_FRONT].strip():
        return "empty"
    if front.find(b"%PDF-") in range(8):
        return "pdf"
    if known := _signature(body):
        return known
    text, noise = _head(body)
    return "binary" if text is None else _markup(text, noise, content_type.lower(), url.lower())


def wide(body: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" of markup without a byte order mark, or None.

    There every "<" and the letter after it have a NUL each; NULs that stand about a page are no encoding.
    """
    head = body[:HEAD]
    tags = head.count(b"<")
    if tags < 2:
        return None
    for pattern, name in ((_NUL_LETTER, "utf-16-le"), (_LETTER_NUL, "utf-16-be")):
        found = sum(match.start() % 2 == 0 for match in pattern.finditer(head))
        if found * 10 >= tags * 8:
            return name
    return None


def after_front(text: str) -> str:
    """The text from its first character that is neither blank nor part of a comment or declaration."""
    place, end = 0, len(text)
    while place < end:
        if blanks := _BLANKS.match(text, place):
            place = blanks.end()
        elif text.startswith("<!--", place) and (closed := text.find("-->", place + 4)) >= 0:
            place = closed + 3
        elif text.startswith("<?", place) and (closed := text.find(">", place)) >= 0:
            place = closed + 1
        else:
            break
    return text[place:]


def _signature(body: bytes) -> Sort | None:
    for offset, mark, sort in _SIGNATURES:
        if body.startswith(mark, offset):
            return sort
    if _BITMAP.match(body):
        return "image"
    return "media" if _MP3.match(body) else None


def _head(body: bytes) -> tuple[str | None, bool]:
    """The first characters as text, None where the bytes are none; and whether there are many NULs."""
    bom = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if name := "utf-16" if bom else wide(body):
        return _begin(body, name), False
    text = _begin(body, "utf-8")
    head = text[:HEAD]
    controls = len(_CONTROL.findall(head))
    zeros = head.count("\x00")
    if controls - zeros > len(head) // 20:
        return None, True
    return text.replace("\x00", ""), zeros > max(2, len(head) // 100)


def _begin(body: bytes, name: str) -> str:
    """The text from its first markup or word on, at least HEAD characters of it where they are there."""
    text = after_front(body[:FAR].decode(name, "replace"))
    if (len(text) < HEAD or text.startswith("<!--")) and len(body) > FAR:
        text = after_front(body[:MAX_FRONT].decode(name, "replace"))
    return text[:FAR]


def _markup(text: str, noise: bool, content_type: str, url: str) -> Sort:
    """`noise`: so many NULs that only what begins as markup is markup."""
    head = text[:HEAD]
    plain = re.sub(r"^<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", "", head, count=1, flags=re.IGNORECASE)
    match = _ROOT.match(after_front(plain))
    root = match[1].lower() if match else ""
    if root in _FEED_ROOTS | _SITEMAP_ROOTS:
        return "feed" if root in _FEED_ROOTS else "sitemap"
    if _JSON.match(head):
        return "feed" if _JSON_FEED.search(head) or "feed+json" in content_type else "json"
    if root == "html" or re.search(r"<!doctype\s+html", head[:1024], re.IGNORECASE):
        return "html"
    if _TAG.match(head) or (_TAG.search(head) and not noise):
        return _late(text) or "html"
    return "binary" if noise else _other(text, root, content_type, url)


def _other(text: str, root: str, content_type: str, url: str) -> Sort:
    """What has no markup of HTML: XML that is called a feed, or text."""
    if root and ("xml" in content_type or url.endswith((".xml", ".rss", ".rdf", ".atom"))):
        return "sitemap" if "sitemap" in url else "feed"
    return _late(text) or "text"


def _late(text: str) -> Sort | None:
    """A feed or sitemap behind a warning that the server printed before it (PHP does)."""
    found = _LATE.search(text)
    if found is None or _PAGE.search(text, 0, found.start()):
        return None
    return "sitemap" if found[1] in _SITEMAP_ROOTS else "feed"
