"""Which stored article an incoming one is: on a real database, through `commit`."""

from typing import Any

import msgspec
import pytest

from crawler.items import Article, Status
from pipelines.deduplicate import content_hash, identity_url, same_site
from pipelines.editions import story_of
from pipelines.storage import Store
from tests.pipelines.making import BODY, NOW, article, later, outcome

A, B = "https://harbour.example/news/lighthouse", "https://valley.example/2026/lighthouse"
OTHER = ("A bakery in the upper town was awarded the prize for the best rye bread of the province.",)


def keep(store: Store, *items: Article, minutes: float = 0) -> list[tuple[Status, str]]:
    return [(o.status, o.reason) for o in store.commit(items, now=later(minutes=minutes))]


def records(store: Store, **wanted: Any) -> list[dict[str, Any]]:
    return [msgspec.json.decode(row) for row in store.records(**{"copies": "all", **wanted})]


def test_new_unchanged_changed(store: Store) -> None:
    first, same, edited = article(A), article(A), article(A, body=(*BODY, "It will be blue."))
    assert keep(store, first) == [(Status.ARTICLE, "")]
    assert keep(store, same, minutes=1) == [(Status.UNCHANGED, "")]
    assert keep(store, edited, minutes=2) == [(Status.ARTICLE, "changed")]
    assert first.id == same.id == edited.id
    assert (first.revision, same.revision, edited.revision) == (1, 1, 2)
    assert (first.status, edited.status) == ("new", "changed")
    assert same.first_seen_at == edited.first_seen_at == NOW
    [row] = records(store)
    assert row["revision"] == 2
    assert row["paragraphs"][-1] == "It will be blue."


def test_white_space_and_letter_variants_are_no_change(store: Store) -> None:
    keep(store, article(A, title="إعادة بناء المنارة"))
    assert keep(store, article(A, title="اعادة  بناء المنـارة")) == [(Status.UNCHANGED, "")]


def test_one_article_under_many_urls(store: Store) -> None:
    keep(store, article(A))
    printed = article(f"{A}/print", canonical=A)
    assert keep(store, printed) == [(Status.DUPLICATE, f"another address of {A}")]
    again = article(f"{A}/print", canonical=A)
    assert keep(store, again) == [(Status.DUPLICATE, f"another address of {A}")]
    shorter = article(f"{A}/print", canonical=A, body=BODY[:2])
    assert keep(store, shorter) == [(Status.DUPLICATE, f"another edition of {A}")], (
        "the two do not take turns"
    )
    nameless = article("https://harbour.example/p/77")
    assert keep(store, nameless) == [(Status.DUPLICATE, f"another address of {A}")], (
        "same content, same source"
    )
    assert len(records(store)) == 1


def test_within_one_batch(store: Store) -> None:
    assert keep(store, article(A), article(A), article(f"{A}?p=1", canonical=A)) == [
        (Status.ARTICLE, ""),
        (Status.UNCHANGED, ""),
        (Status.DUPLICATE, f"another address of {A}"),
    ]


def test_mobile_first_then_the_page_itself(store: Store) -> None:
    page, phone = "https://www.example.org/news/lighthouse", "https://m.example.org/news/lighthouse"
    mobile, full = article(phone, canonical=page, body=BODY[:2]), article(page, canonical=page)
    keep(store, mobile)
    assert keep(store, full) == [(Status.ARTICLE, "changed")]
    assert mobile.id == full.id
    again = article(phone, canonical=page, body=BODY[:2])
    assert keep(store, again) == [(Status.DUPLICATE, f"another edition of {page}")]


def test_the_articles_own_address_takes_over(store: Store) -> None:
    amp = f"{A}/amp"
    keep(store, article(amp, canonical=A))
    itself = article(A, canonical=A)
    assert keep(store, itself) == [(Status.DUPLICATE, f"another address of {amp}")]
    assert itself.outcome is not None
    assert itself.outcome.next_due is not None, "it is looked at again"
    assert keep(store, article(A, canonical=A)) == [(Status.UNCHANGED, "")]
    assert keep(store, article(amp, canonical=A)) == [(Status.DUPLICATE, f"another address of {A}")]


def test_a_canonical_that_is_the_same_on_every_page_merges_nothing(store: Store) -> None:
    same = "https://harbour.example/news"
    one = article(A, canonical=same)
    two = article(f"{A}-2", canonical=same, title="Rye bread wins", body=OTHER)
    assert [status for status, _ in keep(store, one, two)] == [Status.ARTICLE, Status.ARTICLE]
    assert one.id != two.id
    assert keep(store, article(f"{A}-2", canonical=same, title="Rye bread wins", body=OTHER)) == [
        (Status.UNCHANGED, "")
    ]


def test_an_address_that_shows_another_article_each_day(store: Store) -> None:
    latest = "https://harbour.example/latest"
    monday = article(latest, canonical=A)
    tuesday = article(latest, canonical=f"{A}-bread", title="Rye bread wins", body=OTHER)
    keep(store, monday, tuesday)
    assert monday.id != tuesday.id
    assert len(records(store)) == 2


def test_what_is_gone_may_redirect_to_something_else(store: Store) -> None:
    keep(store, article(A))
    elsewhere = article(f"{A}-bread", asked=A, title="Rye bread wins", body=OTHER)
    assert keep(store, elsewhere) == [(Status.ARTICLE, "")]
    moved = article("https://harbour.example/archive/lighthouse", asked=A)
    assert keep(store, moved) == [(Status.DUPLICATE, f"another address of {A}")]


def test_a_page_whose_address_cannot_be_kept_is_refused_and_the_rest_is_stored(store: Store) -> None:
    long = "https://harbour.example/" + "a" * 3_000
    for body in (("The first text of it.",), ("Another one, a day later.",)):
        page = article(long, body=body)
        store.commit([page, article("https://harbour.example/b", body=(*body, "More."))], now=NOW)
        assert page.outcome is not None
        assert page.outcome.status is Status.REFUSED
    assert len(list(store.records())) == 1
    assert store.check() == []


def test_new_address_new_title_same_text_is_a_revision(store: Store) -> None:
    first = article(A)
    renamed = article(f"{A}-works", asked=A, title="Lighthouse: works begin", body=(*BODY, "More soon."))
    keep(store, first)
    assert keep(store, renamed) == [(Status.ARTICLE, "changed")]
    assert renamed.id == first.id


def test_foreign_and_home_canonicals_are_claims() -> None:
    assert identity_url(A, B) == A
    assert identity_url(A, "https://harbour.example/") == A
    page = "https://www.example.org/news/lighthouse"
    assert identity_url("https://m.example.org/lighthouse?utm_source=x", page) == page
    assert identity_url("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a") == "http://127.0.0.1:8001/a"
    assert same_site("https://a.github.io/x", "https://b.github.io/x") is False
    assert same_site("no url", "no url") is False


def test_copies_of_one_story_share_a_cluster(store: Store) -> None:
    ours = article(A)
    theirs = article(B, source="valley", published=later(hours=-3))
    third = article("https://coast.example/l", source="coast", published=later(hours=1))
    keep(store, ours)
    assert keep(store, theirs) == [(Status.DUPLICATE, f"copy of {A} (harbour)")]
    keep(store, third)
    assert ours.cluster == theirs.cluster == third.cluster == ours.id
    assert theirs.id != ours.id
    assert [row["id"] for row in records(store)] == [theirs.id, ours.id, third.id]
    assert {row["cluster_first"] for row in records(store)} == {theirs.id}, "the earliest, told of all"
    assert [row["id"] for row in records(store, copies="first")] == [theirs.id]
    assert keep(store, article(B, source="valley", published=later(hours=-3))) == [(Status.UNCHANGED, "")]


def test_gone_is_marked_and_can_come_back(store: Store) -> None:
    keep(store, article(A), article(f"{A}?x=1", canonical=A))
    store.commit([outcome(f"{A}?x=1", Status.GONE)], now=NOW)
    assert len(records(store)) == 1, "its own address still shows it"
    store.commit([outcome(A, Status.GONE), outcome(A, Status.GONE)], now=NOW)
    assert records(store) == []
    [gone] = records(store, gone=True)
    assert (gone["status"], gone["revision"], gone["title"]) == ("gone", 2, "Town rebuilds its lighthouse")
    assert keep(store, article(A)) == [(Status.ARTICLE, "was gone, is back")]
    assert records(store)[0]["revision"] == 3
    store.commit([outcome("https://harbour.example/never-seen", Status.GONE)], now=NOW)


def test_marked_items_leave_only_their_outcome(store: Store) -> None:
    page = article(A)
    assert page.outcome is not None
    page.outcome.status, page.outcome.reason = Status.NOT_ARTICLE, "page is: gallery"
    assert keep(store, page) == [(Status.NOT_ARTICLE, "page is: gallery")]
    assert records(store) == []
    assert store.status()[0]["outcomes"] == {"not_article": 1}


def test_hash_tells_title_from_text() -> None:
    assert content_hash("a", ["b"]) != content_hash(None, ["a", "b"])
    assert content_hash("a", ["", "b"]) == content_hash("a", ["b"])
    assert len(content_hash("\ud800", ["\udfff"])) == 64


@pytest.mark.parametrize(
    ("edition", "story"),
    [
        ("https://harbour.example/print/news/ferry.html", "https://harbour.example/news/ferry.html"),
        ("https://harbour.example/news/ferry/amp/", "https://harbour.example/news/ferry/"),
        ("https://harbour.example/news/ferry.html?print=1", "https://harbour.example/news/ferry.html"),
        ("https://harbour.example/show?id=7&output=1", "https://harbour.example/show?id=7"),
        ("https://harbour.example/news/ferry.amp.html", "https://harbour.example/news/ferry.html"),
        ("https://m.harbour.example/news/ferry", "https://www.harbour.example/news/ferry"),
        ("https://harbour.example/print/4711", "https://harbour.example/news/ferry"),
    ],
)
@pytest.mark.parametrize("edition_first", [True, False])
def test_a_story_has_its_own_address_in_whatever_order_its_editions_come(
    store: Store, edition: str, story: str, edition_first: bool
) -> None:
    first, second = (edition, story) if edition_first else (story, edition)
    keep(store, article(first))
    assert keep(store, article(second)) == [(Status.DUPLICATE, f"another address of {first}")]
    last = keep(store, article(edition))
    assert last == [(Status.DUPLICATE, f"another address of {story}")], "the two do not take turns"
    assert keep(store, article(story)) == [(Status.UNCHANGED, "")]
    [row] = records(store)
    assert row["url"] == story


def test_what_an_edition_calls_its_story_goes_before_other_addresses(store: Store) -> None:
    keep(store, article(f"{A}?print=1", canonical=A))
    keep(store, article("https://harbour.example/p/77"))
    assert keep(store, article(A)) == [(Status.DUPLICATE, f"another address of {A}?print=1")]
    [row] = records(store)
    assert row["url"] == A


def test_a_story_revises_the_edition_that_was_stored_before_it(store: Store) -> None:
    story, edition = A, f"{A}?print=1"
    keep(store, article(edition, body=BODY[:2]))
    assert keep(store, article(story)) == [(Status.ARTICLE, "changed")]
    assert keep(store, article(edition, body=BODY[:2])) == [(Status.DUPLICATE, f"another edition of {A}")]
    [row] = records(store)
    assert (row["url"], row["revision"], len(row["paragraphs"])) == (story, 2, len(BODY))


def test_addresses_with_a_mark_that_are_two_stories(store: Store) -> None:
    keep(store, article("https://harbour.example/show?print=4711"))
    assert keep(store, article("https://harbour.example/show?print=4712", body=OTHER)) == [
        (Status.ARTICLE, "")
    ]
    keep(store, article("https://harbour.example/print/9", title="Weather", body=BODY[:1]))
    assert keep(store, article("https://harbour.example/print/10", title="Weather", body=OTHER[:1] * 2)) == [
        (Status.ARTICLE, "")
    ]
    assert len(records(store)) == 4


@pytest.mark.parametrize(
    ("url", "story"),
    [
        (A, A),
        ("https://harbour.example/print", "https://harbour.example/print"),
        ("https://harbour.example/printers/a", "https://harbour.example/printers/a"),
        ("https://harbour.example/a?blueprint=1&m=12", "https://harbour.example/a?blueprint=1&m=12"),
        ("https://harbour.example/a?x=1&view=Print", "https://harbour.example/a?x=1"),
        ("http://[bad/print/a", "http://[bad/print/a"),
    ],
)
def test_the_address_of_an_editions_story(url: str, story: str) -> None:
    assert story_of(url) == story
