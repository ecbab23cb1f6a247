"""Saved pages → `Page`s: web archives (WARC, ARC), folders, single HTML files, pages saved as MHTML.

What a file is, its bytes say, not its name; gzip, zstd and bzip2 around it are undone. What cannot be read or
is no page is yielded as a `Bad` with its reason, and reading goes on.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import InputError
from crawler.fetching.compression import MAX_BODY, unwrapped
from crawler.fetching.located import Bad, Begin, Located, is_archive
from crawler.fetching.mhtml import html_part, is_mhtml
from crawler.pages.page import Page
from crawler.pages.sniff import sniff

__all__ = ["ARCHIVE_NAMES", "Bad", "Begin", "Located", "own_url", "page_in", "read_located", "read_saved"]

_PAGE_NAMES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")
_WRAPPINGS = ("", ".gz", ".zst", ".bz2")
ARCHIVE_NAMES = tuple(name + wrapping for name in (".warc", ".arc") for wrapping in _WRAPPINGS)
NAMES = (*(name + wrapping for name in _PAGE_NAMES for wrapping in _WRAPPINGS), *ARCHIVE_NAMES)

_OWN_URL = (
    re.compile(rb"""<link\b[^>]*\brel=["']?canonical["']?[^>]*\bhref=["']?(https?://[^"'\s>]+)""", re.I),
    re.compile(rb"""<link\b[^>]*\bhref=["']?(https?://[^"'\s>]+)["']?[^>]*\brel=["']?canonical""", re.I),
    re.compile(rb"""<meta\b[^>]*\bproperty=["']?og:url["']?[^>]*\bcontent=["']?(https?://[^"'\s>]+)""", re.I),
    # "Save page as" of browsers: the length of the address stands before it.
    re.compile(rb"""<!-- saved from url=\(\d+\)(https?://[^\s>]+)""", re.I),
)


def read_saved(path: Path) -> Iterator[Page | Bad]:
    """Every page under `path`, in the order of the file or of the names."""
    for located in read_located(path, lambda file: None):
        yield located.found


def read_located(path: Path, begin: Begin) -> Iterator[Located]:
    """The same, each with where it is.

    `begin` says of a web archive which record was the last one done, if any.
    """
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(NAMES))
        names = sorted(file for file in files if not _is_part(file))
        if not names:
            raise InputError("holds no .html and no .warc file", name=str(path))
        for name in names:
            yield from _read_file(name, begin)
    elif path.is_file():
        yield from _read_file(path, begin)
    else:
        raise InputError("no such file or folder", name=str(path))


def _is_part(file: Path) -> bool:
    """Whether it lies where browsers save the frames and scripts of a page: in X_files beside X.html."""
    saved = (folder for folder in file.parents if folder.name.endswith("_files"))
    return any(
        folder.with_name(folder.name.removesuffix("_files") + ending).is_file()
        for folder in saved
        for ending in (".html", ".htm")
    )


def _read_file(path: Path, begin: Begin) -> Iterator[Located]:
    try:
        with path.open("rb") as file:
            head = file.read(MAX_BODY)
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        yield Located(Bad(str(path), f"cannot be read: {error.strerror or error}"))
        return
    if path.name.lower().endswith(ARCHIVE_NAMES) or is_archive(unwrapped(head, 64).body):
        from crawler.fetching.webarchive import WarcReader  # what reads them is slow to import

        yield from WarcReader(path, begin(path)).pages()
        return
    yield Located(page_in(head, str(path), path.resolve().as_uri(), fetched))


def page_in(body: bytes, name: str, url: str, fetched_at: datetime) -> Page | Bad:
    """The page that a file or input holds; `url` where it names no address of its own."""
    opened = unwrapped(body, MAX_BODY)
    body, headers, address = opened.body, {}, ""
    if opened.cut and not body:
        return Bad(name, "its compressed bytes are broken")
    if is_mhtml(body):
        part = html_part(body)
        if part is None:
            return Bad(name, "a mail or MHTML file without a page in it")
        body, headers["content-type"], address = part
    if not body:
        return Page(url=url, body=body, fetched_at=fetched_at)  # whoever judges it says that it is empty
    if (kind := sniff(body, headers.get("content-type", ""), name)) != "html":
        return Bad(name, f"{kind}, not a page")
    return Page(url=address or own_url(body) or url, body=body, fetched_at=fetched_at, headers=headers)


def own_url(body: bytes) -> str | None:
    """The address of a page that came without one: rel=canonical, og:url, or where a browser saved it."""
    head = body[:200_000]
    match = next((found for pattern in _OWN_URL if (found := pattern.search(head))), None)
    return match[1].decode("utf-8", "replace") if match else None
