"""Commands that only read the store: export and status."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.errors import InputError
from crawler.runs.plan import parse_since
from pipelines.delivery.files import export
from pipelines.record import FIELDS
from pipelines.storage import Store


def export_articles(
    database: str,
    output: str,
    *,
    source: Sequence[str] | None = None,
    language: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    fields: Sequence[str] | None = None,
    copies: str = "first",
) -> int:
    """Write the dataset; returns the number of articles."""
    now = datetime.now(UTC)
    if unknown := [name for name in fields or () if name not in FIELDS]:
        raise InputError(f"is no field; the fields are: {', '.join(FIELDS)}", name=", ".join(unknown))
    if copies not in ("first", "all"):
        raise InputError("allowed are first and all", name=f"--copies {copies}")
    with Store.open(database, create=False) as store:
        return export(
            store,
            output,
            fields=fields,
            source=source,
            language=language,
            since=parse_since(since, now) if since else None,
            until=parse_since(until, now) if until else None,
            copies=copies,  # type: ignore[arg-type]  # checked above
        )


def read_status(database: str) -> dict[str, Any]:
    with Store.open(database, create=False) as store:
        return {"sources": store.status(datetime.now(UTC)), "runs": store.last_runs(5)}


def show_status(found: dict[str, Any], console: Console) -> None:
    sources, runs = found["sources"], found["runs"]
    if not sources:
        console.print("The store is empty: run `warraq crawl` first.")
        return
    for title, rows in (("sources", sources), ("last runs", runs)):
        if not rows:
            continue
        names = [name for name in rows[0] if not isinstance(rows[0][name], dict | list)]
        table = Table(*[name.replace("_", " ") for name in names], title=title)
        for row in rows:
            table.add_row(*[_cell(row.get(name)) for name in names])
        console.print(table)
    for row in sources:
        for reason, count in list((row.get("failures") or {}).items())[:5]:
            console.print(f"  {row['source']}: {count} × {reason}", markup=False)


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)
