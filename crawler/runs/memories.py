"""The memories of a run's sources: as they were when it began, for extraction, and as they grow.

Every page of a run is read with what was known of its site when the run began. So what a page gives does not
depend on which pages came before it, and a run that is killed and begun again gives what it would have given.
What the pages teach is for the next run; it is written in the batches' transactions, now and then, for a
lost lesson costs nothing but quality.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from crawler.discovery.shape import shape_of
from crawler.errors import MemoryFormError
from crawler.items import AddressKind, Article, Item, Outcome, Status
from crawler.memory import SiteMemory, learn, looked_at
from crawler.memory.addresses import Addresses
from crawler.memory.drift import STRANGERS
from crawler.memory.form import packed, unpacked
from crawler.memory.lesson import unpack
from crawler.runs.anomalies import DRIFT, Finding
from crawler.runs.workers import Kept
from pipelines.foreign import outcome_of

_TELLING = frozenset((Status.ARTICLE, Status.DUPLICATE, Status.NOT_ARTICLE))
STEP = 16  # pages of a source after which its memory is written: 40 KB a batch of each would be too many


class Memories:
    """`learn` and `rest` are for one thread, that of the store."""

    def __init__(self) -> None:
        self._begun: dict[str, Kept] = {}
        self._addresses: dict[str, Addresses] = {}
        self._now: dict[str, SiteMemory] = {}
        self._unwritten: Counter[str] = Counter()  # source → pages

    def recall(self, stored: Mapping[str, bytes]) -> list[str]:
        """Takes what the store kept of sources; those whose memory cannot be read, which begin anew."""
        broken = []
        for source, data in stored.items():
            if source in self._now:
                continue
            try:
                self._now[source] = memory = unpacked(data)
            except MemoryFormError:
                broken.append(source)
                continue
            self._addresses[source] = memory.addresses
            if memory.pages:
                self._begun[source] = Kept(source, memory.pages, data)
        return broken

    def of(self, source: str) -> Kept | None:
        """What was known of a source when the run began."""
        return self._begun.get(source)

    def addresses(self, source: str) -> Addresses:
        """Which of a source's addresses had turned out to be articles when the run began."""
        return self._addresses.get(source, Addresses())

    def learn(self, items: Sequence[Item]) -> tuple[dict[str, bytes], dict[str, Finding]]:
        """Learns from a batch; the memories that are to be written with it, and the sources whose layout
        turned out to be a new one."""
        broke: dict[str, Finding] = {}
        for item in items:
            outcome = outcome_of(item) if isinstance(item, Article) else item
            source = outcome.address.source
            before = self._now.get(source, SiteMemory())
            memory = _after(before, outcome)
            if isinstance(item, Article) and item.lesson is not None and outcome.status is Status.ARTICLE:
                memory = learn(memory, unpack(item.lesson))
            if memory is before:
                continue
            self._now[source] = memory
            self._unwritten[source] += 1
            if memory.drift.layouts != before.drift.layouts:
                broke[source] = new_layout(memory)
        due = [source for source, count in self._unwritten.items() if count >= STEP or source in broke]
        return self._written(due), broke

    def rest(self) -> dict[str, bytes]:
        """The memories that were not written since they grew."""
        return self._written(list(self._unwritten))

    def _written(self, sources: Sequence[str]) -> dict[str, bytes]:
        for source in sources:
            del self._unwritten[source]
        return {source: packed(self._now[source]) for source in sources}


def _after(memory: SiteMemory, outcome: Outcome) -> SiteMemory:
    """The memory after an address was looked at that might have been an article's."""
    if outcome.address.kind is not AddressKind.ARTICLE or outcome.status not in _TELLING:
        return memory
    is_article = outcome.status is not Status.NOT_ARTICLE
    return looked_at(memory, shape_of(outcome.address.url).pattern, is_article=is_article)


def new_layout(memory: SiteMemory) -> Finding:
    """The latest change of a site's layout, for a person."""
    since = memory.drift.layouts[-1].since
    day = datetime.fromisoformat(since).replace(tzinfo=UTC) if since else None
    told = f" on {day:%-d %B}" if day else ""
    line = f"layout changed{told}: {STRANGERS} pages in a row are new to us; learning again"
    return Finding(DRIFT, line, day)
