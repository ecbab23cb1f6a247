"""Lines that are nothing but an age or counts, and lines that are news."""

import pytest

from crawler.languages.counters import is_passing

PASSING = (
    "3 hours ago",
    "Updated 5 minutes ago",
    "just now",
    "1,204 views · 12 shares",
    "1.2K views",
    "Comments (3) Share 11",
    "4 min read",
    "40 people like this",
    "منذ ساعتين",
    "آخر تحديث: قبل ٥ دقائق",
    "المشاهدات: ١٬٢٠٤",
    "عدد القراءات 900",
    "vor 3 Stunden",
    "il y a 5 minutes",
    "hace 2 horas | 31 comentarios",
    "5 минут назад",
    "3小时前",
    "阅读 1204",
    "5時間前",
    "1.204 görüntülenme",
    "Advertisement",
    "Story continues below",
)
NEWS = (
    "12 dead",
    "Final: 3–1",
    "212 passengers",
    "3 hours",
    "Published 3 March 2026",
    "Chapter 3",
    "1. Share",
    "Share prices fell 3 per cent",
    "The last bread was sold 4 days ago",
    "Comments",
    "2026",
    "5 قتلى",
    "قبل الحرب",
    "5人死亡",
    "",
)


@pytest.mark.parametrize("line", PASSING)
def test_an_age_or_counts(line: str) -> None:
    assert is_passing(line)


@pytest.mark.parametrize("line", NEWS)
def test_news(line: str) -> None:
    assert not is_passing(line)
