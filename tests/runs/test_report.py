"""The run's counts: an address counts once, by its last outcome."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.errors import PARTIAL
from crawler.items import Address, AddressKind, Article, Link, Outcome, Status
from crawler.runs.anomalies import FEWER, MISSING, QUIET
from crawler.runs.report import COLUMNS, Report

NOW = datetime(2026, 11, 12, tzinfo=UTC)


def outcome(name: str, status: Status, reason: str = "", kind: AddressKind = AddressKind.ARTICLE) -> Outcome:
    return Outcome(Address(f"https://n.example/{name}", "n", "n.example", kind), status, reason, bytes=10)


def report(*outcomes: Outcome) -> Report:
    made = Report(datetime(2026, 11, 12, tzinfo=UTC))
    for one in outcomes:
        made.add(one)
    return made


def test_each_status_has_its_column() -> None:
    made = report(
        outcome("a", Status.ARTICLE),
        outcome("b", Status.DUPLICATE, "copy"),
        outcome("c", Status.NOT_ARTICLE, "a gallery"),
        outcome("d", Status.GONE, "404"),
        outcome("e", Status.BLOCKED, "403"),
        outcome("f", Status.REFUSED, "robots"),
        outcome("g", Status.UNCHANGED),
        outcome("h", Status.LISTING, kind=AddressKind.FEED),
    )
    assert made.rows() == [("n", "0", "6", "1", "1", "1", "2")]
    source = made.to_json()["sources"]["n"]
    assert (source["unchanged"], source["refused"], source["listings"], source["bytes"]) == (1, 1, 1, 80)
    assert source["reasons"]["refused: robots"] == 1


def test_a_retry_that_succeeds_is_no_failure() -> None:
    made = report(
        outcome("a", Status.FAILED, "500"), outcome("a", Status.FAILED, "503"), outcome("a", Status.ARTICLE)
    )
    assert dict(zip(("source", *COLUMNS), made.rows()[0], strict=True)) == {
        "source": "n",
        "found": "0",
        "fetched": "1",
        "stored": "1",
        "duplicates": "0",
        "not articles": "0",
        "failed": "0",
    }
    assert not made.sources["n"].reasons


def test_the_last_failure_gives_the_reason() -> None:
    made = report(outcome("a", Status.FAILED, "500"), outcome("a", Status.FAILED, "timeout"))
    assert dict(made.sources["n"].reasons) == {"failed: timeout": 1}
    assert made.total("failed") == made.total("fetched") == 1


def test_fill_rates_are_of_what_was_stored() -> None:
    made = report(
        outcome("a", Status.ARTICLE), outcome("b", Status.ARTICLE), outcome("c", Status.BLOCKED, "403")
    )
    made.store("n", Article(url="https://n.example/a", title="A", authors=["Rana Haddad"], status="new"))
    made.store("n", Article(url="https://n.example/b", title="B", status="changed"))
    source = made.to_json()["sources"]["n"]
    assert (source["new"], source["changed"], source["blocked"]) == (1, 1, 1)
    assert (source["fill"]["title"], source["fill"]["authors"], source["fill"]["text"]) == (1.0, 0.5, 0.0)
    assert report(outcome("c", Status.GONE, "404")).to_json()["sources"]["n"]["fill"] == {}


def test_a_quiet_source_fails_a_run_that_was_told_so() -> None:
    past = []
    for days in (3, 2, 1):
        earlier = report(outcome("a", Status.ARTICLE))
        earlier.started -= timedelta(days=days)
        earlier.store("n", Article(url="https://n.example/a", title="A", status="new"))
        past.append(earlier.to_json())
    made = report(outcome("f", Status.LISTING, kind=AddressKind.FEED))
    made.compare(past)
    assert made.failing() == []
    assert made.exit_code == 0
    made.fail_on = (QUIET,)
    assert made.exit_code == 4
    (finding,) = made.to_json()["sources"]["n"]["findings"]
    assert finding["kind"] == QUIET
    assert finding["since"] == "2026-11-11T00:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "before", "now"), [(FEWER, [30] * 5, 12), (MISSING, [12] * 5, 12)], ids=[FEWER, MISSING]
)
def test_less_than_usual_fails_a_run_that_was_told_so(kind: str, before: list[int], now: int) -> None:
    def of(days: int, articles: int, date: str | None) -> Report:
        made = report(*(outcome(str(number), Status.ARTICLE) for number in range(articles)))
        made.started -= timedelta(days=days)
        for number in range(articles):
            url = f"https://n.example/{number}"
            made.store("n", Article(url=url, title="A", published_at=date, status="new"))
        return made

    day = "2026-11-11"
    past = [of(len(before) - place, count, day).to_json() for place, count in enumerate(before)]
    made = of(0, now, None if kind == MISSING else day)
    made.compare(past)
    assert made.exit_code == 0
    made.fail_on = (QUIET,)
    assert made.exit_code == 0
    made.fail_on = (QUIET, kind)
    assert made.exit_code == 4


def test_a_page_that_could_not_be_read_shows_in_the_exit_code() -> None:
    made = Report(NOW)
    made.add(outcome("1", Status.ARTICLE))
    assert made.exit_code == 0
    made.add(outcome("2", Status.GONE))
    assert made.exit_code == 0, "what is not there any more is not lost"
    made.add(outcome("3", Status.FAILED, "the answer took too long"))
    assert made.exit_code == 4
    made.add(outcome("3", Status.ARTICLE))
    assert made.exit_code == 0, "the second try had it"
    made.add(outcome("4", Status.BLOCKED, "403 forbidden"))
    assert made.exit_code == 4


def test_links_that_were_left_are_counted_with_their_reasons() -> None:
    made = Report(NOW)
    for _ in range(2):
        one = outcome("", Status.LISTING)
        one.left = {"another site (o.example)": 2, "older than wanted": 1}
        made.add(one)
    assert made.to_json()["sources"]["n"]["left"] == {"another site (o.example)": 4, "older than wanted": 2}


def test_a_first_run_that_finds_nothing_is_no_success() -> None:
    made = Report(NOW, ended=NOW)
    made.of("n")
    made.compare([])
    assert made.exit_code == 4
    again = Report(NOW, ended=NOW)
    again.of("n")
    again.compare([made.to_json()])
    assert again.exit_code == 0, "nothing is new since then"


def test_a_run_after_a_killed_one_that_took_everything_is_whole() -> None:
    """The killed run left no report, so the source looks new."""
    report = Report(NOW)
    report.add(Outcome(Address("https://n.example/f", "n", "n.example", AddressKind.FEED), Status.UNCHANGED))
    report.ended, report.outcome = NOW, "finished"
    report.compare([])
    assert report.exit_code == 0


def named(*outcomes: Outcome) -> Report:
    """A run of which one article came, and of a feed that sources.toml names these outcomes."""
    made = report(outcome("a", Status.ARTICLE))
    made.of("n").named = frozenset({"https://n.example/f"})
    for one in outcomes:
        made.add(one)
    return made


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.FAILED, "the server answered 500"),
        (Status.BLOCKED, "403 forbidden"),
        (Status.GONE, "404"),
        (Status.REFUSED, "robots.txt"),
        (Status.LISTING, "feed is a page, read as a front"),
    ],
)
def test_a_named_listing_that_cannot_be_read_is_told(status: Status, reason: str) -> None:
    made = named(outcome("f", status, reason, AddressKind.FEED))
    assert made.to_json()["sources"]["n"]["notes"] == [f"feed https://n.example/f: {reason}"]
    assert made.exit_code == PARTIAL
    found = report(outcome("a", Status.ARTICLE), outcome("f", status, reason, AddressKind.FEED))
    assert not found.to_json()["sources"]["n"]["notes"], "one that was only guessed at or found"
    assert found.exit_code == 0


def test_a_named_listing_that_is_read_at_last_or_lists_something() -> None:
    failed = outcome("f", Status.FAILED, "the server answered 500", AddressKind.FEED)
    read = outcome("f", Status.LISTING, kind=AddressKind.FEED)
    assert (named(failed, read).exit_code, named(failed, read).of("n").told()) == (0, [])
    same = outcome("f", Status.UNCHANGED, "not modified", AddressKind.FEED)
    assert (named(same).exit_code, named(same).of("n").told()) == (0, [])
    page = outcome("f", Status.LISTING, "feed is a page, read as a front", AddressKind.FEED)
    page.links = [Link("https://n.example/a")]
    assert named(page).exit_code == 0
    assert len(named(page).of("n").told()) == 1
