"""Who is named where by-lines say it in odd ways; each page with the one author, agency or desk it has."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.fields.people import people
from crawler.extraction.reading.names import MAX_NAME, MAX_TEXT, Names, clean_names, is_name
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEXT = "The council decided on Thursday to rebuild the old bridge over the river, after years of debate. " * 2


def page(
    body: str = "", head: str = "", lang: str = "en", classes: str = "", text: str = f"<p>{TEXT}</p>" * 6
) -> Document:
    html = f"""<html lang={lang}><head><meta charset=utf-8><title>The bridge will be rebuilt</title>
    <meta property="og:title" content="The bridge will be rebuilt">
    <meta property="og:site_name" content="Example News">{head}</head>
    <body><article class="{classes}"><h1>The bridge will be rebuilt</h1>{body}{text}</article></body>
    </html>"""
    return Document(Page("https://news.example/a/1", html.encode(), NOW))


SITE = '<meta name="author" content="Example News">'

# (by-line block, head, language, authors, agency)
LINES = {
    "a heading": ("<h3>By Jane Doe, staff writer</h3>", "", "en", ["Jane Doe"], []),
    "no by-line: a heading": ("<h3>By the numbers: what it costs</h3>", "", "en", [], []),
    "symbols before it": ("<p>—— by Jane Doe</p>", "", "en", ["Jane Doe"], []),
    "the word twice": (
        "<div class=byline>Byby Jane Doe and John Smith</div>",
        "",
        "en",
        ["Jane Doe", "John Smith"],
        [],
    ),
    "a pseudonym alone": ("<p>by ibis</p>", "", "en", ["ibis"], []),
    "glued to a date": (
        "<div>ნინო ბერიძე<span>12 ნოემბერი, 2026</span></div>",
        "",
        "ka",
        ["ნინო ბერიძე"],
        [],
    ),
    "glued to a zone": (
        "<div><time>12 Nov 2026 18.40 GMT</time><span>By Jane Doe (now), John Smith (earlier)</span></div>",
        "",
        "en",
        ["Jane Doe", "John Smith"],
        [],
    ),
    "after a section": (
        "<p class=byline>Arts &amp; Culture | By Jane Doe, Staff Writer</p>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
    "glued to what follows": (
        "<div class=info><span>كتبت: ريم الخطيب</span><span>١٢ نوفمبر ٢٠٢٦</span></div>",
        "",
        "ar",
        ["ريم الخطيب"],
        [],
    ),
    "glued to a role": (
        "<div class=reporter><b>ريم الخطيب</b><em>مراسلة</em></div>",
        "",
        "ar",
        ["ريم الخطيب"],
        [],
    ),
    "glued words that are one": (
        "<p class=byline>By <i>Jane</i> <i>Mc</i>Doe</p>",
        "",
        "en",
        ["Jane McDoe"],
        [],
    ),
    "the place after a bar": (
        f"<p class=byline>Jane Doe | Quillmouth</p><p>Quillmouth is a town. {TEXT}</p>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
    "the place after a bar, no by-line": (
        f"<p>Jane Doe | Quillmouth</p><p>Quillmouth is a town. {TEXT}</p>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
    "place and agency": ("<p>بغداد / واع</p><p>12-11-2026</p>", "", "ar", [], ["واع"]),
    "a picture's agency": ("<p>Jane Roe | AP</p>", SITE, "en", [], ["Example News"]),
    "a place before an agency in brackets": ("<p>اسلام آباد (اے پی پی) 12 نومبر 2026</p>", "", "ur", [], []),
    "an agency after a date": ("<p><i>2026/11/12 19:40</i><b>共同通信</b></p>", "", "ja", [], ["共同通信"]),
    "an agency between name and date": (
        "<p class=byline>Libuše Vránová, ČTK 12. listopadu 2026</p>",
        "",
        "cs",
        ["Libuše Vránová"],
        ["ČTK"],
    ),
    "labels after a time": (
        "<p><i>2026-11-12 19:40:12</i><i>来源：中新网</i><i>作者：王小明</i><i>责任编辑：李华</i></p>",
        "",
        "zh",
        ["王小明"],
        ["中新网"],
    ),
    "place, name and date": (
        f"<p>البصرة - ريم الخطيب 12/11/2026</p><p>قال مجلس البصرة: {TEXT}</p>",
        "",
        "ar",
        ["ريم الخطيب"],
        [],
    ),
    "a day between calendars": (
        "<p>נועה ברקאי | ז' בכסלו תשפ\"ז | 17/11/2026</p>",
        "",
        "he",
        ["נועה ברקאי"],
        [],
    ),
    "the hour between date and time": (
        "<p><b>ريم الخطيب</b> | 12 نوفمبر 2026 على الساعة 07:40</p>",
        "",
        "ar",
        ["ريم الخطيب"],
        [],
    ),
    "vowels as marks": ("<p>मीनाक्षी त्रिवेणी</p><p>12 नवंबर 2026</p>", "", "hi", ["मीनाक्षी त्रिवेणी"], []),
    "points above the text": (
        "<p>- 내년 봄 착공</p><p>- 낚시꾼들은 반대</p><p>2026-11-12</p>",
        "",
        "ko",
        [],
        [],
    ),
    "a source among facts": (
        "<p>12.11.2026 14:05 خبرنگار: ریم خطیبی منبع: ایسنا</p>",
        "",
        "fa",
        ["ریم خطیبی"],
        ["ایسنا"],
    ),
    "a source before the letters' size": (
        "<p>2026年11月12日 来源：新华社 字号：大 小</p>",
        "",
        "zh",
        [],
        ["新华社"],
    ),
    "a source that is no agency": ("<p>12 November 2026, source: the town</p>", "", "en", [], []),
    "a desk and an agency": ("<p class=byline>Door onze redactie/ANP</p>", "", "nl", [], ["ANP"]),
    "a desk, an agency, a place": ("<p>Redacción / EFE / Quillmouth</p>", SITE, "es", [], ["EFE"]),
    "an agency in the next line": (
        "<div class=byline><p>By Jane Doe</p><p>Associated Press</p></div>",
        "",
        "en",
        ["Jane Doe"],
        ["Associated Press"],
    ),
    "in a line of Thai facts": (
        "<p>เผยแพร่: 12 พ.ย. 2569 14:05 ปรับปรุง: 13 พ.ย. 2569 โดย: สมชาย ใจดี</p>",
        "",
        "th",
        ["สมชาย ใจดี"],
        [],
    ),
    "a Korean reporter among dates": (
        "<p>입력 2026.11.12 14:05 수정 2026.11.13 09:10 [들꽃일보 김하나 기자]</p>",
        "",
        "ko",
        ["김하나"],
        [],
    ),
    "an agency before a date": (
        "<p>Извор: Танјуг субота, 12. нов 2026, 14:05</p>",
        SITE,
        "sr",
        [],
        ["Танјуг"],
    ),
    "a photo's agency before a date": ("<p>Foto: Tanjug 12. nov 2026, 14:05</p>", "", "hr", [], []),
    "place, agency and name": (
        "<p><b>بغداد - رويترز - ريم الخطيب</b></p>",
        "",
        "ar",
        ["ريم الخطيب"],
        ["رويترز"],
    ),
    "place, name and agency": (
        "<p>بغداد / ريم الخطيب / الأناضول</p>",
        "",
        "ar",
        ["ريم الخطيب"],
        ["الأناضول"],
    ),
    "place, label and name": ("<p>بغداد - مراسلتنا: ريم الخطيب</p>", "", "ar", ["ريم الخطيب"], []),
    "name and site over a date": (
        "<div>Jane Doe - Example News</div><div>12 November 2026</div>",
        '<meta property="og:site_name" content="Example News">',
        "en",
        ["Jane Doe"],
        [],
    ),
    "sign between name and date": (
        "<div><div>Jane Doe</div><div>·</div><div>12 November 2026</div></div>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
    "surname that is a role": ("<p>מאת: יעל סופר</p>", "", "he", ["יעל סופר"], []),
    "place, desk and name": ("<p><b>بغداد - القسم المحلي - ريم الخطيب</b></p>", "", "ar", [], []),
    "glued to a year": ("<div class=author-line>Nov 12, 2026Jane Doe</div>", "", "en", ["Jane Doe"], []),
    "inside a line of facts": (
        "<p>12. November 2026 // Autor: Eva Beispiel // 3 Min.</p>",
        "",
        "de",
        ["Eva Beispiel"],
        [],
    ),
    "of two crafts": ("<p>Text &amp; Fotos: Eva Beispiel</p>", "", "de", ["Eva Beispiel"], []),
    "under a section": ("<p>Posted by Jane Doe under Bridges, Rivers</p>", "", "en", ["Jane Doe"], []),
    "linked to a user's page": (
        '<p><a href="/user-list/?u=17">JaneD</a> 12.11.2026, 13:56</p>',
        "",
        "de",
        ["JaneD"],
        [],
    ),
    "names alone, over the text": ("<p>Jane Doe/John Smith</p>", "", "en", ["Jane Doe", "John Smith"], []),
    "slogans over the text": ("<p>Grow Orders, Save Time, Eliminate Chaos</p>", "", "en", [], []),
    "footnotes": ("<p class=authors>Jane Doe1, John Smith2</p>", "", "en", ["Jane Doe", "John Smith"], []),
    "a user of a forum": (
        '<p class=author>by <a href="/user/benny">u/benny</a></p>',
        "",
        "en",
        ["u/benny"],
        [],
    ),
    "an agency, the field names the site": ("<p>Reuters</p>", SITE, "en", [], ["Reuters"]),
    "an agency typed": ("<p>Por Agencia EFE</p>", SITE, "es", [], ["Agencia EFE"]),
    "an agency after a section": (
        '<p><a href="/">Haberler -</a> Anadolu Ajansı</p>',
        SITE,
        "tr",
        [],
        ["Anadolu Ajansı"],
    ),
    "an agency's image": ("<figure><p>Reuters</p></figure>", SITE, "en", [], ["Example News"]),
    "a desk": ("<p class=byline>von Redaktion</p>", "", "de", [], ["Redaktion"]),
    "a desk in Arabic": ('<p class="author">هيئة التحرير</p>', "", "ar", [], ["هيئة التحرير"]),
    "a person, not the desk": (
        "<p class=byline>By Newsdesk</p><p class=byline>By Jane Doe</p>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
    "no desk: a system's user": ("<p class=byline>By admin</p>", "", "en", [], []),
    "the site's contributor": (
        "<p class=byline>By Example News Contributor</p>",
        "",
        "en",
        [],
        ["Example News Contributor"],
    ),
    "a company's name with a place": (
        "<p class=byline>Wehr in Dorf e.V.</p>",
        "",
        "de",
        [],
        ["Wehr in Dorf e.V."],
    ),
    "letters are linked apart": (
        '<p>By <a href="/author/jane">Jane Doe,</a><a href="/author/time">TIME</a></p>',
        '<meta name="author" content="Jane Doe, TIME">',
        "en",
        ["Jane Doe", "TIME"],
        [],
    ),
    "the theme's designer": (
        '<p>By <a rel="author" href="/author/jane">Jane Doe</a></p>',
        '<meta name="author" content="Max Muster - https://muster.example design">',
        "en",
        ["Jane Doe"],
        [],
    ),
    "a hidden address": (
        "<p class=byline>by jane</p>",
        '<meta name="author" content="jane[at]doe.example">',
        "en",
        ["jane"],
        [],
    ),
    "a date that only its style sets apart": (
        "<div>By <a rel=author href=/a/1>Jane Doe</a><time>12 November 2026</time></div>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
    "the same in Portuguese": (
        "<div>Por <a rel=author href=/a/1>Lívia Prado</a><time>12 de novembro de 2026</time></div>",
        "",
        "pt",
        ["Lívia Prado"],
        [],
    ),
    "the same in Chinese": (
        "<div>作者：<a rel=author href=/a/1>顾言之</a><time>2026年11月12日</time></div>",
        "",
        "zh",
        ["顾言之"],
        [],
    ),
    "authors of list entries": (
        "<p>Jane Doe</p><p>Nov 12, 2026</p>"
        + "<p>Short.</p>" * 5
        + "<p>Author: Ann Ames</p><p>Author: Bea Bond</p>",
        "",
        "en",
        ["Jane Doe"],
        [],
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str) -> None:
    body, head, language, authors, agency = LINES[name]
    extra = f"<p>{TEXT}</p>" * 6
    if name == "authors of list entries":
        extra += f"<div><h3>Jane Doe</h3><p>Jane Doe is a writer. {TEXT}</p></div>"
    found = people(page(body, head, language, text=extra))
    assert (list(found.authors), list(found.agency)) == (authors, agency)


def test_the_reporter_in_a_korean_dateline_wrote_the_text() -> None:
    text = (
        "시의회는 목요일 저녁 여러 해에 걸친 논의 끝에 강을 건너는 오래된 다리를 다시 짓기로 했다고 밝혔다. "
        * 2
    )
    text = f"<p>(들꽃=연합뉴스) 김하나·박두리 기자 = {text}</p>" + f"<p>{text}</p>" * 5
    assert people(page(lang="ko", text=text)).authors == ("김하나", "박두리")


def test_a_source_below_the_text_is_credited() -> None:
    found = people(page(text=f"<p>{TEXT}</p>" * 6 + "<p class=src>Source: Reuters</p>"))
    assert (found.authors, found.agency) == ((), ("Reuters",))


def test_a_source_below_the_text_leaves_the_name_above_it() -> None:
    found = people(
        page("<p>Jane Doe</p><p>12 November 2026</p>", text=f"<p>{TEXT}</p>" * 6 + "<p>Source: Reuters</p>")
    )
    assert (found.authors, found.agency) == (("Jane Doe",), ("Reuters",))


def test_a_bold_name_over_a_dateline_wrote_the_text() -> None:
    text = "قرر المجلس يوم الخميس إعادة بناء الجسر القديم فوق النهر بعد سنوات من النقاش بين أهل المدينة. " * 2
    over = "<p><strong>حمزة دعنا</strong></p>"
    told = f"<p>وادي الحور – {text}</p><p>{text}</p>"
    assert people(page(over, lang="ar", text=told)).authors == ("حمزة دعنا",)
    assert people(page(over, lang="ar", text=f"<p>{text}</p>" * 2)).authors == ()


def test_a_name_near_the_title_that_is_introduced_below_is_the_author_s() -> None:
    bio = f"<div class=bio><h4>Jack Shepherd</h4><p>Jack has built bridges for twenty years. {TEXT}</p></div>"
    found = people(page("<p>Jack Shepherd</p>", SITE, text=f"<p>{TEXT}</p>" * 6 + bio))
    assert found.authors == ("Jack Shepherd",)


def test_a_label_over_a_note_is_no_author() -> None:
    box = f"<div><h4>Raw Food</h4><p>Raw Food keeps what cooking takes. {TEXT}</p></div>"
    assert people(page(text=f"<p>{TEXT}</p>" * 6 + box)).authors == ()


def test_what_the_site_calls_the_whole_article_says_nothing_of_its_by_line() -> None:
    found = people(page("<p>By Jane Doe</p>", classes="single no-comments related-off"))
    assert found.authors == ("Jane Doe",)
    assert found.place == "byline typed"


AGENCY_TEXTS = [
    ("Reuters Staff", Names((), (), ("Reuters Staff",))),
    ("AFP Deutschland", Names((), (), ("AFP Deutschland",))),
    ("Agencia EFE", Names((), ("Agencia EFE",), ())),
    ("Jane Doe for Reuters", Names(("Jane Doe",), (), ())),
    ("The Texas Newsroom", Names((), (), ("The Texas Newsroom",))),
    ("Newsdesk", Names((), (), (), ("Newsdesk",))),
    ("Staff and wire reports", Names((), (), (), ("Staff and wire reports",))),
]


@pytest.mark.parametrize(("text", "expected"), AGENCY_TEXTS)
def test_organisations_in_texts(text: str, expected: Names) -> None:
    assert clean_names(text, language="en") == expected


NAMED = st.sampled_from(
    [
        "Jane Doe",
        "John O'Neill",
        "María del Carmen García",
        "ريم الخطيب",
        "Андрей Примеров",
        "李小明",
        "김철수",
        "Ανδρέας Παππάς",
    ]
)
NOISE = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=60)
@given(NAMED, st.sampled_from(["", "By ", "Written by ", "Text: ", "\u200e", "\x00 "]))
def test_a_name_stays_whole_and_in_its_script(name: str, before: str) -> None:
    assert clean_names(before + name, language="en").people == (name,)


@settings(max_examples=60)
@given(
    st.lists(NAMED, min_size=2, max_size=5, unique=True), st.sampled_from([", ", "; ", " | ", " & ", " and "])
)
def test_names_come_apart_and_cleaning_again_changes_nothing(names: list[str], joint: str) -> None:
    once = clean_names(joint.join(names), language="en")
    assert list(once.people) == names
    assert clean_names(once.people, language="en") == once


@settings(max_examples=60)
@given(NOISE, NAMED, NOISE)
def test_any_text_gives_names_of_bounded_shape(before: str, name: str, after: str) -> None:
    found = clean_names(f"{before} {name} {after}", language="en")
    for text in (*found.people, *found.agencies, *found.organisations, *found.desks):
        assert 0 < len(text) <= MAX_TEXT
        assert "\n" not in text
        assert all(char.isprintable() or char.isspace() or ord(char) > 127 for char in text)
    for person in found.people:
        assert is_name(person.split(", ")[0])
        assert len(person) <= MAX_NAME + 40  # with letters behind it: "Jane Doe, MD"


def test_an_essay_in_the_author_field_is_left_out_and_the_page_keeps_its_by_line() -> None:
    essay = "It was a dark and stormy night, and Jane Doe wrote about it. " * 200
    head = f'<meta name="author" content="{essay}">'
    head += f'<script type="application/ld+json">{{"@type":"NewsArticle","author":"{essay}"}}</script>'
    assert people(page("<p>By John Smith</p>", head)).authors == ("John Smith",)


@pytest.mark.parametrize(
    "author",
    [
        '{"name":{"name":["x"]}}',
        "[[[[]]]]",
        "17",
        "true",
        "null",
        '"\\ud800"',
        '{"@id":"#a"}',
        '[{"name":""},"",null]',
    ],
)
def test_author_fields_of_the_wrong_type_name_nobody(author: str) -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author}}}</script>'
    assert people(page(head=head)).authors == ()


EDITED = [
    ("id", "Budi Contoh", "Editor :"),
    ("en", "By Budi Contoh", "Edited by"),
    ("zh", "作者：王小明", "责任编辑："),
]


@pytest.mark.parametrize(("lang", "line", "label"), EDITED)
def test_the_editor_is_the_author_only_where_nobody_else_is_named(lang: str, line: str, label: str) -> None:
    editor = "李大伟" if lang == "zh" else "Sari Misal"
    wrote = "王小明" if lang == "zh" else "Budi Contoh"
    head = f"""<script type="application/ld+json">{{"@type":"NewsArticle","author":"{editor}"}}</script>"""
    signed = f'<p>{TEXT}</p><div>{label}</div><a class=author href="/author/1/x">{editor}</a>'
    by = f"<div class=author>{line}</div>"
    assert people(page(by, head, lang, text=signed)).authors == (wrote,)
    assert people(page("", head, lang, text=signed)).authors == (editor,)
