"""Web archives wherever they are: their pages, and a folder with the records of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from warraq.pages import SavedPage

if TYPE_CHECKING:
    from crawler.runs.workers import Workers


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of one archive: pages that became `records`, and those that `failed`.

    `whole` is False where reading was broken off, for the `reason` given; the next call goes on from there.
    """

    url: str
    records: int
    failed: int
    whole: bool
    reason: str = ""


def archives(*names: str) -> list[str]:
    """The archives that are named: paths or URLs of fsspec's of files, patterns, folders and lists of paths.

    "cc-news:2026-10" is the list of a month of Common Crawl's news. Raises InputError where there is none.
    """
    from crawler.runs.fromarchives import archives_of

    return archives_of(names)


def extract_archive(url: str, folder: str | Path, *, workers: int | None = None) -> Extracted:
    """The records of one WARC or ARC file into a file of its own in a local folder: `warraq extract --from`.

    What an earlier call has done is not done again, even where it was killed inside the archive. Pages are
    read by `workers` processes (None: one a core), each page under the command's limits.
    """
    from crawler.runs.workers import Workers

    pool = Workers(workers)
    try:
        return read_archive(url, folder, pool)
    finally:
        pool.close(now=True)


def read_archive(url: str, folder: str | Path, pool: "Workers") -> Extracted:
    """The same by processes that read other archives as well."""
    from crawler.runs.fromarchives import extract_archive as extract

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    note = extract(url, target, pool)
    return Extracted(url, note.records, note.failed, note.whole, note.reason)


def archive_pages(name: str, opener: Callable[[], BinaryIO]) -> Iterator[SavedPage]:
    """The pages of the archive that `opener` opens, for `extract_many`; what is broken is passed over.

    The stream has to be one in which one can seek. `name` is for error messages.
    """
    from crawler.fetching.located import Remote
    from crawler.fetching.outcomes import judge
    from crawler.fetching.webarchive import WarcReader
    from crawler.pages.page import Page

    for located in WarcReader(Remote(name, opener), None).pages():
        page = located.found
        if isinstance(page, Page) and not judge(page.status, len(page.body), asked=page.url, final=page.url):
            yield SavedPage(page.body, page.url, page.headers, page.fetched_at)
