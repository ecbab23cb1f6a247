"""Saved pages → `Page`s: WARC files (.warc, .warc.gz), folders of HTML files, single files.

What cannot be read is yielded as a `Bad` with its reason, and reading goes on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.errors import InputError
from crawler.extraction.page import Page
from crawler.fetching.guard import MAX_BODY

HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
WARC_NAMES = (".warc", ".warc.gz")

_OWN_URL = (
    re.compile(rb"""<link\b[^>]*\brel=["']?canonical["']?[^>]*\bhref=["']?(https?://[^"'\s>]+)""", re.I),
    re.compile(rb"""<link\b[^>]*\bhref=["']?(https?://[^"'\s>]+)["']?[^>]*\brel=["']?canonical""", re.I),
    re.compile(rb"""<meta\b[^>]*\bproperty=["']?og:url["']?[^>]*\bcontent=["']?(https?://[^"'\s>]+)""", re.I),
)


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is no page: where it is, and why."""

    name: str
    reason: str


def read_saved(path: Path) -> Iterator[Page | Bad]:
    """Every page under `path`, in the order of the file or of the names."""
    if path.is_dir():
        names = sorted(
            p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith((*HTML_NAMES, *WARC_NAMES))
        )
        if not names:
            raise InputError("holds no .html and no .warc file", name=str(path))
        for name in names:
            yield from _read_file(name)
    elif path.is_file():
        yield from _read_file(path)
    else:
        raise InputError("no such file or folder", name=str(path))


def _read_file(path: Path) -> Iterator[Page | Bad]:
    if path.name.lower().endswith(WARC_NAMES):
        yield from _read_warc(path)
        return
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BODY)
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        yield Bad(str(path), f"cannot be read: {error.strerror or error}")
        return
    yield Page(url=own_url(body) or path.resolve().as_uri(), body=body, fetched_at=fetched)


def own_url(body: bytes) -> str | None:
    """The address that a page without one gives itself: rel=canonical, else og:url."""
    head = body[:200_000]
    match = next((found for pattern in _OWN_URL if (found := pattern.search(head))), None)
    return match[1].decode("utf-8", "replace") if match else None


def _read_warc(path: Path) -> Iterator[Page | Bad]:
    """The response and resource records of one file; a broken tail costs the tail."""
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "resource"):
                    yield _page_of(record, path)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        yield Bad(str(path), f"broken WARC: {str(error).strip() or type(error).__name__}")


def _page_of(record: Any, path: Path) -> Page | Bad:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not url.startswith(("http:", "https:")):
        return Bad(f"{path}: {url or 'a record without address'}", "no web page")
    http = record.http_headers
    status = int(http.get_statuscode() or 200) if http else 200
    try:
        body = record.content_stream().read(MAX_BODY)
    except Exception as error:  # warcio's decoders raise zlib, brotli and their own errors
        return Bad(url, f"body cannot be decoded: {error}")
    headers = {name.lower(): value for name, value in http.headers} if http else {}
    return Page(url=url, body=body, fetched_at=_time(record), headers=headers, status=status)


def _time(record: Any) -> datetime:
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
