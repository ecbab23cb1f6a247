"""However many requests come in the same turn of the loop, a site is asked for no more than was agreed."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.test import get_crawler

from crawler.fetching.downloader import Downloader
from crawler.spiders.news import NewsSpider


@pytest.mark.parametrize("agreed", [1, 2, 4])
def test_no_more_at_a_time_than_agreed(agreed: int) -> None:
    now: set[str] = set()
    most: list[int] = []

    async def answer(request: Request) -> Response:
        now.add(request.url)
        most.append(len(now))
        await asyncio.sleep(0.01)
        now.remove(request.url)
        return TextResponse(request.url, request=request)

    async def fetched() -> list[Any]:
        slots = {"lamp": {"concurrency": agreed, "delay": 0, "jitter": 0}}
        crawler = get_crawler(NewsSpider, {"DOWNLOAD_SLOTS": slots, "DOWNLOADER_MIDDLEWARES_BASE": {}})
        downloader = Downloader(crawler)
        requests = [
            Request(f"https://lamp.example/{n}", meta={"download_slot": "lamp"}, dont_filter=True)
            for n in range(12)
        ]
        with (
            patch.object(downloader.handlers, "download_request_async", answer),
            patch("scrapy.utils.asyncio.is_asyncio_available", lambda: True),
            patch("scrapy.utils.defer.is_asyncio_available", lambda: True),
        ):
            tasks = [downloader._enqueue_request(request) for request in requests]
            done = await asyncio.wait_for(asyncio.gather(*tasks), 10)
        downloader.close()
        return done

    answers = asyncio.run(fetched())
    assert sorted(answer.url for answer in answers) == sorted(f"https://lamp.example/{n}" for n in range(12))
    assert max(most) == agreed
