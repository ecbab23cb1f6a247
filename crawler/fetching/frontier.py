"""The frontier: hands out addresses that are due, a few a source, until none is left or a budget is spent.

The rows live in the database; this is only the run's view of them. An address is out from the moment
it is handed to the spider until the store has committed what its fetch came to, so a killed run
leaves nothing marked: what was out is simply still due.

Each source has a `Budget`. A source without due rows sleeps until a commit may have brought it some.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from crawler.errors import StalledError
from crawler.items import LISTINGS, Address, AddressKind, DueQuery, Outcome, Status

logger = logging.getLogger(__name__)

MAX_LISTINGS = 40  # listings a source and run: more brings old news only
WINDOW = 4  # addresses of a source out at once: enough to hide the store's latency
WINDOW_WITH_DELAY = 2  # one on its way, one waiting: an interrupted run waits for no more
# Pages out at once, which a kill makes fetched again; many sources have their two each all the same.
AT_STAKE = 16
MAX_WASTE = 3  # pages fetched per article wanted, before a site's run ends
PATIENCE = timedelta(seconds=30)  # a run waits this long for a retry, and no longer
# Without any outcome of what is out: ten redirects at the longest delay take 15 minutes, a page two at most.
STALLED = timedelta(minutes=20)
_WANTED = (Status.ARTICLE, Status.UNCHANGED)


class Rows(Protocol):
    """What the frontier needs of the store; awaited, for SQL runs off the reactor's thread."""

    async def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]: ...


def window_of(delay: float, sources: int) -> int:
    """How many addresses of a source may be out at once in a run of so many sources."""
    if delay:
        return WINDOW_WITH_DELAY
    return max(WINDOW_WITH_DELAY, min(WINDOW, AT_STAKE // max(sources, 1)))


@dataclass
class Budget:
    """What one source may use in one run, and what it has used."""

    articles: int | None  # wanted; None is all
    pages: int | None = None  # article pages and listings together; None is no bound
    listings: int = MAX_LISTINGS
    window: int = WINDOW
    out: set[str] = field(default_factory=set)
    out_articles: int = 0
    found: int = 0  # articles stored or unchanged
    fetched: int = 0
    fetched_listings: int = 0
    fetched_articles: int = 0
    asleep: bool = False
    wake_at: datetime | None = None
    quiet_until: datetime | None = None  # the site asked to be left alone until then

    def kinds(self) -> tuple[AddressKind, ...]:
        """Which kinds may still be handed out; empty where the run is over for this source."""
        if self.pages is not None and self.fetched >= self.pages:
            return ()
        kinds: tuple[AddressKind, ...] = LISTINGS if self.fetched_listings < self.listings else ()
        if self.articles is not None:
            if self.found >= self.articles or self.fetched_articles >= self.articles * MAX_WASTE:
                return ()
            if self.found + self.out_articles >= self.articles:
                return ()  # wait what those that are out come to
        return (*kinds, AddressKind.ARTICLE)

    def room(self) -> int:
        """How many addresses may be handed out now."""
        room = self.window - len(self.out)
        if self.pages is not None:
            room = min(room, self.pages - self.fetched)
        if self.articles is not None:
            room = min(room, self.articles - self.found - self.out_articles)
        return max(room, 0)

    def take(self, address: Address) -> None:
        self.out.add(address.url)
        self.fetched += 1
        if address.kind is AddressKind.ARTICLE:
            self.fetched_articles += 1
            self.out_articles += 1
        else:
            self.fetched_listings += 1

    def give_back(self, outcome: Outcome) -> None:
        address = outcome.address
        if address.url not in self.out:
            return
        self.out.discard(address.url)
        if address.kind is AddressKind.ARTICLE:
            self.out_articles -= 1
            self.found += outcome.status in _WANTED


class Frontier:
    """Async iterator over the addresses of one run."""

    def __init__(
        self,
        rows: Rows,
        budgets: dict[str, Budget],
        *,
        clock: Callable[[], datetime],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        self._rows, self._budgets, self._clock, self._since = rows, budgets, clock, since
        self._until = until
        self._news = asyncio.Event()
        self._stopped = False

    def done(self, outcome: Outcome) -> None:
        """The store has committed this: its source may have new due rows, and room for them."""
        budget = self._budgets.get(outcome.address.source)
        if budget is None:
            return
        budget.give_back(outcome)
        self.woken(outcome.address.source, outcome.next_due if outcome.status is Status.FAILED else None)

    def woken(self, source: str, retry_at: datetime | None = None) -> None:
        """Rows of this source may have become due."""
        if (budget := self._budgets.get(source)) is None:
            return
        budget.asleep = False
        if retry_at is not None and (budget.wake_at is None or retry_at > budget.wake_at):
            budget.wake_at = retry_at
        self._news.set()

    def hold(self, source: str, until: datetime) -> None:
        """Hand out nothing of this source until then; a run waits for it only as long as for a retry."""
        if (budget := self._budgets.get(source)) is None:
            return
        budget.quiet_until = max(until, budget.quiet_until or until)
        self.woken(source, budget.quiet_until)

    def stop(self) -> None:
        """Hand out nothing more; what is out may finish."""
        self._stopped = True
        self._news.set()

    async def __aiter__(self) -> AsyncIterator[Address]:
        ready: deque[Address] = deque()
        while not self._stopped and not self._over():
            if not ready:
                self._news.clear()
                ready.extend(await self._refill())
            if ready:
                yield ready.popleft()
            elif not await self._wait():
                return

    def _over(self) -> bool:
        return self._until is not None and self._clock() >= self._until

    async def _refill(self) -> list[Address]:
        """A few due addresses of each source that is awake, round robin."""
        batches: list[Sequence[Address]] = []
        for source, budget in self._budgets.items():
            now = self._clock()  # of each, for the others' rows took a while: what is due may be newer
            kinds, room = budget.kinds(), budget.room()
            held = budget.quiet_until is not None and now < budget.quiet_until
            if held or budget.asleep or not kinds or not room:
                continue
            budget.asleep = True  # before the rows are asked for: a commit on the way wakes it again
            wanted = DueQuery(source, kinds=kinds, since=self._since, exclude=tuple(budget.out))
            batch = await self._rows.due(wanted, now, room)
            for address in batch:
                budget.take(address)
            budget.asleep = budget.asleep and not batch
            batches.append(batch)
        depth = max(map(len, batches), default=0)
        return [batch[i] for i in range(depth) for batch in batches if i < len(batch)]

    async def _wait(self) -> bool:
        """Until something changes; False when nothing can any more. StalledError where it should have."""
        if self._news.is_set():  # while the rows were asked for: with many sources that takes a while
            return True
        if out := [url for budget in self._budgets.values() for url in budget.out]:
            try:
                await asyncio.wait_for(self._news.wait(), STALLED.total_seconds())
            except TimeoutError:
                named = tuple(sorted(out)[:3])
                message = f"nothing came back for {STALLED} of {len(out)} addresses ({', '.join(named)})"
                raise StalledError(message, out=named) from None
            return True
        now = self._clock()
        times = [b.wake_at for b in self._budgets.values() if b.wake_at and b.kinds()]
        soon = [time for time in times if time - now < PATIENCE]
        if not soon:
            return False
        await asyncio.sleep(max(0.05, (min(soon) - now).total_seconds()))
        for budget in self._budgets.values():
            if budget.wake_at and budget.wake_at <= self._clock():
                budget.asleep, budget.wake_at = False, None
        return True
