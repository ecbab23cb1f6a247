"""Language and direction: by script, by letters, by langdetect, with the page's claim as prior."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from crawler.languages import codes
from pipelines.language import code, decide, direction, set_language
from pipelines.scripts import written_in
from tests.pipelines.sentences import SENTENCES

ENGLISH = (
    "The council of the harbour town voted on Monday to rebuild the old lighthouse, which has stood dark "
    "since the storm of last winter. Work is to begin in spring."
)
GERMAN = (
    "Der Rat der Hafenstadt hat am Montag beschlossen, den alten Leuchtturm wieder aufzubauen, der seit dem "
    "Sturm im letzten Winter dunkel geblieben ist. Die Arbeiten beginnen im Frühjahr."
)
TEXTS = {
    "en": ENGLISH,
    "de": GERMAN,
    "ar": "صوّت مجلس المدينة الساحلية يوم الاثنين على إعادة بناء المنارة القديمة التي أظلمت منذ الشتاء.",
    "fa": "شورای شهر بندری روز دوشنبه به بازسازی فانوس دریایی قدیمی رأی داد و گفت کار در بهار آغاز می‌شود.",
    "ur": "بندرگاہ کے شہر کی کونسل نے پیر کو پرانے مینار کی تعمیرِ نو کے حق میں ووٹ دیا جو تاریک تھا۔",
    "ckb": "ئەنجومەنی شاری بەندەر ڕۆژی دووشەممە دەنگی دا بۆ دووبارە دروستکردنەوەی فانۆسە کۆنەکە.",
    "ps": "د بندر ښار شورا د دوشنبې په ورځ د زاړه څراغ د بیا رغونې لپاره رایه ورکړه.",
    "ku": "Encûmena bajarê benderê roja duşemê biryar da ku fenera li deryayê û rê ji nû ve ava bike..",
    "el": "Το δημοτικό συμβούλιο ψήφισε τη Δευτέρα να ξαναχτίσει τον παλιό φάρο.",
    "he": "מועצת העיר הצביעה ביום שני בעד שיקום המגדלור הישן.",
    "ru": "Совет портового города проголосовал в понедельник за восстановление старого маяка.",
    "uk": "Рада портового міста проголосувала в понеділок за відбудову старого маяка, який не світить.",
    "ja": "港町の議会は月曜日、冬の嵐から暗いままの古い灯台を建て直すことを決めた。",
    "zh": "港口城市议会星期一投票决定重建去年冬天风暴后一直没有亮过的旧灯塔。",
    "ko": "항구 도시 의회는 월요일 낡은 등대를 다시 짓기로 결정했다고 밝혔다.",
    "th": "สภาเมืองท่าลงมติเมื่อวันจันทร์ให้สร้างประภาคารเก่าขึ้นใหม่",
    "hi": "बंदरगाह शहर की परिषद ने सोमवार को पुराने प्रकाशस्तंभ को फिर से बनाने के पक्ष में मतदान किया।",
    "vi": "Hội đồng thành phố cảng đã bỏ phiếu vào thứ Hai để xây dựng lại ngọn hải đăng cũ.",
    "az": "Liman şəhərinin şurası bazar ertəsi günü köhnə mayakın yenidən tikilməsinə səs verdi.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_without_a_claim(language: str, text: str) -> None:
    assert decide(text) == language


@pytest.mark.parametrize("claim", ["en", "en-US", None, "nonsense", "x-default"])
@pytest.mark.parametrize("language", ["de", "ar", "fa", "ckb", "ru", "ja", "ko"])
def test_a_template_that_claims_english_for_anything(language: str, claim: str | None) -> None:
    assert decide(TEXTS[language], claim) == language


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("Gradsko vijeće lučkog grada izglasalo je u ponedjeljak obnovu starog svjetionika.", "bs", "bs"),
        ("Bystyret i havnebyen vedtok mandag å bygge opp igjen det gamle fyret.", "nn-NO", "nn"),
        ("O concello da cidade portuaria votou o luns a reconstrución do vello faro.", "gl", "gl"),
        (ENGLISH, "ga", "en"),  # a claim that langdetect does not know, on an English page
        (TEXTS["ckb"], "ku", "ckb"),
        (TEXTS["he"], "yi", "yi"),
        (TEXTS["zh"], "zh-Hant-TW", "zh"),
        ("Goal!", "de", "de"),  # too short to tell
        ("Goal!", None, None),
        ("Гол!", "de", None),  # but not in that script
        ("2 : 1", "de", "de"),
        ("한국", None, "ko"),
        ("", None, None),
        ("", "ar", "ar"),
    ],
)
def test_claims(text: str, claim: str | None, expected: str | None) -> None:
    assert decide(text, claim) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        *[
            ("ar-SY", "ar"),
            ("en_US", "en"),
            ("IW", "he"),
            ("fil", "tl"),
            ("ara", "ar"),
            ("nb", "no"),
            (" de ", "de"),
        ],
        *[("", None), (None, None), ("und", None), ("english", None), ("*", None), ("ckb-IQ", "ckb")],
    ],
)
def test_codes(claim: str | None, expected: str | None) -> None:
    assert code(claim) == expected


def test_the_middle_counts_and_the_answer_is_always_the_same() -> None:
    text = f"{ENGLISH}\n\n{' '.join([GERMAN] * 20)}\n\n{ENGLISH}"
    assert {decide(text) for _ in range(5)} == {"de"}


@given(st.text(max_size=300), st.none() | st.text(max_size=8))
def test_any_text_gets_an_answer_and_keeps_it(text: str, claim: str | None) -> None:
    found = decide(text, claim)
    assert found is None or found.isalpha()
    assert decide(text, claim) == found
    assert direction(text, found) in {"rtl", "ltr", None}


def test_direction_follows_the_letters() -> None:
    assert direction(TEXTS["ar"], "en") == "rtl"
    assert direction(TEXTS["ku"], "ku") == "ltr"
    assert direction("2 : 1", "ar") == "rtl"
    assert direction("2 : 1", None) is None
    assert not written_in("ar", "Latn")


def test_settle_reads_the_title_where_the_text_is_short() -> None:
    page = set_language(
        Article("u", title="Der Rat der Hafenstadt beschließt den Wiederaufbau", paragraphs=["Montag."])
    )
    assert (page.language, page.direction) == ("de", "ltr")
    arabic = set_language(Article("u", paragraphs=[TEXTS["ar"]], page_language="en"))
    assert (arabic.language, arabic.direction) == ("ar", "rtl")


def test_there_are_sentences_in_every_language_with_a_table() -> None:
    assert set(SENTENCES) == set(codes())


@pytest.mark.parametrize("claim", [None, "en", "x-default"])
@pytest.mark.parametrize("language", SENTENCES)
def test_every_language_is_known_by_two_sentences(language: str, claim: str | None) -> None:
    assert decide(SENTENCES[language][0], claim) == language


@pytest.mark.parametrize("language", SENTENCES)
def test_a_headline_is_enough_where_the_page_claims_its_language(language: str) -> None:
    assert decide(SENTENCES[language][1], language) == language
    # Without a claim a line of Malay is as likely Indonesian.
    assert decide(SENTENCES[language][1]) == {"ms": "id"}.get(language, language)


@pytest.mark.parametrize("quoted", ["ar", "fa", "ru", "zh", "he"])
def test_a_quotation_in_another_script_does_not_change_the_language(quoted: str) -> None:
    text = " ".join((SENTENCES["de"][0], SENTENCES[quoted][1], SENTENCES["de"][0]))
    assert decide(text, "de") == decide(text) == "de"


def test_latin_names_in_an_arabic_text() -> None:
    text = f"Reuters, CNN, {SENTENCES['ar'][0]} iPhone, Facebook, WhatsApp {SENTENCES['ar'][0]}"
    assert decide(text, "en") == "ar"


def test_a_table_of_figures_in_the_middle() -> None:
    figures = " 2026-11-12 17:58 0.163 | 3.141" * 60
    assert decide(f"{ENGLISH}\n{figures}\n{ENGLISH}") == "en"


def test_turkish_and_czech_are_not_turkmen() -> None:
    assert (
        decide("Şüpheliler tutuklanmış, yarış kıyasıya sürmüş, iş işten geçmiş, dediler dün akşam.") == "tr"
    )
    assert (
        decide("Něžný kůň přišel příští týden, říká žlutý dům u řeky a dále nic, ať je to jak chce.") == "cs"
    )
    turkmen = (
        "Şäheriň häkimi köne köpriniň abatlanyşynyň indiki hepde başlanjakdygyny aýtdy, ýaşaýjylar ýol tapar."
    )
    assert decide(turkmen) == "tk"
