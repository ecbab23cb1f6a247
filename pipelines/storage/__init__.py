"""The database: tables and queries. Only here is SQL spoken; others use `Store`."""

from pipelines.storage.reading import Copies
from pipelines.storage.store import Store

__all__ = ["Copies", "Store"]
