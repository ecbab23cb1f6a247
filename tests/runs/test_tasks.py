"""What the extracting processes make of an answer and of a listing, without the processes."""

import gzip
from datetime import UTC, datetime

import pytest

from crawler.discovery.choose import Policy
from crawler.discovery.scope import Scope
from crawler.items import AddressKind, Article, Status
from crawler.pages.page import Page
from crawler.runs.extracting import fewest
from crawler.runs.listingwork import Read, read_and_choose
from crawler.runs.tasks import body_hash, read_answer

NOW = datetime(2026, 11, 12, tzinfo=UTC)
URL = "https://n.example/2026/11/12/lighthouse"
STORY = f"<html lang=en><title>Light</title><h1>Light</h1>{'<p>The council voted on Monday again.</p>' * 9}"
WALL = "<html><script src=//challenges.cloudflare.com/x></script><p>Just a moment"
FEED = f"<rss><channel><item><title>Light</title><link>{URL}</link></item></channel></rss>"


def page(body: str, **headers: str) -> Page:
    return Page(URL, body.encode(), NOW, headers)


def test_an_article_comes_settled_with_the_hash_of_its_bytes() -> None:
    article = read_answer(page(STORY))
    assert isinstance(article, Article)
    assert article.taken_out is not None
    assert article.sketch
    assert article.body_hash == body_hash(STORY.encode())


@pytest.mark.parametrize(
    ("body", "known", "status"),
    [
        (STORY, body_hash(STORY.encode()), Status.UNCHANGED),
        (WALL, "", Status.BLOCKED),
        ("%PDF-1.7 …", "", Status.NOT_ARTICLE),
    ],
)
def test_what_holds_no_new_article_says_why(body: str, known: str, status: Status) -> None:
    verdict = read_answer(page(body), known)
    assert isinstance(verdict, tuple)
    assert verdict[0] is status
    assert verdict[1]


def test_a_listing_gives_what_a_run_takes_up() -> None:
    policy = Policy(Scope(("n.example",)), NOW)
    found = read_and_choose(page(FEED), AddressKind.FEED, "https://n.example/", policy)
    assert isinstance(found, Read)
    assert [link.url for link in found.links] == [URL]
    assert found.total == 1
    assert isinstance(read_and_choose(page(WALL), AddressKind.FRONT, "https://n.example/", policy), tuple)


def test_a_front_that_only_leads_on_is_no_wall() -> None:
    body = '<html><script>x()</script><meta http-equiv="refresh" content="0; url=/en/">'
    found = read_and_choose(
        page(body), AddressKind.FRONT, "https://n.example/", Policy(Scope(("n.example",)), NOW)
    )
    assert isinstance(found, Read)
    assert found.leads_to == "https://n.example/en/"
    assert isinstance(read_answer(page(body)), tuple), "an article is read as nothing of the kind"


def test_a_page_in_gzip_that_no_header_names_is_read() -> None:
    wrapped = Page(URL, gzip.compress(STORY.encode()), NOW)
    article = read_answer(wrapped)
    assert isinstance(article, Article)
    assert article.title == "Light"
    assert article.body_hash == body_hash(wrapped.body)


def test_no_more_processes_than_pages() -> None:
    assert fewest(4, ["a.html"]) == 1
    assert fewest(4, ["a.html", "https://n.example/a"]) == 2
    assert fewest(2, ["a.html", "b.html", "-"]) == 2
    assert fewest(4, ["pages.warc.gz"]) == 4
    assert fewest(4, ["."]) == 4, "a folder"
