"""Near copies as values: what is a copy, what only looks like one, in every script."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reports import reports
from pipelines.similarity import MIN_WORDS, Sketch, compare, pack, sketch, unpack

ENGLISH = (
    "The council of the harbour town voted on Monday to rebuild the old lighthouse at the end of the pier.",
    "Work is to begin in spring, once the last of the winter storms has passed, and should take two years.",
    "The fishermen's guild, which paid for half of it, had asked for a brighter lamp and a longer horn.",
    "Nobody has lived in the keeper's house since 1974, when the lamp was given a motor and a timer.",
    "A museum of knots and nets, run by volunteers, is to open on its ground floor before next summer.",
)
ARABIC = (
    "صوّت مجلس بلدة الميناء يوم الاثنين على إعادة بناء المنارة القديمة القائمة عند آخر الرصيف البحري.",
    "ويبدأ العمل في الربيع بعد أن تمر آخر عواصف الشتاء، ومن المتوقع أن يستمر سنتين كاملتين على الأقل.",
    "وكانت نقابة الصيادين التي دفعت نصف التكاليف قد طلبت مصباحاً أشد ضوءاً وبوقاً يُسمع من مسافة أبعد.",
    "ولم يسكن أحد بيت الحارس منذ عام 1974 حين رُكّب للمصباح محرك وساعة توقيت تعمل من دون إنسان.",
    "ومن المقرر أن يفتتح في الطابق الأرضي متحف للعقد والشباك يديره متطوعون قبل حلول الصيف القادم.",
)
CHINESE = (
    "港口小镇议会星期一投票决定重建码头尽头的旧灯塔，工程预计在春天最后一场风暴过后开始。",
    "渔民公会承担了一半费用，他们要求安装更明亮的灯和声音更远的雾号，以便夜间归航的船只辨认方向。",
    "自从一九七四年灯塔装上电机和定时器以后，守塔人的小屋就再也没有人居住过，墙上的油漆早已剥落。",
    "志愿者们计划在明年夏天之前，在小屋一楼开设一座展示绳结和渔网的博物馆，门票收入将用于维修。",
)
THAI = (
    "สภาเมืองท่าลงมติเมื่อวันจันทร์ให้บูรณะประภาคารเก่าที่ปลายท่าเรือซึ่งทรุดโทรมมานานหลายสิบปี",
    "งานจะเริ่มในฤดูใบไม้ผลิหลังจากพายุฤดูหนาวลูกสุดท้ายผ่านพ้นไปและคาดว่าจะใช้เวลาราวสองปี",
    "สมาคมชาวประมงซึ่งออกค่าใช้จ่ายครึ่งหนึ่งขอให้ติดตั้งโคมไฟที่สว่างกว่าเดิมและแตรหมอกที่ดังไกลกว่าเดิม",
)
HINDI = (
    "बंदरगाह नगर की परिषद ने सोमवार को घाट के छोर पर बने पुराने प्रकाश स्तंभ को फिर से बनाने के पक्ष में मतदान किया।",
    "काम वसंत में शुरू होगा जब सर्दियों का आखिरी तूफान गुजर जाएगा और इसमें लगभग दो साल लगने का अनुमान है।",
    "मछुआरों के संघ ने आधा खर्च उठाया और पहले से अधिक तेज रोशनी वाले दीपक तथा दूर तक सुनाई देने वाले भोंपू की मांग की।",
    "रखवाले के घर में उस समय से कोई नहीं रहा जब दीपक में मोटर और समय बताने वाला यंत्र लगा दिया गया था।",
)
SCRIPTS = pytest.mark.parametrize("text", [ENGLISH, ARABIC, CHINESE, THAI, HINDI])


def is_copy(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    first, second = sketch(one), sketch(other)
    found = bool(set(first.keys) & set(second.keys))
    copy = compare(first, second).copy
    assert compare(second, first).copy == copy, "whichever comes first"
    assert found or not copy, "the index leads to it"
    return copy


@SCRIPTS
def test_the_same_text_otherwise_arranged(text: tuple[str, ...]) -> None:
    assert is_copy(text, text)
    assert is_copy(text, tuple(reversed(text)))
    assert is_copy(text, (" ".join(text),)), "paragraphs joined"
    assert is_copy(text, ("(Agency) " + text[0], *text[1:], "(End)"))


@SCRIPTS
def test_a_cut_and_another_text(text: tuple[str, ...]) -> None:
    long = (*text, *(f"{word} {text[0][::-1]}" for word in "abc"))
    assert is_copy(long, text)
    backwards = tuple(paragraph[::-1] for paragraph in text)
    assert not is_copy(text, backwards)


def test_arabic_letter_forms_marks_and_digits_are_one() -> None:
    plain = str.maketrans({"أ": "ا", "إ": "ا", "ة": "ه", "ى": "ي", "ّ": None, "ً": None, "ُ": None})
    other = tuple(
        text.translate(plain).replace("1974", "١٩٧٤").replace("المنارة", "المنـــارة") for text in ARABIC
    )
    assert compare(sketch(ARABIC), sketch(other)).share == pytest.approx(1)


def test_less_than_four_fifths_is_another_text() -> None:
    others = (
        "A bakery of the upper town won a prize for rye bread that is baked in an oven older than the town.",
    )
    assert is_copy(ENGLISH, (*ENGLISH, *others))
    assert not is_copy(
        ENGLISH, (*ENGLISH[:2], *others, "It sold out by noon, and the baker slept until four.")
    )


def test_short_texts_are_not_compared() -> None:
    words = [f"word{number}" for number in range(MIN_WORDS)]
    assert is_copy((" ".join(words),), (" ".join(words),))
    short = sketch((" ".join(words[1:]),))
    assert short.keys == ()
    assert compare(short, short).reason == "too short"


def test_a_corrected_number_is_a_copy_reports_of_one_template_are_none() -> None:
    corrected = tuple(text.replace("1974", "1975") for text in ENGLISH)
    assert is_copy(ENGLISH, corrected)
    merged = [pair for pair in reports(random.Random(7)) if is_copy(tuple(pair[0]), tuple(pair[1]))]
    assert merged == []


def test_one_rain_report_with_fewer_words_than_numbers_differ() -> None:
    text = " ".join(f"In the ward of {name} the gauge stood still." for name in "abcdefghij")
    one, other = f"{text} At noon it read 12 and at six 14.", f"{text} At noon it read 31 and at six 33."
    likeness = compare(sketch((one,)), sketch((other,)))
    assert (likeness.copy, likeness.reason) == (False, "the same words with other numbers")


@given(st.lists(st.text(max_size=300), max_size=8))
def test_any_text_has_a_sketch(paragraphs: list[str]) -> None:
    made = sketch(paragraphs)
    assert isinstance(made, Sketch)
    assert all(0 <= key < 2**48 for key in made.keys)
    again = sketch(paragraphs)
    assert (again.keys, again.words) == (made.keys, made.words)


def test_keys_are_few_however_long_the_text() -> None:
    chance = random.Random(3)
    for size in (60, 450, 3_000, 30_000):
        text = " ".join(f"w{chance.randrange(10_000)}" for _ in range(size))
        assert len(sketch((text,)).keys) <= 200


def test_keys_stay_the_same_from_version_to_version() -> None:
    """They are in people's databases: whoever changes them writes a migration."""
    assert sketch(ENGLISH).keys[:3] == (357945297622, 7869043662255, 15301848185178)


@SCRIPTS
def test_a_sketch_travels_as_bytes(text: tuple[str, ...]) -> None:
    made = sketch((*text, "12 dead, 14 wounded, 3 of 20 boats lost."))
    there = unpack(pack(made))
    assert (there.words, there.keys, there.numbers) == (made.words, made.keys, made.numbers)
    assert there.shingles.tolist() == made.shingles.tolist()
