"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
INT = sa.Integer()
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("canonical", TEXT, nullable=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("published", TIME, nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("revision", INT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("cluster", TEXT, nullable=False),
        sa.Column("cluster_first", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_cluster", "articles", ["cluster"])
    op.create_index("ix_articles_content_hash", "articles", ["content_hash"])
    op.create_index("ix_articles_published_id", "articles", ["published", "id"])
    op.create_index("ix_articles_source_published_id", "articles", ["source", "published", "id"])
    op.create_table(
        "runs",
        sa.Column("id", INT, autoincrement=True, nullable=False),
        sa.Column("started", TIME, nullable=False),
        sa.Column("ended", TIME, nullable=True),
        sa.Column("command", TEXT, nullable=False),
        sa.Column("report", TEXT, nullable=True),
        sa.Column("exit", INT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "sites",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("holder", TEXT, nullable=True),
        sa.Column("until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("site", name="pk_sites"),
    )
    op.create_table(
        "addresses",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("site", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("rank", INT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("link", TEXT, nullable=True),
        sa.Column("newest_at", TIME, nullable=True),
        sa.Column("order_at", TIME, nullable=False),
        sa.Column("found_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=True),
        sa.Column("last_outcome", TEXT, nullable=True),
        sa.Column("last_reason", TEXT, nullable=True),
        sa.Column("last_fetched_at", TIME, nullable=True),
        sa.Column("attempts", INT, server_default="0", nullable=False),
        sa.Column("article_id", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_addresses_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_addresses"),
        sa.UniqueConstraint("url", name="uq_addresses_url"),
    )
    op.create_index("ix_addresses_article_id", "addresses", ["article_id"])
    op.create_index(
        "ix_addresses_due_site",
        "addresses",
        ["site", "rank", sa.literal_column("order_at DESC"), "id", "due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_addresses_due_source",
        "addresses",
        ["source", "rank", sa.literal_column("order_at DESC"), "id", "due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_addresses_source_last_outcome_last_reason", "addresses", ["source", "last_outcome", "last_reason"]
    )
    op.create_table(
        "article_urls",
        sa.Column("url", TEXT, nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_urls_article_id"),
        sa.PrimaryKeyConstraint("url", name="pk_article_urls"),
    )
    op.create_index("ix_article_urls_article_id", "article_urls", ["article_id"])
    op.create_table(
        "revisions",
        sa.Column("position", SERIAL, autoincrement=True, nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("revision", INT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("committed_at", TIME, nullable=False),
        sa.Column("run", INT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_revisions_article_id"),
        sa.PrimaryKeyConstraint("position", name="pk_revisions"),
        sa.UniqueConstraint("article_id", "revision", name="uq_revisions_article_id_revision"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "run_counts",
        sa.Column("run", INT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("count", INT, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_run_counts_run"),
        sa.PrimaryKeyConstraint("run", "source", "outcome", name="pk_run_counts"),
    )
