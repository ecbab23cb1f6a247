"""An article that stands on several pages, put together: the first page's fields, and the text of all."""

from collections.abc import Iterable

from crawler.items import Article, Part
from crawler.text import words

MAX_PARTS = 20  # pages of one article that are fetched; the longest stories have some 15


def belongs(part: Article, first: Article) -> bool:
    """Whether a page that the first one leads to is a later page of the same article.

    It says so itself, or has the same title; and its text is another.
    """
    says_so = part.part is not None and part.part.number > 1
    return (says_so or _alike(part.title, first.title)) and bool(_new(part, _lines([first])))


def join(first: Article, parts: Iterable[Article]) -> Article:
    """The first page's article with the text and pictures of the parts, in their order, each line once."""
    known = _lines([first])
    for part in parts:
        lines = _new(part, known)
        known |= lines
        first.paragraphs += [line for line in part.paragraphs if line in lines]
        first.blocks += [block for block in part.blocks if block.text in lines]
        pictures = {image.url for image in first.images}
        first.images += [image for image in part.images if image.url not in pictures]
        first.authors = first.authors or part.authors
    first.part = Part()
    return first


def _lines(articles: Iterable[Article]) -> set[str]:
    """What needs not be said again: each page repeats the deck, and some the last line of the page before."""
    return {
        line for one in articles for line in (*one.paragraphs, one.title, one.subtitle, one.summary) if line
    }


def _new(part: Article, known: set[str]) -> set[str]:
    return {line for line in part.paragraphs if line not in known}


def _alike(title: str | None, other: str | None) -> bool:
    """Whether one title is the other, with a number or "page 2" before or after it."""
    short, long = sorted((words(title or ""), words(other or "")), key=len)
    return bool(short) and (long[: len(short)] == short or long[-len(short) :] == short)
