"""Items of other spiders: dicts, dataclasses, attrs and Scrapy items pass through the same pipelines.

An item that has an http(s) `url` and a body (`text`, or `paragraphs`) describes an article. It is read as
one, by its fields' names, worked on, and what changed is written back where its type has room for it.
Articles are worked on as they are; an Outcome has nothing to work on; every other item passes untouched.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, get_type_hints

import msgspec

from crawler.items import Address, AddressKind, Article, Outcome, Status
from crawler.urls import site_of
from pipelines.record import FIELDS

if TYPE_CHECKING:
    from itemadapter import ItemAdapter

_HINTS = get_type_hints(Article, include_extras=True)
_TIMES = frozenset({"published_at", "modified_at"})  # text in the record
_INTERNAL = frozenset(_HINTS) - frozenset(FIELDS)
_LISTS = frozenset(f.name for f in fields(Article) if f.default_factory is list)


def _adapter() -> "type[ItemAdapter]":
    """Imported when there is such an item: it imports all of Scrapy."""
    from itemadapter import ItemAdapter

    from pipelines.itemfields import register

    register()
    return ItemAdapter


def through(item: object, work: Callable[[Article], object]) -> object:
    """The item, after `work` was done on it or on the Article that it stands for."""
    if isinstance(item, Article):
        work(item)
        return item
    if not describes_article(item):
        return item
    article = as_article(item)
    work(article)
    write_back(item, article)
    return item


def describes_article(item: object) -> bool:
    """Whether an item of another type is what an article was made into: it has an address and a body."""
    if isinstance(item, Outcome) or not _adapter().is_item(item):
        return False
    adapter = _adapter()(item)
    url, text, paragraphs = adapter.get("url"), adapter.get("text"), adapter.get("paragraphs")
    if not (isinstance(url, str) and site_of(url)):
        return False
    said = paragraphs if isinstance(paragraphs, list | tuple) else [text]
    return any(isinstance(part, str) and part.strip() for part in said)


def as_article(item: object) -> Article:
    """The article that an item describes; what does not fit the record is left out."""
    if isinstance(item, Article):
        return item
    adapter = _adapter()(item)
    article = Article(url="")
    for name in _HINTS:
        if (value := _read(name, adapter.get(name))) is not None:
            setattr(article, name, value)
    if not article.paragraphs and article.text:
        article.paragraphs = article.text.split("\n\n")
    return article


def _read(name: str, value: object) -> object:
    if value is None or value == "":
        return None
    if name == "outcome":
        return value if isinstance(value, Outcome) else None
    if name in _TIMES and isinstance(value, date):  # a datetime is a date
        value = value.isoformat()
    if name in _LISTS and isinstance(value, str):
        value = [value]
    try:
        return msgspec.convert(value, _HINTS[name], strict=False, from_attributes=True)
    except (msgspec.ValidationError, TypeError, ValueError):
        return None


def write_back(item: object, article: Article) -> None:
    """Sets on the item what the article has and the item can hold."""
    adapter = _adapter()(item)
    room = adapter.get_field_names_from_class(item.__class__)  # None: a dict, which holds anything
    for name in _HINTS:
        value = getattr(article, name)
        absent = value is None or value == []
        no_room = name in _INTERNAL if room is None else name not in room
        if no_room or (absent and name not in adapter):
            continue
        if adapter.get(name) != value:
            adapter[name] = value


def outcome_of(article: Article) -> Outcome:
    """The article's outcome; one that came without was fetched at its own URL."""
    if article.outcome is None:
        site = site_of(article.url)
        address = Address(article.url, article.source or site, site, AddressKind.ARTICLE)
        article.outcome = Outcome(address, Status.ARTICLE, fetched_at=article.fetched_at)
    return article.outcome
