"""What a run's pages teach: used by the next run, written now and then, and told where a layout is new."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.errors import WarraqError
from crawler.extraction.learning import extract_and_teach
from crawler.items import Address, AddressKind, Article, Outcome, Status
from crawler.memory.addresses import Addresses
from crawler.memory.form import packed, unpacked
from crawler.pages.page import Page
from crawler.runs import told
from crawler.runs.memories import STEP, Memories
from crawler.runs.report import Report
from crawler.runs.workers import Kept, Workers
from tests.extraction.memorypages import FIRST_DAY, article, redesigned, taught_by

KNOWN = packed(taught_by(*(article(number) for number in range(1, 9))))


def item(html: str, number: int, status: Status = Status.ARTICLE, source: str = "herald") -> Article:
    url = f"https://herald.example/city/story-{number}"
    found = extract_and_teach(Page(url, html.encode(), FIRST_DAY + timedelta(days=number - 1)))
    address = Address(url, source, "herald.example", AddressKind.ARTICLE)
    found.source, found.outcome = source, Outcome(address, status)
    return found


def test_a_run_reads_with_what_was_known_when_it_began() -> None:
    memories = Memories()
    assert memories.of("herald") is None
    assert memories.recall({"herald": KNOWN}) == []
    memories.learn([item(article(20), 20)])
    assert memories.of("herald") == Kept("herald", 8, KNOWN)
    memories.recall({"herald": packed(taught_by(article(1)))})  # asked again for the same source
    assert unpacked(memories.rest()["herald"]).pages == 9


def test_memories_are_written_now_and_then_and_at_the_end() -> None:
    memories = Memories()
    written = []
    for number in range(1, STEP + 3):
        due, _ = memories.learn([item(article(number), number)])
        written += [(number, unpacked(data).pages) for data in due.values()]
    assert written == [(STEP, STEP)]
    assert {source: unpacked(data).pages for source, data in memories.rest().items()} == {"herald": STEP + 2}
    assert memories.rest() == {}


@pytest.mark.parametrize("status", [Status.UNCHANGED, Status.DUPLICATE, Status.NOT_ARTICLE])
def test_only_articles_teach(status: Status) -> None:
    memories = Memories()
    memories.learn([item(article(1), 1, status), Outcome(Address("u", "s", "h", AddressKind.FEED), status)])
    assert [unpacked(data).pages for data in memories.rest().values()] == [0] * (
        status is not Status.UNCHANGED
    )


def test_addresses_that_turned_out_to_be_articles_or_not() -> None:
    memories = Memories()
    memories.learn([item(article(number), number) for number in range(1, 9)])
    tags = (
        Address(f"https://herald.example/tag/t{n}x", "herald", "h", AddressKind.ARTICLE) for n in range(8)
    )
    written, _ = memories.learn([Outcome(address, Status.NOT_ARTICLE) for address in tags])
    assert memories.addresses("herald") == Addresses()  # the run goes on with what was known when it began
    after = Memories()
    after.recall(written)
    known = after.addresses("herald")
    told = {pattern: known.are_articles(pattern) for pattern in known.counts}
    assert told == {"/city/+-#": True, "/tag/#": False}


def test_a_memory_that_cannot_be_read_is_begun_anew() -> None:
    memories = Memories()
    assert memories.recall({"herald": b"broken", "post": KNOWN}) == ["herald"]
    assert memories.of("herald") is None
    memories.learn([item(article(1), 1)])
    assert unpacked(memories.rest()["herald"]).pages == 1


def test_a_new_layout_is_a_finding_and_may_fail_the_run() -> None:
    memories = Memories()
    memories.recall({"herald": KNOWN})
    found = []
    for number in range(21, 32):
        written, broke = memories.learn([item(redesigned(number), number)])
        found += [(finding, sorted(written)) for finding in broke.values()]
    ((finding, due),) = found
    assert finding.kind == "drift"
    assert finding.text == "layout changed on 21 November: 8 pages in a row are new to us; learning again"
    assert finding.since == datetime(2026, 11, 21, tzinfo=UTC)
    assert due == ["herald"]
    for fail_on, code in ((), 0), (("quiet",), 0), (("drift",), 4), (("quiet", "drift"), 4):
        report = Report(FIRST_DAY, ended=FIRST_DAY, outcome="finished", fail_on=fail_on)
        report.of("herald").counts.update(stored=11, fetched=11, new=11)
        report.of("herald").drift = finding
        report.compare([])
        assert report.exit_code == code
        assert report.to_json()["sources"]["herald"]["findings"][0]["kind"] == "drift"


def pages_known(page: Page) -> Article:
    """What the child that does it was told."""
    memory = told.memory()
    return Article(url=page.url, title=str(memory.pages) if memory else "nothing")


@pytest.mark.slow
def test_a_child_is_told_a_memory_once_and_anew_when_it_changed() -> None:
    workers = Workers(1, work=pages_known)
    page = Page("https://herald.example/", b"", FIRST_DAY)
    more = packed(taught_by(article(50), memory=unpacked(KNOWN)))

    async def titles() -> list[str | None]:
        found = []
        for memory in (None, Kept("herald", 8, KNOWN), None, Kept("post", 9, more), Kept("herald", 9, more)):
            found.append((await workers.do(page, pages_known, memory)).title)
        return found

    try:
        assert asyncio.run(titles()) == ["nothing", "8", "nothing", "9", "9"]
    finally:
        workers.close(now=True)


def test_what_was_told_is_forgotten_on_demand() -> None:
    told.remember("herald", KNOWN)
    told.reading("herald")
    assert told.memory() is not None
    told.forget_all()
    assert told.memory() is None
    with pytest.raises(WarraqError):
        told.remember("herald", b"broken")
    told.reading("")
