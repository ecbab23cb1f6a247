"""Whether the key that signs a run's requests is in the directory that the crawler's own site publishes."""

import logging
from collections.abc import Callable, Mapping

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.fetching.credentials import Access
from crawler.spiders.following import fetched

logger = logging.getLogger(__name__)


async def vouch(
    crawler: Crawler, access: Mapping[str, Access | None], note: Callable[[str, str], None]
) -> None:
    """Asks once, beside the run's other work; `note` takes a line for each source that signs in vain."""
    signing = {name: one.identity for name, one in access.items() if one and one.signs and one.identity}
    if not signing:
        return
    identity = next(iter(signing.values()))  # a run has one
    request = Request(identity.published_at, dont_filter=True, meta={"dont_obey_robotstxt": True})
    answer = await fetched(crawler, request)
    if isinstance(answer, tuple):
        problem = f"cannot be had: {answer[1]}"
    else:
        problem = identity.problem_with(answer.body)
    if problem:
        logger.warning("%s %s", identity.published_at, problem)
        for name in signing:
            note(name, f"signed, but {identity.published_at} {problem}")
