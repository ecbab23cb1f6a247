"""Batches of several programs on PostgreSQL, written beside each other: what comes of them is as in turns."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from threading import Thread
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from crawler.errors import StorageError
from crawler.items import AddressKind, Article, Item, Link, Status
from pipelines.foreign import outcome_of
from pipelines.storage import Store, commit, frontiertable, optimistic
from pipelines.storage.engine import Writing
from tests.pipelines.making import NOW, article, later, outcome, rows
from tests.postgresql import TEMPLATE, Server

LIGHTHOUSE = (
    "The council of the harbour town voted on Monday evening to rebuild the old lighthouse on the mole.",
    "Work is to begin in spring, once the last of the winter storms has passed and the stones are cut.",
    "The fishermen's guild, which paid for half of it, asked for a brighter lamp and a horn for mornings.",
    "Nobody has lived in the tower since the last keeper retired, and gulls have made the lantern theirs.",
)
BAKERY = (
    "Three bakeries of the upper town close this year because nobody young wants to rise at two o'clock.",
    "The last of them had sold its rye bread under the same sign since the year when the railway came.",
    "Customers stood in a long line on Saturday, some with flowers, and many left without a loaf of it.",
    "A cooperative of neighbours wants to buy the oven, and looks for somebody who can heat it rightly.",
)
NOTICE = "A notice at the end says that reporters of the paper were there from the morning on."


@pytest.fixture
def shared(postgresql: Server) -> Iterator[Store]:
    database = postgresql.create(template=TEMPLATE)
    with Store.open(database) as store:
        yield store
    postgresql.drop(database)


def url_of(store: Store) -> str:
    return store._engine.url.render_as_string(hide_password=False)


def page(source: str, body: Sequence[str] = LIGHTHOUSE, path: str = "a") -> Article:
    return article(f"https://{source}.example/{path}", source=source, body=tuple(body), title=source)


class Slow(Thread):
    """Commits a batch that stands, decided and written, before its end until `go` is set."""

    def __init__(self, store: Store, items: Sequence[Item]) -> None:
        super().__init__()
        self.url, self.items = url_of(store), items
        self.written, self.go = threading.Event(), threading.Event()
        self.errors: list[BaseException] = []

    def run(self) -> None:
        try:
            with Store.open(self.url) as own:
                own.commit(self.items, run=own.start_run(NOW, "slow"), now=NOW)
        except BaseException as error:
            self.errors.append(error)
        self.written.set()

    def end(self) -> None:
        self.go.set()
        self.join(30)
        assert not self.is_alive()
        assert self.errors == []


def until_one_waits(store: Store) -> None:
    """Until a program waits for what another has written."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    for _ in range(1_000):
        if rows(url_of(store), waiting) == [(1,)]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


Begin = Callable[..., Slow]


@pytest.fixture
def begin(shared: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begins a slow batch."""
    begun: list[Slow] = []
    validate = optimistic.validate

    def wait(connection: Connection, read: optimistic.ReadSet) -> None:
        thread = threading.current_thread()
        if isinstance(thread, Slow):
            thread.written.set()
            assert thread.go.wait(30)
        validate(connection, read)

    monkeypatch.setattr(optimistic, "validate", wait)

    def begin(*items: Item) -> Slow:
        begun.append(slow := Slow(shared, items))
        slow.start()
        assert slow.written.wait(30)
        return slow

    yield begin
    for slow in begun:
        slow.go.set()
        slow.join(30)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles the batches had that began anew, alone."""
    found: list[int] = []
    write = Store._write

    def noting(self: Store, work: Callable[..., object], *given: Sequence[Item]) -> object:
        found.append(len(given[0]))
        return write(self, work, *given)

    monkeypatch.setattr(Store, "_write", noting)
    return found


def told(store: Store) -> list[dict[str, object]]:
    return [msgspec.json.decode(one) for one in store.records(copies="all")]


def test_batches_of_other_stories_do_not_wait(shared: Store, begin: Begin, alone: list[int]) -> None:
    slow = begin(page("east"))
    shared.commit([page("west", BAKERY)], now=NOW)
    assert [one["source"] for one in told(shared)] == ["west"]
    slow.end()
    assert alone == [], "neither had to begin anew"
    order = rows(url_of(shared), "SELECT position, article_id FROM revisions ORDER BY 1")
    by_source = {one["source"]: one["id"] for one in told(shared)}
    assert [one for _, one in order] == [by_source["west"], by_source["east"]], "as they were committed"
    assert shared.check() == []


COPIES = {
    "word for word": (LIGHTHOUSE, LIGHTHOUSE),
    "nearly": (LIGHTHOUSE, (*LIGHTHOUSE, NOTICE)),
    "too short to be alike": ([NOTICE], [NOTICE]),
}


@pytest.mark.parametrize(("told_first", "body"), COPIES.values(), ids=COPIES)
def test_one_story_at_once_is_one_cluster(
    shared: Store, begin: Begin, alone: list[int], told_first: Sequence[str], body: Sequence[str]
) -> None:
    item, first = page("east", body), page("west", told_first)
    item.title = first.title
    slow = begin(item)
    shared.commit([first], now=NOW)
    slow.end()
    assert alone == [1]
    assert len({one["cluster"] for one in told(shared)}) == 1
    assert outcome_of(item).status is Status.DUPLICATE
    assert "copy of https://west.example/a" in outcome_of(item).reason
    assert shared.check() == []


def test_one_address_at_once_is_one_article(shared: Store, begin: Begin) -> None:
    """The slow one waits for the other's row of that name, and sees then that it is there."""
    quick = Slow(shared, [page("east")])
    slow = begin(item := page("east"))
    quick.go.set()
    quick.start()
    until_one_waits(shared)
    slow.end()
    quick.end()
    assert len(told(shared)) == 1
    statuses = sorted(str(outcome_of(one).status) for one in (item, quick.items[0]))  # type: ignore[arg-type]
    assert statuses == ["article", "unchanged"]
    assert rows(url_of(shared), "SELECT count(*) FROM revisions") == [(1,)]


def test_two_changes_of_one_article_at_once_are_two_revisions(
    shared: Store, begin: Begin, alone: list[int]
) -> None:
    shared.commit([page("east")], now=NOW)
    slow = begin(item := page("east", (*LIGHTHOUSE[:3], NOTICE)))
    quick = Slow(shared, [page("east", (*LIGHTHOUSE, NOTICE))])
    quick.go.set()
    quick.start()
    until_one_waits(shared)
    slow.end()
    quick.end()
    assert len(alone) == 1
    assert sorted(one.revision or 0 for one in (item, quick.items[0])) == [2, 3]  # type: ignore[union-attr]
    assert [one["revision"] for one in shared.history("https://east.example/a")] == [1, 2, 3]
    assert shared.check() == []


def test_another_address_of_a_story_that_changes(shared: Store, begin: Begin, alone: list[int]) -> None:
    shared.commit([page("east")], now=NOW)
    slow = begin(page("east", path="b"))
    shared.commit([page("east", BAKERY)], now=later(hours=1))
    slow.end()
    assert alone == [1]
    assert len(told(shared)) == 2, "no article has its text any more when it is stored"


def test_a_story_that_changes_while_a_copy_of_it_comes(shared: Store, begin: Begin, alone: list[int]) -> None:
    shared.commit([page("east")], now=NOW)
    slow = begin(page("west", (*LIGHTHOUSE, NOTICE)))
    shared.commit([page("east", BAKERY)], now=later(hours=1))
    slow.end()
    assert alone == [1]
    clusters = {one["source"]: one["cluster"] for one in told(shared)}
    assert clusters["east"] != clusters["west"], "what it was a copy of is no more"
    assert shared.check() == []


def test_a_copy_that_comes_while_its_story_changes(shared: Store, begin: Begin, alone: list[int]) -> None:
    shared.commit([page("east")], now=NOW)
    slow = begin(page("east", BAKERY))
    copy = page("west", (*LIGHTHOUSE, NOTICE))
    copy.published_at = later(hours=1).isoformat()  # not the first: it has not to wait to say who is
    shared.commit([copy], now=later(hours=1))
    slow.end()
    assert alone == [1]
    assert len({one["cluster"] for one in told(shared)}) == 1, "it had a copy when it changed"
    assert shared.check() == []


def test_items_are_again_what_they_were(shared: Store) -> None:
    """Before a batch begins anew: what its first try set would be taken for what the spider said."""
    items: list[Item] = [page("east"), outcome("https://east.example/gone", Status.GONE, source="east")]
    items.append(listing := outcome("https://east.example/", Status.LISTING, kind=AddressKind.FRONT))
    listing.links = [Link("https://east.example/b")]
    outcome_of(items[0]), commit.asked_of(items)  # type: ignore[arg-type]
    before, undo = deepcopy(items), commit.undoing(items)
    shared.commit(items, now=NOW)
    assert items != before
    undo()
    assert items == before


def test_two_copies_at_once_name_the_same_first(shared: Store, begin: Begin, alone: list[int]) -> None:
    shared.commit([page("east")], now=NOW)
    late, early = page("west"), page("north")
    late.published_at, early.published_at = later(hours=1).isoformat(), later(hours=-1).isoformat()
    slow = begin(late)
    shared.commit([early], now=NOW)
    slow.end()
    assert alone == [1]
    assert rows(url_of(shared), "SELECT DISTINCT cluster_first FROM articles") == [(early.id,)]
    assert late.cluster_first == early.id


def test_what_others_have_read_is_changed_alone(shared: Store, alone: list[int]) -> None:
    shared.commit([page("east"), page("east", BAKERY, "b")], now=NOW)
    assert alone == []
    shared.commit([outcome("https://east.example/c", Status.GONE, source="east")], now=NOW)
    assert alone == [], "no article had that name"
    shared.commit([outcome("https://east.example/a", Status.GONE, source="east")], now=NOW)
    assert alone == [1]
    assert {one["status"] for one in shared.history("https://east.example/a")} == {"new", "gone"}


def test_who_is_broken_off_in_a_deadlock_begins_anew(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two find the same two addresses, each in another order."""
    both, met, calls = threading.Barrier(2), set[Thread](), list[int]()
    add = frontiertable.add_links

    def meet(*given: Any) -> int:
        found = add(*given)
        calls.append(found)
        if (thread := threading.current_thread()) not in met:
            met.add(thread)
            both.wait(30)
        return found

    monkeypatch.setattr(frontiertable, "add_links", meet)
    urls = ("https://both.example/1", "https://both.example/2")
    writers = [
        Slow(shared, [*listings(source, ends), page(source, body)])
        for source, ends, body in (("east", urls, LIGHTHOUSE), ("west", urls[::-1], BAKERY))
    ]
    for writer in writers:
        writer.go.set()
        writer.start()
    for writer in writers:
        writer.end()
    assert len(calls) > 4, "two for each, and once more for one of the two"
    assert len(told(shared)) == 2
    assert {url for (url,) in rows(url_of(shared), "SELECT url FROM addresses")} >= {*urls}


def listings(source: str, urls: Sequence[str]) -> list[Item]:
    """A listing for each address, which names it."""
    found: list[Item] = []
    for number, url in enumerate(urls):
        front = f"https://{source}.example/front{number}"
        found.append(one := outcome(front, Status.LISTING, source=source, kind=AddressKind.FRONT))
        one.links = [Link(url)]
    return found


def test_what_the_server_is_told_to_isolate_makes_no_difference(shared: Store, begin: Begin) -> None:
    """A snapshot as of a transaction's begin would not see what others committed while it waited."""
    name = url_of(shared).partition("@/")[2].partition("?")[0]
    rows(url_of(shared), f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    slow = begin(page("east", (*LIGHTHOUSE, NOTICE)))
    with Store.open(url_of(shared)) as own:
        own.commit([page("west")], now=NOW)
    slow.end()
    assert len({one["cluster"] for one in told(shared)}) == 1


def test_what_is_written_alone_is_tried_again_too(shared: Store, alone: list[int]) -> None:
    tries: list[int] = []

    def work(connection: Connection) -> str:
        tries.append(1)
        if len(tries) == 1:
            connection.exec_driver_sql("DO $$ BEGIN RAISE 'broken off' USING ERRCODE = '40P01'; END $$")
        return "written"

    assert Store._tried(shared, Writing.ALONE, work) == "written"
    assert len(tries) == 2


def test_what_a_feed_says_of_an_address_that_is_forgotten_meanwhile_is_not_kept(
    shared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://east.example/a"
    shared.add_links("east", [Link(url)], NOW)
    read = frontiertable._by_url

    def late(connection: Connection, urls: Sequence[str]) -> Any:
        found = read(connection, urls)
        monkeypatch.setattr(frontiertable, "_by_url", read)
        shared.forget(url, NOW)
        return found

    monkeypatch.setattr(frontiertable, "_by_url", late)
    shared.add_links("east", [Link(url, title="A name")], NOW)
    assert rows(url_of(shared), "SELECT last_outcome, link FROM addresses") == [("forgotten", None)]


def test_many_at_once_come_to_the_same_as_one_after_the_other(shared: Store) -> None:
    chance = random.Random(18)
    words = [f"w{number}" for number in range(400)]
    stories = [[" ".join(chance.choices(words, k=40)) for _ in range(4)] for _ in range(30)]
    sources = [f"s{number}" for number in range(6)]

    def batches(source: str) -> list[list[Item]]:
        own = random.Random(source)
        told = own.sample(range(30), 20)
        pages: list[Item] = [
            page(source, [*stories[story], f"{source} adds its notice here."], str(story)) for story in told
        ]
        return [pages[start : start + 4] for start in range(0, 20, 4)]

    failed: list[BaseException] = []

    def write(source: str) -> None:
        try:
            with Store.open(url_of(shared)) as own:
                run = own.start_run(NOW, source)
                for batch in batches(source):
                    own.commit(batch, run=run, now=NOW)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=write, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert shared.check() == []
    clusters: dict[str, set[object]] = defaultdict(set)
    for one in told(shared):
        clusters[str(one["url"]).rpartition("/")[2]].add(one["cluster"])
    assert all(len(of_story) == 1 for of_story in clusters.values())
    assert len(set.union(*clusters.values())) == len(clusters)
    counts = rows(url_of(shared), "SELECT sum(count) FROM run_counts")
    assert counts == [(120,)]
    firsts = rows(
        url_of(shared), "SELECT count(*), count(DISTINCT cluster_first) FROM articles GROUP BY cluster"
    )
    assert {distinct for _, distinct in firsts} == {1}


def test_what_fails_is_told_and_not_tried_again(shared: Store, alone: list[int]) -> None:
    rows(url_of(shared), "ALTER TABLE sketches RENAME TO elsewhere")
    with pytest.raises(StorageError):
        shared.commit([page("east")], now=NOW)
    assert alone == []
