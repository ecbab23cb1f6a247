"""When it was published: every form of a date and its bounds, where it stands, and which of two is believed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
import pytest

from crawler.extraction.reading.dates.moment import from_hijri
from crawler.items import Link
from tests.extraction.records import TITLE, ld, meta
from tests.extraction.telling import claimed, page, said
from tests.sweeps import Sweep, differences, kept

WHEN = claimed("published_at", "modified_at")
DATED = said("published_at", "modified_at", "date_from")
ROWS = [f"<p>row {number} of the page</p>" for number in "abcdefghijklmnopqrstuvwxyzabcdefghij"]
LONG = " ".join(["the quay and the wall of the old harbour"] * 12)


# On a site of a country with one offset, so that a local time tells an instant.
AT_HOME = said("published_at", "modified_at", "date_from", url="https://www.harbourpost.ae/x")


def printed(line: str, language: str = "en") -> Any:
    """What a line called date right under the title tells."""
    html = page(above=f'<div class="date">{line}</div>')
    return AT_HOME(html.replace('lang="en"', f'lang="{language}"', 1))


# Forms of dates, as readers in many languages meet them. `language` before the bar.
FORMS = """
en|2026-11-12
en|2026/11/12
en|2026.11.12
en|2026-11-12T10:30:00Z
en|2026-11-12 10:30
en|2026-11-12 10:30:45.123
en|2026-11-12 10:30:45 +0300
en|2026-11-12 10:30 +03:00
en|2026-11-12 10:30 +3
en|2026-11-12 10:30 -3
en|2026-11-12 10:30:00 +3: x
en|2026-11-12 10:30:00 +3:30
en|2026-11-12 10:30:00 + 3
en|2026-11-12 10:30:00 -0430
en|2026-11-12 10:30:00 +0437
en|2026-11-12 10:30:00 +1500
en|2026-11-12 10:30:00 +1400
en|2026-11-12 10:30 GMT+3
en|2026-11-12 10:30 (GMT+3)
en|2026-11-12 10:30 GMT
en|2026-11-12 10:30 UTC
en|2026-11-12 10:30 EST
en|2026-11-12, 10:30, EST
en|2026-11-12 10:30 ET
en|2026-11-12 10:30 IST
en|2026-11-12 10:30 NPT
en|2026-11-12 10:30 JST
en|2026-11-12 10:30 AEDT
en|2026-11-12 10:30 CET
en|2026-11-12 10:30 MSK
en|2026-11-12 10:30 PST
en|2026-11-12 10:30 BRT
en|2026-11-12 10:30 HST
en|2026-11-12 10:30 ACST
en|2026-11-12 10:30 WIB
en|2026-07-12 10:30 CEST
en|2026-07-12 10:30 BST
en|2026-07-12 10:30 EDT
en|2026-07-12 10:30 PDT
en|10:30 2026-11-12
en|10:30 - 2026-11-12
en|at 10:30 on Thursday 12 November 2026
en|10:30 am, 12 November 2026
en|12 November 2026 10:30 am
en|12 November 2026 10.30pm
en|12 November 2026 12:30 am
en|12 November 2026 12:30 pm
en|12 November 2026 3 pm
en|12 November 2026 13 pm
en|12 November 2026 at 15h
en|12 November 2026 at 15h30
en|12 November 2026 24:00
en|12 November 2026 23:59
en|12 November 2026 23:60
en|12 November 2026 25:10
en|12 November 2026 7:5
en|12 November 2026 - 7:05
en|12 November 2026 one two three four 7:05
en|12 November 2026 one two three four five 7:05
en|12 November 2026 | 7 min read
en|7 min read 12 November 2026
en|12 November
en|November 2026
en|November 12
en|12th November 2026
en|November 12th, 2026
en|Nov 12, 2026
en|Nov. 12, 2026
en|NOV 12 2026
en|Nov-12-2026
en|12-Nov-26
en|12 Nov '26
en|12Nov2026
en|Nov 12 15:30:00 EST 2026
en|Thu Nov 12 15:30:00 UTC 2026
en|Thu, 12 Nov 2026 15:30:00 GMT
en|Thursday, November 12, 2026 3:30 PM EST
en|the 12th of November 2026
en|12 of the month of November 2026
en|2026 Nov 12
en|2026, November 12
en|11/12/2026
en|13/12/2025
en|11/12/26
en|11.12.2026
en|11-12-2026
en|11|12|2026
en|11 | 12 | 2026
en|11–12–2026
en|1/2/3
en|2026-11-123
en|2026-111-12
en|111/12/2026
en|11/112/2026
en|11/12/202
en|1/1/26
en|001/02/2026
de|111.12.2026
de|1.111.2026
zh|111-11-12
en|2026|11|12
en|2026–11–12
ja|令和08年11月12日
ja|令和8年11月12
en|1/2/2026
en|10 | 11 | 12 | 13
en|10.11.12.13
en|11.12.2026.4
en|11/12/2026/4
en|11/12-2026
en|31/31/2026
en|2/30/2026
en|2026-13-01
en|2026-02-29
en|2024-02-29
en|2026-11-12 and 2026-11-13
en|2026-11-11, updated 2026-11-12
en|Published 2026-11-11 Updated 2026-11-12
en|Updated: 2026-11-12
en|Updated on Thursday the 12 November 2026
en|Updated one two three four 12 November 2026
en|12 November 2026: last update
en|12 November 2026 one two: last update
en|12 November 2026 updated 10:30
en|Deadline: 12 November 2026
en|© 2026-11-12
en|Photo (c) 2026-11-12
en|Date 12 November 2026
en|Date: 12 November 2026
en|Dated on 12 November 2026
en|Posted x 12 November 2026
en|Post date x 12 November 2026
en|Posted 10 days before 12 November 2026
en|Date of the hearing 12 November 2026
en|Born 12 November 2026
en|Today 10:30
en|Today, 10:30 am
en|Yesterday 10:30
en|Yesterday the harbour saw a storm
en|Yesterday at 10:30 the harbour saw a storm
en|2 hours ago
en|2hours ago
en|3 days ago
en|2 weeks ago
en|2 months ago
en|30 seconds ago
en|90 minutes ago
en|Published 3 hours ago
en|in 3 hours
en-us|11/12/2026
en-us|11.12.2026
en-gb|11/12/2026
en-gb|11/12/26
en-ph|11/12/2026
es-pr|11/12/2026
es|11/12/2026
es|12 de noviembre de 2026
es|12 de noviembre del 2026
es|jueves, 12 de noviembre de 2026, 10:30 h
es|12 noviembre, 2026 - 10:30
es|hace 3 horas
de|12. November 2026
de|12. Nov. 2026, 15.30 Uhr
de|12.11.2026
de|12.11.26
de|am 12.11.2026
de|am 12.11.2026 veröffentlicht
de|Stand: 12.11.2026, 15:30 Uhr
de|Stand 12. November 2026
de|vor 3 Stunden
de|gestern, 10:30 Uhr
de|12. Mai 2026
de|Do, 12.11.2026 - 10:30
fr|12 novembre 2026
fr|1er août 2026
fr|1er aout 2026
fr|le 12 novembre 2026 à 10h30
fr|12 fevrier 2026
fr|Publié le 12/11/2026 à 10:30
fr|Publié le 11/11/2026, mis à jour le 12/11/2026
fr|il y a 3 heures
fr|hier à 10h30
it|12 novembre 2026
it|3 ore fa
pt|12 de novembro de 2026 às 10h30
pt|há 3 horas
nl|12 november 2026 om 10:30
sv|12 november 2026 kl. 10.30
sv|för 3 timmar sedan
fi|12. marraskuuta 2026 klo 10.30
pl|12 listopada 2026
cs|12. listopadu 2026
hu|2026. november 12.
hu|2026. november 12. 10:30
hu|26.11.12
lt|26-11-12
tr|12 Kasım 2026, 10:30
tr|12 Kasım 2026 Perşembe - 10:30
tr|3 saat önce
el|12 Νοεμβρίου 2026
ru|12 ноября 2026 г., 10:30 МСК
ru|12 ноября 2026, 10:30
ru|3 часа назад
ru|вчера, 10:30
uk|12 листопада 2026
he|12 בנובמבר 2026
he|12/11/2026
ar|12 نوفمبر 2026
ar|١٢ نوفمبر ٢٠٢٦
ar|الخميس ١٢ تشرين الثاني/نوفمبر ٢٠٢٦
ar|12 تشرين الثاني 2026
ar|12 نوفمبر 2026 10:30 ص
ar|12 نوفمبر 2026 10:30 م
ar|12 نوفمبر 2026 الساعة 10:30 مساء
ar|12/11/2026
ar|١٢/١١/٢٠٢٦
ar|قبل 3 ساعات
ar|2 جمادى الآخرة 1448
ar|2 جمادى الآخرة 1448 هـ
ar|1448/06/02
ar|1448/6/2 هـ
ar|2/6/1448
ar|30 جمادى الآخرة 1448
ar|31 جمادى الآخرة 1448
ar|2 محرم 1399
ar|2 محرم 1400
ar|2 محرم 1447
ar|1 رمضان 1447 هـ الموافق 18 فبراير 2026
ar|10:30 بتوقيت غرينتش 12 نوفمبر 2026
en|1448/06/02
en|2/6/1448
fa|۲۱ آبان ۱۴۰۵
fa|۱۴۰۵/۰۸/۲۱
fa|1405/08/21 10:30
fa|۳۱ شهریور ۱۴۰۵
fa|۳۱ مهر ۱۴۰۵
fa|۳۰ اسفند ۱۴۰۳
fa|۳۰ اسفند ۱۴۰۴
fa|۲۹ اسفند ۱۴۰۴
fa|۱ فروردین ۱۳۶۹
fa|۱ فروردین ۱۳۶۸
fa|۳ ساعت پیش
ur|12 نومبر 2026
ckb|12ی تشرینی دووەم 2026
hi|12 नवंबर 2026
th|12/11/2569
vi|ngày 12 tháng 11 năm 2026
vi|12 tháng 11, 2026
id|12 November 2026 10:30 WIB
zh|2026年11月12日
zh|2026年11月12日 10:30
zh|2026年11月12日上午10:30
zh|2026年11月12日 下午3:30
zh|2026年11月12日 下午3時30分
zh|26-11-12
zh|11月12日
zh|民國115年11月12日
zh|昨天 10:30
ja|2026年11月12日
ja|2026年11月12日 10時30分
ja|2026年11月12日 午後3時30分
ja|2026年11月12日(木) 10:30
ja|令和8年11月12日
ja|令和8月11月12日
ja|令和8年11年12日
ja|令和8年11月
ja|令和年11月12日
ja|平成30年11月12日
ja|昭和64年1月7日
ja|26/11/12
ko|2026년 11월 12일
ko|2026년 11월 12일 오후 3:30
ko|2026.11.12. 10:30
ko|26-11-12
ko|3시간 전
mn|26-11-12
""".strip().splitlines()


WORDED = """
en|just now
en|a moment ago
en|now
en|today
en|yesterday
en|an hour ago
en|a day ago
en|one hour ago
es|hace una hora
es|ayer
de|vor einer Stunde
ar|أمس
ar|منذ ساعتين
ar|منذ ساعة
zh|3小时前
ja|3時間前
en|20261112
en|20261112T103000
en|20261112T1030
en|1794480600
en|1794480600000
en|1794480600.123
en|20261112T103000Z
en|20261112T103000+0300
en|2026111
en|202611120
en|179448060
en|17944806000
en|2026-11-12T10:30:00.123456789+00:00
en|2026-11-12t10:30:00z
en| 2026-11-12
en|2026-W46-4
en|2 days ago
en|Nov 12, 2026 10:30
en|x2026-11-12
en|1899-11-12
en|2101-11-12
en|2026-11-12T10:30:00+03:00
""".strip().splitlines()


def form(line: str) -> Any:
    language, _, written = line.partition("|")
    return printed(written, language)


def in_meta(line: str) -> Any:
    language, _, written = line.partition("|")
    html = page(head=meta(article__published_time=written))
    return AT_HOME(html.replace('lang="en"', f'lang="{language}"', 1))


def counted(pattern: str, language: str, number: int) -> Any:
    """What a date with this number in it tells."""
    return printed(pattern.format(number, number + 1, year=number), language)


def days_ago(pattern: str, number: int) -> Any:
    """What a date of so many days before the fetch tells."""
    day = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=number)
    return DATED(page(above=f'<div class="date">{day:{pattern}}</div>'))


NUMBERED = (
    ("days of November", "{:d} November 2026", "en", range(33)),
    ("days of February", "{:d} February 2026", "en", range(27, 32)),
    ("days of a month first", "November {:d}, 2026", "en", range(33)),
    ("days of a machine's date", "2026-10-{:02d}", "en", range(34)),
    ("months of a machine's date", "2026-{:02d}-05", "en", range(15)),
    ("months in the middle", "05.{:d}.2026", "de", range(15)),
    ("months that may be days", "{:d}/5/2026", "en", range(15)),
    ("days that may be months", "5/{:d}/2026", "en", range(33)),
    ("two equal numbers", "{0:d}/{0:d}/2026", "en", range(1, 13)),
    ("years", "12 November {:d}", "en", range(1895, 2110)),
    ("years of a machine's date", "{:d}-11-12", "en", range(1895, 2110)),
    ("years of two digits", "12 November {:02d}", "en", range(100)),
    ("years of two digits in numbers", "12.11.{:02d}", "de", range(100)),
    ("years of two digits first", "{:02d}-11-12", "zh", range(100)),
    ("Jalali years", "{:d}/08/21", "fa", range(1360, 1480)),
    ("Hijri years", "2 محرم {:d}", "ar", range(1395, 1505)),
    ("Buddhist years", "12/10/{:d}", "th", range(2525, 2650)),
    ("Reiwa years", "令和{:d}年11月12日", "ja", range(12)),
    ("Jalali months", "1405/{:d}/01", "fa", range(15)),
    ("days of a Jalali month of 31", "1404/6/{:d}", "fa", range(28, 34)),
    ("days of a Jalali month of 30", "1404/7/{:d}", "fa", range(28, 34)),
    ("days of a Jalali month of 29", "1404/12/{:d}", "fa", range(28, 34)),
    ("last days of Jalali leap years", "{:d}/12/30", "fa", range(1369, 1405)),
    ("first days of Jalali years", "{:d}/1/1", "fa", range(1369, 1406)),
    ("last days of a Jalali summer", "{:d}/6/31", "fa", range(1369, 1405)),
    ("Hijri months", "1447/{:d}/05 هـ", "ar", range(15)),
    ("first days of Hijri years", "1 محرم {:d}", "ar", range(1411, 1449)),
    ("middle of Hijri years", "15 رجب {:d}", "ar", range(1411, 1449)),
    ("days of a Hijri month", "{:d} صفر 1447", "ar", range(33)),
    ("hours", "12 November 2026 {:d}:15", "en", range(28)),
    ("hours before noon", "12 November 2026 {:d}:15 am", "en", range(16)),
    ("hours after noon", "12 November 2026 {:d}:15 pm", "en", range(16)),
    ("hours alone", "12 November 2026 {:d} pm", "en", range(16)),
    ("minutes", "12 November 2026 10:{:02d}", "en", range(0, 65, 4)),
    ("seconds", "12 November 2026 10:15:{:02d}", "en", range(0, 65, 4)),
    ("hours of an offset", "12 November 2026 10:15:00 +{:02d}00", "en", range(18)),
    ("hours of an offset to the west", "12 November 2026 10:15:00 -{:02d}00", "en", range(18)),
    ("minutes of an offset", "12 November 2026 10:15:00 +03{:02d}", "en", range(0, 61, 5)),
    ("hours ago", "{:d} hours ago", "en", [*range(30), 100, 1000, 1439, 1440, 1441, 9999]),
    ("days ago", "{:d} days ago", "en", [*range(5), *range(55, 65), 400]),
    ("minutes ago", "{:d} minutes ago", "en", [*range(0, 100, 9), 10**6, 10**8]),
)
FORMED = [
    Sweep("forms of a date", FORMS, form),
    Sweep("forms of a date in metadata", [*WORDED, *FORMS[:60]], in_meta),
    *(
        Sweep(name, values, partial(counted, pattern, language))
        for name, pattern, language, values in NUMBERED
    ),
    Sweep("days from now", range(-4, 4), partial(days_ago, "%Y-%m-%d")),
    Sweep("days from now whose month may be the day", range(-30, 300, 10), partial(days_ago, "%d/%m/%Y")),
]


def line_of(pattern: str, number: int) -> Any:
    return printed(pattern.format(words=" ".join(["quay"] * number), signs="x" * number))


IN_LINES = [
    Sweep(name, values, partial(line_of, pattern))
    for name, pattern, values in (
        ("words between label and date", "Updated {words} 12 November 2026", range(6)),
        ("words between a short label and its date", "Date {words} 12 November 2026", range(4)),
        ("words between date and label", "12 November 2026 {words} updated", range(4)),
        ("words between date and time", "12 November 2026 {words} 10:15", range(7)),
        ("words between time and date", "10:15 {words} 12 November 2026", range(7)),
        ("words before time and date", "{words} 10:15 at 12 November 2026", range(8)),
        (
            "words before a time far from its date",
            "{words} 10:15 one two three four 12 November 2026",
            range(8),
        ),
        ("words between day and month", "12 {words} November 2026", range(5)),
        ("words between month and year", "12 November {words} 2026", range(5)),
        ("letters of a word between day and month", "12 {signs} November 2026", range(1, 8)),
        ("letters of a word between month and year", "12 November {signs} 2026", range(1, 8)),
        ("letters before a date", "{signs} 12 November 2026", range(180, 240)),
        ("words before a date", "{words} 12 November 2026", range(10)),
        ("words after a date", "12 November 2026 {words}", range(16)),
        ("letters of a label", "Published {signs}", range(5)),
    )
]


def plain_line(before: int, after: int) -> str:
    return f"<p>{' '.join(['quay'] * before)} 12 November 2026 {' '.join(['wall'] * after)}</p>"


IN_LINES += [
    Sweep("words before a date that nothing names", range(10), lambda n: WHEN(page(above=plain_line(n, 0)))),
    Sweep("words after a date that nothing names", range(16), lambda n: WHEN(page(above=plain_line(0, n)))),
    Sweep("letters of a line with a date", range(200, 240, 2),
          lambda n: WHEN(page(above=f"<p>12 November 2026 {LONG[: n - 17]}</p>"))),
    Sweep("letters before the date of a paragraph", range(0, 64, 3),
          lambda n: WHEN(page(lead=f"<p>{('Harbour quay wall ' * 5)[:n]}12.11.2026 – {LONG[:200]}</p>"))),
    Sweep("words before the date of a paragraph", range(7),
          lambda n: WHEN(page(lead=f"<p>{'Quay ' * n}12.11.2026 – {LONG[:250]}</p>"))),
    Sweep("signs after the date of a paragraph", [".", ":", "–", "—", "-", ")", "|", ",", "/", "(", "!", "x", ""],
          lambda sign: WHEN(page(lead=f"<p>Quay, 12.11.2026 {sign} {LONG[:250]}</p>"))),
    Sweep("a date in brackets anywhere", ["({})", "[{}]", "{}", "x ({})", "({}) x"],
          lambda sign: WHEN(page(below="".join(ROWS) + f"<p>{sign.format('12.11.2026')} {LONG[:250]}</p>"))),
    Sweep("letters of a label's line", range(9, 50, 2),
          lambda n: WHEN(page(above=f"<p>{('Updated on ' + 'the quay ' * 5)[:n]}</p><p>12 November 2026</p>"))),
    Sweep("dates in a line", range(1, 12),
          lambda n: WHEN(page(above="<p>" + ", ".join(f"2026-10-{d:02d}" for d in range(n, 0, -1)) + "</p>"))),
]  # fmt: skip


# Where a printed date stands.

LINES = {
    "plain": "<p>12 November 2026</p>",
    "named": '<div class="date">12 November 2026</div>',
    "timed": '<p><time datetime="2026-11-12T18:40:00+02:00">12 November</time></p>',
    "labelled": "<p>Published: 12 November 2026</p>",
    "changed": "<p>Updated: 12 November 2026</p>",
    "announced": "<p>Published on</p><p>12 November 2026</p>",
    "caption": '<p class="caption">12 November 2026</p>',
    "ago": "<p>3 days ago</p>",
    "yearless": "<p>12 November</p>",
    "two times": '<p><time class="published" datetime="2026-11-10">a</time> <time class="updated" datetime="2026-11-12">b</time></p>',
    "one time called updated": '<p><time class="updated" datetime="2026-11-12">b</time></p>',
    "time beside a day": '<p>12 November 2026 <time datetime="2026-11-12T18:40:00Z">x</time></p>',
    "time of the next day": '<p>12 November 2026 <time datetime="2026-11-13T01:40:00Z">x</time></p>',
    "time of two days later": '<p>12 November 2026 <time datetime="2026-11-14T01:40:00Z">x</time></p>',
    "pubdate": '<p><time pubdate datetime="2026-11-12T18:40:00Z">x</time></p>',
    "today's": "<p>22 November 2026</p>",
    "yesterday's": "<p>21 November 2026</p>",
    "day before yesterday's": "<p>20 November 2026</p>",
}
PLACES: dict[str, Callable[[str], str]] = {
    "over": lambda line: page(over=line),
    "three over": lambda line: page(over=line + "".join(ROWS[:2])),
    "eight over": lambda line: page(over=line + "".join(ROWS[:7])),
    "under": lambda line: page(above=line),
    "six under": lambda line: page(above="".join(ROWS[:5]) + line),
    "six under, six over the text": lambda line: page(above="".join(ROWS[:5]) + line + "".join(ROWS[:6])),
    "fourteen under": lambda line: page(above="".join(ROWS[:13]) + line),
    "fourteen under, six over the text": lambda line: page(above="".join(ROWS[:13]) + line + "".join(ROWS[:6])),
    "thirty under": lambda line: page(above="".join(ROWS[:29]) + line + "".join(ROWS[:6])),
    "after": lambda line: page(below=line),
    "five after": lambda line: page(below="".join(ROWS[:4]) + line),
    "ten after": lambda line: page(below="".join(ROWS[:9]) + line),
    "related": lambda line: page(above=f'<div class="related">{line}</div>'),
    "related over": lambda line: page(over=f'<div class="related">{line}</div>'),
    "related, six under": lambda line: page(above="".join(ROWS[:5]) + f'<div class="related">{line}</div>' + "".join(ROWS[:6])),
    "related after": lambda line: page(below=f'<div class="related">{line}</div>'),
    "related, ten after": lambda line: page(below="".join(ROWS[:9]) + f'<div class="related">{line}</div>'),
    "sidebar": lambda line: page(after=f"<aside>{line}</aside>"),
    "footer": lambda line: page(after=f"<footer>{line}</footer>"),
    "heading": lambda line: page(below="".join(ROWS[:9]) + "<h1>12 November 2026</h1>"),
}  # fmt: skip


def placed(line: str, place: str) -> Any:
    return WHEN(PLACES[place](LINES[line]))


def below_title(line: str, lines: int) -> Any:
    return WHEN(page(above="".join(ROWS[: lines - 1]) + LINES[line] + "".join(ROWS[:8])))


def before_text(line: str, lines: int) -> Any:
    return WHEN(page(above="".join(ROWS[:14]) + LINES[line] + "".join(ROWS[:lines])))


def over_title(line: str, lines: int) -> Any:
    return WHEN(page(over=LINES[line] + "".join(ROWS[: lines - 1])))


def after_text(line: str, lines: int) -> Any:
    return WHEN(page(below="".join(ROWS[:lines]) + LINES[line]))


PLACED = [
    *(Sweep(f"{line} by place", list(PLACES), partial(placed, line)) for line in LINES),
    *(Sweep(f"{line}, lines under the title", range(1, 32), partial(below_title, line)) for line in ("plain", "named", "yearless")),
    *(Sweep(f"{line}, lines before the text", range(8), partial(before_text, line)) for line in ("plain", "named")),
    *(Sweep(f"{line}, lines over the title", range(1, 16), partial(over_title, line)) for line in ("plain", "named")),
    *(Sweep(f"{line}, lines after the text", range(12), partial(after_text, line)) for line in ("plain", "named")),
]  # fmt: skip


# Elsewhere than in print: metadata by their names, JSON-LD, addresses, scripts, pictures.

NAMES = (
    *(
        "article:published_time",
        "article:modified_time",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.modified",
    ),
    *(
        "pubdate",
        "pub_date",
        "publish-date",
        "last-modified",
        "updated",
        "og:updated_time",
        "revised",
        "expires",
    ),
    *(
        "event_date",
        "birthdate",
        "copyright_date",
        "publisher_date",
        "publication_id",
        "created",
        "timestamp",
    ),
    *(
        "displaydate",
        "sailthru.date",
        "parsely-pub-date",
        "cXenseParse:recs:publishtime",
        "crawl_date",
        "posted",
    ),
    *(
        "releasedate",
        "originaldate",
        "datetime",
        "dateline",
        "time",
        "x" * 70 + "published",
        "x" * 72 + "published",
    ),
)
NODES = ("NewsArticle", "WebPage", "VideoObject", "Organization", "Product")
PROPERTIES = ("datePublished", "dateCreated", "uploadDate", "dateModified", "datepublished")
ADDRESSES = (
    *("05-11-2026-x", "11-05-2026-x", "25-11-2026-x", "11-25-2026-x", "2026-05-11-x", "x_05.11.2026"),
    *(
        "2026/11/12/x",
        "2026-11-12-x",
        "2026/11-12/x",
        "20261112/x",
        "2026/1112/x",
        "2026/nov/12/x",
        "202611121030-x",
    ),
    *(
        "12-11-2026-x",
        "12.11.2026-x",
        "2026/11/x",
        "x-20261112",
        "x/1899/11/12",
        "2026/13/12/x",
        "2026/11/32/x",
    ),
    *(
        "x?date=2026-11-12",
        "2026_11_12_x",
        "2026.11.12.x",
        "2026/11/12",
        "1/2026/11/12/3",
        "x-2026-11-12-10-30",
    ),
    *("20261112103000123-x", "20261112999-x", "x/2026-2-3/y", "2030/11/12/x", "99-11-2026-x"),
)
SCRIPTS = (
    'var a = {"publishedAt": 1794480600}',
    'var a = {"publishedAt": "x2026-11-12"}',
    '<b class="published" title="2026-11-12T10:30:00Z"></b>',
    'var a = {"publishedAt": "2026-11-12T10:30:00Z"}',
    "var a = {'datePublished': '2026-11-12T10:30:00Z'}",
    'var a = {"created": 1794480600}',
    'var a = {"created_at": 1794480600000}',
    'var a = {"pubDate": "12 November 2026"}',
    'var a = {"updatedAt": "2026-11-12T10:30:00Z"}',
    'var a = {"publishedAt": "2026-11-12", "published_at": "2026-11-13"}',
    'showDate("12.11.2026 10:30")',
    'var a = "{\\"publishedAt\\": \\"2026-11-12T10:30:00Z\\"}"',
)
TITLES = (
    *("12 November 2026 | Morning Post", "Harbour wall - 12 November 2026", "Harbour wall 12 November 2026"),
    *(
        "Harbour wall | 2026-11-12",
        "Harbour – 12.11.2026 – Post",
        "12 November 2026",
        "Wall of 12 November 2026 - Post",
    ),
)
DESCRIPTIONS = (
    "The wall is built again. (12 November 2026)", "The wall [12.11.2026].", "(12 November 2026) The wall",
    "The wall is built again (12 November 2026) by hand", "The wall, 12 November 2026",
)  # fmt: skip
PICTURES = (
    "/2026/11/12/a.jpg",
    "/2026-11-12/a.jpg",
    "/20261112/a.jpg",
    "/2026/11/a.jpg",
    "/2030/11/12/a.jpg",
)


def named(name: str) -> Any:
    return WHEN(page(head=f'<meta name="{name}" content="2026-11-12T10:30:00+02:00">'))


def of_node(kind: str, name: str) -> Any:
    return WHEN(page(head=ld(kind, headline=TITLE, **{name: "2026-11-12T10:30:00+02:00"})))


def nodes(count: int) -> Any:
    return WHEN(
        page(
            head="".join(
                ld(headline=TITLE, datePublished=f"2026-11-{10 + n}T10:30:00Z") for n in range(count)
            )
        )
    )


def micro(name: str) -> Any:
    return WHEN(page(above=f'<p><meta itemprop="{name}" content="2026-11-12T10:30:00+02:00"></p>'))


def address(path: str) -> Any:
    return claimed("published_at", url=f"https://www.morningpost.example/{path}")(page())


def scripts(script: str) -> Any:
    return WHEN(page(below=f"<script>{script}</script>"))


def many_scripts(count: int) -> Any:
    """Equal dates in scripts, and another one after so many."""
    told = ",".join(f'{{"publishedAt": "2026-10-{day:02d}"}}' for day in (*range(1, count + 1), 31))
    return DATED(page(below=f"<script>[{told}]</script>"))


def listed(kind: str, field: str) -> Any:
    link = msgspec.convert(
        {"url": "https://e.example/", "found_in": kind, field: "2026-11-12T10:30:00Z"}, Link
    )
    return claimed("published_at", "modified_at", link=link)(page())


LISTINGS = ("feed", "news_sitemap", "sitemap", "front")
TOLD = [
    Sweep("meta elements", NAMES, named),
    *(Sweep(f"properties of a {kind}", PROPERTIES, partial(of_node, kind)) for kind in NODES),
    Sweep("nodes of JSON-LD", range(1, 6), nodes),
    Sweep("microdata", PROPERTIES, micro),
    Sweep("addresses", ADDRESSES, address),
    Sweep("scripts", SCRIPTS, scripts),
    Sweep("dates in scripts", range(18, 24), many_scripts),
    Sweep("titles", TITLES, lambda words: WHEN(page(head=f"<title>{words}</title>"))),
    Sweep("descriptions", DESCRIPTIONS, lambda words: WHEN(page(head=meta(description=words)))),
    Sweep("letters of a dated description", range(380, 420, 3),
          lambda n: WHEN(page(head=meta(description=LONG[: n - 18] + "(12 November 2026)")))),
    Sweep("pictures", PICTURES, lambda path: WHEN(page(head=meta(og__image=f"https://i.example{path}")))),
    *(Sweep(f"{field} of listings", LISTINGS, lambda kind, field=field: listed(kind, field))
      for field in ("published_at", "modified_at")),
    Sweep("a day without a year and the address of a picture", ("/2026/11/12/a.jpg", "/20261112.jpg", "/2026-11-12.jpg", "/2026/1112.jpg"),
          lambda path: WHEN(page(above="<p>12 November</p>", below=f'<a href="{path}">x</a>'))),
]  # fmt: skip


# Two that tell different days or times.

SAYING: dict[str, Callable[[str, str], tuple[str, str, str]]] = {
    "meta": lambda day, time: (meta(article__published_time=f"{day}T{time}"), "", ""),
    "changed": lambda day, time: (meta(article__modified_time=f"{day}T{time}"), "", ""),
    "jsonld": lambda day, time: (ld(headline=TITLE, datePublished=f"{day}T{time}"), "", ""),
    "jsonld changed": lambda day, time: (ld(headline=TITLE, dateModified=f"{day}T{time}"), "", ""),
    "printed": lambda day, time: ("", f'<div class="date">{day}</div>', ""),
    "printed time": lambda day, time: ("", f'<div class="date">{day} {time[:5]}</div>', ""),
    "printed change": lambda day, time: ("", f"<div>Updated: {day}</div>", ""),
    "plain": lambda day, time: ("", "".join(ROWS[:4]) + f"<p>{day}</p>" + "".join(ROWS[:6]), ""),
    "address": lambda day, time: ("", "", day.replace("-", "/") + "/x"),
    "weak": lambda day, time: (meta(date=f"{day}T{time}"), "", ""),
}
PAIRS = (
    ("meta", "printed"), ("meta", "plain"), ("jsonld", "printed"), ("jsonld", "plain"), ("meta", "address"), ("weak", "printed"),
    ("weak", "address"), ("jsonld", "changed"), ("meta", "changed"), ("printed", "changed"), ("plain", "changed"), ("meta", "jsonld"),
    ("printed change", "meta"), ("printed change", "address"), ("jsonld changed", "printed"), ("jsonld", "printed change"),
    ("printed time", "meta"), ("meta", "printed time"), ("address", "plain"), ("address", "printed change"),
)  # fmt: skip


def apart(first: str, second: str, days: int, clock: str = "18:40:00+00:00", **given: Any) -> Any:
    """The second place tells a day so many days after the first one's."""
    day = datetime(2026, 11, 12, tzinfo=UTC)
    parts = [
        SAYING[name](f"{day + timedelta(days=shift):%Y-%m-%d}", clock)
        for name, shift in ((first, 0), (second, days))
    ]
    head, above, path = ("".join(part) for part in zip(*parts, strict=True))
    given.setdefault("url", f"https://www.morningpost.example/{path or 'x'}")
    return said("published_at", "modified_at", "date_from", **given)(page(head=head, above=above))


def zoned(domain: str, hour: int) -> Any:
    """An instant in UTC and the day that the page prints, on a domain of a country."""
    return apart("meta", "printed", 0, f"{hour:02d}:00:00+00:00", url=f"https://www.post.{domain}/x")


def zoned_alone(domain: str, hour: int) -> Any:
    head = meta(article__published_time=f"2026-11-12T{hour:02d}:00:00Z")
    return said("published_at", "date_from", url=f"https://www.post.{domain}/x")(page(head=head))


def shifted(minutes: int) -> Any:
    """A local time printed so many minutes after an instant in UTC."""
    local = datetime(2026, 11, 12, 12, 0) + timedelta(minutes=minutes)
    head = meta(article__published_time="2026-11-12T12:00:00Z")
    return DATED(page(head=head, above=f'<div class="date">{local:%Y-%m-%d %H:%M}</div>'))


APART = [
    *(Sweep(f"{first} and {second}, days apart", range(-3, 4), partial(apart, first, second)) for first, second in PAIRS),
    *(Sweep(f"hours of UTC beside a day, .{domain}", range(24), partial(zoned, domain)) for domain in ("jp", "de", "us", "example", "in")),
    *(Sweep(f"hours of UTC alone, .{domain}", range(24), partial(zoned_alone, domain)) for domain in ("jp", "de", "us", "uk", "tv", "ru", "ir")),
    Sweep("minutes between UTC and a printed time", [*range(-800, 900, 50), *range(-722, -717), *range(838, 844), *range(175, 185)], shifted),
]  # fmt: skip

TRIPLES = (
    ("meta", "printed", "address"), ("meta", "plain", "address"), ("jsonld", "plain", "meta"), ("weak", "plain", "jsonld"),
    ("jsonld", "printed", "changed"), ("meta", "printed", "changed"), ("meta", "plain", "changed"), ("jsonld", "plain", "changed"),
)  # fmt: skip


def three(places: tuple[str, str, str], which: str) -> Any:
    """Three places, each with a day of its own or another's."""
    days = {"a": "2026-11-10", "b": "2026-11-14", "c": "2026-11-15"}
    parts = [SAYING[name](days[letter], "18:40:00+00:00") for name, letter in zip(places, which, strict=True)]
    head, above, path = ("".join(part) for part in zip(*parts, strict=True))
    url = f"https://www.morningpost.example/{path or 'x'}"
    return said("published_at", "modified_at", "date_from", url=url)(page(head=head, above=above))


AGREE = ("aab", "aba", "baa", "abc", "acb", "cba", "bca", "abb", "bab", "bba", "bcc", "cbc")
APART += [Sweep(", ".join(places), AGREE, partial(three, places)) for places in TRIPLES]


def hijri_year(year: int) -> Any:
    """The first days of its months, as days since 1970."""
    days = [from_hijri(year, month, 1) for month in range(1, 13)]
    return [day and (day - date(1970, 1, 1)).days for day in days]


CALENDAR = (Sweep("months of the Hijri calendar", range(1399, 1501), hijri_year),)
SWEEPS = (*CALENDAR, *FORMED, *IN_LINES, *PLACED, *TOLD, *APART)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_bounds_and_weights(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
