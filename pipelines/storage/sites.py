"""What is known of a site (a host and port): who leases it, the pace that it wants, whether a browser helps.

A site is leased to one worker at a time; a lease that was not given back ends by itself. Its pace is what
`crawler.fetching.backoff` makes of the site's answers, kept from run to run as text; so is what
`crawler.fetching.scripting` learned of its pages.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from pipelines.storage.tables import sites
from pipelines.storage.upsert import insert

CHUNK = 300  # sites in one statement, three values each: SQLite took no more than 999 before 3.32
LONGEST = timedelta(days=1)  # none lasts as long: a later end was written by a clock that was ahead


def lease_all(
    connection: Connection, asked: Sequence[str], holder: str, now: datetime, until: datetime
) -> set[str]:
    """Takes or renews many; those that are the holder's now."""
    ended = or_(sites.c.until <= now, sites.c.until > now + LONGEST)
    free = or_(sites.c.holder.is_(None), sites.c.holder == holder, ended)
    taken: set[str] = set()
    ordered = sorted(set(asked))  # two that ask for the same sites take them in one order
    for start in range(0, len(ordered), CHUNK):
        rows = [{"site": site, "holder": holder, "until": until} for site in ordered[start : start + CHUNK]]
        statement = insert(connection, sites).values(rows)
        taking = statement.on_conflict_do_update(
            index_elements=["site"], set_={"holder": holder, "until": until}, where=free
        )
        taken.update(connection.execute(taking.returning(sites.c.site)).scalars())
    return taken


def release_all(connection: Connection, holder: str) -> None:
    """Gives back all that a holder has."""
    connection.execute(update(sites).where(sites.c.holder == holder).values(holder=None, until=None))


def release(connection: Connection, site: str, holder: str) -> None:
    """Gives the lease back, if it is still the holder's."""
    ours = (sites.c.site == site) & (sites.c.holder == holder)
    connection.execute(update(sites).where(ours).values(holder=None, until=None))


def paces(connection: Connection, asked: Sequence[str]) -> dict[str, str]:
    """The paces that were kept, by site; sites without one are not there."""
    found: dict[str, str] = {}
    for start in range(0, len(asked), CHUNK):
        mine = sites.c.site.in_(asked[start : start + CHUNK]) & sites.c.pace.is_not(None)
        rows = connection.execute(select(sites.c.site, sites.c.pace).where(mine))
        found.update((row.site, row.pace) for row in rows)
    return found


def keep_pace(connection: Connection, site: str, text: str | None) -> None:
    statement = insert(connection, sites).values(site=site, pace=text)
    connection.execute(statement.on_conflict_do_update(index_elements=["site"], set_={"pace": text}))


def scripting(connection: Connection, site: str) -> str | None:
    """What a browser made of the site's pages, as it was kept."""
    return connection.execute(select(sites.c.scripting).where(sites.c.site == site)).scalar()


def keep_scripting(connection: Connection, site: str, text: str) -> None:
    statement = insert(connection, sites).values(site=site, scripting=text)
    connection.execute(statement.on_conflict_do_update(index_elements=["site"], set_={"scripting": text}))
