"""Parquet, where pyarrow is installed; and a clear line where it is not."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import InputError
from crawler.items import BodyBlock, Extraction, Image
from pipelines.delivery import parquet
from pipelines.delivery.dataset import export_dataset
from pipelines.delivery.destinations import Destinations, Parquet
from pipelines.record import FIELDS
from pipelines.storage import Store
from tests.delivery.receiver import fill, page, run
from tests.pipelines.making import NOW


def columns(folder: Path, **more: Any) -> Destinations:
    return Destinations(folder, (Parquet(name="columns", path="columns", **more),))


def test_without_pyarrow_the_way_to_get_it_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    parquet._arrow.cache_clear()
    fill(store, [1])
    assert "pip install 'warraq[parquet]'" in str(run(store, columns(tmp_path)).turns["columns"].reason)
    with pytest.raises(InputError, match=r"pip install 'warraq\[parquet\]'"):
        export_dataset(store, tmp_path / "dataset", form="parquet")
    assert not (tmp_path / "dataset").exists()


def full() -> Any:
    one = page(1, title="خبر الميناء")
    one.authors, one.tags, one.word_count = ["Ann Reed", "عمر"], ["sea"], 9
    one.images = [Image("https://harbour.example/i.jpg", caption="A lamp", width=640)]
    one.blocks = [BodyBlock("heading", "Light", level=2, links=[("lamp", "https://harbour.example/l")])]
    one.extraction = Extraction("blocks", 0.93, removed={"share": 2})
    one.published_at, one.fetched_at = "2026-02-28T23:30:00-02:00", NOW
    return one


def test_a_folder_by_day_with_typed_columns(store: Store, tmp_path: Path) -> None:
    arrow, dataset = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.dataset")
    store.commit([full(), page(2), page(3, published=NOW + timedelta(days=1))], now=NOW)
    assert run(store, columns(tmp_path)).failed == ()
    fill(store, [4])
    assert run(store, columns(tmp_path)).turns["columns"].rows == 1
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet"))
    assert files == [
        "columns/date=2026-03-01/000000000001-000000000003.parquet",
        "columns/date=2026-03-01/000000000004-000000000004.parquet",
        "columns/date=2026-03-02/000000000001-000000000003.parquet",
    ]
    table = dataset.dataset(tmp_path / "columns", partitioning="hive").to_table()
    assert table.column_names == [*FIELDS, "published", "date"]
    assert table.schema.field("revision").type == arrow.int32()
    assert table.schema.field("fetched_at").type == arrow.timestamp("us", tz="UTC")
    row = next(row for row in table.to_pylist() if row["title"] == "خبر الميناء")
    assert row["published"] == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    assert row["published_at"] == "2026-02-28T23:30:00-02:00"
    assert (row["authors"], row["images"][0]["width"]) == (["Ann Reed", "عمر"], 640)
    assert row["blocks"][0]["links"] == [["lamp", "https://harbour.example/l"]]
    assert row["extraction"]["removed"] == [{"kind": "share", "count": 2}]
    assert row["kicker"] is None


def test_only_the_fields_asked_for(store: Store, tmp_path: Path) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    fill(store, [1])
    run(store, columns(tmp_path, fields=("title",)))
    [file] = tmp_path.rglob("*.parquet")
    always = ["id", "revision", "status", "merged_into", "published"]  # a row's name, and what became of it
    assert reader.read_schema(file).names == ["title", *always]


def test_a_dataset_of_parquet_is_the_same_each_time(store: Store, tmp_path: Path) -> None:
    reader = pytest.importorskip("pyarrow.parquet")
    store.commit([full(), page(2)], now=NOW)
    for name in ("one", "two"):
        assert export_dataset(store, tmp_path / name, form="parquet", rows=1).files == 2
    shards = [sorted((tmp_path / name / "data").iterdir()) for name in ("one", "two")]
    assert [path.read_bytes() for path in shards[0]] == [path.read_bytes() for path in shards[1]]
    rows = [row for path in shards[0] for row in reader.read_table(path).to_pylist()]
    assert {row["title"] for row in rows} == {"خبر الميناء", "Town rebuilds its lighthouse"}
    assert "blocks" not in rows[0]


@pytest.fixture(autouse=True)
def _fresh_import() -> Any:
    yield
    parquet._arrow.cache_clear()
