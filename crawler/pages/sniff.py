"""What a body is, from its first bytes; the Content-Type and the URL only break ties (servers often lie)."""

import codecs
import re
from typing import Literal

from crawler.pages.inflate import GZIP, inflate

Sort = Literal["feed", "sitemap", "html", "text", "pdf", "image", "empty", "binary"]

HEAD = 4096  # bytes looked at; comments and declarations before the root element fit

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*")
_SKIP = re.compile(
    r"^(?:\s+|\ufeff|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>)+",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_FEED_ROOTS = {"rss", "feed", "rdf", "channel"}
_SITEMAP_ROOTS = {"urlset", "sitemapindex", "sitemap"}
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|br|b|a|table|meta|link|script|style|title|span|h1|article)\b",
    re.IGNORECASE,
)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b[^>]*(?:version|xmlns)")
_HTML = re.compile(r"<html\b", re.IGNORECASE)


def sniff(body: bytes, content_type: str, url: str) -> Sort:
    """What the body is; a gzipped body is judged by what it holds."""
    if body.startswith(GZIP):
        body = inflate(body[: HEAD * 4], HEAD)[0] or b"\x00"
    head = body[:HEAD]
    if not head.strip():
        return "empty"
    if head.lstrip()[:1024].find(b"%PDF-") in range(8):
        return "pdf"
    riff = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if riff or head.startswith(_IMAGES) or head[4:12] in (b"ftypavif", b"ftypheic"):
        return "image"
    text = _text(head)
    return "binary" if text is None else _markup(text, content_type.lower(), url.lower())


def _text(head: bytes) -> str | None:
    """The first characters; None where the bytes are no text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    zeros = head.count(0)
    if zeros > len(head) // 4 and head[:4].count(0) >= 2:
        return head.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be", "replace")
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)
    if zeros > max(2, len(head) // 100) or controls > len(head) // 20:
        return None
    return head.decode("utf-8", "replace")


def _markup(text: str, content_type: str, url: str) -> Sort:
    match = _ROOT.match(_SKIP.sub("", text, count=1))
    root = match[1].lower() if match else ""
    if root in _FEED_ROOTS:
        return "feed"
    if root in _SITEMAP_ROOTS:
        return "sitemap"
    if text.lstrip("\ufeff \t\r\n")[:1] == "{" and (_JSON_FEED.search(text) or "feed+json" in content_type):
        return "feed"
    if root == "html" or _TAG.search(text):
        # A feed may stand behind a warning that the server printed before it (PHP does).
        return "feed" if _FEED.search(text) and not _HTML.search(text) else "html"
    if root and ("xml" in content_type or url.endswith((".xml", ".rss", ".rdf", ".atom"))):
        return "sitemap" if "sitemap" in url else "feed"
    return "text"
