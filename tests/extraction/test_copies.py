"""A body printed twice is kept once; a text that says something again stays."""

from dataclasses import replace
from datetime import UTC, datetime

from crawler.extraction.fields.body import extract_body
from crawler.extraction.roles.extent import MAX_RUN, copies
from crawler.extraction.roles.labelled import Apart
from crawler.extraction.roles.model import load
from crawler.pages.blocks.segment import segment
from crawler.pages.page import Document, Page
from crawler.pages.parse import parse
from tests.extraction.labelling import after

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ALL = replace(load(), threshold=0.0)  # a model that takes every block

TEXT = [
    "The harbour council voted on Tuesday evening to close the old ferry pier for the whole of the winter.",
    "What comes next",
    "Two of its eleven pillars have sunk by the width of a hand since the storm in March, a survey found.",
    "The ferries will land at the coal quay instead, which has no shelter and a longer way to the trams.",
]
MORE = [
    "Traders on the pier said that they had heard of the decision from the radio and not from the town.",
    "The council wants to pay a third of their rent until the pier opens again, at the latest in May.",
]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def left(body: str) -> list[str]:
    blocks = segment(parse(f"<html><body>{body}</body></html>"))
    return [blocks[place].text for place in after(copies, blocks, range(len(blocks)))]


def test_a_second_printing_goes() -> None:
    body = f"<div class=wide>{paragraphs(TEXT + MORE)}</div><div class=small>{paragraphs(TEXT + MORE)}</div>"
    assert left(body) == TEXT + MORE


def test_what_only_the_second_printing_has_stays() -> None:
    assert left(f"<div>{paragraphs(TEXT)}</div><div>{paragraphs(TEXT + MORE)}</div>") == TEXT + MORE


def test_a_line_of_the_second_printing_goes_where_it_stands_alone() -> None:
    second = f"{paragraphs(TEXT)}<div>Between</div>{paragraphs(MORE[1:])}"
    body = f"<div>{paragraphs(TEXT + MORE)}</div><div>{second}</div>"
    assert left(body) == [*TEXT, *MORE, "Between"]


def test_a_sentence_said_again_stays() -> None:
    body = f"<div>{paragraphs(TEXT)}</div><div>{paragraphs([TEXT[0], TEXT[1], *MORE])}</div>"
    assert left(body) == [*TEXT, TEXT[0], TEXT[1], *MORE]


def test_a_lead_that_the_text_repeats_goes() -> None:
    assert left(f"<header><h3>{TEXT[0]}</h3></header><div>{paragraphs(TEXT)}</div>") == TEXT


def test_a_paragraph_said_twice_in_a_row_stays() -> None:
    assert left(f"<div>{paragraphs([TEXT[0], TEXT[0], *MORE])}</div>") == [TEXT[0], TEXT[0], *MORE]


def test_a_refrain_in_the_same_element_stays() -> None:
    assert left(f"<div>{paragraphs([*TEXT, *MORE, *TEXT])}</div>") == [*TEXT, *MORE, *TEXT]


def test_a_few_lines_of_a_long_text_stay() -> None:
    chapters = [
        f"Chapter {number} of the long story of the pier, the ferry and the town." for number in range(90)
    ]
    body = f"<div>{paragraphs(chapters)}</div><div>{paragraphs(TEXT)}</div><div>{paragraphs(TEXT)}</div>"
    assert left(body) == [*chapters, *TEXT, *TEXT]


def test_a_long_body_is_compared_in_stretches() -> None:
    chapters = [f"Chapter {number}: {TEXT[0]}" for number in range(2 * MAX_RUN + 100)]
    assert left(f"<div>{paragraphs(chapters)}</div><div>{paragraphs(chapters)}</div>") == chapters


def test_thousands_of_equal_lines_stay() -> None:
    assert left("<div><p>Yes</p></div>" * 4_000) == ["Yes"] * 4_000


def test_nothing_of_nothing() -> None:
    assert after(copies, [], []) == []


def test_a_page_that_prints_its_body_twice() -> None:
    half = f"<div class=article-body>{paragraphs(TEXT + MORE)}</div>"
    page = f"<html><body><article><h1>The pier closes</h1>{half}<aside>{half}</aside></article></body></html>"
    document = Document(Page("https://news.example/a/1", page.encode(), NOW))
    body = extract_body(document, Apart("The pier closes"), model=ALL)
    assert body.paragraphs == TEXT + MORE
    assert body.removed["copy"] == len(TEXT + MORE)
