"""The extraction in datatrove's local executor and on a local Ray, where they are installed."""

import gzip
import json
from pathlib import Path

import pytest

from tests.runs.test_fromarchives import numbered, urls, warc
from warraq import archives, extract_archive

pytestmark = pytest.mark.slow


def written(folder: Path) -> list[dict[str, object]]:
    lines = [
        line
        for file in sorted(folder.glob("*.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]
    return [json.loads(line) for line in lines]


@pytest.fixture
def archive_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "warc"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.warc.gz").write_bytes(warc(4, start=4 * number))
    return folder


def test_an_archive_from_python(archive_folder: Path, tmp_path: Path) -> None:
    found = archives(str(archive_folder))
    assert [name.rpartition("/")[2] for name in found] == ["0.warc.gz", "1.warc.gz", "2.warc.gz"]
    for name in found:
        one = extract_archive(name, tmp_path / "out", workers=1)
        assert (one.records, one.failed, one.whole) == (4, 0, True)
    assert sorted(urls(tmp_path / "out")) == sorted(numbered(0, 12))


def test_datatrove_reads_archives_a_task_each_and_does_none_twice(
    archive_folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("datatrove", reason="warraq[datatrove] is not installed")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    from warraq.datatrove import ArchiveArticles

    def run() -> None:
        LocalPipelineExecutor(
            pipeline=[
                ArchiveArticles(str(archive_folder), glob_pattern="*.warc.gz"),
                JsonlWriter(str(tmp_path / "out")),
            ],
            tasks=3,
            logging_dir=str(tmp_path / "log"),
        ).run()

    run()
    rows = written(tmp_path / "out")
    assert sorted(str(row["metadata"]["url"]) for row in rows) == sorted(numbered(0, 12))  # type: ignore[index]
    assert all("lighthouse" in str(row["text"]) for row in rows)
    assert len({row["id"] for row in rows}) == 12
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "out").iterdir()}
    run()
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "out").iterdir()} == before


def test_a_datatrove_block_extracts_documents() -> None:
    pytest.importorskip("datatrove", reason="warraq[datatrove] is not installed")
    from datatrove.data import Document

    from tests.runs.test_fromarchives import PAGE, WORDS
    from warraq.datatrove import ExtractArticles

    page = PAGE.format(1, WORDS.format(1) * 6)
    metadata = {"url": "https://harbour.example/1", "date": "2026-01-02T00:00:00+00:00", "own": 1}
    documents = [Document(page, "one", metadata=metadata), Document("no page at all", "two")]
    [one] = ExtractArticles().run(iter(documents))
    assert one.id == "one"
    assert "The council of the harbour town" in one.text
    assert (one.metadata["own"], one.metadata["title"]) == (1, "Ship 1 came in")


def test_ray_extracts_archives_and_goes_on(archive_folder: Path, tmp_path: Path) -> None:
    ray = pytest.importorskip("ray", reason="warraq[ray] is not installed")
    from warraq.ray import extract_archives, extract_batch

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, ignore_reinit_error=True)
    try:
        names = archives(str(archive_folder))
        extract_archive(names[0], tmp_path / "out", workers=1)  # what a run before has done
        rows = extract_archives(names, tmp_path / "out").take_all()
        assert sorted(row["records"] for row in rows) == [4, 4, 4]
        assert all(row["whole"] for row in rows)
        assert sorted(urls(tmp_path / "out")) == sorted(numbered(0, 12))

        from tests.runs.test_fromarchives import PAGE, WORDS

        pages = [
            {"html": PAGE.format(n, WORDS.format(n) * 6), "url": f"https://a.example/{n}"} for n in range(4)
        ]
        found = ray.data.from_items(pages).map_batches(extract_batch, batch_size=2).take_all()
        assert sorted(row["url"] for row in found) == [f"https://a.example/{n}" for n in range(4)]
        assert json.loads(found[0]["record"])["title"].startswith("Ship")
    finally:
        ray.shutdown()
