"""The judgement of a URL alone, in several scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import ARTICLE_FROM, NEVER_BELOW, article_likeness, canonicalize

ARTICLES = [
    "https://e.org/world/2024/05/17/minister-opens-new-bridge/",
    "https://e.org/politics/minister-opens-bridge-over-river-b1189828.html",
    "https://e.org/news,142489.html",
    "https://e.org/article/140317",
    "https://e.org/news/article.php?id=8871",
    "https://e.org/?p=12345",
    "https://e.org/news/articles/c0w4v5vx1zno",
    "https://e.org/story/2020/8/24/وزير-النقل-يفتتح-الجسر-الجديد/4943459",
    "https://e.org/وزير-النقل-يفتتح-الجسر-الجديد-في-دمشق",
    "https://e.org/2024-05/17/c_1129981476.htm",
    "https://e.org/新桥在大马士革开通仪式举行",
    "https://e.org/כתבה/שר-התחבורה-חנך-את-הגשר-החדש",
    "https://e.org/новости/2024/05/17/министр-открыл-новый-мост",
    "https://e.org/news/view?newsid=20240517001",
    "https://e.org/a/voice-of-the-river/4113370.html",
]
OTHERS = [
    "https://e.org/",
    "https://e.org/index.html",
    "https://e.org/politics",
    "https://e.org/world/middle-east/",
    "https://e.org/tag/damascus-bridge-opening",
    "https://e.org/وسم/الجسر-الجديد",
    "https://e.org/author/lina-khoury-12345",
    "https://e.org/كتاب/لينا-خوري",
    "https://e.org/category/politics/page/3",
    "https://e.org/2024/05/17/",
    "https://e.org/impressum-316443",
    "https://e.org/privacy-policy",
    "https://e.org/من-نحن",
    "https://e.org/о-нас",
    "https://e.org/关于我们",
    "https://e.org/search?q=bridge",
    "https://e.org/wp-content/uploads/2024/05/new-bridge-over-the-river.jpg",
    "https://e.org/news?page=3",
    "https://e.org/@bridge",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_articles(url: str) -> None:
    score, reason = article_likeness(canonicalize(url) or "")
    assert score >= ARTICLE_FROM, reason


@pytest.mark.parametrize("url", OTHERS)
def test_others(url: str) -> None:
    score, reason = article_likeness(canonicalize(url) or "")
    assert score < ARTICLE_FROM
    assert reason


@pytest.mark.parametrize(
    "url", ["https://e.org/", "https://e.org/tag/x", "https://e.org/a.pdf", "https://e.org/login"]
)
def test_never_an_article(url: str) -> None:
    assert article_likeness(url)[0] < NEVER_BELOW


def test_more_than_enough_is_certain() -> None:
    """Every point there is: the sum is far above one, the judgement is one."""
    url = "https://e.org/article/2026/11/26/minister-opens-bridge-over-river-1189828.html"
    score, reason = article_likeness(url)
    assert score == 1.0
    for point in ("slug of", "number", "date in the path", ".html", "article word"):
        assert point in reason


@given(st.text())
def test_any_text(text: str) -> None:
    for url in (text, f"https://e.org/{text}"):
        assert 0.0 <= article_likeness(url)[0] <= 1.0


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org/fa/news/1405/09/05/3456783/the-bridge-opens",
        "https://e.org/1447/06/05/the-bridge-of-the-valley-opens",
        "https://e.org/2569/11/25/the-market-opens.html",
        "https://e.org/a/?tx_news_pi1[news]=4455&tx_news_pi1[action]=detail&tx_news_pi1[controller]=News",
        "https://e.org/index.php?option=com_content&view=article&id=45&catid=9&Itemid=3",
        "https://e.org/?year=2026&month=11&id=4455",
        "https://e.org/show.php?page=4455",
    ],
)
def test_addresses_of_other_calendars_and_systems(url: str) -> None:
    assert article_likeness(url)[0] >= ARTICLE_FROM
