"""The frontier over rows in memory: budgets, windows, retries, and that it ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.errors import StalledError
from crawler.fetching.frontier import LONG_DELAY, MAX_GONE, Budget, Frontier, window_of
from crawler.items import Address, AddressKind, DueQuery, Link, Outcome, Status

NOW = datetime(2026, 11, 12, tzinfo=UTC)


class Rows:
    """Due addresses by source; a row is due until it is settled."""

    def __init__(self, **counts: int) -> None:
        self.rows = {
            source: [
                Address(f"https://{source}.example/{n}", source, f"{source}.example", AddressKind.ARTICLE)
                for n in range(count)
            ]
            for source, count in counts.items()
        }
        self.due_at: dict[str, datetime] = {}

    async def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]:
        assert wanted.source
        rows = [
            row
            for row in self.rows[wanted.source]
            if row.url not in wanted.exclude and (wanted.kinds is None or row.kind in wanted.kinds)
        ]
        return [row for row in rows if self.due_at.get(row.url, now) <= now][:limit]

    def settle(self, address: Address) -> None:
        self.rows[address.source].remove(address)


async def crawl(
    rows: Rows, budgets: dict[str, Budget], status: Status = Status.ARTICLE, delay: float = 0.0
) -> list[str]:
    frontier = Frontier(rows, budgets, clock=lambda: NOW)
    seen: list[str] = []
    most_out = 0
    tasks: set[asyncio.Task[None]] = set()

    async def fetch(address: Address) -> None:
        await asyncio.sleep(delay)
        rows.settle(address)
        frontier.done(Outcome(address, status))

    async for address in frontier:
        seen.append(address.url)
        most_out = max(most_out, *(len(budget.out) for budget in budgets.values()))
        task = asyncio.ensure_future(fetch(address))
        tasks.add(task)
    assert most_out <= max(budget.window for budget in budgets.values())
    assert not any(budget.out for budget in budgets.values())
    return seen


def run(rows: Rows, budgets: dict[str, Budget], **kwargs: object) -> list[str]:
    return asyncio.run(asyncio.wait_for(crawl(rows, budgets, **kwargs), 20))  # type: ignore[arg-type]


def test_all_that_is_due_goes_out_once_and_then_it_ends() -> None:
    seen = run(Rows(a=23, b=5), {"a": Budget(articles=None), "b": Budget(articles=None)})
    assert len(seen) == len(set(seen)) == 28


def test_sources_take_turns() -> None:
    seen = run(Rows(a=20, b=20), {"a": Budget(articles=None), "b": Budget(articles=None)})
    assert {url[8] for url in seen[:2]} == {"a", "b"}


def test_the_limit_counts_articles_and_stops_exactly() -> None:
    assert len(run(Rows(a=50), {"a": Budget(articles=7)}, delay=0.001)) == 7


def test_pages_that_are_no_articles_do_not_fill_the_limit_but_end_in_time() -> None:
    seen = run(Rows(a=500), {"a": Budget(articles=7)}, status=Status.NOT_ARTICLE)
    assert 7 < len(seen) <= 7 * 3 + 4


def test_pages_bound_everything() -> None:
    assert len(run(Rows(a=80), {"a": Budget(articles=None, pages=50)})) == 50


def test_a_failure_is_tried_again_within_the_run() -> None:
    async def scenario() -> list[str]:
        rows = Rows(a=1)
        now = [NOW]
        frontier = Frontier(rows, {"a": Budget(articles=None)}, clock=lambda: now[0])
        seen = []
        async for address in frontier:
            seen.append(address.url)
            if len(seen) == 1:
                retry = NOW + timedelta(seconds=0.2)
                rows.due_at[address.url] = retry
                frontier.done(Outcome(address, Status.FAILED, next_due=retry))
                asyncio.get_running_loop().call_later(0.1, now.__setitem__, 0, NOW + timedelta(seconds=1))
            else:
                rows.settle(address)
                frontier.done(Outcome(address, Status.ARTICLE))
        return seen

    seen = asyncio.run(asyncio.wait_for(scenario(), 20))
    assert len(seen) == 2


def test_a_retry_that_is_far_off_does_not_hold_the_run() -> None:
    async def scenario() -> int:
        rows = Rows(a=1)
        frontier = Frontier(rows, {"a": Budget(articles=None)}, clock=lambda: NOW)
        count = 0
        async for address in frontier:
            count += 1
            rows.due_at[address.url] = NOW + timedelta(hours=1)
            frontier.done(Outcome(address, Status.FAILED, next_due=NOW + timedelta(hours=1)))
        return count

    assert asyncio.run(asyncio.wait_for(scenario(), 5)) == 1


def test_stop_hands_out_nothing_more() -> None:
    async def scenario() -> int:
        rows = Rows(a=100)
        frontier = Frontier(rows, {"a": Budget(articles=None)}, clock=lambda: NOW)
        count = 0
        async for address in frontier:
            count += 1
            rows.settle(address)
            frontier.done(Outcome(address, Status.ARTICLE))
            if count == 9:
                frontier.stop()
        return count

    assert asyncio.run(asyncio.wait_for(scenario(), 5)) == 9


def test_nothing_is_handed_out_after_its_time() -> None:
    minutes = iter(range(100))

    async def all_of_it() -> list[str]:
        rows, budgets = Rows(a=50), {"a": Budget(None)}
        frontier = Frontier(
            rows,
            budgets,
            clock=lambda: NOW + timedelta(minutes=next(minutes)),
            until=NOW + timedelta(minutes=10),
        )
        seen = []
        async for address in frontier:
            seen.append(address.url)
            rows.settle(address)
            frontier.done(Outcome(address, Status.ARTICLE))
        return seen

    assert 3 <= len(asyncio.run(all_of_it())) <= 10


def test_what_comes_while_the_rows_are_asked_for_is_not_missed() -> None:
    """A source's last address settles, and brings links, after its rows were read and before it is told."""

    class Slow(Rows):
        frontier: Frontier
        out: Address | None = None

        async def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]:
            found = await super().due(wanted, now, limit)
            if self.out and not found:
                settled, self.out = self.out, None
                self.rows["a"] = [Address("https://a.example/more", "a", "a.example", AddressKind.ARTICLE)]
                self.frontier.done(Outcome(settled, Status.LISTING))
            return found

    async def all_of_it() -> list[str]:
        rows = Slow(a=1)
        frontier = rows.frontier = Frontier(rows, {"a": Budget(None)}, clock=lambda: NOW)
        seen = []
        async for address in frontier:
            seen.append(address.url)
            rows.settle(address)
            if len(seen) == 1:
                rows.out = address
            else:
                frontier.done(Outcome(address, Status.ARTICLE))
        return seen

    assert asyncio.run(asyncio.wait_for(all_of_it(), 5)) == ["https://a.example/0", "https://a.example/more"]


def test_rows_that_came_due_while_others_were_asked_for_are_handed_out() -> None:
    clock = [NOW]

    class Slow(Rows):
        async def due(self, wanted: DueQuery, now: datetime, limit: int) -> list[Address]:
            clock[0] += timedelta(seconds=1)
            return [row for row in await super().due(wanted, now, limit) if self.due_at[row.url] <= now]

    async def all_of_it() -> list[str]:
        rows = Slow(a=1, b=1)
        rows.due_at = {"https://a.example/0": NOW, "https://b.example/0": NOW + timedelta(seconds=1)}
        frontier = Frontier(rows, {"a": Budget(None), "b": Budget(None)}, clock=lambda: clock[0])
        seen = []
        async for address in frontier:
            seen.append(address.source)
            rows.settle(address)
            frontier.done(Outcome(address, Status.ARTICLE))
        return seen

    assert asyncio.run(asyncio.wait_for(all_of_it(), 5)) == ["a", "b"]


def test_a_run_to_which_nothing_comes_back_says_for_what_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.fetching.frontier.STALLED", timedelta(0))

    async def crawled() -> None:
        async for _ in Frontier(Rows(a=1), {"a": Budget(articles=None)}, clock=lambda: NOW):
            pass  # fetched, and never heard of again

    with pytest.raises(StalledError, match="nothing came back") as caught:
        asyncio.run(crawled())
    assert caught.value.out == ("https://a.example/0",)


def test_thousands_of_sources_begin_with_the_first() -> None:
    names = [f"s{number}" for number in range(1_000)]
    prepared: list[str] = []

    async def prepare(some: Sequence[str]) -> None:
        prepared.extend(some)

    async def first() -> Address:
        budgets = {name: Budget(articles=None) for name in names}
        frontier = Frontier(Rows(**dict.fromkeys(names, 1)), budgets, clock=lambda: NOW, prepare=prepare)
        return await anext(aiter(frontier))

    assert asyncio.run(first()).source == "s0"
    assert prepared == names[:100]


def test_what_was_read_ahead_waits_for_what_a_listing_names_and_ends_with_the_lease() -> None:
    rows, budget = Rows(a=9), Budget(articles=None, window=1)
    closed: list[str] = []

    async def follow() -> list[str]:
        frontier = Frontier(rows, {"a": budget}, clock=lambda: NOW, closed=lambda source: bool(closed))
        seen: list[str] = []
        async for address in frontier:
            seen.append(address.url.rpartition("/")[2])
            rows.settle(address)
            if len(seen) == 1:
                rows.rows["a"].insert(0, replace(address, url="https://a.example/new"))
            if len(seen) == 3:
                closed.append("taken over")
            frontier.done(Outcome(address, Status.LISTING, links=[Link("https://a.example/new")]))
        return seen

    assert asyncio.run(follow()) == ["0", "new", "1"]


def test_a_list_of_dead_links_is_left_and_that_is_said() -> None:
    noted: list[str] = []

    async def crawl_dead(alive: int) -> int:
        rows, seen = Rows(a=MAX_GONE + 100), 0
        budgets = {"a": Budget(articles=None, window=1)}
        frontier = Frontier(
            rows, budgets, clock=lambda: NOW, note=lambda source, line: noted.append(f"{source}: {line}")
        )
        async for address in frontier:
            seen += 1
            rows.settle(address)
            frontier.done(Outcome(address, Status.UNCHANGED if seen == alive else Status.GONE))
        return seen

    assert asyncio.run(crawl_dead(alive=0)) == MAX_GONE
    (line,) = noted
    assert line.startswith(f"a: {MAX_GONE} articles in a row are gone")
    assert asyncio.run(crawl_dead(alive=30)) == 30 + MAX_GONE  # one that is there begins the count anew


def test_a_short_delay_has_more_addresses_out_for_it_does_not_hide_the_store() -> None:
    assert [window_of(delay, 2) for delay in (0, 0.2, LONG_DELAY, 5)] == [4, 4, 2, 2]


def test_a_sources_articles_wait_for_its_listings_that_are_out() -> None:
    """What all of them say of an article is known before it is read, whichever is quicker; others go on."""
    rows = Rows(a=2, b=1)
    feed = Address("https://a.example/feed", "a", "a.example", AddressKind.FEED)
    rows.rows["a"].insert(0, feed)

    async def go() -> tuple[list[str], list[str]]:
        frontier = Frontier(rows, {name: Budget(articles=None) for name in "ab"}, clock=lambda: NOW)
        addresses = aiter(frontier)
        first = [await anext(addresses) for _ in range(2)]
        waiting = asyncio.ensure_future(anext(addresses))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        for address in first:
            rows.settle(address)
            frontier.done(Outcome(address, Status.ARTICLE))
        then = [await waiting, await anext(addresses)]
        return [one.url for one in first], [one.url for one in then]

    assert asyncio.run(asyncio.wait_for(go(), 20)) == (
        [feed.url, "https://b.example/0"],
        ["https://a.example/0", "https://a.example/1"],
    )
