"""Where a page's date is looked for when no better place gives one."""

import pytest

from crawler.extraction.fields.dates import dates
from tests.extraction.dated_pages import TEXT, meta, page


def test_a_date_in_a_script_is_the_last_resort() -> None:
    head = '<script>window.state = {"article": {"publishedAt": "2026-11-12T10:30:00Z"}}</script>'
    found = dates(page(head=head))
    assert found.published.value == "2026-11-12T10:30:00+00:00"
    assert found.date_from == "script"


IN_SCRIPTS = [
    """<div data-state="{&quot;datePublished&quot;:&quot;2026-11-12T10:30:00Z&quot;}"></div>""",
    """<script>push("{\\"datePublished\\":\\"2026-11-12T10:30:00Z\\"}")</script>""",
    """<script>showDate("2026/11/12 01:43:09")</script>""",
    """<span class="entry updated" title="2026-11-12T10:30:00Z"></span>""",
]


@pytest.mark.parametrize("body", IN_SCRIPTS)
def test_dates_that_only_scripts_and_attributes_hold(body: str) -> None:
    found = dates(page(body))
    assert str(found.published.value)[:10] == "2026-11-12"
    assert found.date_from == "script"


def test_the_picture_s_day_is_the_very_last_resort() -> None:
    head = '<meta property="og:image" content="https://img.example/2026/11/12/bridge.jpg">'
    found = dates(page(head=head))
    assert (found.published.value, found.date_from) == ("2026-11-12", "image")
    assert dates(page("<p>10 November 2026</p>", head)).published.value == "2026-11-10"


def test_a_dateline_far_from_the_title() -> None:
    menu = "".join(f"<ul><li>Item {n}</li></ul>" for n in range(40))
    body = f"<p>{TEXT}</p>{menu}<h6>Another heading</h6><p>(12 November 2026) {TEXT * 2}</p>"
    found = dates(page(body))
    assert (found.published.value, found.date_from) == ("2026-11-12", "dateline")
    for told in ("Since 12 November 2026 the", "Thu, 12 November 2026, 9:00 –", "(on 12 November 2026)"):
        assert dates(page(body.replace("(12 November 2026)", told))).published.value is None


def test_the_brackets_that_close_a_description() -> None:
    found = dates(page(head=meta("description", "The bridge will be rebuilt (News of 12 November 2026)")))
    assert (found.published.value, found.date_from) == ("2026-11-12", "description")
    for text in ("Built on 12 November 2026", "From 10 (11 November) to (12 and 13 November 2026) or so"):
        assert dates(page(head=meta("description", text))).published.value is None


YEARLESS = [
    ("[11月12日 11時30分]", "ja", "news20251112_k1", "2025-11-12"),
    ("12 November", "en", "p/2025/11/12/x", "2025-11-12"),
    ("12 November", "en", "p/2025/11/13/x", None),  # of another day
    ("12 November", "en", "p/20251112 p/20241112", None),  # which of them?
]


@pytest.mark.parametrize(("line", "lang", "name", "expected"), YEARLESS)
def test_a_day_without_a_year_has_it_from_a_name_on_the_page(
    line: str, lang: str, name: str, expected: str | None
) -> None:
    assert dates(page(f'<p id="{name}">{line}</p>', lang=lang)).published.value == expected
