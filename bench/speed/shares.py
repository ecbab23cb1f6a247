"""Where Warraq's time goes, as shares of CPU: of an engine, or of an extracting process.

    python -m bench.speed.shares crawl --sources sources.toml …    (any command, in this process)
    python -m bench.speed.shares pages PAGES.warc.gz               (what extracting processes do, in this one)

The kernel interrupts every two milliseconds of CPU; each time it is noted in which functions each busy thread
is. A share is of all notes of its thread and includes what the function calls; below 3 % nothing is shown.
"""

import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from threading import enumerate as threads
from types import FrameType

from crawler.console import Console, Table

EVERY = 0.002  # seconds of CPU between two looks
SHOWN = 0.03
# A thread whose innermost function is one of these waits; it takes no time.
WAITING = frozenset(
    {"wait", "get", "select", "poll", "_worker", "recv", "_recv", "unix_poll", "join", "sleep"}
)
ROOT = Path(__file__).resolve().parents[2]


class Sampler:
    """`with Sampler() as sampler:`, then `show`."""

    def __init__(self) -> None:
        self._looks: Counter[str] = Counter()
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)

    def __enter__(self) -> "Sampler":
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _number: int, interrupted: FrameType | None) -> None:
        names = {thread.ident: thread.name for thread in threads()}
        for ident, frame in sys._current_frames().items():
            inner = interrupted if frame.f_code.co_qualname == Sampler._look.__qualname__ else frame
            if inner is None or inner.f_code.co_name in WAITING:
                continue
            name = names.get(ident, "?")
            self._looks[name] += 1
            self._seen[name].update({_called(one) for one in _stack(inner)})

    def show(self, console: Console) -> None:
        for name, looks in self._looks.most_common():
            table = Table(f"{name} ({looks} looks)", "share")
            for function, count in self._seen[name].most_common():
                if count >= SHOWN * looks:
                    table.row(function, f"{count / looks:.0%}")
            console.print(table)


def _stack(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _called(frame: FrameType) -> str:
    """Function and place: of our own files the path, of others the package."""
    path = Path(frame.f_code.co_filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return f"{path.relative_to(ROOT)} {frame.f_code.co_qualname}"
    return (
        "/".join(path.parts[path.parts.index("site-packages") + 1 :][:2]) if _is_package(path) else "Python"
    )


def _is_package(path: Path) -> bool:
    return "site-packages" in path.parts


def pages(path: Path) -> None:
    from crawler.fetching.archives import read_saved
    from crawler.pages.page import Page
    from crawler.runs.tasks import read_answer

    for page in read_saved(path):
        if isinstance(page, Page):
            read_answer(page)


def main() -> None:
    from crawler.cli import main as command

    sampler = Sampler()
    if sys.argv[1:2] == ["pages"]:
        pages(Path(sys.argv[2]))  # once before, for what is loaded at the first need
        with sampler:
            pages(Path(sys.argv[2]))
    else:
        try:
            with sampler:
                command()
        except SystemExit:
            pass
    sampler.show(Console())


if __name__ == "__main__":
    main()
