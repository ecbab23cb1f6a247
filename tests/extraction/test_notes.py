"""A newspaper's own lines among and below its text: what goes, and what looks like them and stays."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.body import extract_body
from crawler.extraction.roles.labelled import Apart
from crawler.extraction.roles.linerules import FOOT, MAX_NOTE, fields, notes
from crawler.pages.blocks.block import Block
from crawler.pages.page import Document, Page
from tests.extraction.labelling import after, labelled

NOW = datetime(2026, 11, 12, tzinfo=UTC)

ENGLISH = [
    "The harbour council voted on Tuesday evening to close the old ferry pier for the whole of the winter.",
    "Two of its eleven pillars have sunk by the width of a hand since the storm in March, a survey found.",
    "The ferries will land at the coal quay instead, which has no shelter and a longer way to the trams.",
    "Traders on the pier said that they had heard of the decision from the radio and not from the town.",
    "The council wants to pay a third of their rent until the pier opens again, at the latest in May.",
    "Work begins on Monday, when the first of three cranes arrives from the shipyard across the bay.",
]
GERMAN = [
    "Der Hafenrat hat am Dienstagabend beschlossen, den alten Fähranleger für den ganzen Winter zu sperren.",
    "Zwei der elf Pfeiler sind seit dem Sturm im März um eine Handbreit abgesackt, wie ein Gutachten zeigt.",
    "Die Fähren legen solange am Kohlenkai an, der kein Dach hat und weit von der Straßenbahn entfernt ist.",
    "Händler auf dem Anleger sagten, sie hätten vom Beschluss aus dem Radio erfahren, nicht von der Stadt.",
    "Der Rat will ein Drittel ihrer Miete übernehmen, bis der Anleger spätestens im Mai wieder öffnet.",
    "Die Arbeiten beginnen am Montag, wenn der erste von drei Kränen aus der Werft gegenüber eintrifft.",
]
ARABIC = [
    "قرر مجلس الميناء مساء الثلاثاء إغلاق رصيف العبّارات القديم طوال فصل الشتاء بسبب خطر الانهيار.",
    "وأظهر كشف هندسي أن اثنتين من دعائمه الإحدى عشرة هبطتا بعرض كف منذ عاصفة آذار الماضي.",
    "وسترسو العبّارات في رصيف الفحم الذي لا سقف له ويبعد أكثر عن محطة الترام في وسط المدينة.",
    "وقال تجار الرصيف إنهم سمعوا بالقرار من الإذاعة لا من البلدية التي تؤجرهم محالهم منذ سنوات.",
    "ويعتزم المجلس دفع ثلث إيجاراتهم حتى يعاد فتح الرصيف في شهر أيار المقبل على أبعد تقدير.",
    "وتبدأ الأعمال يوم الاثنين مع وصول أولى الرافعات الثلاث من حوض السفن على الضفة المقابلة.",
]
JAPANESE = [
    "港湾評議会は火曜日の夜、古いフェリー桟橋を冬の間すべて閉鎖することを決めた。崩落の恐れがあるためだという。",
    "調査によると、十一本ある柱のうち二本が三月の嵐のあと、手のひらの幅ほど沈んでいることが分かった。",
    "フェリーは代わりに石炭岸壁に着くことになるが、そこには屋根がなく、路面電車の停留所からも遠い。",
    "桟橋の商店主らは、市からではなくラジオで決定を知ったと話し、市の対応の遅さに不満を漏らした。",
    "評議会は、遅くとも五月に桟橋が再び開くまで、商店の家賃の三分の一を負担する方針を示している。",
    "工事は月曜日に始まり、湾の向かいにある造船所から三台のうち最初のクレーンが到着する予定だ。",
]
HINDI = [
    "बंदरगाह परिषद ने मंगलवार शाम को पुराने नौका घाट को पूरी सर्दियों के लिए बंद करने का फैसला किया।",
    "एक सर्वेक्षण में पाया गया कि मार्च के तूफान के बाद उसके ग्यारह में से दो खंभे नीचे धंस गए हैं।",
    "नावें अब कोयला घाट पर रुकेंगी, जहाँ छत नहीं है और जहाँ से ट्राम तक का रास्ता भी लंबा है।",
    "घाट के दुकानदारों ने कहा कि उन्हें फैसले की जानकारी नगर से नहीं बल्कि रेडियो से मिली थी।",
    "परिषद उनके किराये का एक तिहाई हिस्सा तब तक देना चाहती है जब तक घाट मई में दोबारा नहीं खुलता।",
    "काम सोमवार से शुरू होगा, जब खाड़ी के पार के कारखाने से तीन में से पहली क्रेन यहाँ पहुँचेगी।",
]


def without(blocks: list[Block], kept: Iterable[int], authors: Collection[str]) -> list[int]:
    return after(notes, blocks, kept, authors, news=True)


def blocks_of(*html: str) -> list[Block]:
    page = "<html><body><article>" + "".join(html) + "</article></body></html>"
    return Document(Page("https://news.example/a/1", page.encode(), NOW)).blocks


def left(paragraphs: list[str], *, at: int, note: str, authors: tuple[str, ...] = ()) -> list[str]:
    """What stays of the paragraphs with a note (HTML) set before the one at this place."""
    html = [f"<p>{text}</p>" for text in paragraphs]
    html.insert(at, note)
    blocks = blocks_of(*html)
    kept = without(blocks, range(len(blocks)), authors)
    return [blocks[place].text for place in kept]


MIDDLE, END = 3, 6

REQUESTS = [
    (ENGLISH, '<p>Do you have a story? <a href="/tips">Get in touch</a>.</p>'),
    (ENGLISH, "<p><b>Sign up for our free evening briefing</b></p>"),
    (ENGLISH, "<p><em>Follow us for more from the harbour.</em></p>"),
    (ENGLISH, "<p>Read more about the harbour:</p>"),
    (ENGLISH, "<p>Send us your pictures of the pier at pictures@news.example, in any size and format.</p>"),
    (ENGLISH, '<p>▶ <a href="/a/2">The storm, hour by hour</a></p>'),
    (ENGLISH, '<p><b><a href="/a/2">COAL QUAY HAS NO SHELTER, AND NOBODY KNOWS WHY</a></b></p>'),
    (ENGLISH, '<p>[<a href="/a/3">How the pier was built in a single summer</a>]</p>'),
    (ENGLISH, '<p><a href="/g/3">In pictures: the pier in forty summers</a></p>'),
    (ENGLISH, "<h3>Get breaking news sent instantly to your inbox</h3>"),
    (ENGLISH, "<p>Want up-to-the-minute harbour news? Just hit 'Like' on our page.</p>"),
    (JAPANESE, '<p>【<a href="/a/3">桟橋はこうして一夏で造られた</a>】</p>'),
    (GERMAN, '<p>Folgen Sie uns auch <a href="/kanal">in unserem Kanal</a>.</p>'),
    (GERMAN, "<p><strong>Haben Sie Hinweise? Schreiben Sie uns.</strong></p>"),
    (ARABIC, '<p>تابعونا على <a href="/t">قناة الأخبار</a> لمزيد من التفاصيل</p>'),
    (ARABIC, "<p><strong>شاركونا رأيكم في القرار</strong></p>"),
    (ARABIC, "<p>راسلونا على بريد التحرير news@news.example</p>"),
    (JAPANESE, '<p>ニュースレターに登録して<a href="/n">毎朝の記事</a>を受け取る</p>'),
    (JAPANESE, "<p>港についての情報をお寄せください。news@news.example</p>"),
    (HINDI, '<p>हमारे व्हाट्सऐप चैनल से जुड़ने के लिए <a href="/w">यहां क्लिक करें</a></p>'),
    (ARABIC, '<p>◄ <a href="/a/2">الرصيف القديم في أربعين صيفاً</a></p>'),
    (ARABIC, "<p>تابع أحدث الأخبار عبر تطبيق الميناء</p>"),
    (JAPANESE, "<p>港新聞のLINE公式アカウントを友だち追加</p>"),
    (HINDI, "<p>ताज़ा ख़बरों के लिए फेसबुक पर हमारे पेज को फॉलो करें</p>"),
    (ENGLISH, "<p>সব খবর পেতে গুগল নিউজ চ্যানেল ফলো করুন</p>"),
    (ENGLISH, "<p>Mời bạn đọc theo dõi chúng tôi trên Zalo</p>"),
    (HINDI, "<p><b>हमें लिखें और अपनी कहानी बताएं</b></p>"),
]


@pytest.mark.parametrize(("paragraphs", "note"), REQUESTS)
@pytest.mark.parametrize("at", [MIDDLE, END])
def test_a_request_goes_wherever_it_stands(paragraphs: list[str], note: str, at: int) -> None:
    assert left(paragraphs, at=at, note=note) == paragraphs


def test_addresses_that_agencies_list_below_a_text_are_none_of_it() -> None:
    end = ["___", "Online:", "The survey: https://survey.example", "___", "Follow the wire at its own pages."]
    blocks = blocks_of(*(f"<p>{text}</p>" for text in (*ENGLISH, *end)))
    told = [block.index for block in blocks if block.text != "___"]
    assert without(blocks, told, ()) == [*range(len(ENGLISH))]


PARTS = {
    "parts": [
        "Noon",
        "The ferry was late again on Tuesday.",
        "___",
        "Evening",
        "It came after all, and was full.",
    ],
    "text": ["___", *ENGLISH[:4]],
    "one line, below which a letter is signed": ["Ann Writer"],
}


@pytest.mark.parametrize("end", PARTS.values(), ids=PARTS)
def test_a_report_in_parts_keeps_them(end: list[str]) -> None:
    blocks = blocks_of(*(f"<p>{text}</p>" for text in (*ENGLISH, "___", *end)))
    told = [block.index for block in blocks if block.text != "___"]
    assert without(blocks, told, ()) == told


def test_below_any_text_credits_go_and_requests_stay() -> None:
    """What `notes` cuts of news alone, a guide may say."""
    text = [f"<p>{paragraph}</p>" for paragraph in ENGLISH]
    blocks = blocks_of(
        *text,
        '<p><a href="/b">Get in touch</a> for a quote.</p>',
        "<p>Tagged with: harbour, ferries</p>",
        "<p>© 2026 Harbour Guide</p>",
    )
    assert set(notes(labelled(blocks, range(len(blocks))))) == {len(ENGLISH) + at for at in (1, 2)}


@pytest.mark.parametrize(
    ("above", "stays"),
    [("Harbours & Quays", False), ("The harbour council has kept its word this time.", True)],
)
def test_a_word_or_two_above_the_title_are_its_section(above: str, stays: bool) -> None:
    blocks = blocks_of(f"<div>{above}</div>", "<div><b>The pier is closed</b></div>", f"<p>{ENGLISH[0]}</p>")
    page = labelled(blocks, range(3))
    page.apart = Apart(title="The pier is closed")
    assert (0 not in fields(page)) is stays


def test_a_title_with_the_kicker_before_it_is_the_title() -> None:
    blocks = blocks_of("<h1><span>Harbour</span><span>The pier is closed</span></h1>", f"<p>{ENGLISH[0]}</p>")
    page = labelled(blocks, range(2))
    page.apart = Apart(title="The pier is closed", kicker="Harbour")
    assert fields(page) == {0: "title"}


CREDITS = [
    (ENGLISH, "<p>Ada Quill and Ben Marsh contributed to this report.</p>"),
    (ENGLISH, "<p>This story was first published in the Harbour Weekly.</p>"),
    (ENGLISH, "<p>Edited by: Carl Brook</p>"),
    (ENGLISH, "<p>© 2026 News Example</p>"),
    (ENGLISH, "<p>(c) News Example</p>"),
    (ENGLISH, "<p>Reach the desk: harbour@news.example</p>"),
    (JAPANESE, "<p>＜無断転載を禁じます＞</p>"),
    (GERMAN, "<p>Mitarbeit: Ute Kern</p>"),
    (GERMAN, "<p>Redaktion: Ute Kern, Faktencheck: Olaf Bach</p>"),
    (GERMAN, "<p>Der Text ist eine Übersetzung, im Original ist er in der Hafenpost erschienen.</p>"),
    (GERMAN, "<p>Dieser Text erschien zuerst in der Hafenpost.</p>"),
    (ARABIC, "<p>(إعداد نور الجسر للنشرة العربية)</p>"),
    (ARABIC, "<p>شاركت في التغطية من الميناء سلمى النهر</p>"),
    (JAPANESE, "<p>（取材・構成　山田花）</p>"),
    (HINDI, "<p>अतिरिक्त रिपोर्टिंग: मीना नदी</p>"),
]


@pytest.mark.parametrize(
    ("paragraphs", "credit"),
    [(ENGLISH, "Photo: Carl Brook"), (GERMAN, "Quelle: Hafenamt"), (ARABIC, "تصوير: سلمى النهر")],
)
@pytest.mark.parametrize("at", [1, END])
def test_a_picture_s_credit_goes_wherever_it_stands(paragraphs: list[str], credit: str, at: int) -> None:
    assert left(paragraphs, at=at, note=f"<p>{credit}</p>") == paragraphs
    told = f"<p>{credit} was what the board said, and nothing else of it.</p>"
    assert len(left(paragraphs, at=1, note=told)) == len(paragraphs) + 1


@pytest.mark.parametrize(("paragraphs", "note"), CREDITS)
def test_a_credit_goes_from_the_foot_only(paragraphs: list[str], note: str) -> None:
    assert left(paragraphs, at=END, note=note) == paragraphs
    assert len(left(paragraphs, at=1, note=note)) == len(paragraphs) + 1  # the foot is four blocks


@pytest.mark.parametrize(
    ("paragraphs", "author", "note"),
    [
        (ENGLISH, "Ada Quill", "<p>Ada Quill has covered the harbour for nine years and lives by it.</p>"),
        (GERMAN, "Ute Kern", "<p>Ute Kern, Jahrgang 1980, schreibt seit neun Jahren über den Hafen.</p>"),
        (HINDI, "मीना यादे", "<p>मीना यादे नौ साल से बंदरगाह पर लिखती हैं और वहीं रहती हैं।</p>"),
        (ENGLISH, "Ben Marsh Jr.", "<p>Ben Marsh Jr. writes on ships and on those who build them.</p>"),
        (ARABIC, "سلمى النهر", "<p>سلمى النهر صحفية تكتب عن المرافئ والبحارة منذ تسع سنوات.</p>"),
    ],
)
def test_the_authors_description_goes_from_the_foot(paragraphs: list[str], author: str, note: str) -> None:
    assert left(paragraphs, at=END, note=note, authors=(author,)) == paragraphs
    assert len(left(paragraphs, at=END, note=note, authors=("Someone Else",))) == len(paragraphs) + 1
    assert len(left(paragraphs, at=1, note=note, authors=(author,))) == len(paragraphs) + 1


def test_another_person_whose_name_begins_like_the_authors_stays() -> None:
    note = "<p>Ann Leeson, who keeps the last shop on the pier, said that she would stay open.</p>"
    assert len(left(ENGLISH, at=END, note=note, authors=("Ann Lee",))) == len(ENGLISH) + 1


def test_linked_lines_that_open_alike_go_in_any_language() -> None:
    """The words are in no table: that they repeat is enough, for two pointers and not for one."""
    one = '<p>LUE MYÖS TÄMÄ | <a href="/2">Kolme nosturia saapuu satamaan maanantaina telakalta</a></p>'
    two = '<p>LUE MYÖS TÄMÄ | <a href="/3">Myrsky vaurioitti vanhan laiturin kahta pilaria</a></p>'
    text = [f"<p>{paragraph}</p>" for paragraph in ENGLISH]
    blocks = blocks_of(*text[:2], one, *text[2:4], two, *text[4:])
    kept = without(blocks, range(len(blocks)), ())
    assert [blocks[place].text for place in kept] == ENGLISH
    blocks = blocks_of(*text[:2], one.replace("MYÖS TÄMÄ", "OMA"), *text[2:])
    assert len(without(blocks, range(len(blocks)), ())) == len(ENGLISH) + 1


@pytest.mark.parametrize(
    "note",
    [
        # a quotation
        '<p>“Get in touch with us, or <a href="/x">read the survey</a>,” the mayor told the traders.</p>',
        '<p>«Écrivez-nous», a dit le maire aux commerçants de <a href="/x">la jetée</a>.</p>',
        '<p>„Schreiben Sie uns“, sagte der Bürgermeister den Händlern <a href="/x">am Anleger</a>.</p>',
        # no link, no address, not set apart
        "<p>Join us, he wrote to the traders, and let us know what the winter will cost you.</p>",
        # asks, but is too long for a note
        f"<p>The traders wrote: get in touch. {'They waited, and nobody answered them. ' * 10}"
        '<a href="/x">More</a></p>',
        # a question of an interview, in bold
        "<p><b>Mr Brook, you once asked the traders to get in touch. Did they?</b></p>",
        "<p><b>Sie schreiben im Buch: Folgen Sie uns, dann kommt der Winter nicht. Wem folgen?</b></p>",
        # bold, and no request
        "<p><b>The pier was built in 1931 from oak and was widened twice.</b></p>",
        # links, and no request
        '<p>The council <a href="/x">published the survey</a> and asked to contact its engineers.</p>',
        # about newsletters
        '<p>Half the readers subscribe to a <a href="/x">daily newsletter</a>, few sign up for two.</p>',
        '<p>Her newsletter has <a href="/x">nine thousand</a> subscribers, and lands in an inbox at six.</p>',
        # addresses in the text
        "<p>He wrote from harbour@town.example to all of the traders, and a copy went to the press.</p>",
        '<p>The leaked list begins with mayor@town.example and <a href="/x">goes on</a> for nine pages.</p>',
    ],
)
def test_what_a_reporter_wrote_stays(note: str) -> None:
    assert len(left(ENGLISH, at=1, note=note)) == len(ENGLISH) + 1


@pytest.mark.parametrize(
    "last",
    [
        "The virus first appeared in May, and the study was first published by two weeklies.",
        "The mayor resigned after reporting by two weeklies, according to figures compiled by the town.",
        "Her letters, edited by her daughter, go to the museum.",
        "وشارك في إعداد الدراسة عشرون باحثاً من سبع جامعات.",
        "Sie lobte die Mitarbeit der Händler.",
        "未經授權轉載他人文章屬於侵權，法院表示。",
        f"Ada Quill contributed to this report. {'She waited at the pier. ' * 20}",
    ],
)
def test_an_ordinary_last_sentence_stays(last: str) -> None:
    assert left(ENGLISH, at=END, note=f"<p>{last}</p>") == [*ENGLISH, last.strip()]


def test_a_body_of_requests_stays_whole() -> None:
    """Half of the text may not go: then the page itself is such a text."""
    asks = '<p>Do you have a story? <a href="/{}">Get in touch</a> with desk {}.</p>'
    text = [f"<p>{paragraph}</p>" for paragraph in ENGLISH[:3]]
    for count, whole in ((2, False), (5, False), (7, True)):
        blocks = blocks_of(*text, *(asks.format(number, number) for number in range(count)))
        kept = without(blocks, range(len(blocks)), ())
        assert (len(kept) == len(blocks)) is whole


def test_nothing_of_nothing() -> None:
    assert without([], [], ("Ada Quill",)) == []


def test_limits() -> None:
    """A line of the longest length goes, one longer stays; the foot is as deep as it says."""
    note = "Ada Quill contributed to this report.".ljust(MAX_NOTE, "x")
    assert left(ENGLISH, at=END, note=f"<p>{note}</p>") == ENGLISH
    assert len(left(ENGLISH, at=END, note=f"<p>{note}x</p>")) == len(ENGLISH) + 1
    credit = "<p>Ada Quill contributed to this report.</p>"
    assert left(ENGLISH, at=END + 1 - FOOT, note=credit) == ENGLISH
    assert len(left(ENGLISH, at=END - FOOT, note=credit)) == len(ENGLISH) + 1


def page(paragraphs: list[str], note: str, *, head: str = "", lang: str = "en") -> Document:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs[:3]) + note
    text += "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs[3:])
    html = (
        f"<html lang={lang}><head>{head}</head><body><article><h1>The pier</h1>{text}</article></body></html>"
    )
    return Document(Page("https://news.example/a/1", html.encode(), NOW))


NEWS = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The pier"}</script>'
ASKS = (
    '<p>Do you have a story about the pier, the ferries or the storm? <a href="/tips">Get in touch</a>.</p>'
)


def test_a_page_that_is_no_news_keeps_its_requests() -> None:
    """A guide or a blog speaks to its reader all along."""
    asked = "Do you have a story about the pier, the ferries or the storm? Get in touch."
    assert asked in extract_body(page(ENGLISH, ASKS), Apart("The pier")).paragraphs
    assert extract_body(page(ENGLISH, ASKS, head=NEWS), Apart("The pier")).paragraphs == ENGLISH


@pytest.mark.parametrize(
    ("lang", "paragraphs", "note"),
    [
        ("de", GERMAN, '<p>Folgen Sie uns auch <a href="/kanal">in unserem Kanal</a>.</p>'),
        ("ar", ARABIC, '<p>تابعونا على <a href="/t">قناة الأخبار</a> لمزيد من التفاصيل</p>'),
        ("ja", JAPANESE, '<p>ニュースレターに登録して<a href="/n">毎朝の記事</a>を受け取る</p>'),
        ("hi", HINDI, '<p>हमारे चैनल से जुड़ने के लिए <a href="/w">यहां क्लिक करें</a></p>'),
    ],
)
def test_whole_pages(lang: str, paragraphs: list[str], note: str) -> None:
    assert extract_body(page(paragraphs, note, lang=lang), Apart("The pier")).paragraphs == paragraphs


AT_THE_FOOT = [
    ("<p>Featured image from Harbour Pictures.</p>", True),
    ("<p>Banner photo: The old pier in March | Photo: Ann Lee, some rights reserved</p>", True),
    ("<p>Filed in Harbours. Read more about Ferries and Piers.</p>", True),
    ("<p>(via Quay Blog)</p>", True),
    (
        "<p>More information: A. Lee et al. How piers sink, Harbour Studies (2026). DOI: 10.1000/piers.7</p>",
        True,
    ),
    ("<p><em><a href=/n>Get Quay Notes</a>, the Post’s morning newsletter.</em></p>", True),
    ("<p><b>Like this? 'Like' us on our <a href=/f>page</a> and follow us on our new channel.</b></p>", True),
    ("<p>Ann B. Quill has written about harbours and their piers for three papers of the coast.</p>", True),
    ("<p>The featured image of the harbour hangs in the council’s hall, where all can see it.</p>", False),
    ("<p>Filed away in the harbour’s archive lies the plan of a bridge that was never built.</p>", False),
    ("<p>The study, with the DOI that the council asked for, is to be read in the library.</p>", False),
    ("<p>Half of the traders read the council’s newsletter.</p>", False),
    ("<p>They say that they do like it, and follow it on our coast as they do elsewhere.</p>", False),
    ("<p>Ann Quill’s brother, who has written about harbours, was not asked by the council.</p>", False),
]


@pytest.mark.parametrize(("line", "goes"), AT_THE_FOOT, ids=range(len(AT_THE_FOOT)))
def test_lines_below_the_text(line: str, goes: bool) -> None:
    html = f"<html lang=en><head>{NEWS}</head><body><article><h1>The pier</h1>"
    html += "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH) + f"{line}</article></body></html>"
    document = Document(Page("https://news.example/a/1", html.encode(), NOW))
    found = extract_body(document, Apart("The pier", authors=("Ann Quill",))).paragraphs
    assert found[:6] == ENGLISH
    assert len(found) == (6 if goes else 7)


def test_a_paragraph_that_ends_in_a_request_stays() -> None:
    text = f'{ENGLISH[0]} {ENGLISH[1]} <a href="/film">(Watch the video below.)</a>'
    blocks = blocks_of(*(f"<p>{line}</p>" for line in (text, *ENGLISH)))
    assert without(blocks, range(len(blocks)), ()) == [block.index for block in blocks]


def test_who_speaks_is_no_description() -> None:
    lines = [*ENGLISH, "Ada Quill: And the traders, what did they say to you on the pier that evening?"]
    blocks = blocks_of(*(f"<p>{line}</p>" for line in lines))
    assert without(blocks, range(len(blocks)), ["Ada Quill"]) == [block.index for block in blocks]


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("The frigate leaves the harbour of Quillmouth on Tuesday. (AP Photo/Ann Lee)", True),
        ("Dockers on the quay in the rain on Monday. (Bo Vann / AFP/Getty Images / May 3, 2026)", True),
        ("صيادون على رصيف الميناء في ساعة مبكرة من صباح الثلاثاء (تصوير: سامر حداد)", True),
        ("Lanterns on the pier on the last evening of the year (Photo by Ann Lee/Quay Pictures)", True),
        ("Book what is rare early on (photo, video, flowers, a band)", False),
        ("A box of paper of the finest grain (not pictured)", False),
        ("The speed of the current was measured twice a day (km/h)", False),
        ("The council saw the plans, and the bill for them. (The photo of it was taken later.)", False),
        ("The Long Night (Harbour Pictures/Northern Light)", False),
    ],
)
def test_a_line_that_ends_in_a_photo_s_credit_is_a_caption(line: str, caption: bool) -> None:
    wanted = ENGLISH if caption else [*ENGLISH[:3], line, *ENGLISH[3:]]
    assert extract_body(page(ENGLISH, f"<p>{line}</p>")).paragraphs == wanted


TERMS = "".join(
    f"<p>The {name} of this service are changed from time to time, and readers are told of it by mail.</p>"
    for name in ("terms", "prices", "rules", "conditions", "limits")
)


def test_the_terms_in_a_form_below_the_text_are_none_of_it() -> None:
    text = "".join(f"<p>{line}</p>" for line in ENGLISH)
    below = (
        f"<div class=column><article><h1>The pier</h1>{text}</article></div><form><div>{TERMS}</div></form>"
    )
    around = f"<form><div class=column><article><h1>The pier</h1>{text}</article></div></form>"
    for html in (below, around):
        document = Document(Page("https://news.example/a/1", f"<html><body>{html}".encode(), NOW))
        assert extract_body(document, Apart("The pier")).paragraphs == ENGLISH
