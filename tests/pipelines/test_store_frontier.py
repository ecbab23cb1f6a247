"""The frontier's rows: what is due, in which order, and what a fetch does to them."""

import random
import string
from datetime import timedelta

import pytest

from crawler.discovery import site_of
from crawler.items import Address, AddressKind, DueQuery, Item, Link, Outcome, Status
from pipelines.storage import Store
from pipelines.storage.frontiertable import REASON
from tests.pipelines.making import NOW, address, article, later, outcome

SITE = "https://harbour.example"


def due(store: Store, **wanted: object) -> list[str]:
    rows = store.due(DueQuery("harbour", **wanted), later(seconds=1), limit=99)  # type: ignore[arg-type]
    return [row.url.removeprefix(SITE) for row in rows]


def test_order_is_listings_then_newest_then_as_found(store: Store) -> None:
    links = [
        Link(f"{SITE}/undated-in-archive", found_in="sitemap"),
        Link(f"{SITE}/old", published_at=later(days=-9), found_in="sitemap"),
        Link(f"{SITE}/first-on-front"),
        Link(f"{SITE}/second-on-front"),
        Link(f"{SITE}/from-the-future", published_at=later(days=400), found_in="sitemap"),
        Link(f"{SITE}/new", modified_at=later(hours=-1), found_in="sitemap"),
        Link(f"{SITE}/", AddressKind.FRONT),
        Link(f"{SITE}/robots.txt", AddressKind.ROBOTS),
        Link(f"{SITE}/feed", AddressKind.FEED),
    ]
    assert store.add_links("harbour", links, NOW) == len(links)
    assert due(store) == [
        *("/robots.txt", "/", "/feed"),
        *("/first-on-front", "/second-on-front", "/from-the-future", "/new", "/old", "/undated-in-archive"),
    ]
    assert due(store, kinds=[AddressKind.FEED]) == ["/feed"]
    assert due(store, kinds=[]) == []
    assert "/old" not in due(store, since=later(days=-2))
    assert "/old" in due(store, since=later(days=-9)), "that very moment counts"
    assert "/undated-in-archive" in due(store, since=later(days=-2))
    assert due(store, exclude=[f"{SITE}/robots.txt", f"{SITE}/"])[0] == "/feed"
    assert store.due(DueQuery("elsewhere"), NOW, limit=9) == []
    assert [row.url for row in store.due(DueQuery(site="harbour.example"), NOW, limit=1)] == [
        f"{SITE}/robots.txt"
    ]
    assert store.count_due(DueQuery("harbour", kinds=[AddressKind.ARTICLE]), NOW) == 6
    assert store.count_due(DueQuery(), later(days=-1)) == 0


def test_sources_are_prepared_many_at_once(store: Store) -> None:
    feed, moved = (
        Link("https://feeds.example/harbour", AddressKind.FEED),
        Link("https://new.example/", AddressKind.FRONT),
    )
    seeds = {
        "harbour": [Link(f"{SITE}/", AddressKind.FRONT), feed],
        "mill": [Link("https://mill.example/", AddressKind.FRONT)],
    }
    store.prepare(seeds, ["harbour.example"], wake=[], now=NOW)
    store.add_links("harbour", [moved], NOW)
    looked = [
        outcome(link.url, Status.LISTING, source=name, kind=link.kind)
        for name in seeds
        for link in seeds[name]
    ]
    store.commit(looked, now=NOW)
    store.keep_pace("harbour.example", "slow")
    fronts, paces = store.prepare(
        seeds, ["harbour.example", "mill.example"], wake=["mill"], now=later(seconds=1)
    )
    assert fronts == {"harbour": {"harbour.example", "new.example"}, "mill": {"mill.example"}}
    assert paces == {"harbour.example": "slow"}
    assert due(store) == [moved.url], "what nobody asked for waits"
    assert store.count_due(DueQuery("mill"), later(seconds=1)) == 1


def test_known_rows_keep_their_outcome_and_gain_evidence(store: Store) -> None:
    url = f"{SITE}/a"
    store.add_links("harbour", [Link(url, title="First")], NOW)
    gone = outcome(url, Status.GONE)
    gone.next_due = None
    store.commit([gone], now=NOW)
    again = Link(url, title="Second", published_at=later(days=-1), found_in="feed")
    assert store.add_links("harbour", [again, again], later(hours=1)) == 0
    row = store.status()[0]
    assert row["outcomes"] == {"gone": 1}
    store.make_due([url], NOW)
    [known] = store.due(DueQuery("harbour"), NOW, limit=9)
    assert known.link is not None
    assert (known.link.title, known.link.published_at, known.link.found_in) == (
        "First",
        later(days=-1),
        "front",
    )


def test_strange_links_are_stored_without_harm(store: Store) -> None:
    links = [Link(f"{SITE}/x\ud800", title="half a pair \ud83d"), Link(f"{SITE}/nul", title="\x00" * 3)]
    assert store.add_links("har\x00bour", links, NOW) == 2
    assert store.count_due(DueQuery(), NOW) == 2


def test_many_links_at_once(store: Store) -> None:
    links = [Link(f"{SITE}/{number}") for number in range(3_000)]
    assert store.add_links("harbour", links, NOW) == 3_000
    assert store.add_links("harbour", [*links, Link(f"{SITE}/one-more")], NOW) == 1
    assert store.make_due([link.url for link in links], later(days=1)) == 3_000
    assert store.count_due(DueQuery(), NOW) == 1


def test_listing_gives_rows_before_its_validators_move(store: Store) -> None:
    listing = outcome(f"{SITE}/feed", Status.LISTING, kind=AddressKind.FEED, etag='"7"')
    listing.links = [Link(f"{SITE}/a"), Link(f"{SITE}/section", AddressKind.FRONT)]
    [settled] = store.commit([listing], now=NOW)
    assert settled.found == 1, "articles; a section is no find"
    assert due(store) == ["/section", "/a"]
    store.make_due([f"{SITE}/feed"], NOW)
    assert store.due(DueQuery("harbour", kinds=[AddressKind.FEED]), NOW, limit=1)[0].etag == '"7"'


@pytest.mark.parametrize(
    ("status", "http", "etag", "expected"),
    [
        (Status.LISTING, 200, '"new"', '"new"'),
        (Status.LISTING, 200, None, None),
        (Status.UNCHANGED, 304, None, '"old"'),
        (Status.UNCHANGED, 304, '"newer"', '"newer"'),
        (Status.FAILED, None, None, '"old"'),
        (Status.BLOCKED, 403, '"theirs"', '"old"'),
        (Status.GONE, 404, None, None),
    ],
)
def test_validators(
    store: Store, status: Status, http: int | None, etag: str | None, expected: str | None
) -> None:
    url = f"{SITE}/feed"
    store.commit([outcome(url, Status.LISTING, kind=AddressKind.FEED, etag='"old"')], now=NOW)
    result = Outcome(address(url, kind=AddressKind.FEED), status, etag=etag, http_status=http)
    store.commit([result], now=NOW)
    store.make_due([url], NOW)
    assert store.due(DueQuery("harbour"), NOW, limit=1)[0].etag == expected


def test_attempts_count_failures_in_a_row(store: Store) -> None:
    url, seen = f"{SITE}/a", []
    for status in (Status.FAILED, Status.BLOCKED, Status.FAILED, Status.UNCHANGED, Status.FAILED):
        store.commit([outcome(url, status)], now=NOW)
        store.make_due([url], NOW)
        seen.append(store.due(DueQuery("harbour"), NOW, limit=1)[0].attempts)
    assert seen == [1, 2, 3, 0, 1]


def test_only_one_holder_has_a_site(store: Store) -> None:
    site = "harbour.example"
    assert store.lease(site, "one", NOW, later(minutes=5))
    assert not store.lease(site, "two", NOW, later(minutes=5))
    assert store.lease(site, "one", later(minutes=4), later(minutes=9)), "renewed"
    assert not store.lease(site, "two", later(minutes=8), later(minutes=20))
    assert store.lease(site, "two", later(minutes=9), later(minutes=20)), "it ran out"
    store.release(site, "one")
    assert not store.lease(site, "one", later(minutes=10), later(minutes=20)), "not one's to release"
    store.release(site, "two")
    assert store.lease(site, "one", later(minutes=10), later(minutes=20))


def test_status_and_runs_tell_what_happened(store: Store) -> None:
    run = store.start_run(NOW, "warraq crawl")
    items: list[Item] = [
        article(f"{SITE}/a"),
        outcome(f"{SITE}/b", Status.FAILED, reason="time-out"),
        outcome(f"{SITE}/c", Status.FAILED, reason="time-out"),
        outcome("https://valley.example/x", Status.REFUSED, source="valley", reason="robots.txt"),
    ]
    store.commit(items, run=run, now=NOW)
    store.commit([outcome(f"{SITE}/d", Status.FAILED, reason="HTTP 500")], run=run, now=NOW)
    store.finish_run(run, later(minutes=1), {"exit": 0, "note": "المنارة"})
    [harbour, valley] = store.status(NOW)
    assert (harbour["source"], harbour["addresses"], harbour["articles"]) == ("harbour", 4, 1)
    assert harbour["failures"] == {"HTTP 500": 1, "time-out": 2}
    assert harbour["last_fetch"] == NOW
    assert (valley["failures"], valley["refusals"]) == ({}, {"robots.txt": 1})
    [last] = store.last_runs(5)
    assert last["counts"] == {"harbour": {"article": 1, "failed": 3}, "valley": {"refused": 1}}
    assert (last["exit"], last["ended"], last["report"]["note"]) == (0, later(minutes=1), "المنارة")


def test_runs_long_past_are_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.storage.runs.KEPT_RUNS", 3)
    begun = []
    for minute in range(5):
        begun.append(store.start_run(later(minutes=minute), "warraq crawl"))
        store.commit([outcome(f"{SITE}/{minute}", Status.FAILED, reason="HTTP 500")], run=begun[-1], now=NOW)
        store.finish_run(begun[-1], later(minutes=minute), {"exit": 0})
    kept = store.last_runs(9)
    assert [run["id"] for run in kept] == begun[:1:-1]
    assert [run["counts"] for run in kept] == [{"harbour": {"failed": 1}}] * 3
    assert len(store.status(NOW)) == 1, "what the runs brought stays"


def test_what_is_too_long_for_an_index_ends_no_crawl(store: Store) -> None:
    """PostgreSQL refuses index entries over 2,704 bytes: one page's nonsense must not stop the others."""
    noise = "".join(random.Random(1).choices(string.ascii_letters, k=9_000))
    trap = Outcome(address(f"{SITE}/{noise}"), Status.NOT_ARTICLE, "URL too long")
    talkative = outcome(f"{SITE}/b", Status.FAILED, reason=noise)
    foreign = outcome(f"{SITE}/c", Status.LISTING, kind=AddressKind.FEED)
    foreign.links = [Link(f"{SITE}/{noise}-2"), Link(f"{SITE}/d")]
    moved = article(f"{SITE}/e", asked=f"{SITE}/{noise}-3")
    store.commit([trap, talkative, foreign, moved], now=NOW)
    assert len(list(store.records())) == 1
    assert store.add_links("harbour", [Link(f"{SITE}/{noise}-4")], NOW) == 0
    assert {row.url for row in store.due(DueQuery("harbour"), later(days=9), limit=9)} >= {
        f"{SITE}/b",
        f"{SITE}/d",
    }
    [failures] = [row["failures"] for row in store.status()]
    assert list(failures) == [noise[:REASON]]
    assert store.forget(f"{SITE}/{noise}-5", NOW)["id"] is None


def test_when_each_source_is_due_and_which_runs_were_its(store: Store) -> None:
    assert store.due_times() == {}
    store.add_links("a", [Link(f"{SITE}/1"), Link(f"{SITE}/2")], NOW)
    store.add_links("b", [Link("https://b.example/1")], NOW + timedelta(hours=1))
    assert store.due_times() == {"a": NOW, "b": NOW + timedelta(hours=1)}
    for name, url in (("a", f"{SITE}/1"), ("b", "https://b.example/1"), ("a", f"{SITE}/2")):
        run = store.start_run(NOW, "crawl")
        address = Address(url, name, site_of(url), AddressKind.ARTICLE)
        store.commit([Outcome(address, Status.NOT_ARTICLE, fetched_at=NOW)], run=run, now=NOW)
    assert [run["id"] for run in store.last_runs(9, ["a"])] == [3, 1]
    assert [run["id"] for run in store.last_runs(9, ["b", "c"])] == [2]
    assert [run["id"] for run in store.last_runs(2)] == [3, 2]
    assert set(store.due_times()) == {"a", "b"}


def test_what_a_row_remembers_is_never_due(store: Store) -> None:
    robots = Address(f"{SITE}/robots.txt", "a", site_of(SITE), AddressKind.ROBOTS)
    assert store.address(robots.url) is None
    kept = Outcome(robots, Status.LISTING, fetched_at=NOW, etag='"1"', memo="what it said")
    store.commit([kept], now=NOW)
    known = store.address(robots.url)
    assert known is not None
    assert (known[0].etag, known[0].memo, known[1]) == ('"1"', "what it said", NOW)
    assert store.wake("a", NOW) == 0
    assert store.due(DueQuery("a"), NOW + timedelta(days=9), limit=9) == []


def test_undated_addresses_are_taken_by_the_day_in_them(store: Store) -> None:
    links = [
        Link(f"{SITE}/undated", found_in="sitemap"),
        Link(f"{SITE}/2019/04/30/old", found_in="sitemap"),
        Link(f"{SITE}/agenda-2030-12", found_in="sitemap"),
        Link(f"{SITE}/2026/02/28/new", found_in="sitemap"),
        Link(f"{SITE}/2026/02/new", found_in="sitemap"),
        Link(f"{SITE}/dated", published_at=later(days=-9), found_in="sitemap"),
        Link(f"{SITE}/2019/04/30/on-front"),
    ]
    store.add_links("harbour", links, NOW)
    assert due(store) == [
        *("/2019/04/30/on-front", "/2026/02/28/new", "/dated", "/2026/02/new", "/2019/04/30/old"),
        *("/undated", "/agenda-2030-12"),
    ]


def listed(names: str, **ago: float) -> list[Link]:
    times = {"modified_at": later(**ago)} if ago else {}
    return [Link(f"{SITE}/{name}", found_in="sitemap", **times) for name in names]  # type: ignore[arg-type]


def stored(store: Store, names: str) -> None:
    store.add_links("harbour", listed(names, days=-2), NOW)
    store.commit([article(f"{SITE}/{name}", body=(f"Story {name}",)) for name in names], now=NOW)
    assert due(store) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"a": 1}, ["/a"]),  # hours after it was fetched
        ({"a": -1}, []),
        ({"a": 1, "b": -1, "c": -1, "d": 1}, ["/a", "/d"]),
        ({"a": 1, "b": 1, "c": 1, "d": -1}, []),  # the listing's own time
        ({"a": 1, "b": 1}, []),
    ],
)
def test_an_article_that_a_listing_says_was_changed_is_due(
    store: Store, said: dict[str, int], expected: list[str]
) -> None:
    stored(store, "abcd")
    links = [link for name, hours in said.items() for link in listed(name, hours=hours)]
    store.add_links("harbour", links, later(seconds=1))
    assert sorted(due(store)) == expected


def test_a_word_of_a_change_that_was_wrong_before_is_not_followed(store: Store) -> None:
    stored(store, "a")
    looked: list[list[str]] = []
    for hour in (1, 2, 3):
        store.add_links("harbour", listed("a", hours=hour), later(seconds=1))
        looked.append(due(store))
        for known in store.due(DueQuery("harbour"), later(seconds=1), limit=1):
            same = Outcome(known, Status.UNCHANGED, "not modified", fetched_at=NOW)
            store.commit([same], now=NOW)
    assert looked == [["/a"], ["/a"], []]
