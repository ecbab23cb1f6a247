"""What a new text is compared with, the seeds' sketches, is kept: to make one anew takes a millisecond.

The table is filled as seeds are compared for the first time, so that a large store is not read through here.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "sketches",
        sa.Column("article_id", sa.Text, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_sketches"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_sketches_article_id"),
    )
