"""The rhythm of a listing: what looks teach, and when the next is worth it."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import revisit as bench
from crawler.sources.rhythm import HOURS, LONGEST, SHORTEST, Rhythm, dump, load, look, rates, silent, wait

NOW = datetime(2026, 11, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def days_of(per_hour: dict[int, int], days: int) -> Rhythm:
    """A look every full hour; `per_hour` links came in these hours of the day."""
    rhythm = look(None, NOW, 50)
    for hour in range(1, days * 24 + 1):
        rhythm = look(rhythm, NOW + hour * HOUR, per_hour.get((hour - 1) % 24, 0))
    return rhythm


def test_the_first_look_is_the_past_not_the_rate() -> None:
    assert look(None, NOW, 500) == Rhythm(NOW, read=NOW)


def test_the_rate_of_each_hour_is_learned() -> None:
    learned = rates(days_of({9: 6, 10: 6, 11: 6, 18: 3}, 14))
    assert 4 < learned[10] < 7
    assert learned[10] > learned[18] > learned[2]
    assert learned[2] < 0.3


def test_the_night_is_left_to_the_morning() -> None:
    rhythm = days_of(dict.fromkeys(range(8, 20), 6), 14)
    night = look(rhythm, rhythm.at + 20.5 * HOUR, 0)  # 20:30
    assert night.at.hour == 20
    assert wait(night) >= 3 * HOUR
    morning = look(rhythm, rhythm.at + 10 * HOUR, 12)
    assert wait(morning) == SHORTEST


def test_breaking_news_shortens_the_wait_and_then_fades() -> None:
    rhythm = days_of(dict.fromkeys(range(0, 24, 2), 1), 10)
    calm = wait(rhythm)
    broke = look(rhythm, rhythm.at + HOUR, 15)
    assert wait(broke) < calm / 2
    later = broke
    for _ in range(24):
        later = look(later, later.at + 2 * HOUR, 1)
    assert wait(later) > 1.5 * wait(broke)


def test_a_long_pause_teaches_no_wrong_rate() -> None:
    rhythm = days_of(dict.fromkeys(range(24), 4), 10)
    after = look(rhythm, rhythm.at + timedelta(days=20), 400)
    assert max(rates(after)) < 8
    assert not silent(after)


def test_silence() -> None:
    assert silent(days_of({}, 3))
    assert not silent(days_of({}, 1))
    assert not silent(days_of({5: 1}, 3))


def test_a_clock_that_goes_back_changes_nothing() -> None:
    rhythm = days_of({5: 1}, 2)
    assert look(rhythm, rhythm.at - HOUR, 9) == rhythm


@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**6)), max_size=30),
)
def test_any_looks_give_a_wait_within_the_limits_and_survive_the_store(looks: list[tuple[int, int]]) -> None:
    rhythm, now = look(None, NOW, 0), NOW
    for seconds, new in looks:
        now += timedelta(seconds=seconds)
        rhythm = look(rhythm, now, new)
        assert SHORTEST <= wait(rhythm) <= LONGEST
    kept = load(dump(rhythm))
    assert kept is not None
    assert abs(kept.at - rhythm.at) <= timedelta(seconds=1)
    assert kept.seen == pytest.approx(rhythm.seen, abs=1e-3)
    assert len(dump(rhythm)) < 1000


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "null", "[]", "{", "[1,[],[],0,0]"),
        f"[1,{[0.0] * 23},{[0.0] * HOURS},0,0]",
        f"[1,{[-1.0] * HOURS},{[0.0] * HOURS},0,0]",
        f"[99999999999999,{[0.0] * HOURS},{[0.0] * HOURS},0,0]",
    ],
)
def test_what_cannot_be_read_is_none(text: str | None) -> None:
    assert load(text) is None


def test_a_simulated_month_reaches_the_goal() -> None:
    feeds = [bench.make(n, 30, random.Random(f"test/{n}/{s}")) for n in bench.PER_DAY for s in range(2)]
    ours = [bench.simulate(feed, bench.adaptive(), 30, n) for n, feed in enumerate(feeds)]
    looks = sum(result.looks for result in ours)
    minutes = 30 * 1440 * len(feeds)
    assert looks <= bench.GOAL * minutes / bench.POLL * 1.01
    assert bench.together(ours).in_time() >= 0.95
    same = [bench.simulate(feed, bench.fixed(minutes / looks), 30, n) for n, feed in enumerate(feeds)]
    assert bench.together(ours).median() < bench.together(same).median() / 2
    # Nobody who does not know the moments in advance does much better.
    assert bench.together(ours).in_time() > bench.rhythm_known(feeds, looks) - 0.03
