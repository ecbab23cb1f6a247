"""What one batch of articles asks of the store, asked at once, and its new rows, written at once.

A statement costs much the same for one row as for sixteen. So the names, contents and keys of all articles of
a batch are looked up before the first of them is decided, and rows of new articles wait here until something
has to read them, at the latest for the end of the batch. What the batch itself adds is kept beside what was
read. The rare rest (a change, a merge, an article that is gone) works on the connection itself: before the
next article is decided, all is asked anew.

Revisions wait longest: on PostgreSQL, who writes one holds back all other commits (optimistic.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, insert

from pipelines.deduplicate import Incoming, Known
from pipelines.similarity import Sketch, pack, sketch, unpack
from pipelines.storage import clusters, engine, known, optimistic
from pipelines.storage.many import insert_rows
from pipelines.storage.tables import article_urls, articles, bands, revisions, sketches
from pipelines.storage.upsert import insert_new

Row = dict[str, Any]

_REVISIONS = insert(revisions)
_NAMES = (articles, article_urls)  # two writers' rows that are there once


class Batch:
    """`asked` are the articles of the batch, each with its packed sketch, where one is there already."""

    def __init__(
        self,
        connection: Connection,
        asked: Sequence[tuple[Incoming, bytes | None]] = (),
        run: int | None = None,
    ) -> None:
        self.run = run
        self._connection = connection
        self._rows: dict[Insert, list[Row]] = {}
        self._log: list[Row] = []  # revisions
        self._addresses: set[str] = set()  # that have rows waiting
        self._added: set[str] = set()  # names and contents of this batch's new articles
        self._renamed: set[str] = set()  # clusters of which another article may be the first now
        self._asked = asked
        self._texts: dict[tuple[str, str], Sketch] = {}
        # Where others write meanwhile: what this batch is decided by, as long as they may commit before it.
        self._is_beside = engine.is_beside(connection)
        contents = {incoming.content_hash for incoming, _ in asked}
        self._read = optimistic.begin(connection, contents) if self._is_beside and asked else None
        self._ask()

    def _ask(self) -> None:
        """Looks up all that the batch's articles are decided by."""
        connection, asked = self._logged(), self._asked
        self._stale = False
        self._added.clear()
        self._renamed.clear()
        urls = list(dict.fromkeys(url for incoming, _ in asked for url in incoming.urls))
        self._by_url = known.by_url(connection, urls) if urls else {}
        self._note(self._by_url.values())
        self._contents = known.contents(connection, {incoming.content_hash for incoming, _ in asked})
        new = [one for one in asked if self._by_url.keys().isdisjoint(one[0].urls)]
        texts = [self._text(incoming, packed) for incoming, packed in new]
        self._keys = {key for text in texts for key in text.keys}
        self._holders: dict[int, list[str]] = defaultdict(list)
        self.seeds = clusters.Seeds(self.reading)
        for key, holding in self.seeds.look_up(list(self._keys)).items():
            self._holders[key] += holding
        self._look_ahead([one for one, _ in new])

    def _ask_again(self) -> None:
        """Where something was changed since."""
        if self._stale:
            self._ask()

    def _text(self, one: Incoming, packed: bytes | None = None) -> Sketch:
        """An article's sketch, made once."""
        key = one.asked, one.content_hash
        if key not in self._texts:
            self._texts[key] = unpack(packed) if packed else sketch(one.paragraphs)
        return self._texts[key]

    def _look_ahead(self, new: Sequence[Incoming]) -> None:
        """Reads at once what the new texts will be compared with, as far as it is stored already."""
        texts = [self._text(one) for one in new]
        counts = [clusters.candidates(text, self.holders(text.keys)) for text in texts]
        self.seeds.read_sources(list(dict.fromkeys(article for count in counts for article in count)))
        self.seeds.read_sketches(
            [
                article
                for one, count in zip(new, counts, strict=True)
                for article in self.seeds.compared(one.source, count)
            ]
        )

    def nearest(self, incoming: Incoming) -> tuple[Known | None, Sketch, clusters.Holders]:
        """The seed of another source that a new text is a copy of; its sketch, and who has its keys."""
        text = self._text(incoming)
        holders = self.holders(text.keys)
        return self.seeds.nearest(text, incoming.source, clusters.candidates(text, holders)), text, holders

    @property
    def dialect(self) -> str:
        return self._connection.dialect.name

    def by_url(self, urls: Sequence[str]) -> dict[str, Known]:
        """What is stored under these names."""
        self._ask_again()
        if not self._added.isdisjoint(urls):
            return known.by_url(self._logged(), urls)
        found = {url: self._by_url[url] for url in urls if url in self._by_url}
        if self._renamed.isdisjoint(one.cluster for one in found.values()):
            return found
        return known.by_url(self.reading([one.id for one in found.values()]), urls)

    def by_content(self, content: str) -> list[Known]:
        """What has this content, the earliest first."""
        self._ask_again()
        if content in self._added:
            return known.by_content(self._logged(), content)
        if content not in self._contents:
            return []
        self._note(found := known.by_content(self.reading(), content))
        return found

    def holders(self, keys: Sequence[int]) -> clusters.Holders:
        """The seeds that have each key."""
        self._ask_again()
        if not self._keys.issuperset(keys):
            return self.seeds.look_up(keys)
        return {key: self._holders[key] for key in keys if key in self._holders}

    def add_article(self, row: Row) -> None:
        self._add(insert_new(self._connection, articles), row)
        self._added.add(row["content_hash"])

    def add_revision(self, row: Row) -> None:
        self._log.append(row)

    def add_name(self, row: Row) -> None:
        self._add(insert_new(self._connection, article_urls), row)
        self._added.add(row["url"])

    def add_seed(self, article: str, source: str, text: Sketch, holders: clusters.Holders) -> None:
        """A new article opens a cluster."""
        self._add(insert_new(self._connection, sketches), {"article_id": article, "packed": pack(text)})
        self.seeds.sources[article], self.seeds.sketches[article] = source, text
        for key in clusters.telling(text, holders):
            self._add(insert_new(self._connection, bands), {"key": key, "article_id": article})
            self._holders[key].append(article)

    def add_address(self, statement: Insert, row: Row) -> None:
        """A row of the frontier; `statement` says what becomes of one that is there."""
        if row["url"] in self._addresses:
            self._flush()
        self._add(statement, row)
        self._addresses.add(row["url"])

    def reading(self, articles: Collection[str] = ()) -> Connection:
        """The connection, with all rows written but revisions; those too, where one is of these articles."""
        self._flush()
        return self._logged() if any(row["article_id"] in articles for row in self._log) else self._connection

    def renaming(self, cluster: str) -> Connection:
        """The same, to say on a cluster's articles which is the first."""
        self._renamed.add(cluster)
        if self._read:
            self._read.clusters.add(cluster)
        return self.reading()

    def writing(self) -> Connection:
        """The same, to change an article of the batch that is there already."""
        self._stale = True
        return self.reading()

    def alone(self) -> Connection:
        """The same, to change what other batches may have read; OvertakenError where there may be any."""
        if self._is_beside:
            raise optimistic.OvertakenError
        self._stale = True
        return self._logged()

    def end(self) -> None:
        """Writes all that waits. From here on no other batch is committed before this one."""
        self._flush()
        if self._read:
            self._read.articles |= self.seeds.sketches.keys()
            self._read.keys |= self.seeds.keys
            optimistic.validate(self._connection, self._read)
            self._read = None
        if self._log:
            insert_rows(self._connection, _REVISIONS, self._log)
            self._log = []

    def _logged(self) -> Connection:
        """The connection, with everything written that waits, revisions too."""
        if self._log:
            self.end()
        return self.reading()

    def _note(self, found: Iterable[Known]) -> None:
        """Remembers articles that were read."""
        if self._read:
            self._read.articles.update(one.id for one in found)

    def _add(self, statement: Insert, row: Row) -> None:
        self._rows.setdefault(statement, []).append(row)

    def _flush(self) -> None:
        """Writes all rows but revisions: articles first, which others refer to."""
        rows, self._rows = self._rows, {}
        self._addresses.clear()
        for statement in sorted(rows, key=lambda one: one.table is not articles):
            written = insert_rows(self._connection, statement, rows[statement])
            if self._is_beside and written < len(rows[statement]) and statement.table in _NAMES:
                raise optimistic.OvertakenError  # another writer's article has the name
