"""Agencies in datelines and closing lines, as tables of cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.reading.agencies import agencies_in_body, closing_agencies, dateline_agencies

DATELINES = [
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
    ("Reuters said so in a report on Thursday.", []),
    ("المصدر: قناة محلية", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_datelines(text: str, expected: list[str]) -> None:
    assert dateline_agencies(text) == expected


@pytest.mark.parametrize(("text", "expected"), CLOSINGS)
def test_closing_lines(text: str, expected: list[str]) -> None:
    assert closing_agencies(text) == expected


def test_a_closing_line_is_taken_off_and_a_dateline_stays() -> None:
    body = ["BERLIN (dpa) - One.", "Two.", "Three.", "(AFP)"]
    assert agencies_in_body(body) == (["dpa", "AFP"], body[:-1])
    assert body[-1] == "(AFP)"  # what was given is not changed


def test_a_credit_at_the_end_of_the_last_paragraph_stays_in_it() -> None:
    assert agencies_in_body(["One.", "The end. (AFP)"]) == (["AFP"], ["One.", "The end. (AFP)"])


def test_each_agency_is_named_once() -> None:
    assert agencies_in_body(["دمشق-سانا قال الوزير", "نص", "سانا"]) == (
        ["سانا"],
        ["دمشق-سانا قال الوزير", "نص"],
    )


def test_an_empty_body_and_one_of_credits_alone() -> None:
    assert agencies_in_body([]) == ([], [])
    assert agencies_in_body(["(AFP)"]) == (["AFP"], ["(AFP)"])


@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_paragraphs(paragraphs: list[str]) -> None:
    agencies, kept = agencies_in_body(paragraphs)
    assert kept == paragraphs[: len(kept)]
    assert len(set(agencies)) == len(agencies)
