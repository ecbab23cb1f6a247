"""The database: tables and queries. Only here is SQL spoken; others use `Store`, and `Log` for delivery."""

from pipelines.storage.database import Store
from pipelines.storage.log import Log
from pipelines.storage.queries import Copies

__all__ = ["Copies", "Log", "Store"]
