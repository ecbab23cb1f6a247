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
        ("https://e.org/list?f[0]=place:rome&f[1]=topic:art", "permutations"),
        ("https://e.org/list?filter%5Bplace%5D=rome&filter%5Btopic%5D=art", "permutations"),
        ("https://e.org/list?tags[]=a&tags[]=b", "permutations"),
        ("https://e.org/?view=grid&layout=wide", "permutations"),
        ("https://e.org/?view=article&id=45&sort=date&order=asc", "permutations"),
        ("https://e.org/1850/04/", "calendar"),
        ("https://e.org/2450/04/", "calendar"),
        ("https://e.org/newslist.php?page=4455", "page"),
        ("https://e.org/index.php?page=4455", "page"),
        ("https://e.org/show-must-go.php?page=4455", "page"),  # a slug, no script that shows one
    ],
)
def test_traps(url: str, word: str) -> None:
    assert word in (is_trap(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org/2011/11/11/a-story",
        "https://e.org/news/page/3",
        "https://e.org/fa/news/1405/09/05/3456783/the-bridge-opens",
        "https://e.org/1447/06/05/the-bridge-opens",
        "https://e.org/2569/11/25/the-market-opens.html",
        "https://e.org/۱۴۰۵/۰۹/۰۵/خبر-الجسر",
        "https://e.org/a/?tx_news_pi1[news]=4455&tx_news_pi1[action]=detail&tx_news_pi1[controller]=News&cHash=ab12",
        "https://e.org/a/?tx_news_pi1%5Bnews%5D=4455&tx_news_pi1%5Baction%5D=detail",
        "https://e.org/index.php?tx_ttnews[tt_news]=81&tx_ttnews[backPid]=3&tx_ttnews[pointer]=1",
        "https://e.org/?year=2026&month=11&id=4455",
        "https://e.org/archiv.php?jahr=2026&monat=11&artikel=4455",
        "https://e.org/show.php?page=4455",
        "https://e.org/show-article.php?page=4455",
        "https://e.org/newsdetail.aspx?page=4455&lang=ar",
        "https://e.org/index.php?option=com_content&view=article&id=45&layout=default&catid=9&Itemid=3",
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
