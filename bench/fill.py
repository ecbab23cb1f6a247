"""Rows in bulk, as a crawl would have left them: the bench need not store a million articles one by one.

The same tables and indexes, the same sizes; keys are random numbers, as the smallest hashes of texts that
nobody else has are. What near copies and phrases leave is in the store already when this begins. Written
past SQLAlchemy, for its sake alone a million would take an hour.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from crawler.urls import site_of
from pipelines.deduplicate import article_id
from pipelines.similarity import KEY_BITS
from pipelines.storage import Store

AT_ONCE = 10_000  # articles in a transaction
POOL = 5_000  # texts that the rows take turns with
_COLUMNS = {
    "articles": "id url canonical source language title published first_seen status revision content_hash "
    "cluster cluster_first seed",
    "revisions": "article_id revision status committed_at run content_hash record",
    "article_urls": "url article_id first_seen",
    "addresses": "url source site kind rank link order_at found_at due_at last_outcome last_fetched_at "
    "attempts article_id",
    "bands": "key article_id",
}

Texts = Sequence[tuple[list[str], int]]  # with the number of keys that it has
Rows = dict[str, list[tuple[Any, ...]]]


def fill(store: Store, first: int, until: int, texts: Texts, time_of: Callable[[int], datetime]) -> None:
    """Articles number `first` up to `until`; `time_of`: when a number was fetched."""
    chance = random.Random(first)
    bodies = [(_body(text), keys) for text, keys in texts]
    for start in range(first, until, AT_ONCE):
        rows: Rows = {table: [] for table in _COLUMNS}
        for number in range(start, min(start + AT_ONCE, until)):
            for table, row in _rows(number, *chance.choice(bodies), time_of(number), chance):
                rows[table].append(row)
        rows["bands"].sort()
        store._write(_write, rows)


def _body(text: list[str]) -> str:
    """The end of a record: what is long in it."""
    fields = {"paragraphs": text, "text": "\n\n".join(text)}
    return msgspec.json.encode(fields).decode().removeprefix("{")


def _write(connection: Connection, rows: Rows) -> None:
    for table, columns in _COLUMNS.items():
        names = columns.split()
        marks = ",".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {table} ({','.join(names)}) VALUES ({marks})", rows[table])


def _rows(
    number: int, body: str, keys: int, now: datetime, chance: random.Random
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    source = f"site{chance.randrange(2_000)}"
    url = f"https://www.{source}.example/news/2026/filled-{number}-{chance.getrandbits(120):x}"
    key, content = article_id(url), f"{chance.getrandbits(256):064x}"
    time, due = (moment.strftime("%Y-%m-%d %H:%M:%S.%f") for moment in (now, now + timedelta(days=7)))
    record = (
        f'{{"id":"{key}","revision":1,"schema":1,"status":"new","kind":"article","url":"{url}",'
        f'"canonical_url":"{url}","source":"{source}","published_at":"{now.isoformat()}",'
        f'"first_seen_at":"{now.isoformat()}","fetched_at":"{now.isoformat()}","language":"en",'
        f'"content_hash":"{content}","cluster":"{key}","cluster_first":"{key}",{body}'
    )
    link = f'{{"url":"{url}","kind":"article","title":"Article {number}"}}'
    title = f"Article {number}"
    yield "articles", (key, url, url, source, "en", title, time, time, "new", 1, content, key, key, 1)
    yield "revisions", (key, 1, "new", time, 1, content, record)
    yield "article_urls", (url, key, time)
    yield (
        "addresses",
        (*(url, source, site_of(url), "article", 2, link, time, time, due, "article", time, 0, key),),
    )
    for _ in range(keys):
        yield "bands", (chance.getrandbits(KEY_BITS), key)
