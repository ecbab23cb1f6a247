"""Saved pages → `Page`s: WARC files (.warc, .warc.gz), folders of HTML files, single files.

What cannot be read is yielded as a `Bad` with its reason, and reading goes on.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import InputError
from crawler.fetching.guard import MAX_BODY
from crawler.fetching.located import Bad, Begin, Located
from crawler.pages.page import Page

__all__ = ["Bad", "Begin", "Located", "own_url", "read_located", "read_saved"]

HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
WARC_NAMES = (".warc", ".warc.gz")

_OWN_URL = (
    re.compile(rb"""<link\b[^>]*\brel=["']?canonical["']?[^>]*\bhref=["']?(https?://[^"'\s>]+)""", re.I),
    re.compile(rb"""<link\b[^>]*\bhref=["']?(https?://[^"'\s>]+)["']?[^>]*\brel=["']?canonical""", re.I),
    re.compile(rb"""<meta\b[^>]*\bproperty=["']?og:url["']?[^>]*\bcontent=["']?(https?://[^"'\s>]+)""", re.I),
)


def read_saved(path: Path) -> Iterator[Page | Bad]:
    """Every page under `path`, in the order of the file or of the names."""
    for located in read_located(path, lambda file: None):
        yield located.found


def read_located(path: Path, begin: Begin) -> Iterator[Located]:
    """The same, each with where it is.

    `begin` says of a WARC file which record was the last one done, if any.
    """
    if path.is_dir():
        names = sorted(
            p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith((*HTML_NAMES, *WARC_NAMES))
        )
        if not names:
            raise InputError("holds no .html and no .warc file", name=str(path))
        for name in names:
            yield from _read_file(name, begin)
    elif path.is_file():
        yield from _read_file(path, begin)
    else:
        raise InputError("no such file or folder", name=str(path))


def _read_file(path: Path, begin: Begin) -> Iterator[Located]:
    if path.name.lower().endswith(WARC_NAMES):
        from crawler.fetching.warcpages import WarcReader  # what reads them is slow to import

        yield from WarcReader(path, begin(path)).pages()
        return
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BODY)
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        yield Located(Bad(str(path), f"cannot be read: {error.strerror or error}"))
        return
    yield Located(Page(url=own_url(body) or path.resolve().as_uri(), body=body, fetched_at=fetched))


def own_url(body: bytes) -> str | None:
    """The address that a page without one gives itself: rel=canonical, else og:url."""
    head = body[:200_000]
    match = next((found for pattern in _OWN_URL if (found := pattern.search(head))), None)
    return match[1].decode("utf-8", "replace") if match else None
