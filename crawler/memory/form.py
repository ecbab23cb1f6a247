"""A site's memory as text that people can read, compare and keep under version control; and packed.

The text is JSON with one line a container and a text, so that a difference shows what was learned. Counts
have three decimals, so that what is read is what was written. The packed form is the same with its tables
as bytes, which takes a hundredth of the time: the store keeps it, and children are sent it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from crawler.errors import MemoryFormError
from crawler.memory.addresses import MAX_PATTERNS, Addresses, shortened
from crawler.memory.counts import Counts
from crawler.memory.drift import Drift, Layout
from crawler.memory.site import (
    BOX_COLUMNS,
    MAX_BOXES,
    MAX_FACTS,
    MAX_TEXTS,
    MAX_VALUE,
    MAX_VALUES,
    TEXT_COLUMNS,
    SiteMemory,
)

KIND = "warraq site memory"
VERSION = 1  # rises where an older Warraq would read something else than what was meant
MAX_CHARS = 1_000_000  # several times the longest
MAX_BYTES = 64 * 1024

Read = Mapping[str, Any]  # an object of which nothing is known yet
Head = dict[str, Any]  # everything but the tables and the facts, as the forms write it


def as_text(memory: SiteMemory) -> str:
    """The memory as a JSON text."""
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in _head(memory).items()]
    facts = {name: json.dumps(of, ensure_ascii=False) for name, of in memory.facts.items()}
    for name, of in (("facts", facts), ("boxes", _rows(memory.boxes)), ("texts", _rows(memory.texts))):
        inside = ",\n".join(f" {json.dumps(key, ensure_ascii=False)}: {line}" for key, line in of.items())
        lines.append(f"{json.dumps(name)}: {{\n{inside}\n}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def from_text(text: str) -> SiteMemory:
    """The memory of such a text; MemoryFormError where it is none, or another version's."""
    try:
        read = json.loads(text) if len(text) <= MAX_CHARS else None
    except (ValueError, RecursionError):
        read = None
    return _checked(read, _counts)


def packed(memory: SiteMemory) -> bytes:
    """The memory as bytes, at most MAX_BYTES of them."""
    parts: Head = _head(memory) | {"facts": memory.facts}
    for name, table in (("boxes", memory.boxes), ("texts", memory.texts)):
        parts[name] = [part.astype(part.dtype.newbyteorder("<")).tobytes() for part in table.parts()]
    return msgspec.msgpack.encode(parts)


def unpacked(data: bytes) -> SiteMemory:
    """The memory that such bytes hold; MemoryFormError where they hold none, or another version's."""
    try:
        read = msgspec.msgpack.decode(data) if len(data) <= MAX_BYTES else None
    except (msgspec.DecodeError, RecursionError):
        read = None
    return _checked(read, _table)


def _rows(table: Counts) -> dict[str, str]:
    rows = zip(table.keys.tolist(), table.counts.tolist(), table.since.tolist(), strict=True)
    return {f"{key:08x}": json.dumps([*map(_short, counts), since]) for key, counts, since in rows}


def _short(count: float) -> float | int:
    value = round(count, 3)
    return int(value) if value.is_integer() else value


def _head(memory: SiteMemory) -> Head:
    drift = memory.drift
    return {
        "kind": KIND,
        "version": VERSION,
        "pages": memory.pages,
        "weight": memory.weight,
        "known": drift.known,
        "familiar": drift.familiar,
        "strangers": drift.strangers,
        "since": drift.since,
        "layouts": [{"page": layout.page, "since": layout.since} for layout in drift.layouts],
        "addresses": {pattern: list(counted) for pattern, counted in memory.addresses.counts.items()},
    }


def _checked(read: object, table: Callable[[Any, int, int], Counts]) -> SiteMemory:
    """The memory of a form that was read; `table` makes a table of what stands for one."""
    if not isinstance(read, dict) or read.get("kind") != KIND:
        raise MemoryFormError("not a site memory of Warraq")
    if read.get("version") != VERSION:
        version = read.get("version")
        raise MemoryFormError(f"a site memory of version {version!r}; this Warraq reads {VERSION}")
    try:
        return SiteMemory(
            pages=_count(read["pages"]),
            weight=float(read["weight"]),
            boxes=table(read["boxes"], BOX_COLUMNS, MAX_BOXES),
            texts=table(read["texts"], TEXT_COLUMNS, MAX_TEXTS),
            facts=_facts(read["facts"]),
            drift=Drift(
                known=_count(read["known"]),
                familiar=_count(read["familiar"]),
                strangers=_count(read["strangers"]),
                since=str(read["since"]),
                layouts=tuple(Layout(_count(one["page"]), str(one["since"])) for one in read["layouts"]),
            ),
            addresses=_addresses(read.get("addresses", {})),  # older memories have none
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise MemoryFormError(f"a broken site memory: {type(error).__name__}: {error}") from None


def _count(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 2**32:
        raise ValueError(f"{value!r} is no count")
    return value


def _facts(read: Read) -> dict[str, dict[str, float]]:
    facts: dict[str, dict[str, float]] = {}
    for name, of in list(read.items())[:MAX_FACTS]:
        values = list(of.items())[:MAX_VALUES]
        facts[name] = {value[:MAX_VALUE]: float(count) for value, count in values}
    return facts


def _addresses(read: Read) -> Addresses:
    pairs = list(read.items())[:MAX_PATTERNS]
    counts = {shortened(pattern): (float(tried), float(found)) for pattern, (tried, found) in pairs}
    if not all(0 <= found <= tried and tried > 0 for tried, found in counts.values()):
        raise ValueError("more articles than addresses")
    return Addresses(counts)


def _counts(read: Read, columns: int, most: int) -> Counts:
    """The table of lines: hash → its counts and the page that had it first."""
    pairs = sorted((int(key, 16), row) for key, row in read.items())
    table = np.array([row for _, row in pairs], dtype=np.float64).reshape(len(pairs), columns + 1)
    keys = np.array([key for key, _ in pairs], dtype=np.uint32)
    counts, since = table[:, :columns].astype(np.float32), table[:, columns].astype(np.uint32)
    return _sound(Counts(keys, counts, since), most)


def _table(read: Sequence[bytes], columns: int, most: int) -> Counts:
    """The table of three runs of bytes."""
    keys, counts, since = map(np.frombuffer, read, ("<u4", "<f4", "<u4"))
    return _sound(Counts(keys, counts.reshape(len(keys), columns), since), most)


def _sound(table: Counts, most: int) -> Counts:
    """The table, if it is one; ValueError where not."""
    keys, counts, since = table.parts()
    if not len(keys) == len(counts) == len(since) or len(keys) > most:
        raise ValueError(f"not a table of {most} rows at the most")
    if not (keys[1:] > keys[:-1]).all():
        raise ValueError("hashes out of order")
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        raise ValueError("a count is no number from 0 on")
    return table
