"""What a site wanted of those who ask it (`crawler.fetching.backoff`), kept from run to run as text."""

from sqlalchemy import Connection, select

from pipelines.storage.tables import sites
from pipelines.storage.upsert import insert


def pace(connection: Connection, site: str) -> str | None:
    """What was kept last, or None."""
    text: str | None = connection.execute(select(sites.c.pace).where(sites.c.site == site)).scalar()
    return text


def keep_pace(connection: Connection, site: str, text: str | None) -> None:
    statement = insert(connection, sites).values(site=site, pace=text)
    connection.execute(statement.on_conflict_do_update(index_elements=["site"], set_={"pace": text}))
