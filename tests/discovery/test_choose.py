"""Which of a listing's links a run takes up."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.choose import FROZEN, MAX_CHILDREN, MAX_LINKS, TRIED, Policy, choose
from crawler.discovery.listing import Listing
from crawler.discovery.scope import Scope
from crawler.items import AddressKind, Link
from crawler.memory.addresses import Addresses

NOW = datetime(2026, 11, 12, tzinfo=UTC)
SCOPE = Scope(("n.example",))


def policy(**changes: object) -> Policy:
    return Policy(**{"scope": SCOPE, "now": NOW, **changes})  # type: ignore[arg-type]


def article(name: str, age: timedelta | None = None, **fields: object) -> Link:
    when = NOW - age if age is not None else None
    return Link(f"https://n.example/2026/11/{name}", published_at=when, **fields)  # type: ignore[arg-type]


def urls(links: list[Link]) -> list[str]:
    return [link.url.rsplit("/", 1)[1] for link in links]


def test_newest_first_and_undated_after() -> None:
    listing = Listing(
        (
            article("undated-story-of-the-bridge"),
            article("old", timedelta(days=3)),
            article("new", timedelta(hours=1)),
        )
    )
    assert urls(choose(listing, policy()).links) == ["new", "old", "undated-story-of-the-bridge"]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (Link("https://other.example/2026/11/a-story-from-elsewhere"), "site"),
        (article("a-story", timedelta(days=9)), "older"),
        (Link("https://n.example/sport", AddressKind.FRONT), "front of a front"),
        (Link("https://n.example/feed", AddressKind.FEED), "names its own"),
    ],
)
def test_what_is_left_and_why(link: Link, reason: str) -> None:
    rules = policy(since=NOW - timedelta(days=7), given=(AddressKind.FEED,))
    chosen = choose(Listing((link,)), rules)
    assert not chosen.links
    assert reason in next(iter(chosen.left))


def test_of_an_index_whose_dates_stand_still_the_first_are_read() -> None:
    old = [
        Link(f"https://n.example/s{n}.xml", AddressKind.SITEMAP, modified_at=NOW - timedelta(days=90 + n))
        for n in range(9)
    ]
    chosen = choose(Listing(tuple(old)), policy())
    assert chosen.links == old[:FROZEN]
    assert chosen.left == {"an old sitemap": 9 - FROZEN}


ELSEWHERE = Link("https://cdn.example/s.xml", AddressKind.SITEMAP, "robots")
CHILD = Link("https://cdn.example/s1.xml", AddressKind.SITEMAP, "sitemap")
PROXIED = Link("https://feeds.feedburner.com/~r/n/1", found_in="feed")
WITH_GUID = Link("https://t.example/~r/1", found_in="feed", permalink="https://n.example/2026/11/a-story")


@pytest.mark.parametrize(
    ("link", "trusted", "taken"),
    [
        (ELSEWHERE, (), ELSEWHERE.url),
        (CHILD, (), ""),
        (CHILD, ("cdn.example",), CHILD.url),
        (PROXIED, (), PROXIED.url),
        (WITH_GUID, (), "https://n.example/2026/11/a-story"),
        (Link("https://t.example/~r/1", found_in="feed"), (), ""),
        (Link("https://t.example/~r/1", found_in="feed"), ("t.example",), "https://t.example/~r/1"),
        (Link("https://t.example/2026/11/a-story-of-the-town"), ("t.example",), ""),
    ],
)
def test_what_the_site_or_the_user_vouches_for(link: Link, trusted: tuple[str, ...], taken: str) -> None:
    chosen = choose(Listing((link,)), policy(trusted=trusted))
    assert [found.url for found in chosen.links] == ([taken] if taken else [])
    assert taken or "another site (" in next(iter(chosen.left))


def test_bounds_and_backfill() -> None:
    sitemaps = tuple(Link(f"https://n.example/s{n}.xml", AddressKind.SITEMAP) for n in range(30))
    articles = tuple(article(f"the-story-number-{n}-of-the-bridge") for n in range(MAX_LINKS + 5))
    few = choose(Listing(sitemaps + articles), policy())
    assert sum(link.kind is AddressKind.SITEMAP for link in few.links) == MAX_CHILDREN
    assert sum(link.kind is AddressKind.ARTICLE for link in few.links) == MAX_LINKS
    assert few.left["beyond the newest"] == 30 - MAX_CHILDREN + 5
    assert len(choose(Listing(sitemaps + articles), policy(backfill=True)).links) == 30 + MAX_LINKS + 5


def test_exclude_is_about_articles_only() -> None:
    rules = policy(scope=Scope(("n.example",), exclude=("news",)))
    listing = Listing(
        (article("news-of-the-day-in-short"), Link("https://n.example/news.xml", AddressKind.FEED))
    )
    assert [link.kind for link in choose(listing, rules).links] == [AddressKind.FEED]


def test_the_home_page_may_name_fronts() -> None:
    listing = Listing((Link("https://n.example/sport", AddressKind.FRONT),))
    assert choose(listing, policy(fronts=True)).links


KNOWN = Addresses({"/+/+": (9.0, 9.0), "/opinion/+": (9.0, 8.0), "/quiz/*": (9.0, 0.0), "/new/*": (3.0, 0.0)})


def at(path: str, found_in: str = "front") -> Link:
    return Link(f"https://n.example/{path}", found_in=found_in)  # type: ignore[arg-type]


@pytest.mark.parametrize("found_in", ["front", "sitemap"])
def test_of_addresses_that_were_no_articles_only_the_first_few_are_taken(found_in: str) -> None:
    games = [
        at(f"quiz/{word}-of-the-old-bridge", found_in) for word in ("arches", "stones", "tolls", "keepers")
    ]
    chosen = choose(Listing((*games, at("new/arches-of-the-old-bridge"))), policy(known=KNOWN.are_articles))
    assert [link.url for link in chosen.links] == [
        *(game.url for game in games[:TRIED]),
        "https://n.example/new/arches-of-the-old-bridge",
    ]
    assert chosen.left == {"no article was at such an address": 1}


def test_what_a_feed_lists_is_taken_wherever_it_stands() -> None:
    games = tuple(
        at(f"quiz/{word}-of-the-old-bridge", "feed") for word in ("arches", "stones", "tolls", "keepers")
    )
    assert len(choose(Listing(games), policy(known=KNOWN.are_articles)).links) == 4


def test_an_odd_address_of_a_sitemap_is_taken_where_such_were_articles() -> None:
    listing = Listing((at("opinion/budget", "sitemap"), at("weather/today", "sitemap")))
    chosen = choose(listing, policy(known=KNOWN.are_articles))
    assert [link.url for link in chosen.links] == ["https://n.example/opinion/budget"]
    assert chosen.left == {"no article by its address": 1}
