"""How often a listing brings new links, by the hour of the day, and when it is worth looking again: pure.

A `Rhythm` is what past looks taught, small enough for one text column: new links counted by hour (UTC),
older ones fading, beside the hours watched; and how the last hours went against that, for breaking news
and quiet Sundays. From it comes the number of links to be expected by a time. A look is worth its
request when `WORTH` new links wait, but never sooner than `SHORTEST` and never later than `LONGEST`.

One price for all addresses puts the requests where most news is and takes them from the nights. A
listing that only repeats what another showed first brings nothing new, and is read less by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

HOURS = 24
SHORTEST = timedelta(minutes=14, seconds=40)  # what is new is seen within 15 minutes, the fetch included
LONGEST = timedelta(hours=6)  # a source that seldom publishes is news too, when it does
LEAST_LOOKS = 6  # a day, where few links are to be expected: at the hours that promise most
WORTH = 0.45  # new links a look; `python -m bench.revisit` shows what it buys
SHARP = 0.5  # above 0: hours that promise little count for less than their share, full ones get the looks

FADE = timedelta(days=10)  # half of what was learned is forgotten after this
FADE_LATELY = timedelta(hours=3)  # and of how the last hours went
PRIOR_LINKS, PRIOR_HOURS = 0.5, 1.0  # before the first look: some links a day, worth finding out soon
PRIOR_HOUR = 2.0  # links that an hour has to differ by before it counts as different
PRIOR_LATELY = 4.0  # links that the last hours have to differ by
MOST = 200  # new links a look; more is a site that moved, not news
LONGEST_GAP = timedelta(days=2)  # of a longer pause only this much counts, with its share of the links
LEAST_RATE, MOST_RATE = 1e-3, 120.0  # links an hour
SILENT_AFTER, SILENT = 48.0, 0.02  # hours watched without links until a listing counts as silent

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the looks at one listing taught. All counts fade."""

    at: datetime  # the last look
    seen: tuple[float, ...] = (0.0,) * HOURS  # new links, by hour of the day
    watched: tuple[float, ...] = (0.0,) * HOURS  # hours, by hour of the day
    lately: float = 0.0  # new links in the last hours
    expected: float = 0.0  # what was expected of them
    read: datetime | None = None  # the last look that brought content, and not just "not modified"


def look(rhythm: Rhythm | None, now: datetime, new: int, *, read: bool = True) -> Rhythm:
    """The rhythm after a look that found `new` links.

    `read` is whether it brought content. The first look only starts the clock: what it finds is the listing's
    past, however long that is.
    """
    now = now.astimezone(UTC)
    if rhythm is None or now <= rhythm.at:
        return rhythm or Rhythm(now, read=now if read else None)
    gap = now - rhythm.at
    counted = min(gap, LONGEST_GAP)
    links = min(new, MOST) * (counted / gap)
    usual, hours = _usual(rhythm), _hours(now - counted, now)
    shares = _shares(hours, usual)
    keep, keep_lately = _kept(gap, FADE), _kept(gap, FADE_LATELY)
    return Rhythm(
        at=now,
        seen=tuple(seen * keep + links * share for seen, share in zip(rhythm.seen, shares, strict=True)),
        watched=tuple(past * keep + part for past, part in zip(rhythm.watched, hours, strict=True)),
        lately=rhythm.lately * keep_lately + links,
        expected=rhythm.expected * keep_lately + sum(a * b for a, b in zip(hours, usual, strict=True)),
        read=now if read else rhythm.read or rhythm.at,
    )


def rates(rhythm: Rhythm) -> tuple[float, ...]:
    """New links an hour to be expected now, by hour of the day."""
    mood = (rhythm.lately + PRIOR_LATELY) / (rhythm.expected + PRIOR_LATELY)
    return tuple(min(max(rate * mood, LEAST_RATE), MOST_RATE) for rate in _usual(rhythm))


def wait(rhythm: Rhythm, *, worth: float = WORTH, longest: timedelta = LONGEST) -> timedelta:
    """From the last look to the next: until `worth` new links are to be expected, within the limits.

    Nobody knows a listing after an hour: at first the wait is no longer than what was watched.
    """
    longest = min(longest, max(SHORTEST, sum(rhythm.watched) * _HOUR))
    weights, worth = _weights(rates(rhythm), worth)
    expected, when, end = 0.0, rhythm.at, rhythm.at + longest
    while when < end:
        step = min(_next_hour(when), end) - when
        coming = weights[when.hour] * (step / _HOUR)
        if expected + coming >= worth:
            when += step * ((worth - expected) / coming)
            break
        expected, when = expected + coming, when + step
    return max(when - rhythm.at, min(SHORTEST, longest))


def silent(rhythm: Rhythm) -> bool:
    """Whether a listing has brought nothing new for days."""
    return sum(rhythm.watched) >= SILENT_AFTER and sum(rhythm.seen) < SILENT


def _weights(by_hour: tuple[float, ...], worth: float) -> tuple[list[float], float]:
    """What an hour counts for, and how much of it a look is worth."""
    worth = min(worth, sum(by_hour) / LEAST_LOOKS)
    full = worth / (SHORTEST / _HOUR)  # links an hour that are worth a look at every chance
    weights = [rate * min(1.0, rate / full) ** SHARP for rate in by_hour]
    return weights, min(worth, sum(weights) / LEAST_LOOKS)


def dump(rhythm: Rhythm) -> str:
    """As text, for the store."""
    seen, watched = ([round(value, 3) for value in values] for values in (rhythm.seen, rhythm.watched))
    last = [round(rhythm.lately, 3), round(rhythm.expected, 3)]
    read = [round(rhythm.read.timestamp())] if rhythm.read else []
    return msgspec.json.encode([round(rhythm.at.timestamp()), seen, watched, *last, *read]).decode()


def load(text: str | None) -> Rhythm | None:
    """From text; None where there is none, or none that can be read: then learning starts anew."""
    try:
        parts = msgspec.json.decode(text or "", type=list[Any])
        at, seen, watched, lately, expected = msgspec.convert(
            parts[:5], tuple[int, list[float], list[float], float, float]
        )
        when = datetime.fromtimestamp(at, UTC)
        read = datetime.fromtimestamp(msgspec.convert(parts[5], int), UTC) if len(parts) > 5 else None
    except (msgspec.MsgspecError, OverflowError, OSError, ValueError):
        return None
    numbers = (*seen, *watched, lately, expected)
    if len(seen) != HOURS or len(watched) != HOURS or not all(0 <= number < 1e9 for number in numbers):
        return None
    return Rhythm(when, tuple(seen), tuple(watched), lately, expected, read)


def _usual(rhythm: Rhythm) -> list[float]:
    """Links an hour by hour of the day: each hour against the day's mean, neighbours lending evidence."""
    mean = (sum(rhythm.seen) + PRIOR_LINKS) / (sum(rhythm.watched) + PRIOR_HOURS)
    seen, watched = _smooth(rhythm.seen), _smooth(rhythm.watched)
    return [
        mean * (links + PRIOR_HOUR) / (mean * hours + PRIOR_HOUR)
        for links, hours in zip(seen, watched, strict=True)
    ]


def _smooth(values: tuple[float, ...]) -> list[float]:
    return [values[hour] + (values[hour - 1] + values[(hour + 1) % HOURS]) / 2 for hour in range(len(values))]


def _hours(start: datetime, end: datetime) -> list[float]:
    """How much of each hour of the day lies between two times."""
    found, when = [0.0] * HOURS, start
    while when < end:
        stop = min(_next_hour(when), end)
        found[when.hour] += (stop - when) / _HOUR
        when = stop
    return found


def _shares(hours: list[float], usual: list[float]) -> list[float]:
    """Which part of the links found most likely came in which hour."""
    weights = [part * rate for part, rate in zip(hours, usual, strict=True)]
    total = sum(weights)
    return [weight / total for weight in weights] if total else [0.0] * HOURS


def _next_hour(when: datetime) -> datetime:
    return when.replace(minute=0, second=0, microsecond=0) + _HOUR


def _kept(gap: timedelta, half: timedelta) -> float:
    return float(0.5 ** (gap / half))
