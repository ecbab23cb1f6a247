"""Where pages that somebody saved were found, and what of them is no page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawler.pages.page import Page

Begin = Callable[[Path], int | None]

_ARCHIVE = (b"WARC/", b"filedesc://")


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is no page: the file or address where it is, at which byte of it, and why."""

    name: str
    reason: str
    byte: int | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A page, and where it is: the WARC file and the byte at which its record begins."""

    found: Page | Bad
    file: Path | None = None
    offset: int = 0


def is_archive(head: bytes) -> bool:
    """Whether an unpacked file that begins so is a WARC or ARC file."""
    return head.lstrip(b"\r\n").startswith(_ARCHIVE)
