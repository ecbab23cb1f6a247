"""An article on several pages, fetched whole: the pages after the first, one after the other."""

from collections.abc import Awaitable, Callable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetching import guard
from crawler.fetching.answers import verdict_of
from crawler.fetching.outcomes import describe
from crawler.items import Article, Status
from crawler.runs.whole import MAX_PARTS, belongs

LATER = "a later page of an article"


async def later_pages(first: Article, ask: Callable[[str], Awaitable[Article | None]]) -> list[Article]:
    """The pages that follow, in their order, as far as they can be had and are the article's.

    `ask` fetches and reads one; None where that does not work.
    """
    parts: list[Article] = []
    seen, url = {first.url}, first.part.following if first.part else None
    while url and url not in seen and len(parts) + 1 < MAX_PARTS:
        seen.add(url)
        part = await ask(url)
        if part is None or not belongs(part, first):
            break
        parts.append(part)
        url = part.part.following if part.part else None
    return parts


async def fetched(crawler: Crawler, request: Request) -> Response | tuple[Status, str]:
    """The answer to a request that has no callback, or what it came to where there is nothing to read."""
    assert crawler.engine is not None
    try:
        response = await crawler.engine.download_async(request.replace(callback=NO_CALLBACK, errback=None))
    except IgnoreRequest as error:
        return Status.REFUSED, str(error)
    except Exception as error:  # any network failure
        return describe(error, guard.MAX_BODY)
    return verdict_of(response, request.url) or response
