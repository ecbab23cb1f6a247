"""Warraq over archives and pages with Ray Data: `pip install "warraq[ray]"`.

ray.data.read_parquet("pages/").map_batches(extract_batch).write_parquet("articles/")
extract_archives(archives("s3://bucket/crawl/*.warc.gz"), "/shared/articles").take_all()
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import ray.data

from crawler.errors import ExtractionFailedError
from crawler.runs.workers import Workers
from warraq.archives import read_archive
from warraq.pages import SavedPage, extract_many

COLUMNS = ("url", "title", "text", "language", "published_at", "kind")


def extract_batch(batch: Mapping[str, Sequence[Any]], *, workers: int = 1) -> dict[str, list[Any]]:
    """For `map_batches`: rows with `html` (bytes or text), and `url` and `fetched_at` where they are known.

    Gives a row an article, with the columns of COLUMNS and its whole `record` as JSON; pages that cannot be
    read have none. `workers` are processes of each of Ray's tasks.
    """
    number = len(batch["html"])
    urls = batch.get("url", [None] * number)
    times = batch.get("fetched_at", [None] * number)
    pages = [
        SavedPage(html, url, {}, time if isinstance(time, datetime) and time.tzinfo else None)
        for html, url, time in zip(batch["html"], urls, times, strict=True)
    ]
    records = [
        found.to_dict()
        for found in extract_many(pages, workers=workers)
        if not isinstance(found, ExtractionFailedError)
    ]
    columns = {name: [record.get(name) for record in records] for name in COLUMNS}
    return {**columns, "record": [json.dumps(record, ensure_ascii=False) for record in records]}


def extract_archives(
    urls: Sequence[str], folder: str | Path, *, workers: int = 1, cpus: float = 1.0
) -> "ray.data.Dataset":
    """`warraq.extract_archive` of each, by actors with `workers` processes on `cpus` of its processors each.

    `folder` is one that every machine has (a shared disk): there each archive has its file, and a note of how
    far it is done, so a second call goes on where the first was killed. Rows are `warraq.Extracted`'s fields.
    """
    dataset = ray.data.from_items([{"url": url} for url in urls])
    room = int(ray.cluster_resources().get("CPU", 1) // cpus)
    most = max(1, len(urls))
    actors = ray.data.ActorPoolStrategy(min_size=max(1, min(room, most)), max_size=most)
    return dataset.map(_Reader, fn_constructor_args=(str(folder), workers), compute=actors, num_cpus=cpus)


class _Reader:
    """An actor that reads one archive after the other; with the next one at hand, it waits for nobody."""

    def __init__(self, folder: str, workers: int) -> None:
        self._folder, self._pool = folder, Workers(workers)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        return asdict(read_archive(row["url"], self._folder, self._pool))
