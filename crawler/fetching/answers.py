"""Scrapy's responses and failures → Warraq's values. The spiders share these."""

from datetime import datetime

from lxml.html import document_fromstring
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import canonicalize
from crawler.discovery.fronts import refresh, refreshes
from crawler.fetching import guard
from crawler.fetching.challenge import TOLD
from crawler.fetching.outcomes import describe, judge
from crawler.fetching.walls import MAX_TINY, NO_TEXT, text_length, wall_before, wall_inside
from crawler.items import Link, Status
from crawler.pages.page import Page


def header(response: Response, name: str) -> str | None:
    """One header's value."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def headers_of(response: Response) -> dict[str, str]:
    """All headers, their names in lower case."""
    return {
        name.decode("latin-1").lower(): b",".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


def page_of(
    response: Response,
    fetched_at: datetime,
    *,
    url: str | None = None,
    link: Link | None = None,
    language: str | None = None,
) -> Page:
    """The page that a response brought; `url` is its own, if not in canonical spelling."""
    return Page(
        url=url or canonicalize(response.url) or response.url,
        body=response.body,
        fetched_at=fetched_at,
        headers=headers_of(response),
        status=response.status,
        link=link,
        language=language,
    )


def refreshes_to(response: Response) -> str | None:
    """Where a page that shows next to nothing leads on at once: by a refresh, in its head or its header."""
    body, said = response.body, header(response, "Refresh")
    named = len(body) <= MAX_TINY and b"refresh" in body.lower()
    if not (said or named) or len(body) > MAX_TINY or text_length(body) > NO_TEXT:
        return None
    base = canonicalize(response.url) or response.url
    targets = [refresh(said or "", base), *(refreshes(document_fromstring(body), base) if named else ())]
    return next((target for target in targets if target and target != base), None)


def verdict_of(response: Response, asked: str, *, moved: bool = True) -> tuple[Status, str] | None:
    """(status, reason) of a response whose body is not to be read: a wall, or what its status says.

    A body that is to be read is looked at for a wall where it is read, in another process; here only what
    came by a detour. `moved` is whether a redirect to the front counts, as it does for articles.
    """
    found = _verdict(response, asked, moved=moved)
    if found and response.request is not None and (told := response.request.meta.get(TOLD)):
        return found[0], f"{found[1]}, {told}"
    return found


def _verdict(response: Response, asked: str, *, moved: bool) -> tuple[Status, str] | None:
    final, status = response.url, response.status
    why = wall_before(status, headers_of(response), asked=asked, final=final)
    if why is None and (status >= 300 or final != asked):
        why = wall_inside(status, response.body)
    if why:
        return Status.BLOCKED, f"{status} {why}"
    said = response.request.headers if response.request is not None else {}
    return judge(
        response.status,
        len(response.body),
        asked=asked,
        final=final if moved else asked,
        conditional="If-None-Match" in said or "If-Modified-Since" in said,
    )


def request_of(failure: Failure) -> Request:
    """The request that failed: Scrapy hangs it on the failure that it hands to an errback."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request


def explain(failure: Failure) -> tuple[Status, str]:
    """(status, reason) of a request that brought no response."""
    request = request_of(failure)
    if refused := guard.installed().refused.get(guard.endpoint_of(request.url)):
        return Status.REFUSED, refused
    error = failure.value or Exception("no reason given")  # Twisted's types allow for None
    return describe(error, request.meta.get("download_maxsize", guard.MAX_BODY))
