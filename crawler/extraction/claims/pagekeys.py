"""What the page itself says its title, description, authors and text are, as keys to compare blocks with."""

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import cache

from crawler.extraction.reading.keys import key, keys
from crawler.languages import every
from crawler.pages.jsonld import texts, types
from crawler.pages.page import Document
from crawler.pages.structured import Structured
from crawler.text import words
from crawler.urls import bare_host

MAX_BODY = 500_000  # characters of articleBody read
NEWS_KIND = 3
MIN_NAME, MAX_NAME = 4, 80  # letters of an author's name
MIN_BODY = 200  # letters; a shorter articleBody is a summary

# (names of meta elements, property of the article's nodes with the number of its values that count)
_TITLES = ((), ("headline", 3))
_DESCRIPTIONS = (("og:description", "description", "twitter:description"), ("description", 2))
_AUTHORS = (("author", "article:author", "dc.creator", "parsely-author", "byl"), ("author", 10))


@dataclass(frozen=True, slots=True)
class PageKeys:
    titles: frozenset[str] = frozenset()
    descriptions: tuple[str, ...] = ()
    body: str = ""  # JSON-LD articleBody
    authors: frozenset[str] = frozenset()
    kind: int = 0  # what it calls itself: NEWS_KIND, 2 blog post, 1 article, 0 nothing
    language: str = ""  # of the whole page, as its root element says
    news_marks: tuple[bool, bool, bool] = (False, False, False)  # og:type, publication time, news keywords
    newspaper: bool = False  # an article with its time, on a site that is named like one


def page_keys(document: Document) -> PageKeys:
    """The keys of a page; empty where it says nothing of itself."""
    said = document.structured
    titles = keys([text[:400] for text in (*said.titles[:10], *_values(said, *_TITLES))])
    descriptions = keys([text[:1000] for text in _values(said, *_DESCRIPTIONS)[:8]])
    authors = keys([text[:MAX_NAME] for text in _values(said, *_AUTHORS)[:30]])
    body = ""
    for node in said.article_nodes[:5]:
        body = body or key(" ".join(texts(node.get("articleBody"))[:3])[:MAX_BODY])
    marks = (
        "article" in (said.first("og:type") or "").lower(),
        "article:published_time" in said.meta,
        "news_keywords" in said.meta,
    )
    return PageKeys(
        titles=frozenset(filter(None, titles)),
        descriptions=tuple(filter(None, dict.fromkeys(descriptions))),
        body=body if len(body) >= MIN_BODY else "",
        authors=frozenset(name for name in authors if len(name) >= MIN_NAME),
        kind=_kind(said),
        language=(document.root.get("lang") or document.root.get("xml:lang") or "").strip().lower()[:20],
        news_marks=marks,
        newspaper=marks[0] and marks[1] and _is_newspaper(said, document.url),
    )


def _values(said: Structured, names: tuple[str, ...], node_property: tuple[str, int]) -> list[str]:
    """What meta elements and the first article nodes give."""
    found = [text for name in names for text in said.meta.get(name, ())]
    name, most = node_property
    for node in said.article_nodes[:5]:
        found += texts(node.get(name))[:most]
    return found


def _is_newspaper(said: Structured, url: str) -> bool:
    """Whether the site's name or host has a word of newspapers' names in it; only English has a list of
    them.
    """
    named = words(f"{said.first('og:site_name') or ''} {bare_host(url)}")
    return any(map(_newspapers().fullmatch, named))


@cache
def _newspapers() -> re.Pattern[str]:
    return re.compile(
        "|".join(map(translate, (word for language in every() for word in language.newspapers)))
    )


def _kind(said: Structured) -> int:
    """The most newsy of the schema.org types of the page's article."""
    named = {name for node in said.article_nodes[:3] for name in types(node)}
    if any("newsarticle" in name for name in named) or "liveblogposting" in named:
        return NEWS_KIND
    return 2 if "blogposting" in named else int(bool(named))
