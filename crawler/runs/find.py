"""`warraq sources find`: what a site offers to a crawler, and its entry for sources.toml."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from scrapy import Request, Spider

from crawler.discovery import guesses, read_listing, sitemaps_in
from crawler.errors import InputError
from crawler.fetching.answers import explain, header
from crawler.fetching.outcomes import judge
from crawler.fetching.robots import Rules
from crawler.items import AddressKind, Link
from crawler.runs.process import run_spider, settings_for
from crawler.sources.file import Source, load_sources, source_of, to_toml

MAX_TRIED = 12  # listings fetched to see whether they are alive
_KEYS = {AddressKind.FEED: "feeds", AddressKind.SITEMAP: "sitemaps", AddressKind.FRONT: "fronts"}


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
        alive: dict[str, list[str]] = {key: [] for key in _KEYS.values()}
        for link, count, _ in self.listings:
            if count and link.url != self.source.url:
                alive[_KEYS[link.kind]].append(link.url)
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
        table = Table("kind", "address", "links", "note")
        for link, count, why in self.listings:
            table.add_row(str(link.kind), link.url, str(count), why)
        console.print(table)
        if self.problem:
            console.print(self.problem, markup=False)

    def append_to(self, path: Path) -> None:
        if path.exists() and any(source.name == self.source.name for source in load_sources(path)):
            raise InputError(f"already names {self.source.name!r}", name=str(path))
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if file.tell() else "") + self.entry)


class FindSpider(Spider):
    """Reads the home page and robots.txt, then each listing that they name or that sites usually have."""

    name = "find"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own way

    def __init__(self, found: Found, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found = found
        self.tried: set[str] = set()
        self.named: list[Link] = []

    async def start(self) -> Any:
        home = Link(self.found.source.url, AddressKind.FRONT, "source")
        yield self._request(home)

    def _request(self, link: Link) -> Request:
        self.tried.add(link.url)
        meta = {"link": link, "download_slot": self.found.source.site}
        return Request(link.url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    async def robots_seen(self, place: str, rules: Rules) -> None:
        self.named += sitemaps_in(rules.body, f"{place}/robots.txt").links

    async def parse(self, response: Any, **_: Any) -> Any:
        link: Link = response.meta["link"]
        if verdict := judge(response.status, len(response.body), asked=link.url, final=link.url):
            self._note(link, 0, verdict[1])
            return
        listing = read_listing(response.body, response.url, header(response, "Content-Type") or "", link.kind)
        articles = sum(found.kind in (AddressKind.ARTICLE, AddressKind.SITEMAP) for found in listing.links)
        self._note(link, articles, "; ".join(listing.problems[:1]))
        if link.url == self.found.source.url:
            self.named += [found for found in listing.links if found.kind in _KEYS]
            kinds = {found.kind for found in self.named}
            self.named += [
                guess for guess in guesses(link.url) if guess.kind in _KEYS and guess.kind not in kinds
            ]
            for found in self.named:
                if found.url not in self.tried and len(self.tried) < MAX_TRIED:
                    yield self._request(found)

    async def failed(self, failure: Any) -> None:
        reason = explain(failure)[1]
        link: Link = failure.request.meta["link"]
        self._note(link, 0, reason)
        if link.url == self.found.source.url:
            self.found.problem = f"{link.url}: {reason}"

    def _note(self, link: Link, count: int, why: str) -> None:
        # a guess that is not there is no news
        if count or link.found_in != "source" or link.url == self.found.source.url:
            self.found.listings.append((link, count, why))


def find_source(url: str, *, contact: str, allow_private: Sequence[str]) -> Found:
    """Ask the site. Blocks; once a process."""
    found = Found(source_of(url))
    settings = settings_for(
        contact=contact, allow_private=allow_private, log_level="ERROR", DOWNLOAD_DELAY=0.5
    )
    run_spider(settings, FindSpider, Console(stderr=True), found=found)
    return found
