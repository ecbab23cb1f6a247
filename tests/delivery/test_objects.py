"""Whole files behind URLs: named by their positions, a repeat takes its place, drivers' errors are told."""

import csv
import gzip
import io
import logging
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import fsspec
import msgspec
import pytest
import zstandard
from fsspec.implementations.memory import MemoryFileSystem

from crawler.errors import DeliveryError
from pipelines.delivery import objects
from pipelines.delivery.destinations import (
    Csv,
    Destinations,
    DestinationsError,
    Jsonl,
    Parquet,
    load_destinations,
)
from pipelines.delivery.places import place_of
from pipelines.storage import Log, Store
from tests.delivery.receiver import fill, page, run, wait_until
from tests.pipelines.making import NOW

FIRST = "000000000001-000000000010"
SECOND = "000000000011-000000000020"


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.fixture(autouse=True)
def _batches_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "ROWS", 10)


def to(path: str, kind: Any = Jsonl, **more: Any) -> Destinations:
    return Destinations(Path("/nowhere"), (kind(name="bucket", path=path, **more),))


def unpacked(name: str, data: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().decompressobj().decompress(data) if name.endswith(".zst") else data


def held(files: Any, folder: str = "/news") -> dict[str, list[dict[str, Any]]]:
    """The rows of each object."""
    names = sorted(files.find(folder))
    data = {name: unpacked(name, files.cat_file(name)) for name in names}
    assert all(one.endswith(b"\n") for one in data.values())
    return {name: [msgspec.json.decode(row) for row in one.splitlines()] for name, one in data.items()}


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_each_batch_is_an_object_named_by_its_positions(store: Store, memory: Any, packing: str) -> None:
    fill(store, range(15))
    destination = to(f"memory://news/all.jsonl{packing}")
    assert run(store, destination).turns["bucket"].rows == 15
    fill(store, [15])
    assert run(store, destination).turns["bucket"].rows == 1
    assert run(store, destination).turns["bucket"].rows == 0
    found = held(memory)
    assert list(found) == [
        f"/news/all-{FIRST}.jsonl{packing}",
        f"/news/all-000000000011-000000000015.jsonl{packing}",
        f"/news/all-000000000016-000000000016.jsonl{packing}",
    ]
    urls = [row["url"] for rows in found.values() for row in rows]
    assert urls == [f"https://harbour.example/{number}" for number in range(16)]


def test_an_object_a_day_and_source(store: Store, memory: Any) -> None:
    for day in range(2):
        for source in ("harbour", "صدى"):
            fill(store, [day], source, NOW + timedelta(days=day))
    assert run(store, to("memory://news/{source}/{day}.jsonl")).failed == ()
    assert [*held(memory)] == [
        f"/news/{source}/2026-03-0{day}-000000000001-000000000004.jsonl"
        for source in ("harbour", "صدى")
        for day in (1, 2)
    ]


def test_each_csv_object_has_its_header(store: Store, memory: Any) -> None:
    fill(store, range(12))
    assert run(store, to("memory://news/all.csv", Csv, fields=("url",))).failed == ()
    names = memory.find("/news")
    tables = [list(csv.DictReader(io.StringIO(memory.cat_file(name).decode()))) for name in names]
    assert [len(table) for table in tables] == [10, 2]
    assert tables[1][1]["url"] == "https://harbour.example/11"


def test_parquet_in_a_bucket(store: Store, memory: Any) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    later = page(9, published=NOW + timedelta(days=1))
    store.commit([*(page(number) for number in range(9)), later], now=NOW)
    assert run(store, to("memory://news/columns", Parquet)).failed == ()
    assert memory.find("/news") == [f"/news/columns/date=2026-03-0{day}/{FIRST}.parquet" for day in (1, 2)]
    with memory.open(memory.find("/news")[1]) as file:
        assert reader.read_table(file).column("url").to_pylist() == [later.url]


def test_a_size_limit_makes_smaller_objects(store: Store, memory: Any) -> None:
    fill(store, range(10))
    assert run(store, to("memory://news/all.jsonl", max_mb=0.002)).failed == ()
    sizes = [memory.info(name)["size"] for name in memory.find("/news")]
    assert len(sizes) > 2
    assert max(sizes) <= 2_000 + len(sizes) * 10


def failing(monkeypatch: pytest.MonkeyPatch, kind: Any, words: str, puts: int) -> None:
    """The first so many puts arrive; at the next the driver fails, once."""
    real, left = kind.pipe_file, [puts]

    def pipe_file(self: Any, path: str, value: bytes, **more: Any) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise RuntimeError(words)
        real(self, path, value, **more)

    monkeypatch.setattr(kind, "pipe_file", pipe_file)


def test_a_repeat_takes_the_place_of_what_was_left(
    store: Store, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for source in ("harbour", "sada"):
        fill(store, range(5), source)
    failing(monkeypatch, MemoryFileSystem, "SlowDown", puts=1)
    destination = to("memory://news/{source}.jsonl")
    first = run(store, destination).turns["bucket"]
    assert (first.rows, first.behind) == (0, 10)
    assert first.reason == f"memory://news/sada-{FIRST}.jsonl: cannot be written (SlowDown)"
    fill(store, range(5, 9))  # more has come: the batch is the same all the same
    assert run(store, destination, again=True).turns["bucket"].rows == 14
    found = held(memory)
    assert {name: len(rows) for name, rows in found.items()} == {
        f"/news/harbour-{FIRST}.jsonl": 5,
        f"/news/sada-{FIRST}.jsonl": 5,
        "/news/harbour-000000000011-000000000014.jsonl": 4,
    }


def test_a_row_that_belongs_elsewhere_by_then_is_not_there_twice(
    store: Store, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, [1])
    store.commit([page(2, "sada", language="ar")], now=NOW)
    failing(monkeypatch, MemoryFileSystem, "", puts=1)
    destination = to("memory://news/{language}.jsonl")
    assert run(store, destination).failed == ("bucket",)
    changed = page(1, language="fr")
    changed.title = "Another title"
    store.commit([changed], now=NOW)
    other = "/news/de-000000000001-000000000002.jsonl"
    memory.pipe_file(other, b"somebody else's\n")
    assert run(store, destination, again=True).failed == ()
    assert memory.cat_file(other) == b"somebody else's\n"
    memory.rm_file(other)
    assert Log(store).files("bucket") == {}, "nothing is kept of what is done"
    rows = [(row["id"], row["revision"]) for found in held(memory).values() for row in found]
    assert len(rows) == len(set(rows)) == 3
    assert not [name for name in memory.find("/news") if name.startswith("/news/en")]


@pytest.mark.parametrize("protocol", ["file", "local"])
def test_a_folder_by_url(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: str
) -> None:
    """file:// is written here; local:// through fsspec, as a file server (sftp, smb) would be."""
    fill(store, range(20))
    destination = to(f"{protocol}://{tmp_path}/out/{{source}}.jsonl.gz")
    real = Path.replace if protocol == "file" else None
    if real:
        monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(5, "I/O error")))
    else:
        failing(monkeypatch, fsspec.get_filesystem_class("local"), "gone away", puts=0)
    assert "cannot be written" in str(run(store, destination).turns["bucket"].reason)
    assert [path for path in (tmp_path / "out").iterdir() if path.suffix == ".gz"] == []
    if real:
        monkeypatch.setattr(Path, "replace", real)
    (tmp_path / "out" / f".harbour-{FIRST}.jsonl.gz.part").write_bytes(b"torn")
    assert run(store, destination, again=True).turns["bucket"].rows == 20
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"harbour-{FIRST}.jsonl.gz", f"harbour-{SECOND}.jsonl.gz"]
    data = b"".join(gzip.decompress((tmp_path / "out" / name).read_bytes()) for name in names)
    assert len({msgspec.json.decode(row)["url"] for row in data.splitlines()}) == 20


@pytest.mark.parametrize(
    ("path", "kind"), [("memory://news/all.jsonl", Jsonl), ("memory://news/columns", Parquet)]
)
def test_another_stores_files_are_not_written_over(
    store: Store, tmp_path: Path, memory: Any, path: str, kind: Any
) -> None:
    fill(store, range(3))
    assert run(store, to(path, kind)).failed == ()
    [name] = memory.find("/news")
    before = memory.cat_file(name)
    with Store.open(str(tmp_path / "second.db")) as second:
        fill(second, range(7, 10))
        for _ in range(2):  # waiting changes nothing
            reason = run(second, to(path, kind), again=True).turns["bucket"].reason
            assert reason == f"{name} is there already and not this destination's; name another path"
    assert memory.cat_file(name) == before


def test_a_fault_that_nobody_thought_of_is_one_destinations_own(
    store: Store, tmp_path: Path, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, range(3))
    monkeypatch.setattr(objects, "piece", lambda *_: 1 / 0)
    [bucket] = to("memory://news/all.jsonl").entries
    report = run(store, Destinations(tmp_path, (bucket, Jsonl(name="archive", path="all.jsonl"))))
    assert report.failed == ("bucket",)
    assert report.turns["bucket"].reason == "unexpected ZeroDivisionError: division by zero"
    assert report.turns["archive"].rows == 3


def test_fsspec_is_asked_for_where_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(DeliveryError, match=r"^s3:// needs fsspec, .*: pip install \"warraq\[remote\]\"$"):
        place_of("s3://bucket/news", Path())
    file = tmp_path / "destinations.toml"
    file.write_text('[[destination]]\nname = "far"\ntype = "jsonl"\npath = "s3://bucket/{day}.jsonl"\n')
    near = file.with_name("near.toml")
    near.write_text(file.read_text().replace("s3://bucket", f"file://{tmp_path}"))
    assert load_destinations(near).entries
    with pytest.raises(DestinationsError, match=r"takes fsspec, .*: pip install 'warraq\[remote\]'"):
        load_destinations(file)


def test_a_driver_that_is_not_installed_is_named(store: Store) -> None:
    fsspec.register_implementation(
        "warraqtest", "warraqtestfs.Files", errtxt="Install warraqtestfs to access it", clobber=True
    )
    fill(store, [1])
    reason = str(run(store, to("warraqtest://news/all.jsonl")).turns["bucket"].reason)
    assert reason == "warraqtest:// needs a driver that is not installed: Install warraqtestfs to access it"


def test_what_a_driver_says_tells_no_secret(
    store: Store, memory: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fill(store, [1])
    words = "403 for https://s3.example/news?X-Amz-Signature=abc123 with key hidden-hidden"
    failing(monkeypatch, MemoryFileSystem, words, puts=0)
    with caplog.at_level(logging.DEBUG):
        report = run(store, to("memory://news/all.jsonl"), environ={"AWS_SECRET_ACCESS_KEY": "hidden-hidden"})
    told = caplog.text + str(report.to_json()) + str(Log(store).cursors())
    assert "403 for … with key $AWS_SECRET_ACCESS_KEY" in told
    assert "abc123" not in told
    assert "hidden-hidden" not in told


def test_a_following_delivery_makes_no_file_a_second(store: Store, memory: Any, tmp_path: Path) -> None:
    """A file that grows has the second row at once; a bucket waits for its minute, or as `every` says."""
    fill(store, [1])
    stop = Event()
    entries = (
        Jsonl(name="archive", path="all.jsonl"),
        Jsonl(name="slow", path="memory://news/slow.jsonl"),
        Jsonl(name="quick", path="memory://news/quick.jsonl", every=0.1),
    )
    more: dict[str, Any] = {"follow": True, "poll": 0.05, "stop": stop}
    following = Thread(target=run, args=(store, Destinations(tmp_path, entries)), kwargs=more)
    following.start()
    wait_until(lambda: positions(store) == {"archive": 1, "slow": 1, "quick": 1})
    fill(store, [2])
    wait_until(lambda: positions(store)["archive"] == positions(store)["quick"] == 2)
    assert positions(store)["slow"] == 1
    stop.set()
    following.join()
    assert len(memory.find("/news")) == 3


def positions(store: Store) -> dict[str, int]:
    return {cursor.destination: cursor.position for cursor in Log(store).cursors()}
