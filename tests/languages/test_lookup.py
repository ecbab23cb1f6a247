"""Lines and words looked up over all tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.languages import every, load
from crawler.languages.lookup import (
    FAMILIES,
    MAX_LINE,
    Calendar,
    furniture_family,
    line_key,
    month_number,
    opens_cross_reference,
)


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ("Share this article", "share"),
        ("  SHARE\u00a0this   Article: ", "share"),
        ("Comments (12)", "comments"),
        ("1,204 Comments", "comments"),
        ("Comments 1.2K", "comments"),
        ("» Read more…", "read_more"),
        ("📌 Related articles", "related"),
        ("404", "not_found"),
        ("المواضيع الأكثر قراءة", "most_read"),
        ("المواضيع الاكثر قراءه", "most_read"),
        ("شـــارك الخبر", "share"),
        ("إقرأ أيضاً:", "read_more"),
        ("اقرأ ايضا ...", "read_more"),
        ("التعليقات (٥)", "comments"),
        ("الكلمات المفتاحية:", "tags"),
        ("إغلاق", "close"),
        ("بیشتر بخوانید", "read_more"),
        ("پربازدیدترین ها", "most_read"),
        ("پربازدیدترین‌ها", "most_read"),
        ("یہ بھی پڑھیں", "read_more"),
        ("هەواڵی پەیوەندیدار", "related"),
        ("Bêtir bixwîne", "read_more"),
        ("כתבות נוספות", "related"),
        ("İLGİLİ HABERLER", "related"),
        ("ILGILI HABERLER", "related"),
        ("En çok okunanlar", "most_read"),
        ("A LIRE AUSSI :", "read_more"),
        ("Abonnez-vous à notre newsletter", "newsletter"),
        ("S’abonner", "account"),
        ("LESEN SIE AUCH", "read_more"),
        ("3 Kommentare", "comments"),
        ("Noticias relacionadas", "related"),
        ("Leia também", "read_more"),
        ("Potrebbe interessarti anche", "related"),
        ("Meest gelezen", "most_read"),
        ("Udostępnij", "share"),
        ("Читайте также:", "read_more"),
        ("Найпопулярніше", "most_read"),
        ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "read_more"),
        ("Läs också", "read_more"),
        ("Aiheeseen liittyvää", "related"),
        ("Související články", "related"),
        ("Minden jog fenntartva", "rights"),
        ("Citeşte şi", "read_more"),
        ("Baca juga:", "read_more"),
        ("यह भी पढ़ें:", "read_more"),
        ("আরও পড়ুন", "read_more"),
        ("阅读更多", "read_more"),
        ("【相关新闻】", "related"),
        ("関連記事", "related"),
        ("無断転載を禁じます。", "rights"),
        ("많이 본 뉴스", "most_read"),
        ("Tin liên quan", "related"),
    ],
)
def test_furniture_lines(line: str, family: str) -> None:
    assert furniture_family(line) == family


@pytest.mark.parametrize(
    "line",
    [
        "",
        "12",
        "…",
        "Background",
        "Analysis",
        "Introduction",
        "Timeline",
        "The",
        "1. Facebook",
        "2) Newsletter",
        "Twitter $2.50",
        "10. Comments 55",
        "Conclusion",
        "The share price fell",
        "خلفية",
        "تحليل",
        "مجلس الأمن يعقد جلسة طارئة",
        "Hintergrund",
        "Contexte",
        "背景",
        "解説",
        "Предыстория",
        "x" * (MAX_LINE + 1),
    ],
)
def test_other_lines(line: str) -> None:
    assert furniture_family(line) is None


def test_chosen_languages_only() -> None:
    german = load("de")
    assert german is not None
    assert furniture_family("Lesen Sie auch", (german,)) == "read_more"
    assert furniture_family("Read also", (german,)) is None
    assert furniture_family("Read also", ()) is None


@pytest.mark.parametrize("language", every(), ids=lambda language: language.code)
def test_each_table_finds_its_own_phrases(language) -> None:  # type: ignore[no-untyped-def]
    for family in FAMILIES:
        for phrase in getattr(language.furniture, family):
            assert furniture_family(phrase.upper() + " :", (language,)) == family, phrase


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Storm hits the coast",
        "READ MORE | Storm hits the coast",
        "اقرأ أيضاً: العاصفة تضرب الساحل",
        "اقرأ أيضا | العاصفة تضرب الساحل",
        "بیشتر بخوانید: توفان",
        "Lire aussi : La tempête",
        "À lire aussi – La tempête",
        "Mehr zum Thema - Der Sturm",
        "Leia também: A tempestade",
        "Читайте также: Шторм",
        "Baca juga: Badai",
        "相关新闻：风暴",
        "यह भी पढ़ें: तूफान",
        "Olvasta már? Vihar a parton",
        "อ่านข่าวเพิ่มเติม : พายุ",
        "Baca juga: Ribut",
    ],
)
def test_cross_references(line: str) -> None:
    assert opens_cross_reference(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read also",
        "He said: read more books",
        "The minister: no comment",
        "Share: the price of bread",
        "وقال: اقرأ أيضا",
        "",
        ":",
        "Read-only memory - a history",
    ],
)
def test_no_cross_references(line: str) -> None:
    assert not opens_cross_reference(line)


@pytest.mark.parametrize(
    ("word", "calendar", "month"),
    [
        ("January", "gregorian", 1),
        ("Sept.", "gregorian", 9),
        ("كانون الثاني", "gregorian", 1),
        ("كانون الأول", "gregorian", 12),
        ("اذار", "gregorian", 3),
        ("غشت", "gregorian", 8),
        ("جويلية", "gregorian", 7),
        ("ژانویه", "gregorian", 1),
        ("ژوئیهٔ", "gregorian", 7),
        ("Mrz", "gregorian", 3),
        ("FÉVR.", "gregorian", 2),
        ("aout", "gregorian", 8),
        ("stycznia", "gregorian", 1),
        ("ноября", "gregorian", 11),
        ("травня", "gregorian", 5),
        ("Μαΐου", "gregorian", 5),
        ("ΜΑΪΟΥ", "gregorian", 5),
        ("KASIM", "gregorian", 11),
        ("8月", "gregorian", 8),
        ("12월", "gregorian", 12),
        ("tháng 11", "gregorian", 11),
        ("अगस्त", "gregorian", 8),
        ("מרץ", "gregorian", 3),
        ("مهر", "jalali", 7),
        ("دی ماه", "jalali", 10),
        ("عقرب", "jalali", 8),
        ("رمضان", "hijri", 9),
        ("ذو الحجة", "hijri", 12),
        ("ربیع‌الثانی", "hijri", 4),
        ("مهر", "gregorian", None),
        ("Monday", "gregorian", None),
        ("", "gregorian", None),
    ],
)
def test_months(word: str, calendar: Calendar, month: int | None) -> None:
    assert month_number(word, calendar) == month


@given(st.text(max_size=400))
def test_any_text_is_looked_up_without_error(text: str) -> None:
    assert furniture_family(text) in (None, *FAMILIES)
    assert isinstance(opens_cross_reference(text), bool)
    assert month_number(text) in (None, *range(1, 13))
    assert line_key(line_key(text)) == line_key(text) or not text.isascii()
