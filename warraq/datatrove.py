"""Warraq in pipelines of datatrove: `pip install "warraq[datatrove]"`.

    LocalPipelineExecutor(
        pipeline=[ArchiveArticles("s3://bucket/crawl", glob_pattern="*.warc.gz"), JsonlWriter("articles")],
        tasks=100,  # with a task an archive, datatrove's notes of ended tasks are a checkpoint an archive
        workers=4,
    ).run()

Documents leave with the article's text and, as their metadata, its record.
"""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.io import DataFolderLike
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers.base import BaseDiskReader

from crawler.errors import ExtractionFailedError
from pipelines.deduplicate import article_id
from warraq.archives import archive_pages
from warraq.article import Article
from warraq.pages import SavedPage, extract_many


class ArchiveArticles(BaseDiskReader):  # type: ignore[misc]  # datatrove ships no types
    """Reads WARC and ARC files, in all the dialects that Warraq knows, straight into articles.

    `workers` are the processes that extract, a task: 1 where datatrove runs several tasks at once. The other
    arguments are those of datatrove's readers.
    """

    name = "📰 Warraq's archives"

    def __init__(self, data_folder: DataFolderLike, *arguments: Any, workers: int = 1, **more: Any) -> None:
        super().__init__(data_folder, *arguments, **more)
        self.workers = workers

    def read_file(self, filepath: str) -> Iterator[Document]:
        def opened() -> Any:
            return self.data_folder.open(filepath, "rb")

        articles = extract_many(archive_pages(filepath, opened), workers=self.workers)
        for number, found in enumerate(articles):
            if isinstance(found, ExtractionFailedError):
                self.stat_update("failed")
                continue
            document = self.get_document_from_dict(_fields(found), filepath, number)
            if document is not None:
                yield document


class ExtractArticles(PipelineStep):  # type: ignore[misc]
    """Turns documents whose text is HTML into articles; what cannot be read is dropped.

    Address and time of a page are its metadata `url` and `date`, as datatrove's readers give them.
    """

    type = "🛢 - EXTRAC"
    name = "📰 Warraq"

    def __init__(self, workers: int = 1) -> None:
        super().__init__()
        self.workers = workers

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        waiting: deque[Document] = deque()

        def pages() -> Iterator[SavedPage]:
            for document in data:
                waiting.append(document)
                yield SavedPage(document.text, document.metadata.get("url"), {}, _time(document))

        for found in extract_many(pages(), workers=self.workers):
            document = waiting.popleft()
            self.stat_update("total")
            if isinstance(found, ExtractionFailedError) or not found.text:
                self.stat_update("dropped")
                continue
            fields = _fields(found)
            document.text = fields.pop("text")
            document.metadata = {**document.metadata, **fields}
            self.stat_update("forwarded")
            self.update_doc_stats(document)
            yield document


def _fields(article: Article) -> dict[str, Any]:
    """The record, with the id that the store would give it."""
    return {**article.to_dict(), "id": article_id(article.canonical_url or article.url)}


def _time(document: Document) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(document.metadata.get("date")))
    except ValueError:
        return None
    return found if found.tzinfo else None
