"""Warraq from Python: what other programs may rely on, and nothing more.

    article = warraq.extract(html, url="https://news.example/a-story")
    for article in warraq.extract_many(pages): …
    with warraq.Store("output/warraq.db") as store:
        for article in store.articles(language="ar"): …
    report = warraq.crawl(["https://news.example/"], limit=20)

Importing this package is quick: what extraction, the store and a crawl need is imported by the first call.
"""

from crawler import __version__
from crawler.errors import (
    ExtractionFailedError,
    InputError,
    SourcesError,
    StorageError,
    WarraqError,
)
from warraq.archives import Extracted, archives, extract_archive
from warraq.article import Article, Kind
from warraq.crawling import Report, crawl
from warraq.pages import SavedPage, extract, extract_many
from warraq.stored import Revision, Store

__all__ = [
    "Article",
    "Extracted",
    "ExtractionFailedError",
    "InputError",
    "Kind",
    "Report",
    "Revision",
    "SavedPage",
    "SourcesError",
    "StorageError",
    "Store",
    "WarraqError",
    "__version__",
    "archives",
    "crawl",
    "extract",
    "extract_archive",
    "extract_many",
]
