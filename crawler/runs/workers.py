"""Extraction in child processes, with limits of time and memory that hold even inside C code.

A thread looks after each child: it hands it a page, waits for the answer, and puts another child in its place
when it dies, idle or busy. So every page that was handed in has an outcome, whatever happens to
processes. The page that a child died with is tried once more in a fresh one: it may be the machine that
killed the child for want of memory. Where no child can be started at all, there is no sense in going on, and
everybody who asks gets a `NoWorkersError`. The children share nothing with the reactor
(`crawler.runs.forking`).
"""

import asyncio
import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from crawler.errors import ExtractionFailedError, NoWorkersError
from crawler.items import Article
from crawler.pages.page import Page
from crawler.runs.child import Child, DiedError, Limits, StartFailedError, TookTooLongError
from crawler.runs.forking import context
from crawler.runs.tasks import extract_and_settle

PAGE_SECONDS = 20.0  # of computing; made-up hostile pages take 9 s at worst, 95 % of news pages under 0.1 s
CROWDED = 6  # on a crowded machine a page may take so many times longer on the wall
PAGE_MEMORY = 2 * 2**30  # bytes of address space beyond a fresh child's: far above any page of 10 MiB
MAX_PAGES = 5_000  # pages a child does before it is replaced, against slow leaks in C code
PAUSES = (0.5, 2.0)  # seconds before a child that could not be started is tried again: memory may be short

CLOSED = "extraction has been closed"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a source's site, for children to read its pages with; `version` tells two apart."""

    source: str
    version: int
    packed: bytes


_Task = tuple[Future[Any], Callable[[Page], Any], Page, Kept | None]


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """A few extracting children. `extract` may be awaited for many pages at once."""

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = PAGE_SECONDS,
        wall: float | None = None,
        memory: int = PAGE_MEMORY,
        work: Callable[[Page], Article] | None = None,
    ) -> None:
        self.work = work or extract_and_settle
        self.count = count or cores()
        self._limits = Limits(seconds, wall or seconds * CROWDED, memory)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._state = _State()
        self._slots: list[_Slot] = []
        context()  # what they are forked from gets ready meanwhile

    def submit(self, page: Page, work: Callable[[Page], T], memory: Kept | None = None) -> Future[T]:
        """The future of what `work` makes of the page: a named function, or a `partial` of one. The child
        that does it has been told the memory."""
        future: Future[T] = Future()
        with self._state.lock:
            if self._state.closed:
                future.set_exception(NoWorkersError(CLOSED))
                return future
            self._tasks.put((future, work, page, memory))
            if len(self._slots) < self.count:
                self._slots.append(slot := _Slot(self._limits, self._state, self._tasks))
                slot.start()
        return future

    def result(self, future: Future[T], page: Page) -> T:
        """What the page's future holds; ExtractionFailedError, or NoWorkersError where none can be had."""
        try:
            return future.result()
        except NoWorkersError as error:
            raise NoWorkersError(str(error)) from error
        except Exception as error:
            raise ExtractionFailedError(str(error), url=page.url) from error

    async def extract(self, page: Page) -> Article:
        return await self.do(page, self.work)

    async def do(self, page: Page, work: Callable[[Page], T], memory: Kept | None = None) -> T:
        """What `work` makes of the page; `work` and `memory` as for `submit`, the errors of `result`."""
        future = self.submit(page, work, memory)
        with contextlib.suppress(Exception):
            await asyncio.wrap_future(future)
        return self.result(future, page)

    def close(self, *, now: bool = False) -> None:
        """Let pages that are running or waiting be done, and end the children; `now` ends them at once."""
        with self._state.lock:
            self._state.closed = True
        if now:
            self._give_up()
            for slot in self._slots:
                slot.kill()
        for _ in self._slots:
            self._tasks.put(None)
        for slot in self._slots:
            slot.join()

    def _give_up(self) -> None:
        """What still waits is told that nothing comes any more."""
        with contextlib.suppress(queue.Empty):
            while True:
                task = self._tasks.get_nowait()
                if task is not None and task[0].set_running_or_notify_cancel():
                    task[0].set_exception(NoWorkersError(CLOSED))


@dataclass
class _State:
    """What the slots share: whether the end has come, and why no child can be started."""

    closed: bool = False
    broken: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Slot(threading.Thread):
    """A thread with one child after the other, and one page after the other."""

    def __init__(self, limits: Limits, state: _State, tasks: queue.SimpleQueue[_Task | None]) -> None:
        super().__init__(name="extraction", daemon=True)
        self._limits, self._state, self._tasks = limits, state, tasks
        self._child: Child | None = None

    def run(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, work, page, memory = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                answer = self._do(work, page, memory)
            except Exception as error:  # each future has an outcome, whatever happened
                future.set_exception(error)
            else:
                future.set_result(answer)
        self._end()

    def kill(self) -> None:
        if (child := self._child) is not None:
            child.kill()

    def _do(self, work: Callable[[Page], Any], page: Page, memory: Kept | None) -> Any:
        """What `work` makes of a page; _FailedError or NoWorkersError where it makes nothing."""
        try:
            done, answer = self._try(work, page, memory)
        except DiedError:  # with the page or before it came: idle children are killed too
            try:
                done, answer = self._try(work, page, memory)
            except DiedError as error:
                raise _FailedError(f"extraction killed its process (exit {error.code})") from None
        if not done:
            raise _FailedError(answer)
        return answer

    def _try(self, work: Callable[[Page], Any], page: Page, memory: Kept | None) -> tuple[bool, Any]:
        if self._child is None:
            self._child = self._new_child()
        if self._state.closed:  # while the child came to life; from now on `kill` finds it
            self._end()
            raise NoWorkersError(CLOSED)
        try:
            if memory is not None:
                self._child.tell(memory.source, memory.version, memory.packed)
            answer = self._child.call(work, page, source=memory.source if memory else "")
        except TookTooLongError as error:
            self._end()
            raise _FailedError(f"extraction {error}") from None
        except BaseException:
            self._end()
            raise
        if self._child.calls >= MAX_PAGES:
            self._end()
        return answer

    def _new_child(self) -> Child:
        """A new child, after a few tries."""
        problem = ""
        for pause in (0.0, *PAUSES):
            if self._state.broken or self._state.closed:
                break
            time.sleep(pause)
            try:
                return Child(self._limits)
            except StartFailedError as error:
                problem = str(error)
        else:
            self._state.broken = f"no extraction process can be started here: {problem}"
        raise NoWorkersError(self._state.broken or CLOSED)

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _FailedError(Exception):
    """One page could not be extracted; the text says why."""
