"""What is found among saved pages: a page, or why something is none, and where it was."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawler.pages.page import Page


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is no page: where it is, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Located:
    """A page, and where it is: the WARC file and the byte at which its record begins."""

    found: Page | Bad
    file: Path | None = None
    offset: int = 0


Begin = Callable[[Path], int | None]
