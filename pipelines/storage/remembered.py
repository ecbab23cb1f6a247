"""What the pages of each source taught, as bytes: the store does not look inside."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from pipelines.storage.tables import memories
from pipelines.storage.upsert import insert

CHUNK = 500  # sources in one statement: SQLite took no more than 999 values before 3.32


def read(connection: Connection, sources: Sequence[str] | None = None) -> dict[str, bytes]:
    """The memories of these sources, or of all, by source; sources without one are not there."""
    wanted = select(memories.c.source, memories.c.packed).order_by(memories.c.source)
    if sources is None:
        return {row.source: bytes(row.packed) for row in connection.execute(wanted)}
    found: dict[str, bytes] = {}
    for start in range(0, len(sources), CHUNK):
        some = wanted.where(memories.c.source.in_(sources[start : start + CHUNK]))
        found.update((row.source, bytes(row.packed)) for row in connection.execute(some))
    return found


def keep(connection: Connection, packed: Mapping[str, bytes]) -> None:
    """Puts these in the place of what was kept of their sources."""
    for source, data in packed.items():
        statement = insert(connection, memories).values(source=source, packed=data)
        connection.execute(statement.on_conflict_do_update(index_elements=["source"], set_={"packed": data}))
