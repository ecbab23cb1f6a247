"""Dates in text, in many languages and calendars, as a table of cases; properties over any text."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.reading.dates.finding import (
    MAX_FOUND,
    find_dates,
    label_in,
    parse_date,
    parse_machine,
)
from crawler.extraction.reading.dates.moment import Moment, from_hijri, from_jalali
from crawler.languages import Language, every

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

MACHINE = [
    ("2026-11-12", "2026-11-12"),
    ("20261112", "2026-11-12"),
    ("2026-11-12T10:30:00Z", "2026-11-12T10:30:00+00:00"),
    ("2026-11-12T10:30:00+0300", "2026-11-12T10:30:00+03:00"),
    ("2026-11-12 10:30:00 +0300", "2026-11-12T10:30:00+03:00"),
    ("2026-11-12T10:30:00.123456789Z", "2026-11-12T10:30:00+00:00"),
    ("20261112T103000Z", "2026-11-12T10:30:00+00:00"),
    ("2026-11-12T10:30", "2026-11-12"),  # a local time of no known zone is only a day
    ("1763461824", "2025-11-18T10:30:24+00:00"),
    ("1763461824000", "2025-11-18T10:30:24+00:00"),
    ("Thu, 12 Nov 2026 10:30:00 GMT", "2026-11-12T10:30:00+00:00"),
    ("Thu Nov 12 10:30:00 EST 2026", "2026-11-12T10:30:00-05:00"),
]

PRINTED = [
    ("၁၂ နိုဝင်ဘာ၊ ၂၀၂၆", "my", "2026-11-12"),
    ("12 ноем. 2026", "bg", "2026-11-12"),
    ("12 تشرين الثاني 2026", "ar", "2026-11-12"),
    ("١٢ نوفمبر ٢٠٢٦", "ar", "2026-11-12"),
    ("12 تشرين الثاني/نوفمبر 2026", "ar", "2026-11-12"),
    ("12 نونبر 2026", "ar", "2026-11-12"),
    ("12 جويلية 2026", "ar", "2026-07-12"),
    ("12 أيلول 2026 بتوقيت دمشق", "ar", "2026-09-12"),
    ("۲۱ آبان ۱۴۰۵", "fa", "2026-11-12"),
    ("1405/08/21 - 14:20", "fa", "2026-11-12"),
    ("November 12, 2026 3:30 pm EST", "en", "2026-11-12T15:30:00-05:00"),
    ("12th November, 2026", "en", "2026-11-12"),
    ("1st November 2026", "en", "2026-11-01"),  # "st" is an hour in Latvian
    ("on the 21st of October 2026", "en", "2026-10-21"),
    ("25 ян 2026", "bg", "2026-01-25"),
    ("13. studenog 2026.", "hr", "2026-11-13"),
    ("10 листоп 2026, 10:00:00", "uk", "2026-11-10"),
    ("pon 16. čer 2026 10:07:43", "cs", "2026-06-16"),
    ("11/12/2026", "en", "2026-11-12"),
    ("12/11/2026", "en-GB", "2026-11-12"),
    ("11/25/2025", "en-GB", "2025-11-25"),  # only one order is possible
    ("11/12/2026", "en-GB", "2026-11-12"),  # the other would be in the future
    ("12/11/2026 10:30 GMT+3", "ar", "2026-11-12T10:30:00+03:00"),
    ("12. November 2026, 15:30 Uhr", "de", "2026-11-12"),
    ("am 13. Mai 2026", "de", "2026-05-13"),
    ("12.11.26", "de", "2026-11-12"),
    ("12 de noviembre de 2026", "es", "2026-11-12"),
    ("1er août 2026", "fr", "2026-08-01"),
    ("1 aout 2026", "fr", "2026-08-01"),
    ("12 ноября 2026 г.", "ru", "2026-11-12"),
    ("12 Kasım 2026", "tr", "2026-11-12"),
    ("2026. november 12.", "hu", "2026-11-12"),
    ("2026年11月12日", "ja", "2026-11-12"),
    ("令和8年11月12日", "ja", "2026-11-12"),
    ("2026년 11월 12일", "ko", "2026-11-12"),
    ("ngày 12 tháng 11 năm 2026", "vi", "2026-11-12"),
    ("12 ב-נובמבר 2026", "he", "2026-11-12"),
    ("12/11/2569", "th", "2026-11-12"),
    ("26 | 01 | 2022", "de", "2022-01-26"),
    ("Erstellt am 09.02.2026", "de", "2026-02-09"),  # no time before noon
    ("Erstellt am09.02.2026", "de", "2026-02-09"),
    ("UpdatedJanuary 25, 2026", "en", "2026-01-25"),  # elements printed side by side
    ("7 min readDec 30, 2013", "en", "2013-12-30"),
    ("29. Dezember 202530. Dezember 2025", "de", "2025-12-29"),
    ("3 de mayo de 202221:25", "es", "2022-05-03"),
    ("May 21, 2025April 24, 2025", "en", "2025-05-21"),
    ("see https://news.example/2020/01/02/x, 12 May 2026", "en", "2026-05-12"),
    ("12.31.2025", "en", "2025-12-31"),
    # Months of languages without a table of their own, calendars of two-digit years, days in words.
    ("17 พ.ย. 69 19:40 น.", "th", "2026-11-17"),
    ("17 พฤศจิกายน 2569", "th", "2026-11-17"),
    ("17 พฤศจิกายน พ.ศ. 2569", "th", "2026-11-17"),
    ("17/11/69", "th", "2026-11-17"),
    ("17/11/2569", "th", "2026-11-17"),
    ("17 พ.ย. 26", "th", "2026-11-17"),
    ("วันอังคารที่ 17 พฤศจิกายน 2569", "", "2026-11-17"),
    ("๑๗ พฤศจิกายน ๒๕๖๙", "th", "2026-11-17"),
    ("17พ.ย.69", "th", "2026-11-17"),
    ("17 พ.ย. 2569 | 19:40", "th", "2026-11-17"),
    ("۲ آذر ۰۵", "fa", "2026-11-23"),
    ("۰۵/۰۹/۰۲", "fa", "2026-11-23"),
    ("بیست و سوم آبان ۱۴۰۵", "fa", "2026-11-14"),
    ("سی‌ام آبان ۱۴۰۵", "fa", "2026-11-21"),
    ("سی ام آبان ماه ۱۴۰۵", "fa", "2026-11-21"),
    ("یکم آذر ۱۴۰۵", "fa", "2026-11-22"),
    ("1405/09/02", "fa", "2026-11-23"),
    ("۱۴۰۵/۹/۲", "fa", "2026-11-23"),
    ("۲۷ دی ۹۹", "fa", "2021-01-16"),
    ("17 ноември 2026", "bg", "2026-11-17"),
    ("17. новембар 2026.", "sr", "2026-11-17"),
    ("17. studenoga 2026.", "hr", "2026-11-17"),
    ("17. novembra 2026", "sk", "2026-11-17"),
    ("2026 m. lapkričio 17 d.", "lt", "2026-11-17"),
    ("17. novembris 2026", "lv", "2026-11-17"),
    ("2026. gada 17. novembris", "lv", "2026-11-17"),
    ("17 nëntor 2026", "sq", "2026-11-17"),
    ("17 noyabr 2026", "az", "2026-11-17"),
    ("17 қараша 2026", "kk", "2026-11-17"),
    ("2026 жылғы 17 қараша", "kk", "2026-11-17"),
    ("2026 ж. 17 қараша", "kk", "2026-11-17"),
    ("17 ნოემბერი 2026", "ka", "2026-11-17"),
    ("17 ნოემბერი, 2026", "ka", "2026-11-17"),
    ("17 նոյեմբերի, 2026", "hy", "2026-11-17"),
    ("नोभेम्बर १७, २०२६", "ne", "2026-11-17"),
    ("17 நவம்பர் 2026", "ta", "2026-11-17"),
    ("நவம்பர் 17, 2026", "ta", "2026-11-17"),
    ("17 నవంబర్ 2026", "te", "2026-11-17"),
    ("१७ नोव्हेंबर २०२६", "mr", "2026-11-17"),
    ("17 Novemba 2026", "sw", "2026-11-17"),
    ("Novemba 17, 2026", "sw", "2026-11-17"),
    ("17 ኖቬምበር 2026", "am", "2026-11-17"),
    ("ኖቬምበር 17, 2026", "am", "2026-11-17"),
    ("၁၇ နိုဝင်ဘာ ၂၀၂၆", "my", "2026-11-17"),
    ("၂၀၂၆ ခုနှစ် နိုဝင်ဘာလ ၁၇ ရက်", "my", "2026-11-17"),
    ("၂၀၂၆ နိုဝင်ဘာ ၁၇", "my", "2026-11-17"),
    ("17 វិច្ឆិកា 2026", "km", "2026-11-17"),
    ("ថ្ងៃទី១៧ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "km", "2026-11-17"),
    ("2026 නොවැම්බර් 17", "si", "2026-11-17"),
    ("17 නොවැම්බර් 2026", "si", "2026-11-17"),
    ("17-noyabr 2026", "uz", "2026-11-17"),
    ("2026-yil 17-noyabr", "uz", "2026-11-17"),
    ("17 ноябр 2026", "uz", "2026-11-17"),
    ("17 ноември 2026", "mk", "2026-11-17"),
    ("17 лістапада 2026", "be", "2026-11-17"),
    ("17 лістапада 2026 г.", "be", "2026-11-17"),
    ("17 ພະຈິກ 2026", "lo", "2026-11-17"),
    ("17. nóvember 2026", "is", "2026-11-17"),
    ("17. november 2026", "et", "2026-11-17"),
    ("17. november 2026", "sl", "2026-11-17"),
    ("17 de novembre de 2026", "ca", "2026-11-17"),
    ("17 de novembro de 2026", "gl", "2026-11-17"),
    ("2026ko azaroaren 17a", "eu", "2026-11-17"),
    ("17 Tachwedd 2026", "cy", "2026-11-17"),
    ("17 Samhain 2026", "ga", "2026-11-17"),
    ("૧૭ નવેમ્બર ૨૦૨૬", "gu", "2026-11-17"),
    ("17 ਨਵੰਬਰ 2026", "pa", "2026-11-17"),
    ("17 നവംബർ 2026", "ml", "2026-11-17"),
    ("നവംബർ 17, 2026", "ml", "2026-11-17"),
    ("17 ನವೆಂಬರ್ 2026", "kn", "2026-11-17"),
    ("17 November 2026", "ms", "2026-11-17"),
    ("17 Nobyembre 2026", "fil", "2026-11-17"),
    ("Nobyembre 17, 2026", "fil", "2026-11-17"),
    ("17-ноябрь, 2026", "ky", "2026-11-17"),
    ("2026-жылдын 17-ноябры", "ky", "2026-11-17"),
    ("17 ноябри 2026", "tg", "2026-11-17"),
    ("17 noýabr 2026", "tk", "2026-11-17"),
    ("۱۷ نومبر ۲۰۲۶", "ps", "2026-11-17"),
    ("١٧ى تشرینی دووەمی ٢٠٢٦", "ckb", "2026-11-17"),
    # Several names in a run of Han characters.
    ("2026年11月12日晚8:00", "zh", "2026-11-12"),
    ("[Nov] 12, 2026", "en", "2026-11-12"),
    ("8 جمادى الأولى 1447 هـ الموافق 30 أكتوبر 2025 م", "ar", "2025-10-30"),
]

# Relative to NOW, Monday 23 November 2026, 16:00 UTC.
AGES = [
    ("just now", "en", "2026-11-23T16:00:00+00:00"),
    ("منذ ساعتين", "ar", "2026-11-23T14:00:00+00:00"),
    ("أمس", "ar", "2026-11-22"),
    ("vor einer Stunde", "de", "2026-11-23T15:00:00+00:00"),
    ("3小时前", "zh", "2026-11-23T13:00:00+00:00"),
    ("发布于3小时前", "zh", "2026-11-23T13:00:00+00:00"),
    ("3天前", "zh", "2026-11-20"),
    ("3時間前", "ja", "2026-11-23T13:00:00+00:00"),
    ("30分前", "ja", "2026-11-23T15:30:00+00:00"),
    ("3시간 전", "ko", "2026-11-23T13:00:00+00:00"),
]

NONE = [
    "",
    "no date at all",
    "0000-00-00",
    "9999-12-31",
    "31.02.2026",
    "192.168.11.12",
    "1.2.3.4",
    "2 years ago",
    "10 | 11 | 12 | 13 | 14",
    "9 - 10 - 11 - 12",
    "$" * 1000,
    "\x00\x01",
    "令和8年99999999999999月1日",  # numbers that no calendar of Python's can hold
]


@pytest.mark.parametrize(("text", "expected"), MACHINE)
def test_machine_forms(text: str, expected: str) -> None:
    moment = parse_date(text, now=NOW)
    assert moment is not None
    assert moment.render() == expected


@pytest.mark.parametrize(("text", "language", "expected"), AGES)
def test_ages(text: str, language: str, expected: str) -> None:
    moment = parse_date(text, now=NOW, language=language)
    assert moment is not None
    assert moment.render() == expected
    assert not moment.sure


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [("9月14日晚8:00", "zh", 20), ("下午3点20分", "zh", 15), ("午後3時20分", "ja", 15)],
)
def test_halves_of_the_day_beside_other_names(text: str, language: str, hour: int) -> None:
    moment = parse_date(
        f"2026年{text}" if "月" in text else f"2026年9月14日{text}", now=NOW, language=language
    )
    assert moment is not None
    assert moment.clock is not None
    assert moment.clock.hour == hour


@pytest.mark.parametrize(("text", "language", "expected"), PRINTED)
def test_printed_dates(text: str, language: str, expected: str) -> None:
    moment = parse_date(text, now=NOW, language=language)
    assert moment is not None
    assert moment.render() == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, now=NOW, language="en") is None


@pytest.mark.parametrize(
    ("text", "language", "clock"),
    [
        ("الخميس 12/11/2026 - 10:30 ص", "ar", time(10, 30)),
        ("نشر في 12 نوفمبر 2026 م 10:30 م", "ar", time(22, 30)),
        ("2026年11月12日 下午3:30", "zh", time(15, 30)),
        ("2026年11月12日 15時30分", "ja", time(15, 30)),
        ("9 de maio de 2026 às 12h30", "pt", time(12, 30)),
        ("10:30, 12.11.2026", "ru", time(10, 30)),
        ("Stand: 21.3.2026, 11.24 Uhr", "de", time(11, 24)),
        ("Published: 12 Nov 2026 10:30-11:45", "en", time(10, 30)),
        ("12 Nov 2026", "en", None),
        ("28.09.1912:44", "de", time(12, 44)),
        ("April 25, 20232:26 PM", "en", time(14, 26)),
        ("Veröffentlicht am 09.02.2026 um 12:30 Uhr", "de", time(12, 30)),
        ("3 de mayo de 2026 a las 10:30 de la noche", "es", time(22, 30)),
        ("publié le 12 mai 2026 à 10h30 du", "fr", time(10, 30)),  # Hungarian "du" is in the afternoon
        ("오전 10:30 2026-03-04", "ko", time(10, 30)),
    ],
)
def test_the_time_of_day_is_kept_without_a_zone(text: str, language: str, clock: time | None) -> None:
    moment = parse_date(text, now=NOW, language=language)
    assert moment is not None
    assert moment.clock == clock
    assert moment.zone is None


@pytest.mark.parametrize(
    ("text", "language", "hours"),
    [
        ("منذ 3 ساعات", "ar", 3),
        ("منذ ٣ ساعات", "ar", 3),
        ("منذ ساعتين", "ar", 2),
        ("منذ ساعة", "ar", 1),
        ("3 hours ago", "en", 3),
        ("an hour ago", "en", 1),
        ("vor 2 Stunden", "de", 2),
        ("vor einer Stunde", "de", 1),
        ("il y a 3 heures", "fr", 3),
        ("hace 3 horas", "es", 3),
    ],
)
def test_times_relative_to_the_fetch(text: str, language: str, hours: int) -> None:
    moment = parse_date(text, now=NOW, language=language)
    assert moment is not None
    assert moment.aware() == NOW - timedelta(hours=hours)
    assert not moment.sure


def test_yesterday_is_a_day() -> None:
    moment = parse_date("yesterday", now=NOW, language="en")
    assert moment == Moment(date(2026, 11, 22), sure=False)


def test_an_offset_too_large_for_a_clock_is_none() -> None:
    moment = parse_date("25.11.2025 10:30 GMT+3:99999999999999", now=NOW)
    assert moment == Moment(date(2025, 11, 25), time(10, 30), UTC)


def test_a_zone_can_be_given_for_local_times() -> None:
    east = timezone(timedelta(hours=3))
    moment = parse_date("12/11/2026 10:30", now=NOW, language="ar")
    assert moment is not None
    assert moment.render(east) == "2026-11-12T10:30:00+03:00"


def test_a_day_without_a_year_is_read_on_request_and_never_sure() -> None:
    assert not find_dates("Nov 12", now=NOW, language="en")
    for text, day in (("Nov 12", date(2026, 11, 12)), ("Dec 12", date(2025, 12, 12))):
        found = find_dates(text, now=NOW, language="en", yearless=True)
        assert [item.moment for item in found] == [Moment(day, sure=False)]


def test_several_dates_in_a_line_and_what_they_are_called() -> None:
    found = find_dates("Published 12 Nov 2026, 10:30. Updated: 13 Nov 2026", now=NOW, language="en")
    assert [(item.moment.day.day, item.label) for item in found] == [(12, "published"), (13, "modified")]
    assert label_in("آخر تحديث", "ar") == "modified"
    assert label_in("Jane Doe", "en") == ""


def test_a_date_after_an_age_says_it_again() -> None:
    line = "05/04/2026 às 04h05 Atualizado há 2 dias, em 06/04/2026 às 10h12"
    found = find_dates(line, now=NOW, language="pt")
    days = [(item.moment.day.isoformat(), item.label) for item in found]
    assert days == [("2026-04-05", ""), ("2026-04-06", "modified")]
    two = find_dates("7 جمادى الآخرة 1448 الموافق 17 نوفمبر 2026م", now=NOW, language="ar")
    assert [(item.moment.day.isoformat(), item.moment.sure) for item in two] == [("2026-11-17", True)]


def test_of_two_dates_neither_is_the_time_of_the_other() -> None:
    found = find_dates("03.04.2025 / 05.04.2025, 10.30 Uhr", now=NOW, language="de")
    assert [(item.moment.day.day, item.moment.clock) for item in found] == [(3, None), (5, time(10, 30))]


@pytest.mark.parametrize(
    ("line", "language", "label"),
    [
        ("12 November 2026: last update", "en", "modified"),
        ("wurde am 12. Mai 2026 um 23:03 Uhr gepostet", "de", "published"),
        ("Aktuelles Datum und Uhrzeit: 12/11/26, 07:22 pm", "de", ""),
        ("Datum: 12.11.2026", "de", "published"),
        ("Date: 12 November 2026", "en", "published"),
        ("ปรับปรุง: 12 พ.ย. 2569 09:10", "th", "modified"),
        ("გამოქვეყნდა 12 ნოემბერი, 2026", "ka", "published"),
        ("yenilənib: 12.11.2026", "az", "modified"),
    ],
)
def test_what_a_line_calls_its_date(line: str, language: str, label: str) -> None:
    assert [item.label for item in find_dates(line, now=NOW, language=language)] == [label]


@pytest.mark.parametrize(
    ("line", "language", "minutes"),
    [
        ("12 November 2026, 06:15 Updated 09:40", "en", [("", 15), ("modified", 40)]),
        ("Publié le 12/11/2026 à 10h30, mis à jour à 12h05", "fr", [("published", 30), ("modified", 5)]),
        ("12.11.2026 10:30, aktualisiert um 12:05 Uhr", "de", [("", 30), ("modified", 5)]),
        ("Updated 12:05, 12 November 2026", "en", [("modified", 5)]),
    ],
)
def test_a_time_of_change_alone_is_of_the_day_before_it(
    line: str, language: str, minutes: list[tuple[str, int]]
) -> None:
    found = find_dates(line, now=NOW, language=language)
    clocks = [(item.label, item.moment.clock and item.moment.clock.minute) for item in found]
    assert clocks == minutes
    assert {item.moment.day for item in found} == {date(2026, 11, 12)}


@pytest.mark.parametrize("language", every(), ids=lambda language: language.code)
def test_every_spelling_of_every_month_is_read(language: Language) -> None:
    for number, spellings in enumerate(language.months, 1):
        for spelling in spellings:
            moment = parse_date(f"12 {spelling} 2021", now=NOW, language=language.code)
            assert moment is not None, spelling
            assert moment.day == date(2021, number, 12), spelling


@pytest.mark.parametrize(
    ("hijri", "expected"),
    [
        ((1445, 9, 1), date(2024, 3, 11)),
        ((1446, 9, 1), date(2025, 3, 1)),
        ((1447, 1, 1), date(2025, 6, 26)),
        ((1420, 10, 1), date(2000, 1, 8)),
    ],
)
def test_hijri_months_begin_within_a_day_of_the_umm_al_qura_calendar(
    hijri: tuple[int, int, int], expected: date
) -> None:
    day = from_hijri(*hijri)
    assert day is not None
    assert abs(day - expected) <= timedelta(days=1)


def test_a_hijri_date_is_not_sure() -> None:
    moment = parse_date("5 رمضان 1447 هـ", now=NOW, language="ar")
    assert moment is not None
    assert abs(moment.day - date(2026, 2, 22)) <= timedelta(days=1)
    assert not moment.sure


@pytest.mark.parametrize(
    ("jalali", "expected"),
    [
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 12, 30), None),
        ((1405, 8, 21), date(2026, 11, 12)),
        ((1405, 13, 1), None),
        ((1405, 7, 31), None),
    ],
)
def test_jalali_days(jalali: tuple[int, int, int], expected: date | None) -> None:
    assert from_jalali(*jalali) == expected


@given(st.dates(date(1990, 1, 1), date(2026, 11, 22)))
def test_every_day_survives_its_iso_form(day: date) -> None:
    assert parse_machine(day.isoformat()) == Moment(day)


@given(
    st.dates(date(1990, 1, 1), date(2026, 11, 22)),
    st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]),
)
def test_digits_of_any_script_are_digits(day: date, digits: str) -> None:
    text = f"{day.day}.{day.month}.{day.year}".translate(str.maketrans("0123456789", digits))
    moment = parse_date(text, now=NOW, language="de")
    assert moment is not None
    assert moment.day == day


@given(st.text(max_size=500), st.sampled_from(["en", "ar", "fa", "ja", "de", None]))
def test_any_text_gives_bounded_real_days(text: str, language: str | None) -> None:
    found = find_dates(text, now=NOW, language=language, yearless=True)
    assert len(found) <= MAX_FOUND
    assert all(isinstance(item.moment.day, date) and len(item.before) <= len(text) for item in found)


@given(st.text("0123456789-/:.TZ+ ", max_size=60))
def test_any_numbers_and_signs_never_raise(text: str) -> None:
    moment = parse_date(text, now=NOW)
    assert moment is None or 1900 <= moment.day.year <= 2100 or moment.zone is not None
