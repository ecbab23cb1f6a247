"""What each destination already has: a cursor over the log, and of local files how long each may be.

A cursor is claimed by one program at a time, with an expiry. `pending` is the end of the batch that is on
its way: after a kill the same rows go out again as the same batch, under the same key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, Text, delete, select, update

from crawler.errors import LostClaimError
from pipelines.storage.sites import LONGEST
from pipelines.storage.tables import metadata
from pipelines.storage.types import Utc, Words
from pipelines.storage.upsert import insert

deliveries = Table(
    "deliveries",
    metadata,
    Column("destination", Words, primary_key=True),
    Column("made", Words, nullable=False),  # what kind of thing it is, and where
    Column("position", BigInteger, nullable=False),  # of the log: up to here it has everything
    Column("pending", BigInteger),  # the end of the batch on its way
    Column("sent", BigInteger, nullable=False, server_default="0"),  # rows, in all
    Column("delivered_at", Utc),
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("retry_at", Utc),
    Column("reason", Words),
    Column("holder", Text),
    Column("until", Utc),
)

delivery_files = Table(
    "delivery_files",
    metadata,
    Column("destination", Words, primary_key=True),
    Column("file", Words, primary_key=True),  # its path as configured
    Column("part", Integer, primary_key=True),  # 1, 2, … where there is a size limit
    Column("size", BigInteger, nullable=False),  # bytes that are delivered: longer is a torn end
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a destination stands."""

    destination: str
    made: str
    position: int
    pending: int | None = None
    sent: int = 0
    delivered_at: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    reason: str | None = None
    holder: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A local file: part 1 of "articles.jsonl" is that file, part 2 its continuation."""

    file: str
    part: int


def cursors(connection: Connection, name: str | None = None) -> list[Cursor]:
    """All cursors, or the one of a destination."""
    query = select(deliveries).order_by(deliveries.c.destination)
    if name is not None:
        query = query.where(deliveries.c.destination == name)
    return [Cursor(**row) for row in connection.execute(query).mappings()]


def claim(
    connection: Connection,
    new: Cursor,
    now: datetime,
    ended: Callable[[str], bool],
) -> Cursor:
    """The destination's cursor: `new` where there is none yet. Its holder is another's while claimed.

    `ended`: whether a holder is known to run no more, so that its claim need not be waited for.
    """
    values = {"made": new.made, "position": new.position, "holder": new.holder, "until": new.until}
    row = insert(connection, deliveries).values(destination=new.destination, **values)
    connection.execute(row.on_conflict_do_nothing())
    mine = deliveries.c.destination == new.destination
    # Its row is ours to the end of the transaction: of two that claim at once, the second sees the first.
    connection.execute(select(deliveries.c.destination).where(mine).with_for_update())
    [known] = cursors(connection, new.destination)
    lasts = known.until is not None and now < known.until <= now + LONGEST
    held = known.holder not in (None, new.holder) and lasts
    if held and not ended(known.holder or ""):
        return known
    _set(connection, known, holder=new.holder, until=new.until)
    return cursors(connection, new.destination)[0]


def hold(
    connection: Connection, cursor: Cursor, until: datetime, pending: int | None, makes: Sequence[Part] = ()
) -> None:
    """Renews the claim; a batch up to `pending` is about to go out, and makes these files."""
    _set(connection, cursor, until=until, pending=pending)
    for part in makes:
        _set_size(connection, cursor.destination, part, 0)


def advance(
    connection: Connection,
    cursor: Cursor,
    position: int,
    rows: int,
    sizes: Mapping[Part, int] | None,
    now: datetime,
) -> None:
    """The destination has everything up to `position`; its files are as long as `sizes` say.

    None: they are done with, and need not be known any more.
    """
    values: dict[str, Any] = {"position": position, "pending": None, "sent": deliveries.c.sent + rows}
    values |= {"failures": 0, "retry_at": None, "reason": None}
    if rows:
        values["delivered_at"] = now
    _set(connection, cursor, **values)
    if sizes is None:
        mine = delivery_files.c.destination == cursor.destination
        connection.execute(delete(delivery_files).where(mine))
    for part, size in (sizes or {}).items():
        _set_size(connection, cursor.destination, part, size)


def fail(connection: Connection, cursor: Cursor, reason: str, retry_at: datetime) -> None:
    _set(connection, cursor, failures=deliveries.c.failures + 1, reason=reason, retry_at=retry_at)


def release(connection: Connection, cursor: Cursor) -> None:
    ours = (deliveries.c.destination == cursor.destination) & (deliveries.c.holder == cursor.holder)
    connection.execute(update(deliveries).where(ours).values(holder=None, until=None))


def files(connection: Connection, destination: str) -> dict[Part, int]:
    """The files that are the destination's, and how much of each is delivered."""
    query = select(delivery_files).where(delivery_files.c.destination == destination)
    return {Part(row["file"], row["part"]): row["size"] for row in connection.execute(query).mappings()}


def add_files(connection: Connection, cursor: Cursor, parts: Sequence[Part]) -> None:
    """Files that the destination is about to make: from now on they are its own."""
    _set(connection, cursor, holder=cursor.holder)
    for part in parts:
        _set_size(connection, cursor.destination, part, 0)


def _set_size(connection: Connection, destination: str, part: Part, size: int) -> None:
    key = {"destination": destination, "file": part.file, "part": part.part}
    row = insert(connection, delivery_files).values(**key, size=size)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_={"size": size}))


def _set(
    connection: Connection, cursor: Cursor, **values: object
) -> None:  # plain values and SQL expressions
    """Changes the cursor if its holder is still the one that the caller knows."""
    known = deliveries.c.holder
    same_holder = known.is_(None) if cursor.holder is None else known == cursor.holder
    ours = (deliveries.c.destination == cursor.destination) & same_holder
    if "position" in values:  # nobody moves it but from where it was
        ours &= deliveries.c.position == cursor.position
    if connection.execute(update(deliveries).where(ours).values(**values)).rowcount != 1:
        raise LostClaimError(cursor.destination)
