"""What a page is: articles whatever their metadata say, and the pages that are none."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.kind import decide_kind
from crawler.items import BodyBlock, Kind
from crawler.pages.page import Document, Page
from crawler.urls import is_home

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://www.morningpost.example/politics/new-bridge-opens"


def kind(html: str, words: int, links: float = 0.0, url: str = URL, status: int = 200) -> Kind:
    return decide_kind(Document(Page(url, html.encode(), NOW, status=status)), words, links)[0]


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


ARTICLE = ld(**{"@type": "NewsArticle", "headline": "New bridge opens"})
TEASERS = "".join(f'<h3><a href="/{n}">Story number {n}</a></h3>' for n in range(30))
WALL = '<p>We use cookies</p><button>Accept all</button><p><a href="/p">Privacy policy</a></p>'

ARTICLES = {
    "plain": ("<h1>New bridge opens</h1>", 400, 0.05),
    "called a website": ('<meta property="og:type" content="website">', 400, 0.05),
    "called a collection": (ld(**{"@type": "CollectionPage"}) + TEASERS, 400, 0.1),
    "short news in brief": (ARTICLE, 45, 0.0),
    "short, with many teasers": (ARTICLE + TEASERS, 60, 0.1),
    "with a video": (ARTICLE + ld(**{"@type": "VideoObject"}), 20, 0.0),
    "with a consent banner": (ARTICLE + WALL, 30, 0.0),
    "about error pages": ("<title>Page not found: why links die</title><h1>Why links die</h1>", 600, 0.1),
    "not free, but all there": (ld(**{"@type": "NewsArticle", "isAccessibleForFree": False}), 500, 0.0),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles(name: str) -> None:
    html, words, links = ARTICLES[name]
    assert kind(html, words, links) == Kind.ARTICLE


OTHERS = {
    "home": (TEASERS, 30, 0.9, "https://www.morningpost.example/", Kind.FRONT),
    "section": (TEASERS, 10, 0.2, URL, Kind.FRONT),
    "list of links": (TEASERS, 300, 0.95, URL, Kind.FRONT),
    "tag page": (TEASERS, 50, 0.3, "https://www.morningpost.example/tag/bridge", Kind.FRONT),
    "not found": ("<title>Page not found | Morning Post</title>", 20, 0.0, URL, Kind.ERROR),
    "taken down": ("<title>This article has been removed | Morning Post</title>", 20, 0.0, URL, Kind.ERROR),
    "taken down, in Arabic": ("<title>تم حذف هذا الخبر - صحيفة الميناء</title>", 20, 0.0, URL, Kind.ERROR),
    "under repair": ("<title>Morning Post</title><h1>We'll be back soon!</h1>", 20, 0.0, URL, Kind.ERROR),
    "under repair, in Arabic": ("<title>الموقع تحت الصيانة</title>", 10, 0.0, URL, Kind.ERROR),
    "not found in Arabic": ("<title>الصفحة غير موجودة</title>", 10, 0.0, URL, Kind.ERROR),
    "consent wall": (f"<title>Morning Post</title>{WALL}", 20, 0.0, URL, Kind.CONSENT),
    "paywall stub": (
        ld(**{"@type": "NewsArticle", "isAccessibleForFree": False}) + "<p>Subscribe to continue reading</p>",
        60,
        0.0,
        URL,
        Kind.PAYWALL,
    ),
    "gallery": (ld(**{"@type": "ImageGallery"}), 15, 0.0, URL, Kind.GALLERY),
    "video": ('<meta property="og:type" content="video.other">', 15, 0.0, URL, Kind.VIDEO),
    "live ticker": (
        ld(
            **{
                "@type": "LiveBlogPosting",
                "headline": "Live",
                "liveBlogUpdate": [{"@type": "BlogPosting"}] * 9,
            }
        ),
        2_000,
        0.0,
        URL,
        Kind.LIVE,
    ),
    "nothing": ("<div id=app></div>", 0, 0.0, URL, Kind.OTHER),
}


@pytest.mark.parametrize("name", OTHERS)
def test_pages_that_are_no_article(name: str) -> None:
    html, words, links, url, expected = OTHERS[name]
    assert kind(html, words, links, url) == expected


def test_a_body_that_is_an_error_s_message() -> None:
    def told(*texts: str) -> Kind:
        document = Document(Page(URL, b"<title>Morning Post</title>", NOW))
        return decide_kind(document, 60, 0.0, [BodyBlock("paragraph", text) for text in texts])[0]

    message = "Error establishing a database connection"
    assert told(message) is Kind.ERROR
    assert told(message, "So the ferry's computers said all morning.") is Kind.ARTICLE


def test_a_status_of_gone_is_an_error_whatever_the_text() -> None:
    assert kind("<h1>New bridge opens</h1>", 400, status=410) == Kind.ERROR


def test_the_reason_is_told() -> None:
    assert "words" in decide_kind(Document(Page(URL, b"<h1>A</h1>", NOW)), 400, 0.0)[1]


def test_home_addresses() -> None:
    assert all(
        map(
            is_home,
            ("https://x.example", "https://x.example/index.html", "https://x.example/de/", "/", "index.php"),
        )
    )
    assert not any(
        map(is_home, ("https://x.example/?p=3", "https://x.example/a", "http://[broken", "#top", ""))
    )
