"""The frontier over rows in memory: budgets, windows, retries, and that it ends."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from crawler.fetching.frontier import Budget, Frontier
from crawler.items import Address, AddressKind, Outcome, Status

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

    async def due(
        self,
        source: str,
        now: datetime,
        *,
        limit: int,
        kinds: Collection[AddressKind] | None = None,
        since: datetime | None = None,
        exclude: Collection[str] = (),
    ) -> list[Address]:
        rows = [
            row
            for row in self.rows[source]
            if row.url not in exclude and (kinds is None or row.kind in kinds)
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
