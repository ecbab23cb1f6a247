"""What `warraq history` and `warraq status` print: lines for a person, in eighty columns."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.console import Console, Table
from crawler.fetching.outcomes import UNASKED
from crawler.text import counted

LONGEST = 300  # characters of a field's value; --json has all of it
NEWS = timedelta(days=30)  # a layout that is older is how the site looks
SITES_SHOWN = 5  # of those that a worker has in hand
BACKLOG = timedelta(hours=1)  # of a source's due addresses, at its delay: longer is told


def show_history(revisions: Sequence[dict[str, Any]], console: Console) -> None:
    for revision in revisions:
        head = f"{revision['revision']}  {_time(revision['committed_at'])}  {revision['status']}"
        head += " (better extraction)" if revision.get("better_extraction") else ""
        console.print(f"{head}  {revision.get('title') or ''}", bold=True)
        for line in _changes(revision.get("difference") or {}):
            console.print(f"    {line}")


def _changes(difference: dict[str, Any]) -> Iterator[str]:
    if title := difference.get("title"):
        yield f"title: {title['words']}"
    yield from (f"+ {text}" for text in difference.get("added") or ())
    yield from (f"- {text}" for text in difference.get("removed") or ())
    yield from (f"~ {changed['words']}" for changed in difference.get("changed") or ())
    yield from (f"moved: {text}" for text in difference.get("moved") or ())
    for name, change in (difference.get("fields") or {}).items():
        yield f"{name}: {_said(change['before'])} → {_said(change['after'])}"


def _said(value: object) -> str:
    """A field's value on one line; of pictures their addresses."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        value = ", ".join(str(one.get("url", one)) if isinstance(one, dict) else str(one) for one in value)
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _told(row: dict[str, Any], now: datetime) -> Iterator[str]:
    """What is to be said of a source besides its line."""
    if (day := row.get("layout_changed")) and day >= (now - NEWS).date().isoformat():
        yield f"layout changed on {day}"
    if (least := row.get("least_seconds") or 0) >= BACKLOG.total_seconds():
        due = counted(row["due"], "due address", "due addresses")
        yield f"its delay lets {due} take {_long(timedelta(seconds=least))}, with any number of workers"
    for reason, count in list(_trouble(row).items())[:3]:
        yield f"{count} × {reason}"
    for reason, count in row["refusals"].items():
        if not reason.startswith(UNASKED):
            yield f"{count} refused: {reason}"


def show_status(found: dict[str, Any], console: Console, now: datetime | None = None) -> None:
    """A line that sums up, a line a source, a line a run."""
    sources, runs = found["sources"], found["runs"]
    _show_machines(found.get("workers") or (), found.get("queues") or (), console)
    if (pages := found.get("pages_of_last_hour")) is not None:
        console.print(f"{counted(pages, 'fetch', 'fetches')} by the runs of the last hour")
    if not sources:
        console.print("The store is empty: run `warraq crawl` first.")
        return
    now = now or datetime.now(UTC)
    articles, due = (sum(row[name] for row in sources) for name in ("articles", "due"))
    console.print(f"{counted(articles, 'article')} of {counted(len(sources), 'source')}; {_due(due)}")
    console.print(_sources(sources, now))
    for row in sources:
        for line in _told(row, now):
            console.print(f"  {row['source']}: {line}")
    if runs:
        console.print(_runs(runs, now))


def _due(addresses: int) -> str:
    return f"{counted(addresses, 'address is', 'addresses are')} due"


def _show_machines(
    workers: Sequence[dict[str, Any]], queues: Sequence[dict[str, Any]], console: Console
) -> None:
    """Who works at the queues of several machines, and how long these are."""
    if workers:
        numbers = ("version", "works at", "heartbeat", "sites")
        table = Table("worker", *numbers, "in hand", right=numbers)
        for one in workers:
            sites, age = one["sites"], f"{one['age']:.0f} s ago"
            cells = (f"{one['host']} {one['id']}", one["version"], one["queues"], age, str(len(sites)))
            table.row(*cells, ", ".join(sites[:SITES_SHOWN]) + (", …" if len(sites) > SITES_SHOWN else ""))
        console.print(table)
    for queue in queues:
        waiting = f"{queue['waiting']} wait for a worker (the oldest for {queue['age']:.0f} s)"
        rest = f"{queue['in_hand']} in hand, {queue['resting']} rest, {queue['failed']} failed"
        console.print(f"queue {queue['queue']}: {waiting}, {rest}")


def _sources(rows: Sequence[dict[str, Any]], now: datetime) -> Table:
    numbers = ("articles", "addresses", "due", "last fetch", "trouble")
    table = Table("source", *numbers, right=numbers)
    for row in rows:
        trouble = sum(_trouble(row).values())
        counts = (f"{row[name]:,}" for name in ("articles", "addresses", "due"))
        last = _ago(row["last_fetch"], now)
        table.row(row["source"], *counts, last, f"{trouble:,}" if trouble else "")
    return table


def _trouble(row: dict[str, Any]) -> dict[str, int]:
    """Reason → addresses. What robots.txt or our own guard refuses is none, unless it could not be had."""
    unasked = {why: count for why, count in row["refusals"].items() if why.startswith(UNASKED)}
    return {**row["failures"], **unasked}


def _runs(runs: Sequence[dict[str, Any]], now: datetime) -> Table:
    numbers = ("took", "new", "changed", "failed")
    table = Table("run", "began", *numbers, "ended as", right=numbers)
    for run in runs:
        report = run["report"] or {}
        sources = (report.get("sources") or {}).values()
        counts = (f"{sum(one.get(name, 0) for one in sources):,}" for name in ("new", "changed", "failed"))
        took = _long(run["ended"] - run["started"]) if run["ended"] else ""
        ended = report.get("outcome") or "not ended: at work, or killed"
        table.row(str(run["id"]), _ago(run["started"], now), took, *counts, str(ended))
    return table


def _ago(when: datetime | None, now: datetime) -> str:
    return "never" if when is None else f"{_long(now - when)} ago"


def _long(span: timedelta) -> str:
    """The largest unit alone, as is enough to tell yesterday from last month: "3 h", "12 d"."""
    seconds = max(0, int(span.total_seconds()))
    for unit, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"


def _time(value: datetime | str) -> str:
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
