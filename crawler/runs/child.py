"""One extracting process at the other end of a pipe: it does one page at a time, under limits.

The limits hold even inside C code, because the kernel keeps them: seconds of computing (RLIMIT_CPU) and
bytes of address space (RLIMIT_AS). Seconds on the wall are counted by the parent, and generously: a page on a
crowded machine waits for its turn, which is no fault of the page. Each child has a pipe of its own, shared
with no other process, so that a child killed at any instant leaves neither a lock nor half a message behind.
"""

import contextlib
import ctypes
import gc
import math
import os
import resource
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from crawler.runs import told
from crawler.runs.forking import OURS, call_myself, context

START_SECONDS = 120.0  # to the first sign of life: 2 s are usual, a machine that swaps takes a minute
MAX_TOLD = 100  # memories of sites that a process holds, of some 60 KB
HELD = 32 * 2**20  # bytes of freed memory that a process keeps for the next page: more than most pages take
YOUNG = 50_000  # objects, hardly more than a page makes, after which cycles among them are looked for
LAST_WORDS = 5.0  # seconds between the end of a pipe and the end of its process

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # as malloc.h numbers them
_TURN = threading.Lock()  # a start looks after all ended children, and two must not wait for one at once


class StartFailedError(Exception):
    """No process, or one that died before it said that it is ready."""


class DiedError(Exception):
    """The process ended while it had a page; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(f"exit {code}")


class TookTooLongError(Exception):
    """A limit of time was reached, and the process with it ended."""


@dataclass(frozen=True)
class Limits:
    """Of one page: `seconds` of computing, `wall` seconds in all, `memory` bytes beyond a fresh child's."""

    seconds: float
    wall: float
    memory: int


class Child:
    """A process, started when this is made. StartFailedError where that does not work."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.calls = 0
        self._told: dict[str, int] = {}  # source → version of the memory that the process has
        try:
            self._pipe, theirs = context().Pipe()
            self._process = context().Process(
                target=_serve, args=(theirs, limits), name=f"{OURS}extract", daemon=True
            )
            with _TURN:
                self._process.start()
            theirs.close()  # with our copy gone, the process's end is the pipe's end
        except (OSError, EOFError) as error:
            raise StartFailedError(str(error)) from error
        try:
            self._receive(START_SECONDS)
        except (DiedError, TookTooLongError) as error:
            self.end()
            raise StartFailedError(f"it ended at its start ({error})") from error

    def call(self, work: Callable[..., Any], *args: object, source: str = "") -> tuple[bool, Any]:
        """(True, what `work` makes of `args`) or (False, the reason in words why it failed).

        `source` is the one whose memory the work may ask for.
        DiedError where the process died of it or had died before, TookTooLongError where time ran out.
        """
        self.calls += 1
        try:
            self._pipe.send((work, args, source))
        except OSError:
            raise DiedError(self._exit()) from None
        answer: tuple[bool, Any] = self._receive(self._limits.wall)
        return answer

    def tell(self, source: str, version: int, packed: bytes) -> None:
        """Gives the process the memory of a site, where it does not have it; the errors of `call`."""
        if self._told.get(source) == version:
            return
        if len(self._told) >= MAX_TOLD:
            self.call(told.forget_all)
            self._told.clear()
        self.call(told.remember, source, packed)
        self._told[source] = version

    def kill(self) -> None:
        """From any thread: ends the process at once, and so the call that waits for it."""
        self._process.kill()

    def end(self) -> None:
        """Ends the process and lets go of it; of the thread that calls it alone."""
        self.kill()
        with contextlib.suppress(OSError):
            self._pipe.close()
        self._exit()

    def _receive(self, seconds: float) -> Any:
        try:
            ready = wait([self._pipe, self._process.sentinel], seconds)
            if not ready:
                raise TookTooLongError(f"took more than {seconds:.0f} s")
            if not self._pipe.poll() and self._process.pid:  # it lives, but what would tell its end has ended
                os.kill(self._process.pid, signal.SIGKILL)
            return self._pipe.recv()
        except (EOFError, OSError):
            code = self._exit()
            if code == -signal.SIGXCPU:
                raise TookTooLongError(f"took more than {self._limits.seconds:.0f} s of computing") from None
            raise DiedError(code) from None

    def _exit(self) -> int | None:
        with _TURN:
            self._process.join(LAST_WORDS)
            return self._process.exitcode


def _serve(pipe: Connection, limits: Limits) -> None:
    """The process's life: a page, its answer, and so on, until the parent closes the pipe or is gone."""
    call_myself("warraq-extract")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends its children itself
    _limit_memory(limits.memory)
    _keep_memory()
    with contextlib.suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            work, args, source = pipe.recv()
            told.reading(source)
            _limit_computing(limits.seconds)
            answer = _answer(work, args)
            try:
                pipe.send(answer)
            except OSError:
                raise
            except Exception as error:  # what cannot be sent is a failure of this page
                pipe.send((False, _in_words(error)))


def _answer(work: Callable[..., Any], args: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, work(*args)
    except Exception as error:  # whatever a page does to the code costs that page
        return False, _in_words(error)


def _in_words(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "extraction ran out of memory"
    text = (str(error).strip() or "no text").splitlines()[0]
    return f"extraction failed: {type(error).__name__}: {text}"


def _keep_memory() -> None:
    """What a page leaves is for the next one: it is neither given back to the kernel, which would have to
    clear it anew, nor searched for cycles again and again."""
    gc.set_threshold(YOUNG)
    with contextlib.suppress(OSError, AttributeError):  # glibc's malloc alone has these
        for option in (_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD):
            ctypes.CDLL(None).mallopt(option, HELD)


def _limit_memory(memory: int) -> None:
    with contextlib.suppress(ValueError, OSError, AttributeError):
        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, resource.RLIM_INFINITY))


def _limit_computing(seconds: float) -> None:
    """From now on; the kernel ends the process with SIGXCPU. It counts whole seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
