"""`warraq extract --from … --store URL`: the pages of web archives as revisions in a store.

A batch of pages and the note of how far the archive is done are one transaction, so whoever goes on after a
kill stores nothing twice and misses nothing. The note is an address of the store: the archive's URL, with
the record that was done last. An archive that is done is not read again.

A page that was fetched before the stored revision was is an older look at its article: it is passed over,
unread. One that was fetched at the same time is the same look: what it gives now is marked as better
extraction.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import msgspec

from crawler.console import Console
from crawler.errors import PARTIAL, ExtractionFailedError
from crawler.fetching.located import Bad, Located, Remote
from crawler.fetching.savedpages import OLDER, SAME_LOOK, SAVED, is_older, saved_outcome
from crawler.fetching.webarchive import WarcReader
from crawler.items import Address, AddressKind, Article, Item, Outcome, Status
from crawler.runs import onrecord
from crawler.runs.fromarchives import archives_of, opened
from crawler.runs.onrecord import utc_now
from crawler.runs.report import Report
from crawler.runs.workers import Workers, cores
from pipelines.foreign import outcome_of
from pipelines.storage import Store

PAGES = 64  # of one transaction: a kill costs as many, and no batch holds up other writers for long
AHEAD = 2  # batches that are being extracted while one is stored

STOPPED = "stopped"  # the reason where nothing is wrong with the archive
AGAIN = "again"  # in the place of the archive's size: its note counts no more

Clock = Callable[[], datetime]


class Reading(msgspec.Struct, frozen=True):
    """How far an archive is done: the record that was done last, and whether that was the last one."""

    offset: int | None = None
    whole: bool = False


@dataclass
class Stored:
    """What came of an archive: outcomes by status. `reason`: why its reading was broken off."""

    url: str
    counts: Counter[str] = field(default_factory=Counter)
    reason: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.reason or self.counts[Status.FAILED])

    def __str__(self) -> str:
        told = ", ".join(f"{count} {status}" for status, count in sorted(self.counts.items()))
        ending = f"; broken off: {self.reason}" if self.reason else ""
        return f"{self.url}: {told or 'done before'}{ending}"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with its outcome, and what is to become of it. `again`: the same look as the stored one."""

    located: Located
    outcome: Outcome
    article: Future[Article] | None
    again: bool = False


def store_archive(
    url: str,
    store: Store,
    workers: Workers,
    report: Report,
    *,
    source: str = "",
    clock: Clock = utc_now,
    stopping: Callable[[], bool] = lambda: False,
) -> Stored:
    """Stores what is not stored yet of an archive; `stopping` is asked between two batches."""
    archive, size = opened(url)
    note = Address(url, SAVED, SAVED, AddressKind.ARCHIVE)
    done = _recalled(store, note, size)
    found = Stored(url)
    if done.whole:
        return found
    batches = _Batches(archive, done.offset, store, workers, source, clock)
    for batch, reading in batches:
        items = [_item(page, workers) for page in batch]
        mark = Outcome(note, Status.LISTING, fetched_at=clock(), etag=_mark(size))
        mark.memo = msgspec.json.encode(reading).decode()
        for outcome in store.commit([*items, mark], run=report.run, now=clock())[: len(items)]:
            report.add(outcome)
            found.counts[str(outcome.status)] += 1
        for item in items:
            if isinstance(item, Article) and outcome_of(item).status is Status.ARTICLE:
                report.store(outcome_of(item).address.source, item)
        if stopping() and not reading.whole:
            found.reason = STOPPED
            break
    found.reason = found.reason or batches.reason
    return found


class _Batches:
    """Batches of pages in the archive's order, each with how far the archive is read then."""

    def __init__(
        self,
        archive: Remote,
        done: int | None,
        store: Store,
        workers: Workers,
        source: str,
        clock: Clock,
    ) -> None:
        self._located = WarcReader(archive, done).pages()
        self._store, self._workers, self._source, self._clock = store, workers, source, clock
        self._offset = done
        self._newest: dict[str, datetime] = {}  # of what this reading has given out
        self.reason = ""  # why the archive could not be read on

    def __iter__(self) -> Iterator[tuple[list[_Page], Reading]]:
        waiting: deque[tuple[list[_Page], Reading]] = deque()
        while pages := self._read():
            self._offset = pages[-1].offset
            waiting.append((self._begun(pages), Reading(self._offset)))
            if len(waiting) > AHEAD:
                yield waiting.popleft()
        yield from waiting
        if not self.reason:
            yield [], Reading(self._offset, whole=True)

    def _read(self) -> list[Located]:
        pages: list[Located] = []
        for located in islice(self._located, PAGES):
            if isinstance(located.found, Bad) and located.found.byte is None:
                self.reason = located.found.reason  # the archive itself cannot be read on
                break
            pages.append(located)
        return pages

    def _begun(self, pages: Sequence[Located]) -> list[_Page]:
        """The pages, those that are to be read with an extracting process."""
        outcomes = [saved_outcome(one.found, self._source, self._clock()) for one in pages]
        wanted = [outcome.address.url for outcome in outcomes if outcome.status is Status.ARTICLE]
        stored = self._store.fetched_at(wanted)
        return [
            self._page(one, outcome, stored.get(outcome.address.url))
            for one, outcome in zip(pages, outcomes, strict=True)
        ]

    def _page(self, located: Located, outcome: Outcome, stored: datetime | None) -> _Page:
        found, url = located.found, outcome.address.url
        if isinstance(found, Bad) or outcome.status is not Status.ARTICLE:
            return _Page(located, outcome, None)
        if is_older(found.fetched_at, self._newest.get(url), stored):
            outcome.status, outcome.reason = OLDER
            return _Page(located, outcome, None)
        self._newest[url] = found.fetched_at
        again = stored is not None and abs(found.fetched_at - stored) <= SAME_LOOK
        return _Page(located, outcome, self._workers.submit(found, self._workers.work), again)


def _item(page: _Page, workers: Workers) -> Item:
    """The page's article, or its outcome where there is none."""
    if page.article is None or isinstance(page.located.found, Bad):
        return page.outcome
    try:
        article = workers.result(page.article, page.located.found)
    except ExtractionFailedError as error:
        page.outcome.status, page.outcome.reason = Status.FAILED, str(error)
        return page.outcome
    article.source, article.outcome = page.outcome.address.source, page.outcome
    if page.again and article.extraction is not None:
        article.extraction.better = True
    return article


def _recalled(store: Store, note: Address, size: int) -> Reading:
    """How far the archive is done; not at all where it is another one by now."""
    known = store.address(note.url)
    if known is None or known[0].etag != _mark(size):
        return Reading()
    try:
        return msgspec.json.decode(known[0].memo or "", type=Reading)
    except msgspec.MsgspecError:
        return Reading()


def _mark(size: int) -> str:
    return f"{size} bytes"


def store_as_run(
    archives: Sequence[str],
    store: Store,
    pool: Workers,
    *,
    command: str,
    stopping: Callable[[], bool] = lambda: False,
    tell: Callable[[Stored], None] = lambda _: None,
) -> list[Stored]:
    """One archive after the other as one run of the store; what came of each is told as it is done."""
    report, found = Report(utc_now()), []
    report.run = onrecord.begin(store, utc_now(), command)
    for archive in archives:
        stored = store_archive(archive, store, pool, report, stopping=stopping)
        found.append(stored)
        tell(stored)
    report.outcome, report.ended = "finished", utc_now()
    store.settle(report.run)
    store.finish_run(report.run, report.ended, report.to_json())
    return found


def read_again(store: Store, archives: Sequence[str]) -> None:
    """Archives that are done, or begun, are read from their beginning the next time."""
    now = utc_now()
    notes = [Address(url, SAVED, SAVED, AddressKind.ARCHIVE) for url in archives]
    store.commit([Outcome(note, Status.LISTING, fetched_at=now, etag=AGAIN) for note in notes], now=now)


def store_archives(
    names: Sequence[str],
    database: str,
    *,
    command: str,
    workers: int,
    console: Console,
    quiet: bool,
    again: bool = False,
) -> int:
    """One archive after the other as one run of the store; the exit code."""
    archives = archives_of(names)

    def tell(stored: Stored) -> None:
        if not quiet:
            console.print(str(stored))

    with Store.open(database) as store:
        if again:
            read_again(store, archives)
        pool = Workers(workers or cores())
        try:
            found = store_as_run(archives, store, pool, command=command, tell=tell)
        finally:
            pool.close(now=True)
    return PARTIAL if any(stored.failed for stored in found) else 0
