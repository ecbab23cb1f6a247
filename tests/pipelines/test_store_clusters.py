"""Near copies on a real database: who joins whom, what a revision changes, what the index holds."""

import random
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import MetaData, Table, insert, select

from crawler.items import Article, Status
from pipelines.storage import Store, clusters
from pipelines.storage.engine import make_engine, parse_url
from tests.pipelines.making import article, later, make_at, outcome, rows
from tests.pipelines.test_similarity import ARABIC, CHINESE, ENGLISH

A, B, C = "https://harbour.example/l", "https://valley.example/l", "https://coast.example/l"
BREAD = (
    "A bakery of the upper town was given the prize for the best rye bread of the whole province on Sunday.",
    "Its oven is older than the town hall and is heated with the wood of plum trees from the monastery.",
    "The baker, who gets up at two in the morning, said that the flour mattered less than the patience.",
    "Eleven bakeries had sent in their loaves, and one of the judges was seen to take a second slice home.",
)
CUT = (ENGLISH[0].replace("The council", "PORT (Agency) - The council"), *ENGLISH[1:4])


def keep(store: Store, *items: Article, minutes: float = 0) -> list[tuple[Status, str]]:
    return [(o.status, o.reason) for o in store.commit(items, now=later(minutes=minutes))]


def story(url: str, body: tuple[str, ...], title: str = "Lighthouse", **more: Any) -> Article:
    source = url.split("/")[2].partition(".")[0]
    return article(url, title=f"{title} ({source})", body=body, source=source, **more)


def records(store: Store, **wanted: Any) -> list[dict[str, Any]]:
    return [msgspec.json.decode(row) for row in store.records(**{"copies": "all", **wanted})]


def keys_of(database: str) -> dict[str, int]:
    return dict(rows(database, "SELECT article_id, count(*) FROM bands GROUP BY 1"))


@pytest.mark.parametrize("text", [ENGLISH, ARABIC, CHINESE])
def test_a_near_copy_on_another_source(store: Store, text: tuple[str, ...]) -> None:
    ours, theirs = story(A, text), story(B, (*text[:3], "PORT - Agencies"), published=later(hours=-2))
    assert keep(store, ours, theirs) == [
        (Status.ARTICLE, ""),
        (Status.DUPLICATE, f"near copy of {A} (harbour)"),
    ]
    assert theirs.id != ours.id
    assert theirs.cluster == ours.cluster == ours.id
    assert {row["cluster_first"] for row in records(store)} == {theirs.id}, "the earliest by publication"
    assert [row["id"] for row in records(store, copies="first")] == [theirs.id]
    assert keep(store, story(B, (*text[:3], "PORT - Agencies"))) == [(Status.UNCHANGED, "")]


def test_the_short_one_first(store: Store) -> None:
    short, long = story(A, ENGLISH[:3]), story(B, (*ENGLISH, *BREAD))
    assert [status for status, _ in keep(store, short, long)] == [Status.ARTICLE, Status.DUPLICATE]
    assert long.cluster == short.id


def test_the_same_source_may_repeat_its_template(store: Store) -> None:
    assert [status for status, _ in keep(store, story(A, ENGLISH), story(f"{A}2", CUT))] == [
        Status.ARTICLE
    ] * 2


def test_no_chain_from_copy_to_copy(store: Store) -> None:
    """B holds A's text and more; C holds what B has more of: C is no copy of A."""
    first, second, third = story(A, ENGLISH), story(B, (*ENGLISH, *BREAD)), story(C, BREAD)
    keep(store, first, second, third)
    assert second.cluster == first.id
    assert third.cluster == third.id


D, E = "https://plain.example/l", "https://forest.example/l"


def five_sites(first: str) -> list[Article]:
    """Articles of one morning, of which the one that holds the texts of all is published first or last."""
    both = later(hours=-3 if first == "whole" else -1)
    return [
        story(A, ENGLISH, published=later(hours=-2)),
        story(B, (*ENGLISH, *BREAD), published=both),
        story(C, BREAD, published=later(hours=-2)),
        story(D, ENGLISH, "Lamp", published=None),
        story(E, CUT, published=later(hours=-2)),
    ]


def settled(store: Store, items: list[Article], at: int = 0) -> list[dict[str, Any]]:
    """The records that a run leaves in which the items came one after the other; not when that was."""
    run = store.start_run(later(hours=at), "crawl")
    for minute, item in enumerate(items):
        store.commit([item], run=run, now=later(hours=at, minutes=minute))
    store.settle(run)
    store.finish_run(run, later(hours=at, minutes=10), {})
    return [{name: row[name] for name in row if name != "first_seen_at"} for row in records(store)]


@pytest.mark.parametrize("first", ["whole", "parts"])
def test_which_site_was_quicker_makes_no_difference(tmp_path: Path, migrated: Path, first: str) -> None:
    found = []
    for number, order in enumerate(("01234", "43210", "20413", "13024")):
        file = shutil.copyfile(migrated, tmp_path / f"{number}.db")
        with Store.open(str(file)) as store:
            items = five_sites(first)
            found.append(settled(store, [items[int(place)] for place in order]))
            assert store.check() == []
    assert found[1:] == found[:1] * 3


def test_what_came_first_by_date_opens_the_cluster(store: Store, database: str) -> None:
    whole = {row["url"]: row["cluster"] for row in settled(store, five_sites("whole"))}
    assert len(set(whole.values())) == 1
    assert keys_of(database).keys() == {next(r["id"] for r in records(store) if r["url"] == B)}
    assert [row["url"] for row in records(store, copies="first")] == [B]


def test_a_later_run_moves_nothing_that_was_stored_before(store: Store) -> None:
    whole, *parts = sorted(five_sites("whole"), key=lambda item: item.url != B)
    before = {row["url"]: row["cluster"] for row in settled(store, parts)}
    assert len(set(before.values())) == 2
    after = {row["url"]: row["cluster"] for row in settled(store, [whole], at=1)}
    assert {url: after[url] for url in before} == before
    assert after[B] in before.values()


def test_what_a_killed_run_stored_is_settled_with_the_next(store: Store) -> None:
    whole, *parts = sorted(five_sites("whole"), key=lambda item: item.url != B)
    killed = store.start_run(later(), "crawl")
    store.commit(parts, run=killed, now=later())
    assert len({row["cluster"] for row in settled(store, [whole], at=1)}) == 1


def test_runs_at_once_settle_a_story_into_one_cluster(store: Store) -> None:
    """What another run stored of it moves with it, or it stays behind in a cluster without its first text."""
    one, two = store.start_run(later(), "one"), store.start_run(later(), "two")
    store.commit([story(A, ENGLISH, published=later(hours=2))], run=one, now=later())
    store.commit([story(B, CUT, published=later(hours=1))], run=one, now=later())
    store.commit([story(C, ENGLISH, published=later(hours=3))], run=two, now=later())
    for run in (one, two):
        store.settle(run)
        store.finish_run(run, later(minutes=1), {})
        assert len({row["cluster"] for row in records(store)}) == 1
    keep(store, story(A, BREAD, published=later(hours=2)), minutes=60)
    after = {row["url"]: row["cluster"] for row in records(store)}
    assert after[B] == after[C] != after[A]
    assert store.check() == []


@pytest.mark.parametrize("seed", range(3))
def test_stories_of_many_runs_that_end_at_any_time(tmp_path: Path, migrated: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = [f"w{number}" for number in range(300)]
    told = [[" ".join(chance.choices(words, k=30)) for _ in range(5)] for _ in range(8)]
    with Store.open(str(shutil.copyfile(migrated, tmp_path / "runs.db"))) as store:
        current = [store.start_run(later(), str(number)) for number in range(3)]
        for minute in range(150):
            number, site = chance.randrange(3), chance.choice("abcdef")
            if chance.random() < 0.1:
                store.settle(current[number])
                store.finish_run(current[number], later(minutes=minute), {})
                current[number] = store.start_run(later(minutes=minute), "next")
            which = chance.randrange(8)
            body = (*told[which][chance.randrange(2) :], f"Told by {site}.")
            page = story(f"https://{site}.example/{which}", body, published=later(hours=chance.randrange(9)))
            store.commit([page], run=current[number], now=later(minutes=minute))
            assert store.check() == []


def test_only_seeds_are_indexed(store: Store, database: str) -> None:
    first = story(A, ENGLISH)
    keep(store, first, story(B, CUT), story(C, ENGLISH))
    assert set(keys_of(database)) == {first.id}


def test_a_revision_leaves_the_cluster_and_finds_another(store: Store, database: str) -> None:
    seed, copy, bread = story(A, ENGLISH), story(B, CUT), story(C, BREAD, published=later(days=-1))
    keep(store, seed, copy, bread)
    assert copy.cluster == seed.id
    baked = story(B, BREAD[:3], title="Lighthouse")
    assert keep(store, baked, minutes=1) == [(Status.ARTICLE, "changed")]
    assert (baked.cluster, baked.cluster_first) == (bread.id, bread.id)
    own = story(B, tuple(" ".join(reversed(text.split())) for text in ENGLISH))
    keep(store, own, minutes=2)
    assert own.cluster == own.id
    assert set(keys_of(database)) == {seed.id, bread.id, own.id}


def test_a_stub_that_grows_into_a_copy_joins(store: Store, database: str) -> None:
    stub = story(A, ("Council votes on lighthouse; more to follow.",))
    full = story(B, ENGLISH)
    keep(store, stub, full)
    grown = story(A, CUT)
    assert keep(store, grown, minutes=1) == [(Status.ARTICLE, "changed")]
    assert grown.cluster == full.id
    assert set(keys_of(database)) == {full.id}


def test_a_seed_with_copies_stays_their_seed(store: Store, database: str) -> None:
    seed, copy = story(A, ENGLISH), story(B, CUT)
    keep(store, seed, copy)
    revised = story(A, (*ENGLISH, *BREAD))
    keep(store, revised, minutes=1)
    assert revised.cluster == seed.id
    late = story(C, BREAD)
    keep(store, late, minutes=2)
    assert late.cluster == seed.id, "the index has the revised text"


def test_a_later_date_hands_the_first_place_on(store: Store) -> None:
    seed, copy = story(A, ENGLISH), story(B, CUT, published=later(hours=1))
    keep(store, seed, copy)
    keep(store, story(A, (*ENGLISH, "One line more."), published=later(hours=3)), minutes=1)
    assert [row["id"] for row in records(store, copies="first")] == [copy.id]


def test_when_the_first_is_gone_a_copy_is_exported(store: Store) -> None:
    seed, copy = story(A, ENGLISH), story(B, CUT, published=later(hours=1))
    keep(store, seed, copy)
    store.commit([outcome(A, Status.GONE)], now=later(minutes=1))
    assert [row["id"] for row in records(store, copies="first")] == [copy.id]
    keep(store, story(A, ENGLISH), minutes=2)
    assert [row["id"] for row in records(store, copies="first")] == [seed.id]


def test_a_phrase_that_everybody_prints_stays_cheap(store: Store, database: str) -> None:
    notice = (
        "The publisher asks all of its readers to confirm their subscription by the end of this month please."
    )
    for number in range(clusters.PHRASE + 20):
        rest = " ".join(f"w{number}x{word}" for word in range(60))
        keep(store, story(f"https://s{number}.example/l", (notice, rest)))
    [(most,)] = rows(database, "SELECT max(n) FROM (SELECT count(*) n FROM bands GROUP BY key) AS counts")
    assert most == clusters.PHRASE
    assert len(records(store, copies="first")) == clusters.PHRASE + 20


def copy_rows(origin: str, target: str, *more: str) -> None:
    """The articles, as far as the older schema has room for them."""
    of, to = make_engine(parse_url(origin)), make_engine(parse_url(target))
    with of.connect() as reading, to.begin() as writing:
        for name in ("articles", "revisions", "article_urls", *more):
            table = Table(name, MetaData(), autoload_with=to)
            columns = [column for column in table.columns if column.name != "position"]  # numbered anew
            found = reading.execute(select(*columns)).mappings()
            writing.execute(insert(table), [dict(row) for row in found])
    of.dispose()
    to.dispose()


@pytest.mark.parametrize("version", ["0001", "0002", "0005"])
def test_a_database_of_an_earlier_schema(database: str, older: str, version: str) -> None:
    """Articles that were stored before are found by those that come after."""
    make_at(older, version)
    with Store.open(database) as store:
        keep(store, story(A, ENGLISH), story(B, ENGLISH), story(f"{B}2", BREAD))
        before = records(store)
    copy_rows(database, older, *(["bands"] if version >= "0003" else []))
    with Store.open(older) as store:
        assert records(store) == before
        assert store.check() == []
        assert keys_of(older) == keys_of(database)
        assert [status for status, _ in keep(store, story(C, CUT), story(f"{C}2", BREAD[:3]))] == [
            Status.DUPLICATE
        ] * 2
        assert store.check() == []


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE articles SET cluster_first = 'nobody'", "earliest is none of the cluster"),
        ("UPDATE articles SET seed = 0", "no text to compare with"),
        ("UPDATE articles SET seed = 1", "two texts to compare with"),
        ("UPDATE articles SET seed = 0", "but opens no cluster"),
        ("UPDATE articles SET status = 'merged'", "merged into is not there"),
        ("UPDATE articles SET status = 'merged'", "but URLs lead to it"),
        ("UPDATE articles SET status = 'forgotten'", "there is text of it"),
        ("UPDATE revisions SET record = '{\"id\":'", "its record cannot be read"),
        ('UPDATE revisions SET record = \'{"id":"x","revision":1}\'', "of another article or revision"),
    ],
)
def test_check_tells_what_is_broken(database: str, damage: str, says: str) -> None:
    with Store.open(database) as store:
        keep(store, story(A, ENGLISH), story(B, CUT))
        rows(database, damage)
        assert any(says in line for line in store.check())
