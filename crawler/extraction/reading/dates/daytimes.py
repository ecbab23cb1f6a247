"""Times of day and zones in a tokenised line: "10:30 ص", "15.30 Uhr", "3 pm EST", "15:30+0300"."""

from collections.abc import Sequence
from datetime import time, timedelta, timezone, tzinfo
from typing import NamedTuple

from crawler.extraction.reading.dates.datewords import DateWords, Token, match, zone_named

_HOUR_SIGNS = frozenset({":", ".", "h", "時", "时", "시", "點", "点"})
_HOUR_WORDS = frozenset({"h", "uhr", "時", "时", "시", "點", "点", "hrs", "klo"})
_MINUTE_SIGNS = frozenset({":", ".", "'", "m", "min", "分", "분"})
_QUARTERS = frozenset({0, 15, 30, 45})
_GAP = 4  # words allowed between a day and its time: "at", a weekday, "الساعة"
_MAX_OFFSET = timedelta(hours=14)  # the widest in use (Line Islands)


class Clock(NamedTuple):
    time: time
    zone: tzinfo | None
    start: int  # first token
    end: int  # after the last token
    half: bool = False  # whether it begins with a word for am or pm


def read_clock(tokens: Sequence[Token], at: int, words: DateWords) -> Clock | None:
    """The time of day that begins at a token, or None."""
    early = match(tokens, at, words.halves)  # before the hour in Chinese, Japanese, Korean
    index = early[1] if early else at
    hour = _number(tokens, index)
    if hour is None or hour > 24 or len(tokens[index].text) > 2:
        return None
    minute, second, after = _minutes(tokens, index + 1)
    sign = _text(tokens, index + 1)
    late = match(tokens, after, words.halves)
    after = late[1] if late else after
    half = late or early
    # A half before a bare number is another word: German "am 13. Mai".
    if minute is None and late is None and sign not in _HOUR_WORDS:
        return None
    if half is not None and hour <= 12:
        hour = hour % 12 + half[0]
    zone, after = read_zone(tokens, after, strict=second is None)
    if hour == 24 or (minute or 0) > 59 or (second or 0) > 59:
        return None
    return Clock(time(hour, minute or 0, second or 0), zone, at, after, early is not None)


def _minutes(tokens: Sequence[Token], at: int) -> tuple[int | None, int | None, int]:
    """Minutes and seconds after the hour, and the index after them."""
    minute = _number(tokens, at + 1)
    if _text(tokens, at) not in _HOUR_SIGNS or minute is None or len(tokens[at + 1].text) != 2:
        return None, None, at + (_text(tokens, at) in _HOUR_WORDS)
    after = at + 2
    second = _number(tokens, after + 1)
    if _text(tokens, after) in _MINUTE_SIGNS and second is not None and len(tokens[after + 1].text) == 2:
        after += 2
        fraction = _text(tokens, after) in (".", ",") and _number(tokens, after + 1) is not None
        if fraction and _adjacent(tokens, after):
            after += 2
        return minute, second, after
    if _text(tokens, after) in _HOUR_WORDS or _text(tokens, after) in ("分", "분"):
        after += 1
    return minute, None, after


def read_zone(tokens: Sequence[Token], at: int, *, strict: bool) -> tuple[tzinfo | None, int]:
    """The zone at a token and the index after it. `strict`: "+03:00" alone could be a span of time."""
    index = at + (_text(tokens, at) in ("(", ","))
    name = _text(tokens, index)
    zone = zone_named(name) if name else None
    if zone is not None:
        index += 1
        if name in ("gmt", "utc", "ut"):
            offset, after = _offset(tokens, index, strict=False)
            return (offset, after) if offset else (zone, index)
        return zone, index
    offset, after = _offset(tokens, index, strict=strict)
    return (offset, after) if offset else (None, at)


def _offset(tokens: Sequence[Token], at: int, *, strict: bool) -> tuple[tzinfo | None, int]:
    sign = {"+": 1, "-": -1, "−": -1}.get(_text(tokens, at))
    number = _number(tokens, at + 1)
    if sign is None or number is None or not _adjacent(tokens, at):
        return None, at
    length, after = len(tokens[at + 1].text), at + 2
    hours, minutes = divmod(number, 100) if length == 4 else (number, 0)
    if length <= 2 and _text(tokens, after) == ":" and (extra := _number(tokens, after + 1)) is not None:
        minutes, after = extra, after + 2
    elif length not in (1, 2, 4) or (strict and length != 4):
        return None, at
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes not in _QUARTERS or offset > _MAX_OFFSET or (strict and length != 4 and sign < 0):
        return None, at
    return timezone(sign * offset), after


def _number(tokens: Sequence[Token], at: int) -> int | None:
    return tokens[at].number if 0 <= at < len(tokens) else None


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _adjacent(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing stands between a token and the next."""
    return at + 1 < len(tokens) and tokens[at].end == tokens[at + 1].start


def clock_beside(
    tokens: Sequence[Token], start: int, end: int, before: Clock | None, words: DateWords
) -> Clock | None:
    """The time of a day that stands at tokens [start, end): right before it, or soon after it."""
    if before and not any(token.word for token in tokens[before.end : start]):
        return before
    passed = 0
    for at in range(end, len(tokens)):
        if clock := read_clock(tokens, at, words):
            return clock
        if tokens[at].number is not None or passed > _GAP:
            break
        passed += tokens[at].word
    close = before and sum(token.word for token in tokens[before.end : start]) <= _GAP
    return before if close else None
