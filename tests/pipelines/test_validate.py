"""What cannot be true is taken out with a reason; what is no article is marked, not dropped."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.items import Article, Image, Kind, Status
from pipelines.validate import MAX_TEXT, ValidatePipeline, mark, validate, verdict
from tests.pipelines.making import BODY, NOW, article


@pytest.mark.parametrize(
    ("field", "value", "left", "says"),
    [
        ("title", "x" * 501, None, "title: 501 characters"),
        ("summary", "x" * 6000, None, "summary: 6000 characters"),
        ("authors", ["Ann", "x" * 200, " ", "Ann"], ["Ann"], "authors: 2 empty or too long"),
        ("tags", [f"tag {n}" for n in range(101)], [], "tags: 101 of them"),
        ("published_at", "3021-05-05T00:00:00Z", None, "published_at: in the future (3021-05-05)"),
        ("published_at", "0001-01-01", None, "published_at: year 1"),
        ("published_at", "yesterday", None, "published_at: no date"),
        ("modified_at", "2026-03-09T00:00:00+03:00", None, "modified_at: in the future (2026-03-09)"),
        ("canonical_url", "javascript:void(0)", None, "canonical_url: no http URL"),
        ("image", "data:image/png;base64,AAAA", None, "image: no http URL"),
        ("language", "English please", None, "language: no code (English please)"),
        ("images", [Image("/relative.jpg")], [], "images: 1 without http URL"),
    ],
)
def test_impossible_values_are_taken_out(field: str, value: Any, left: Any, says: str) -> None:
    page = article("https://harbour.example/a")
    page.fetched_at = NOW
    setattr(page, field, value)
    assert says in validate(page)
    assert getattr(page, field) == left


def test_possible_values_stay() -> None:
    page = article("https://harbour.example/a")
    page.fetched_at = datetime(2026, 3, 1, tzinfo=UTC)
    page.published_at, page.modified_at = "1851-09-18", "2026-03-02T01:00:00+03:00"
    page.images = [Image("https://a.example/i.jpg", width=0, height=300)]
    assert validate(page) == []
    assert (page.published_at, page.modified_at) == ("1851-09-18", "2026-03-02T01:00:00+03:00")
    assert (page.images[0].width, page.images[0].height) == (None, 300)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"url": ""}, "no usable URL"),
        ({"url": "https://a.example/" + "x" * 3000}, "no usable URL"),
        ({"kind": Kind.GALLERY}, "page is: gallery"),
        (
            {"kind": Kind.PAYWALL, "kind_reason": "12 words, then a subscription box"},
            "12 words, then a subscription box",
        ),
        ({"paragraphs": []}, "no text"),
        ({"paragraphs": ["  "], "title": None}, "neither title nor text"),
        ({"paragraphs": ["Read on below."]}, "text of 3 words"),
        ({"paragraphs": ["word " * (MAX_TEXT // 5 + 1)]}, "text of 2000005 characters"),
        ({"paragraphs": ["عاجل: انقطاع الكهرباء عن المدينة بعد ظهر اليوم"]}, None),
        ({"paragraphs": ["新しい灯台の建設が春に始まる。"]}, None),
        ({"title": None}, None),
        ({}, None),
    ],
)
def test_verdict(change: dict[str, Any], reason: str | None) -> None:
    page = article("https://harbour.example/a")
    for field, value in change.items():
        setattr(page, field, value)
    assert verdict(page) == reason
    mark(page)
    assert page.outcome is not None
    assert page.outcome.status is (Status.ARTICLE if reason is None else Status.NOT_ARTICLE)
    assert page.outcome.reason == (reason or "")


def test_what_was_marked_before_keeps_its_mark() -> None:
    page = article("https://harbour.example/a", body=())
    assert page.outcome is not None
    page.outcome.status, page.outcome.reason = Status.FAILED, "extraction took more than 20 s"
    mark(page)
    assert (page.outcome.status, page.outcome.reason) == (Status.FAILED, "extraction took more than 20 s")


def test_lone_surrogates_and_nul_are_mended_everywhere() -> None:
    page = Article(
        "https://harbour.example/\ud800",
        title="\ud83d half",
        authors=["A\x00nn"],
        paragraphs=[*BODY, "\udfff"],
        tags=["\ud800"],
    )
    ValidatePipeline().process_item(page)
    assert (page.url, page.title, page.authors) == ("https://harbour.example/", " half", ["Ann"])
    assert page.paragraphs == list(BODY)
    assert page.tags == []
