"""The frontier: hands out addresses that are due, a few a source, until none is left or a budget is spent.

The rows live in the database; this is only the run's view of them. An address is out from the moment
it is handed to the spider until the store has committed what its fetch came to, so a killed run
leaves nothing marked: what was out is simply still due.

Each source has a `Budget`. A source without due rows sleeps until a commit may have brought it some. Only
sources that are awake are looked at, a few at a time, so that a run of ten thousand begins with the first.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from crawler.errors import StalledError
from crawler.items import LISTINGS, Address, AddressKind, DueQuery, Outcome, Status
from crawler.text import counted, span

logger = logging.getLogger(__name__)

MAX_LISTINGS = 40  # listings a source and run: more brings old news only
WINDOW = 4  # addresses of a source out at once: enough to hide the store's latency
WINDOW_WITH_DELAY = 2  # one on its way, one waiting: an interrupted run waits for no more
LONG_DELAY = 0.5  # seconds from which two hide the store's latency of a quarter of a second
# Pages out at once, which a kill makes fetched again; many sources have their two each all the same.
AT_STAKE = 16
# Articles in a row that are gone, before a run asks a site for no more: then what lists them is wrong. Sites
# that clean up have some in a row; what was not asked for stays due.
MAX_GONE = 50
MAX_WASTE = 3  # pages fetched per article wanted, before a site's run ends
AT_ONCE = 100  # sources looked at before the first of their addresses is handed out
# Rows read at once a source: a query costs much the same for one as for these. What is newer waits for them,
# unless a listing brought it.
AHEAD = 32
PATIENCE = timedelta(seconds=30)  # a run waits this long for a retry, and no longer
# Without any outcome of what is out: ten redirects at the longest delay take 15 minutes, a page two at most.
STALLED = timedelta(minutes=20)
_WANTED = (Status.ARTICLE, Status.UNCHANGED)


class Rows(Protocol):
    """What the frontier needs of the store; awaited, for SQL runs off the reactor's thread."""

    async def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]: ...


def window_of(delay: float, sources: int) -> int:
    """How many addresses of a source may be out at once in a run of so many sources."""
    if delay >= LONG_DELAY:
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
    ahead: deque[Address] = field(default_factory=deque)  # read, and not handed out yet
    out_articles: int = 0
    out_listings: int = 0
    found: int = 0  # articles stored or unchanged
    fetched: int = 0
    fetched_listings: int = 0
    fetched_articles: int = 0
    gone: int = 0  # articles in a row
    wake_at: datetime | None = None
    quiet_until: datetime | None = None  # the site asked to be left alone until then

    def kinds(self) -> tuple[AddressKind, ...]:
        """Which kinds may still be handed out; empty where the run is over for this source."""
        if self.pages is not None and self.fetched >= self.pages:
            return ()
        kinds: tuple[AddressKind, ...] = LISTINGS if self.fetched_listings < self.listings else ()
        if self.gone >= MAX_GONE:
            return kinds
        if self.articles is not None:
            if self.found >= self.articles or self.fetched_articles >= self.articles * MAX_WASTE:
                return ()
            if self.found + self.out_articles >= self.articles:
                return ()  # wait what those that are out come to
        # What all listings say of an article is known before it is read, whichever of them is quicker.
        return kinds if self.out_listings else (*kinds, AddressKind.ARTICLE)

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
            self.out_listings += 1

    def give_back(self, outcome: Outcome) -> bool:
        """Whether its address was out."""
        address = outcome.address
        if address.url not in self.out:
            return False
        self.out.discard(address.url)
        if address.kind is AddressKind.ARTICLE:
            self.out_articles -= 1
            self.found += outcome.status in _WANTED
            self.gone = self.gone + 1 if outcome.status is Status.GONE else 0
        else:
            self.out_listings -= 1
        return True


class Frontier:
    """Async iterator over the addresses of one run.

    `prepare` is awaited with a few sources' names before their first rows are asked for; `closed` says of a
    source whether nothing more may be asked of it; `note` takes a line for a person.
    """

    def __init__(
        self,
        rows: Rows,
        budgets: dict[str, Budget],
        *,
        clock: Callable[[], datetime],
        since: datetime | None = None,
        until: datetime | None = None,
        prepare: Callable[[Sequence[str]], Awaitable[None]] | None = None,
        closed: Callable[[str], bool] = lambda source: False,
        note: Callable[[str, str], None] = lambda source, line: None,
    ) -> None:
        self._rows, self._budgets, self._clock, self._since = rows, budgets, clock, since
        self._until, self._prepare, self._closed, self._note = until, prepare, closed, note
        self._awake = dict.fromkeys(budgets)  # sources of which rows may be due, in their order
        self._resting: set[str] = set()  # sources that have a time to be looked at again
        self._new = set(budgets)  # not prepared yet
        self._out = 0  # addresses of all sources
        self._news = asyncio.Event()
        self._stopped = False

    def done(self, outcome: Outcome) -> None:
        """The store has committed this: its source may have new due rows, and room for them."""
        budget = self._budgets.get(outcome.address.source)
        if budget is None:
            return
        before = budget.gone
        self._out -= budget.give_back(outcome)
        if before < MAX_GONE <= budget.gone:
            line = f"{MAX_GONE} articles in a row are gone: what else is listed is left for the next run"
            self._note(outcome.address.source, line)
        retry_at = outcome.next_due if outcome.status is Status.FAILED else None
        self.woken(outcome.address.source, retry_at, new=bool(outcome.links))

    def woken(self, source: str, retry_at: datetime | None = None, *, new: bool = True) -> None:
        """Rows of this source may have become due; `new` ones may go before those that were read."""
        if (budget := self._budgets.get(source)) is None:
            return
        if new:
            budget.ahead.clear()
        self._awake[source] = None
        if retry_at is not None and (budget.wake_at is None or retry_at > budget.wake_at):
            budget.wake_at = retry_at
            self._resting.add(source)
        self._news.set()

    def hold(self, source: str, until: datetime) -> None:
        """Hand out nothing of this source until then; a run waits for it only as long as for a retry."""
        if (budget := self._budgets.get(source)) is None:
            return
        budget.quiet_until = max(until, budget.quiet_until or until)
        self.woken(source, budget.quiet_until, new=False)

    def stop(self) -> None:
        """Hand out nothing more; what is out may finish."""
        self._stopped = True
        self._news.set()

    async def __aiter__(self) -> AsyncIterator[Address]:
        ready: deque[Address] = deque()
        while not self._stopped and not self._over():
            if not ready:
                self._wake_rested()
                if not self._awake:
                    self._news.clear()
                ready.extend(await self._refill())
            if ready:
                yield ready.popleft()
            elif not await self._wait():
                return

    def _over(self) -> bool:
        return self._until is not None and self._clock() >= self._until

    async def _refill(self) -> list[Address]:
        """A few due addresses of each of the first sources that are awake, round robin."""
        names = list(self._awake)[:AT_ONCE]
        for name in names:  # before the rows are asked for: a commit on the way wakes it again
            del self._awake[name]
        if self._prepare is not None and (new := [name for name in names if name in self._new]):
            await self._prepare(new)
            self._new.difference_update(new)
        batches = [await self._of(name, self._budgets[name]) for name in names]
        depth = max(map(len, batches), default=0)
        return [batch[i] for i in range(depth) for batch in batches if i < len(batch)]

    async def _of(self, source: str, budget: Budget) -> list[Address]:
        """A few due addresses of one source; where it has some, it stays awake."""
        now = self._clock()  # of each, for the others' rows took a while: what is due may be newer
        kinds, room = budget.kinds(), budget.room()
        held = budget.quiet_until is not None and now < budget.quiet_until
        if held or not kinds or not room or self._closed(source):
            return []
        if not any(address.kind in kinds for address in budget.ahead):
            wanted = DueQuery(source, kinds=kinds, since=self._since, exclude=tuple(budget.out))
            budget.ahead = deque(await self._rows.due(wanted, now, max(room, AHEAD)))
        found: list[Address] = []
        while budget.ahead and len(found) < room:
            if budget.out_listings and budget.ahead[0].kind is AddressKind.ARTICLE:
                break
            address = budget.ahead.popleft()
            if address.kind in kinds and address.url not in budget.out:
                budget.take(address)
                found.append(address)
        if found:
            self._out += len(found)
            self._awake[source] = None
        return found

    def _wake_rested(self) -> None:
        now = self._clock()
        for name in sorted(self._resting):
            budget = self._budgets[name]
            if budget.wake_at and budget.wake_at <= now:
                budget.wake_at = None
                self._resting.discard(name)
                self._awake[name] = None

    async def _wait(self) -> bool:
        """Until something changes; False when nothing can any more. StalledError where it should have."""
        if (
            self._awake or self._news.is_set()
        ):  # while rows were asked for: of many sources, that takes a while
            return True
        if self._out:
            try:
                await asyncio.wait_for(self._news.wait(), STALLED.total_seconds())
            except TimeoutError:
                out = sorted(url for budget in self._budgets.values() for url in budget.out)
                named = tuple(out[:3])
                waited = span(STALLED.total_seconds())
                lost = f"{counted(len(out), 'address', 'addresses')} ({', '.join(named)})"
                message = f"nothing came back for {waited} of {lost}"
                raise StalledError(message, out=named) from None
            return True
        now = self._clock()
        resting = [self._budgets[name] for name in self._resting]
        times = [budget.wake_at for budget in resting if budget.wake_at and budget.kinds()]
        soon = [time for time in times if time - now < PATIENCE]
        if not soon:
            return False
        await asyncio.sleep(max(0.05, (min(soon) - now).total_seconds()))
        self._wake_rested()
        return True
