"""Parquet: the record's typed schema, and the only place that imports pyarrow (an optional extra).

Types are those of the record. Its own times (first_seen_at, fetched_at) are timestamps; those that a page
claims stay as written ("2026-03-01" says less than midnight does), with `published` beside them
as a timestamp to sort and cut by. Absent is null.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import islice
from typing import IO, Any

import msgspec

from crawler.errors import DeliveryError
from pipelines.delivery.moments import moment
from pipelines.record import FIELDS

GROUP = 5_000  # rows of a row group: some 15 MB of text, what a reader holds at a time
# Of a dataset: `paragraphs` and `text` hold the body, without its tree.
DATASET_FIELDS = tuple(name for name in FIELDS if name != "blocks")
_TIMES = ("first_seen_at", "fetched_at")
_NUMBERS = ("revision", "schema", "word_count")
_NAMES = ("paragraphs", "authors", "agency", "tags", "rights")


@cache
def _arrow() -> Any:
    """pyarrow, or an error that says how to get it. (By name: it comes without types.)"""
    try:
        arrow = import_module("pyarrow")
        import_module("pyarrow.parquet")
    except ImportError as error:
        raise DeliveryError("Parquet needs pyarrow: pip install 'warraq[parquet]'") from error
    return arrow


def require() -> None:
    """Raises if Parquet cannot be written here."""
    _arrow()


def schema(fields: Sequence[str] = FIELDS) -> Any:
    """The columns, in the order of `fields`, and `published` at the end."""
    arrow = _arrow()
    columns = [(name, _type(name)) for name in fields]
    return arrow.schema([*columns, ("published", arrow.timestamp("us", tz="UTC"))])


def _type(name: str) -> Any:
    arrow = _arrow()
    text, number, names = arrow.string(), arrow.int32(), arrow.list_(arrow.string())
    shapes = {
        "images": {"url": text, "caption": text, "credit": text, "width": number, "height": number},
        "blocks": {"kind": text, "text": text, "level": number, "links": arrow.list_(names)},
        "extraction": {
            "method": text,
            "confidence": arrow.float64(),
            "unsure": arrow.bool_(),
            "memory": number,
            "removed": arrow.list_(arrow.struct([("kind", text), ("count", number)])),
        },
    }
    if name in shapes:
        shape = arrow.struct(list(shapes[name].items()))
        return shape if name == "extraction" else arrow.list_(shape)
    if name in _TIMES:
        return arrow.timestamp("us", tz="UTC")
    return number if name in _NUMBERS else names if name in _NAMES else text


def table(records: Iterable[bytes], fields: Sequence[str] = FIELDS) -> Any:
    """Records as a table."""
    return _arrow().Table.from_pylist([_row(record) for record in records], schema=schema(fields))


def _row(record: bytes) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.json.decode(record)
    for name in _TIMES:
        values[name] = moment(values.get(name))
    values["published"] = moment(values.get("published_at")) or values["first_seen_at"]
    extraction = values.get("extraction")
    if extraction and "removed" in extraction:
        counts = [{"kind": kind, "count": count} for kind, count in extraction["removed"].items()]
        values["extraction"] = extraction | {"removed": counts}
    return values


def write(file: IO[bytes], records: Iterable[bytes], fields: Sequence[str] = FIELDS) -> int:
    """One Parquet file, a row group at a time; the same records give the same bytes. Returns how many."""
    _arrow()
    waiting, rows = iter(records), 0
    with import_module("pyarrow.parquet").ParquetWriter(file, schema(fields), compression="zstd") as writer:
        while group := list(islice(waiting, GROUP)):
            writer.write_table(table(group, fields))
            rows += len(group)
    return rows


def encoded(records: Iterable[bytes], fields: Sequence[str] = FIELDS) -> bytes:
    """The bytes of such a file."""
    file = BytesIO()
    write(file, records, fields)
    return file.getvalue()
