"""An address's column `rhythm` also keeps robots.txt and how far an archive was read: it is a `memo`.

`RENAME COLUMN` is the same statement for SQLite (3.25 and later) and PostgreSQL, and copies no row.
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE addresses RENAME COLUMN rhythm TO memo")
