"""A store to read: what crawls have left, as articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Self

from warraq.article import Article


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an article, and what it changed of the one before (`warraq history --json`).

    `status` is new, changed, gone, merged or forgotten; `difference` has the paragraphs `added` and
    `removed`, those `changed`, word by word, the `title`, where it changed, and the other `fields`, each with
    its value `before` and `after`.
    """

    id: str
    revision: int
    status: str
    committed_at: datetime
    title: str | None
    difference: dict[str, Any]


class Store:
    """The store at a file's path or a SQLAlchemy URL, open for reading until `close` or the end of `with`.

    Raises StorageError where there is none, or where it cannot be read. Crawls may write to it meanwhile:
    each call sees it as of one moment.
    """

    def __init__(self, url: str = "output/warraq.db") -> None:
        from pipelines.storage import Store as Database

        self._database = Database.open(url, create=False)

    def articles(
        self,
        *,
        source: str | Sequence[str] | None = None,
        language: str | Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        copies: Literal["first", "all"] = "first",
        gone: bool = False,
    ) -> Iterator[Article]:
        """The current revision of each article, by time of publication; read as they are asked for.

        `since` and `until` are aware times of publication, the second one exclusive. `copies` says whether of
        the copies of one story the first stands for all. With `gone` also what its site has taken down.
        """
        import msgspec

        decode = msgspec.json.Decoder(Article).decode
        for record in self._database.records(
            source=source, language=language, since=since, until=until, copies=copies, gone=gone
        ):
            yield decode(record)

    def clusters(self) -> Iterator[list[Article]]:
        """The stories of which several copies are stored, each with its copies, the earliest first."""
        import msgspec

        decode = msgspec.json.Decoder(Article).decode
        for records in self._database.clusters():
            yield [decode(record) for record in records]

    def revisions(self, article: str) -> list[Revision]:
        """Every revision of an article, named by one of its addresses or its id, oldest first.

        Empty where the store does not know it.
        """
        return [
            Revision(
                id=row["id"],
                revision=row["revision"],
                status=row["status"],
                committed_at=datetime.fromisoformat(row["committed_at"]),
                title=row.get("title"),
                difference=row["difference"],
            )
            for row in self._database.history(article)
        ]

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
