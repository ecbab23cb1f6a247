"""Clusters of near copies, found through an index that grows with the articles and needs no memory.

Each cluster has one seed, the article that opened it. Only seeds are indexed, and a new text is compared
with seeds alone: a copy of a copy, drifted into another story, does not pull that story in. A key that
many seeds have is a phrase and no story: it is given to no more, so that a look-up costs the same at a
million articles. All of it runs inside the transaction that stores the article.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, case, delete, select, update

from pipelines.deduplicate import Known
from pipelines.similarity import Sketch, compare, pack, sketch, unpack
from pipelines.storage import known
from pipelines.storage.tables import articles, bands, sketches
from pipelines.storage.upsert import insert_new

PHRASE = 32  # seeds with one key; an agency's story is one seed, however many print it
CANDIDATES = 40  # with the most keys in common, whose sources are looked up
COMPARED = 2  # of these on other sites, whose texts are read: what shares most keys is the copy, if one is

CHUNK = 500  # keys in one IN (…): SQLite took no more than 999 values before 3.32
SHARED = 2  # keys that a seed must have in common with a text of more than FEW to be compared: one is chance
FEW = 8

Holders = Mapping[int, Sequence[str]]  # of each key, the seeds that have it

# Built once: they are asked for every new article.
_HOLDERS = select(bands.c.key, bands.c.article_id).where(bands.c.key.in_(bindparam("keys", expanding=True)))
_SOURCES = select(articles.c.id, articles.c.source).where(articles.c.id.in_(bindparam("ids", expanding=True)))
_SKETCHES = select(sketches.c.article_id, sketches.c.packed).where(
    sketches.c.article_id.in_(bindparam("ids", expanding=True))
)


def candidates(text: Sketch, holders: Holders) -> Counter[str]:
    """The seeds that share enough keys with a text to be compared, with how many, the most first."""
    counts = Counter(article for having in holders.values() for article in having)
    least = SHARED if len(text.keys) > FEW else 1
    return Counter({article: count for article, count in counts.most_common(CANDIDATES) if count >= least})


class Seeds:
    """What is asked of seeds, each once: on which source it is, and its sketch."""

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self._connection = connection  # asked for where something has to be read
        self.sources: dict[str, str] = {}
        self.sketches: dict[str, Sketch] = {}

    def compared(self, source: str, counts: Counter[str]) -> list[str]:
        """Which of the candidates a text of this source is compared with: those of others, the likeliest."""
        self.read_sources(list(counts))
        chosen = [article for article in counts if self.sources.get(article, source) != source][:COMPARED]
        return [article for article in chosen if 2 * counts[article] >= counts[chosen[0]]]

    def read_sources(self, articles: Sequence[str]) -> None:
        unknown = [article for article in articles if article not in self.sources]
        for start in range(0, len(unknown), CHUNK):
            rows = self._connection().execute(_SOURCES, {"ids": unknown[start : start + CHUNK]})
            self.sources.update((row.id, row.source) for row in rows)

    def read_sketches(self, articles: Sequence[str]) -> None:
        """Their sketches; what none is kept of is made and kept."""
        if not (unknown := [article for article in articles if article not in self.sketches]):
            return
        connection = self._connection()
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
                return known.by_id(self._connection(), [article])[article]
        return None


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
        connection.execute(insert_new(connection, bands), rows)


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


def replant(connection: Connection, one: Known, paragraphs: Sequence[str]) -> str:
    """The cluster of an article whose text has changed: its own still, if the text fits there."""
    text = sketch(paragraphs)
    if one.seed:
        uproot(connection, one.id, sketch(one.paragraphs))
        if not _alone(connection, one):  # others were compared with it: it stays their seed
            plant(connection, one.id, text, look_up(connection, text.keys))
            return one.cluster
    elif _fits(connection, one.cluster, text):
        return one.cluster
    holders = look_up(connection, text.keys)
    seed = Seeds(lambda: connection).nearest(text, one.source, candidates(text, holders))
    if seed is None:
        plant(connection, one.id, text, holders)
    return seed.cluster if seed else one.id


def _fits(connection: Connection, cluster: str, text: Sketch) -> bool:
    mine = articles.c.cluster == cluster
    ids = connection.execute(select(articles.c.id).where(mine, articles.c.seed == 1)).scalars().all()
    return any(compare(text, sketch(one.paragraphs)).copy for one in known.by_id(connection, ids).values())


def _alone(connection: Connection, one: Known) -> bool:
    others = (articles.c.cluster == one.cluster) & (articles.c.id != one.id)
    living = articles.c.status.not_in(known.ENDED)
    return connection.execute(select(articles.c.id).where(others, living).limit(1)).first() is None


def name_first(connection: Connection, cluster: str) -> str | None:
    """Finds the earliest of a cluster that is still there and names it on all of its articles."""
    mine = (articles.c.cluster == cluster) & articles.c.status.not_in(known.ENDED)
    gone = case((articles.c.status == "gone", 1), else_=0)
    earliest = (
        select(articles.c.id)
        .where(mine)
        .order_by(gone, articles.c.published, articles.c.first_seen, articles.c.id)
    )
    first = connection.execute(earliest.limit(1)).scalar()
    if first is None:
        return None
    stale = mine & (articles.c.cluster_first != first)
    connection.execute(update(articles).where(stale).values(cluster_first=first))
    return str(first)


def leave(connection: Connection, one: Known) -> None:
    """An article that ended is no seed any more; the cluster gets another from those that remain.

    To be called when the article's status says so.
    """
    if one.seed:
        uproot(connection, one.id, sketch(one.paragraphs))
        mine = (articles.c.cluster == one.cluster) & articles.c.status.not_in(known.ENDED)
        heirs = select(articles.c.id).where(mine).order_by(articles.c.first_seen, articles.c.id)
        heir = connection.execute(heirs.limit(1)).scalar()
        if heir is not None:
            text = sketch(known.by_id(connection, [heir])[heir].paragraphs)
            plant(connection, heir, text, look_up(connection, text.keys))
    name_first(connection, one.cluster)
