"""Rounds: which sites are crawled together, and when there is room for more."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

pytest.importorskip("procrastinate", reason="warraq[machines] is not installed")

from crawler.machines import rounds
from crawler.machines.job import SiteJob, Slice
from crawler.machines.queue import CRAWL, Queue
from crawler.machines.rounds import Rounds
from crawler.machines.worker import open_shared
from crawler.sources.file import Source
from tests.postgresql import TEMPLATE, Server


def job(name: str) -> SiteJob:
    return SiteJob((Source(name=name, url=f"https://{name}.example/"),))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "SITES", 2)
    monkeypatch.setattr(rounds, "GATHER", 0.01)


async def until(true: object) -> None:
    assert callable(true)
    for _ in range(1_000):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it does not come")


def test_there_is_room_for_what_a_free_engine_begins_with() -> None:
    begun: list[list[str]] = []
    go = threading.Event()

    def crawl(jobs: Sequence[SiteJob]) -> Slice:
        begun.append([one.site for one in jobs])
        assert go.wait(30)
        raise RuntimeError("over")

    async def play() -> None:
        found = Rounds(crawl, at_once=2)
        running = asyncio.create_task(found.run())
        joined = []
        for number, room in enumerate([True, True, True, False]):
            joined.append(asyncio.create_task(found.join(job(f"s{number}"))))
            await asyncio.sleep(0)
            assert found.has_room() is room
        await until(lambda: len(begun) == 2)
        assert not found.has_room(), "both engines are at work, on however few sites"
        go.set()
        await asyncio.gather(*joined, return_exceptions=True)
        await until(found.has_room)
        running.cancel()

    asyncio.run(play())
    assert sorted(map(sorted, begun)) == [["s0.example", "s1.example"], ["s2.example", "s3.example"]]


def test_without_room_no_job_is_taken(postgresql: Server) -> None:
    async def take(url: str) -> list[bool]:
        queue = Queue(url)
        found = []
        async with queue.open():
            await queue.add(job("a"))
            worker = await queue.app.job_manager.register_worker()
            for room in (False, True):
                queue.has_room = lambda room=room: room  # type: ignore[misc]
                found.append(await queue.app.job_manager.fetch_job([CRAWL], worker) is not None)
        return found

    url = postgresql.create(template=TEMPLATE)
    open_shared(url).close()
    assert asyncio.run(take(url)) == [False, True]
    postgresql.drop(url)
