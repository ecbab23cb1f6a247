"""`warraq.Article` for page objects: a provider for scrapy-poet (extra `warraq[poet]`, docs/scrapy.md).

    class StoryPage(web_poet.WebPage[Article]):
        article: Article

The add-on `warraq.scrapy.Addon` adds the provider where scrapy-poet is installed; without the add-on
`SCRAPY_POET_PROVIDERS = {"warraq.poet.ArticleProvider": 500}` does.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from scrapy.http import Response
from scrapy_poet.page_input_providers import PageObjectInputProvider

from warraq.article import Article
from warraq.scrapy import article_of

__all__ = ["ArticleProvider"]


class ArticleProvider(PageObjectInputProvider):
    """Gives the article of the page that was fetched, as `warraq.scrapy.article_of` does.

    Extraction runs in a thread, so that downloads go on meanwhile.
    """

    provided_classes = {Article}  # noqa: RUF012 - as its base has it
    name = "warraq_article"

    async def __call__(self, to_provide: set[Callable[..., Any]], response: Response) -> Sequence[Article]:
        return [await asyncio.to_thread(article_of, response)]
