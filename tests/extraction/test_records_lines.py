"""Lines between the paragraphs and around them that are no text, in the words of many languages."""

import pytest

from tests.extraction.records import TEXTS, TITLE, Case, case, differences, ld, paragraphs

NEWS = ld(headline=TITLE)
LINK = '<a href="/news/9">{}</a>'

# Between the second and the third paragraph of a news page; {} is a link to another article.
AMONG = {
    "en": [
        "Gift this story",
        "(Story continues after the gallery)",
        "This is a modal window.",
        "Beginning of dialog window. Escape will cancel and close the window.",
        "We and our 842 partners store and access information on your device.",
        "A- A+",
        "A | A | A",
        "Photo: Ada Quill",
        "+ {}",
    ],
    "de": ["Artikel weiterlesen nach der Anzeige", "Foto: Ute Kern"],
    "fr": ["Ceci est une fenêtre modale."],
    "es": ["Esta es una ventana modal."],
    "tr": ["BUNA DA BAKIN: {}"],
    "hi": ["हिंदी खबरों के लिए हमें फेसबुक पर लाइक करें"],
    "ar": ["تابعوا آخر أخبارنا عبر Google News", "حمّل التطبيق الآن", "+A -A", "رقم الخبر: 12345"],
    "fa": ["کد خبر: ۱۲۳۴۵۶", "لینک کوتاه: https://news.example/x1"],
    "ko": ["가 가", "글자크기 조절"],
    "zh": ["字号：大 中 小", "打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。"],
    "th": [
        "อ่านข่าวเพิ่มเติม : {}",
        "โฆษณา",
        "แชร์ข่าวนี้",
        "ติดตามข่าวสารได้ที่ LINE : @morning",
        "กดติดตามช่อง YouTube ของเรา",
        "(อ่านต่อด้านล่าง)",
    ],
}
# Above the first paragraph.
ABOVE = {
    "en": ["Updated yesterday at 17:02", "Photo: Ada Quill", "Edited by: Carl Brook"],
    "fr": ["Publié hier à 17h02"],
    "de": ["Redaktion, Hafenstadt"],
    "he": ["17.11.26 | 10:30"],
    "ja": ["2026年11月17日（火）10時30分"],
    "zh": ["原标题：港口要重建"],
    "th": ["กองบรรณาธิการ"],
}


def between(language: str, line: str) -> Case:
    texts = TEXTS[language]
    inside = f"<p>{line.format(LINK.format(texts[0][:40]))}</p>"
    body = f"<article><h1>{TITLE}</h1>{paragraphs(texts[:2])}{inside}{paragraphs(texts[2:])}</article>"
    return case(f"{language}: {line}", language=language, head=NEWS, body=body)


def above(language: str, line: str) -> Case:
    return case(f"{language}: {line}", language=language, head=NEWS, lead=f"<p>{line}</p>")


LINES = [
    *(between(language, line) for language, lines in AMONG.items() for line in lines),
    *(above(language, line) for language, lines in ABOVE.items() for line in lines),
]


@pytest.mark.parametrize("one", LINES, ids=str)
def test_a_line_that_is_no_text_goes(one: Case) -> None:
    found = one.found()
    assert found["paragraphs"] == TEXTS[one.language]


STAY = {
    "en": [
        "Yesterday at 17:02 the last of the stones was set.",
        "A A of that size had never been painted on the wall.",
    ],
    "de": ["Gestern um 17.02 Uhr wurde der letzte Stein gesetzt."],
}


@pytest.mark.parametrize(
    "one", [between(language, line) for language, lines in STAY.items() for line in lines], ids=str
)
def test_a_sentence_that_begins_so_stays(one: Case) -> None:
    texts = TEXTS[one.language]
    line = one.name.partition(": ")[2]
    assert one.found()["paragraphs"] == [*texts[:2], line, *texts[2:]]


BELOW = [
    ("es", "Con información de EFE", "EFE"),
    ("el", "Με πληροφορίες από ΑΠΕ-ΜΠΕ", "ΑΠΕ-ΜΠΕ"),
    ("vi", "(Theo TTXVN)", "TTXVN"),
    ("de", "Mit Material von dpa", "dpa"),
    ("ar", "ق.و/واج", "APS"),
]


@pytest.mark.parametrize(("language", "line", "agency"), BELOW)
def test_an_agency_is_credited_below_the_text(language: str, line: str, agency: str) -> None:
    texts = TEXTS.get(language, TEXTS["en"])
    body = f"<article><h1>{TITLE}</h1>{paragraphs(texts)}<p>{line}</p></article>"
    found = case(line, language=language, head=NEWS, body=body).found()
    assert (found["paragraphs"], found["agency"]) == (texts, [agency])


def test_a_name_is_told_above_the_requests_below_it() -> None:
    below = "<p><strong>Ada Quill</strong></p><p>Share this article</p><p>Follow us on Google News</p>"
    one = case(
        "a name and requests", head=ld(headline=TITLE, author="Ada Quill"), below=below, authors=["Ada Quill"]
    )
    assert differences(one) == []


def test_many_requests_go_below_a_short_text() -> None:
    """They are more lines than the text has, and fewer words."""
    asks = ["Follow us on Facebook", "Join us on Telegram", "Get in touch with us", "Download our app today"]
    below = paragraphs([*asks, "Share this article"])
    assert case("requests", head=NEWS, below=below).found()["paragraphs"] == TEXTS["en"]


SIGN_UP = (
    '<div class="c-x1"><h3>The morning letter</h3><p>Start the day with five stories from the coast.</p>'
    "<form>{field}<button>Sign up</button></form><p>You agree to our terms of use.</p></div>"
)


@pytest.mark.parametrize("field", ['<input type="email">', '<input name="q" placeholder="Your e-mail">'])
def test_a_box_that_asks_for_an_address_goes(field: str) -> None:
    lines = TEXTS["en"]
    inside = SIGN_UP.format(field=field)
    body = f"<article><h1>{TITLE}</h1>{paragraphs(lines[:2])}{inside}{paragraphs(lines[2:])}</article>"
    assert case("a letter", head=NEWS, body=body).found()["paragraphs"] == lines


@pytest.mark.parametrize("form", ['<input type="email"><textarea></textarea>', '<input type="email">'])
def test_a_short_text_in_one_element_with_a_form_stays(form: str) -> None:
    """The form of its comments, or one that stands beside most of the text."""
    lines = TEXTS["en"][:2]
    body = f"<div><h1>{TITLE}</h1>{paragraphs(lines)}<form>{form}</form></div>"
    assert case("a short text", head=NEWS, body=body).found()["paragraphs"] == lines


def test_another_article_s_headline_among_the_text_goes() -> None:
    lines, link = TEXTS["en"], "<p>" + LINK.format("The ferry to the islands runs again") + "</p>"
    body = f"<article><h1>{TITLE}</h1>{paragraphs(lines[:2])}{{}}{paragraphs(lines[2:])}</article>"
    assert case("a headline", head=NEWS, body=body.format(link)).found()["paragraphs"] == lines
    told = ["All of it can be read in one document:", "The ferry to the islands runs again"]
    announced = case("a source", head=NEWS, body=body.format(paragraphs(told[:1]) + link)).found()
    assert announced["paragraphs"] == [*lines[:2], *told, *lines[2:]]


def test_the_steps_under_a_heading_at_the_end_are_text() -> None:
    steps = [
        "Rub the butter into the flour and leave it to rest under a cloth for an hour.",
        "Lay the plums on the dough and bake them in a hot oven until the juice runs.",
    ]
    below = "<h3>Method</h3><ol>" + "".join(f"<li>{step}</li>" for step in steps) + "</ol>"
    found = case("steps", head=NEWS, below=below).found()
    assert found["paragraphs"] == [*TEXTS["en"], "Method", *steps]


SIGNED = [
    ("de", "Von Ute Kern, seit zehn Jahren Reporterin am Hafen", "Ute Kern"),
    ("hi", "Written by: दीपक सरोवर | Edited by: रेखा जल", "दीपक सरोवर"),
    ("zh", "記者蘇小蘋／港口報導", "蘇小蘋"),
    ("ar", "أعد التقرير: ليلى حداد", "ليلى حداد"),
]


@pytest.mark.parametrize(("language", "line", "author"), SIGNED)
def test_a_by_line_with_a_role_or_a_place_goes(language: str, line: str, author: str) -> None:
    texts = TEXTS.get(language, TEXTS["en"])
    body = f"<article><h1>{TITLE}</h1><p>{line}</p>{paragraphs(texts)}</article>"
    found = case(line, language=language, head=NEWS, body=body).found()
    assert (found["paragraphs"], found["authors"]) == (texts, [author])


def test_a_japanese_name_in_the_brackets_that_end_the_text() -> None:
    texts = [*TEXTS["ja"][:-1], TEXTS["ja"][-1] + "【葦野太郎】"]
    body = f"<article><h1>{TITLE}</h1>{paragraphs(texts)}</article>"
    found = case("a name", language="ja", head=NEWS, body=body).found()
    assert (found["paragraphs"], found["authors"]) == (texts, ["葦野太郎"])


@pytest.mark.parametrize(
    ("language", "line", "agency"),
    [("es", "EFE / Valdecierzo", ["EFE"]), ("tr", "Sazlıgöl, AA", ["Anadolu Ajansı"])],
)
def test_an_agency_beside_its_place_above_the_text(language: str, line: str, agency: list[str]) -> None:
    lead = f"<p>{line}</p>"
    found = case(line, language=language, head=NEWS, lead=lead).found()
    assert (found["paragraphs"], found["agency"]) == (TEXTS[language], agency)


def test_the_reporter_in_a_taiwanese_dateline() -> None:
    texts = ["（中央社記者蘇小蘋台北17日電）" + TEXTS["zh"][0], *TEXTS["zh"][1:]]
    body = f"<article><h1>{TITLE}</h1>{paragraphs(texts)}</article>"
    found = case("a dateline", language="zh", head=NEWS, body=body).found()
    assert (found["paragraphs"], found["authors"]) == (texts, ["蘇小蘋"])
