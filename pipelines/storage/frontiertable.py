"""The frontier: which addresses are known, which are due, and what became of a fetch."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

import msgspec
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import Insert

from crawler.discovery.order import day_in
from crawler.fetching.revisit import is_worth_a_look
from crawler.items import LISTINGS, Address, AddressKind, DueQuery, Link, Outcome, Status
from crawler.urls import MAX_BYTES, site_of
from pipelines.normalize import storable
from pipelines.storage.many import among, insert_rows
from pipelines.storage.tables import addresses
from pipelines.storage.upsert import insert, insert_for, insert_new

# Listings first, so that what is newest is known before articles are chosen.
RANKS = {
    AddressKind.ROBOTS: 0,
    AddressKind.ARCHIVE: 0,
    AddressKind.SITEMAP: 1,
    AddressKind.FEED: 1,
    AddressKind.FRONT: 1,
    AddressKind.ARTICLE: 2,
}
CHUNK = 500  # values in one IN (…): SQLite took no more than 999 before 3.32
# A page in these is on show today: with no date of its own it counts as new when it is found.
_SHOWS_TODAY = frozenset({"front", "feed", "news_sitemap", "source"})
REASON = 500  # characters kept of a reason, which stands in an index
FORGOTTEN = "forgotten"  # last outcome of an address that is blocked for ever
_LISTINGS = addresses.c.kind.in_([str(kind) for kind in LISTINGS])
_ALLOWED = addresses.c.last_outcome.is_distinct_from(FORGOTTEN)
_UNDATED = datetime.fromisoformat("1970-01-01T00:00:00+00:00")  # an archive's page, date unknown: last
_FAILURES = frozenset({Status.FAILED, Status.BLOCKED, Status.GONE})  # counted in `attempts`
_STORED = frozenset({str(Status.ARTICLE), str(Status.UNCHANGED)})
_KEEPS_VALIDATORS = frozenset({Status.FAILED, Status.BLOCKED, Status.REFUSED})

READ_ANEW = timedelta(days=1)  # some servers say "not modified" for ever
_LISTING_KINDS = frozenset(str(kind) for kind in LISTINGS)


def add_links(connection: Connection, source: str, links: Sequence[Link], now: datetime) -> int:
    """Makes rows of new links, due at once; known rows gain the evidence that they lacked."""
    links = [link for link in links if fits(link.url)]
    rows = {link.url: _row(source, link, now) for link in reversed(links)}  # the first mention counts
    rows = {url: rows[url] for url in dict.fromkeys(link.url for link in links)}
    known = _by_url(connection, list(rows))
    new = [row for url, row in rows.items() if url not in known]
    if new:
        insert_rows(connection, insert_new(connection, addresses), new)
    changed = _said_to_have_changed(known, links)
    for link in links:
        if link.url in known and known[link.url]["last_outcome"] != FORGOTTEN:
            _enrich(connection, known[link.url], link, now, again=link.url in changed)
    return len(new)


def _said_to_have_changed(known: Mapping[str, RowMapping], links: Sequence[Link]) -> set[str]:
    """Stored articles of which a listing says that they were changed since they were fetched. One that says
    so of most of them gives its own time, and is not believed."""
    fetched = {url: row["last_fetched_at"] for url, row in known.items() if row["last_outcome"] in _STORED}
    changed = {
        link.url
        for link in links
        if link.url in fetched and link.modified_at and link.modified_at > fetched[link.url]
    }
    return changed if len(changed) == 1 or 2 * len(changed) <= len(fetched) else set()


def fits(url: str) -> bool:
    """Whether it may be kept: PostgreSQL indexes 2,704 bytes at most, and what is longer is a trap."""
    return len(url) <= MAX_BYTES and len(url.encode("utf-8", "replace")) <= MAX_BYTES


def _row(source: str, link: Link, now: datetime) -> dict[str, Any]:
    return {
        "url": storable(link.url),
        "source": source,
        "site": site_of(link.url),
        "kind": str(link.kind),
        "rank": RANKS[link.kind],
        "link": _encode(link),
        "newest_at": newest(link),
        "order_at": order(link, now),
        "found_at": now,
        "due_at": now,
    }


def newest(link: Link | None) -> datetime | None:
    """The latest time that the evidence names."""
    times = [time for time in (link.published_at, link.modified_at) if time] if link else []
    return max(times) if times else None


def order(link: Link | None, now: datetime) -> datetime:
    """By which addresses are taken, newest first. Nothing is newer than now, whatever is claimed."""
    known = newest(link)
    if known:
        return min(known, now)
    if link and link.found_in in _SHOWS_TODAY:
        return now
    named = day_in(link.url) if link else None
    return named if named and named <= now else _UNDATED


_READ = ("id", "url", "link", "newest_at", "last_outcome", "last_fetched_at", "memo")
_KNOWN = select(*(addresses.c[name] for name in _READ)).where(among(addresses.c.url, "urls"))


def _by_url(connection: Connection, urls: Sequence[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    for start in range(0, len(urls), CHUNK):
        asked = {"urls": urls[start : start + CHUNK]}
        found.update({row["url"]: row for row in connection.execute(_KNOWN, asked).mappings()})
    return found


def _enrich(connection: Connection, row: RowMapping, link: Link, now: datetime, *, again: bool) -> None:
    """`again`: the article is said to have changed, and due at once if its looks do not speak against it."""
    old = _decode(row["link"])
    merged = merge(old, link)
    if merged == old:
        return
    times = {"newest_at": newest(merged), "order_at": order(merged, now)}
    values = {"link": _encode(merged), **(times if times["newest_at"] != row["newest_at"] else {})}
    if again and is_worth_a_look(row["memo"]):
        values["due_at"] = now
    mine = (addresses.c.id == row["id"]) & _ALLOWED  # it may be forgotten since it was read
    connection.execute(update(addresses).where(mine).values(values))


def merge(old: Link | None, new: Link) -> Link:
    """What was known first stays; what it lacked is taken from the new; the later change counts."""
    if old is None:
        return new
    changes = [time for time in (old.modified_at, new.modified_at) if time]
    return Link(
        url=old.url,
        kind=old.kind,
        found_in=old.found_in,
        title=old.title or new.title,
        summary=old.summary or new.summary,
        authors=old.authors or new.authors,
        published_at=old.published_at or new.published_at,
        modified_at=max(changes) if changes else None,
        language=old.language or new.language,
    )


def _encode(link: Link) -> str:
    try:
        text = msgspec.json.encode(link).decode()
    except UnicodeEncodeError:
        text = msgspec.json.encode(
            Link(url=storable(link.url), kind=link.kind, found_in=link.found_in)
        ).decode()
    return text


def _decode(text: str | None) -> Link | None:
    return msgspec.json.decode(text, type=Link) if text else None


def prepare(
    connection: Connection, seeds: Mapping[str, Sequence[Link]], wake: Collection[str], now: datetime
) -> dict[str, set[str]]:
    """Makes addresses of what is known of sources before anything was fetched, and the listings of those in
    `wake` due, but for those that fail: these keep their waiting time. Returns the sites at which each has
    fronts: feeds and sitemaps may lie with somebody else.
    """
    named = [(source, link) for source, links in seeds.items() for link in links]
    known: set[str] = set()
    for start in range(0, len(named), CHUNK):
        known |= _by_url(connection, [link.url for _, link in named[start : start + CHUNK]]).keys()
    if new := [_row(source, link, now) for source, link in named if link.url not in known and fits(link.url)]:
        insert_rows(connection, insert_new(connection, addresses), new)
    sites: dict[str, set[str]] = {source: set() for source in seeds}
    sources, woken = list(seeds), frozenset(wake)
    for start in range(0, len(sources), CHUNK):
        some = sources[start : start + CHUNK]
        if asked := [source for source in some if source in woken]:
            well = addresses.c.source.in_(asked) & _LISTINGS & (addresses.c.attempts == 0) & _ALLOWED
            connection.execute(update(addresses).where(well).values(due_at=now))
        mine = addresses.c.source.in_(some) & (addresses.c.kind == str(AddressKind.FRONT))
        for row in connection.execute(select(addresses.c.source, addresses.c.site).where(mine).distinct()):
            sites[row.source].add(row.site)
    return sites


def _is_due(query: Select[Any], wanted: frozenset[str]) -> Select[Any]:
    """The conditions of a `DueQuery` in which these fields are set; their values come with the execution."""
    query = query.where(addresses.c.due_at.is_not(None), addresses.c.due_at <= bindparam("now"))
    if "source" in wanted:
        query = query.where(addresses.c.source == bindparam("source"))
    if "site" in wanted:
        query = query.where(addresses.c.site == bindparam("site"))
    if "kinds" in wanted:
        query = query.where(addresses.c.kind.in_(bindparam("kinds", expanding=True)))
    if "since" in wanted:
        recent = or_(addresses.c.newest_at.is_(None), addresses.c.newest_at >= bindparam("since"))
        query = query.where(or_(addresses.c.kind != str(AddressKind.ARTICLE), recent))
    return query


def _values(wanted: DueQuery, now: datetime) -> dict[str, Any]:
    kinds = None if wanted.kinds is None else [str(kind) for kind in wanted.kinds]
    values = {"source": wanted.source, "site": wanted.site, "kinds": kinds, "since": wanted.since}
    return {"now": now, **{name: value for name, value in values.items() if value is not None}}


@lru_cache(maxsize=32)
def _due_statement(wanted: frozenset[str]) -> Select[Any]:
    ordered = (addresses.c.rank, addresses.c.order_at.desc(), addresses.c.id)
    return _is_due(select(addresses), wanted).order_by(*ordered).limit(bindparam("most"))


def due(connection: Connection, wanted: DueQuery, now: datetime, limit: int) -> list[Address]:
    """What to fetch next: robots.txt, then listings, then articles, newest first."""
    values = _values(wanted, now)
    statement = _due_statement(frozenset(values))
    rows = connection.execute(statement, {**values, "most": limit + len(wanted.exclude)}).mappings()
    left_out = frozenset(wanted.exclude)
    return [_address(row, now) for row in rows if row["url"] not in left_out][:limit]


def count_due(connection: Connection, wanted: DueQuery, now: datetime) -> int:
    values = _values(wanted, now)
    query = _is_due(select(func.count()).select_from(addresses), frozenset(values))
    return int(connection.execute(query, values).scalar_one())


def address(connection: Connection, url: str) -> tuple[Address, datetime | None] | None:
    """A known address with the time of its last fetch."""
    row = connection.execute(select(addresses).where(addresses.c.url == url)).mappings().one_or_none()
    return (_address(row), row["last_fetched_at"]) if row else None


def due_times(connection: Connection) -> dict[str, datetime]:
    """When the first address of each source is due; sources of which nothing ever is are not there."""
    query = select(addresses.c.source, func.min(addresses.c.due_at)).group_by(addresses.c.source)
    rows = connection.execute(query.where(addresses.c.due_at.is_not(None)))
    return {row[0]: row[1] for row in rows}


def make_due(connection: Connection, urls: Collection[str], now: datetime) -> int:
    """Makes known addresses due at once; says how many."""
    wanted, changed = list(urls), 0
    for start in range(0, len(wanted), CHUNK):
        chosen = addresses.c.url.in_(wanted[start : start + CHUNK]) & _ALLOWED
        changed += connection.execute(update(addresses).where(chosen).values(due_at=now)).rowcount
    return changed


def wake(connection: Connection, source: str, now: datetime) -> int:
    """Makes a source's listings due at once, but for those that fail: these keep their waiting time."""
    well = (addresses.c.source == source) & _LISTINGS & (addresses.c.attempts == 0) & _ALLOWED
    return connection.execute(update(addresses).where(well).values(due_at=now)).rowcount


def _address(row: RowMapping, now: datetime | None = None) -> Address:
    """The address; a listing that was not looked at for a day without its validators: it is read anew."""
    last = row["last_fetched_at"]
    old = now is not None and last is not None and now - last >= READ_ANEW and row["kind"] in _LISTING_KINDS
    return Address(
        url=row["url"],
        source=row["source"],
        site=row["site"],
        kind=AddressKind(row["kind"]),
        etag=None if old else row["etag"],
        last_modified=None if old else row["last_modified"],
        link=_decode(row["link"]),
        attempts=row["attempts"],
        memo=row["memo"],
    )


class Writer(Protocol):
    """What takes rows of the frontier to write, together with others."""

    @property
    def dialect(self) -> str: ...
    def add_address(self, statement: Insert, row: dict[str, Any]) -> None: ...


def settle(batch: Writer, outcome: Outcome, article: str | None, now: datetime) -> None:
    """Writes what the fetch of an address came to; an address that was not known becomes so."""
    address = outcome.address
    if not fits(address.url):
        return
    link = address.link or Link(address.url, address.kind)
    values = _settled(outcome, article, now)
    new = _row(address.source, link, now) | {
        "url": address.url,
        "site": address.site,
        "kind": str(address.kind),
    }
    failed = outcome.status in _FAILURES
    statement = _settling(batch.dialect, tuple(values), failed)
    batch.add_address(statement, {**new, **values, "attempts": int(failed)})


@lru_cache(maxsize=64)
def _settling(dialect: str, changed: tuple[str, ...], failed: bool) -> Insert:
    """The statement that writes an outcome; of an address that is known, only these columns."""
    statement = insert_for(dialect, addresses)
    changes: dict[str, ColumnElement[Any]] = {name: statement.excluded[name] for name in changed}
    changes["attempts"] = addresses.c.attempts + 1 if failed else statement.excluded["attempts"]
    return statement.on_conflict_do_update(index_elements=["url"], set_=changes, where=_ALLOWED)


def block(
    connection: Connection, urls: Collection[str], source: str, article: str | None, now: datetime
) -> int:
    """Makes addresses, known or not, such as are never fetched again; says how many were not blocked yet.

    What feeds said of them is erased.
    """
    changes = {"due_at": None, "last_outcome": FORGOTTEN, "last_reason": None, "link": None}
    changes |= {"etag": None, "last_modified": None}
    blocked = 0
    for url in filter(fits, urls):
        row = _row(source, Link(url), now) | {"article_id": article} | changes
        statement = insert(connection, addresses).values(row)
        blocking = statement.on_conflict_do_update(index_elements=["url"], set_=changes, where=_ALLOWED)
        blocked += connection.execute(blocking).rowcount
    return blocked


def _settled(outcome: Outcome, article: str | None, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "due_at": outcome.next_due,
        "last_outcome": str(outcome.status),
        "last_reason": outcome.reason[:REASON] or None,
        "last_fetched_at": outcome.fetched_at or now,
    }
    if article is not None:
        values["article_id"] = article
    if outcome.memo is not None:
        values["memo"] = outcome.memo
    not_modified = outcome.http_status == 304
    if outcome.status not in _KEEPS_VALIDATORS and not not_modified:
        values |= {"etag": outcome.etag, "last_modified": outcome.last_modified}
    elif not_modified:  # a 304 may bring newer validators: RFC 9111, 4.3.4
        values |= {name: new for name in ("etag", "last_modified") if (new := getattr(outcome, name))}
    return values
