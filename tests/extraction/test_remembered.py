"""What a site's memory changes in an article: what other pages say too is none of it; nothing else."""

from dataclasses import replace

import pytest

from crawler.extraction import extract
from crawler.items import Article
from crawler.memory import SiteMemory
from crawler.pages.page import Page
from pipelines.record import record
from pipelines.settle import settle
from tests.extraction.memorypages import FIRST_DAY, article, sentences, taught_by

PROMISE = (
    "The Example Herald has told the story of this town since 1871, and its reporters answer to nobody but "
    "the people who live here and read what they write on every day of the week."
)


def page(number: int, *more: str) -> str:
    """An article whose text ends with these paragraphs, which look like the others."""
    texts = [*(sentences(number, place) for place in range(6)), *more]
    return article(number, body="".join(f"<p>{text}</p>" for text in texts))


def read(html: str, memory: SiteMemory | None) -> Article:
    return extract(Page("https://herald.example/city/story-99", html.encode(), FIRST_DAY), memory)


def test_what_many_pages_say_is_none_of_the_article() -> None:
    memory = taught_by(*(page(number, PROMISE) for number in range(1, 7)))
    html = page(99, PROMISE)
    alone, known = read(html, None), read(html, memory)
    assert alone.paragraphs == [*known.paragraphs, PROMISE]
    assert known.extraction is not None
    assert known.extraction.removed["of the site"] == 1
    assert known.extraction.memory == 6


@pytest.mark.parametrize(
    ("pages", "of", "left"), [(1, 1, True), (2, 2, False), (2, 6, True), (3, 8, False), (2, 8, True)]
)
def test_so_many_pages_make_a_text_the_sites(pages: int, of: int, left: bool) -> None:
    """At least two, and a third of those that are remembered."""
    others = [page(number, *([PROMISE] if number <= pages else ())) for number in range(1, of + 1)]
    assert (PROMISE in read(page(99, PROMISE), taught_by(*others)).paragraphs) is left


def test_a_heading_that_many_pages_have_over_their_own_text_stays() -> None:
    """What stands below it is of this page; a heading over nothing but other such lines is the site's."""

    def recipe(number: int) -> str:
        rows = [f"<p>{sentences(number, place)}</p>" for place in range(8)]
        rows[4:4] = ["<h2>What you will need</h2>"]
        return article(number, body="".join([*rows, "<h2>Tell us what you think</h2>", f"<p>{PROMISE}</p>"]))

    known = read(recipe(99), taught_by(*map(recipe, range(1, 7))))
    assert "What you will need" in known.paragraphs
    assert not {"Tell us what you think", PROMISE} & set(known.paragraphs)


def test_the_label_of_key_points_stays_over_them_on_every_page() -> None:
    def summed(number: int) -> str:
        points = "".join(f"<li>{sentences(number, place)[:90]} so it was.</li>" for place in range(20, 23))
        rows = "".join(f"<p>{sentences(number, place)}</p>" for place in range(6))
        return article(number, body=f"<div>Story highlights</div><ul>{points}</ul>{rows}")

    memory = taught_by(*map(summed, range(1, 7)))
    assert read(summed(99), None).paragraphs[0] == "Story highlights"
    assert read(summed(99), memory).paragraphs == read(summed(99), None).paragraphs


def test_an_article_that_was_read_before_keeps_its_text() -> None:
    html = page(99)
    memory = taught_by(page(1), html, html, html)
    assert read(html, memory).paragraphs == read(html, None).paragraphs


def test_an_agency_that_many_pages_name_in_a_line_stays_one() -> None:
    memory = taught_by(*(page(number, "Reuters") for number in range(1, 7)))
    assert read(page(99, "Reuters"), None).agency == read(page(99, "Reuters"), memory).agency == ["Reuters"]


@pytest.mark.parametrize("memory", [None, SiteMemory()])
def test_an_empty_memory_changes_nothing(memory: SiteMemory | None) -> None:
    html = page(99, PROMISE)
    assert record(settle(read(html, memory))) == record(settle(read(html, None)))


def test_a_strange_memory_changes_nothing_but_its_number() -> None:
    other = taught_by(*(article(number, names="other", body="<p>Else.</p>" * 9) for number in range(1, 4)))
    strange = replace(other, pages=4, weight=4.0)
    known, alone = record(settle(read(page(99), strange))), record(settle(read(page(99), None)))
    assert known["extraction"].pop("memory") == 4
    assert known == alone
