"""Days and times on pages of sites whose time zone the page or its address tells."""

import pytest

from crawler.extraction.fields.dates import dates
from tests.extraction.dated_pages import jsonld, meta, page


def test_the_site_s_offset_comes_from_the_printed_time() -> None:
    head = jsonld(datePublished="2026-11-12T22:15:00Z")
    found = dates(page("<div class=date>13 November 2026, 01:15</div>", head))
    assert found.published.value == "2026-11-13T01:15:00+03:00"


def test_an_instant_is_written_as_the_day_of_its_country_where_the_page_prints_that_day() -> None:
    head = jsonld(datePublished="2026-11-11T23:00:00Z")
    found = dates(page("<div class=date>12.11.2026</div>", head, url="https://news.example.de/a", lang="de"))
    assert found.published.value is not None
    assert found.published.value.startswith("2026-11-12")


UTC_DAYS = [
    ("https://news.example.jp/a", "2026-11-11T20:15:00Z", "", "2026-11-12T05:15:00+09:00"),
    ("https://news.example.ca/a", "2026-11-12T00:23:00Z", "", "2026-11-11"),
    ("https://news.example.jp/a", "2026-11-11T10:15:00Z", "", "2026-11-11T10:15:00+00:00"),  # the same day
    (
        "https://news.example.us/a",
        "2026-11-12T07:15:00Z",
        "",
        "2026-11-12T07:15:00+00:00",
    ),  # not in all of it
    ("https://news.example/a", "2026-11-11T20:15:00Z", "", "2026-11-11T20:15:00+00:00"),
    (
        "https://news.example.jp/a",
        "2026-11-11T20:15:00Z",
        "2026/11/11",
        "2026-11-11T20:15:00+00:00",
    ),  # as printed
    (
        "https://news.example.de/a",
        "2026-11-11T23:00:00Z",
        "11.11.26",
        "2026-11-12",
    ),  # a bare day, told in UTC
]


@pytest.mark.parametrize(("url", "instant", "line", "expected"), UTC_DAYS)
def test_an_instant_in_utc_is_told_on_the_day_of_its_country(
    url: str, instant: str, line: str, expected: str
) -> None:
    found = dates(page(f"<div class=date>{line}</div>", meta("pubdate", instant), url=url, lang="de"))
    assert found.published.value == expected


NAMED = [
    ("12 نوفمبر 2026 - 10:30 بتوقيت غرينتش", "ar", "2026-11-12T10:30:00+00:00"),
    ("12 نوفمبر 2026 - 10:30 بتوقيت مكة المكرمة", "ar", "2026-11-12T10:30:00+03:00"),
    ("12 ноября 2026, 10:30 по московскому времени", "ru", "2026-11-12T10:30:00+03:00"),
]


@pytest.mark.parametrize(("line", "lang", "expected"), NAMED)
def test_a_zone_in_words(line: str, lang: str, expected: str) -> None:
    assert dates(page(f"<div class=date>{line}</div>", lang=lang)).published.value == expected


LOCAL = [
    ("https://news.example.sy/a", "12/11/2026 10:30", "ar", "2026-11-12T10:30:00+03:00"),
    ("https://news.example.de/a", "12.07.2026, 10:30 Uhr", "de", "2026-07-12T10:30:00+02:00"),
    ("https://news.example.jp/a", "2026年11月12日 10:30", "ja", "2026-11-12T10:30:00+09:00"),
    ("https://news.example.au/a", "12 November 2026 10:30", "en", "2026-11-12"),  # a country of many zones
    ("https://news.example/a", "12 November 2026 10:30", "en", "2026-11-12"),
    ("https://news.example.de/a", "12.07.2026, 00:00 Uhr", "de", "2026-07-12"),  # a bare day
]


@pytest.mark.parametrize(("url", "line", "lang", "expected"), LOCAL)
def test_a_local_time_has_the_offset_of_its_country(url: str, line: str, lang: str, expected: str) -> None:
    assert dates(page(f"<div class=date>{line}</div>", url=url, lang=lang)).published.value == expected
