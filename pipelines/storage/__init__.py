"""The database: tables and queries. Only here is SQL spoken; others use `Store`, and `Log` for delivery."""

from pipelines.storage.log import Log
from pipelines.storage.reading import Copies
from pipelines.storage.store import Store

__all__ = ["Copies", "Log", "Store"]
