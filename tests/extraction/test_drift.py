"""Whether a new layout is noticed, and an old site is left in peace."""

import pytest

from crawler.memory.drift import SETTLED, STRANGERS
from tests.extraction.memorypages import article, redesigned, taught_by

OLD = [article(number) for number in range(1, 13)]
NEW = [redesigned(number) for number in range(21, 33)]


def test_a_redesign_is_noticed_with_its_day_and_becomes_the_layout() -> None:
    memory = taught_by(*OLD, *NEW)
    (layout,) = memory.drift.layouts
    assert (layout.page, layout.since) == (13, "2026-11-13")
    assert memory.drift.strangers == 0


def test_it_takes_so_many_strangers_in_a_row() -> None:
    assert not taught_by(*OLD, *NEW[: STRANGERS - 1]).drift.layouts
    assert len(taught_by(*OLD, *NEW[:STRANGERS]).drift.layouts) == 1
    assert not taught_by(*OLD, *NEW[: STRANGERS - 1], article(50), *NEW[STRANGERS - 1 :]).drift.layouts


def test_before_a_layout_is_settled_none_is_new() -> None:
    assert not taught_by(*OLD[: SETTLED - 1], *NEW).drift.layouts
    assert taught_by(*OLD[:SETTLED], *NEW).drift.layouts


def test_a_site_that_goes_back_is_at_home() -> None:
    back = [article(number) for number in range(60, 72)]
    assert len(taught_by(*OLD, *NEW, *back).drift.layouts) == 1


def test_two_layouts_by_turns_are_one_site() -> None:
    turns = [page for pair in zip(OLD, NEW, strict=True) for page in pair]
    assert not taught_by(*turns).drift.layouts
    later = [article(number) for number in range(60, 72)]
    both = [page for pair in zip(later, NEW, strict=True) for page in pair]
    assert not taught_by(*OLD, *both).drift.layouts


def test_names_that_are_new_with_each_release_are_no_new_layout() -> None:
    releases = [article(number, names=f"x{'abcdefgh'[number // 12]}qz") for number in range(1, 90)]
    assert not taught_by(*releases).drift.layouts


@pytest.mark.parametrize("extra", ["", "<aside class='box'><p>Weather: sunny, later rain.</p></aside>"])
def test_a_stable_site_raises_no_alarm(extra: str) -> None:
    pages = [article(number, after=extra if number % 3 else "") for number in range(1, 101)]
    assert not taught_by(*pages).drift.layouts
