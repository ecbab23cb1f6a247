"""Splitting titles, and telling the site's name by what the page and its host say."""

from datetime import UTC, datetime

import pytest

from crawler.extraction.claims.sitenames import Site, site_called, site_of
from crawler.extraction.reading.titletext import split, tokens
from crawler.pages.page import Document, Page

HOST = "https://www.paper.example"


def names(host: str, *given: str) -> Site:
    return site_called(given, host)


def site(html: str) -> Site:
    return site_of(Document(Page(f"{HOST}/a", html.encode(), datetime(2026, 11, 12, tzinfo=UTC))))


SPLITS = [
    ("A headline | The Paper", ["A headline", "The Paper"]),
    ("A headline - Politics – The Paper", ["A headline", "Politics", "The Paper"]),
    ("Self-made man: a life", ["Self-made man", "a life"]),
    ("عنوان الخبر | موقع الأخبار", ["عنوان الخبر", "موقع الأخبار"]),
    ("大桥今日通车_本地新闻_示例网", ["大桥今日通车", "本地新闻", "示例网"]),
    ("大桥今日通车-示例网", ["大桥今日通车", "示例网"]),
    ("新しい橋が開通｜例新聞", ["新しい橋が開通", "例新聞"]),
    ("Le ministre : « tout va bien »", ["Le ministre", "« tout va bien »"]),
    ("Alone", ["Alone"]),
    ("|", ["|"]),
]


@pytest.mark.parametrize(("title", "parts"), SPLITS)
def test_titles_are_cut_at_their_separators(title: str, parts: list[str]) -> None:
    found = split(title)
    assert [found.span(place, place + 1) for place in range(len(found.bounds))] == parts


STRIPPED = [
    (names("thepaper.example", "The Paper"), "A headline | The Paper", "A headline"),
    (names("thepaper.example"), "A headline | The Paper", "A headline"),
    (names("paper.example"), "A headline - The Paper", "A headline"),
    (names("ex.example"), "A headline | EX News", "A headline"),
    (names("bcn.example"), "A headline - Big City News", "A headline"),
    (names("paper.example", "The Paper"), "The Paper: A headline", "A headline"),
    (names("paper.example", "The Paper"), "The Paper", "The Paper"),
    (names("paper.example"), "War and peace - a novel", "War and peace - a novel"),
    (names("union.example"), "Union-Vize Meier: Zu wenig Geld", "Union-Vize Meier: Zu wenig Geld"),
    (names("akhbar.example", "موقع الأخبار"), "انتهاء صيانة الجسر - موقع الاخبار", "انتهاء صيانة الجسر"),
]


@pytest.mark.parametrize(("site", "title", "expected"), STRIPPED)
def test_the_site_is_stripped_where_the_page_or_host_names_it(site: Site, title: str, expected: str) -> None:
    assert site.trimmed(title) == expected


def test_a_last_short_part_is_stripped_only_loosely() -> None:
    site = names("unrelated.example")
    assert site.trimmed("A long enough headline | Gazette") == "A long enough headline | Gazette"
    assert site.trimmed("A long enough headline | Gazette", loosely=True) == "A long enough headline"
    assert site.trimmed("Gazette | Daily", loosely=True) == "Gazette | Daily"


def test_names_are_gathered_from_the_page() -> None:
    html = (
        '<meta property="og:site_name" content="The Paper">'
        '<script type="application/ld+json">{"@type": "Article", "headline": "x", "publisher":'
        ' {"@type": "Organization", "name": "Paper Media"}}</script>'
    )
    found = site(html)
    assert found.publishers == ("Paper Media", "The Paper", "paper.example", "www.paper.example", "paper")
    assert {("the", "paper"), ("paper", "media")} <= found.names


def test_a_person_s_own_site_is_called_by_its_host_alone() -> None:
    html = (
        '<meta property="og:site_name" content="Ann Writer">'
        '<script type="application/ld+json">{"@type": "Article", "headline": "x", "publisher":'
        ' {"@type": "Person", "name": "Ann Writer"}}</script>'
    )
    assert site(html).publishers == ("paper.example", "www.paper.example", "paper")
    assert ("ann", "writer") in site(html).names


def test_an_organisation_that_need_not_publish_is_a_name_but_no_publisher() -> None:
    found = site('<script type="application/ld+json">{"@type": "Organization", "name": "Wire"}</script>')
    assert ("wire",) in found.names
    assert "Wire" not in found.publishers


def test_the_link_home_names_a_site_that_does_not_name_itself() -> None:
    found = site('<a href="/"><img alt="Paper logo" src=x></a><a href="/other">Elsewhere</a>')
    assert found.names == {("paper", "logo")}


def test_unspaced_scripts_are_compared_by_character() -> None:
    assert tokens("新しい橋 2026") == ("新", "し", "い", "橋", "2026")
    assert tokens("Der Zug, die Bahn") == ("der", "zug", "die", "bahn")
