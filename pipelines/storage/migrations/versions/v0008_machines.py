"""Several machines: who works, and when each source had its last turn.

The queue itself is no table of ours: procrastinate's own schema stands beside ours, in PostgreSQL alone.
"""

import sqlalchemy as sa
from alembic import op

from pipelines.storage.types import Utc, Words

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "workers",
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("host", Words, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("queues", sa.Text, nullable=False),
        sa.Column("began", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )
    op.create_table(
        "turns",
        sa.Column("source", Words, nullable=False),
        sa.Column("began", Utc, nullable=False),
        sa.Column("ended", Utc),
        sa.PrimaryKeyConstraint("source", name="pk_turns"),
    )
