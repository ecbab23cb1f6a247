"""What a person is told of each field."""

from datetime import UTC, datetime

from crawler.extraction.explain import SHOWN, explain
from crawler.pages.page import Page

TITLE = "The harbour wall is to be rebuilt before the winter storms" + " and the spring tides" * 3
TEXT = "<p>The council of the harbour town voted on Monday to rebuild the old wall before the storms.</p>" * 4


def test_a_decision_s_value_is_one_line_of_bounded_length_and_a_missing_one_is_a_dash() -> None:
    body = f"<html lang=en><title>{TITLE}</title><body><article><h1>{TITLE}</h1>{TEXT}</article>"
    page = Page("https://e.example/wall", body.encode(), datetime(2026, 11, 26, tzinfo=UTC))
    lines = explain(page).splitlines()
    (title,) = (line for line in lines if line.startswith("  title: "))
    assert title.startswith(f"  title: {TITLE[:SHOWN]}…  (")
    (subtitle,) = (line for line in lines if line.startswith("  subtitle: "))
    assert subtitle.startswith("  subtitle: –  (")
    assert any(line.startswith("  roles: 4 body") for line in lines)
