"""What an extracting process was told of the sites whose pages it reads: once a site, not once a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the process may never read an article
    from crawler.memory import SiteMemory

_memories: dict[str, SiteMemory] = {}
_source = ""  # whose page is being read


def remember(source: str, packed: bytes) -> None:
    """From now on the pages of this source are read with this memory."""
    from crawler.memory.form import unpacked

    _memories[source] = unpacked(packed)


def forget_all() -> None:
    _memories.clear()


def reading(source: str) -> None:
    """The next page is one of this source; of none that is known where the name is empty."""
    global _source  # noqa: PLW0603 - a process reads one page at a time
    _source = source


def memory() -> SiteMemory | None:
    """What this process was told of the site whose page it reads."""
    return _memories.get(_source)
