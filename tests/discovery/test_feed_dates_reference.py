"""Dates of feeds as others' tests have them: feedparser (tests/test_date_parsers.py). Where Warraq differs, the
case says why."""

from datetime import UTC, datetime

import pytest

from crawler.discovery.texts import time_of
from crawler.extraction.reading.dates.listed import listed_time

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
# The strings of feedparser's date tests, and the instants in UTC; "" where none may be read.
DATES = {
    "Κυρ, 11 Ιούλ 2004 12:00:00 EST": "2004-07-11T17:00:00",
    "2004-július-13T9:15-05:00": "2004-07-13T14:15:00",
    "2003-12-31T10:14:55.1234Z": "2003-12-31T10:14:55.123400",
    "2003-012-31T10:14:55+00:00": "2003-12-31T10:14:55",
    "2004-05-25 오후 11:23:17": "2004-05-25T14:23:17",
    "2004년 05월 28일  01:31:15": "2004-05-27T16:31:15",
    "Fri, 2006/09/15 08:19:53 EDT": "2006-09-15T12:19:53",
    "Thu, 30 Apr 2015 08:57:00 MET": "2015-04-30T07:57:00",
    "Thu, 30 Apr 2015 08:57:00 MEST": "2015-04-30T06:57:00",
    "Thu, 01 Jan 04 19:48:21 GMT": "2004-01-01T19:48:21",
    "Thu, 01 Jan 2004 19:48:21 GMT": "2004-01-01T19:48:21",
    "Thu,  5 Apr 2012 10:00:00 GMT": "2012-04-05T10:00:00",
    "Wed, 19 Aug 2009 18:28:00 Etc/GMT": "2009-08-19T18:28:00",
    "Wed, 19 Feb 2012 22:40:00 GMT-01:01": "2012-02-19T23:41:00",
    "Wed, 19 Feb 2012 22:40:00 -01:01": "2012-02-19T23:41:00",
    "Mon, 13 Feb, 2012 06:28:00 UTC": "2012-02-13T06:28:00",
    "Thu, 01 Jan 2004 00:00 GMT": "2004-01-01T00:00:00",
    "Thu, 01 Jan 2004": "2004-01-01T00:00:00",
    "Mon, 26 January 2004 16:31:00 AT": "2004-01-26T20:31:00",
    "Mon, 26 January 2004 16:31:00 ET": "2004-01-26T21:31:00",
    "Mon, 26 January 2004 16:31:00 CT": "2004-01-26T22:31:00",
    "Mon, 26 January 2004 16:31:00 MT": "2004-01-26T23:31:00",
    "Mon, 26 January 2004 16:31:00 PT": "2004-01-27T00:31:00",
    "Thu Aug 30 2012 17:26:16 +0200": "2012-08-30T15:26:16",
    "Sun Jan  4 16:29:06 2004": "2004-01-04T16:29:06",
    "Sun Jul 15 01:16:00 +0000 2012": "2012-07-15T01:16:00",
    "2003-12-31T10:14:55Z": "2003-12-31T10:14:55",
    "2003-12-31T10:14:55-08:00": "2003-12-31T18:14:55",
    "2003-12-31T18:14:55+08:00": "2003-12-31T10:14:55",
    "2007-04-23T23:25:47.538+10:00": "2007-04-23T13:25:47.538000",
    "2003-12-31": "2003-12-31T00:00:00",
    "2003-12": "2003-12-01T00:00:00",
    "2003": "2003-01-01T00:00:00",
    "2004-02-28T18:14:55-08:00": "2004-02-29T02:14:55",
    "2003-02-28T18:14:55-08:00": "2003-03-01T02:14:55",
    "2000-02-28T18:14:55-08:00": "2000-02-29T02:14:55",
    "2004-07-08 23:56:58 -00:20": "2004-07-09T00:16:58",
    "2004-07-08 23:56:58": "2004-07-08T23:56:58",
    "2004-07-08 23:56:58.0": "2004-07-08T23:56:58",
    **dict.fromkeys(
        ("", "Sun, 31 Dec 9999 23:59:59 -9999", "Sun, 16 Dec 2012 1:2:3:4 GMT", "Sun, 16 zzz 2012 11:47:32 GMT",
         "Sun, Dec x 2012 11:47:32 GMT", "Sun, 16 Dec zz 11:47:32 GMT", "Sun, 99 Jun 2009 12:00:00 GMT",
         "9999-12-31T23:59:59-99:99", "2003-12-31T25:14:55Z", "2003-12-31T10:61:55Z", "2003-12-31T10:14:61Z", "22013",
         "013", "2013-xx-27", "2013-01-28T09:xx:00Z"),
        "",
    ),
}  # fmt: skip
# What feedparser reads and Warraq does not, or the other way round.
OTHER_DATES = {
    # ISO 8601 gave up years of two digits in 2004: 03-12-31 may be a day of 1931 or of 2031.
    **dict.fromkeys(("-0312", "031231", "03-12-31", "-03-12", "03335"), ""),
    "Thu, 01 Jan 0100 00:00:01 +0100": "",  # no news of the web's
    # Without a country nothing says whose clock it is, Korean words or not; on a Korean site see KOREAN.
    "2004-05-25 오후 11:23:18": "2004-05-25T23:23:18",
    # An offset that cannot be read is none: the time is one without an offset.
    "Sun, 16 Dec 2012 11:47:32 +zz:00": "2012-12-16T11:47:32",
    "Sun, 16 Dec 2012 11:47:32 +00:zz": "2012-12-16T11:47:32",
    "2013-01-28T09:00:00+00:xx": "2013-01-28T09:00:00",
    # What stands behind a whole time takes nothing from it.
    "2013-01-28T11:30:00-06:00Textra": "2013-01-28T17:30:00",
    "2013-01-27-01": "2013-01-27T01:00:00",  # a day and its offset, as in XML Schema
}
KOREAN = {"2004-05-25 오후 11:23:17", "2004년 05월 28일  01:31:15"}


def instant(text: str) -> str:
    url = "https://gazette.co.kr/" if text in KOREAN else "https://gazette.example/"
    found = time_of(text, lambda text, language: listed_time(text, url=url, now=NOW, language=language))
    return found.astimezone(UTC).isoformat().removesuffix("+00:00") if found else ""


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    assert instant(text) == DATES[text]


@pytest.mark.parametrize("text", OTHER_DATES)
def test_dates_read_otherwise(text: str) -> None:
    assert instant(text) == OTHER_DATES[text]
