"""The pipelines in a real Scrapy crawl, with items of every type; batches by count and age."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess

import msgspec
import pytest

from crawler.errors import StorageError
from crawler.items import Item
from pipelines.storage import Store
from pipelines.store import Batches
from tests import forked
from tests.pipelines.making import article

CRAWL = """
import dataclasses, datetime, sys
import attrs, scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings
from crawler.items import Status
from tests.pipelines.making import BODY, article, outcome

TEXT = "\\n\\n".join(BODY)

@dataclasses.dataclass
class Story:
    url: str
    title: str
    text: str
    language: str | None = None
    word_count: int | None = None

@attrs.define
class Note:
    url: str
    text: str
    id: str | None = None

class Field(scrapy.Item):
    url = scrapy.Field()
    title = scrapy.Field()
    paragraphs = scrapy.Field()
    outcome = scrapy.Field()

class OfOthers(scrapy.Spider):
    name = "others"

    async def start(self):
        yield {"url": "https://a.example/dict", "title": "A dict", "text": TEXT + " One.",
               "author": "kept as it is", "published_at": datetime.date(2026, 1, 2), "authors": "Ann Reed"}
        yield Story("https://a.example/dataclass", "A dataclass", TEXT + " Two.")
        yield Note("https://a.example/attrs", TEXT + " Three.")
        yield Field(url="https://a.example/item", title="An item", paragraphs=[*BODY, "Four."])
        yield Field(url="https://a.example/empty", title="Nothing in it")
        yield {"title": "no address", "text": TEXT}
        yield {"url": 7, "text": ["not", "text"]}
        yield article("https://harbour.example/a")
        yield article("https://harbour.example/a")
        yield outcome("https://harbour.example/b", Status.FAILED, reason="time-out")
        for n in range(40):
            yield article(f"https://harbour.example/{n}", body=(f"Story {n} is a story of {n} words.",))

seen = []
settings = get_project_settings()
settings.setdict({"SPIDER_MODULES": [], "WARRAQ_DATABASE": sys.argv[1], "EXTENSIONS": {}})
process = CrawlerProcess(settings)
crawler = process.create_crawler(OfOthers)
crawler.signals.connect(lambda item: seen.append(item), scrapy.signals.item_scraped, weak=False)
process.crawl(crawler)
process.start()
print("reason", crawler.stats.get_value("finish_reason"))
for item in seen:
    if not hasattr(item, "outcome") or isinstance(item, Field):
        print(type(item).__name__, item)
print({k: v for k, v in sorted(crawler.stats.get_stats().items()) if k.startswith("store/")})
"""


@pytest.fixture(autouse=True)
def _our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "crawler.settings")


def crawl(database: str) -> "CompletedProcess[str]":
    return forked.run("-c", CRAWL, database, program=forked.PYTHON, folder=Path(__file__).parents[2])


def test_items_of_every_type_are_stored_and_pass(tmp_path: Path) -> None:
    file = tmp_path / "warraq.db"
    done = crawl(f"sqlite:///{file}")
    assert "reason finished" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
    with Store.open(str(file)) as store:
        rows = [msgspec.json.decode(row) for row in store.records(copies="all")]
        of_others = {row["url"].rpartition("/")[2]: row for row in rows if row["source"] == "others"}
        assert set(of_others) == {"dict", "dataclass", "attrs", "item"}
        assert {row["language"] for row in of_others.values()} == {"en"}
        assert of_others["dict"]["published_at"] == "2026-01-02"
        assert of_others["dict"]["authors"] == ["Ann Reed"]
        assert len([row for row in rows if row["source"] == "harbour"]) == 41
        assert store.check() == []
    assert "'author': 'kept as it is'" in done.stdout, "a field of theirs is left alone"
    assert "'revision': 1" in done.stdout, "a dict learns what it became"
    assert "'store/unchanged': 1" in done.stdout
    assert "store/not_article" not in done.stdout
    assert "{'title': 'no address', 'text': " in done.stdout, "what describes no article passes as it is"
    assert "{'url': 7, 'text': ['not', 'text']}" in done.stdout


def test_a_failing_store_ends_the_crawl_with_one_line(tmp_path: Path) -> None:
    file = tmp_path / "warraq.db"
    Store.open(str(file)).close()
    with sqlite3.connect(file) as connection:  # a disk that is full at the third story
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON articles WHEN NEW.url LIKE '%/3' "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    done = crawl(f"sqlite:///{file}")
    assert "reason storage" in done.stdout, done.stderr
    told = [line for line in done.stderr.splitlines() if "no room" in line and " ERROR" in line]
    assert len(told) == 1
    assert str(file) in told[0]
    assert "Traceback" not in done.stderr


class Recorder:
    """A commit that takes its time, and fails when told."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.fails = False

    async def __call__(self, items: Sequence[Item]) -> None:
        await asyncio.sleep(0.01)
        if self.fails:
            raise StorageError("the disk is full")
        self.batches.append(len(items))


def test_batches_by_count_then_by_age() -> None:
    async def run() -> list[int]:
        commit = Recorder()
        batches = Batches(commit, size=4, age=0.05)
        await asyncio.gather(*(batches.add(article(f"https://a.example/{n}")) for n in range(10)))
        return commit.batches

    assert asyncio.run(run()) == [4, 4, 2]


def test_an_item_returns_only_when_it_is_stored() -> None:
    async def run() -> None:
        commit = Recorder()
        batches = Batches(commit, size=2, age=5)
        first = asyncio.ensure_future(batches.add(article("https://a.example/1")))
        await asyncio.sleep(0.03)
        assert not first.done()
        await batches.add(article("https://a.example/2"))
        await first
        commit.fails = True
        lost = [asyncio.ensure_future(batches.add(article(f"https://a.example/{n}"))) for n in (3, 4)]
        results = await asyncio.gather(*lost, return_exceptions=True)
        assert [type(result) for result in results] == [StorageError, StorageError]

    asyncio.run(run())


@pytest.mark.parametrize("size", [1, 3])
def test_a_waiting_item_may_be_cancelled(size: int) -> None:
    async def run() -> list[int]:
        commit = Recorder()
        batches = Batches(commit, size=size, age=0.02)
        gone = asyncio.ensure_future(batches.add(article("https://a.example/1")))
        await asyncio.sleep(0)
        gone.cancel()
        await batches.add(article("https://a.example/2"))
        return commit.batches

    assert sum(asyncio.run(run())) == 2, "what was cancelled is stored all the same"
