"""How fast a site may be asked, after what it answered: pure, with the time passed in.

A `Pace` holds the delay between two requests and until when the site is left alone. Retry-After on 429 and
503 is obeyed within limits (RFC 9110 §10.2.3); 429 without it, and several 503 in a row, wait longer each
time. Slower answers mean a longer delay: a site that strains is not pushed. What a site wants is kept
from run to run as a short text.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from crawler.text import span

MAX_RETRY_AFTER = timedelta(days=1)  # more is a mistake, or a way to say no: tomorrow we ask again
MIN_RETRY_AFTER = timedelta(seconds=1)
# Without Retry-After: after the n-th refusal in a row.
WAITS: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
UNWELL = 3  # answers 503 in a row without Retry-After, until the site itself is left alone
MAX_DELAY = 60.0  # seconds between two requests: slower is no crawl
FIRST_DELAY = 1.0  # seconds, at least, once a site has said "too many"
QUICK = 1.0  # seconds to the first byte that say nothing about strain
PART = 0.3  # of a new measurement that enters the delay: one slow page is no slow site
FORGIVING = 50  # answers in a row without refusal that take a refusal's delay back


@dataclass(frozen=True, slots=True)
class Pace:
    """What one site wants. `delay` is in seconds and never under `least`, what was set or robots.txt asks."""

    least: float = 0.0
    delay: float = 0.0
    refusals: int = 0  # in a row
    well: int = 0  # answers in a row since the last refusal
    until: datetime | None = None  # leave the site alone until then

    def quiet(self, now: datetime) -> bool:
        # a later end was written by a clock that was ahead
        return self.until is not None and now < self.until <= now + MAX_RETRY_AFTER


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, in seconds or as a date, within limits; else None."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        wanted = timedelta(seconds=min(int(value[:9]), MAX_RETRY_AFTER.total_seconds()))
    else:
        try:
            when = parsedate_to_datetime(value)
            wanted = (when if when.tzinfo else when.replace(tzinfo=UTC)) - now
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return min(max(wanted, MIN_RETRY_AFTER), MAX_RETRY_AFTER)


def answered(
    pace: Pace, status: int, seconds: float, asked: str | None, now: datetime
) -> tuple[Pace, str | None]:
    """The pace after an answer, and why the site is left alone, where it is from now on.

    `seconds` is the time to the first byte, `asked` the Retry-After header.
    """
    if status not in (429, 503):
        return _served(pace, status, seconds, now), None
    refusals = pace.refusals + 1
    wanted = retry_after(asked, now)
    delay = min(max(pace.delay * 2, FIRST_DELAY), MAX_DELAY)
    refused = replace(pace, delay=max(delay, pace.least), refusals=refusals, well=0)
    if wanted is not None:
        reason = f"{status}: the site asks to wait {span(wanted.total_seconds())}"
    elif status == 429 or refusals >= UNWELL:
        nth = refusals - (1 if status == 429 else UNWELL)
        wanted = WAITS[min(nth, len(WAITS) - 1)]
        reason = f"{status}, {refusals} in a row: left alone for {span(wanted.total_seconds())}"
    else:
        return refused, None
    until = max(now + wanted, pace.until or now)
    return replace(refused, until=until), reason


def _served(pace: Pace, status: int, seconds: float, now: datetime) -> Pace:
    """An answer that is no refusal: the delay goes towards what the site's speed asks for."""
    well = pace.well + 1
    least = pace.least
    if seconds > QUICK:
        wanted = min(max(seconds, least), MAX_DELAY)
    elif status >= 400 or (pace.delay > least and well < FORGIVING):
        wanted = pace.delay  # a quick error says nothing, and a refusal is remembered for a while
    else:
        wanted = least
    delay = max(least, pace.delay + PART * (wanted - pace.delay))
    if delay - least < 0.05:
        delay = least
    until = pace.until if pace.quiet(now) else None
    return replace(pace, delay=delay, refusals=0, well=well, until=until)


def at_least(pace: Pace, least: float) -> Pace:
    """The same with a lower bound: what the user set, or what robots.txt asks for."""
    return replace(pace, least=least, delay=max(pace.delay, least))


def dump(pace: Pace) -> str | None:
    """As text, for the store; None where there is nothing to remember."""
    if pace.until is None and pace.delay <= pace.least:
        return None
    until = round(pace.until.timestamp()) if pace.until else None
    return msgspec.json.encode([round(pace.delay, 2), pace.refusals, pace.well, until]).decode()


def load(text: str | None, least: float) -> Pace:
    """From text, with this run's lower bound; a fresh pace where there is none that can be read."""
    try:
        delay, refusals, well, until = msgspec.json.decode(
            text or "", type=tuple[float, int, int, int | None]
        )
        when = datetime.fromtimestamp(until, UTC) if until is not None else None
    except (msgspec.MsgspecError, OverflowError, OSError, ValueError):
        return Pace(least, least)
    return Pace(least, max(least, min(max(delay, 0.0), MAX_DELAY)), max(refusals, 0), max(well, 0), when)
