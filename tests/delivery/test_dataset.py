"""Datasets: a whole folder, the same bytes each time, that what it says of itself is true."""

import gzip
import hashlib
import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crawler.errors import InputError
from crawler.items import BodyBlock, Extraction
from pipelines.delivery.dataset import export_dataset
from pipelines.storage import Store
from tests.delivery.receiver import page
from tests.pipelines.making import NOW


def fill_mixed(store: Store) -> None:
    """25 articles of three sources, in two languages and two months, some with more fields than others."""
    pages = []
    for number in range(25):
        source, language = (("harbour", "en"), ("sada", "ar"), ("valley | west", "ar"))[number % 3]
        one = page(number, source, published=NOW - timedelta(days=number * 2), language=language)
        one.url = one.outcome.address.url if one.outcome else one.url
        if number % 5 == 0:
            one.authors, one.rights, one.tags = ["Ann Reed", "عمر"], ["noai"], ["sea"]
            one.extraction = Extraction("blocks", 0.9, removed={f"kind-{number}": 1})
            one.blocks = [
                BodyBlock("heading", "Light", level=2, links=[("lamp", "https://harbour.example/l")])
            ]
        one.word_count = 10
        pages.append(one)
    pages.append(page(99, "harbour", published=None))
    store.commit(pages, now=NOW)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def rows_of(folder: Path) -> list[dict[str, Any]]:
    data = b"".join(gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("data/*.jsonl.gz")))
    return [json.loads(line) for line in data.splitlines()]


@pytest.fixture
def mixed(store: Store) -> Store:
    fill_mixed(store)
    return store


def test_the_same_store_gives_the_same_bytes(mixed: Store, tmp_path: Path) -> None:
    made = [export_dataset(mixed, tmp_path / name, rows=10) for name in ("one", "two")]
    assert [(one.rows, one.files) for one in made] == [(26, 3)] * 2
    one = tree(tmp_path / "one")
    assert one == tree(tmp_path / "two")
    assert sorted(one) == [
        "README.md",
        "SHA256SUMS",
        "data/articles-00000.jsonl.gz",
        "data/articles-00001.jsonl.gz",
        "data/articles-00002.jsonl.gz",
        "manifest.json",
        "schema.json",
    ]
    export_dataset(mixed, tmp_path / "one", rows=10)
    assert tree(tmp_path / "one") == one
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_what_it_says_of_itself_is_true(mixed: Store, tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    export_dataset(mixed, folder, rows=10, title='News "of" the | harbour', license="cc0-1.0")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for file in manifest["files"]:
        data = (folder / file["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    assert sum(file["rows"] for file in manifest["files"]) == manifest["rows"] == 26
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)
    rows = rows_of(folder)
    moments = [datetime.fromisoformat(row.get("published_at") or row["first_seen_at"]) for row in rows]
    assert moments == sorted(moments)
    assert manifest["sources"] == {"harbour": 10, "sada": 8, "valley | west": 8}
    assert manifest["languages"] == {"ar": 16, "en": 10}
    assert sum(manifest["months"].values()) == 26
    assert (manifest["months"]["unknown"], manifest["restricted"], manifest["words"]) == (1, 5, 250)
    for name, count in manifest["filled"].items():
        assert count >= sum(name in row for row in rows)
    assert manifest["filled"]["authors"] == 5
    check = jsonschema.Draft202012Validator(json.loads((folder / "schema.json").read_bytes()))
    for row in rows:
        check.validate(row)
        assert "blocks" not in row
        assert "removed" not in row.get("extraction", {})


def test_the_card(mixed: Store, tmp_path: Path) -> None:
    export_dataset(mixed, tmp_path / "dataset", title='News "of" the | harbour', license="cc0-1.0")
    text = (tmp_path / "dataset" / "README.md").read_text("utf-8")
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    pairs = (line.split(": ", 1) for line in head.splitlines())
    values = {key: json.loads(value) for key, value in pairs}
    assert values["pretty_name"] == 'News "of" the | harbour'
    assert (values["license"], values["language"]) == ("cc0-1.0", ["ar", "en"])
    assert values["configs"] == [{"config_name": "default", "data_files": ["data/*.jsonl.gz"]}]
    features = {one["name"]: one for one in values["dataset_info"]["features"]}
    named = {name for row in rows_of(tmp_path / "dataset") for name in row}
    assert named <= set(features), "a loader has a type for every column, whichever file it reads first"
    assert features["authors"] == {"name": "authors", "list": "string"}
    extraction = {one["name"]: one["dtype"] for one in features["extraction"]["struct"]}
    told = {
        "method": "string",
        "confidence": "float64",
        "unsure": "bool",
        "memory": "int64",
        "better": "bool",
    }
    assert extraction == told
    assert features["images"]["list"][3] == {"name": "width", "dtype": "int64"}
    for line in (
        "| harbour | 10 |",
        "| valley \\| west | 8 |",
        "| ar | 16 |",
        "| `authors` | People. | 19.2% |",
        "| `title` | The headline as printed, without the site's name. | 100.0% |",
        "| unknown | 1 |",
        "Such opt-outs: 5 of 26 articles.",
    ):
        assert line in body


@pytest.mark.parametrize(
    ("wanted", "rows"), [({"source": "sada"}, 8), ({"language": ["ar"]}, 16), ({"source": "none"}, 0)]
)
def test_filters_and_emptiness(mixed: Store, tmp_path: Path, wanted: dict[str, Any], rows: int) -> None:
    made = export_dataset(mixed, tmp_path / "dataset", **wanted)
    assert (made.rows, made.files, len(rows_of(tmp_path / "dataset"))) == (rows, 1, rows)


def test_only_a_dataset_is_replaced(mixed: Store, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.mkdir()
    (diary / "monday.txt").write_text("rain")
    for folder in (diary, diary / "monday.txt"):
        with pytest.raises(InputError, match="is no dataset of Warraq's"):
            export_dataset(mixed, folder)
    assert tree(diary) == {"monday.txt": b"rain"}
    with pytest.raises(InputError, match="allowed are jsonl"):
        export_dataset(mixed, tmp_path / "other", form="xml")  # type: ignore[arg-type]
    (tmp_path / "empty").mkdir()
    assert export_dataset(mixed, tmp_path / "empty").rows == 26


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_readers_load_every_file_as_one_table(mixed: Store, tmp_path: Path, form: Any) -> None:
    """The first data file lacks columns that later ones have, and the other way round."""
    arrow, dataset = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.dataset")
    export_dataset(mixed, tmp_path / "set", form=form, rows=4)
    files = sorted((tmp_path / "set" / "data").iterdir())
    assert len(files) == 7
    parts = [dataset.dataset(file, format=form.partition(".")[0].replace("jsonl", "json")) for file in files]
    table = arrow.concat_tables([part.to_table() for part in parts], promote_options="permissive")
    assert table.num_rows == 26
    assert table.column("published_at").null_count == 1
    assert {tuple(names) for names in table.column("authors").to_pylist() if names} == {("Ann Reed", "عمر")}
    if form == "parquet":
        assert len({str(part.schema) for part in parts}) == 1, "typed alike, whatever is absent"
