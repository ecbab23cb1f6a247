"""Every regular expression of the pure rooms takes time in proportion to its text, whatever the text is.

Nothing is timed against a clock: the processor's time of this thread is compared for a text and one four
times as long, the best of several tries, and only where it can be told from noise. Twice as much as in
proportion is a fault: what grows with the square takes sixteen times as long.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time

import pytest

from tests.patterns import Found, attacks, call, found
from tests.patterns import names as module_names

SHORT, LONG = 4_000, 16_000  # characters
NOISE = 0.02  # seconds; a pattern that takes less of the long text is fast enough
PROPORTION = 2 * LONG / SHORT
# Seconds; what takes less of the short text takes less than NOISE of the long one, if it grows with the cube.
QUICK = NOISE / (LONG / SHORT) ** 3
TRIES = 3
ENOUGH = 3.0  # seconds: longer is no proportion at all
# Texts that are cut before they are looked at: the module → characters, and where that is done.
BOUNDED = {
    "crawler.extraction.reading.dates.shapes": 400,  # datewords.MAX_CHARS
    "crawler.extraction.fields.images._CANDIDATE": 8_000,  # images.MAX_SRCSET
}
MODULES = module_names()


class TooLongError(Exception):
    """A pattern that does not end."""


@contextmanager
def _limit() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, ENOUGH * 10)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def spent(work: Callable[[str], object], text: str) -> float:
    began = thread_time()
    work(text)
    return thread_time() - began


def is_slow(work: Callable[[str], object], before: str, piece: str, after: str, tries: int = TRIES) -> bool:
    """Whether a piece repeated four times as often takes far more than four times as long."""

    def text(size: int) -> str:
        return before + piece * (size // len(piece)) + after

    for _ in range(tries):
        short = spent(work, text(SHORT))
        if short < QUICK:
            return False
        long = spent(work, text(LONG))
        if long < NOISE or long <= PROPORTION * short:
            return False
    return True


def module_of(one: Found) -> str:
    return one.name.rpartition(".")[0]


def bound_of(one: Found) -> int | None:
    return next((size for name, size in BOUNDED.items() if one.name.startswith(name)), None)


def test_they_are_all_found() -> None:
    names = {one.name for one in found()}
    assert len(found()) > 250
    assert {module_of(one) for one in found()} <= set(MODULES)
    assert {"crawler.urls._ESCAPE", "crawler.discovery.repair._SIGNS", "crawler.pages.parse._TAG"} <= names


@pytest.mark.parametrize(
    "module", MODULES
)  # by name: to find the patterns takes seconds, and a test waits for it
def test_their_time_is_in_proportion_to_the_text(module: str) -> None:
    assert [fault for one in found() if module_of(one) == module for fault in faults(one)] == []


def faults(one: Found) -> Iterator[tuple[str, ...]]:
    """(pattern, method, before, piece, after) of the texts that take it too long."""
    bound = bound_of(one)
    for method in sorted(one.methods):
        work = call(one, method)
        for before, piece, after in attacks(one.pattern):
            if not piece:
                continue
            with _limit():
                if bound is not None:  # never asked for more
                    slow = spent(work, (before + piece * bound + after)[:bound]) >= 1
                else:
                    slow = is_slow(work, before, piece, after)
            if slow:
                yield one.name, method, before, piece, after


def test_a_slow_one_would_be_noticed() -> None:
    import re

    slow = Found("slow", re.compile(r"\s+$"), frozenset({"search"}))
    assert any(
        is_slow(call(slow, "search"), *attack, tries=1) for attack in attacks(slow.pattern) if attack[1]
    )
    worse = Found("worse", re.compile(r"(a+)*b"), frozenset({"match"}))
    assert any(piece == "a" for _, piece, _ in attacks(worse.pattern))
