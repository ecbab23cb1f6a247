"""The dates of whole pages that we wrote: which evidence wins, what is never taken."""

import html
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.claims.claim import ADDRESS, PRINTED, SAID, Claim
from crawler.extraction.claims.datesaid import MODIFIED, PUBLISHED
from crawler.extraction.fields.dates import Dates, collect, dates, decide_dates
from crawler.extraction.reading.dates.moment import Moment
from crawler.items import Link
from crawler.pages.page import Document, Page
from tests.extraction.dated_pages import NOW, TEXT, jsonld, meta, page

PUBLISHED_CASES = [
    (jsonld(datePublished="2026-11-12T10:30:00+03:00"), "", "2026-11-12T10:30:00+03:00", "jsonld"),
    (meta("article:published_time", "2026-11-12T10:30:00Z"), "", "2026-11-12T10:30:00+00:00", "meta"),
    (meta("parsely-pub-date", "2026-11-12T10:30:00Z"), "", "2026-11-12T10:30:00+00:00", "meta"),
    (meta("cXenseParse:recs:publishtime", "2026-11-12T10:30:00Z"), "", "2026-11-12T10:30:00+00:00", "meta"),
    (meta("DC.date.issued", "2026-11-12"), "", "2026-11-12", "meta"),
    (
        "",
        '<time datetime="2026-11-12T10:30:00+01:00">a fortnight ago</time>',
        "2026-11-12T10:30:00+01:00",
        "time",
    ),
    ("", "<div class=date>12 November 2026</div>", "2026-11-12", "printed"),
    ("", "<p>By Jane Doe | 12 November 2026</p>", "2026-11-12", "printed"),
    (
        "",
        "<abbr class=published title='2026-11-12T10:30:00Z'>Thursday</abbr>",
        "2026-11-12T10:30:00+00:00",
        "time",
    ),
]


@pytest.mark.parametrize(("head", "body", "expected", "place"), PUBLISHED_CASES)
def test_places_that_tell_the_date(head: str, body: str, expected: str, place: str) -> None:
    found = dates(page(body, head))
    assert found.published.value == expected
    assert found.date_from == place
    assert found.published.claims


def test_the_address_is_evidence_but_not_the_day_an_archive_saved_it() -> None:
    assert dates(page(url="https://news.example/2026/11/12/bridge")).published.value == "2026-11-12"
    saved = dates(page(url="https://web.archive.org/web/20261112000000/https://news.example/bridge"))
    assert saved.published.value is None


def test_a_feed_tells_the_date_of_a_page_that_does_not() -> None:
    document = page()
    link = Link(
        "https://news.example/a/1", found_in="feed", published_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    )
    fed = Document(Page(document.url, document.page.body, NOW, link=link))
    assert dates(fed).published.value == "2026-11-12T09:00:00+00:00"
    assert dates(fed).date_from == "feed"
    listed = Document(
        Page(document.url, document.page.body, NOW, link=replace(link, found_in="news_sitemap"))
    )
    assert dates(listed).date_from == "news sitemap"


def test_a_sitemap_s_lastmod_is_no_publication_and_gives_way_to_the_page() -> None:
    link = Link(
        "https://news.example/a/1", found_in="sitemap", modified_at=datetime(2026, 11, 20, tzinfo=UTC)
    )
    body = page(head=meta("article:modified_time", "2026-11-13T10:30:00Z")).page.body
    found = dates(Document(Page("https://news.example/a/1", body, NOW, link=link)))
    assert found.published.value is None
    assert found.modified.value == "2026-11-13T10:30:00+00:00"


def test_a_time_relative_to_the_fetch() -> None:
    found = dates(page("<div class=date>منذ 3 ساعات</div>", lang="ar"))
    assert found.published.value == "2026-11-23T13:00:00+00:00"
    stated = jsonld(datePublished="2026-11-23T12:41:00Z")
    assert dates(page("<div class=date>منذ 3 ساعات</div>", stated, lang="ar")).published.value == (
        "2026-11-23T12:41:00+00:00"
    )


def test_sidebars_footers_and_copyright_lines_give_no_date() -> None:
    assert dates(page()).published.value is None


@pytest.mark.parametrize(
    "value",
    [
        "0000-00-00",
        "1970-01-01T00:00:00Z",
        "9999-12-31",
        "2031-01-01",
        "1066-10-14",
        "0",
        "x" * 5000,
        "\x00\x01",
    ],
)
def test_impossible_dates_leave_the_field_out(value: str) -> None:
    found = dates(page(head=meta("article:published_time", value) + jsonld(datePublished=value)))
    assert found.published.value is None


def test_the_printed_date_beats_metadata_of_another_day() -> None:
    head = jsonld(datePublished="2024-01-31T00:00:00Z", dateModified="2024-01-31T00:00:00Z")
    found = dates(page("<div class=date>12 November 2026</div>", head))
    assert found.published.value == "2026-11-12"
    assert found.published.place == "printed"


def test_a_full_time_beats_a_bare_day_and_midnight() -> None:
    head = jsonld(datePublished="2026-11-12T00:00:00Z") + meta(
        "article:published_time", "2026-11-12T10:30:00Z"
    )
    assert (
        dates(page("<div class=date>12 November 2026</div>", head)).published.value
        == "2026-11-12T10:30:00+00:00"
    )


def test_day_and_month_are_exchanged_where_the_rest_of_the_page_says_so() -> None:
    head = jsonld(datePublished="2026-04-05T10:30:00Z")
    assert (
        dates(page("<div class=date>05/04/2026</div>", head)).published.value == "2026-04-05T10:30:00+00:00"
    )


def test_published_and_updated_are_told_apart() -> None:
    body = "<div class=date>Published: 12 November 2026. Updated: 14 November 2026</div>"
    found = dates(page(body))
    assert found.published.value == "2026-11-12"
    assert found.modified.value == "2026-11-14"


def test_a_label_on_the_line_before_counts() -> None:
    body = (
        "<div>Published on</div><div>12 November 2026</div><div>Last updated</div><div>14 November 2026</div>"
    )
    found = dates(page(body))
    assert (found.published.value, found.modified.value) == ("2026-11-12", "2026-11-14")


def test_a_date_in_a_sentence_or_caption_is_not_the_page_s() -> None:
    body = "<figure><figcaption>The bridge on 3 May 2019</figcaption></figure>"
    assert (
        dates(page(body, jsonld(datePublished="2026-11-12T10:30:00Z"))).published.value
        == "2026-11-12T10:30:00+00:00"
    )


def test_today_s_date_in_the_header_is_not_the_page_s() -> None:
    title = "إعادة بناء الجسر القديم في المدينة"
    text = f"""<html lang=ar><title>{title}</title><body><div>الاثنين 23 تشرين الثاني 2026</div>
    <h1>{title}</h1><div class=date>12 تشرين الثاني 2026</div><p>{TEXT}</p></body></html>"""
    assert dates(Document(Page("https://news.example/a", text.encode(), NOW))).published.value == "2026-11-12"


def test_today_s_date_in_the_header_gives_way_to_a_date_some_lines_below_the_title() -> None:
    title = "The old bridge will be rebuilt by the council"
    lines = "".join(f"<div>Line {word}</div>" for word in ("one", "two", "three", "four"))
    text = f"""<html lang=en><title>{title}</title><body><div>23 November 2026</div><h1>{title}</h1>
    {lines}<div>12 November 2026</div><p>{TEXT}</p></body></html>"""
    assert dates(Document(Page("https://news.example/a", text.encode(), NOW))).published.value == "2026-11-12"


def test_arabic_page_with_hijri_and_gregorian_date() -> None:
    body = "<div class=date>الخميس 2 جمادى الآخرة 1448 هـ - 12 نوفمبر 2026 م</div>"
    assert dates(page(body, lang="ar")).published.value == "2026-11-12"


ADDRESSES = [
    ("https://news.example/2026/11/12/bridge", "2026-11-12"),
    ("https://news.example/2026/november/12/bridge", "2026-11-12"),
    ("https://news.example/notices/30-10-2026", "2026-10-30"),
    ("https://news.example/a/A2026111214320005196", "2026-11-12"),
    ("https://news.example/entertainment/1112/ori_200215_7568645051", None),
    ("https://news.example/a/2012345678901234567", None),
    ("https://news.example/2026/13/45/bridge", None),
    ("https://news.example/1917/11/07/bridge", None),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_days_in_addresses(url: str, expected: str | None) -> None:
    assert dates(page(url=url)).published.value == expected


def test_a_printed_day_that_the_metadata_call_the_change_is_not_the_publication() -> None:
    changed = meta("article:modified_time", "2026-11-12T10:30:00Z")
    body = "<div class=date>12 November 2026</div>"
    found = dates(page(body, meta("article:published_time", "2024-03-04T08:00:00Z") + changed))
    assert found.published.value == "2024-03-04T08:00:00+00:00"
    assert found.modified.value == "2026-11-12T10:30:00+00:00"
    assert found.published.reason == "all dates agree: meta; the printed day is one of change"
    # The next day may be the same one in the site's zone.
    found = dates(page(body, meta("article:published_time", "2026-11-11T23:00:00Z") + changed))
    assert str(found.published.value)[:10] == "2026-11-12"


def test_the_only_printed_date_is_taken_and_called_one_of_change() -> None:
    found = dates(page("<p>Last updated: 12 November 2026</p>"))
    assert (found.published.value, found.date_from) == ("2026-11-12", "printed change")
    assert found.published.reason.endswith("one of change")


def test_a_stated_publication_beats_a_printed_update_and_needs_no_meta() -> None:
    found = dates(page("<p>Last updated: 12 November 2026</p>", jsonld(datePublished="2024-03-04T08:00:00Z")))
    assert found.published.value == "2024-03-04T08:00:00+00:00"


def test_a_publication_after_the_last_change_is_that_of_a_new_site() -> None:
    head = (
        meta("article:published_time", "2026-11-12T10:30:00Z")
        + meta("published-date", "2024-03-04")
        + meta("modified-date", "2026-01-15")
    )
    assert dates(page(head=head)).published.value == "2024-03-04"
    assert dates(
        page(head=meta("pubdate", "2026-11-12") + meta("modified-date", "2026-01-15"))
    ).published.value == (
        "2026-11-12"  # nothing better is known
    )


@pytest.mark.parametrize("order", [1, -1])
def test_two_times_in_a_line_are_told_apart_by_what_the_site_calls_them(order: int) -> None:
    times = [
        '<time class="entry-date published" datetime="2026-11-12T10:30:00Z">12 November 2026</time>',
        '<time class="updated" datetime="2026-11-11T08:00:00Z">11 November 2026</time>',
    ]
    found = dates(page(f"<p>Jane Doe | {' '.join(times[::order])}</p>"))
    assert found.published.value == "2026-11-12T10:30:00+00:00"
    # hAtom's themes call the only date of a page "updated".
    assert dates(page(f"<p>{times[1]}</p>")).published.value == "2026-11-11T08:00:00+00:00"


def test_a_change_alone_that_only_metadata_state_is_no_publication() -> None:
    found = dates(page(head=meta("article:modified_time", "2026-11-12T10:30:00Z")))
    assert found.published.value is None
    assert found.modified.value == "2026-11-12T10:30:00+00:00"


def test_time_pubdate_counts_wherever_it_stands() -> None:
    body = (
        f"<p>{TEXT}</p>" * 12
        + "<div>Notes <time pubdate datetime=2026-11-12></time></div>"
        + "<p>More</p>" * 30
    )
    assert dates(page(body)).published.value == "2026-11-12"


@pytest.mark.parametrize("line", ["Deadline: 12 October 2026", "Registered: 12 October 2026"])
def test_a_date_with_a_label_of_its_own_gives_way(line: str) -> None:
    found = dates(page(f"<p>{line}</p>", meta("article:published_time", "2026-11-02T10:30:00Z")))
    assert found.published.value == "2026-11-02T10:30:00+00:00"


def test_the_photographer_s_sign_after_a_date_is_no_copyright_line() -> None:
    assert dates(page("<p>12 November 2026 / ©Jane Doe</p>")).published.value == "2026-11-12"
    assert dates(page("<p>Copyright © 12 November 2026 Example</p>")).published.value is None


def test_the_date_may_stand_beside_the_text_far_from_the_title() -> None:
    menu = "".join(f"<ul><li>Item {n}</li></ul>" for n in range(40))
    assert dates(page(f"{menu}<div class=date>12 November 2026</div>")).published.value == "2026-11-12"


HOSTILE = [
    '{"@type":"NewsArticle","datePublished":"2026-11-01T00:00:00Z","x":"' + "y" * 20_000_000,
    '{"@type":"NewsArticle","datePublished":' + "[" * 100_000,
    '{"@type":"NewsArticle","datePublished":"\\ud800 2026","headline":"\\udc00"}',
    '{"@type":"NewsArticle","datePublished":{"@value":["0000-00-00",{"name":9999}]}}',
    '{"@type":"NewsArticle","datePublished":"2026-11-0',
    '{"@type":"NewsArticle","datePublished":true,"dateModified":[null,{}]}',
]


@pytest.mark.parametrize("script", HOSTILE, ids=lambda script: script[25:60])
def test_hostile_json_ld_costs_only_itself(script: str) -> None:
    body = f'<div class=date>12 November 2026</div><script type="application/ld+json">{script}</script>'
    found = dates(page(body))
    assert found.published.value == "2026-11-12"


def test_evidence_is_listed() -> None:
    places = {
        item.place
        for item in collect(
            page("<div class=date>12 November 2026</div>", jsonld(datePublished="2026-11-12"))
        )
    }
    assert {"jsonld", "printed"} <= places


def claim(day: date, kind: str, trust: float, field: str = PUBLISHED) -> Claim[Moment]:
    return Claim(field, Moment(day), kind, trust, kind=kind)


def test_kinds_of_places_that_agree_support_each_other() -> None:
    one, two = date(2026, 11, 12), date(2026, 10, 1)
    claims = [claim(one, PRINTED, 0.6), claim(one, ADDRESS, 0.8), claim(two, SAID, 0.9)]
    assert decide_dates(claims, now=NOW).published.value == "2026-11-12"


def test_a_change_before_publication_is_left_out() -> None:
    claims = [claim(date(2026, 11, 12), SAID, 0.9), claim(date(2026, 11, 1), SAID, 0.9, MODIFIED)]
    assert decide_dates(claims, now=NOW).modified.value is None


moments = st.builds(
    Moment,
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.none() | st.times(),
    st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=5, minutes=30))),
)
claims_of_a_page = st.lists(
    st.builds(
        Claim,
        st.sampled_from([PUBLISHED, MODIFIED]),
        moments,
        st.just("x"),
        st.floats(0, 1),
        st.just(""),
        st.sampled_from([SAID, PRINTED, ADDRESS]),
    ),
    max_size=8,
)


@given(claims_of_a_page)
def test_no_decision_is_in_the_future_or_before_the_web(claims: list[Claim[Moment]]) -> None:
    found = decide_dates(claims, now=NOW, url="https://news.example.de/a")
    assert isinstance(found, Dates)
    for value in (found.published.value, found.modified.value):
        if value is not None:
            day = date.fromisoformat(value[:10])
            assert date(1989, 12, 30) <= day <= NOW.date() + timedelta(days=2)
            assert len(value) == 10 or datetime.fromisoformat(value).tzinfo is not None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.sampled_from(["2026-11-12", "0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, st.text(max_size=40))
def test_any_value_in_any_place_leaves_a_page_with_sound_dates(value: object, text: str) -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": "x", "datePublished": value}).replace("<", " ")
    shown = html.escape(text)
    found = dates(
        page(
            f'<time datetime="{shown}">{shown}</time>', f"<script type=application/ld+json>{script}</script>"
        )
    )
    for decision in (found.published, found.modified):
        assert decision.value is None or "1989-12-30" <= decision.value[:10] <= "2026-11-25"
        assert decision.value is None or decision.place


def test_midnight_is_no_time() -> None:
    assert not Moment(date(2026, 11, 12), time(0)).precise
    assert Moment(date(2026, 11, 12), time(0, 1)).precise


def test_a_date_beside_a_copy_for_screen_readers_is_printed() -> None:
    told = "<span class=screen-reader-text>Published On 12 Nov 2026</span>"
    shown = f"<div>{told}<span aria-hidden=true>12 Nov 2026</span></div><p>Last update: 14 Nov 2026</p>"
    found = dates(page(shown))
    assert (found.published.value, found.modified.value) == ("2026-11-12", "2026-11-14")


def test_a_live_page_prints_its_last_change() -> None:
    head = jsonld(datePublished="2026-11-12T06:02:00+00:00", dateModified="2026-11-12T18:40:00+00:00")
    found = dates(page("<p>Thu 12 Nov 2026 18.40 GMT</p>", head))
    assert found.published.value == "2026-11-12T06:02:00+00:00"
    assert found.modified.value == "2026-11-12T18:40:00+00:00"


def test_a_by_line_called_credit_tells_two_dates_apart() -> None:
    found = dates(page("<div class=credit>By Jane Doe | 12.11.2026 | Updated 14.11.2026</div>"))
    assert (found.published.value, found.modified.value) == ("2026-11-12", "2026-11-14")


def test_a_publication_told_in_another_zone_is_no_change() -> None:
    head = jsonld(datePublished="2026-11-12T17:10:00Z", dateModified="2026-11-12T12:10:00Z")
    found = dates(page("<p>Thu 12 Nov 2026 12:10 EST</p>", head))
    assert found.published.value == "2026-11-12T12:10:00-05:00"
