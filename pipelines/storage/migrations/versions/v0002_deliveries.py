"""Each destination's cursor over the log, and the committed length of its files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
INT = sa.Integer()
BIG = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("made", TEXT, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("pending", BIG, nullable=True),
        sa.Column("sent", BIG, server_default="0", nullable=False),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.Column("failures", INT, server_default="0", nullable=False),
        sa.Column("retry_at", TIME, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("holder", TEXT, nullable=True),
        sa.Column("until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("destination", name="pk_deliveries"),
    )
    op.create_table(
        "delivery_files",
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("part", INT, nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.PrimaryKeyConstraint("destination", "file", "part", name="pk_delivery_files"),
    )
