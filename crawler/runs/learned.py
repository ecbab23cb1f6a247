"""`warraq sources learn`: what a site's pages taught, in words; into a file, and back out of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.console import Console
from crawler.errors import InputError, MemoryFormError
from crawler.memory import SiteMemory
from crawler.memory.addresses import Counted
from crawler.memory.form import as_text, from_text, packed, unpacked
from crawler.sources.file import source_of
from crawler.text import counted
from pipelines.storage import Store

OFTEN = 0.5  # of the pages, from which a text is told as one of the site's furniture
MOST = 4  # values of a fact that are shown

# What is told of a site, under which word.
_TOLD = {
    "publisher": "publisher",
    "language": "language",
    "kinds": "kind",
    "sections": "section",
    "body in": "body in",
    "title in": "title in",
    "kicker in": "kicker in",
    "subtitle in": "subtitle in",
    "by-line in": "byline in",
    "captions in": "caption in",
    "title from": "title from",
    "date from": "date from",
    "authors from": "authors from",
}


@dataclass(frozen=True, slots=True)
class Learned:
    """A source and its site's memory."""

    source: str
    memory: SiteMemory

    def show(self, console: Console) -> None:
        for line in self._lines():
            console.print(line)

    def _lines(self) -> Iterator[str]:
        memory = self.memory
        yield f"{self.source}: learned from {counted(memory.pages, 'page')}"
        for word, fact in _TOLD.items():
            if values := memory.facts.get(fact):
                yield f"  {word}: {self._counted(values)}"
        for field in ("title", "date", "authors"):
            agree, differ = (memory.facts.get(f"{field} {how}") for how in ("agrees", "differs"))
            if agree:
                told = f"; say something else: {self._counted(differ)}" if differ else ""
                yield f"  {field}: agree: {self._counted(agree)}{told}"
        if tried := memory.addresses.counts:
            yield f"  articles at: {self._found_at(tried)}"
        often = int((memory.texts.counts[:, 0] >= OFTEN * memory.weight).sum())
        texts = counted(often, "text stands", "texts stand")
        boxes = counted(len(memory.boxes), "container is", "containers are")
        yield f"  {texts} on most pages, {boxes} known"
        for layout in memory.drift.layouts:
            day = f"on {layout.since}, " if layout.since else ""
            yield f"  layout changed {day}with page {layout.page:,}"
        if memory.drift.strangers:
            told = "page is" if memory.drift.strangers == 1 else f"{memory.drift.strangers} pages are"
            yield f"  the last {told} new to us"

    def _counted(self, values: Mapping[str, float]) -> str:
        shares = [(value, min(count / max(self.memory.weight, 1), 1)) for value, count in values.items()]
        return ", ".join(f"{value} {share:.0%}" for value, share in shares[:MOST])

    def _found_at(self, tried: Mapping[str, Counted]) -> str:
        return ", ".join(f"{of} {found / seen:.0%}" for of, (seen, found) in list(tried.items())[:MOST])

    def to_json(self) -> dict[str, Any]:
        """Everything that words tell; the tables are in the file that `--export` writes."""
        drift = self.memory.drift
        return {
            "source": self.source,
            "pages": self.memory.pages,
            "facts": {name: dict(values) for name, values in self.memory.facts.items()},
            "addresses": {of: list(counted) for of, counted in self.memory.addresses.counts.items()},
            "containers": len(self.memory.boxes),
            "texts": len(self.memory.texts),
            "layouts": [{"page": layout.page, "since": layout.since or None} for layout in drift.layouts],
            "strangers": drift.strangers,
        }

    def export(self, file: Path) -> None:
        """Writes the memory as a readable file; InputError where that does not work."""
        try:
            file.write_text(as_text(self.memory), "utf-8")
        except OSError as error:
            raise InputError(error.strerror or str(error), name=str(file)) from None


def learned(database: str, asked: str) -> Learned:
    """What is known of a source, by its name or its site's address; InputError where that is nothing."""
    with Store.open(database, create=False) as store:
        kept = store.memories()
    name = asked if asked in kept else _name(asked)
    if name not in kept:
        known = ", ".join(kept) or "no site yet; `warraq crawl` learns"
        raise InputError(f"nothing is known of it; known: {known}", name=asked)
    try:
        return Learned(name, unpacked(kept[name]))
    except MemoryFormError as error:
        raise InputError(str(error), name=name) from None


def last_change(kept: bytes | None) -> str | None:
    """The day on which a site's layout changed, as far as its memory tells."""
    try:
        layouts = unpacked(kept).drift.layouts if kept is not None else ()
    except MemoryFormError:  # the next run says so
        return None
    return layouts[-1].since or None if layouts else None


def bring(database: str, asked: str, file: Path) -> Learned:
    """Puts the memory of a file in the place of what is known of a source."""
    try:
        memory = from_text(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(error.strerror or str(error), name=str(file)) from None
    except (MemoryFormError, UnicodeDecodeError) as error:
        said = str(error) if isinstance(error, MemoryFormError) else "not a site memory of Warraq"
        raise InputError(said, name=str(file)) from None
    with Store.open(database) as store:
        name = asked if asked in store.memories([asked]) else _name(asked)
        store.keep_memories({name: packed(memory)})
    return Learned(name, memory)


def _name(asked: str) -> str:
    """The name of the source that an address stands for; a bare name is one."""
    return source_of(asked).name if "." in asked or "://" in asked else asked
