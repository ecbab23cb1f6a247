"""Items of other spiders: dicts, dataclasses, attrs and Scrapy items pass through the same pipelines.

Such an item is read as an Article (by its fields' names), worked on, and what changed is written back
where its type has room for it. Articles are worked on as they are; an Outcome has nothing to work on.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, get_type_hints

import msgspec

from crawler.items import Address, AddressKind, Article, Outcome, Status
from crawler.urls import site_of

if TYPE_CHECKING:
    from itemadapter import ItemAdapter

_HINTS = get_type_hints(Article, include_extras=True)
_TIMES = frozenset({"published_at", "modified_at"})  # text in the record
_LISTS = frozenset(f.name for f in fields(Article) if f.default_factory is list)


def _adapter() -> "type[ItemAdapter]":
    """Imported when there is such an item: it imports all of Scrapy."""
    from itemadapter import ItemAdapter

    return ItemAdapter


def through(item: object, work: Callable[[Article], object]) -> object:
    """The item, after `work` was done on it or on the Article that it stands for."""
    if isinstance(item, Article):
        work(item)
        return item
    if isinstance(item, Outcome) or not _adapter().is_item(item):
        return item
    article = as_article(item)
    work(article)
    write_back(item, article)
    return item


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
        if (room is not None and name not in room) or (absent and name not in adapter):
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
