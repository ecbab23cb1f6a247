"""What a run is asked to do: sources, limits, how far back. Parsed once, then only read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import msgspec

from crawler.errors import InputError
from crawler.fetching.agent import PAGES_WITHOUT_CONTACT
from crawler.fetching.frontier import MAX_LISTINGS, Budget, window_of
from crawler.fetching.guard import endpoint_of
from crawler.runs.report import SourceReport
from crawler.sources.file import Source, load_sources, source_of

BACKFILL_LISTINGS = 100_000  # an archive's sitemaps are what a backfill is for
LISTINGS_WITHOUT_CONTACT = 15  # leaves most of the 50 pages to articles

_PERIOD = re.compile(r"(\d+)\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True)
class Plan:
    sources: tuple[Source, ...]
    limit: int | None = None  # articles a source; None: what the source says
    since: datetime | None = None
    backfill: bool = False
    contact: str = ""
    due_only: bool = False  # listings keep their rhythm; otherwise a run looks at all of them
    until: datetime | None = None  # nothing is begun after that
    shared_by: int | None = None  # sources of the whole run, where this is one engine's part

    def source(self, name: str) -> Source:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Source]:
        return {source.name: source for source in self.sources}

    def private_endpoints(self) -> list[tuple[str, int]]:
        """(host, port) of each source that may be private."""
        return [endpoint_of(source.url) for source in self.sources if source.allow_private]

    def budgets(self, before: Mapping[str, SourceReport] = {}) -> dict[str, Budget]:
        """One budget a source, less what it has used before. Without a contact, others' sites give a look."""
        budgets = {source.name: self._budget(source) for source in self.sources}
        for name, report in before.items():
            budget, fetched = budgets[name], report.counts["fetched"]
            budget.found = report.counts["stored"] + report.counts["unchanged"]
            budget.fetched, budget.fetched_articles = fetched + report.listings, fetched
        return budgets

    def _budget(self, source: Source) -> Budget:
        articles = self.limit or (None if self.backfill else source.limit)
        listings = BACKFILL_LISTINGS if self.backfill else MAX_LISTINGS
        window = window_of(source.delay, self.shared_by or len(self.sources))
        if self.contact or source.allow_private:
            return Budget(articles=articles, listings=listings, window=window)
        pages = PAGES_WITHOUT_CONTACT
        articles = min(articles or pages, pages)
        return Budget(articles=articles, pages=pages, listings=LISTINGS_WITHOUT_CONTACT, window=window)


def require_contact(
    sources: Iterable[Source], contact: str, *, limit: int | None, backfill: bool, watching: bool = False
) -> None:
    """Without a contact, others' sites give a look: InputError where somebody asks for more."""
    others = [source.name for source in sources if not source.allow_private]
    if contact or not others:
        return
    if watching:
        asked = "Warraq comes again and again here"
    elif backfill:
        asked = "--backfill takes whole archives"
    elif limit is not None and limit > PAGES_WITHOUT_CONTACT:
        asked = f"--limit {limit} is more than {PAGES_WITHOUT_CONTACT} pages a site"
    else:
        return
    message = "set WARRAQ_CONTACT or --contact to your e-mail address or a page about your crawler"
    raise InputError(f"{asked}, so site owners must be able to reach you: {message}", name=others[0])


def parse_since(text: str, now: datetime) -> datetime:
    """ "2026-11-01", "2026-11-01T06:00+03:00", or a period back from now: "36h", "7d"."""
    if match := _PERIOD.fullmatch(text.strip().lower()):
        return now - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        when = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError as error:
        raise InputError(
            "write a date such as 2026-11-01 or a period such as 36h or 7d", name=text
        ) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def choose_sources(
    file: Path | None, wanted: Iterable[str], allow_private: Sequence[tuple[str, int]] = ()
) -> tuple[Source, ...]:
    """The sources of a run: addresses as they are, names out of the file, or the whole file."""
    named, sources = {s.name: s for s in load_sources(file)} if file else {}, []
    for word in wanted:
        if word in named:
            sources.append(named[word])
        elif "." in word or "/" in word or ":" in word:
            sources.append(source_of(word))
        else:
            allowed = ", ".join(named) or "none, for no sources file is given"
            raise InputError(f"is no address and no source; the names are: {allowed}", name=word)
    sources = sources or list(named.values())
    if not sources:
        raise InputError("nothing to crawl: give an address, or --sources FILE")
    private = set(allow_private)
    return tuple(
        msgspec.structs.replace(s, allow_private=True) if endpoint_of(s.url) in private else s
        for s in sources
    )
