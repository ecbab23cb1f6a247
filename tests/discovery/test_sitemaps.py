"""Sitemaps after sitemaps.org and Google's news extension, whole, broken and hostile; robots.txt's lines."""

import gzip
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import parse_sitemap, sitemaps_in
from crawler.discovery.sitemaps import MAX_URLS
from crawler.items import AddressKind
from crawler.pages.inflate import inflate

URL = "https://e.org/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
OLD, NEW = (
    "https://e.org/2024/old-bridge-closed-for-repair",
    "https://e.org/2024/new-bridge-opens-after-repair",
)
URLSET = f"""<?xml version="1.0"?><urlset {NS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{OLD}</loc><lastmod>2024-05-01</lastmod><image:image><image:loc>https://e.org/i.jpg</image:loc></image:image></url>
<url><loc> {NEW} </loc><lastmod>2024-05-17T10:00:00+03:00</lastmod></url>
<url><loc>https://e.org/tag/bridges</loc></url><url><loc>https://e.org/</loc></url></urlset>"""


def test_urlset_newest_first_without_sections() -> None:
    listing = parse_sitemap(URLSET.encode(), URL)
    assert [link.url for link in listing.links] == [NEW, OLD]
    assert listing.links[1].modified_at == datetime(2024, 5, 1, tzinfo=UTC)
    assert (listing.skipped, listing.problems) == (2, ())
    assert {link.found_in for link in listing.links} == {"sitemap"}


@pytest.mark.parametrize(
    "body",
    [
        URLSET.replace(NS, ""),
        URLSET.replace(NS, 'xmlns="http://www.google.com/schemas/sitemap/0.84"'),
        URLSET.replace("<urlset", "<s:urlset").replace("/urlset>", "/s:urlset>"),
        URLSET.replace("</url>", ""),
        URLSET[:-9],
        "\n\n" + URLSET,
        URLSET.replace("</lastmod>", "&nbsp;</lastmod>", 1).replace("2024-05-01&nbsp;", "2024-05-01 &nbsp;"),
    ],
    ids=[
        "no namespace",
        "old namespace",
        "undeclared prefix",
        "no end tags",
        "cut off",
        "space before",
        "entity",
    ],
)
def test_broken_urlsets(body: str) -> None:
    assert [link.url for link in parse_sitemap(body.encode(), URL).links] == [NEW, OLD]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert len(parse_sitemap(URLSET.encode(encoding), URL).links) == 2


def test_news_sitemap() -> None:
    body = f"""<urlset {NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://e.org/n1</loc>
    <news:news><news:publication><news:name>River</news:name><news:language>ar</news:language></news:publication>
    <news:publication_date>2024-05-17T10:00:00Z</news:publication_date><news:title>جسر &amp; طريق</news:title>
    </news:news></url></urlset>"""
    (link,) = parse_sitemap(body.encode(), URL).links
    assert (link.url, link.title, link.language, link.found_in) == (
        "https://e.org/n1",
        "جسر & طريق",
        "ar",
        "news_sitemap",
    )
    assert link.published_at == datetime(2024, 5, 17, 10, tzinfo=UTC)


def _index(*children: str) -> bytes:
    parts = (child.partition(" ") for child in children)
    inner = "".join(
        f"<sitemap><loc>https://e.org/{name}</loc><lastmod>{day}</lastmod></sitemap>"
        for name, _, day in parts
    )
    return f"<sitemapindex {NS}>{inner}</sitemapindex>".encode()


def _names(body: bytes) -> list[str]:
    return [link.url.removeprefix("https://e.org/") for link in parse_sitemap(body, URL).links]


def test_index_news_first_then_newest_then_the_rest() -> None:
    body = _index(
        "tag-sitemap.xml 2024-05-18",
        "post-sitemap1.xml 2020-01-01",
        "post-sitemap2.xml 2024-05-17",
        "author-sitemap.xml 2024-05-18",
        "news-sitemap.xml",
        "sitemap-image-1.xml 2024-05-18",
    )
    names = _names(body)
    assert names[:3] == ["news-sitemap.xml", "post-sitemap2.xml", "post-sitemap1.xml"]
    assert set(names[3:]) == {"tag-sitemap.xml", "author-sitemap.xml", "sitemap-image-1.xml"}
    assert {link.kind for link in parse_sitemap(body, URL).links} == {AddressKind.SITEMAP}


def test_index_without_dates_takes_them_from_names() -> None:
    body = _index("s-2019-04.xml", "s-2024-05.xml", "s-2024-04.xml", "s.xml?yyyy=2023&amp;mm=12")
    assert _names(body) == ["s-2024-05.xml", "s-2024-04.xml", "s.xml?yyyy=2023&mm=12", "s-2019-04.xml"]


def test_many_children_all_come_newest_first() -> None:
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in range(2010, 2016)
        for month in range(1, 13)
        for day in range(1, 28)
    ]
    names = _names(_index(*(f"d-{day}.xml {day}" for day in days)))
    assert len(names) == len(days)
    assert names[0] == "d-2015-12-27.xml"


def test_text_and_feed_as_sitemap() -> None:
    text = f"\ufeff{NEW}\r\n\r\nno url\r\n{OLD}\r\nhttps://e.org/tag/x"
    assert [link.url for link in parse_sitemap(text.encode(), URL).links] == [NEW, OLD]
    feed = f"<rss version='2.0'><channel><item><link>{NEW}</link></item></channel></rss>"
    assert [(link.url, link.found_in) for link in parse_sitemap(feed.encode(), URL).links] == [(NEW, "feed")]


def test_gzip_bombs_and_members() -> None:
    packed = gzip.compress(URLSET.encode())
    assert len(parse_sitemap(packed, URL).links) == 2
    assert len(parse_sitemap(gzip.compress(packed), URL).links) == 2
    assert inflate(gzip.compress(b"ab") + gzip.compress(b"cd")) == (b"abcd", None)
    body, problem = inflate(gzip.compress(b" " * 3_000_000), 1_000_000)
    assert len(body) == 1_000_000
    assert problem
    cut = parse_sitemap(packed[:-20], URL)
    assert cut.problems
    assert inflate(b"\x1f\x8bnonsense") == (b"", "broken gzip")


def test_too_many_urls_keep_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_URLS == 50_000, "the protocol's own limit"
    monkeypatch.setattr("crawler.discovery.sitemaps.MAX_URLS", 500)
    rows = "".join(
        f"<url><loc>https://e.org/news/story-of-the-bridge-{i}</loc>"
        f"<lastmod>{2000 + i * 24 // 600}-01-01</lastmod></url>"
        for i in range(600)
    )
    listing = parse_sitemap(f"<urlset>{rows}</urlset>".encode(), URL)
    assert len(listing.links) == 500
    assert listing.links[0].modified_at == datetime(2023, 1, 1, tzinfo=UTC)
    assert listing.links[-1].modified_at == datetime(2004, 1, 1, tzinfo=UTC)
    assert "newest" in listing.problems[0]


N = 100_000
HOSTILE = {
    "open": b"<urlset>" + b"<url><loc>" * N,
    "attributes": b"<urlset><url " + b" ".join(b"a%d='1'" % i for i in range(N)) + b"/>",
    "siblings": b"<urlset>" + b"<a/>" * N,
    "parts": b"<urlset><url>" + b"<a/>" * N,
    "entities": b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><urlset><url><loc>https://e.org/&b;</loc></url></urlset>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_sitemaps_cost_little(body: bytes) -> None:
    begun = time.monotonic()
    parse_sitemap(body, URL)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "body", [b"", b"<html><p>404</p></html>", b"%PDF-1.4", b"Not found", b"\x00\x01\x02\x03"]
)
def test_no_sitemap_is_a_problem(body: bytes) -> None:
    listing = parse_sitemap(body, URL)
    assert listing.links == ()
    assert listing.problems


@settings(max_examples=60)
@given(
    st.one_of(st.binary(), st.text().map(lambda text: f"<urlset><url><loc>{text}".encode("utf-8", "replace")))
)
def test_any_bytes(body: bytes) -> None:
    parse_sitemap(body, URL)
    sitemaps_in(body, URL)


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        ("Sitemap: https://e.org/s.xml", ["https://e.org/s.xml"]),
        ("User-agent: *\r\nDisallow: /x\r\nSITEMAP : /s.xml.gz # news\r\n", ["https://e.org/s.xml.gz"]),
        (
            "\ufeffsitemap:https://e.org/a.xml\rSitemap: https://e.org/b.xml",
            ["https://e.org/a.xml", "https://e.org/b.xml"],
        ),
        ("Sitemap: https://e.org/s.xml\nSitemap: https://e.org/s.xml", ["https://e.org/s.xml"]),
        ("# Sitemap: https://e.org/s.xml\nSitemap:\nSitemap: javascript:x", []),
    ],
)
def test_robots(robots: str, expected: list[str]) -> None:
    listing = sitemaps_in(robots.encode(), "https://e.org/robots.txt")
    assert [link.url for link in listing.links] == expected
    assert all(link.kind is AddressKind.SITEMAP and link.found_in == "robots" for link in listing.links)
