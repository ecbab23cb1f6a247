"""The record as an object, with the forms that it can be written in."""

from dataclasses import dataclass, fields
from typing import Any, Self

from crawler import items
from crawler.items import Kind

__all__ = ["Article", "Kind"]


@dataclass(slots=True)
class Article(items.Article):
    """One clean article; its fields are those of the record (`warraq schema`).

    What is not known is None or an empty list here, and left out where it is written.
    """

    def to_dict(self) -> dict[str, Any]:
        """The record as plain values, as exports hold it: times are RFC 3339, absent is absent."""
        from pipelines.record import record

        return record(self)

    def to_json(self) -> str:
        """The record as one line of JSON."""
        from pipelines.record import encode

        return encode(self).decode()

    def markdown(self) -> str:
        """The title and the body as CommonMark."""
        from crawler.extraction.render import to_markdown

        return to_markdown(self)

    def html(self) -> str:
        """The title and the body as an `<article>` element."""
        from crawler.extraction.render import to_html

        return to_html(self)

    @classmethod
    def of(cls, article: items.Article) -> Self:
        """The same article with the methods of this class."""
        return cls(**{field.name: getattr(article, field.name) for field in fields(article)})
