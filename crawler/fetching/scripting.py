"""Whether a site's pages are worth a browser: learned from a few, kept, asked again after a month. Pure.

What was learned travels as a short text, beside the site's pace.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec

TRIES = 3  # pages in a row that a browser did not help, before the site is left without one
AGAIN = timedelta(days=30)  # then it is tried anew: sites are rebuilt


@dataclass(frozen=True, slots=True)
class Scripting:
    """What the pages of one site that said they need scripts came to in a browser."""

    helped: bool = False  # the last one did
    failed: int = 0  # in a row, since one was helped
    at: datetime | None = None  # of the last one

    def hopeless(self, now: datetime) -> bool:
        return self.failed >= TRIES and self.at is not None and timedelta(0) <= now - self.at < AGAIN


def learned(known: Scripting, helped: bool, now: datetime) -> Scripting:
    """After one more page was filled by a browser, and had a text or had none."""
    if helped:
        return Scripting(helped=True, at=now)
    over = known.failed >= TRIES  # a month has passed: one more page decides
    return replace(known, helped=False, failed=TRIES if over else known.failed + 1, at=now)


def dump(known: Scripting) -> str:
    at = round(known.at.timestamp()) if known.at else None
    return msgspec.json.encode([known.helped, known.failed, at]).decode()


def load(text: str | None) -> Scripting:
    """From text; nothing is known where it cannot be read."""
    try:
        helped, failed, at = msgspec.json.decode(text or "", type=tuple[bool, int, int | None])
        return Scripting(helped, failed, datetime.fromtimestamp(at, UTC) if at is not None else None)
    except (msgspec.MsgspecError, OverflowError, OSError, ValueError):
        return Scripting()
