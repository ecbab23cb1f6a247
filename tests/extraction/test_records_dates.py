"""Dates: from which place each comes, which of two is the publication, in which zone and calendar."""

import pytest

from crawler.items import Link
from tests.extraction.records import TITLE, Case, case, differences, ld, meta, text

DAY = "2026-11-16"
MOMENT = "2026-11-16T18:40:00+00:00"
EARLIER, LATER = "2026-11-14T07:05:00+00:00", "2026-11-17T09:20:00+00:00"
DATED = "https://www.morningpost.example/2026/11/16/the-harbour-wall"


def at(words: str, name: str = "date") -> str:
    return f'<div class="{name}">{words}</div>'


def printed(name: str, words: str, language: str, published: str = DAY) -> Case:
    """A page that says its date in a line under the headline and nowhere else."""
    return case(f"{language}, {name}", language=language, above=at(words), published_at=published)


CLAIMED = (
    case("no date at all"),
    case("a meta element", head=meta(article__published_time=MOMENT), published_at=MOMENT),
    case("a meta element of the Dublin Core", head=meta(**{"DC.date.issued": DAY}), published_at=DAY),
    case("JSON-LD", head=ld(headline=TITLE, datePublished=MOMENT), published_at=MOMENT),
    case(
        "publication and change in JSON-LD",
        head=ld(headline=TITLE, datePublished=MOMENT, dateModified=LATER),
        published_at=MOMENT,
        modified_at=LATER,
    ),
    case(
        "publication and change in meta elements",
        head=meta(article__published_time=MOMENT, article__modified_time=LATER),
        published_at=MOMENT,
        modified_at=LATER,
    ),
    case(
        "microdata",
        body='<article itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{TITLE}</h1><time itemprop="datePublished" datetime="{MOMENT}"></time>'
        f'<div itemprop="articleBody">{text()}</div></article>',
        published_at=MOMENT,
    ),
    case(
        "a time element",
        above=f'<time datetime="{MOMENT}">16 November 2026</time>',
        published_at=MOMENT,
    ),
    case("the address", url=DATED, published_at=DAY),
    case(
        "digits in an address that are no day",
        url="https://www.morningpost.example/2026/11/92713",
        published_at=None,
    ),
    case(
        "the feed's date where the page has none",
        link=Link(url="https://www.morningpost.example/news/the-harbour-wall", found_in="feed"),
        published_at=None,
    ),
    case(
        "the moment in meta before the address's day",
        url=DATED,
        head=meta(article__published_time=MOMENT),
        published_at=MOMENT,
    ),
    case(
        "an offset is kept as the page has it",
        head=meta(article__published_time="2026-11-16T20:40:00+02:00"),
        published_at="2026-11-16T20:40:00+02:00",
    ),
    case(
        "a date before the web is not the page's",
        head=meta(article__published_time="1901-05-04T00:00:00+00:00"),
        published_at=None,
    ),
    case(
        "a date that has not come yet is not the page's",
        head=meta(article__published_time="2031-05-04T00:00:00+00:00"),
        published_at=None,
    ),
    case(
        "a picture's date is not the article's",
        head=ld(kind="ImageObject", datePublished=EARLIER, contentUrl="https://i.example/a.jpg")
        + meta(article__published_time=MOMENT),
        published_at=MOMENT,
    ),
    case(
        "a node in other words at another address stands for the page where no other does",
        head=f"<title>{TITLE}</title>{meta(og__title=TITLE)}"
        + ld(headline="Quay is paid for", url="https://amp.post.example/a/17", datePublished=MOMENT),
        published_at=MOMENT,
        canonical_url="https://amp.post.example/a/17",
    ),
    case(
        "a teaser's date below the text is not the article's",
        below='<aside class="related"><h3><a href="/news/other">The ferry'
        " runs again after eleven days</a></h3>"
        '<time datetime="2026-10-02T08:00:00+00:00">2 October 2026</time></aside>',
        head=meta(article__published_time=MOMENT),
        published_at=MOMENT,
    ),
    case(
        "a day told in the text is not the article's",
        below="<p>The last time that the wall was mended was on 4 March 1987, after a storm"
        " of three days, and the"
        " bill for it was paid by the fishermen of the village alone.</p>",
        paragraphs=[
            *case("").expected()["paragraphs"],
            "The last time that the wall was mended was on 4 March 1987, after a storm of three days, and the"
            " bill for it was paid by the fishermen of the village alone.",
        ],
        published_at=None,
    ),
)

PRINTED = (
    printed("day, month's name and year", "16 November 2026", "en"),
    printed("month's name first", "November 16, 2026", "en"),
    printed("a weekday before", "Monday, 16 November 2026", "en"),
    printed("a time without a zone is no moment", "Published: 16 November 2026, 18:40", "en"),
    printed("with a time and a zone", "16 November 2026 18:40 GMT", "en", MOMENT),
    printed("month's name first, and a time", "November 16, 2026, 18:40 UTC", "en", MOMENT),
    printed("digits from the year on", "2026-11-16", "en"),
    printed("days ago", "6 days ago", "en"),
    printed("digits", "16.11.2026", "de"),
    printed("a month's name", "16. November 2026", "de"),
    printed("a label and a time", "Veröffentlicht am 16.11.2026 um 18:40 Uhr", "de"),
    printed("a month's name", "lundi 16 novembre 2026", "fr"),
    printed("a label and a time", "Publié le 16 novembre 2026 à 18h40", "fr"),
    printed("a month's name", "16 de noviembre de 2026", "es"),
    printed("digits with strokes", "16/11/2026", "es"),
    printed("year, month and day", "2026年11月16日", "ja"),
    printed("with a time", "2026年11月16日 18時40分", "ja"),
    printed("year, month and day", "2026年11月16日", "zh"),
    printed("digits and a time", "2026-11-16 18:40", "zh"),
    printed("a month's name", "16 ноября 2026", "ru"),
    printed("a time", "16 ноября 2026, 18:40", "ru"),
    printed("a month's name", "16 نوفمبر 2026", "ar"),
    printed("a month's name of the Levant", "16 تشرين الثاني 2026", "ar"),
    printed("digits of its own", "١٦ نوفمبر ٢٠٢٦", "ar"),
    printed("a weekday before", "الاثنين 16 نوفمبر 2026", "ar"),
    printed("the solar calendar", "۲۵ آبان ۱۴۰۵", "fa"),
    printed("the solar calendar in digits", "۱۴۰۵/۰۸/۲۵", "fa"),
)

TOGETHER = (
    case(
        "two printed dates, the second is the change",
        above=at("Published: 14 November 2026") + at("Updated: 16 November 2026"),
        published_at="2026-11-14",
        modified_at=DAY,
    ),
    case(
        "two printed dates, the first is the change",
        above=at("Updated: 16 November 2026") + at("Published: 14 November 2026"),
        published_at="2026-11-14",
        modified_at=DAY,
    ),
    case(
        "only a change is printed, and the address has the day",
        url="https://www.morningpost.example/2026/11/14/the-harbour-wall",
        above=at("Updated: 16 November 2026"),
        published_at="2026-11-14",
        modified_at=DAY,
    ),
    case(
        "the printed time completes the claimed day",
        head=meta(date=DAY),
        above=at("16 November 2026, 18:40 GMT"),
        published_at=MOMENT,
    ),
    case(
        "German, changed on the next day",
        language="de",
        above=at("Aktualisiert am 17.11.2026") + at("Veröffentlicht: 16.11.2026"),
        published_at=DAY,
        modified_at="2026-11-17",
    ),
    case(
        "Arabic, changed on the next day",
        language="ar",
        above=at("نشر في: 16 نوفمبر 2026") + at("آخر تحديث: 17 نوفمبر 2026"),
        published_at=DAY,
        modified_at="2026-11-17",
    ),
)


def regional(region: str, words: str, published: str) -> Case:
    """An English page of a region."""
    body = f"<article><header><h1>{TITLE}</h1>{at(words)}</header>{text()}</article>"
    page = f'<html lang="{region}"><body>{body}</body></html>'
    return case(f"{words} in {region}", html=page, published_at=published)


ORDERS = (
    regional("en", "11/05/2026", "2026-11-05"),
    regional("en-US", "11/05/2026", "2026-11-05"),
    regional("en-GB", "11/05/2026", "2026-05-11"),
    regional("en-AU", "11/05/2026", "2026-05-11"),
    regional("en-GB", "05/11/2026", "2026-11-05"),
    regional("en-US", "05/11/2026", "2026-05-11"),
    regional("en-US", "16/11/2026", DAY),
    regional("en-GB", "11/16/2026", DAY),
    regional("en-GB", "11/12/2026", "2026-11-12"),
    regional("en-US", "12/11/2026", "2026-11-12"),
)
ZONES = (
    printed("a zone by its hours", "16 November 2026 18:40 +03:00", "en", "2026-11-16T18:40:00+03:00"),
    printed("a zone by four digits", "16 November 2026 18:40 +0530", "en", "2026-11-16T18:40:00+05:30"),
    printed("a zone to the west", "16 November 2026 18:40 -0400", "en", "2026-11-16T18:40:00-04:00"),
    printed("a zone after GMT", "16 November 2026 18:40 GMT+2", "en", "2026-11-16T18:40:00+02:00"),
    printed(
        "a zone after GMT in hours and minutes",
        "16 November 2026 18:40 GMT+5:30",
        "en",
        "2026-11-16T18:40:00+05:30",
    ),
    printed(
        "a zone to the west after UTC", "16 November 2026 18:40 UTC-3", "en", "2026-11-16T18:40:00-03:00"
    ),
    printed("a number after the time that is no zone", "16 November 2026 18:40 +3", "en"),
    printed("three digits after the time", "16 November 2026 18:40 +123", "en"),
    printed("a zone in brackets", "16 November 2026 18:40 (GMT)", "en", MOMENT),
)

PATHS = tuple(
    case(f"the address {path}", url=f"https://www.morningpost.example{path}", published_at=DAY)
    for path in (
        "/2026-11-16/the-wall",
        "/2026/11-16/the-wall",
        "/20261116/the-wall",
        "/2026/1116/the-wall",
        "/2026/nov/16/the-wall",
        "/news/202611161840",
        "/news/20261116184005/the-wall",
        "/16.11.2026/the-wall",
    )
)

PICTURE = "<figure><svg></svg>{}</figure>"
OTHERS = (
    # What a picture says of itself is no date of the article.
    case("a camera's data", above=PICTURE.format("<ul><li>Camera X1</li><li>2017-09-25 20:11</li></ul>")),
    case("a caption's day", above=PICTURE.format("<figcaption>The wall, 25 September 2017</figcaption>")),
    case("a labelled day beside a picture", above=at("Photo taken: 25 September 2017")),
    printed(
        "a day over a picture",
        f"16.11.2026{PICTURE.format('<figcaption>Aufgenommen am 2.3.2017</figcaption>')}",
        "de",
    ),
    # Of two days on a line the later is one of change, whatever it is called.
    case(
        "as of, created",
        language="de",
        above=at("Stand: 17.11.2026, erstellt: 16.11.2026"),
        published_at=DAY,
        modified_at="2026-11-17",
    ),
    # A printed time is one of change where JSON-LD says so to the minute, and not long after.
    case(
        "the minute of the change",
        head=ld(headline=TITLE, datePublished=MOMENT, dateModified="2026-11-18T09:20:00+00:00"),
        above=at("18 November 2026, 9:20"),
        published_at=MOMENT,
        modified_at="2026-11-18T09:20:00+00:00",
    ),
    case(
        "published anew",
        head=ld(headline=TITLE, datePublished="2026-10-01T09:20:00+00:00", dateModified=MOMENT),
        above=at("16 November 2026, 18:40"),
        published_at=DAY,
        modified_at=MOMENT,
    ),
    # The times of a live page's entries are not its own.
    case(
        "entries of a live page",
        head=ld(headline=TITLE, datePublished=MOMENT),
        above="".join(
            f'<div><time datetime="2026-11-16T2{hour}:40:00+00:00">2{hour}:40</time></div>' for hour in "012"
        ),
        published_at=MOMENT,
    ),
    case(
        "two elements in a line, the second without a day",
        above='<div><time datetime="2026-11-16T18:40:31+00:00">Published 16 November 2026, 18:40</time> '
        '<time datetime="2026-11-16T20:17:05+00:00">Updated 20:17</time></div>',
        published_at="2026-11-16T18:40:31+00:00",
        modified_at="2026-11-16T20:17:05+00:00",
    ),
)

CASES = (*CLAIMED, *PRINTED, *TOGETHER, *ORDERS, *ZONES, *PATHS, *OTHERS)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_the_whole_record(one: Case) -> None:
    assert differences(one) == []
