"""What a run says to a person: times with their zone, spans in small numbers, one line a cause."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.items import Address, AddressKind, Outcome, Status
from crawler.runs.htmlreport import render
from crawler.runs.report import Report
from crawler.text import moment, span
from crawler.urls import cause

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        *((0, "0 s"), (0.7843, "0.8 s"), (9.96, "10 s"), (10.4, "10 s"), (119, "119 s"), (120, "2 min")),
        *((3600, "60 min"), (7200, "2 h"), (86_400, "24 h"), (172_800, "2 days"), (3e9, "34722 days")),
    ],
)
def test_a_span_is_a_small_number(seconds: float, said: str) -> None:
    assert span(seconds) == said


def test_a_time_has_its_zone() -> None:
    assert moment(NOW) == "2026-11-26 10:00 UTC"
    assert moment(NOW.astimezone(timezone(timedelta(hours=3)))) == "2026-11-26 13:00 UTC+03:00"


def test_pages_that_fail_for_one_cause_are_one_line() -> None:
    report = Report(NOW)
    for n in range(3):
        address = Address(f"https://n.example/{n}", "n", "n.example", AddressKind.ARTICLE)
        reason = f"redirected out of the source to https://ads.example/{n}?x={n}"
        report.add(Outcome(address, Status.NOT_ARTICLE, reason))
    assert dict(report.of("n").reasons) == {"not_article: redirected out of the source to ads.example": 3}
    assert cause("the server answered 500") == "the server answered 500"


def test_a_failure_that_was_mended_is_no_cause_any_more() -> None:
    report, address = Report(NOW), Address("https://n.example/1", "n", "n.example", AddressKind.ARTICLE)
    report.add(Outcome(address, Status.FAILED, "redirected to https://n.example/1 without an end"))
    report.add(Outcome(address, Status.ARTICLE))
    assert not report.of("n").reasons


def test_the_page_of_the_report_shows_rounded_delays_and_what_was_left() -> None:
    report = Report(NOW, ended=NOW + timedelta(minutes=12))
    report.of("n").delay = 1.78432
    report.of("n").left["another site (ads.example)"] = 2
    page = render(report.to_json())
    assert "2026-11-26 10:00 UTC, 12 min" in page
    assert "delay 1.8 s" in page
    assert "2 × <bdi>another site (ads.example)</bdi>" in page
