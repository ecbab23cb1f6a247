"""Warraq in a Scrapy project of your own (docs/scrapy.md).

    ADDONS = {"warraq.scrapy.Addon": 500}

The add-on is all that a project's settings need. The names below are those that other projects may rely on.
"""

from datetime import UTC, datetime
from importlib.util import find_spec

from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from crawler.fetching.answers import page_of
from crawler.runs.projects import add_components, set_defaults
from pipelines.clean import CleanPipeline
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.language import LanguagePipeline
from pipelines.store import StorePipeline
from pipelines.validate import ValidatePipeline
from warraq.article import Article

__all__ = [
    "Addon",
    "CleanPipeline",
    "DeduplicatePipeline",
    "LanguagePipeline",
    "StorePipeline",
    "ValidatePipeline",
    "article_of",
]


class Addon:
    """Adds the five pipelines, what feeds hold, and the spiders `news` and `saved`.

    Where scrapy-poet is installed, `warraq.Article` is there for page objects (`warraq.poet`).
    A pipeline that the project names keeps the project's order; None there switches it off.
    """

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        settings.add_to_list("SPIDER_MODULES", "crawler.spiders")

    def update_settings(self, settings: BaseSettings) -> None:
        add_components(settings, "ITEM_PIPELINES")
        if find_spec("scrapy_poet"):
            settings.setdefault_in_component_priority_dict(
                "SCRAPY_POET_PROVIDERS", load_object("warraq.poet.ArticleProvider"), 500
            )
        set_defaults(settings)


def article_of(response: Response) -> Article:
    """The article of a page that your spider fetched, to change and to yield.

    It is not cleaned yet, nor has it a language: the pipelines do that, after what you changed. A page that
    is no article comes back as well: `kind` says what it is, and the store keeps no article of it. It takes
    some 20 ms of computing; where that holds up downloads, `await asyncio.to_thread(article_of, response)`.
    """
    from crawler.extraction import extract

    return Article.of(extract(page_of(response, datetime.now(UTC))))
