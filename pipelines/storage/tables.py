"""The tables, as SQLAlchemy Core knows them; the migrations make them (a test compares the two).

`addresses` is the frontier: every URL that Warraq knows. `articles` holds one row an article, `revisions`
its record at each revision: the log, numbered in commit order by `position`, that exports and delivery
read. `article_urls` says which article a URL is; `bands` finds near copies. `sites` are leased, `memories`
are what was learned of them; `runs` and `run_counts` report; `workers` and `turns` say who crawls what, where
several machines do.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from pipelines.storage.types import Serial, Utc, Words

COPYING = "warraq_copying"  # a table that is there while a store is being copied into the database

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Words, nullable=False),
    Column("canonical", Words),
    Column("source", Words, nullable=False),
    Column("language", Text),
    Column("title", Words),
    Column("published", Utc, nullable=False),  # when first seen, where the page does not say
    Column("first_seen", Utc, nullable=False),
    Column("status", Text, nullable=False),  # of the current revision
    Column("revision", Integer, nullable=False),  # the current one
    Column("content_hash", Text, nullable=False),
    Column("cluster", Text, nullable=False),  # id of the article that opened it
    Column("cluster_first", Text, nullable=False),  # id of its earliest article, as far as known
    Column(
        "seed", Integer, nullable=False, server_default="0"
    ),  # 1: its cluster's texts are compared with it
    Column("merged_into", Text),  # id of the article that it turned out to be
    Index(None, "published", "id"),  # exports
    Index(None, "source", "published", "id"),  # exports of one source, status
    Index(None, "content_hash"),  # copies
    Index(None, "cluster"),
)

Index(
    "ix_articles_merged_into",
    articles.c.merged_into,
    sqlite_where=articles.c.merged_into.is_not(None),
    postgresql_where=articles.c.merged_into.is_not(None),
)

# The keys of the clusters' seeds (pipelines.similarity), in the order in which they are looked up.
bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Text, ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# What a new text is compared with: the seeds' sketches, packed; a seed of an older version may have none yet.
sketches = Table(
    "sketches",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("position", Serial, primary_key=True, autoincrement=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("committed_at", Utc, nullable=False),
    Column("run", Integer),
    Column("content_hash", Text, nullable=False),
    Column("record", Text, nullable=False),  # JSON, as exported
    UniqueConstraint("article_id", "revision"),
    sqlite_autoincrement=True,  # a position is never given twice, whatever is deleted
)

article_urls = Table(
    "article_urls",
    metadata,
    Column("url", Words, primary_key=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    Column("first_seen", Utc, nullable=False),
    Index(None, "article_id"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),  # found order
    Column("url", Words, nullable=False, unique=True),
    Column("source", Words, nullable=False),
    Column("site", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),  # of the kind: listings before articles
    Column("etag", Words),
    Column("last_modified", Words),
    Column("link", Text),  # JSON: how it was found and what was said of it there
    Column("newest_at", Utc),  # the latest time that the evidence names
    Column("order_at", Utc, nullable=False),  # newest first by this
    Column("found_at", Utc, nullable=False),
    Column("due_at", Utc),  # null: never again
    Column("last_outcome", Text),
    Column("last_reason", Words),
    Column("last_fetched_at", Utc),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("article_id", Text, ForeignKey("articles.id")),
    Column("memo", Text),  # what its fetches taught: each kind of address has a form of its own
    Index(None, "source", "last_outcome", "last_reason"),  # status
    Index(None, "article_id"),
)
# What is due of a source or a site, in the order in which it is asked for.
for _name in ("source", "site"):
    Index(
        f"ix_addresses_due_{_name}",
        addresses.c[_name],
        addresses.c.rank,
        addresses.c.order_at.desc(),
        addresses.c.id,
        addresses.c.due_at,
        sqlite_where=addresses.c.due_at.is_not(None),
        postgresql_where=addresses.c.due_at.is_not(None),
    )

sites = Table(
    "sites",
    metadata,
    Column("site", Words, primary_key=True),
    Column("holder", Text),
    Column("until", Utc),
    Column("pace", Text),  # what the site wanted of those who ask it (crawler.fetching.backoff)
    Column("scripting", Text),  # whether a browser helps its pages (crawler.fetching.scripting)
)

# What a source's pages taught, packed (crawler.memory); a lost one costs nothing but quality.
memories = Table(
    "memories",
    metadata,
    Column("source", Words, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("started", Utc, nullable=False),
    Column("ended", Utc),
    Column("command", Words, nullable=False),
    Column("report", Text),  # JSON
    Column("exit", Integer),
)

run_counts = Table(
    "run_counts",
    metadata,
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True),
    Column("source", Words, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Programs on any machine that work at a queue; the id is procrastinate's.
workers = Table(
    "workers",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("host", Words, nullable=False),
    Column("version", Text, nullable=False),
    Column("queues", Text, nullable=False),  # their names, with spaces between
    Column("began", Utc, nullable=False),
)

# When a worker last had a source in hand; it has, or died, while `ended` is null.
turns = Table(
    "turns",
    metadata,
    Column("source", Words, primary_key=True),
    Column("began", Utc, nullable=False),
    Column("ended", Utc),
)
