"""Metadata that mean harm: the field is left out or cleaned, and the page still becomes an article."""

from datetime import UTC, datetime

import pytest

from crawler.extraction import Page, extract
from crawler.items import Article, Kind
from crawler.pages.parse import MAX_CHARS, MAX_SCRIPT, parse

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TITLE = "The old bridge will be rebuilt"
SENTENCE = "The council decided on Thursday to rebuild the old bridge over the river, after years of debate."


def read(head: str, title: str = TITLE) -> Article:
    html = f"""<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>
    <p>By Jane Doe</p>{"".join(f"<p>{SENTENCE} {n}.</p>" for n in range(8))}</article></body></html>"""
    return extract(Page("https://news.example/bridge-rebuilt", html.encode("utf-8", "surrogatepass"), NOW))


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


HEADS = {
    "20 MB of JSON-LD": script('{"@type":"NewsArticle","headline":"x","a":"' + "ab " * 6_700_000 + '"}'),
    "20 MB of authors": script(
        '{"@type":"NewsArticle","author":[' + '{"name":"Ann Ames"},' * 1_000_000 + "{}]}"
    ),
    "nested 100,000 deep": script("[" * 100_000 + "]" * 100_000),
    "an author nested 100,000 deep": script(
        '{"@type":"NewsArticle","author":' + '{"author":' * 100_000 + "1"
    ),
    "cut off": script('{"@type":"NewsArticle","headline":"The old bridge will be rebu'),
    "lone surrogates": script(
        '{"@type":"NewsArticle","author":"\\ud800","articleSection":"\\udfff","keywords":["\\ud83d"]}'
    ),
    "wrong types": script(
        '{"@type":["NewsArticle",{},7],"headline":{"@value":7},"author":[17,{"name":{"x":1}}],"keywords":{"a":1},'
        '"articleSection":[[["x"]]],"image":{"url":{"url":{}}},"isAccessibleForFree":[{}],"hasPart":7,"license":[{}]}'
    ),
    "100,000 meta elements": '<meta name="keywords" content="a,b">' * 100_000,
    "a section of a megabyte": f'<meta property="article:section" content="{"x" * 1_000_000}">',
}


@pytest.mark.parametrize("name", HEADS)
def test_the_page_still_becomes_an_article(name: str) -> None:
    article = read(HEADS[name])
    assert (article.kind, article.title, article.authors) == (Kind.ARTICLE, TITLE, ["Jane Doe"])
    assert len(article.paragraphs) == 8
    assert len(article.section or "") < 200
    article_text = repr((article.tags, article.section, article.authors))
    article_text.encode("utf-8")  # no lone surrogate is left


@pytest.mark.parametrize(
    "control", ["\x00", "\x01", "\x1f", "\x7f", "&#1;", "&#x1f;", "\u202e", "\u200b", "\ufeff"]
)
def test_control_characters_in_a_title(control: str) -> None:
    title = read("", f"The old {control}bridge{control} will be rebuilt{control}").title or ""
    assert " ".join(title.replace("\u200b", "").split()) == TITLE
    assert all(char.isprintable() for char in title.replace("\u200b", ""))


def test_scripts_that_hide_the_page_are_left_out_of_it() -> None:
    long, short = "x" * (MAX_SCRIPT + 1), "y" * 100
    pages = f"<p>one</p><script>{long}</script><script>{short}</script><p>two</p>" + "<!-- " + "z" * MAX_CHARS
    root = parse(pages)
    assert [element.text for element in root.iter("p")] == ["one", "two"]
    assert [len(element.text or "") for element in root.iter("script")] == [100]
    assert len(parse(f"<script>{long}</script>").findall(".//script")) == 1  # of a page of common size
