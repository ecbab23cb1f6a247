"""What one page teaches its site's memory: hashes and counts of its blocks and texts, and what was found of
its fields.

It is a few kilobytes and holds no text of the page's body, so that it can travel between processes. The
hashes are the same in every process and on every machine.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import numpy as np
from numpy.typing import NDArray

from crawler.memory.counts import Counted, Hashes

_NONE = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """`boxes` are the signatures of the page's containers, by names and by tags, each once; `box_counts`
    (boxes × 3) says of each: 1, how many blocks it holds, how many of them are body. `texts` are the
    hashes of the blocks' texts; `text_counts` (texts × 2): 1, and 1 where it was body. `shapes` are the
    signatures by tags of all containers. `kept` and
    `kept_shapes` are the signatures of the body's blocks, by names and by tags, one for each block;
    `kept_texts` the hashes of their texts. `facts` has for each field what was found of it.
    """

    boxes: Hashes
    box_counts: Counted
    texts: Hashes
    text_counts: Counted
    shapes: Hashes = field(default_factory=_NONE.copy)
    kept: Hashes = field(default_factory=_NONE.copy)
    kept_shapes: Hashes = field(default_factory=_NONE.copy)
    kept_texts: Hashes = field(default_factory=_NONE.copy)
    facts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    at: datetime | None = None  # when the page was fetched


def hashed(texts: Iterable[str]) -> Hashes:
    """A number for each text, always the same."""
    return np.array([zlib.crc32(text.encode("utf-8", "surrogatepass")) for text in texts], dtype=np.uint32)


def summed(keys: Hashes, columns: NDArray[np.floating]) -> tuple[Hashes, Counted]:
    """Each key once, with a 1 and its sums of the columns, (columns × keys)."""
    once, place = np.unique(keys, return_inverse=True)
    sums = [np.bincount(place, weights=column, minlength=len(once)) for column in columns]
    return once, np.stack([np.ones(len(once)), *sums], axis=1).astype(np.float32)


class _Packed(msgspec.Struct, array_like=True):
    boxes: bytes
    box_counts: bytes
    texts: bytes
    text_counts: bytes
    shapes: bytes
    kept: bytes
    kept_shapes: bytes
    kept_texts: bytes
    facts: dict[str, list[str]]
    at: datetime | None


def pack(lesson: Lesson) -> bytes:
    """The lesson as bytes, a few kilobytes."""
    return msgspec.msgpack.encode(
        _Packed(
            lesson.boxes.tobytes(),
            lesson.box_counts.tobytes(),
            lesson.texts.tobytes(),
            lesson.text_counts.tobytes(),
            lesson.shapes.tobytes(),
            lesson.kept.tobytes(),
            lesson.kept_shapes.tobytes(),
            lesson.kept_texts.tobytes(),
            {name: list(values) for name, values in lesson.facts.items()},
            lesson.at,
        )
    )


def unpack(data: bytes) -> Lesson:
    """The lesson that another process on this machine packed."""
    read = msgspec.msgpack.decode(data, type=_Packed)
    boxes, texts = _hashes(read.boxes), _hashes(read.texts)
    return Lesson(
        boxes,
        _counts(read.box_counts, len(boxes)),
        texts,
        _counts(read.text_counts, len(texts)),
        _hashes(read.shapes),
        _hashes(read.kept),
        _hashes(read.kept_shapes),
        _hashes(read.kept_texts),
        read.facts,
        read.at,
    )


def _hashes(data: bytes) -> Hashes:
    return np.frombuffer(data, dtype=np.uint32)


def _counts(data: bytes, rows: int) -> Counted:
    return np.frombuffer(data, dtype=np.float32).reshape(rows, -1)
