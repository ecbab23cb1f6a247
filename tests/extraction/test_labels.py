"""Section, tags, publisher, canonical URL and language claim."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction.claims.table import claims
from crawler.extraction.fields.labels import Labels, decide_tags, labels
from crawler.pages.page import Document, Page
from crawler.urls import absolute

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://www.morningpost.example/politics/new-bridge-opens"


def page(html: str, url: str = URL, headers: dict[str, str] | None = None) -> Document:
    return Document(Page(url, html.encode(), NOW, headers=headers or {}))


def found(html: str, headers: dict[str, str] | None = None) -> Labels:
    return labels(page(html, headers=headers), None)


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


SECTIONS = [
    (ld(articleSection="Politics"), "Politics"),
    (ld(articleSection=["Politics", "Town"]), "Politics"),
    (meta("article:section", "سياسة"), "سياسة"),
    (meta("cXenseParse:section", "Politics »"), "Politics »"),
    (meta("section", "/Politics, "), "Politics"),
    (
        meta(
            "article:section", "A sentence that is much too long to be the name of any section of a newspaper"
        ),
        None,
    ),
    (meta("article:section", "https://morningpost.example/politics"), None),
    (
        '<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},'
        '{"item":{"name":"Town"}},{"name":"New bridge opens"}]}</script>',
        "Town",
    ),
    ('<a rel="category tag" href="/c/town">Town</a><a rel="tag" href="/t/x">bridge</a>', "Town"),
    ('<a rel="category tag" href="/c/town">Town</a><a rel="category tag" href="/c/sport">Sport</a>', None),
    ("", None),
]


@pytest.mark.parametrize(("html", "expected"), SECTIONS)
def test_section(html: str, expected: str | None) -> None:
    assert found(html).section.value == expected


TAGS = [
    (
        meta("article:tag", "bridge") + meta("article:tag", "river") + meta("article:tag", "Bridge"),
        ("bridge", "river"),
    ),
    (meta("keywords", "جسر، نهر، مدينة"), ("جسر", "نهر", "مدينة")),
    (meta("article:tag", "bridge") + meta("keywords", "one, two, three"), ("bridge",)),
    (ld(keywords=["bridge", "#river"]), ("bridge", "river")),
    (ld(keywords="桥梁，河流"), ("桥梁", "河流")),
    ('<a rel="tag" href="/t/x">bridge</a><a rel="nofollow tag" href="/t/y">river</a>', ("bridge", "river")),
    ('<a rel="category tag" href="/c/town">Town</a><a rel="tag" href="/t/x">bridge</a>', ("bridge",)),
    (
        meta("keywords", "bridge, _prio_3, 98be933f-38cf-4fba-b6c6-ad438e82010a, Category: News, x"),
        ("bridge",),
    ),
    (meta("keywords", ", ".join(f"word{n}" for n in range(200))), ()),
    (meta("keywords", "New bridge opens, Morning Post"), ()),
    ("", ()),
]


@pytest.mark.parametrize(("html", "expected"), TAGS)
def test_tags(html: str, expected: tuple[str, ...]) -> None:
    assert decide_tags(claims(page(html))["tags"], "New bridge opens", "Morning Post", None) == expected


PUBLISHERS = [
    (ld(publisher={"@type": "Organization", "name": "Morning Post"}), "Morning Post"),
    (
        ld(publisher={"@id": "#org"})
        + '<script type="application/ld+json">{"@type":"Organization","@id":"#org","name":"MP"}</script>',
        "MP",
    ),
    (ld(publisher="https://facebook.example/mp") + meta("og:site_name", "Morning Post"), "Morning Post"),
    (meta("og:site_name", "بريد الصباح"), "بريد الصباح"),
    ('<meta name="application-name" content="Morning Post">', "Morning Post"),
    ("", None),
]


@pytest.mark.parametrize(("html", "expected"), PUBLISHERS)
def test_publisher(html: str, expected: str | None) -> None:
    assert found(html).publisher.value == expected


CANONICALS = [
    ('<link rel="canonical" href="/politics/bridge#top">', "https://www.morningpost.example/politics/bridge"),
    ('<link rel="canonical" href="https://www.morningpost.example/">' + meta("og:url", URL), URL),
    ('<link rel="canonical" href="/a"><link rel="canonical" href="/b">' + meta("og:url", URL), URL),
    ('<link rel="canonical" href="javascript:void(0)">', None),
    ('<link rel="canonical" href="http://[broken">', None),
    ('<link rel="canonical" href="undefined">' + meta("og:url", URL), URL),
    ('<link rel="canonical" href="/news/null">', None),
    (
        '<link rel="canonical" href="/politics/undefined-borders">',
        "https://www.morningpost.example/politics/undefined-borders",
    ),
    ('<link rel="canonical" href="http://localhost:3000/politics/bridge">', None),
    ('<link rel="canonical" href="https://a.example/x,https://a.example/y">', None),
    ('<link rel="canonical" href="https://a.example/x,8123.html">', "https://a.example/x,8123.html"),
    ('<base href="https://cdn.example/x/"><link rel="canonical" href="y">', "https://cdn.example/x/y"),
    (ld(mainEntityOfPage={"@id": URL}), URL),
    (ld(mainEntityOfPage={"@type": "WebPage", "name": "Bridge", "url": URL}), URL),
    (ld(mainEntityOfPage={"@type": "WebPage", "name": "Bridge"}), None),
    (meta("og:url", "/a?a=1&amp;copy=2"), "https://www.morningpost.example/a?a=1&copy=2"),
    ("", None),
]


@pytest.mark.parametrize(("html", "expected"), CANONICALS)
def test_canonical_url(html: str, expected: str | None) -> None:
    assert found(html).canonical_url.value == expected


def test_addresses_that_are_none() -> None:
    for bad in ("", "   ", "mailto:a@b.example", "data:text/html,x", "https://", "x" * 3_000):
        assert absolute(URL, URL, bad) is None


LANGUAGES: list[tuple[str, dict[str, str], str | None]] = [
    ('<html lang="ar-SY"></html>', {}, "ar"),
    (
        '<html lang="en"><head>' + ld(inLanguage="fa") + meta("og:locale", "fa_IR") + "</head></html>",
        {},
        "fa",
    ),
    ("", {"content-language": "de, en"}, "de"),
    ('<html lang="x; drop"></html>', {}, None),
    ("", {}, None),
]


@pytest.mark.parametrize(("html", "headers", "expected"), LANGUAGES)
def test_language_claim(html: str, headers: dict[str, str], expected: str | None) -> None:
    assert found(html, headers).language.value == expected


def test_an_essay_in_every_field_is_left_out() -> None:
    essay = "word " * 20_000
    called = found(
        ld(articleSection=essay, publisher={"name": essay}, keywords=essay) + meta("og:site_name", essay)
    )
    assert called.section.value is None
    assert called.publisher.value is None
    assert called.tags == ()


def test_the_site_s_names_are_no_tags() -> None:
    html = meta("og:site_name", "Morning Post") + meta(
        "keywords", "Morning Post, morningpost.example, bridges"
    )
    assert found(html.replace('property="keywords', 'name="keywords')).tags == ("bridges",)


@pytest.mark.parametrize(
    ("said", "section"), [("New bridge op...", None), ("New bridge…", None), ("New bridge", "New bridge")]
)
def test_the_beginning_of_the_title_is_no_section(said: str, section: str | None) -> None:
    document = page(meta("article:section", said))
    assert labels(document, "New bridge opens after nine years").section.value == section


def test_an_agency_is_the_publisher_of_its_own_site_alone() -> None:
    given = ld(publisher={"name": "Associated Press"})
    assert found(given + meta("og:site_name", "Morning Post")).publisher.value == "Morning Post"
    assert found(given).publisher.value == "Associated Press"


def test_marks_of_an_editorial_system_are_no_tags() -> None:
    said = ["Type:story", "Section:news:world", "PACKAGE:TOP-NEWS", "Bridges", "Ferries: a history of them"]
    assert found(ld(keywords=said)).tags[:1] == ("Bridges",)
