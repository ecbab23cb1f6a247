"""The revisions of an article, each with what it changed."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from crawler.items import Record
from pipelines.difference import difference
from pipelines.storage import known
from pipelines.storage.tables import revisions

_SHOWN = ("url", "title", "published_at", "modified_at", "fetched_at", "word_count", "merged_into")


def history(connection: Connection, url: str) -> list[dict[str, Any]]:
    """Oldest first; empty where no article is known by this URL (or id)."""
    one = known.named(connection, url)
    query = (
        select(revisions)
        .where(revisions.c.article_id == (one.id if one else None))
        .order_by(revisions.c.revision)
    )
    found: list[dict[str, Any]] = []
    before: Record | None = None
    for row in connection.execute(query).mappings():
        record: Record = msgspec.json.decode(row["record"])
        entry = {"id": row["article_id"], "revision": row["revision"], "status": row["status"]}
        entry |= {"committed_at": row["committed_at"].isoformat(), "run": row["run"]}
        entry |= {name: record[name] for name in _SHOWN if name in record}
        if (record.get("extraction") or {}).get("better"):
            entry["better_extraction"] = True
        tells = before is not None and row["status"] not in ("forgotten", "merged")
        entry["difference"] = difference(before, record).as_dict() if before and tells else {}
        found.append(entry)
        before = record
    return found
