"""What changes on a page from look to look without the article changing makes no revision."""

import random
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from crawler.extraction import Page, extract
from crawler.items import Article, Status
from pipelines.clean import clean
from pipelines.deduplicate import content_hash
from pipelines.storage import Store
from tests.pipelines.making import NOW, later, outcome

URL = "https://harbour.example/news/ferry"
ENGLISH = (
    "The ferry to the northern islands sailed again on Thursday after eleven days of storm, with forty sacks"
    " of flour and the post of two weeks on board.",
    "Captain Ruth Hale said that the crossing took 3 hours, an hour more than usual, because of the swell"
    " that the storm had left behind in the sound.",
    "The harbour office counted 212 passengers on the first day; most of them were pupils who had spent the"
    " holidays longer than planned with their grandparents.",
    "The shop on the largest island had sold its last bread 4 days ago, its owner told this newspaper while"
    " the boxes were carried past her.",
)
ARABIC = (
    "عادت العبّارة إلى الجزر الشمالية يوم الخميس بعد أحد عشر يوماً من العواصف، وعلى متنها أربعون كيساً من "
    "الطحين وبريد أسبوعين كاملين.",
    "وقالت قبطانة العبّارة إن الرحلة استغرقت 3 ساعات، أي أكثر من المعتاد بساعة، بسبب الأمواج التي خلّفتها "
    "العاصفة في المضيق.",
    "وأحصى مكتب الميناء 212 راكباً في اليوم الأول، معظمهم تلاميذ أمضوا عطلتهم عند أجدادهم أطول مما كان "
    "مقرراً لها.",
    "وكان متجر الجزيرة الكبرى قد باع آخر ما لديه من الخبز قبل 4 أيام، كما قالت صاحبته لهذه الصحيفة بينما "
    "كانت الصناديق تُحمل أمامها.",
)
OTHERS = (
    "Mayor opens the new reading room",
    "Three owls move into the bell tower",
    "Why the bakery paints its door each spring",
    "A tram line that nobody wanted turns forty",
    "Chess club loses its only board",
    "Rye bread prize goes to the upper town",
    "Bridge closed for the night of the eels",
)


def others(look: int, count: int = 4) -> str:
    """Headlines that stand around, other ones at each look."""
    chosen = random.Random(look).sample(OTHERS, count)
    return "".join(f'<li><a href="/news/{n}-{look}">{title}</a></li>' for n, title in enumerate(chosen))


def paragraphs(text: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in text)


def counters_in_the_article(look: int) -> str:
    """Counters and ages as lines among the article's own."""
    return f"""<html lang="en"><head><title>Ferry sails again - The Harbour</title></head><body>
      <nav><a href="/">Home</a> <a href="/news">News</a></nav>
      <article><h1>Ferry sails again</h1>
      <p class="meta">Published {look + 2} hours ago</p><p>{1_204 + 317 * look:,} views</p>
      <div>Updated {5 + look} minutes ago</div><div>{look + 3} min read</div>
      {paragraphs(ENGLISH)}
      <p>{17 + look} comments</p><p>Shares: {90 + 7 * look}</p><p>{40 + look} people like this</p></article>
      <aside><h3>Most read</h3><ol>{others(look)}</ol></aside></body></html>"""


def bare_lines(look: int) -> str:
    """Everything in one element, cut by line breaks."""
    body = "<br><br>".join(ENGLISH)
    return f"""<html><head><title>Ferry sails again</title></head><body><div id="c{look}">
      <h1>Ferry sails again</h1><div class="story">{look + 1} hours ago<br>Views: {900 + 13 * look}<br><br>
      {body}<br><br>Comments ({look * 3})<br>Share {look * 11}</div>
      <div class="related"><h4>Related stories</h4><ul>{others(look, 3)}</ul></div>
      <div class="weather">Harbour, {11 + look} °C, wind {look} Bft</div></div></body></html>"""


def between_the_paragraphs(look: int) -> str:
    """Boxes in the middle of the text, a live clock, an advertisement that changes."""
    first, *rest = ENGLISH
    readers = (f"Reader {n}: how good to read this at last, number {n}, well done!" for n in range(look))
    praise = "".join(f"<p>{line}</p>" for line in readers)
    return f"""<html lang="en"><head><title>Ferry sails again | Harbour</title>
      <meta name="build" content="{look}"></head><body class="theme-{look % 2}">
      <header><span class="clock">{9 + look}:0{look} | Today is day {look}</span></header>
      <main><h1>Ferry sails again</h1><time datetime="2026-03-01T09:00:00Z">{look} days ago</time>
      <p>{first}</p><div class="ad" data-slot="{look}">Advertisement</div>
      <div class="read-also"><strong>Read also</strong><ul>{others(look, 2)}</ul></div>
      {paragraphs(tuple(rest))}
      <div class="tools"><span>{look * 21} likes</span> <span>{look} shares</span></div>
      <section class="comments"><h2>{look + 1} Comments</h2>
      {praise}</section></main>
      <footer>Page made in 0.{look}7 s. Visitors online: {30 + look}</footer></body></html>"""


def arabic(look: int) -> str:
    digits = str(1_204 + 317 * look).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return f"""<html lang="ar" dir="rtl"><head><title>العبّارة تبحر من جديد</title></head><body>
      <div class="post"><h1>العبّارة تبحر من جديد</h1><p>منذ {look + 3} ساعات</p><p>المشاهدات: {digits}</p>
      <div>آخر تحديث: قبل {look + 5} دقائق</div>{paragraphs(ARABIC)}<p>{look + 4} تعليقات</p>
      <p>عدد القراءات {900 + look}</p></div>
      <div class="most"><h3>المواضيع الأكثر قراءة</h3><ul>{others(look)}</ul></div></body></html>"""


PAGES = {
    page.__name__: page for page in (counters_in_the_article, bare_lines, between_the_paragraphs, arabic)
}


def read(html: str, look: int) -> Article:
    page = Page(url=URL, body=html.encode(), fetched_at=NOW + timedelta(hours=look))
    article = extract(page)
    clean(article)
    article.content_hash = content_hash(article.title, article.paragraphs)
    article.source, article.outcome = "harbour", outcome(URL)
    return article


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_another_look_is_no_revision(store: Store, page: Callable[[int], str]) -> None:
    for look in range(6):
        [told] = store.commit([read(page(look), look)], now=later(hours=look))
        assert told.status is (Status.UNCHANGED if look else Status.ARTICLE), look
    [record] = map(msgspec.json.decode, store.records())
    assert record["revision"] == 1
