"""The simulated month: what the learnt rhythm buys against fixed intervals and those who know more."""

import random
from functools import cache

import pytest

from bench.revisit import (
    GOAL,
    PER_DAY,
    POLL,
    Feed,
    Result,
    adaptive,
    fixed,
    make,
    oracle,
    rhythm_known,
    simulate,
    together,
)

DAYS = 30
MINUTES = DAYS * 1440


@cache
def feeds() -> tuple[Feed, ...]:
    return tuple(make(n, DAYS, random.Random(f"{n}/0")) for n in PER_DAY)


@cache
def ours() -> tuple[Result, ...]:
    return tuple(simulate(feed, adaptive(), DAYS, n) for n, feed in enumerate(feeds()))


def at_interval(minutes: float) -> Result:
    return together([simulate(feed, fixed(minutes), DAYS, n) for n, feed in enumerate(feeds())])


def test_new_articles_are_seen_in_time_at_a_fraction_of_a_poll() -> None:
    result = together(ours())
    polls = len(feeds()) * MINUTES / POLL
    assert result.looks <= GOAL * polls
    assert result.in_time() >= 0.95


def test_no_fixed_interval_of_the_same_cost_is_as_quick() -> None:
    result = together(ours())
    same = at_interval(len(feeds()) * MINUTES / result.looks)
    assert same.looks == pytest.approx(result.looks, rel=0.05)
    assert result.median() < 0.6 * same.median()
    assert result.in_time() > 1.5 * same.in_time()


def test_it_comes_near_to_those_who_know_every_rate() -> None:
    """Who knows every source's true rates, though not the moments, does little better with as many looks."""
    result = together(ours())
    bound = rhythm_known(feeds(), result.looks)
    assert result.in_time() <= oracle(feeds(), result.looks)
    assert bound - 0.03 <= result.in_time()


def test_source_by_source_nobody_can_have_it() -> None:
    """At 15 % of a 5-minute poll for each source alone, even known rates reach far less than 95 %."""
    looks = round(MINUTES / POLL * GOAL)
    bounds = [rhythm_known([feed], looks) for feed in feeds()]
    assert max(bounds) < 0.8
