"""A dataset's data files: each holds so many records, in the order in which they come."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal

from pipelines.delivery import parquet
from pipelines.delivery.packing import packed

Form = Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet"]
FORMS: tuple[Form, ...] = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Shard:
    """A data file as the manifest names it."""

    path: str  # in the dataset's folder
    rows: int
    bytes: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def write_shards(records: Iterable[bytes], folder: Path, form: Form, rows: int) -> Iterator[Shard]:
    """Writes data/articles-00000.… and so on; at least one, so that an empty dataset loads too."""
    data = folder / "data"
    data.mkdir(parents=True)
    waiting = iter(records)
    number = 0
    while (part := list(islice(waiting, 1))) or number == 0:
        path = data / f"articles-{number:05d}.{form}"
        count = _write(path, chain(part, islice(waiting, rows - 1)), form)
        yield described(path, folder, count)
        number += 1


def _write(path: Path, records: Iterable[bytes], form: Form) -> int:
    if form == "parquet":
        with path.open("wb") as file:
            return parquet.write(file, records, parquet.DATASET_FIELDS)
    count = 0
    with path.open("wb") as file, packed(file, path.name) as stream:
        for count, record in enumerate(records, start=1):  # noqa: B007  # the last count is the answer
            stream.write(record + b"\n")
    return count


def described(path: Path, folder: Path, rows: int) -> Shard:
    """A written file with its size and checksum."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Shard(path.relative_to(folder).as_posix(), rows, size, digest.hexdigest())
