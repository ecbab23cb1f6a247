"""Which of a listing's links a run takes up."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.discovery.choose import MAX_CHILDREN, MAX_LINKS, Policy, choose
from crawler.discovery.listing import Listing
from crawler.discovery.scope import Scope
from crawler.items import AddressKind, Link

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
        (
            Link("https://n.example/s.xml", AddressKind.SITEMAP, modified_at=NOW - timedelta(days=90)),
            "old sitemap",
        ),
    ],
)
def test_what_is_left_and_why(link: Link, reason: str) -> None:
    rules = policy(since=NOW - timedelta(days=7), given=(AddressKind.FEED,))
    chosen = choose(Listing((link,)), rules)
    assert not chosen.links
    assert reason in next(iter(chosen.left))


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
