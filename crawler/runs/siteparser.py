"""What a source's own `parser` knows better than extraction: run in the extracting process, then settled.

Extraction is imported when a page is there: the process that fetches names the function and never runs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.errors import ExtractionFailedError
from crawler.items import Article, Kind
from crawler.pages.decode import decode
from crawler.pages.page import Page
from crawler.runs import told
from crawler.sources.selectors import MANY, is_xpath, loaded
from crawler.text import squeeze
from crawler.urls import canonicalize

if TYPE_CHECKING:
    from parsel import Selector

DATES = ("published_at", "modified_at")


def extract_with(page: Page, parser: str | Mapping[str, str]) -> Article:
    """The article of a page, with what `parser` says in the place of what was extracted; settled."""
    from parsel import Selector

    from crawler.extraction.learning import extract_and_teach
    from pipelines.settle import settle

    article = extract_and_teach(page, told.memory())
    text = decode(page.body, page.headers.get("content-type", ""))[0]
    selector = Selector(text=text, base_url=page.url)
    if isinstance(parser, str):
        return settle(_called(parser, article, selector))
    _select(parser, article, selector, page)
    return settle(article)


def _called(name: str, article: Article, selector: Selector) -> Article:
    """The function with (article, selector); of a class, the method `parse` of an instance."""
    try:
        found = loaded(name)
        parse = found().parse if isinstance(found, type) else found
        said = parse(article, selector)
    except Exception as error:  # somebody else's code: its page fails, and says why
        raise ExtractionFailedError(f"parser {name}: {type(error).__name__}: {error}") from error
    if not isinstance(said, Article):
        raise ExtractionFailedError(f"parser {name}: gave no article, but {type(said).__name__}")
    return said


def _select(parser: Mapping[str, str], article: Article, selector: Selector, page: Page) -> None:
    """Sets each field whose selector finds something; where it finds nothing, the field stays as it was."""
    for field, path in parser.items():
        values = _values(selector, path)
        if field in DATES:
            values = [said for value in values if (said := _time(value, page, article.page_language))]
        if field == "image":
            values = [url for value in values if (url := canonicalize(value, page.url))]
        if not values:
            continue
        setattr(article, field, values if field in MANY else values[0])
        if field == "published_at":
            article.date_from = "parser"
        if field == "paragraphs":
            article.blocks, article.kind, article.kind_reason = [], Kind.ARTICLE, None
            article.text = article.word_count = None


def _values(selector: Selector, path: str) -> list[str]:
    """The text of each element that is found, or the value of each attribute, white space squeezed."""
    found = selector.xpath(path) if is_xpath(path) else selector.css(path)
    texts = (one.get() if isinstance(one.root, str) else one.xpath("string()").get() or "" for one in found)
    return [text for text in map(squeeze, texts) if text]


def _time(text: str, page: Page, language: str | None) -> str | None:
    from crawler.extraction.reading.dates.finding import parse_date, parse_machine

    moment = parse_machine(text) or parse_date(text, now=page.fetched_at, language=language)
    return moment.render() if moment else None
