"""Which URLs are a source's own."""

import re

import pytest

from crawler.discovery import Scope, compile_pattern


@pytest.mark.parametrize(
    ("site", "url", "belongs"),
    [
        ("example.com", "https://example.com/a", True),
        ("example.com", "https://www.example.com/a", True),
        ("www.example.com", "http://example.com/a", True),
        ("www.example.com", "https://m.example.com/a", True),
        ("www.example.com", "https://sport.example.com/a", True),
        ("www.example.co.uk", "https://news.example.co.uk/a", True),
        ("www.example.co.uk", "https://other.co.uk/a", False),
        ("example.com", "https://example.com.evil.org/a", False),
        ("example.com", "https://notexample.com/a", False),
        ("example.com", "https://shop.example.com/a", False),
        ("example.com", "https://jobs.example.com/a", False),
        ("example.com", "https://www.abo.example.com/a", False),
        ("shop.example.com", "https://shop.example.com/a", True),
        ("news.example.com", "https://www.example.com/a", True),
        ("arabic.example.com", "https://edition.example.com/a", False),
        ("arabic.example.com", "https://www.arabic.example.com/a", True),
        ("one.blogspot.com", "https://two.blogspot.com/a", False),
        ("127.0.0.1:8001", "http://127.0.0.1:8001/a", True),
        ("127.0.0.1:8001", "http://127.0.0.1:8002/a", False),
        ("127.0.1.1", "http://127.0.1.2/a", False),
        ("localhost:8001", "http://localhost:8002/a", False),
        ("localhost:8001", "http://a.localhost:8001/a", False),
        ("example.com", "http://example.com:8080/a", False),
        ("example.com", "mailto:a@example.com", False),
        ("xn--mgbh0fb.xn--kgbechtv", "https://مثال.إختبار/a", True),
    ],
)
def test_sites(site: str, url: str, belongs: bool) -> None:
    decision, reason = Scope((site,)).decide(url)
    assert decision is belongs
    assert reason


def test_any_of_several_sites() -> None:
    scope = Scope(("example.com", "example.org"))
    assert scope.decide("https://www.example.org/a")[0]
    assert not scope.decide("https://example.net/a")[0]


@pytest.mark.parametrize(
    ("include", "exclude", "url", "belongs"),
    [
        (("/news/",), (), "https://e.org/news/a", True),
        (("/news/",), (), "https://e.org/sport/a", False),
        (("/news/", "/sport/"), (), "https://e.org/sport/a", True),
        ((), ("/sport/",), "https://e.org/sport/a", False),
        (("/news/",), ("/news/live",), "https://e.org/news/live/1", False),
        ((r"/\d{4}/",), (), "https://e.org/2024/a", True),
        (("https://e.org/news/*",), (), "https://e.org/news/a", True),
        (("*/a.html",), (), "https://e.org/axhtml", False),
        (("/رياضة/",), (), "https://e.org/%D8%B1%D9%8A%D8%A7%D8%B6%D8%A9/a", True),
        (("([",), (), "https://e.org/a", False),
    ],
)
def test_patterns(include: tuple[str, ...], exclude: tuple[str, ...], url: str, belongs: bool) -> None:
    assert Scope(("e.org",), include, exclude).decide(url)[0] is belongs


def test_patterns_leave_feeds_alone() -> None:
    assert Scope(("e.org",), include=("/news/",)).on_site("https://e.org/feed.xml")[0]


def test_bad_pattern_is_an_error_for_the_reader() -> None:
    with pytest.raises(re.error):
        compile_pattern("([")
