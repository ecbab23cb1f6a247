"""The body of whole pages that we wrote: what must be in it, what must not."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import extract
from crawler.extraction.fields.body import Body, extract_body
from crawler.extraction.roles.labelled import Apart
from crawler.items import UNSURE
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 12, tzinfo=UTC)


def body(html: str, title: str | None = None, url: str = "https://news.example/a/1") -> Body:
    return extract_body(Document(Page(url, html.encode(), NOW)), Apart(title))


ARABIC = [
    "أعلنت مديرية المياه في المدينة اليوم الانتهاء من صيانة خط الضخ الرئيسي المغذي للأحياء الشرقية.",
    "وقال مدير المشروع إن أعمال الصيانة استمرت أسبوعين وشملت استبدال المضخات وتأهيل الخزانات.",
    "وأضاف أن كميات المياه الواردة ستزداد تدريجياً خلال الأيام المقبلة لتصل إلى جميع المشتركين دون انقطاع.",
    "وطالب الأهالي بالإسراع في إصلاح الشبكة الفرعية التي تعاني من تسرب كبير في عدد من الشوارع الضيقة.",
    "وتعد المحطة التي أنشئت قبل ثلاثين عاماً المصدر الأساسي لمياه الشرب في المنطقة وريفها القريب.",
    "ومن المقرر أن تبدأ المرحلة الثانية من المشروع مطلع العام القادم بتمويل من المجلس المحلي.",
]
TITLE = "انتهاء صيانة خط المياه الرئيسي"


def portal() -> str:
    """A portal's template: paragraphs as <p>, <div> and bare text with <br>, beside lead and share bar."""
    one, two, three, four, five, six = ARABIC
    return f"""<html lang=ar dir=rtl><body>
    <div class="menu"><ul><li><a href="/">الرئيسية</a></li><li><a href="/p">سياسة</a></li></ul></div>
    <div class="news"><div class="kicker">محليات</div><h1>{TITLE}</h1>
    <div class="details">
      <div class="share"><a href="#f">فيسبوك</a> <a href="#t">تويتر</a></div>
      <p>{one}</p><div>{two}</div>{three}<br><br>{four}<br/>{five}<br><p>{six}</p>
      <div class="related"><a href="/a/2">اقرأ أيضاً: خبر آخر عن المدينة</a></div>
    </div></div>
    <div class="side"><h3>الأكثر قراءة</h3><ul><li><a href="/3">خبر ثالث من الصفحة الأولى</a></li></ul></div>
    <div class="footer">جميع الحقوق محفوظة</div></body></html>"""


def test_every_paragraph_of_a_mixed_template() -> None:
    assert body(portal(), TITLE).paragraphs == ARABIC


def test_title_is_no_paragraph() -> None:
    assert TITLE not in body(portal(), TITLE).paragraphs


def test_asking_changes_nothing() -> None:
    document = Document(Page("https://news.example/", portal().encode(), NOW))
    texts = [block.text for block in document.blocks]
    extract_body(document)
    assert [block.text for block in document.blocks] == texts
    assert "".join(document.root.itertext()).count(ARABIC[0]) == 1


def test_links_are_absolute_and_kinds_kept() -> None:
    html = """<article><h1>Plan</h1>
    <p>The council met on Tuesday evening and voted for the plan that had been on the table since May.</p>
    <h2>What follows</h2>
    <p>Every household will get a letter this month that explains what changes. <a href=/plan>The plan</a> is
    printed there in full, and can be read at the library, which stays open until eight.</p>
    <p>The council promised three things, and named a day for each of them:</p>
    <ul><li>From January the buses run every ten minutes, on Sundays too, at the old fares.</li>
    <li>From March the market stays open until nine in the evening.</li></ul>
    <blockquote><p>We have waited twenty years for this, said the mayor, and now it took one evening.</p>
    </blockquote><p>The work begins in spring, when the frost is out of the ground, and ends a year on.</p>
    </article>"""
    found = body(html, "Plan")
    kinds = [block.kind for block in found.blocks]
    assert kinds == ["paragraph", "heading", *["paragraph"] * 2, *["item"] * 2, "quote", "paragraph"]
    assert found.blocks[2].links == [("The plan", "https://news.example/plan")]


def test_pages_without_a_body() -> None:
    for html in ("", "<p>", "\x00\x01\x02", "<ul><li><a href=x>Link</a></li></ul>"):
        found = body(html)
        assert found.confidence < 0.5
        assert len(found.blocks) <= 1


def test_a_body_carried_unseen_is_used() -> None:
    text = " ".join(ARABIC)
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(ARABIC * 3)})
    html = f"<title>{TITLE}</title><script type='application/ld+json'>{data}</script><p>{ARABIC[0]}</p>"
    found = body(html, TITLE)
    assert found.method == "articleBody"
    assert " ".join(found.paragraphs[: len(ARABIC)]) == text


def test_an_unseen_body_never_replaces_a_full_one() -> None:
    other = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "كلمة أخرى تماماً. " * 400})
    html = portal().replace("<body>", f"<body><script type='application/ld+json'>{other}</script>")
    assert body(html, TITLE).paragraphs == ARABIC


def test_captions_are_fields_of_their_own() -> None:
    document = Document(Page("https://news.example/", portal().encode(), NOW))
    found = extract_body(document, Apart(TITLE, captions=[ARABIC[1]]))
    assert ARABIC[1] not in found.paragraphs
    assert found.removed["caption"] == 1


TAGS = "<p> </p> <div> </div> <br> <article> </article> </a> <table> <tr> <td> </table> <h1> </h1> <li>"
SENTENCE = "A sentence of some ten words that reads like an article's text. "
ODD = ["<script>", "</script>", "<a href='http://['>", "&#0;", SENTENCE, "كلمة ", "字。", "\0"]
PIECES = st.sampled_from([*TAGS.split(), *ODD])


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_gives_a_body_or_none(html: str) -> None:
    found = body(html)
    assert 0 <= found.confidence <= 1
    assert (found.method == "none") == (not found.blocks)
    assert all(block.text.strip() for block in found.blocks)


def test_an_unsure_body_is_marked() -> None:
    teasers = "".join(f"<div><a href=/{n}>Ferry number {n} is late again today</a></div>" for n in range(30))
    sure = "".join(f"<p>{text}</p>" for text in ARABIC * 3)
    found = [
        extract(
            Page("https://news.example/a/1", f"<html><body>{inner}</body></html>".encode(), NOW)
        ).extraction
        for inner in (teasers, f"<article><h1>المياه تعود</h1>{sure}</article>")
    ]
    assert [(one.unsure, one.confidence < UNSURE) for one in found if one] == [(True, True), (None, False)]
