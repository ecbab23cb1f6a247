"""What path segments mean (paths.toml), read once: data, so that a word of another language is one line."""

from dataclasses import dataclass
from functools import cache, lru_cache

from crawler import datafiles
from crawler.text import fold


@dataclass(frozen=True, slots=True)
class Paths:
    """Words of path segments by what they lead to, folded; hyphens and underscores are spaces."""

    article: frozenset[str]
    listing: frozenset[str]
    service: frozenset[str]  # login and offer are services too
    login: frozenset[str]
    offer: frozenset[str]  # of a subscription
    paging: frozenset[str]
    next_page: frozenset[str]  # what a link to the next page of an article says
    calendar: frozenset[str]
    media: frozenset[str]  # file endings
    pages: frozenset[str]  # file endings of pages
    ids: frozenset[str]  # parameters that name an article
    share_hosts: frozenset[str]
    feed_proxies: frozenset[str]  # hosts that count the clicks on a feed's links
    other_sites: frozenset[str]  # host labels that are another thing than the news site
    editions: frozenset[str]  # host labels that name a language
    not_news: frozenset[str]  # words of sitemap names that hold no articles
    menus: frozenset[str]  # words of class and id attributes: navigation


@cache
def paths() -> Paths:
    table = datafiles.read(__package__, "paths.toml")
    words = {key: frozenset(map(segment_words, given)) for key, given in table.items()}
    words["service"] |= words["login"] | words["offer"]
    return Paths(**words)


@lru_cache(maxsize=20_000)
def segment_words(segment: str) -> str:
    """A path segment (already decoded) or table word in the form in which both are compared."""
    return fold(segment.replace("-", " ").replace("_", " ").replace("+", " "))
