"""Dates of feeds as home-made systems write them: the forms that feedparser's tests know, and others."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.discovery.texts import time_of
from crawler.extraction.reading.dates.listed import listed_time

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def read(text: str, url: str = "https://news.example/", language: str | None = None) -> datetime | None:
    def other(text: str, language: str | None) -> datetime | None:
        return listed_time(text, url=url, now=NOW, language=language)

    return time_of(text, other, language)


def at(hour: int, minute: int = 0, second: int = 0, offset: float = 0) -> datetime:
    return datetime(2026, 11, 26, hour, minute, second, tzinfo=timezone(timedelta(hours=offset)))


TEN = at(10)
FORMS = {
    "2026-11-26T10:00:00Z": TEN,
    "2026-11-26T10:00Z": TEN,
    "2026-11-26T10:00:00.123456789+00:00": TEN + timedelta(microseconds=123456),
    "2026-11-26 10:00:00.0": TEN,
    "20261126T100000Z": TEN,
    "2026330": at(0),
    "2026-330": at(0),
    "Thu, 26 Nov 2026 10:00:00 GMT": TEN,
    "Thursday, 26 November 2026 10:00 GMT": TEN,
    "26 Nov 26 10:00:00 GMT": TEN,
    "Thursday, 26-Nov-26 10:00:00 GMT": TEN,
    "Thu Nov 26 10:00:00 2026": TEN,
    "Thu Nov 26 10:00:00 PST 2026": at(10, offset=-8),
    "Thu Nov 26 2026 10:00:00 GMT+0300 (Moscow Standard Time)": at(10, offset=3),
    "Thu, 2026/11/26 10:00:00 EST": at(10, offset=-5),
    "2026/11/26 01:30:00": at(1, 30),
    "2026年11月26日 10:00": TEN,
    "2026년 11월 26일 10:00:15": at(10, second=15),
    "2026-11-26 오후 11:23:17": at(23, 23, 17),
    "2026-11-26 오전 08:01:02": at(8, 1, 2),
    "Πεμ, 26 Νοέ 2026 12:00:00 EET": at(12, offset=2),
    "2026-november-26T9:15": at(9, 15),
    "26.11.2026 10:00": TEN,
    "26/11/2026 - 10:00": TEN,
    "11/26/2026 10:00:00 AM": TEN,
    "November 26, 2026, 10:00 PM": at(22),
    "Четверг, 26 ноября 2026 10:00:00 +0300": at(10, offset=3),
    "jeu., 26 nov. 2026 10:00:00 +0100": at(10, offset=1),
    "الخميس، 26 نوفمبر 2026 10:00": TEN,
    "٢٦ نوفمبر ٢٠٢٦ ١٠:٠٠": TEN,
    "1405/09/05 10:00": TEN,
    "Thu, 26 Nov 2026 10:00:00 Europe/Berlin": at(10, offset=1),
    "26 Nov 2026": at(0),
    "26 Nov 2026 10:00 +03": at(10, offset=3),
    "26 Nov 2026 10:00:00 +05:30": at(10, offset=5.5),
    "2026-november-26T9:15-05:00": at(9, 15, offset=-5),
    "26.11.2026 10:00 -0330": at(10, offset=-3.5),
    "Thu, 26 Nov 2026 23:59:60 GMT": at(23, 59, 59),
    "2026-11-26T23:59:60Z": at(23, 59, 59),
    "2026-11-25T24:00:00Z": at(0),
    "2026-11-25 24:00": at(0),
    "Thu, 26 Nov 2026 10:00:00 IRST": at(10, offset=3.5),
    "2026-11-26+02:00": at(0, offset=2),
    "2026-11-26-05:00": at(0, offset=-5),
    "26 Nov 2026 10:00:00 GMT-03:30": at(10, offset=-3.5),
    "26 Nov 2026 10:00:00 MEST": at(10, offset=2),
}
ZONES = {
    "MSK": 3, "IST": 5.5, "JST": 9, "KST": 9, "CET": 1, "CEST": 2, "BST": 1, "EET": 2, "EEST": 3, "AEST": 10,
    "AEDT": 11, "PKT": 5, "SAST": 2, "WIB": 7, "HKT": 8, "NZDT": 13, "GST": 4, "TRT": 3, "NPT": 5.75,
    "GMT+3": 3, "GMT+0300": 3, "UTC+05:30": 5.5, "UTC-3": -3, "+03": 3, "-0330": -3.5, "+05:45": 5.75,
    "EST": -5, "PDT": -7, "Z": 0, "UT": 0,
}  # fmt: skip
HOME = {
    ("10:00 IST", "https://news.co.il/"): 2,
    ("10:00 IST", "https://news.in/"): 5.5,
    ("10:00 CST", "https://news.cn/"): 8,
    ("10:00 CST", "https://news.example/"): -6,
    ("10:00 AST", "https://news.example/"): 0,
    ("10:00", "https://news.de/"): 1,
    ("10:00", "https://news.com.tr/"): 3,
    ("10:00", "https://news.com.np/"): 5.75,
    ("10:00", "https://news.us/"): 0,
}


@pytest.mark.parametrize("text", FORMS)
def test_forms(text: str) -> None:
    assert read(text) == FORMS[text]


@pytest.mark.parametrize("zone", ZONES)
def test_zones(zone: str) -> None:
    assert read(f"Thu, 26 Nov 2026 10:00:00 {zone}") == at(10, offset=ZONES[zone])
    assert read(f"2026-11-26 10:00:00 {zone}") == at(10, offset=ZONES[zone])


@pytest.mark.parametrize(("clock", "url"), HOME)
def test_the_country_of_the_site_says_what_a_time_means(clock: str, url: str) -> None:
    assert read(f"26 Nov 2026 {clock}", url) == at(10, offset=HOME[clock, url])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday's paper",
        "0001-01-01T00:00:00",
        "Nov 2026 issue",
        "26",
        "99/99/9999",
        "x" * 500,
        "26 Nov 2026 25:14",
    ],
)
def test_what_is_not_understood_is_unknown(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("2026-11-26T10:00:00Z", False),
        ("2026-11-26T10:00:00+02:00", False),
        ("2026-11-26", False),  # a day: no zone could change it
        ("2026-11-26 10:00", True),
        ("26. November, 10 Uhr", True),
    ],
)
def test_others_are_asked_for_what_is_not_understood_or_has_a_time_without_a_zone(
    text: str, asked: bool
) -> None:
    calls = list[str]()

    def other(text: str, language: str | None) -> datetime | None:
        calls.append(text)
        return None

    time_of(text, other)
    assert bool(calls) is asked
