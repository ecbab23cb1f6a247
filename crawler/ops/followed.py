"""sources.toml while it is followed: read again when it changes; a wrong one changes nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.fetching import guard
from crawler.runs.plan import choose_sources, require_contact
from crawler.sources.file import Source
from crawler.text import counted

logger = logging.getLogger(__name__)


@dataclass
class Followed:
    """`load` reads it first; then `reload`, now and then."""

    file: Path
    contact: str = ""
    allow_private: Sequence[str] = ()
    sources: tuple[Source, ...] = ()
    problem: str = ""  # of the file as it is now
    _stamp: tuple[int, int] = (0, 0)

    def load(self) -> set[str]:
        """Read the file; a wrong one raises. Names of sources whose entry is not as it was."""
        stat = self.file.stat() if self.file.exists() else None
        self._stamp = (stat.st_mtime_ns, stat.st_size) if stat else (0, 0)
        private = [guard.host_and_port(name) for name in self.allow_private]
        found = choose_sources(self.file, (), private)
        require_contact(found, self.contact, limit=None, backfill=False, watching=True)
        before = {source.name: source for source in self.sources}
        self.sources = found
        return {one.name for one in found if one.name in before and one != before[one.name]}

    def reload(self) -> set[str] | None:
        """The same where it has changed; None where it has not. A wrong one is told once."""
        try:
            stat = self.file.stat()
        except OSError:
            return None  # an editor is replacing it
        if (stat.st_mtime_ns, stat.st_size) == self._stamp:
            return None
        try:
            changed = self.load()
        except Exception as error:  # whatever is wrong with it, the watch goes on
            logger.error("the sources stay as they were: %s", error)
            self.problem = str(error)
            return set()
        logger.info("%s: %s", self.file, counted(len(self.sources), "source"))
        self.problem = ""
        return changed
