"""Extraction's children: a page that hangs, dies, eats memory or raises costs itself and nothing else."""

import asyncio
import gc
import os
import platform
import resource
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path

import pytest

from crawler.errors import ExtractionFailedError, NoWorkersError
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.child import HELD, YOUNG, Child, StartFailedError
from crawler.runs.workers import Workers

pytestmark = pytest.mark.slow


def work(page: Page) -> Article:
    """What the page's body says."""
    match page.body:
        case b"hang":
            time.sleep(600)
        case b"die":
            os._exit(11)
        case b"eat":
            bytearray(8 * 2**30)
        case b"compute":
            while True:
                pass
        case b"die once":
            mark = Path(page.url)
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case b"unsendable":
            return lambda: None  # type: ignore[return-value]
        case b"keep":
            return Article(url=page.url, title=f"{_faults()} {_faults()} {gc.get_threshold()[0]}")
        case b"pid":
            return Article(url=page.url, title=str(os.getpid()))
        case b"raise":
            raise ValueError("no such luck")
    return Article(url=page.url, title=page.body.decode())


def _faults() -> int:
    """The pages of memory that the kernel had to give for a quarter of what a process keeps."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    bytearray(HELD // 4)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(2, wall=3, work=work)
    yield made
    made.close(now=True)


def page(word: str) -> Page:
    return Page(
        url=f"https://n.example/{word}", body=word.encode(), fetched_at=datetime(2026, 11, 12, tzinfo=UTC)
    )


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="its malloc can be told")
def test_a_process_keeps_the_memory_of_a_page_for_the_next(workers: Workers) -> None:
    first, second, young = map(int, str(asyncio.run(workers.extract(page("keep"))).title).split())
    assert second < first / 10
    assert young == YOUNG


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("hang", "took more than 3 s"),
        ("die", "killed its process"),
        ("eat", "out of memory"),
        ("raise", "ValueError: no such luck"),
        ("unsendable", "pickle local object"),
    ],
)
def test_one_bad_page_costs_one_page(workers: Workers, word: str, reason: str) -> None:
    async def all_of_them() -> list[object]:
        words = ["one", "two", word, "three", "four", "five"]
        return await asyncio.gather(*(workers.extract(page(w)) for w in words), return_exceptions=True)

    results = asyncio.run(all_of_them())
    assert isinstance(results[2], ExtractionFailedError)
    assert reason in str(results[2])
    others = [result for index, result in enumerate(results) if index != 2]
    assert [getattr(article, "title", article) for article in others] == [
        "one",
        "two",
        "three",
        "four",
        "five",
    ]


def extracted(workers: Workers, body: str, url: str = "https://n.example/a") -> Article:
    one = Page(url=url, body=body.encode(), fetched_at=datetime(2026, 11, 12, tzinfo=UTC))
    return asyncio.run(workers.extract(one))


def test_a_page_with_which_the_machine_killed_a_child_is_tried_once_more(
    workers: Workers, tmp_path: Path
) -> None:
    assert extracted(workers, "die once", str(tmp_path / "died")).title == "die once"


def test_seconds_of_computing_are_bounded_apart_from_those_on_the_wall() -> None:
    one = Workers(1, seconds=0.1, wall=600, work=work)
    with pytest.raises(ExtractionFailedError, match="of computing"):
        extracted(one, "compute")
    one.close()


def test_children_killed_while_idle_cost_nothing(workers: Workers) -> None:
    for _ in range(3):
        pid = int(extracted(workers, "pid").title or 0)
        os.kill(pid, signal.SIGKILL)
        assert int(extracted(workers, "pid").title or 0) != pid or workers.count > 1


def test_where_children_come_from_may_be_killed_too(workers: Workers) -> None:
    extracted(workers, "one")
    source = getattr(forkserver, "_forkserver")._forkserver_pid  # noqa: B009 - it has no public name
    if source is None:
        pytest.skip("children are spawned here")
    os.kill(source, signal.SIGKILL)
    with pytest.raises(ExtractionFailedError, match="took more than 3 s"):
        extracted(workers, "hang")
    assert extracted(workers, "two").title == "two"


def test_where_no_child_can_be_started_everybody_hears_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(limits: object) -> Child:
        raise StartFailedError("no memory")

    monkeypatch.setattr("crawler.runs.workers.Child", fails)
    monkeypatch.setattr("crawler.runs.workers.PAUSES", (0.0,))
    broken = Workers(1, work=work)
    for _ in range(2):
        with pytest.raises(NoWorkersError, match="no extraction process can be started here: no memory"):
            extracted(broken, "one")
    broken.close()
    with pytest.raises(NoWorkersError, match="closed"):
        extracted(broken, "one")


def test_closed_at_once_leaves_nobody_waiting() -> None:
    async def closed() -> list[object]:
        one = Workers(1, seconds=60, work=work)
        waiting = [asyncio.ensure_future(one.extract(page(word))) for word in ("pid", "hang", "one", "two")]
        await waiting[0]
        await asyncio.to_thread(one.close, now=True)
        return await asyncio.gather(*waiting, return_exceptions=True)

    assert all(
        isinstance(result, ExtractionFailedError | NoWorkersError) for result in asyncio.run(closed())[1:]
    )
