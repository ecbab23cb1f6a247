"""URLs that a site can make without end, beside honest ones that resemble them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import is_trap


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://e.org/calendar/2031-05", "calendar"),
        ("https://e.org/events/2024/05/17", "calendar"),
        ("https://e.org/3017/04/", "calendar"),
        ("https://e.org/?year=2024&month=5", "calendar"),
        ("https://e.org/تقويم/2024/05", "calendar"),
        ("https://e.org/news/page/4711", "page"),
        ("https://e.org/news?page=900", "page"),
        ("https://e.org/أخبار/صفحة/١٢٣٤", "page"),
        ("https://e.org/list?start=15000", "page"),
        ("https://e.org/a/b/a/b/a/b", "3 times"),
        ("https://e.org/news/sport/news/sport", "repeated"),
        ("https://e.org/" + "/".join(f"s{i}" for i in range(20)), "20 segments"),
        ("https://e.org/(S(abcdefghij0123456789abcd))/a.aspx", "session"),
        ("https://e.org/a?token=abcdefghij0123456789", "session"),
        ("https://e.org/a?" + "&".join(f"p{i}=1" for i in range(12)), "12 parameters"),
        ("https://e.org/a?tag=1&tag=2&tag=3", "repeated"),
        ("https://e.org/list?sort=date&order=asc", "permutations"),
    ],
)
def test_traps(url: str, word: str) -> None:
    assert word in (is_trap(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org/2011/11/11/a-story",
        "https://e.org/news/page/3",
        "https://e.org/?p=123456",
        "https://e.org/sport/sport-news/a-story",
        "https://e.org/a?id=5&lang=ar",
        "https://e.org/events/2024-festival-opens-in-damascus",
        "https://e.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%B3%D9%88%D8%B1%D9%8A%D8%A7",
    ],
)
def test_no_traps(url: str) -> None:
    assert is_trap(url) is None


@given(st.text())
def test_never_raises(text: str) -> None:
    is_trap(text)
    is_trap(f"https://e.org/{text}?page={text}")
