"""What itemadapter, and so Scrapy's feeds and other people's pipelines, see of an Article: its record.

The fields are those of the record; what is internal to Warraq is none. Of an article only those that it has
are listed, and each is exported as records hold it: times as RFC 3339, nested values without nulls.
"""

from collections.abc import Iterator, KeysView
from types import MappingProxyType
from typing import Any

from itemadapter import ItemAdapter
from itemadapter.adapter import DataclassAdapter

from crawler.items import Article
from pipelines.record import FIELDS, is_there, value_of

_META: MappingProxyType[str, Any] = MappingProxyType({"serializer": value_of})


class ArticleAdapter(DataclassAdapter):
    """itemadapter's way to read and write an Article."""

    def __init__(self, item: Any) -> None:  # Any: as itemadapter has it
        super().__init__(item)
        self._fields_dict = {name: self._fields_dict[name] for name in FIELDS}

    @classmethod
    def is_item(cls, item: object) -> bool:
        return isinstance(item, Article)

    @classmethod
    def is_item_class(cls, item_class: type) -> bool:
        return issubclass(item_class, Article)

    @classmethod
    def get_field_meta_from_class(cls, item_class: type, field_name: str) -> MappingProxyType[str, Any]:
        return _META

    @classmethod
    def get_field_names_from_class(cls, item_class: type) -> list[str]:
        return list(FIELDS)

    def get_field_meta(self, field_name: str) -> MappingProxyType[str, Any]:
        return _META

    def field_names(self) -> KeysView[str]:
        return KeysView(self._fields_dict)

    def __iter__(self) -> Iterator[str]:
        return (name for name in FIELDS if is_there(getattr(self.item, name)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def register() -> None:
    """Lets itemadapter know; doing it twice changes nothing."""
    if ArticleAdapter not in ItemAdapter.ADAPTER_CLASSES:
        ItemAdapter.ADAPTER_CLASSES = (ArticleAdapter, *ItemAdapter.ADAPTER_CLASSES)
