"""What was learned of a site's pages in a browser (crawler.fetching.scripting)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("sites", sa.Column("scripting", sa.Text(), nullable=True))
