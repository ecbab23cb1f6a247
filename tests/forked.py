"""The commands in processes that begin with everything imported: tests wait for runs, not for imports.

Each is a process of its own, with its own reactor, store, signals and limits, forked by the standard
library's "forkserver" from one that has imported the program. The process from which its own extracting ones
are forked is a copy of it for the same reason. That the commands work as users start them is tested too:
`test_crawl` begins so, and the kills, the watch and the hostile web go that way.
"""

import atexit
import importlib
import multiprocessing
import multiprocessing.util
import os
import resource
import runpy
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO, Any

PROGRAMS = {"warraq": ("crawler.cli", "main"), "scrapy": ("scrapy.cmdline", "execute")}
PYTHON = "python"  # arguments as the interpreter takes them: `-c TEXT …`, `-m MODULE …` or `FILE …`
PATIENCE = 120.0  # seconds for one command
STEP = 0.01  # seconds between two looks at what a command has printed


@dataclass(frozen=True)
class _Place:
    """What a new process of a shell would have from its parent."""

    program: str
    arguments: Sequence[str]
    folder: str
    environ: dict[str, str]
    out: str
    err: str
    largest_file: int | None


class Command:
    """`warraq`, `scrapy` or `python` with arguments, in a session of its own.

    What it prints goes to files of the command's own; `out` is one of the caller's for standard output.
    """

    def __init__(
        self,
        *arguments: str,
        program: str = "warraq",
        folder: Path | None = None,
        largest_file: int | None = None,
        out: IO[bytes] | None = None,
    ) -> None:
        self.arguments = arguments
        self._files = tempfile.TemporaryDirectory(prefix="command-")
        self._out, self._err = (Path(self._files.name) / name for name in ("out", "err"))
        if out is not None:
            self._out = Path(f"/proc/{os.getpid()}/fd/{out.fileno()}")
        here, texts = str(folder or Path.cwd()), (str(self._out), str(self._err))
        place = _Place(program, arguments, here, dict(os.environ), *texts, largest_file)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.warm"])
        self._process = context.Process(target=_run, args=(place,))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float = PATIENCE) -> int:
        return self.ended(seconds).returncode

    def send_signal(self, number: int) -> None:
        """As `subprocess.Popen` does: a process that has ended gets none."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def lines(self, seconds: float = PATIENCE) -> Iterator[str]:
        """What it prints to standard output, line by line while it runs."""
        yield from self._lines(self._out, seconds)

    def errors(self, seconds: float = PATIENCE) -> Iterator[str]:
        """The same of its standard error."""
        yield from self._lines(self._err, seconds)

    def _lines(self, file: Path, seconds: float) -> Iterator[str]:
        until, read = time.monotonic() + seconds, 0
        while True:
            ended = self.poll() is not None  # asked first: what it printed last is there now
            whole = [line for line in self._text(file).splitlines(keepends=True) if line.endswith("\n")]
            yield from whole[read:]
            read = len(whole)
            if ended:
                return
            if time.monotonic() > until:
                raise TimeoutError(f"{' '.join(self.arguments)}: no more lines in {seconds:g} s")
            time.sleep(STEP)

    def said(self) -> str:
        """All that it has printed so far, its standard error last."""
        return self._text(self._out) + self._text(self._err)

    def ended(self, seconds: float = PATIENCE) -> "CompletedProcess[str]":
        """Waits for its end; a process that does not come to one is killed, and fails its test."""
        self._process.join(seconds)
        if (code := self._process.exitcode) is None:
            self._process.kill()
            raise TimeoutError(
                f"{' '.join(self.arguments)}: no end in {seconds:g} s: {self._text(self._err)}"
            )
        return CompletedProcess(self.arguments, code, self._text(self._out), self._text(self._err))

    @staticmethod
    def _text(file: Path) -> str:
        return file.read_text("utf-8") if file.exists() else ""


def run(*arguments: str, **more: Any) -> "CompletedProcess[str]":
    """One command to its end; `more` as for a `Command`."""
    return Command(*arguments, **more).ended()


def popen(command: Sequence[str], *, stdout: IO[bytes] | None = None, **_: object) -> Command:
    """In place of `subprocess.Popen` for this interpreter with arguments, in a session of its own."""
    assert command[0] == sys.executable
    return Command(*command[1:], program=PYTHON, out=stdout)


def _run(place: _Place) -> None:
    """In the new process; its end is the program's."""
    os.environ.clear()
    os.environ.update(place.environ)
    os.chdir(place.folder)
    for number, name in ((1, place.out), (2, place.err)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # blocked where the first was made by Warraq
    if place.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (place.largest_file, place.largest_file))
    os.setsid()
    setattr(multiprocessing.util, "spawnv_passfds", _copy_instead)  # noqa: B010 - its type has more in it
    atexit._clear()  # what the process was forked from had to do at its end is not this one's
    try:
        _begin(place)
    finally:
        atexit._run_exitfuncs()


def _begin(place: _Place) -> None:
    if place.program != PYTHON:
        module, function = PROGRAMS[place.program]
        sys.argv = [place.program, *place.arguments]
        getattr(importlib.import_module(module), function)()
        return
    how, *more = place.arguments
    if how == "-m":
        sys.argv = more
        runpy.run_module(more[0], run_name="__main__", alter_sys=True)
    elif how == "-c":
        sys.argv = [how, *more[1:]]
        exec(compile(more[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [how, *more]
        sys.path.insert(0, str(Path(how).parent.resolve()))
        runpy.run_path(how, run_name="__main__")


def _copy_instead(path: bytes, arguments: Sequence[Any], descriptors: Sequence[int]) -> int:
    """In place of a new interpreter that is given a program by `-c`: a copy of this process runs it."""
    if child := os.fork():
        return child
    kept = {0, 1, 2, *descriptors}
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in kept:
            _close(int(name))
    try:
        exec(arguments[-1], {"__name__": "__main__"})
    finally:
        os._exit(0)


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:  # that of the listing itself
        return
