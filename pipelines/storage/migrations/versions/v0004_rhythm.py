"""What was learned of an address's rhythm, and of the pace that a site wants."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("addresses", sa.Column("rhythm", sa.Text(), nullable=True))
    op.add_column("sites", sa.Column("pace", sa.Text(), nullable=True))
