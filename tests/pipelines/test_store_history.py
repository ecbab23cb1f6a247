"""What becomes of a stored article: its revisions shown, two made one, one forgotten."""

from pathlib import Path
from typing import Any

import msgspec

from crawler.items import Article, DueQuery, Link, Status
from pipelines.storage import Store
from tests.pipelines.making import BODY, NOW, article, later, outcome, rows

A, B = "https://harbour.example/news/lighthouse", "https://valley.example/2026/lighthouse"
PRINT = "https://harbour.example/print/77"
LONG = (*BODY, "A museum of knots and nets, run by volunteers, is to open on its ground floor in summer.")


def keep(store: Store, *items: Article, minutes: float = 0) -> list[tuple[Status, str]]:
    return [(o.status, o.reason) for o in store.commit(items, now=later(minutes=minutes))]


def records(store: Store, **wanted: Any) -> list[dict[str, Any]]:
    return [msgspec.json.decode(row) for row in store.records(**{"copies": "all", **wanted})]


def log(database: str) -> list[dict[str, Any]]:
    found = rows(database, "SELECT record FROM revisions ORDER BY position")
    return [msgspec.json.decode(row[0]) for row in found]


def due(store: Store) -> set[str]:
    return {address.url for address in store.due(DueQuery(), later(days=400), limit=100)}


def test_history_shows_what_each_revision_changed(store: Store) -> None:
    edited = (BODY[0], BODY[1].replace("spring", "autumn"), LONG[3])
    keep(store, article(A), article(A))
    keep(store, article(A, title="Town rebuilds its old lighthouse", body=edited), minutes=5)
    store.commit([outcome(A, Status.GONE)], now=later(minutes=9))
    first, second, third = store.history(f"{A}?utm_source=feed")
    assert [entry["status"] for entry in (first, second, third)] == ["new", "changed", "gone"]
    assert first["difference"] == third["difference"] == {}
    difference = second["difference"]
    assert difference["title"]["words"] == "Town rebuilds its {+old+} lighthouse"
    assert difference["changed"][0]["words"].startswith("Work is to begin in [-spring,-]{+autumn,+} once")
    assert (difference["removed"], difference["added"]) == ([BODY[2]], [LONG[3]])
    assert second["committed_at"] == later(minutes=5).isoformat()
    assert store.history(first["id"]) == [first, second, third]
    assert store.history("https://harbour.example/never") == []


def test_two_that_a_page_calls_one_become_one(store: Store, database: str) -> None:
    printed, page = article(PRINT), article(A, title="The lighthouse is rebuilt", body=LONG)
    keep(store, printed)
    keep(store, page, minutes=1)
    assert printed.id != page.id
    again = article(PRINT, canonical=A)
    assert keep(store, again, minutes=2) == [(Status.DUPLICATE, f"another edition of {A}")]
    assert again.id == printed.id, "the earlier id survives"
    [row] = records(store)
    assert (row["id"], row["revision"], row["url"]) == (printed.id, 2, A)
    assert row["paragraphs"] == list(LONG), "the article's own address tells its text"
    assert [(entry["id"], entry["status"]) for entry in log(database)] == [
        (printed.id, "new"),
        (page.id, "new"),
        (page.id, "merged"),
        (printed.id, "changed"),
    ]
    assert log(database)[2]["merged_into"] == printed.id
    assert keep(store, article(A, title="The lighthouse is rebuilt", body=LONG), minutes=3) == [
        (Status.UNCHANGED, "")
    ]
    assert [entry["status"] for entry in store.history(page.id or "")] == ["new", "merged"]


def test_a_redirect_unites_too(store: Store) -> None:
    old, new = article(PRINT), article(A, body=LONG)
    keep(store, old)
    keep(store, new, minutes=1)
    moved = article(A, asked=PRINT, body=LONG)
    keep(store, moved, minutes=2)
    assert moved.id == old.id
    assert [row["id"] for row in records(store)] == [old.id]


def test_what_reads_otherwise_is_not_united(store: Store) -> None:
    other = ("A bakery in the upper town was awarded the prize for the best rye bread of the province.",)
    keep(store, article(A), article(PRINT, title="Rye", body=other))
    keep(store, article(PRINT, canonical=A, title="Rye", body=other), minutes=1)
    assert len(records(store)) == 2


def test_merged_by_hand(store: Store) -> None:
    first, second, third = (
        article(A),
        article(B, source="valley", body=LONG),
        article(PRINT, title="x", body=LONG[3:]),
    )
    keep(store, first)
    keep(store, second, third, minutes=1)
    assert store.merge(B, A, later(minutes=2)) == first.id
    assert store.merge(B, A, later(minutes=2)) is None
    assert store.merge(A, "https://nowhere.example/", NOW) is None
    assert store.merge(third.id or "", first.id or "", later(minutes=3)) == first.id
    [row] = records(store)
    assert (row["id"], row["url"]) == (first.id, A)


def test_a_merged_seed_leaves_its_copies_together(store: Store) -> None:
    text = tuple(
        f"{line} It was said again on day {n}, in other words, by more people." for n, line in enumerate(LONG)
    )
    seed, early = article(A, body=text), article(PRINT, title="early", body=BODY[:1])
    copy = article(B, source="valley", title="Copied", body=text)
    keep(store, early)
    keep(store, seed, copy, minutes=1)
    assert copy.cluster == seed.id
    store.merge(A, PRINT, later(minutes=2))
    late = article("https://coast.example/l", source="coast", title="Late", body=text[:3])
    [(status, _)] = keep(store, late, minutes=3)
    assert (status, late.cluster) == (Status.DUPLICATE, copy.cluster)


def test_the_first_edition_gives_its_place_to_the_articles_own_address(store: Store) -> None:
    keep(store, article(f"{A}/amp", canonical=A))
    keep(store, article(A, canonical=A), minutes=1)
    [row] = records(store)
    assert (row["url"], row["canonical_url"], row["revision"]) == (A, A, 1)


def test_forgotten_text_is_nowhere_in_the_database(store: Store, database: str, tmp_path: Path) -> None:
    secret = "Nobody has lived in the keeper's house since the winter of the great storm, said Ann Reed."
    link = Link(A, title="Ann Reed tells", summary=secret)
    store.add_links("harbour", [link], NOW)
    keep(store, article(A, title="Ann Reed tells", body=(*BODY, secret)), article(f"{A}/amp", canonical=A))
    keep(store, article(A, title="Ann Reed tells more", body=(*BODY, secret, "It was cold.")), minutes=1)
    told = store.forget(f"{A}#top", later(minutes=2))
    assert told["urls"] == [A, f"{A}/amp"]
    assert told["revisions"] == 2
    assert records(store, gone=True) == []
    assert [entry["status"] for entry in store.history(A)] == ["new", "changed", "forgotten"]
    assert all("paragraphs" not in entry and "title" not in entry for entry in log(database))
    tables = ("articles", "revisions", "addresses", "article_urls")
    stored = repr([rows(database, f"SELECT * FROM {table}") for table in tables]).encode()
    stored += b"".join(part.read_bytes() for part in tmp_path.iterdir())  # of SQLite: freed pages too
    assert b"Ann Reed" not in stored
    assert store.forget(A, later(minutes=3))["revisions"] == 0, "once is enough"


def test_a_forgotten_address_is_blocked_for_ever(store: Store) -> None:
    keep(store, article(A))
    store.forget(A, NOW)
    store.add_links("harbour", [Link(A, title="Seen again")], later(days=1))
    assert store.make_due([A], later(days=1)) == 0
    assert store.wake("harbour", later(days=1)) == 0
    in_flight = article(A, title="Another one", body=LONG)
    assert keep(store, in_flight) == [(Status.REFUSED, "forgotten on request")]
    moved = article(f"{A}-new", canonical=A)
    assert keep(store, moved) == [(Status.REFUSED, "forgotten on request")]
    assert moved.outcome is not None
    assert moved.outcome.next_due is None
    store.commit([outcome(A, Status.FAILED), outcome(A, Status.GONE)], now=NOW)
    assert due(store) == set()
    assert records(store, gone=True) == []
    assert store.status()[0]["outcomes"] == {"forgotten": 2}


def test_an_address_that_was_never_fetched_can_be_forgotten(store: Store) -> None:
    store.add_links("harbour", [Link(A), Link(B)], NOW)
    assert store.forget(A, NOW) == {"id": None, "urls": [A], "revisions": 0}
    assert store.forget(PRINT, NOW)["id"] is None
    store.add_links("harbour", [Link(PRINT)], NOW)
    assert due(store) == {B}


def test_a_copy_elsewhere_is_another_article(store: Store) -> None:
    ours, theirs = article(A), article(B, source="valley", published=later(hours=1))
    keep(store, ours, theirs)
    store.forget(A, NOW)
    assert [row["id"] for row in records(store, copies="first")] == [theirs.id]
    third = article("https://coast.example/l", source="coast")
    assert keep(store, third) == [(Status.DUPLICATE, f"copy of {B} (valley)")]


def test_what_was_merged_is_forgotten_with_its_survivor(store: Store, database: str) -> None:
    keep(store, article(PRINT))
    keep(store, article(A, body=LONG), minutes=1)
    keep(store, article(PRINT, canonical=A), minutes=2)
    store.forget(PRINT, later(minutes=3))
    assert all("paragraphs" not in entry for entry in log(database))
    assert keep(store, article(A, body=LONG)) == [(Status.REFUSED, "forgotten on request")]
