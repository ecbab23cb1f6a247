"""Articles, outcomes and links for the tests of the store, as a crawl makes them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from crawler.items import Address, AddressKind, Article, Outcome, Status
from crawler.urls import site_of
from pipelines.storage import migrate
from pipelines.storage.engine import APPLICATION_ID, make_engine, parse_url

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = (
    "The council of the harbour town voted on Monday to rebuild the old lighthouse.",
    "Work is to begin in spring, once the last of the winter storms has passed.",
    "The fishermen's guild, which paid for half of it, asked for a brighter lamp.",
)


def later(**parts: float) -> datetime:
    return NOW + timedelta(**parts)


def address(url: str, source: str = "harbour", kind: AddressKind = AddressKind.ARTICLE) -> Address:
    return Address(url, source, site_of(url), kind)


def outcome(
    url: str,
    status: Status = Status.ARTICLE,
    *,
    source: str = "harbour",
    kind: AddressKind = AddressKind.ARTICLE,
    etag: str | None = None,
    reason: str = "",
) -> Outcome:
    return Outcome(address(url, source, kind), status, reason, fetched_at=NOW, etag=etag)


def article(
    url: str,
    *,
    title: str = "Town rebuilds its lighthouse",
    body: tuple[str, ...] = BODY,
    source: str = "harbour",
    canonical: str | None = None,
    asked: str | None = None,
    published: datetime | None = NOW,
    language: str = "en",
) -> Article:
    return Article(
        url=url,
        title=title,
        canonical_url=canonical,
        source=source,
        paragraphs=list(body),
        text="\n\n".join(body),
        published_at=published.isoformat() if published else None,
        language=language,
        outcome=outcome(asked or url, source=source),
    )


def rows(database: str, statement: str) -> list[tuple[Any, ...]]:
    """What another program reads, or does, in the database."""
    engine = create_engine(parse_url(database))
    with engine.begin() as connection:
        result = connection.exec_driver_sql(statement)
        found = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return found


def make_at(database: str, version: str) -> None:
    """A database of an earlier schema."""
    engine = make_engine(parse_url(database))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
        config.attributes.update(connection=connection, version_table=migrate.VERSION_TABLE)
        command.upgrade(config, version)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    engine.dispose()
