"""Where pages that somebody saved were found, and what of them is no page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

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
class Remote:
    """An archive that is no local file: its URL, and what opens it as a stream in which one can seek."""

    url: str
    opener: Callable[[], BinaryIO]

    def open(self, mode: Literal["rb"] = "rb") -> BinaryIO:
        return self.opener()

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class Located:
    """A page, and where it is: the WARC file, if it is local, and the byte at which its record begins."""

    found: Page | Bad
    file: Path | None = None
    offset: int = 0


def is_archive(head: bytes) -> bool:
    """Whether an unpacked file that begins so is a WARC or ARC file."""
    return head.lstrip(b"\r\n").startswith(_ARCHIVE)
