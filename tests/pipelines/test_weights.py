"""Bounds of the pipelines, on each side: shared text, the least text, kana among Han."""

from datetime import UTC, datetime

import pytest

from crawler.items import Article, Status
from pipelines.deduplicate import Incoming, Known, content_hash, identity, one_article
from pipelines.language import decide
from pipelines.scripts import by_letters
from pipelines.validate import verdict

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE, THERE = "https://www.morningpost.example/harbour-wall", "https://www.morningpost.example/print/17"
TEXT = [
    f"Paragraph {number} tells of the harbour wall and of those who build it again." for number in range(10)
]
OTHER = [
    f"Sentence {number} is about a ferry that nobody expected before the spring." for number in range(10)
]


def known(paragraphs: list[str], url: str = HERE, title: str = "The wall") -> Known:
    digest = content_hash(title, paragraphs)
    return Known(
        "a1", url, url, "post", digest, 1, "new", NOW, "a1", "a1", title=title, paragraphs=tuple(paragraphs)
    )


def incoming(paragraphs: list[str], title: str = "Forty days of work") -> Incoming:
    """A page at another address that calls itself by the known article's."""
    digest = content_hash(title, paragraphs)
    return Incoming(THERE, THERE, HERE, "post", digest, title=title, paragraphs=tuple(paragraphs))


@pytest.mark.parametrize(
    ("shared", "same"), [(0, False), (1, False), (3, False), (4, False), (5, True), (8, True)]
)
def test_half_of_the_text_bears_a_canonical_address_out(shared: int, same: bool) -> None:
    stored = known(TEXT)
    decision = identity(incoming(TEXT[:shared] + OTHER[shared:]), {HERE: stored}, [])
    assert (decision.known is stored) is same
    assert decision.status is (Status.DUPLICATE if same else Status.ARTICLE)


def test_the_shorter_text_counts() -> None:
    stored = known(TEXT)
    assert identity(incoming(TEXT[:3]), {HERE: stored}, []).known is stored
    assert identity(incoming(TEXT[:1] + OTHER[:2]), {HERE: stored}, []).known is None


@pytest.mark.parametrize(("length", "same"), [(39, False), (40, True)])
def test_short_lines_that_every_page_has_bear_nothing_out(length: int, same: bool) -> None:
    lines = [f"{number} ".ljust(length, "x") for number in range(4)]
    stored = known(lines)
    decision = identity(incoming([*lines[:3], *OTHER[:1]]), {HERE: stored}, [])
    assert (decision.known is stored) is same


@pytest.mark.parametrize(("shared", "united"), [(7, 0), (8, 2), (9, 2)])
def test_to_unite_two_stored_articles_takes_more(shared: int, united: int) -> None:
    one, two = known(TEXT), known(TEXT, url=THERE)
    two = Known(**{**{name: getattr(two, name) for name in two.__slots__}, "id": "b2"})
    page = incoming(TEXT[:shared] + OTHER[shared:])
    assert len(one_article(page, {HERE: one, THERE: two})) == united


@pytest.mark.parametrize(("words", "says"), [(0, "no text"), (4, "text of 4 words"), (5, None), (6, None)])
def test_five_words_are_a_flash(words: int, says: str | None) -> None:
    text = " ".join("storm" for _ in range(words))
    assert verdict(Article(url=HERE, title="A storm", paragraphs=[text] if text else [])) == says


@pytest.mark.parametrize(("kana", "language"), [(0, "zh"), (1, "zh"), (4, "zh"), (8, "ja"), (30, "ja")])
def test_some_kana_make_a_text_japanese(kana: int, language: str) -> None:
    text = "港口石墙重建工程委员会会议决定" * 7
    assert len(text) == 105
    assert decide(text[: 100 - kana] + "の" * kana) == language


def test_turkmen_is_told_by_its_letters() -> None:
    text = (
        "Şäheriň merkezinde täze köpri açyldy, ýollaryň uzynlygy hem artdyrylýar. Işleriň birinji tapgyry"
        " geçen ýyl başlandy."
    )
    assert by_letters(text, "Latn") == "tk"
    assert by_letters(text.replace("ý", "y"), "Latn") == "tk"
    assert by_letters(text.replace("ý", "y").replace("ň", "n"), "Latn") != "tk"
    assert decide(text) == "tk"
