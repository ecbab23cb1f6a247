"""Pages that somebody has already: bytes, text or a file in, an article out."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import ExtractionFailedError, InputError
from warraq.article import Article

if TYPE_CHECKING:
    from crawler.items import Article as Extracted
    from crawler.pages.page import Page
    from crawler.runs.workers import Workers

    Waiting = tuple[Page, Future[Extracted]] | ExtractionFailedError

UNKNOWN = "about:blank"  # the address of a page that comes without one and names none itself
AHEAD = 8  # pages a process that wait for it: enough that none is idle, few enough for the memory


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page for `extract_many`.

    `html` is the page as bytes, as decoded text, or a `Path` to its file. `url` is where it was fetched
    (None: what the page calls itself). `headers` are those of its response, in any case; the content type
    among them helps to decode bytes. `fetched_at` (aware; None: now) is what "two hours ago" counts from.
    `language` is an ISO 639-1 code for pages that do not say theirs.
    """

    html: bytes | str | Path
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    language: str | None = None


def extract(
    html: bytes | str | Path,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
    language: str | None = None,
) -> Article:
    """What `warraq extract` gives for this page: the arguments are the fields of `SavedPage`.

    A page that is no article comes back as well: `kind` says what it is. May be called from several threads,
    and after a fork. Runs in this process, without a limit on time or memory: `extract_many` has both.
    Raises InputError for a file that cannot be read, and for text that is no page but the name of one.
    """
    from crawler.runs.tasks import extract_and_settle

    return Article.of(extract_and_settle(_page(SavedPage(html, url, headers or {}, fetched_at, language))))


def extract_many(
    pages: Iterable[SavedPage | bytes | str | Path], *, workers: int | None = None
) -> Iterator[Article | ExtractionFailedError]:
    """The articles of many pages, in their order, from `workers` processes (None: one a core).

    The pages are read as they are needed. Each has the limits of the command, 20 seconds and 2 GiB; in the
    place of one that breaks them, or that cannot be read, stands the error (its `url` and `reason`), and the
    others go on. On Windows alone the processes run the script again: there it calls this below
    `if __name__ == "__main__":`.
    """
    from crawler.runs.workers import Workers

    pool = Workers(workers)
    waiting: deque[Waiting] = deque()
    try:
        for one in pages:
            waiting.append(_submitted(pool, one if isinstance(one, SavedPage) else SavedPage(one)))
            if len(waiting) > pool.count * AHEAD:
                yield _finished(pool, waiting.popleft())
        while waiting:
            yield _finished(pool, waiting.popleft())
    finally:
        pool.close(now=True)


def _submitted(pool: "Workers", saved: SavedPage) -> "Waiting":
    from crawler.runs.tasks import extract_and_settle

    try:
        page = _page(saved)
    except InputError as error:
        return ExtractionFailedError(str(error), url=saved.url or UNKNOWN)
    return page, pool.submit(page, extract_and_settle)


def _finished(pool: "Workers", waiting: "Waiting") -> Article | ExtractionFailedError:
    if isinstance(waiting, ExtractionFailedError):
        return waiting
    page, future = waiting
    try:
        return Article.of(pool.result(future, page))
    except ExtractionFailedError as error:
        return error


def _page(saved: SavedPage) -> "Page":
    from crawler.fetching.archives import own_url
    from crawler.pages.page import Page

    headers = {name.lower(): value for name, value in saved.headers.items()}
    if isinstance(saved.html, str):
        if "<" not in saved.html and "\n" not in saved.html:
            raise InputError("is no HTML; a file is given as a Path", name=saved.html[:100])
        body = saved.html.encode(errors="replace")
        headers["content-type"] = "text/html; charset=utf-8"
    elif isinstance(saved.html, os.PathLike):
        try:
            body = Path(saved.html).read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", name=str(saved.html)) from error
    else:
        body = bytes(saved.html)
    return Page(
        url=saved.url or own_url(body) or UNKNOWN,
        body=body,
        fetched_at=saved.fetched_at or datetime.now(UTC),
        headers=headers,
        language=saved.language,
    )
