"""When the machine's clock was set back: what was put off under the clock of before is due again.

A clock that was ahead for a run (a flat battery, a wrong year) leaves addresses that are due in years. The
runs say whether that has happened; only then are the addresses looked through.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from crawler.items import Status
from pipelines.storage.tables import addresses, runs

TOLERANCE = timedelta(minutes=5)  # by which the clocks of several machines may differ
RUNS_LOOKED_AT = 20
# What these pages are was never to be looked at again: by a clock that was ahead they were years old.
_LOOKED_AT = (str(Status.ARTICLE), str(Status.UNCHANGED), str(Status.DUPLICATE))


def set_right(connection: Connection, now: datetime) -> tuple[datetime, int] | None:
    """The latest moment that a run has seen and how many addresses are due again; None: all is well."""
    latest = select(runs.c.started, runs.c.ended).order_by(runs.c.id.desc()).limit(RUNS_LOOKED_AT)
    seen = [moment for row in connection.execute(latest) for moment in row if moment is not None]
    if not seen or max(seen) <= now + TOLERANCE:
        return None
    ahead = or_(addresses.c.last_fetched_at > now, addresses.c.found_at > now)
    too_old = addresses.c.due_at.is_(None) & addresses.c.last_outcome.in_(_LOOKED_AT)
    put_off = update(addresses).where(or_(addresses.c.due_at > now, too_old), ahead)
    return max(seen), connection.execute(put_off.values(due_at=now)).rowcount
