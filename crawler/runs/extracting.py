"""`warraq extract`: pages in, one record each out, in order; what failed is named on standard error."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from crawler.console import Console
from crawler.errors import PARTIAL, ExtractionFailedError, InputError
from crawler.fetching.archives import ARCHIVE_NAMES, Bad, page_in, read_saved
from crawler.fetching.outcomes import judge
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.rendering import FORMS, FolderOut, Out, StreamOut
from crawler.runs.tasks import explain_page
from crawler.runs.workers import Workers, cores
from crawler.text import counted

RENDERS = (
    "never",
    "auto",
    "always",
)  # a source's choices (a test compares them), without its file being read


class Extract:
    """One call of the command."""

    def __init__(
        self,
        *,
        form: str,
        output: str | None,
        blocks: bool,
        explain: bool,
        contact: str,
        allow_private: Sequence[str],
        workers: int,
        console: Console,
        quiet: bool,
        render: str = "never",
        browser: str = "",
    ) -> None:
        if render not in RENDERS:
            raise InputError(f"allowed are {', '.join(RENDERS)}", name=f"--render {render}")
        if form not in FORMS:
            raise InputError(f"allowed are {', '.join(FORMS)}", name=f"--format {form}")
        self._form, self._output, self._blocks, self._explain = form, output, blocks, explain
        self._contact, self._private, self._console, self._quiet = (
            contact,
            list(allow_private),
            console,
            quiet,
        )
        self._wanted, self._render, self._browser = workers, render, browser
        self._failed = 0
        self._out: Out = StreamOut(sys.stdout, form, blocks)
        self._tell: Callable[[str], None] | None = None
        self._done, self._began = 0, monotonic()

    def run(self, inputs: Sequence[str]) -> int:
        """Extract everything; returns the exit code."""
        if not inputs:
            raise InputError("name addresses, files or folders, or a list of them with --input")
        urls = [name for name in inputs if name.startswith(("http://", "https://"))]
        saved = [name for name in inputs if name not in urls]
        for name in saved:
            if name != "-" and not Path(name).exists():
                raise InputError("no such file or folder, and no http address", name=name)
        self._workers = Workers(fewest(self._wanted or cores(), inputs))
        try:
            with self._target(), self._progress():
                if saved:
                    self._extract_saved(saved)
                if urls:
                    self._fetch(urls)
        finally:
            self._workers.close(now=True)
        return PARTIAL if self._failed else 0

    def _extract_saved(self, names: Sequence[str]) -> None:
        """Pages stream through the workers; a few are out at any time, results come in order."""
        waiting: deque[tuple[Page, Future[Article], Future[str] | None]] = deque()
        for found in self._pages(names):
            if isinstance(found, Bad):
                self._bad(found.name, found.reason)
                continue
            if verdict := judge(found.status, len(found.body), asked=found.url, final=found.url):
                self._bad(found.url, verdict[1])
                continue
            sheet = self._workers.submit(found, explain_page) if self._explain else None
            waiting.append((found, self._workers.submit(found, self._workers.work), sheet))
            if len(waiting) >= self._workers.count * 8:
                self._finish(*waiting.popleft())
        while waiting:
            self._finish(*waiting.popleft())

    def _pages(self, names: Sequence[str]) -> Iterator[Page | Bad]:
        for name in names:
            if name == "-":
                yield page_in(sys.stdin.buffer.read(), "standard input", "about:stdin", datetime.now(UTC))
            else:
                yield from read_saved(Path(name))

    def _finish(self, page: Page, future: Future[Article], sheet: Future[str] | None) -> None:
        try:
            self._good(self._workers.result(future, page))
            if sheet is not None:
                self._show(self._workers.result(sheet, page))
        except ExtractionFailedError as error:
            self._bad(page.url, str(error))

    def _show(self, sheet: str) -> None:
        self._console.print(sheet)

    def _fetch(self, urls: Sequence[str]) -> None:
        from crawler.fetching.credentials import Access
        from crawler.fetching.pageparts import SLOT, slot_of
        from crawler.runs.process import run_spider, settings_for, without_cookies
        from crawler.urls import site_of

        slots = {slot_of(site_of(url)): dict(SLOT) for url in urls}
        settings = settings_for(
            contact=self._contact,
            allow_private=self._private,
            log_level="ERROR",
            SPIDER_MODULES=["crawler.spiders.pages"],  # the others would bring the store with them
            DOWNLOADER_MIDDLEWARES_BASE=without_cookies(),
            DOWNLOAD_SLOTS=slots,
            WARRAQ_BROWSER=self._browser,
        )
        run_spider(
            settings,
            "pages",
            self._console,
            urls=urls,
            workers=self._workers,
            good=self._good,
            bad=self._bad,
            show=self._show if self._explain else None,
            render=self._render,
            access=Access.signing("extract", os.environ),
        )

    @contextmanager
    def _progress(self) -> Iterator[None]:
        """On a terminal that the records do not go to as well: how many pages are done."""
        shown = not self._quiet and self._console.is_terminal and not self._out.on_terminal
        if not shown:
            yield
            return
        with self._console.status("starting …") as self._tell:
            yield

    def _count(self) -> None:
        if self._tell is not None:
            rate = self._done / max(monotonic() - self._began, 0.1)
            failed = f", {self._failed} failed" if self._failed else ""
            self._tell(f"{counted(self._done, 'page')} ({rate:.1f}/s){failed}")

    def _good(self, article: Article) -> None:
        self._done += 1
        if article.scripts and self._render == "never" and not self._quiet:
            told = f"{article.url}: no text, and {article.scripts}: try --render auto"
            self._console.print(told)
        self._count()
        self._out.write(article)

    def _bad(self, name: str, reason: str) -> None:
        self._done += 1
        self._failed += 1
        self._count()
        if not self._quiet:
            self._console.print(f"{name}: {reason}")

    @contextmanager
    def _target(self) -> Iterator[None]:
        if self._output is None:
            yield
            return
        try:
            if self._output.endswith("/") or Path(self._output).is_dir():
                self._out = FolderOut(Path(self._output), self._form, self._blocks)
                yield
                return
            with Path(self._output).open("w", encoding="utf-8", newline="") as file:
                self._out = StreamOut(file, self._form, self._blocks)
                yield
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", name=self._output) from error


def listed(file: str) -> list[str]:
    """The addresses and paths of a list, one a line; empty lines and those that begin with # are none."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no text"
        raise InputError(f"cannot be read: {reason}", name=file) from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def fewest(workers: int, inputs: Sequence[str]) -> int:
    """So many processes, but no more than there are pages, where that is known before they are read."""
    several = any(Path(name).is_dir() or name.lower().endswith(ARCHIVE_NAMES) for name in inputs)
    return workers if several else min(workers, len(inputs))
