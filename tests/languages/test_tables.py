"""Every word table is whole and says nothing twice in different ways."""

import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

import crawler.languages as languages_package
from crawler.languages import ALIASES, Furniture, Language, codes, every, labelled, load, spoken_at
from crawler.languages.lookup import line_key, plain
from crawler.languages.phrases import MIN_UNSPACED
from crawler.text import fold, has_unspaced

UNITS = {"second", "minute", "hour", "day", "week", "month", "year"}
OPTIONAL = {
    "domains",
    "duals",
    "editors",
    "days",
    "jalali_months",
    "hijri_months",
    "other_dates",
    "newspapers",
    "sections",
}
OPTIONAL |= {
    "byline_weak",
    "byline_inside",
    "written_for",
    "name_ends",
    "name_stops",
    "companies",
    "beats",
    "surnames",
}
OPTIONAL |= {"of", "agency_words", "desks", "teams", "institutions", "particles"}
OPTIONAL |= {"author_names", "author_pages", "people_pages", "embeds", "follows"}
FEWEST_PHRASES = 4  # a family with fewer is a sketch
SHORT_FAMILIES = ("sources", "end", "label", "key_points")  # a language has one word or two for these
FEWEST_INSIDE = {"appeals": 12, "closing": 6}  # found inside a line: the same wish in many words
# Of the phrases of several words; Danish and Norwegian share .11.
SHARED = 0.2
HEAD = frozenset({"code", "name", "native", "script", "direction", "domains", "furniture"})
FEWEST_LETTERS = 6  # of a phrase of one word, which else may be part of anybody's sentence
RIGHT_TO_LEFT = {"Arab", "Hebr"}
# ISO 15924 → how Unicode begins the names of that script's letters.
LETTERS = {
    "Arab": ("ARABIC",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Grek": ("GREEK",),
    "Hans": ("CJK",),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL",),
    "Latn": ("LATIN",),
    "Thai": ("THAI",),
}

languages = pytest.mark.parametrize("language", every(), ids=lambda language: language.code)


def phrases(language: Language) -> Iterator[tuple[str, str]]:
    for family in fields(Furniture):
        for phrase in getattr(language.furniture, family.name):
            yield family.name, phrase


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def test_the_promised_languages_are_there() -> None:
    wanted = (
        "ar fa ur ckb ku he tr en fr de es pt it nl pl ru uk el sv no da fi cs hu ro id ms hi bn zh ja ko vi"
    )
    wanted += " th"
    assert set(wanted.split()) <= set(codes())


@languages
def test_every_field_is_filled(language: Language) -> None:
    empty = [
        item.name
        for item in fields(language)
        if item.name not in OPTIONAL and not getattr(language, item.name)
    ]
    assert empty == []
    assert len(language.months) == 12
    assert all(language.months)
    assert len(language.weekdays) == 7
    assert all(language.weekdays)
    assert set(language.units) == UNITS
    assert all(language.units.values())
    assert set(language.duals) <= UNITS
    for calendar in (language.jalali_months, language.hijri_months):
        assert len(calendar) in (0, 12)
        assert all(calendar)


@languages
def test_lists_are_lists_of_words(language: Language) -> None:
    """`byline = "By"` instead of `["By"]` would be read letter by letter."""
    for item in fields(language):
        value = getattr(language, item.name)
        assert isinstance(value, str) == (item.type in (str, "str")), item.name
    assert all(isinstance(getattr(language.furniture, family.name), tuple) for family in fields(Furniture))


def sentences(language: Language) -> set[str]:
    """What takes a translator: phrases of several words, or in scripts without spaces of four characters."""
    values = (getattr(language, item.name) for item in fields(language) if item.name not in HEAD)
    flat = (getattr(one, family.name) for one in (language.furniture,) for family in fields(Furniture))
    folded = map(fold, (*strings(tuple(values)), *strings(tuple(flat))))
    return {text for text in folded if len(text.split()) > 1 or (has_unspaced(text) and len(text) > 3)}


def untranslated(language: Language, others: Sequence[Language]) -> list[str]:
    """The languages of whose phrases this one has more than two tongues share."""
    own = sentences(language)
    shared = {other.code: len(own & sentences(other)) / max(len(own), 1) for other in others}
    return [code for code, share in shared.items() if share > SHARED]


@languages
def test_every_table_is_translated(language: Language) -> None:
    assert untranslated(language, [other for other in every() if other is not language]) == []


@pytest.mark.parametrize("source", ["en", "ar", "zh"])
@pytest.mark.parametrize("left", [1, 3])
def test_an_untranslated_table_is_found(source: str, left: int) -> None:
    """Copied, and every phrase, or two in three, written anew: what remains tells."""
    model = load(source)
    assert model is not None
    number = iter(range(10_000))

    def anew(value: object) -> object:
        if isinstance(value, str):
            return value if next(number) % left == 0 else f"zuri {value[::-1]}"
        return tuple(map(anew, value)) if isinstance(value, tuple) else value

    words = {name.name: anew(getattr(model, name.name)) for name in fields(model) if name.name not in HEAD}
    furniture = {family.name: anew(getattr(model.furniture, family.name)) for family in fields(Furniture)}
    copy = replace(model, **(words | {"code": "xx", "furniture": Furniture(**furniture)}))  # type: ignore[arg-type]
    assert untranslated(copy, every()) == [source]


@languages
def test_editors_are_by_lines(language: Language) -> None:
    assert set(language.editors) <= set(language.byline)


@languages
def test_families_have_phrases_enough(language: Language) -> None:
    count = Counter(family for family, _ in phrases(language))
    assert {
        family.name: count[family.name]
        for family in fields(Furniture)
        if count[family.name] < FEWEST_PHRASES and family.name not in SHORT_FAMILIES
    } == {}
    assert all(count[name] for name in SHORT_FAMILIES)


@languages
def test_phrases_are_worth_comparing(language: Language) -> None:
    for family, phrase in phrases(language):
        assert len(line_key(phrase)) > (family not in SHORT_FAMILIES), phrase
        assert phrase == unicodedata.normalize("NFC", phrase.strip()), phrase


@languages
def test_phrases_inside_a_line_are_enough_and_long_enough(language: Language) -> None:
    for name, fewest in FEWEST_INSIDE.items():
        inside = getattr(language, name)
        assert len({plain(phrase) for phrase in inside}) == len(inside) >= fewest, name
        for phrase in inside:
            letters = len(line_key(phrase))
            enough = MIN_UNSPACED if has_unspaced(phrase) else FEWEST_LETTERS
            several = len(plain(phrase).split()) > 1 and not has_unspaced(phrase)
            assert letters >= enough or several or phrase.endswith((":", "：")), phrase
            assert phrase == unicodedata.normalize("NFC", phrase.strip()), phrase


def test_a_phrase_has_one_sense_in_all_languages() -> None:
    """A line is compared with all tables at once."""
    appeals = {plain(phrase) for language in every() for phrase in language.appeals}
    assert [p for language in every() for p in language.closing if plain(p) in appeals] == []


@languages
def test_no_word_folds_to_nothing(language: Language) -> None:
    lists = [getattr(language, item.name) for item in fields(language) if item.name != "furniture"]
    assert [word for word in strings(tuple(lists)) if not fold(word)] == []


@languages
def test_a_phrase_is_in_one_family(language: Language) -> None:
    family_of: dict[str, str] = {}
    clashes = [p for family, p in phrases(language) if family_of.setdefault(line_key(p), family) != family]
    assert clashes == []


@languages
def test_a_month_and_a_weekday_is_one_only(language: Language) -> None:
    for names in (language.months, language.jalali_months, language.hijri_months, language.weekdays):
        seen: dict[str, int] = {}
        clashes = [
            word for n, words in enumerate(names) for word in words if seen.setdefault(plain(word), n) != n
        ]
        assert clashes == []


@languages
def test_direction_and_script_are_right(language: Language) -> None:
    assert language.direction == ("rtl" if language.script in RIGHT_TO_LEFT else "ltr")
    inside = (*language.appeals, *language.closing)
    lines = [*inside, *(phrase for _, phrase in phrases(language))]
    letters = [char for line in lines for char in line if char.isalpha()]
    own = sum(unicodedata.name(char, "").startswith(LETTERS[language.script]) for char in letters)
    assert own > 0.9 * len(letters)


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("ar-SY", "ar"),
        ("en_US", "en"),
        ("PT-br", "pt"),
        (" de ", "de"),
        ("nb-NO", "no"),
        ("nn", "no"),
        ("iw", "he"),
        ("prs", "fa"),
        ("zh-Hant-TW", "zh"),
        ("", None),
        ("agencies", None),
        ("../en", None),
        ("xx", None),
        ("e" * 100_000, None),
    ],
)
def test_load_understands_codes_as_sites_write_them(code: str, table: str | None) -> None:
    language = load(code)
    assert (language.code if language else None) == table


def test_aliases_lead_to_tables() -> None:
    assert set(ALIASES.values()) <= set(codes())
    assert not set(ALIASES) & set(codes())


def test_the_guide_names_every_field_and_family() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "languages.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", guide)) | set(re.findall(r"`\[([a-z_]+)\]`", guide))
    inline = {word for part in re.findall(r"`([a-z_ ]+)`", guide) for word in part.split()}
    wanted = {item.name for item in (*fields(Language), *fields(Furniture))} - {"code"}
    assert wanted <= named | inline


def test_adding_a_language_is_adding_a_file(tmp_path: Path) -> None:
    """The guide's promise, with the package copied and one table more in it."""
    package = Path(languages_package.__file__).parent
    shutil.copytree(package, tmp_path / "crawler" / "languages")
    for name in ("text.py", "datafiles.py", "__init__.py"):
        shutil.copy(package.parent / name, tmp_path / "crawler")
    table = (
        (package / "en.toml").read_text("utf-8").replace('"by"', '"zumbu"').replace('"January"', '"Ursumon"')
    )
    (tmp_path / "crawler" / "languages" / "xx.toml").write_text(
        table.replace('"Share this article"', '"Zuri du artiko"'), "utf-8"
    )
    asked = (
        "from crawler.languages import codes, load; from crawler.languages.lookup import *;"
        "print('xx' in codes(), load('xx-XX').byline[0], month_number('ursumon'),"
        "furniture_family('Zuri du artiko'))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked], check=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert answer.stdout.split() == ["True", "zumbu", "1", "share"]


def test_each_country_has_one_language() -> None:
    claimed = Counter(domain for language in every() for domain in language.domains)
    assert set(claimed.values()) == {1}
    assert all(re.fullmatch("[a-z]{2}", domain) for domain in claimed)
    hosts = {
        "news.example.com.eg": "ar",
        "zeitung.example.AT": "de",
        "news.example.com": None,
        "127.0.0.1": None,
    }
    assert {host: spoken_at(host) for host in hosts} == hosts


def test_labels_are_of_languages_without_a_table() -> None:
    assert not set(labelled()) & {*codes(), *ALIASES}
    for language in labelled().values():
        words = (*language.published, *language.updated, *language.byline)
        assert words
        assert len(set(map(plain, words))) == len(words)
