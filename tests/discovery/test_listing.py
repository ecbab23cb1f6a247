"""What a body is, and the one entry that reads it as that."""

import gzip
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import guesses, read_listing
from crawler.items import AddressKind
from crawler.pages.sniff import sniff

URL = "https://e.org/x"
FEED = b"<rss version='2.0'><channel><item><link>https://e.org/a</link></item></channel></rss>"
SITEMAP = b"<urlset><url><loc>https://e.org/2024/05/the-bridge-opens-today</loc></url></urlset>"
PAGE = b"<!doctype html><html><body><a href='/2024/05/the-bridge-opens-today'>The bridge opens today</a>"
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "https://e.org/a"}]}'


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"", "", "empty"),
        (b" \n\t", "text/html", "empty"),
        (FEED, "text/html", "feed"),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'/>",
            "",
            "feed",
        ),
        (b"<?xml version='1.0'?><!DOCTYPE rdf:RDF [<!ENTITY x 'y'>]><rdf:RDF/>", "", "feed"),
        ("<?xml version='1.0' encoding='utf-16'?><rss/>".encode("utf-16"), "", "feed"),
        (JSON_FEED, "application/json", "feed"),
        (b"<br>Warning: x<br><rss version='2.0'>", "", "feed"),
        # A page without <html>, with the RDF of a trackback.
        (b"<meta name='v'><div>Old</div><!-- <rdf:RDF xmlns:rdf='x'></rdf:RDF> -->", "text/html", "html"),
        (SITEMAP, "text/plain", "sitemap"),
        (b"<s:sitemapindex/>", "", "sitemap"),
        (gzip.compress(SITEMAP * 100), "application/x-gzip", "sitemap"),
        (PAGE, "application/rss+xml", "html"),
        (b"<p>Not found", "", "html"),
        ("<html><body>خبر".encode("cp1256"), "", "html"),
        (b"User-agent: *\nDisallow:", "text/plain", "text"),
        (b'{"a": 1}', "application/json", "json"),
        (b'[{"content": "<p>Not a page"}]', "", "json"),
        (b"{% block %}<p>A page with a line of its template", "", "html"),
        (b"\r\n    " * 2000 + PAGE, "", "html"),
        (b"<!--" + b" built by a tool " * 9000 + b"-->\n" + PAGE, "", "html"),
        (b"\n" * 100_000 + FEED, "", "feed"),
        (b"\n" * 9000 + b"<?xml version='1.0'?>" + b"<!-- x -->" * 900 + SITEMAP, "", "sitemap"),
        (
            b"<br />\n<b>Warning</b>: include(): no such file in <b>/srv/w.php</b><br />\n" * 99 + FEED,
            "",
            "feed",
        ),
        (
            b"<br />\n<b>Notice</b>: x<br />\n" + SITEMAP.replace(b"<urlset", b"<urlset xmlns='x'"),
            "",
            "sitemap",
        ),
        (b"<html><body>" + b"<p>A line of the page.</p>\0\n" * 20, "", "html"),
        (b"<p>A line\0 of the page.</p>\0\0\n" * 20, "", "html"),
        (PAGE.decode().encode("utf-16-le"), "", "html"),
        (PAGE.decode().encode("utf-16-be"), "", "html"),
        (b"PK\x03\x04<html><body><p>", "text/html", "archive"),
        (b"\x28\xb5\x2f\xfd<p>", "", "archive"),
        (b"Rar!\x1a\x07\x01", "", "archive"),
        (b"\x00\x00\x00\x20ftypisom", "", "media"),
        (b"\x00\x00\x00\x20ftypavif", "", "image"),
        (b"ID3\x04<p>", "", "media"),
        (b"\xff\xfb\x90\x64<b>", "", "media"),
        (b"wOF2\x00", "", "font"),
        (b"{\\rtf1 <p>", "", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "document"),
        (b"SQLite format 3\x00<p>", "", "program"),
        (random.Random(3).randbytes(9000) + b"<p>", "text/html", "binary"),
        (b"name" + b"\0" * 300 + b"<p>", "", "binary"),
        (b"%PDF-1.7\n%\xe2\xe3", "text/html", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "", "image"),
        (b"\xff\xd8\xff\xe0\x00", "", "image"),
        (b"\x7fELF\x00\x00\x00\x00", "", "program"),
        (b"\x1f\x8bnonsense", "", "archive"),
    ],
)
def test_sniff(body: bytes, content_type: str, expected: str) -> None:
    assert sniff(body, content_type, URL) == expected


@pytest.mark.parametrize("kind", [AddressKind.FEED, AddressKind.SITEMAP, AddressKind.FRONT])
@pytest.mark.parametrize("body", [FEED, SITEMAP, PAGE, JSON_FEED], ids=["feed", "sitemap", "page", "json"])
def test_read_as_what_it_is(kind: AddressKind, body: bytes) -> None:
    assert len(read_listing(body, URL, "", kind).links) == 1


def test_a_page_instead_of_a_feed_is_said() -> None:
    assert "page" in read_listing(PAGE, URL, "", AddressKind.FEED).problems[0]


def test_robots() -> None:
    robots = b"Sitemap: https://e.org/s.xml"
    assert len(read_listing(robots, URL, "text/plain", AddressKind.ROBOTS).links) == 1
    soft_404 = read_listing(PAGE, URL, "text/html", AddressKind.ROBOTS)
    assert (soft_404.links, soft_404.problems) == ((), ("robots.txt is html",))


@settings(max_examples=60)
@given(st.binary(), st.text(), st.text(), st.sampled_from(AddressKind))
def test_any_bytes(body: bytes, url: str, content_type: str, kind: AddressKind) -> None:
    read_listing(body, url, content_type, kind)
    read_listing(gzip.compress(body), url, content_type, kind)


def test_guesses_are_few_and_on_the_site() -> None:
    links = guesses("https://e.org:8443/news/index.html")
    assert len(links) <= 12
    assert all(link.url.startswith("https://e.org:8443/") for link in links)
    assert {AddressKind.ROBOTS, AddressKind.SITEMAP, AddressKind.FEED} == {link.kind for link in links}
    assert guesses("nonsense") == []
