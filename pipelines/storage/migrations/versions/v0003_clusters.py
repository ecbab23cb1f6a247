"""Near copies: the seeds of clusters and their keys, of what is stored already too; what was merged."""

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

AT_ONCE = 200  # texts held in memory


def upgrade() -> None:
    op.add_column("articles", sa.Column("seed", sa.Integer(), server_default="0", nullable=False))
    op.add_column("articles", sa.Column("merged_into", sa.Text(), nullable=True))
    op.create_index(
        "ix_articles_merged_into",
        "articles",
        ["merged_into"],
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_table(
        "bands",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_bands_article_id"),
        sa.PrimaryKeyConstraint("key", "article_id", name="pk_bands"),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE articles SET seed = 1 WHERE id = cluster")
    _plant(op.get_bind())


def _plant(connection: sa.Connection) -> None:
    from pipelines.similarity import sketch
    from pipelines.storage.clusters import index, look_up

    query = sa.text(
        "SELECT articles.id, record FROM articles JOIN revisions ON article_id = articles.id "
        "AND revisions.revision = articles.revision WHERE seed = 1 AND articles.id > :after "
        "ORDER BY articles.id LIMIT :count"
    )
    after = ""
    while rows := connection.execute(query, {"after": after, "count": AT_ONCE}).all():
        for article, record in rows:
            text = sketch(msgspec.json.decode(record).get("paragraphs", ()))
            index(connection, article, text, look_up(connection, text.keys))
        after = rows[-1][0]
