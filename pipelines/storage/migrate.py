"""Brings a database to the schema of this version, forward only, in the caller's transaction.

The version is one row in a table of our own. Alembic is imported only where there is work to do: opening
a store that is up to date costs one SELECT.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from crawler.errors import NewerSchemaError

VERSION_TABLE = "warraq_version"
HEAD = "0009"
_FOLDER = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The schema version of the database; None where there is none yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def require_known(connection: Connection, url: str) -> str | None:
    """The schema version of the database; NewerSchemaError where this program does not know it."""
    found = version(connection)
    if found is not None and found > HEAD:
        raise NewerSchemaError(found, HEAD, url=url)
    return found


def upgrade(connection: Connection, url: str) -> None:
    """Runs what is missing. Versions are zero-padded numbers, so the later is the greater.

    `url` names the database in errors.
    """
    found = require_known(connection, url)
    if found == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    command.upgrade(config, "head")
