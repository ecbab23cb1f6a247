"""What a store costs as it grows: storing, looking up, memory, size, export.

    python -m bench.growth [--sizes 10000,100000] [--folder DIR] [--fill]

Articles of some 3 KB are made up (words by Zipf's law, stock phrases, 2,000 sites) and go the way of a
crawl: a listing names their addresses, batches of the pipeline's size are committed. Some are near copies
of what another site had lately, some are fetched again, with and without changes. Text is made outside of
the time that is measured; each size is measured over the last WINDOW articles before it. Then everything
is exported, and read through an ORM. With --fill, what lies between the windows beyond FILL_FROM articles is
written as rows in bulk (bench/fill.py): a million then takes minutes, not hours.

With `--sizes 10000,100000,1000000 --fill`, on two busy cores: 3.30, 3.07 and 4.55 ms of CPU to store one
(1.4 times from first to last), 0.63, 0.59 and 1.46 ms to look up, 225, 333 and 339 MB in memory, 0.1, 1.1 and
10 GB on disk. Export of the million: 31,400 articles a second of CPU, memory constant; the ORM reads 17,100
(of the first 50,000).
"""

import argparse
import gc
import random
import re
import resource
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from bench.fill import POOL, fill
from bench.orm import read_through_orm
from crawler.console import Console, Table
from crawler.items import Address, AddressKind, Article, Link, Outcome, Status
from crawler.urls import site_of
from pipelines.deduplicate import content_hash
from pipelines.delivery.files import export
from pipelines.similarity import sketch
from pipelines.storage import Store, clusters
from pipelines.store import BATCH

START = datetime(2026, 1, 1, tzinfo=UTC)
PACE = timedelta(seconds=20)  # between two articles
SITES = 2_000
VOCABULARY, PHRASES = 60_000, 20_000
PHRASE_SHARE = 0.15  # of the sentences begin with one that others have too
WINDOW = 4_000  # articles over which a size is measured
LISTED = 32  # addresses that a listing names at once
NEAR, AGAIN, REVISED = 0.05, 0.05, 0.02  # of the fetches
LATELY = 500  # articles among which copies and repetitions are chosen
LOOK_UPS = 400
FILL_FROM = 20_000  # articles: until there all go the crawl's way
SYLLABLES = [
    *re.findall("..", "badafigohukalimaneporasutivowexiyazu"),
    *re.findall("...", "bracledroflagriplusta"),
]

Text = list[str]


class Words:
    """Sentences as a language has them: few words often, most seldom, some phrases again and again."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        made = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(4 * VOCABULARY)}
        self._words = sorted(made)[:VOCABULARY]
        chance.shuffle(self._words)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._phrases = [" ".join(self.some(chance.randint(4, 9))) for _ in range(PHRASES)]
        self._phrase_weights = list(accumulate(1 / (rank + 3) for rank in range(PHRASES)))

    def some(self, count: int) -> Sequence[str]:
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self) -> str:
        words = [*self.some(self._chance.randint(8, 26))]
        if self._chance.random() < PHRASE_SHARE:
            words[:0] = self._chance.choices(self._phrases, cum_weights=self._phrase_weights)
        return f"{' '.join(words).capitalize()}."

    def text(self) -> Text:
        return [
            " ".join(self.sentence() for _ in range(self._chance.randint(1, 4)))
            for _ in range(self._chance.randint(4, 9))
        ]


@dataclass(frozen=True, slots=True)
class Told:
    """What a site published."""

    site: str
    url: str
    title: str
    text: Text


@dataclass
class News:
    """An endless stream of fetches. `published` counts the articles among them that are new."""

    chance: random.Random
    words: Words
    published: int = 0
    lately: deque[Told] = field(default_factory=lambda: deque(maxlen=LATELY))

    def __iter__(self) -> Iterator[Told]:
        while True:
            yield self._next()

    def _next(self) -> Told:
        dice = self.chance.random()
        if self.lately and dice < AGAIN:
            return self.chance.choice(self.lately)
        if self.lately and dice < AGAIN + REVISED:
            old = self.chance.choice(self.lately)
            return Told(old.site, old.url, old.title, [*old.text, self.words.sentence()])
        text = self.words.text()
        if self.lately and dice < AGAIN + REVISED + NEAR:
            text = [f"PORT (Agency) - {self.words.sentence()}", *self.chance.choice(self.lately).text[1:]]
        site = f"site{self.chance.randrange(SITES)}"
        self.published += 1
        url = f"https://www.{site}.example/news/2026/{self.published}-{'-'.join(self.words.some(5))}"
        told = Told(site, url, " ".join(self.words.some(9)).capitalize(), text)
        self.lately.append(told)
        return told


def fetched(told: Told, now: datetime) -> Article:
    """As it comes to the store, the other pipelines done with it."""
    address = Address(told.url, told.site, site_of(told.url), AddressKind.ARTICLE)
    return Article(
        url=told.url,
        canonical_url=told.url,
        source=told.site,
        title=told.title,
        paragraphs=told.text,
        text="\n\n".join(told.text),
        published_at=(now - timedelta(minutes=7)).isoformat(),
        fetched_at=now,
        language="en",
        word_count=sum(len(paragraph.split()) for paragraph in told.text),
        content_hash=content_hash(told.title, told.text),
        outcome=Outcome(address, Status.ARTICLE, fetched_at=now),
    )


def listing(told: Sequence[Told], now: datetime) -> Outcome:
    """A feed that names them."""
    site = told[0].site
    url = f"https://www.{site}.example/feed"
    feed = Address(url, site, site_of(url), AddressKind.FEED)
    links = [Link(one.url, title=one.title, published_at=now, found_in="feed") for one in told]
    return Outcome(feed, Status.LISTING, fetched_at=now, links=links)


@dataclass
class Clock:
    """Seconds of wall and of processor time spent in the store."""

    wall: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._began[0]
        self.cpu += time.process_time() - self._began[1]


@dataclass(frozen=True, slots=True)
class Row:
    """What one article costs at a size, in milliseconds; megabytes."""

    size: int
    wall: float
    cpu: float
    look_up: float
    late_look_up: float
    memory: float
    file: float


def store_some(store: Store, news: Iterator[Told], run: int, until: int, counter: News) -> tuple[Clock, int]:
    """Fetches until so many articles are new; the time in the store, and how many fetches it took."""
    clock, fetches = Clock(), 0
    while counter.published < until:
        some = list(islice(news, LISTED))
        now = time_of(counter.published)
        pages = [fetched(told, now) for told in some]
        with clock:
            store.commit([listing(some, now)], run=run, now=now)
            for start in range(0, len(pages), BATCH):
                store.commit(pages[start : start + BATCH], run=run, now=now)
        fetches += len(some)
    return clock, fetches


def look_ups(store: Store, words: Words) -> list[float]:
    """Processor milliseconds to look for near copies of texts that have none."""
    times = []
    for text in [words.text() for _ in range(LOOK_UPS)]:
        with store._reading() as connection:
            began = time.process_time()
            made = sketch(text)
            found = clusters.candidates(made, clusters.look_up(connection, made.keys))
            clusters.seeds_on(connection).nearest(made, "elsewhere", found)
            times.append((time.process_time() - began) * 1000)
    return sorted(times)


def resident() -> float:
    """Megabytes in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def size_of(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.iterdir()) / 2**20


def time_of(number: int) -> datetime:
    return START + number * PACE


def fill_up(store: Store, counter: News, until: int) -> None:
    """Rows in bulk up to `until`, of the shape that the texts of this bench have."""
    if until <= counter.published:
        return
    texts = [counter.words.text() for _ in range(POOL)]
    fill(store, counter.published, until, [(text, len(sketch(text).keys)) for text in texts], time_of)
    counter.published = until


def grow(folder: Path, sizes: Sequence[int], filling: bool) -> Iterator[Row]:
    chance = random.Random(7)
    counter = News(chance, Words(chance))
    news = iter(counter)
    others = Words(random.Random(8))  # not to disturb the stream
    with Store.open(str(folder / "growth.db")) as store:
        run = store.start_run(START, "growth")
        for size in sizes:
            if filling:
                store_some(store, news, run, min(FILL_FROM, size - WINDOW), counter)
                fill_up(store, counter, size - 2 * WINDOW)
            store_some(store, news, run, size - WINDOW, counter)
            gc.collect()
            clock, fetches = store_some(store, news, run, size, counter)
            times = look_ups(store, others)
            each = 1000 / fetches
            middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
            yield Row(size, clock.wall * each, clock.cpu * each, middle, late, resident(), size_of(folder))


def exported(folder: Path) -> tuple[int, float, float]:
    """Articles, articles a second of processor time, megabytes that memory grew by."""
    with Store.open(str(folder / "growth.db")) as store:
        before, began = resident(), time.process_time()
        count = export(store, folder / "all.jsonl")
        return count, count / (time.process_time() - began), resident() - before


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,100000", help="articles at which it is measured")
    parser.add_argument("--folder", type=Path, help="where the database is made; else a temporary folder")
    parser.add_argument("--fill", action="store_true", help="rows in bulk between the windows")
    wanted = parser.parse_args()
    sizes = [int(size) for size in wanted.sizes.split(",")]
    numbers = ("articles", "ms wall", "ms CPU", "look-up ms", "95 %", "memory MB", "database MB")
    table = Table(*numbers, right=numbers)
    with tempfile.TemporaryDirectory(dir=wanted.folder) as name:
        folder = Path(name)
        for row in grow(folder, sizes, wanted.fill):
            values = (row.wall, row.cpu, row.look_up, row.late_look_up)
            cells = [f"{row.size:,}", *(f"{value:.2f}" for value in values)]
            table.row(*cells, f"{row.memory:.0f}", f"{row.file:,.0f}")
            print(" ".join(cells), flush=True)
        Console(width=100).print(table)
        count, rate, grown = exported(folder)
        print(f"export of {count:,}: {rate:,.0f} articles a second of CPU, memory +{grown:.0f} MB")
        count, rate = read_through_orm(folder / "growth.db", until=50_000)
        print(f"through an ORM, the first {count:,}: {rate:,.0f} articles a second of CPU")


if __name__ == "__main__":
    main()
