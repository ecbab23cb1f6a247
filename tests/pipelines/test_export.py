"""Exports: whole files, the same bytes each time, and records that fit the schema."""

import gzip
import io
import os
import resource
import shutil
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import zstandard
from sqlalchemy import insert

from crawler.errors import InputError, StorageError
from crawler.items import BodyBlock, Extraction, Image, Kind
from pipelines.delivery.files import export
from pipelines.record import FIELDS, encode, json_schema, record
from pipelines.storage import Store
from pipelines.storage.tables import articles, revisions
from tests.pipelines.making import NOW, article


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    file = shutil.copyfile(migrated, tmp_path / "warraq.db")
    with Store.open(f"sqlite:///{file}") as opened:
        pages = [
            article(
                f"https://{source}.example/{number}",
                source=source,
                title=f"خبر {number}" if source == "sada" else f"Story {number}",
                body=(f"{source} tells story {number} as it was.",),
                language="ar" if source == "sada" else "en",
                published=NOW - timedelta(hours=number // 3),  # several at one time
            )
            for number in range(60)
            for source in ("harbour", "sada")
        ]
        first = tuple(pages[0].paragraphs)
        before = NOW - timedelta(days=9)
        copy = "https://valley.example/1"
        pages.append(article(copy, source="valley", body=first, title="Story 0", published=before))
        opened.commit(pages, now=NOW)
        yield opened


def lines(data: bytes) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in data.splitlines()]


def test_the_same_bytes_in_every_packing_and_every_time(store: Store, tmp_path: Path) -> None:
    names = ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst")
    assert [export(store, tmp_path / name) for name in names] == [120, 120, 120]
    first = {name: (tmp_path / name).read_bytes() for name in names}
    for name in names:
        export(store, tmp_path / name)
    assert {name: (tmp_path / name).read_bytes() for name in names} == first
    plain = first["a.jsonl"]
    assert gzip.decompress(first["a.jsonl.gz"]) == plain
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(first["a.jsonl.zst"])) as reader:
        assert reader.read() == plain
    rows = lines(plain)
    assert rows == sorted(rows, key=lambda row: (row["published_at"], row["id"]))
    assert "خبر 7".encode() in plain, "UTF-8, not escapes"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"source": "sada"}, 60),
        ({"source": ["sada", "valley"]}, 61),
        ({"source": []}, 0),
        ({"language": "ar"}, 60),
        ({"language": ["ar", "en"]}, 120),
        ({"since": NOW}, 5),  # story 0 has an earlier copy
        ({"since": NOW, "copies": "all"}, 6),
        ({"until": NOW}, 115),
        ({"since": NOW - timedelta(hours=2), "until": NOW, "source": "sada"}, 6),
        ({"copies": "all"}, 121),
        ({"source": "nobody"}, 0),
    ],
)
def test_filters(store: Store, tmp_path: Path, wanted: dict[str, Any], count: int) -> None:
    file = tmp_path / "out" / "some.jsonl"
    assert export(store, file, **wanted) == count
    assert len(lines(file.read_bytes())) == count


def test_fields_and_standard_output(store: Store, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert export(store, "-", fields=["title", "url", "authors"], source="sada") == 60
    sys.stdout.flush()
    rows = lines(capfdbinary.readouterr().out)
    assert {tuple(row) for row in rows} == {("title", "url")}


def test_what_was_there_stays_until_the_new_is_whole(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("yesterday's\n")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))  # a disk that fills up
    try:
        with pytest.raises(StorageError, match="cannot be written"):
            export(store, file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_text() == "yesterday's\n"
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_links_stay_links_and_devices_devices(store: Store, tmp_path: Path) -> None:
    link = tmp_path / "latest.jsonl"
    link.symlink_to(tmp_path / "real.jsonl")
    export(store, link)
    assert link.is_symlink()
    assert len(lines((tmp_path / "real.jsonl").read_bytes())) == 120
    export(store, os.devnull)
    assert not Path(os.devnull).is_file()
    with pytest.raises(InputError, match="is a folder"):
        export(store, tmp_path)


def test_records_of_the_store_and_full_articles_fit_the_schema(store: Store) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    full = article("https://harbour.example/full")
    full.kicker, full.authors, full.agency, full.tags = "Harbour", ["Ann Reed"], ["Reuters"], ["sea"]
    full.images = [Image("https://harbour.example/i.jpg", caption="A lamp", width=640)]
    full.blocks = [BodyBlock("heading", "Light", level=2, links=[("lamp", "https://harbour.example/lamp")])]
    full.extraction = Extraction("blocks", 0.93, removed={"share": 2})
    full.first_seen_at = full.fetched_at = NOW
    full.direction, full.access, full.word_count = "ltr", "free", 44
    for one in [record(full), *map(msgspec.json.decode, store.records(copies="all"))]:
        check.validate(one)
        assert None not in one.values()
        assert list(one) == [name for name in FIELDS if name in one], "in the record's order"
    assert set(schema["properties"]) == set(FIELDS)
    assert {"outcome", "page_language", "kind_reason"}.isdisjoint(schema["properties"])
    assert set(schema["$defs"]) == {"BodyBlock", "Extraction", "Image", "Kind"}
    for wrong in ({"url": 1}, {}, {**record(full), "kind": "poem"}, {**record(full), "authors": "Ann"}):
        assert list(check.iter_errors(wrong))


def test_absent_is_absent() -> None:
    page = article("https://harbour.example/a", published=None)
    page.title, page.summary, page.images = "", None, [Image("https://a.example/i.jpg")]
    page.fetched_at = NOW.replace(tzinfo=None)
    found = record(page)
    assert "title" not in found
    assert found["images"] == [{"url": "https://a.example/i.jpg"}]
    assert found["fetched_at"] == "2026-03-01T12:00:00Z"
    assert found["kind"] == Kind.ARTICLE
    page.title = "half \ud83d"
    assert msgspec.json.decode(encode(page))["title"] == "half "


def test_memory_does_not_grow_with_the_store(tmp_path: Path) -> None:
    """What Python holds at its most while exporting: the same for three times the articles."""
    peaks = []
    for count in (1_000, 3_000):
        with Store.open(str(tmp_path / f"{count}.db")) as opened:
            put_plainly(opened, count)
            assert export(opened, tmp_path / "warm.jsonl") == count  # what the first one keeps is not traced
            tracemalloc.start()
            assert export(opened, tmp_path / "a.jsonl") == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]


def test_progress_is_told_every_hundred_rows(tmp_path: Path, migrated: Path) -> None:
    told: list[int] = []
    with Store.open(str(shutil.copyfile(migrated, tmp_path / "w.db"))) as opened:
        put_plainly(opened, 250)
        assert export(opened, tmp_path / "a.jsonl", seen=told.append) == 250
    assert told == [100, 200]


def put_plainly(store: Store, count: int) -> None:
    """Rows as a commit leaves them, without its decisions."""
    one = article("https://harbour.example/1", body=("The ship came in on time. " * 100,))
    rows: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for number in range(count):
        one.id = one.cluster = one.cluster_first = f"{number:020x}"
        one.revision, one.status, one.content_hash = 1, "new", f"{number:064x}"
        same = {"status": "new", "revision": 1, "content_hash": one.content_hash}
        names = {
            "url": f"{one.url}/{number}",
            "source": "harbour",
            "cluster": one.id,
            "cluster_first": one.id,
        }
        rows[0].append({"id": one.id, **names, **same, "published": NOW, "first_seen": NOW})
        rows[1].append({"article_id": one.id, **same, "committed_at": NOW, "record": encode(one).decode()})
    with store._writing() as connection:
        for table, values in zip((articles, revisions), rows, strict=True):
            connection.execute(insert(table), values)
