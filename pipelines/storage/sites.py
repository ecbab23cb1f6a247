"""What is known of a site (a host and port): who leases it, and the pace that it wants.

A site is leased to one worker at a time; a lease that was not given back ends by itself. Its pace is what
`crawler.fetching.backoff` makes of the site's answers, kept from run to run as text.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from pipelines.storage.tables import sites
from pipelines.storage.upsert import insert

LONGEST = timedelta(days=1)  # none lasts as long: a later end was written by a clock that was ahead


def lease(connection: Connection, site: str, holder: str, now: datetime, until: datetime) -> bool:
    """Takes or renews the lease; False while another holds it."""
    statement = insert(connection, sites).values(site=site, holder=holder, until=until)
    ended = or_(sites.c.until <= now, sites.c.until > now + LONGEST)
    free = or_(sites.c.holder.is_(None), sites.c.holder == holder, ended)
    taken = statement.on_conflict_do_update(
        index_elements=["site"], set_={"holder": holder, "until": until}, where=free
    )
    return connection.execute(taken.returning(sites.c.site)).first() is not None


def release(connection: Connection, site: str, holder: str) -> None:
    """Gives the lease back, if it is still the holder's."""
    ours = (sites.c.site == site) & (sites.c.holder == holder)
    connection.execute(update(sites).where(ours).values(holder=None, until=None))


def pace(connection: Connection, site: str) -> str | None:
    """The pace that was kept last, or None."""
    text: str | None = connection.execute(select(sites.c.pace).where(sites.c.site == site)).scalar()
    return text


def keep_pace(connection: Connection, site: str, text: str | None) -> None:
    statement = insert(connection, sites).values(site=site, pace=text)
    connection.execute(statement.on_conflict_do_update(index_elements=["site"], set_={"pace": text}))
