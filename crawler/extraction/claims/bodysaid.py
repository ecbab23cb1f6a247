"""What the page itself says its title, description and text are, as keys to compare blocks with."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.extraction.roles.keys import key
from crawler.pages.jsonld import texts, types
from crawler.pages.page import Document
from crawler.pages.structured import Structured

MAX_BODY = 500_000  # characters of articleBody read
NEWS_KIND = 3
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
MIN_NAME, MAX_NAME = 4, 80  # letters of an author's name
MIN_BODY = 200  # a shorter articleBody is a summary
_NEWSPAPER = re.compile(
    r"news|times|post\b|(?<!word)press\b|herald|tribune|gazette|observer|daily|guardian|telegraph|chronicle"
    r"|courier|examiner|inquirer|dispatch|sentinel|gleaner|mirror|globe|\bsun\b|\bstar\b|\bstandard\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claims:
    titles: frozenset[str] = frozenset()
    descriptions: tuple[str, ...] = ()
    body: str = ""  # JSON-LD articleBody
    authors: frozenset[str] = frozenset()
    kind: int = 0  # what it calls itself: NEWS_KIND, 2 blog post, 1 article, 0 nothing
    language: str = ""  # of the whole page, as its root element says
    news_marks: tuple[bool, bool, bool] = (False, False, False)  # og:type, publication time, news keywords
    newspaper: bool = False  # an article with its time, on a site that is named like one


def read_claims(document: Document) -> Claims:
    """The claims of a page; empty where it makes none."""
    said = document.structured
    titles = {key(title[:400]) for title in said.titles[:10]}
    descriptions = [text for name in _DESCRIPTIONS for text in said.meta.get(name, ())]
    authors = [text for name in _AUTHORS for text in said.meta.get(name, ())]
    body = ""
    for node in said.article_nodes[:5]:
        titles.update(key(text[:400]) for text in texts(node.get("headline"))[:3])
        descriptions += texts(node.get("description"))[:2]
        authors += texts(node.get("author"))[:10]
        if not body:
            body = key(" ".join(texts(node.get("articleBody"))[:3])[:MAX_BODY])
    marks = (
        "article" in (said.first("og:type") or "").lower(),
        "article:published_time" in said.meta,
        "news_keywords" in said.meta,
    )
    keys = dict.fromkeys(key(text[:1000]) for text in descriptions[:8])
    names = {key(text[:MAX_NAME]) for text in authors[:30]}
    return Claims(
        titles=frozenset(titles - {""}),
        descriptions=tuple(k for k in keys if k),
        body=body if len(body) >= MIN_BODY else "",
        authors=frozenset(name for name in names if len(name) >= MIN_NAME),
        kind=_kind(said),
        language=(document.root.get("lang") or document.root.get("xml:lang") or "").strip().lower()[:20],
        news_marks=marks,
        newspaper=marks[0] and marks[1] and _is_newspaper(document),
    )


def _is_newspaper(document: Document) -> bool:
    """Whether the site's name or host has a word of English newspapers in it; no others are asked about."""
    name = document.structured.first("og:site_name") or ""
    try:
        host = urlsplit(document.url).hostname or ""
    except ValueError:  # "http://[": not an address
        host = ""
    return _NEWSPAPER.search(f"{name} {host}") is not None


def _kind(said: Structured) -> int:
    """The most newsy of the schema.org types of the page's article."""
    named = {name for node in said.article_nodes[:3] for name in types(node)}
    if any("newsarticle" in name for name in named) or "liveblogposting" in named:
        return NEWS_KIND
    return 2 if "blogposting" in named else int(bool(named))
