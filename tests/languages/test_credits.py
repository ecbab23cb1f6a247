"""Agencies found in by-lines and closing lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.languages import agencies
from crawler.languages.credits import MAX_CREDIT_LINE, agencies_in, ambiguous_agencies, is_only_agencies
from crawler.languages.lookup import plain


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("سيريانيوز", ["سيريانيوز"]),
        ("(رويترز)", ["Reuters"]),
        ("القاهرة - أ ش أ", ["أ ش أ"]),
        ("بيروت (أ.ف.ب)", ["AFP"]),
        ("دمشق-سانا", ["سانا"]),
        ("رام الله - وفا", ["وفا"]),
        ("عمّان (بترا)", ["بترا"]),
        ("بغداد/ واع", ["واع"]),
        ("وكالة رويترز للأنباء", ["Reuters"]),
        ("رويترز وفرانس برس", ["Reuters", "AFP"]),
        ("رويترز، وفا", ["Reuters", "وفا"]),
        ("المصدر: الأناضول", ["Anadolu Ajansı"]),
        ("BERLIN (dpa)", ["dpa"]),
        ("dpa/AFP", ["dpa", "AFP"]),
        ("Mit Material von dpa und Reuters", ["dpa", "Reuters"]),
        ("WASHINGTON (AP)", ["AP"]),
        ("AP", ["AP"]),
        ("By The Associated Press", ["AP"]),
        ("Le Monde avec AFP et Reuters", ["AFP", "Reuters"]),
        ("Agence France-Presse", ["AFP"]),
        ("Madrid (EFE).-", ["EFE"]),
        ("С использованием материалов Рейтер", ["Reuters"]),
        ("МОСКВА, 3 марта - РИА Новости", ["РИА Новости"]),
        ("Интерфакс-Украина", ["Интерфакс-Украина"]),
        ("路透社北京电", ["Reuters"]),
        ("新华社记者 李明", ["新华社"]),
        ("【共同】", ["共同通信"]),
        ("（AFP=時事）", ["AFP", "時事通信"]),
        ("(서울=연합뉴스)", ["연합뉴스"]),
        ("خبرگزاری فارس", ["فارس"]),
        ("תל אביב (רויטרס)", ["Reuters"]),
        ("(भाषा)", ["PTI"]),
    ],
)
def test_credits(line: str, names: list[str]) -> None:
    assert agencies_in(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "",
        "أحمد فارس",
        "علي، فارس",
        "وفا الكيلاني",
        "قال لنا وال",
        "Jan Beta",
        "Petra Schmidt",
        "Michael Bloomberg",
        "The ap is down",
        "map",
        "Ana Petra, Saba Lusa",
        "共同开发",
        "भाषा विवाद",
        "Общая информация",
        "Reuters " * MAX_CREDIT_LINE,
    ],
)
def test_names_and_words_are_no_credits(line: str) -> None:
    assert agencies_in(line) == []


def test_a_known_credit_may_be_read_loosely() -> None:
    assert agencies_in("علي، فارس", strict=False) == ["فارس"]
    assert agencies_in("ap", strict=False) == ["AP"]
    assert agencies_in("أحمد فارس", strict=False) == []


@pytest.mark.parametrize(
    ("line", "only"),
    [
        ("سيريانيوز", True),
        ("(رويترز، أ ف ب)", True),
        ("dpa/AFP", True),
        ("— الأناضول —", True),
        ("BERLIN (dpa)", False),
        ("رويترز قالت", False),
        ("", False),
        ("()", False),
    ],
)
def test_lines_of_agencies_only(line: str, only: bool) -> None:
    assert is_only_agencies(line) is only


def test_every_spelling_leads_to_its_agency() -> None:
    for spelling, name in agencies().items():
        assert agencies_in(f"({spelling})", strict=False) == [name], spelling


def test_no_spelling_has_two_agencies() -> None:
    owner: dict[str, str] = {}
    clashes = [(s, name) for s, name in agencies().items() if owner.setdefault(plain(s), name) != name]
    assert clashes == []


def test_ambiguous_spellings_are_spellings() -> None:
    assert ambiguous_agencies() <= set(agencies())
    assert {"وال", "فارس", "وات", "قنا", "بنا", "AP"} <= ambiguous_agencies()


@given(st.text(max_size=250))
def test_any_text_is_read_without_error(text: str) -> None:
    assert set(agencies_in(text)) <= set(agencies().values())
    assert not is_only_agencies(text) or agencies_in(text, strict=False)
