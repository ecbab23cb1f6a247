"""Agencies in datelines and closing lines, as tables of cases."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.extract import extract
from crawler.extraction.reading.agencies import (
    closing_agencies,
    credited_agencies,
    dateline_agencies,
    own_agency,
    own_credits,
)
from crawler.pages.page import Page

TEXT = "Die Sitzung dauerte bis in die Nacht, und viele Bürger hörten von der Galerie aus zu. " * 3

DATELINES = [
    ("به گزارش ایسنا، نشست شورا برگزار شد.", ["ایسنا"]),
    ("به گزارش خبرگزاری ایسنا، نشست شورا برگزار شد.", ["ایسنا"]),
    ("به گزارش شورا، نشست امروز برگزار شد.", []),
    ("BERLIN (dpa) - Der Minister hat gesprochen.", ["dpa"]),
    ("(Reuters) - The bank said on Thursday", ["Reuters"]),
    ("LONDON – Reuters – The bank said", ["Reuters"]),
    ("القاهرة - أ ش أ - قال الوزير", ["أ ش أ"]),
    ("دمشق-سانا بحث الوزير اليوم", ["سانا"]),
    ("واشنطن (رويترز) - قال مسؤول", ["Reuters"]),
    ("MOSCOW, November 12. /TASS/. The ministry", ["ТАСС"]),
    ("BEIJING, Nov. 12 (Xinhua) -- The ministry", ["新华社"]),
    ("新华社北京11月12日电 国家", ["新华社"]),
    ("ROMA (ITALPRESS) – Il ministro", ["Italpress"]),
    ("ANKARA (İHA) - Bakan", ["İHA"]),
    ("TEHRAN, IRNA – The ministry", ["ایرنا"]),
    ("JAKARTA, ANTARA - Menteri", ["Antara"]),
    ("(서울=연합뉴스) 홍길동 기자 = 장관은", ["연합뉴스"]),
    ("[ロンドン 12日 ロイター] - 大臣", ["Reuters"]),
    ("الرياض 12 نوفمبر 2026 واس : قال الوزير", ["واس"]),
    ("أبوظبي في 12 نوفمبر / وام / قال الوزير", ["وام"]),
    ("Madrid, 12 nov (EFE).- El ministro", ["EFE"]),
    ("KYIV, November 12 (Ukrinform). The ministry", ["Укрінформ"]),
    ("Paris, Bloomberg and others - met", []),
    ("Petra - a city in Jordan - is old.", []),
    ("The council (AFP reported) met on Thursday and voted.", []),
    ("Nobody is credited here.", []),
    ("", []),
]

CLOSINGS = [
    ("سيريانيوز", ["سيريانيوز"]),
    ("(AFP)", ["AFP"]),
    ("dpa/AFP", ["dpa", "AFP"]),
    ("Quelle: dpa", ["dpa"]),
    ("المصدر: رويترز + أ ف ب", ["Reuters", "AFP"]),
    ("출처=연합뉴스", ["연합뉴스"]),
    ("Kaynak: AA", ["Anadolu Ajansı"]),
    ("© Agence France-Presse", ["AFP"]),
    ("(بريد الصباح، رويترز، أ ف ب)", ["Reuters", "AFP"]),
    ("(dpa/jd)", ["dpa"]),
    ("ق.و/واج", ["APS"]),
    ("(Con información de EFE)", ["EFE"]),
    ("Theo TTXVN", ["TTXVN"]),
    ("With the bus company and Reuters", []),
    ("(Petra, 34)", []),
    ("Jane Doe, Reuters bureau", []),
    ("Reuters said so in a report on Thursday.", []),
    ("المصدر: قناة محلية", []),
    ("", []),
]


OWN = [
    ("وكالة سنابل للأنباء والمعلومات", "رام الهوى 12-11-2026 سنابل- قال الوزير"),
    ("وكالة أنباء الدار", "الغدير في 12 نوفمبر/ دار / قال الوزير"),
    ("وكالة الأنباء - نسيم", "تل السرو 12 تشرين الثاني (نسيم)- قال الوزير"),
]


@pytest.mark.parametrize(("name", "text"), OWN)
def test_a_site_that_is_an_agency_in_its_own_dateline(name: str, text: str) -> None:
    assert own_credits(text, own_agency([name]))
    assert not own_credits("الغدير - قال الوزير إن الدار كبيرة", own_agency([name]))


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_datelines(text: str, expected: list[str]) -> None:
    assert dateline_agencies(text) == expected


@pytest.mark.parametrize(("text", "expected"), CLOSINGS)
def test_closing_lines(text: str, expected: list[str]) -> None:
    assert closing_agencies(text) == expected


def test_a_closing_line_is_taken_off_and_a_dateline_stays() -> None:
    lines = (
        "BERLIN (dpa) - Der Rat hat gestern nach langer Debatte beschlossen.",
        "Er tagt wieder.",
        "(AFP)",
    )
    body = "".join(f"<p>{line} {TEXT}</p>" for line in lines[:2]) + f"<p>{lines[2]}</p>"
    html = f"<html lang=de><title>Die Brücke</title><body><article><h1>Die Brücke</h1>{body}</article></html>"
    article = extract(Page("https://news.example/a/1", html.encode(), datetime(2026, 11, 23, tzinfo=UTC)))
    assert article.agency == ["AFP", "dpa"]  # the closing line is read as a by-line, too
    assert [line[:12] for line in article.paragraphs] == ["BERLIN (dpa)", "Er tagt wied"]


def test_a_credit_at_the_end_of_the_last_paragraph() -> None:
    assert credited_agencies(["One.", "The end. (AFP)"]) == ["AFP"]
    assert credited_agencies(["One.", "The council (AFP reported) met. (So it said.)"]) == []


def test_each_agency_is_named_once() -> None:
    assert credited_agencies(["دمشق-سانا قال الوزير", "نص (سانا)"]) == ["سانا"]


def test_an_empty_body_and_one_of_credits_alone() -> None:
    assert credited_agencies([]) == []
    assert credited_agencies(["(AFP)"]) == ["AFP"]


@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_paragraphs(paragraphs: list[str]) -> None:
    agencies = credited_agencies(paragraphs)
    assert len(set(agencies)) == len(agencies)
