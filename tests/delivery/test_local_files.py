"""JSON Lines and CSV that grow: which file a row goes to, what is there already, what goes wrong."""

import csv
import gzip
import io
import resource
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from crawler.errors import DeliveryError
from crawler.items import Status
from pipelines.delivery.appending import FileSink
from pipelines.delivery.destinations import Csv, Destinations, Jsonl
from pipelines.delivery.naming import safe
from pipelines.delivery.sink import Lines
from pipelines.storage import Log, Store
from pipelines.storage.log import Wanted
from tests.delivery.receiver import fill, page, rows_of, run
from tests.pipelines.making import NOW, later, outcome


def jsonl(folder: Path, path: str = "all.jsonl", **more: Any) -> Destinations:
    return Destinations(folder, (Jsonl(name="archive", path=path, **more),))


def test_each_row_once_in_the_order_of_the_log(store: Store, tmp_path: Path) -> None:
    for round_ in range(3):
        fill(store, range(round_ * 5, round_ * 5 + 5))
        report = run(store, jsonl(tmp_path))
        assert report.turns["archive"].rows == 5
        assert report.failed == ()
    assert run(store, jsonl(tmp_path)).turns["archive"].rows == 0
    assert [row["url"] for row in rows_of(tmp_path / "all.jsonl")] == [
        f"https://harbour.example/{number}" for number in range(15)
    ]


def test_revisions_and_events_are_rows_with_their_number_and_status(store: Store, tmp_path: Path) -> None:
    fill(store, [1, 2])
    run(store, jsonl(tmp_path))
    changed = page(1)
    changed.title, changed.paragraphs = (
        "Another title",
        [*changed.paragraphs, "More was learnt at noon."],
    )
    store.commit([changed, outcome("https://harbour.example/2", Status.GONE)], now=later(hours=1))
    run(store, jsonl(tmp_path))
    rows = rows_of(tmp_path / "all.jsonl")
    assert [(row["status"], row["revision"]) for row in rows] == [
        ("new", 1),
        ("new", 1),
        ("changed", 2),
        ("gone", 2),
    ]
    assert rows[2]["id"] == rows[0]["id"]
    assert rows[2]["title"] == "Another title"


def test_merged_and_forgotten_are_rows_too(store: Store, tmp_path: Path) -> None:
    fill(store, [1])
    fill(store, [2, 3], now=later(minutes=1))
    run(store, jsonl(tmp_path))
    first, second, third = rows_of(tmp_path / "all.jsonl")
    assert store.merge(first["url"], second["url"], later(hours=1)) == first["id"]
    store.forget(third["url"], later(hours=2))
    some = Jsonl(name="some", path="some.jsonl", fields=("title",), languages=("en",))
    assert run(store, Destinations(tmp_path, (*jsonl(tmp_path).entries, some))).failed == ()
    merged, forgotten = rows_of(tmp_path / "all.jsonl")[3:]
    assert (merged["id"], merged["revision"], merged["status"]) == (second["id"], 2, "merged")
    assert merged["merged_into"] == first["id"]
    assert (forgotten["id"], forgotten["revision"], forgotten["status"]) == (third["id"], 2, "forgotten")
    assert "title" not in forgotten
    rows = rows_of(tmp_path / "some.jsonl")
    assert [row["status"] for row in rows] == ["new", "new", "new", "merged", "forgotten"]
    assert rows[3]["merged_into"] == first["id"], "what a row is stands there, asked for or not"
    assert "title" not in rows[2], "who comes later is not told what was forgotten"


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("path", ["all.jsonl", "{source}/{day}.jsonl"])
def test_a_torn_piece_of_a_packed_file_is_cut_off(
    store: Store, tmp_path: Path, packing: str, path: str
) -> None:
    """As a kill leaves it: rows that are not committed stand behind the committed end, whole or in part."""
    for source in ("harbour", "sada"):
        fill(store, [1, 2], source)
    assert run(store, jsonl(tmp_path, path + packing)).failed == ()
    files = list(tmp_path.rglob(f"*.jsonl{packing}"))
    for file in files:
        whole = file.read_bytes()
        file.write_bytes(whole + whole[: len(whole) // 2])
    for source in ("harbour", "sada"):
        fill(store, [3], source)
    assert run(store, jsonl(tmp_path, path + packing)).failed == ()
    rows = [line for file in files for line in plain_of(file).splitlines()]
    assert len(rows) == len(set(rows)) == 6


def plain_of(file: Path) -> bytes:
    data = file.read_bytes()
    if file.suffix == ".gz":
        return gzip.decompress(data)
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True)
    return reader.read()


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_packed_files_grow_by_whole_pieces(store: Store, tmp_path: Path, packing: str) -> None:
    for number in range(4):
        fill(store, [number])
        run(store, jsonl(tmp_path, f"all.jsonl{packing}"))
        assert plain_of(tmp_path / f"all.jsonl{packing}").count(b"\n") == number + 1


def test_a_file_a_day_and_source(store: Store, tmp_path: Path) -> None:
    for day in range(2):
        for source in ("harbour", "sada/صدى", ".."):
            fill(store, [day], source, NOW + timedelta(days=day))
    report = run(store, jsonl(tmp_path / "x", "out/{source}/{day}.jsonl"))
    assert report.failed == ()
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jsonl"))
    assert found == sorted(
        f"x/out/{name}/2026-03-0{day}.jsonl"
        for day in (1, 2)
        for name in ("harbour", safe("sada/صدى"), safe(".."))
    )
    assert safe("sada/صدى").startswith("sada_صدى-")


def test_names_of_sources_stay_apart_and_inside() -> None:
    names = ["a", "a/b", "a_b", "..", ".", "", "é" * 200, "é" * 201, "a~2", "con/../..", "صدى"]
    made = [safe(name) for name in names]
    assert len(set(made)) == len(names)
    for name in made:
        assert "/" not in name
        assert "~" not in name
        assert not name.startswith(".")
        assert len(name.encode()) < 200


@pytest.mark.parametrize("kind", [Jsonl, Csv])
def test_a_size_limit_starts_new_files(store: Store, tmp_path: Path, kind: Any) -> None:
    suffix = kind.__struct_config__.tag
    for start in range(0, 40, 10):
        fill(store, range(start, start + 10))
        entry = kind(name="parts", path=f"all.{suffix}", max_mb=0.004)
        assert run(store, Destinations(tmp_path, (entry,))).failed == ()
    parts = sorted(tmp_path.glob(f"*.{suffix}"))
    assert len(parts) > 3
    assert {f"all.{suffix}", f"all~2.{suffix}", f"all~3.{suffix}"} < {part.name for part in parts}
    assert max(part.stat().st_size for part in parts) <= 4_000
    lines = [line for part in parts for line in part.read_text().splitlines()]
    assert len(lines) == 40 + (len(parts) if suffix == "csv" else 0)


@pytest.mark.parametrize("kind", [Jsonl, Csv])
@pytest.mark.parametrize(("room", "rows"), [(-1, 2), (0, 3), (1, 3)])
def test_a_file_is_filled_to_its_last_byte(
    store: Store, tmp_path: Path, kind: Any, room: int, rows: int
) -> None:
    suffix = kind.__struct_config__.tag
    fill(store, range(4))
    run(store, Destinations(tmp_path, (kind(name="whole", path=f"whole.{suffix}"),)))
    lines = (tmp_path / f"whole.{suffix}").read_bytes().splitlines(keepends=True)
    heads = len(lines) - 4
    size = len(b"".join(lines[: heads + 3])) + room
    entry = kind(name="parts", path=f"parts.{suffix}", max_mb=size / 1_000_000)
    assert run(store, Destinations(tmp_path, (entry,))).failed == ()
    first = (tmp_path / f"parts.{suffix}").read_bytes().splitlines(keepends=True)
    assert first == lines[: heads + rows]


def test_one_row_larger_than_the_limit_still_has_a_place(store: Store, tmp_path: Path) -> None:
    fill(store, range(3))
    assert run(store, jsonl(tmp_path, max_mb=0.0001)).failed == ()
    assert [len(rows_of(tmp_path / name)) for name in ("all.jsonl", "all~2.jsonl", "all~3.jsonl")] == [1] * 3


def test_csv_has_one_header_and_reads_back(store: Store, tmp_path: Path) -> None:
    one = page(1, title='He said "no", twice; خبر')
    one.authors, one.paragraphs = ["Ann Reed", "عمر"], ["First line of the story.", "Second, and last of it."]
    one.text = "\n\n".join(one.paragraphs)
    entry = Csv(name="table", path="all.csv", fields=("title", "text", "authors"))
    store.commit([one], now=NOW)
    run(store, Destinations(tmp_path, (entry,)))
    fill(store, [2])
    run(store, Destinations(tmp_path, (entry,)))
    with (tmp_path / "all.csv").open(newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert first["title"] == 'He said "no", twice; خبر'
    assert first["text"] == "First line of the story.\n\nSecond, and last of it."
    assert first["authors"] == "Ann Reed; عمر"
    assert second["authors"] == ""
    assert second["revision"] == "1", "what a row is stands there, asked for or not"
    other = Csv(name="table", path="all.csv", fields=("title",))
    assert "give it another name" in str(run(store, Destinations(tmp_path, (other,))).turns["table"].reason)


def test_only_what_is_wanted(store: Store, tmp_path: Path) -> None:
    for number in range(6):
        fill(store, [number], "harbour" if number % 3 else "sada")
    wanted = Jsonl(name="some", path="some.jsonl", sources=("sada",), fields=("title", "url"))
    late = Jsonl(name="late", path="late.jsonl", start="now")
    report = run(store, Destinations(tmp_path, (wanted, late)))
    assert (report.turns["some"].rows, report.turns["some"].behind) == (2, 0)
    rows = rows_of(tmp_path / "some.jsonl")
    assert {tuple(row) for row in rows} == {("url", "title", "id", "revision", "status")}
    fill(store, [9])
    report = run(store, Destinations(tmp_path, (wanted, late)))
    assert (report.turns["some"].rows, report.turns["late"].rows) == (0, 1)


def test_a_file_that_was_there_stays_untouched(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text("somebody's diary\n")
    fill(store, [1])
    assert "is there already" in str(run(store, jsonl(tmp_path)).turns["archive"].reason)
    assert file.read_text() == "somebody's diary\n"
    file.unlink()
    report = run(store, jsonl(tmp_path), again=True)
    assert (report.failed, len(rows_of(file))) == ((), 1)


def test_a_torn_end_is_cut_off_and_a_shortened_file_is_an_error(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    fill(store, [1, 2])
    run(store, jsonl(tmp_path))
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"torn": "li')
    fill(store, [3])
    run(store, jsonl(tmp_path))
    assert len(rows_of(file)) == 3
    file.write_bytes(whole)
    fill(store, [4])
    assert "was shortened" in str(run(store, jsonl(tmp_path)).turns["archive"].reason)
    assert file.read_bytes() == whole


def test_a_file_that_was_taken_away_begins_anew(store: Store, tmp_path: Path) -> None:
    fill(store, [1, 2])
    run(store, jsonl(tmp_path))
    (tmp_path / "all.jsonl").rename(tmp_path / "last-week.jsonl")
    fill(store, [3])
    run(store, jsonl(tmp_path))
    assert len(rows_of(tmp_path / "last-week.jsonl")) == 2
    assert len(rows_of(tmp_path / "all.jsonl")) == 1


def test_a_full_disk_leaves_whole_lines_and_is_made_up_for(store: Store, tmp_path: Path) -> None:
    file, log = tmp_path / "all.jsonl", Log(store)
    fill(store, [1, 2])
    run(store, jsonl(tmp_path))
    before = file.read_bytes()
    fill(store, range(3, 60))
    cursor = log.cursor("archive")
    assert cursor is not None
    batch = log.read(cursor.position, log.end(), Wanted())
    sink = FileSink(Jsonl(name="archive", path="all.jsonl"), tmp_path, log, cursor)
    sink.open()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 1_000, limits[1]))
    try:
        with pytest.raises(DeliveryError, match="cannot be written"):
            sink.send(Lines(batch.entries, [entry.record for entry in batch.entries], False, 0, 0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_bytes() == before
    assert run(store, jsonl(tmp_path)).failed == ()
    assert len(rows_of(file)) == 59


@pytest.mark.parametrize("path", ["folder.jsonl", "link.jsonl", "warraq.db/all.jsonl"])
def test_what_is_no_file(store: Store, tmp_path: Path, path: str) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to("nowhere/link.jsonl")
    fill(store, [1])
    report = run(store, jsonl(tmp_path, path))
    assert report.failed == ("archive",)
    assert report.turns["archive"].behind == 1
