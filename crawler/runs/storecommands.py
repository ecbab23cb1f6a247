"""Commands that only read the store: export, history and status."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.errors import InputError
from crawler.runs.learned import last_change
from crawler.runs.plan import parse_since
from crawler.text import counted
from pipelines.delivery.dataset import export_dataset
from pipelines.delivery.files import export, export_pages
from pipelines.delivery.formats import PAGES, encoder
from pipelines.delivery.reserved import USES, Use, permitted
from pipelines.delivery.shards import FORMS
from pipelines.record import FIELDS
from pipelines.storage import Store
from pipelines.storage.copying import copy
from pipelines.storage.queries import Copies


@dataclass(frozen=True)
class Wanted:
    """Which articles of the store."""

    source: Sequence[str] | None = None
    language: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    copies: Copies = "first"
    use: Use | None = None  # only what nothing reserves for it

    @classmethod
    def parse(
        cls,
        *,
        source: Sequence[str] | None,
        language: Sequence[str] | None,
        since: str | None,
        until: str | None,
        copies: str,
        use: str | None = None,
    ) -> "Wanted":
        """From the words of the command line."""
        now = datetime.now(UTC)
        if copies not in ("first", "all"):
            raise InputError("allowed are first and all", name=f"--copies {copies}")
        if use is not None and use not in USES:
            raise InputError(f"allowed are {', '.join(USES)}", name=f"--rights {use}")
        first, last = (None if text is None else parse_since(text, now) for text in (since, until))
        one = next((one for one in USES if one == use), None)
        return cls(source or None, language or None, first, last, "all" if copies == "all" else "first", one)


def require_output(output: str) -> None:
    """Raises InputError for a name that no dataset can have, before anything is done for it."""
    _require_local(output)
    if not output.endswith("/"):
        encoder(output)


def export_articles(
    database: str,
    output: str,
    wanted: Wanted | None = None,
    fields: Sequence[str] | None = None,
    *,
    seen: Callable[[int], object] = lambda count: None,
) -> int:
    """Write the dataset as one file, in the format that its name says; returns the number of articles."""
    if unknown := [name for name in fields or () if name not in FIELDS]:
        raise InputError(f"is no field; the fields are: {', '.join(FIELDS)}", name=", ".join(unknown))
    require_output(output)
    with Store.open(database, create=False) as store:
        return export(store, output, fields=fields, seen=seen, **vars(wanted or Wanted()))


def export_files(
    database: str,
    folder: str,
    form: str,
    wanted: Wanted,
    *,
    seen: Callable[[int], object] = lambda count: None,
) -> int:
    """Write a folder with a file an article; returns their number."""
    if form not in PAGES:
        raise InputError(f"of a folder of files allowed are {', '.join(PAGES)}", name=f"--form {form}")
    _require_local(folder)
    with Store.open(database, create=False) as store:
        asked = {name: value for name, value in vars(wanted).items() if name != "use"}
        return export_pages(permitted(store.records(**asked), wanted.use), Path(folder), form, seen)


def _require_local(path: str) -> None:
    """A file that is renamed into its place when it is whole: no bucket has that."""
    if "://" in path:
        raise InputError("is no local path; a destination of `warraq deliver` may be a URL", name=path)


def export_folder(database: str, folder: str, form: str, wanted: Wanted, *, title: str, license: str) -> int:
    """Write a folder that can be published; returns the number of articles."""
    if form not in FORMS:
        raise InputError(f"allowed are {', '.join(FORMS)}", name=f"--form {form}")
    _require_local(folder)
    with Store.open(database, create=False) as store:
        made = export_dataset(store, Path(folder), form=form, title=title, license=license, **vars(wanted))
        return made.rows


def read_history(database: str, article: str) -> list[dict[str, Any]]:
    """Every revision, oldest first."""
    with Store.open(database, create=False) as store:
        found = store.history(article)
    if not found:
        raise InputError("is no article in the store", name=article)
    return found


def forget_article(database: str, article: str) -> str:
    """Erase it; returns a line that says what was done."""
    with Store.open(database, create=False) as store:
        done = store.forget(article, datetime.now(UTC))
    what = (
        f"{counted(done['revisions'], 'revision')} of {done['id']}"
        if done["id"]
        else "no article, but the address"
    )
    return f"forgotten: {what}; blocked: {', '.join(done['urls'])}"


def copy_whole(
    source: str, target: str, seen: Callable[[int], object] = lambda rows: None
) -> list[dict[str, Any]]:
    """Copy a store; its tables with the rows and hashes that both have. `seen` is told the rows so far."""
    with Store.open(source, create=False) as one, Store.open(target, half_copied=True) as other:
        if one.url == other.url:
            raise InputError("is the same database", name=target)
        return [asdict(table) for table in copy(one, other, seen)]


def least_seconds(row: dict[str, Any], runs: Sequence[dict[str, Any]]) -> float | None:
    """For how long a source's due addresses keep its site busy, however many workers there are: each request
    waits out the site's delay, as the latest run that asked it had it. None where that is not known.
    """
    for run in runs:
        report = ((run["report"] or {}).get("sources") or {}).get(row["source"]) or {}
        if report.get("delay") is not None:
            return round(float(row["due"] * report["delay"]), 1)
    return None


def read_status(database: str) -> dict[str, Any]:
    with Store.open(database, create=False) as store:
        sources, kept = store.status(datetime.now(UTC)), store.memories()
        for row in sources:
            row["layout_changed"] = last_change(kept.get(row["source"]))
        found: dict[str, Any] = {"sources": sources, "runs": store.last_runs(5)}
        for row in sources:
            row["least_seconds"] = least_seconds(row, found["runs"])
        machines = store.machines()
        if not any(machines.values()):
            return found
        pages = store.pages_since(datetime.now(UTC) - timedelta(hours=1))
        return found | machines | {"pages_of_last_hour": pages}
