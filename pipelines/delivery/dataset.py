"""A dataset: a folder that can be published, and loaded with `datasets`, pandas or DuckDB.

    data/articles-00000.jsonl.gz …   the current records, by time of publication, then id
    README.md                        the card
    manifest.json, SHA256SUMS        what is in each file, and its checksum
    schema.json                      the JSON Schema of a record

The same store gives the same bytes. The folder is made beside its place and renamed into it when it is
whole; an older dataset there is replaced, any other folder is left alone. Records come without `blocks` (a
tree) and `extraction.removed` (keys that vary): loaders infer columns from the first rows, and refuse others.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from crawler.errors import DeliveryError, InputError, StorageError
from crawler.items import SCHEMA_VERSION
from pipelines.delivery import parquet
from pipelines.delivery.card import card
from pipelines.delivery.files import sync_folder
from pipelines.delivery.reserved import Use, permitted
from pipelines.delivery.shards import FORMS, Form, Shard, described, write_shards
from pipelines.delivery.tally import Tally
from pipelines.record import json_schema
from pipelines.storage import Copies, Store

SHARD_ROWS = 20_000  # some 60 MB of text: loaders work shard by shard
FORMAT = 1  # of the manifest
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was written."""

    folder: Path
    rows: int
    files: int


def export_dataset(
    store: Store,
    folder: Path,
    *,
    form: Form = "jsonl.gz",
    title: str = "News articles",
    license: str = "other",
    rows: int = SHARD_ROWS,
    source: str | Sequence[str] | None = None,
    language: str | Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    copies: Copies = "first",
    use: Use | None = None,
) -> Dataset:
    """Writes the dataset to `folder`; `rows` of each data file, `license` a short name of one."""
    folder = folder.resolve()
    _check(folder, form, rows)
    part = folder.with_name(f".{folder.name}.part")
    records = store.records(source=source, language=language, since=since, until=until, copies=copies)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        dataset = _write(permitted(records, use), part, form, title, license, rows)
        _put_in_place(part, folder)
    except OSError as error:
        raise StorageError(f"cannot be written ({error.strerror or error})", url=str(folder)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Dataset(folder, dataset.rows, dataset.files)


def _check(folder: Path, form: str, rows: int) -> None:
    if form not in FORMS:
        raise InputError(f"is no form; allowed are {', '.join(FORMS)}", name=form)
    if rows < 1:
        raise InputError("a data file holds at least one row", name=str(rows))
    if folder.exists() and not (folder / MANIFEST).is_file() and (folder.is_file() or any(folder.iterdir())):
        raise InputError("is there already and is no dataset of Warraq's; name another", name=str(folder))
    if form == "parquet":
        try:
            parquet.require()
        except DeliveryError as error:
            raise InputError(str(error), name=form) from error


def _write(
    records: Iterable[bytes], folder: Path, form: Form, title: str, license_: str, rows: int
) -> Dataset:
    tally = Tally()
    shards = list(write_shards(_counted(records, tally), folder, form, rows))
    (folder / "README.md").write_text(card(title, license_, form, tally, shards), "utf-8")
    _write_json(folder / "schema.json", _schema())
    _write_json(
        folder / MANIFEST,
        {
            "format": FORMAT,
            "schema": SCHEMA_VERSION,
            "form": form,
            **tally.to_json(),
            "files": [shard.to_json() for shard in shards],
        },
    )
    _write_sums(folder, shards)
    return Dataset(folder, tally.rows, len(shards))


def _counted(records: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
    """The records as the dataset holds them, while they are counted."""
    for record in records:
        values = msgspec.json.decode(record)
        tally.add(values)
        values.pop("blocks", None)
        values.get("extraction", {}).pop("removed", None)
        yield msgspec.json.encode(values)


def _schema() -> dict[str, object]:
    schema = json_schema()
    schema["properties"].pop("blocks", None)
    schema["$defs"]["Extraction"]["properties"].pop("removed", None)
    schema["$defs"].pop("BodyBlock", None)
    return schema


def _write_json(path: Path, value: object) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def _write_sums(folder: Path, shards: Sequence[Shard]) -> None:
    """Every file's, as `sha256sum -c` reads them."""
    others = [described(folder / name, folder, 0) for name in ("README.md", MANIFEST, "schema.json")]
    lines = [f"{one.sha256}  {one.path}\n" for one in (*shards, *others)]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def _put_in_place(part: Path, folder: Path) -> None:
    """The old dataset goes aside, the new one takes its place, the old one goes."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        with suppress(OSError):
            old.rename(folder)
        raise
    sync_folder(folder.parent)
    shutil.rmtree(old, ignore_errors=True)
