"""PostgreSQL with millions of articles: plain tables beside ones in partitions, filled in bulk, then asked.

The rows are made by the server: short records, KEYS keys of each text, an address an article. Then a few
hundred articles come in as a crawl's do, through the store itself, and what a crawl asks is timed: near
copies, what is due, the log; then a vacuum after one address in a hundred has changed.

In partitions are the two tables with the most rows that may be: of keys, and of names. `revisions` may not,
for an article's revisions are numbered (a key without the position), nor `addresses`, whose URLs are unique.
"""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from statistics import median

import psycopg

from bench.growth import START, News, Words, fetched
from crawler.items import DueQuery
from pipelines.similarity import pack, sketch
from pipelines.storage import Log, Store, clusters
from pipelines.storage.log import Wanted
from pipelines.store import BATCH

KEYS = 6  # a text: of 3 KB some 18
SOURCES = 10_000
PARTS = 16
BATCHES, ASKED = 40, 200  # batches that are stored, questions of each kind
CHUNK = 1_000_000  # articles in one statement
NOW = START + timedelta(days=1)

Found = tuple[str, str]  # what, and how long

_TABLES = ("articles", "revisions", "article_urls", "bands", "sketches", "addresses")
_ID = "substr(encode(sha256(i::text::bytea), 'hex'), 1, 24)"
_URL = f"'https://s' || i % {SOURCES} || '.example/2026/story-' || i"
_TIMES = "(SELECT '2025-01-01'::timestamptz + i * interval '3 s') x(t)"
_EACH = "FROM generate_series({first}, {last}) i"
_HASH = "encode(sha256(('c' || i)::bytea), 'hex')"
_FILL = (
    f"""INSERT INTO articles (id, url, canonical, source, language, title, published, first_seen, status,
    revision, content_hash, cluster, cluster_first, seed) SELECT {_ID}, {_URL}, {_URL}, 's' || i % {SOURCES},
    'en', 'Ship ' || i || ' came in', t, t, 'new', 1, {_HASH}, {_ID}, {_ID}, 1 {_EACH}, LATERAL {_TIMES}""",
    f"""INSERT INTO revisions (article_id, revision, status, committed_at, content_hash, record) SELECT {_ID},
    1, 'new', t, {_HASH}, '{{{{"url":"' || {_URL} || '","paragraphs":["' ||
    repeat('The council voted on ship ' || i || '. ', 12) || '"]}}}}' {_EACH}, LATERAL {_TIMES}""",
    f"""INSERT INTO article_urls (url, article_id, first_seen) SELECT {_URL}, {_ID}, '2026-01-01' {_EACH}""",
    f"""INSERT INTO bands (key, article_id) SELECT hashint8extended(i * {KEYS} + j, 7), {_ID}
    {_EACH}, generate_series(1, {KEYS}) j""",
    f"""INSERT INTO sketches (article_id, packed) SELECT {_ID}, decode(repeat('5a', 120), 'hex') {_EACH}""",
    f"""INSERT INTO addresses (url, source, site, kind, rank, order_at, found_at, due_at, last_outcome,
    last_fetched_at, article_id) SELECT {_URL}, 's' || i % {SOURCES}, 's' || i % {SOURCES} || '.example',
    'article', 1, t, t, CASE WHEN i % 10 = 0 THEN t + interval '1 year' END, 'article', t, {_ID}
    {_EACH}, LATERAL {_TIMES}""",
)


def measure(url: str, articles: int, partitions: bool) -> Iterator[Found]:
    """Fills a new store and asks it; each figure as it comes."""
    Store.open(url).close()
    with psycopg.connect(url, autocommit=True) as server:
        if partitions:
            _divide(server)
        yield "filled", f"{_took(lambda: _fill(server, articles)):,.0f} s"
        yield "vacuum of all, with statistics", f"{_took(lambda: server.execute('VACUUM ANALYZE')):,.0f} s"
        yield "size", f"{_size(server) / 2**30:,.1f} GB"
        with Store.open(url) as store:
            yield from _asked(store, articles)
        changed = "UPDATE addresses SET due_at = due_at + interval '1 day' WHERE id % 100 = 0"
        yield "one address in a hundred changed", f"{_took(lambda: server.execute(changed)):,.1f} s"
        yield "vacuum of addresses then", f"{_took(lambda: server.execute('VACUUM addresses')):,.1f} s"
        dropped = f"DELETE FROM bands WHERE key > 0 AND key < {2**63 // 50}"
        yield "one key in a hundred deleted", f"{_took(lambda: server.execute(dropped)):,.1f} s"
        yield "vacuum of keys then", f"{_took(lambda: server.execute('VACUUM bands')):,.1f} s"


def _divide(server: "psycopg.Connection[tuple[object, ...]]") -> None:
    """The tables of keys and of names, anew and in partitions by hash."""
    server.execute("DROP TABLE bands, article_urls")
    server.execute(
        "CREATE TABLE bands (key bigint, article_id text REFERENCES articles, "
        "CONSTRAINT pk_bands PRIMARY KEY (key, article_id)) PARTITION BY HASH (key)"
    )
    server.execute(
        "CREATE TABLE article_urls (url text PRIMARY KEY, article_id text NOT NULL REFERENCES articles, "
        "first_seen timestamptz NOT NULL) PARTITION BY HASH (url)"
    )
    server.execute("CREATE INDEX ON article_urls (article_id)")
    for table, part in itertools.product(("bands", "article_urls"), range(PARTS)):
        values = f"WITH (MODULUS {PARTS}, REMAINDER {part})"
        server.execute(f"CREATE TABLE {table}_{part} PARTITION OF {table} FOR VALUES {values}")


def _fill(server: "psycopg.Connection[tuple[object, ...]]", articles: int) -> None:
    """As a dump is read in: rows first, then indexes and references, of which none is checked meanwhile."""
    taken = list(_taken_off(server))
    server.execute("SET maintenance_work_mem = '512MB'")
    for first in range(1, articles + 1, CHUNK):
        last = min(first + CHUNK - 1, articles)
        for statement in _FILL:
            server.execute(statement.format(first=first, last=last))
    for one in taken:
        server.execute(one)


def _taken_off(server: "psycopg.Connection[tuple[object, ...]]") -> Iterator[str]:
    """Drops the indexes and references of plain tables; the statements that make them again, in order."""
    plain = "SELECT oid FROM pg_class WHERE relkind = 'r' AND NOT relispartition AND relname = ANY (%s)"
    found = server.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint "
        f"WHERE conrelid IN ({plain}) AND contype IN ('p', 'u', 'f') ORDER BY contype = 'f'",
        [list(_TABLES)],
    ).fetchall()
    indexes = server.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE "
        f"indrelid IN ({plain}) "
        "AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype <> 'f')",
        [list(_TABLES)],
    ).fetchall()
    for table, name, _, _ in reversed(found):
        server.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")
    for name, _ in indexes:
        server.execute(f"DROP INDEX {name}")
    yield from (str(definition) for _, definition in indexes)
    for table, name, definition, kind in found:
        unchecked = " NOT VALID" if kind == "f" else ""
        yield f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}{unchecked}"


def _asked(store: Store, articles: int) -> Iterator[Found]:
    chance = random.Random(18)
    news = iter(News(chance, Words(chance)))
    batches = []
    for _ in range(BATCHES):
        batch = [fetched(told, NOW) for told in itertools.islice(news, BATCH)]
        for article in batch:
            article.sketch, article.taken_out = pack(sketch(article.paragraphs)), []  # as the child leaves it
        batches.append(batch)
    run = store.start_run(NOW, "bench")
    yield "article stored", _each(lambda n: store.commit(batches[n], run=run, now=NOW), BATCHES, BATCH)
    with store._reading() as connection:
        keys = [[chance.getrandbits(63) for _ in range(18 * BATCH)] for _ in range(ASKED)]
        yield (
            "near copies of an article looked up",
            _each(lambda n: clusters.look_up(connection, keys[n]), ASKED, BATCH),
        )
    chosen = [f"s{chance.randrange(SOURCES)}" for _ in range(ASKED)]
    yield "due of a source, 100 rows", _each(lambda n: store.due(DueQuery(chosen[n]), NOW, 100), ASKED)
    yield "first due time of every source", _each(lambda n: store.due_times(), 3)
    log = Log(store)
    yield "end of the log", _each(lambda n: log.end(), ASKED)
    starts = [chance.randrange(articles) for _ in range(ASKED)]
    yield (
        "1,000 rows of the log",
        _each(lambda n: log.read(starts[n], articles + 10**6, Wanted(), rows=1000), ASKED),
    )


def _each(work: Callable[[int], object], count: int, of: int = 1) -> str:
    """Milliseconds of one, the median; and the slowest."""
    times = [1000 * _took(partial(work, number)) / of for number in range(count)]
    return f"{median(times):.2f} ms (at most {max(times):.1f})"


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _size(server: "psycopg.Connection[tuple[object, ...]]") -> float:
    [(size,)] = server.execute("SELECT pg_database_size(current_database())").fetchall()
    return float(str(size))
