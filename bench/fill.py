"""Rows in bulk, as a crawl would have left them: the bench need not store a million articles one by one.

The same tables and indexes, the same sizes; keys are random numbers, as the smallest hashes of texts that
nobody else has are. What near copies and phrases leave is in the store already when this begins.
"""

import random
import string
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from crawler.discovery.urls import site_of
from pipelines.deduplicate import article_id
from pipelines.similarity import KEY_BITS
from pipelines.storage import Store
from pipelines.storage.tables import addresses, article_urls, articles, bands, revisions

AT_ONCE = 2_000
POOL = 5_000  # texts that the rows take turns with

Texts = Sequence[tuple[list[str], int]]  # with the number of keys that it has


def fill(store: Store, first: int, until: int, texts: Texts, time_of: Callable[[int], datetime]) -> None:
    """Articles number `first` up to `until`; `time_of`: when a number was fetched."""
    chance = random.Random(first)
    for start in range(first, until, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, until))
        store._write(_write, [_rows(number, texts, time_of(number), chance) for number in numbers])


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    for table in (articles, revisions, article_urls, addresses):
        connection.execute(insert(table), [row[table.name] for row in rows])
    connection.execute(insert(bands), [key for row in rows for key in row["bands"]])


def _rows(number: int, texts: Texts, now: datetime, chance: random.Random) -> dict[str, Any]:
    text, keys = chance.choice(texts)
    source = f"site{chance.randrange(2_000)}"
    slug = "-".join("".join(chance.choices(string.ascii_lowercase, k=8)) for _ in range(4))
    url = f"https://www.{source}.example/news/2026/filled-{number}-{slug}"
    key, content = article_id(url), f"{chance.getrandbits(256):064x}"
    record = {
        "id": key, "revision": 1, "schema": 1, "status": "new", "kind": "article", "url": url,
        "canonical_url": url, "source": source, "title": slug, "paragraphs": text, "text": "\n\n".join(text),
        "published_at": now.isoformat(), "first_seen_at": now.isoformat(), "fetched_at": now.isoformat(),
        "language": "en", "content_hash": content, "cluster": key, "cluster_first": key,
    }  # fmt: skip
    article = {
        "id": key, "url": url, "canonical": url, "source": source, "language": "en", "title": slug,
        "published": now, "first_seen": now, "status": "new", "revision": 1, "content_hash": content,
        "cluster": key, "cluster_first": key, "seed": 1,
    }  # fmt: skip
    revision = {
        "article_id": key, "revision": 1, "status": "new", "committed_at": now, "run": 1,
        "content_hash": content, "record": msgspec.json.encode(record).decode(),
    }  # fmt: skip
    address = {
        "url": url, "source": source, "site": site_of(url), "kind": "article", "rank": 2, "order_at": now,
        "found_at": now, "due_at": now + timedelta(days=7), "last_outcome": "article",
        "last_fetched_at": now, "article_id": key,
        "link": msgspec.json.encode({"url": url, "kind": "article", "title": slug}).decode(),
    }  # fmt: skip
    return {
        "articles": article,
        "revisions": revision,
        "article_urls": {"url": url, "article_id": key, "first_seen": now},
        "addresses": address,
        "bands": [{"key": chance.getrandbits(KEY_BITS), "article_id": key} for _ in range(keys)],
    }
