"""Extraction in child processes, with a time and a memory limit that hold even inside C code.

The children share nothing with the reactor (`crawler.runs.forking`); one that hangs or dies is replaced,
and only its page is lost. (pebble, not the standard library's pool: there one crash breaks all.)
"""

import asyncio
import contextlib
import os
import resource
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.errors import ExtractionFailedError
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.forking import call_myself, context
from crawler.runs.tasks import extract_and_settle

PAGE_SECONDS = 20.0  # made-up hostile pages take 9 s at worst, 95 % of real news pages under 0.1 s
LISTING_SECONDS = 300.0  # a sitemap of 50,000 addresses took more than 15 s on a machine with much else to do
PAGE_MEMORY = 2 * 2**30  # bytes of address space beyond a fresh child's: far above any page of 10 MiB
MAX_PAGES = 5_000  # pages a child does before it is replaced, against slow leaks in C code


T = TypeVar("T")


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """A pool of extracting children. `extract` may be awaited for many pages at once."""

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = PAGE_SECONDS,
        memory: int = PAGE_MEMORY,
        work: Callable[[Page], Article] | None = None,
    ) -> None:
        self.work = work or extract_and_settle
        self._seconds = seconds
        self.count = count or cores()
        self._pool = ProcessPool(
            max_workers=self.count,
            max_tasks=MAX_PAGES,
            initializer=_limit,
            initargs=(memory,),
            context=context(),
        )

    def submit(self, page: Page, work: Callable[[Page], T], seconds: float | None = None) -> Future[T]:
        """The pool's future of what `work` makes of the page, in so many seconds, else in those of a page."""
        return self._pool.schedule(work, args=(page,), timeout=seconds or self._seconds)

    def result(self, future: Future[T], page: Page) -> T:
        """What the page's future holds, or ExtractionFailedError."""
        try:
            return future.result()
        except Exception as error:
            raise ExtractionFailedError(self._reason(error), url=page.url) from error

    async def extract(self, page: Page) -> Article:
        return await self.do(page, self.work)

    async def do(self, page: Page, work: Callable[[Page], T], seconds: float | None = None) -> T:
        """What `work` makes of the page: a function that a module has by name, or a `partial` of one."""
        future = self.submit(page, work, seconds)
        with contextlib.suppress(Exception):
            await asyncio.wrap_future(future)
        return self.result(future, page)

    def close(self, *, now: bool = False) -> None:
        """Wait for running pages and end the children; `now` does not wait."""
        if now:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join(timeout=self._seconds)

    def _reason(self, error: Exception) -> str:
        if isinstance(error, FutureTimeout | TimeoutError):
            return f"extraction took more than {self._seconds:.0f} s"
        if isinstance(error, ProcessExpired):
            return f"extraction killed its process (exit {error.exitcode})"
        if isinstance(error, MemoryError):
            return "extraction ran out of memory"
        text = (str(error).strip() or "no text").splitlines()[0]
        return f"extraction failed: {type(error).__name__}: {text}"


def _limit(memory: int) -> None:
    """Cap the address space and leave Ctrl-C to the parent, which ends its children itself."""
    import signal

    call_myself("warraq-extract")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError, AttributeError):
        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, resource.RLIM_INFINITY))
