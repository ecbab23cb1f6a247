"""What the page itself says its title, description, authors and text are, as keys to compare blocks with."""

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from itertools import chain

from crawler.extraction.reading.keys import key, keys
from crawler.languages import all_of
from crawler.pages.jsonld import texts, types
from crawler.pages.page import Document, once_a_page
from crawler.pages.structured import Structured
from crawler.text import words
from crawler.urls import bare_host

MAX_BODY = 500_000  # characters of articleBody read
NEWS_KIND = 3
SECTIONS = 5  # names of a newspaper's sections among the links: the site is one
NODES = 5  # of the article that are asked
MIN_NAME, MAX_NAME = 4, 80  # letters of an author's name
MIN_BODY = 200  # letters; a shorter articleBody is a summary

_BLOG = re.compile(r"[/.]blogs?[/.]", re.IGNORECASE)  # a newspaper's blogs speak with their readers


@dataclass(frozen=True, slots=True)
class PageKeys:
    titles: frozenset[str] = frozenset()
    descriptions: tuple[str, ...] = ()
    body: str = ""  # JSON-LD articleBody
    authors: frozenset[str] = frozenset()
    kind: int = 0  # what it calls itself: NEWS_KIND, 2 blog post, 1 article, 0 nothing
    language: str = ""  # of the whole page, as its root element says
    news_marks: tuple[bool, bool, bool] = (False, False, False)  # og:type, publication time, news keywords
    newspaper: bool = False  # on the site of one: by the site's name and an article's marks, or by its menu


@once_a_page
def page_keys(document: Document) -> PageKeys:
    """The keys of a page; empty where it says nothing of itself."""
    said, root = document.structured, document.root
    body = ""
    for node in said.article_nodes[:NODES]:
        body = body or key(" ".join(texts(node.get("articleBody"))[:3])[:MAX_BODY])
    called = "article" in (said.first("og:type") or "").lower()
    dated, tagged = "article:published_time" in said.meta, "news_keywords" in said.meta
    titles = [*said.titles[:10], *_values(said, "headline", 3)]
    descriptions = _values(said, "description", 2, "og:description", "description", "twitter:description")
    authors = _values(said, "author", 10, "author", "article:author", "dc.creator", "parsely-author", "byl")
    return PageKeys(
        titles=frozenset(_keys(titles, 400)),
        descriptions=tuple(dict.fromkeys(_keys(descriptions[:8], 1_000))),
        body=body if len(body) >= MIN_BODY else "",
        authors=frozenset(_keys(authors[:30], MAX_NAME, MIN_NAME)),
        kind=_kind(said),
        language=(root.get("lang") or root.get("xml:lang") or "").strip().lower(),
        news_marks=(called, dated, tagged),
        newspaper=(called and dated and _is_named_so(said, document.url)) or _has_sections(document),
    )


def _values(said: Structured, name: str, most: int, *metas: str) -> list[str]:
    """What meta elements give, and the first article nodes as this property, `most` values each."""
    found: list[str] = []
    for meta in metas:
        found += said.meta.get(meta, ())
    for node in said.article_nodes[:NODES]:
        found += texts(node.get(name))[:most]
    return found


def _keys(values: list[str], most: int, least: int = 1) -> list[str]:
    """The keys of their first `most` characters that have at least `least` letters."""
    return [name for name in keys([text[:most] for text in values]) if len(name) >= least]


def _is_named_so(said: Structured, url: str) -> bool:
    """Whether a word of newspapers' names is in the site's name or host; only English has a list of them."""
    named = words(f"{said.first('og:site_name') or ''} {bare_host(url)}")
    return any(map(_newspapers().fullmatch, named))


def _has_sections(document: Document) -> bool:
    """Whether links are named like the sections of a newspaper, and this is none of its blogs; only English
    has a list of them."""
    if _BLOG.search(document.url):
        return False
    links = chain.from_iterable(block.links for block in document.blocks)
    return len(_section_names().intersection(text.lower() for text, _ in links)) >= SECTIONS


@cache
def _section_names() -> frozenset[str]:
    return frozenset(all_of("sections"))


@cache
def _newspapers() -> re.Pattern[str]:
    return re.compile("|".join(map(translate, all_of("newspapers"))))


def _kind(said: Structured) -> int:
    """The most newsy of the schema.org types of the page's article."""
    kind = 0
    for node in said.article_nodes[:3]:
        for name in types(node):
            if "newsarticle" in name or name == "liveblogposting":
                return NEWS_KIND
            kind = max(kind, 2 if name == "blogposting" else 1)
    return kind
