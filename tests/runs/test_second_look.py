"""A second look: pages that are as they were are read anew when their site is known better."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from crawler.console import Console
from crawler.fetching.revisit import dump_looks, is_better_known, load_looks, next_look, seen_before
from crawler.items import AddressKind, Article, Extraction, Status
from crawler.memory.form import unpacked
from crawler.pages.page import Page
from crawler.runs.storeviews import show_history
from crawler.runs.tasks import body_hash, read_answer
from demo.crawl import sources_toml
from demo.server import DemoWeb
from pipelines.storage import Store
from tests.extraction.memorypages import FIRST_DAY, article
from tests.pipelines.making import BODY, address, later, outcome
from tests.pipelines.making import article as stored
from tests.runs.test_crawl import Job

URL = "https://harbour.example/a"
HTML = article(1).encode()
PAGE = Page(URL, HTML, FIRST_DAY)


def looked_at(read_with: int | None, status: Status = Status.ARTICLE, memo: str | None = None) -> str | None:
    """The memo after a look at an article that was read with so much known."""
    fetched = outcome(URL, status)
    fetched.read_with, fetched.body_hash = read_with, "0123456789abcdef"
    fetched.address = replace(fetched.address, memo=memo)
    return next_look(fetched, later(), later())[1]


@pytest.mark.parametrize(
    ("then", "now", "again"),
    [
        *((0, 4, False), (0, 5, True), (4, 5, True), (5, 19, False), (5, 20, True), (20, 99, False)),
        *((20, 100, True), (0, 300, True), (100, 3_000, False)),
    ],
)
def test_an_article_is_read_anew_when_so_many_more_pages_are_known(then: int, now: int, again: bool) -> None:
    assert is_better_known(replace(address(URL), memo=looked_at(then)), now) is again


def test_what_was_never_read_or_is_no_article_is_not_read_again() -> None:
    assert not is_better_known(address(URL), 100)
    memo = looked_at(0)
    assert is_better_known(replace(address(URL), memo=memo), 100)
    assert not is_better_known(replace(address(URL), memo=memo, attempts=1), 100)
    assert not is_better_known(replace(address(URL, kind=AddressKind.FEED), memo=memo), 100)


def test_a_look_that_reads_nothing_forgets_nothing() -> None:
    memo = looked_at(None, Status.UNCHANGED, looked_at(20))
    looks = load_looks(memo)
    assert looks is not None
    assert (looks.known, looks.same) == (20, 1)
    assert seen_before(replace(address(URL), memo=memo)) == "0123456789abcdef"


@pytest.mark.parametrize(
    "memo", ["[1772366400,2,false]", '[1772366400,2,false,"ab"]', '[1772366400,2,true,"",7]']
)
def test_memos_of_every_version_are_read_and_kept(memo: str) -> None:
    looks = load_looks(memo)
    assert looks is not None
    assert dump_looks(looks) == memo


def test_the_same_bytes_are_read_only_where_that_is_wanted() -> None:
    known = body_hash(HTML)
    assert read_answer(PAGE, known) == (Status.UNCHANGED, "the same bytes")
    again = read_answer(PAGE, known, again=True)
    first = read_answer(PAGE, "", again=True)
    other = read_answer(PAGE, "another hash", again=True)
    better = [
        one.extraction.better for one in (again, first, other) if isinstance(one, Article) and one.extraction
    ]
    assert better == [True, None, None]


def test_history_tells_better_extraction_from_the_publishers_changes(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for hours, body, better in (
        (0, BODY, None),
        (1, BODY[:2], True),
        (2, (*BODY[:2], "A fourth line."), None),
    ):
        one = stored(URL, body=body)
        one.extraction = Extraction("model", 0.9, better=better)
        store.commit([one], now=later() + timedelta(hours=hours))
    revisions = store.history(URL)
    assert [one.get("better_extraction") for one in revisions] == [None, True, None]
    show_history(revisions, Console())
    told = [line for line in capsys.readouterr().out.splitlines() if "(better extraction)" in line]
    assert len(told) == 1
    assert "changed" in told[0]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(str(tmp_path / "w.db"))


@pytest.mark.slow
def test_a_source_that_wants_it_is_read_anew_once_it_is_better_known(tmp_path: Path) -> None:
    with DemoWeb() as web:
        wanted = sources_toml(web).replace("[[source]]", "[[source]]\nsecond_look = true")
        job = Job(tmp_path, wanted)
        assert job.crawl()[0] == 0
        fetched = [pages_read(job, web), pages_read(job, web)]
    # What was read with the same memory is not read again; an article on several pages always is.
    assert fetched[0] > 5
    assert fetched[1] == 1


def pages_read(job: Job, web: DemoWeb) -> int:
    """Articles that another run asks for as a whole, though their pages are the same."""
    with Store.open(str(job.folder / "w.db")) as store:
        assert all(unpacked(data).pages >= 5 for data in store.memories().values())
        urls = {record["url"] for record in map(msgspec.json.decode, store.records(copies="all"))}
        store.make_due(urls, datetime.now(UTC))
    before = {site: len(paths) for site, paths in web.bodies.items()}
    code, report, _ = job.crawl()
    assert code == 0
    assert sum(source["stored"] for source in report["sources"].values()) == 0
    sent = [
        f"{web.sites[site]}{path}" for site, paths in web.bodies.items() for path in paths[before[site] :]
    ]
    return len(urls.intersection(sent))
