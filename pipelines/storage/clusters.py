"""Clusters of near copies, found through an index that grows with the articles and needs no memory.

Each cluster has one seed, the article that opened it. Only seeds are indexed, and a new text is compared
with seeds alone: a copy of a copy, drifted into another story, does not pull that story in. A key that
many seeds have is a phrase and no story: it is given to no more, so that a look-up costs the same at a
million articles. All of it runs inside the transaction that stores the article.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import Protocol

from sqlalchemy import Connection, case, delete, func, select, update

from pipelines.deduplicate import Known
from pipelines.similarity import Sketch, compare, pack, sketch, unpack
from pipelines.storage import known
from pipelines.storage.many import among, insert_rows
from pipelines.storage.tables import articles, bands, revisions, runs, sketches
from pipelines.storage.upsert import insert_new

PHRASE = 32  # seeds with one key; an agency's story is one seed, however many print it
CANDIDATES = 40  # with the most keys in common, whose sources are looked up
COMPARED = 2  # of these on other sites, whose texts are read: what shares most keys is the copy, if one is

CLOCKS = timedelta(minutes=5)  # by which those of several machines may differ, and more
SETTLED = 100  # copies in one transaction, for which other writers wait

CHUNK = 500  # keys in one IN (…): SQLite took no more than 999 values before 3.32
SHARED = 2  # keys that a seed must have in common with a text of more than FEW to be compared: one is chance
FEW = 8

# An article's first revision, which says what run stored it; when it was published, or else found.
_FIRST = (revisions.c.article_id == articles.c.id) & (revisions.c.revision == 1)
_UNDATED = articles.c.published == articles.c.first_seen
_MOMENT = case((_UNDATED, func.coalesce(runs.c.started, articles.c.first_seen)), else_=articles.c.published)

Holders = Mapping[int, Sequence[str]]  # of each key, the seeds that have it

# Built once: they are asked for every new article.
_HOLDERS = select(bands.c.key, bands.c.article_id).where(among(bands.c.key, "keys"))
_SOURCES = select(articles.c.id, articles.c.source).where(among(articles.c.id, "ids"))
_SKETCHES = select(sketches.c.article_id, sketches.c.packed).where(among(sketches.c.article_id, "ids"))


def candidates(text: Sketch, holders: Holders) -> Counter[str]:
    """The seeds that share enough keys with a text to be compared, with how many, the most first."""
    counts = Counter(article for having in holders.values() for article in having)
    least = SHARED if len(text.keys) > FEW else 1
    likeliest = nsmallest(CANDIDATES, counts.items(), key=lambda item: (-item[1], item[0]))
    return Counter({article: count for article, count in likeliest if count >= least})


class Reading(Protocol):
    """A connection to read; of these articles the revisions too."""

    def __call__(self, articles: Collection[str] = ()) -> Connection: ...


class Seeds:
    """What is asked of seeds, each once: on which source it is, and its sketch. `keys` were asked for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading  # called where something has to be read
        self.keys: set[int] = set()
        self.sources: dict[str, str] = {}
        self.sketches: dict[str, Sketch] = {}

    def look_up(self, keys: Collection[int]) -> Holders:
        """The seeds that have each key."""
        self.keys.update(keys)
        return look_up(self.reading(), list(keys))

    def compared(self, source: str, counts: Counter[str]) -> list[str]:
        """Which of the candidates a text of this source is compared with: those of others, the likeliest."""
        self.read_sources(list(counts))
        chosen = [article for article in counts if self.sources.get(article, source) != source][:COMPARED]
        return [article for article in chosen if 2 * counts[article] >= counts[chosen[0]]]

    def read_sources(self, articles: Sequence[str]) -> None:
        unknown = [article for article in articles if article not in self.sources]
        for start in range(0, len(unknown), CHUNK):
            rows = self.reading().execute(_SOURCES, {"ids": unknown[start : start + CHUNK]})
            self.sources.update((row.id, row.source) for row in rows)

    def read_sketches(self, articles: Sequence[str]) -> None:
        """Their sketches; what none is kept of is made and kept."""
        if not (unknown := [article for article in articles if article not in self.sketches]):
            return
        connection = self.reading()
        for article, packed in connection.execute(_SKETCHES, {"ids": unknown}):
            self.sketches[article] = unpack(packed)
        without = [article for article in unknown if article not in self.sketches]
        for article, seed in known.by_id(connection, without).items() if without else ():
            self.sketches[article] = text = sketch(seed.paragraphs)
            keep_sketch(connection, article, text)

    def nearest(self, text: Sketch, source: str, counts: Counter[str]) -> Known | None:
        """The seed on another source that the text is a copy of, among its candidates."""
        chosen = self.compared(source, counts)
        self.read_sketches(chosen)
        for article in chosen:
            if compare(text, self.sketches[article]).copy:
                return known.by_id(self.reading([article]), [article])[article]
        return None


def seeds_on(connection: Connection) -> Seeds:
    """Seeds that are read from a connection to which everything is written."""
    return Seeds(lambda articles=(): connection)


def keep_sketch(connection: Connection, article: str, text: Sketch) -> None:
    row = {"article_id": article, "packed": pack(text)}
    connection.execute(insert_new(connection, sketches), row)


def look_up(connection: Connection, keys: Sequence[int]) -> Holders:
    """The seeds that have each key."""
    holders: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(keys), CHUNK):
        for key, article in connection.execute(_HOLDERS, {"keys": list(keys[start : start + CHUNK])}):
            holders[key].append(article)
    return holders


def plant(connection: Connection, article: str, text: Sketch, holders: Holders) -> None:
    """Makes an article the seed of its cluster."""
    connection.execute(update(articles).where(articles.c.id == article).values(seed=1))
    keep_sketch(connection, article, text)
    index(connection, article, text, holders)


def index(connection: Connection, article: str, text: Sketch, holders: Holders) -> None:
    """Writes a seed's keys."""
    if rows := [{"key": key, "article_id": article} for key in telling(text, holders)]:
        insert_rows(connection, insert_new(connection, bands), rows)


def telling(text: Sketch, holders: Holders) -> list[int]:
    """A seed's keys to write: those that are no phrases."""
    return [key for key in text.keys if len(holders.get(key, ())) < PHRASE]


def uproot(connection: Connection, article: str, text: Sketch) -> None:
    """Takes a seed's keys and its sketch out; `text` is the one that it was planted with."""
    connection.execute(delete(sketches).where(sketches.c.article_id == article))
    if text.keys:
        mine = (bands.c.article_id == article) & bands.c.key.in_(text.keys)
        connection.execute(delete(bands).where(mine))
    connection.execute(update(articles).where(articles.c.id == article).values(seed=0))


def replant(seeds: Seeds, one: Known, paragraphs: Sequence[str]) -> str:
    """The cluster of an article whose text has changed: its own still, if the text fits there."""
    text, connection = sketch(paragraphs), seeds.reading()
    if one.seed:
        uproot(connection, one.id, sketch(one.paragraphs))
        if not _alone(connection, one):  # others were compared with it: it stays their seed
            plant(connection, one.id, text, seeds.look_up(text.keys))
            return one.cluster
    elif _fits(connection, one.cluster, text):
        return one.cluster
    return _near_or_own(seeds, one, text)


def _near_or_own(seeds: Seeds, one: Known, text: Sketch) -> str:
    """The cluster of the seed that the text is a copy of, or one that it opens."""
    holders = seeds.look_up(text.keys)
    seed = seeds.nearest(text, one.source, candidates(text, holders))
    if seed is None:
        plant(seeds.reading(), one.id, text, holders)
    return seed.cluster if seed else one.id


def _fits(connection: Connection, cluster: str, text: Sketch) -> bool:
    mine = articles.c.cluster == cluster
    ids = connection.execute(select(articles.c.id).where(mine, articles.c.seed == 1)).scalars().all()
    return any(compare(text, sketch(one.paragraphs)).copy for one in known.by_id(connection, ids).values())


def _alone(connection: Connection, one: Known) -> bool:
    others = (articles.c.cluster == one.cluster) & (articles.c.id != one.id)
    living = articles.c.status.not_in(known.ENDED)
    return connection.execute(select(articles.c.id).where(others, living).limit(1)).first() is None


def name_first(connection: Connection, cluster: str, writing: int | None = None) -> str | None:
    """Finds the earliest of a cluster that is still there and names it on all of its articles.

    Which of those that one run found was stored first is chance, and plays no part. `writing` is the run of
    articles whose first revision is not written yet.
    """
    mine = (articles.c.cluster == cluster) & articles.c.status.not_in(known.ENDED)
    gone = case((articles.c.status == "gone", 1), else_=0)
    run = case((revisions.c.position.is_(None), writing), else_=revisions.c.run)
    stored = articles.outerjoin(revisions, _FIRST).outerjoin(runs, runs.c.id == run)
    earliest = select(articles.c.id).select_from(stored).where(mine)
    earliest = earliest.order_by(gone, _MOMENT, func.coalesce(run, 0), articles.c.id)
    first = connection.execute(earliest.limit(1)).scalar()
    if first is None:
        return None
    stale = mine & (articles.c.cluster_first != first)
    connection.execute(update(articles).where(stale).values(cluster_first=first))
    return str(first)


def copies_of(connection: Connection, run: int) -> tuple[int, list[str]]:
    """The copies that a run stored and that are still there, by date and id; and the position of the first
    article that it stored.

    What runs that were killed right before it stored counts as its own.
    """
    ended = select(func.max(runs.c.id)).where(runs.c.id < run, runs.c.ended.is_not(None))
    last = connection.execute(ended).scalar() or 0
    work = runs.c.id.between(last + 1, run)
    began = connection.execute(select(func.min(runs.c.started)).where(work)).scalar()
    if began is None:
        return 0, []
    before = select(revisions.c.position).where(revisions.c.committed_at < began - CLOCKS)
    position = connection.execute(before.order_by(revisions.c.position.desc()).limit(1)).scalar() or 0
    stored = revisions.join(articles, _FIRST).join(runs, runs.c.id == revisions.c.run)
    new = select(articles.c.id, articles.c.seed, revisions.c.position).select_from(stored).where(work)
    new = new.where(revisions.c.position > position, articles.c.status.not_in(known.ENDED))
    rows = connection.execute(new.order_by(_MOMENT, articles.c.id)).all()
    return min((row.position for row in rows), default=0), [row.id for row in rows if not row.seed]


def settle(connection: Connection, since: int, copies: Collection[str]) -> set[str]:
    """At the end of a run: its copies in clusters as if they had come in the order of their publication.

    Texts are compared with seeds alone, so which of three texts open clusters depends on which came first,
    and with several sites at once that is chance. The copies, the seeds that they might be compared with, and
    what is in one cluster with these are taken out and put in again, by date and id. No others can be
    concerned, for of two seeds that are alike the later would be a copy. What was stored before `since`, a
    position, stays where it is, if its seed does. Returns what need not be settled any more.
    """
    found: dict[str, Known] = {}
    texts: dict[str, Sketch] = {}
    moments: dict[str, datetime] = {}
    asked, settled = set(copies), set(copies)
    members = set[str]()
    while asked or members:
        moments |= (fresh := _published(connection, asked, since) | _published(connection, members))
        found |= (read := _read(connection, sorted(fresh)))
        texts |= {article: sketch(one.paragraphs) for article, one in read.items()}
        asked = _near(connection, read.values(), texts) - settled
        asked |= _in_clusters(connection, [one.cluster for one in read.values() if not one.seed]) - settled
        members = _in_clusters(connection, [one.cluster for one in read.values() if one.seed]) - found.keys()
        settled |= asked | members
    for article, one in found.items():
        if one.seed:
            uproot(connection, article, texts[article])
    waiting = set(found)
    touched = {one.cluster for one in found.values()}
    for article in sorted(found, key=lambda article: (moments[article], article)):
        waiting.discard(article)
        cluster = _put_in(connection, found[article], texts[article], waiting)
        connection.execute(update(articles).where(articles.c.id == article).values(cluster=cluster))
        touched.add(cluster)
    for cluster in sorted(touched):
        _give_seed(connection, cluster)
        name_first(connection, cluster)
    return settled


def _published(connection: Connection, ids: Collection[str], since: int = 0) -> dict[str, datetime]:
    """When those of the articles were published that are there, and were first stored at this position or
    later."""
    found: dict[str, datetime] = {}
    stored = articles.join(revisions, _FIRST).outerjoin(runs, runs.c.id == revisions.c.run)
    there = (revisions.c.position >= since) & articles.c.status.not_in(known.ENDED)
    for some in _chunks(ids):
        mine = there & articles.c.id.in_(some)
        rows = connection.execute(select(articles.c.id, _MOMENT).select_from(stored).where(mine))
        found.update((row[0], row[1]) for row in rows)
    return found


def _near(connection: Connection, read: Collection[Known], texts: Mapping[str, Sketch]) -> set[str]:
    """The seeds that copies among these articles are compared with, and what has their content."""
    near: set[str] = set()
    for one in read:
        if not one.seed:
            text = texts[one.id]
            near |= candidates(text, look_up(connection, text.keys)).keys()
            near |= {other.id for other in known.by_content(connection, one.content_hash)}
    return near


def _in_clusters(connection: Connection, clusters: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _chunks(clusters):
        mine = articles.c.cluster.in_(some)
        found |= set(connection.execute(select(articles.c.id).where(mine)).scalars())
    return found


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    every = sorted(set(ids))
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def _read(connection: Connection, ids: Sequence[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for some in _chunks(ids):
        found |= known.by_id(connection, some)
    return found


def _put_in(connection: Connection, one: Known, text: Sketch, waiting: Collection[str]) -> str:
    """The cluster of an article that is in none: of what has its content or its text, else its own."""
    for other in known.by_content(connection, one.content_hash):
        if other.source != one.source and other.id not in waiting:
            return other.cluster
    return _near_or_own(seeds_on(connection), one, text)


def _give_seed(connection: Connection, cluster: str) -> None:
    """Makes the first seen of a cluster that has lost its seed the seed, if any is left."""
    mine = (articles.c.cluster == cluster) & articles.c.status.not_in(known.ENDED)
    members = select(articles.c.id).where(mine).order_by(articles.c.seed.desc(), articles.c.first_seen)
    heir = connection.execute(members.order_by(articles.c.id).limit(1)).scalar()
    if heir is not None and not (one := known.by_id(connection, [heir])[heir]).seed:
        text = sketch(one.paragraphs)
        plant(connection, heir, text, look_up(connection, text.keys))


def leave(connection: Connection, one: Known) -> None:
    """An article that ended is no seed any more; the cluster gets another from those that remain.

    To be called when the article's status says so.
    """
    if one.seed:
        uproot(connection, one.id, sketch(one.paragraphs))
        _give_seed(connection, one.cluster)
    name_first(connection, one.cluster)
