"""`warraq sources find`: what a site offers to a crawler, and its entry for sources.toml."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from crawler.console import Console, Table
from crawler.errors import InputError
from crawler.fetching import guard
from crawler.items import AddressKind, Link
from crawler.runs.process import run_spider, settings_for
from crawler.sources.file import Source, load_sources, source_of, to_toml
from crawler.sources.opml import read_opml
from crawler.text import counted

KEYS = {AddressKind.FEED: "feeds", AddressKind.SITEMAP: "sitemaps", AddressKind.FRONT: "fronts"}


@dataclass
class Found:
    """The listings of a site: (link, links in it, problem)."""

    source: Source
    listings: list[tuple[Link, int, str]] = field(default_factory=list)
    problem: str = ""

    @property
    def ok(self) -> bool:
        return any(count for _, count, _ in self.listings)

    @property
    def entry(self) -> str:
        """The [[source]] table: what answered with links. The home page itself needs no mention."""
        alive: dict[str, list[str]] = {key: [] for key in KEYS.values()}
        for link, count, _ in self.listings:
            if count and link.url != self.source.url:
                alive[KEYS[link.kind]].append(link.url)
        alive["fronts"] = [self.source.url, *alive["fronts"]] if alive["fronts"] else []
        lists = {key: tuple(urls) for key, urls in alive.items()}
        return to_toml(msgspec.structs.replace(self.source, **lists))

    def to_json(self) -> dict[str, Any]:
        return {
            "url": self.source.url,
            "problem": self.problem or None,
            "listings": [
                {
                    "url": link.url,
                    "kind": str(link.kind),
                    "found_in": link.found_in,
                    "links": count,
                    "problem": why or None,
                }
                for link, count, why in self.listings
            ],
            "entry": self.entry,
        }

    def show(self, console: Console) -> None:
        table = Table("kind", "address", "links", "note", right=("links",))
        for link, count, why in self.listings:
            table.row(str(link.kind), link.url, str(count), why)
        console.print(table)
        if self.problem:
            console.print(self.problem)

    def append_to(self, path: Path) -> None:
        if path.exists() and any(source.name == self.source.name for source in load_sources(path)):
            raise InputError(f"already names {self.source.name!r}", name=str(path))
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if file.tell() else "") + self.entry)


@dataclass(frozen=True)
class Listed:
    """The sources of a feed reader's list. `known`: so many more the sources file has, by home or name."""

    sources: list[Source]
    known: int = 0

    @property
    def entries(self) -> str:
        return "\n".join(map(to_toml, self.sources))

    @property
    def told(self) -> str:
        there = f", {counted(self.known, 'is', 'are')} there already" if self.known else ""
        return f"{counted(len(self.sources), 'source')}{there}"

    def to_json(self) -> dict[str, Any]:
        return {"sources": len(self.sources), "known": self.known, "entries": self.entries}


def listed_sources(path: Path, write: Path | None) -> Listed:
    """What an OPML file names; appended to the sources file `write`, but for what is there already."""
    found = read_opml(path)
    there = load_sources(write) if write is not None and write.exists() else ()
    homes, names = {source.url for source in there}, {source.name for source in there}
    new = [source for source in found if source.url not in homes and source.name not in names]
    listed = Listed(new, len(found) - len(new))
    if write is not None and new:
        with write.open("a", encoding="utf-8") as file:
            file.write(("\n" if file.tell() else "") + listed.entries)
    return listed


def find_source(url: str, *, contact: str, allow_private: Sequence[str]) -> Found:
    """Ask the site. Blocks; once a process. What was allowed for it stands in its entry."""
    source = source_of(url)
    private = guard.endpoint_of(source.url) in [guard.host_and_port(name) for name in allow_private]
    found = Found(msgspec.structs.replace(source, allow_private=private))
    settings = settings_for(
        contact=contact, allow_private=allow_private, log_level="ERROR", DOWNLOAD_DELAY=0.5
    )
    run_spider(settings, "find", Console(stderr=True), found=found)
    return found
