"""Feeds of every dialect, whole and broken."""

import gzip
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import parse_feed
from crawler.discovery.repair import MAX_ITEMS

URL = "https://e.org/feed/"
AT = datetime(2024, 5, 17, 10, 0, tzinfo=timezone(timedelta(hours=3)))

RSS2 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>أخبار النهر</title><language>ar-SY</language>
<item><title>افتتاح &lt;b&gt;جسر&lt;/b&gt; جديد</title><link>/news/1?utm_source=rss</link>
<description><![CDATA[<p>جملة أولى.</p><p>جملة ثانية&nbsp;.</p><script>x()</script>]]></description>
<dc:creator>لينا خوري</dc:creator><pubDate>Fri, 17 May 2024 10:00:00 +0300</pubDate></item>
</channel></rss>"""
RSS091 = """<rss version="0.91"><channel><title>River</title><language>en</language>
<item><title>Bridge opens</title><link>https://e.org/a</link></item></channel></rss>"""
RSS090 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>River</title></channel><item><title>Bridge opens</title><link>https://e.org/a</link></item></rdf:RDF>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>River</title></channel>
<item rdf:about="https://e.org/a"><title>Bridge opens</title><link>https://e.org/a</link>
<dc:date>2024-05-17T10:00:00+03:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="he"><title>River</title>
<entry><title type="html">Bridge &amp;amp; road</title><author><name>Lina Khoury</name></author>
<link rel="self" href="https://e.org/api/1"/><link rel="enclosure" href="https://e.org/a.mp3"/>
<link rel="alternate" type="application/json" href="https://e.org/a.json"/>
<link rel="alternate" type="text/html" href="https://e.org/a"/>
<id>tag:e.org,1</id><published>2024-05-17T10:00:00+03:00</published><updated>2024-05-17T11:00:00+03:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second.</p></div></content></entry></feed>"""
JSON = """{"version":"https://jsonfeed.org/version/1.1","title":"River","language":"en",
"authors":[{"name":"The desk"}],"items":[{"id":"1","url":"/a","title":"Bridge opens",
"content_html":"<p>First.</p>","date_published":"2024-05-17T10:00:00+03:00"}]}"""


def test_rss2_in_full() -> None:
    listing = parse_feed(RSS2.encode(), URL)
    (link,) = listing.links
    assert (listing.title, listing.language, listing.problems) == ("أخبار النهر", "ar-sy", ())
    assert link.url == "https://e.org/news/1"
    assert link.title == "افتتاح جسر جديد"
    assert link.summary == "جملة أولى. جملة ثانية ."
    assert link.authors == ("لينا خوري",)
    assert link.published_at == AT
    assert link.published_at.utcoffset() == timedelta(hours=3)
    assert (link.modified_at, link.language, link.found_in) == (None, "ar-sy", "feed")


def test_atom_in_full() -> None:
    (link,) = parse_feed(ATOM.encode(), URL).links
    assert (link.url, link.title, link.authors) == ("https://e.org/a", "Bridge & road", ("Lina Khoury",))
    assert (link.published_at, link.modified_at) == (AT, AT + timedelta(hours=1))
    assert link.summary == "First. Second."
    assert link.language == "he"


def test_json_feed_in_full() -> None:
    listing = parse_feed(JSON.encode(), URL, "application/feed+json")
    (link,) = listing.links
    assert (link.url, link.title, link.summary) == ("https://e.org/a", "Bridge opens", "First.")
    assert (link.authors, link.published_at, link.language) == (("The desk",), AT, "en")


@pytest.mark.parametrize("feed", [RSS091, RSS090, RDF], ids=["0.91", "0.90", "1.0"])
def test_old_dialects(feed: str) -> None:
    listing = parse_feed(feed.encode(), URL)
    assert [(link.url, link.title) for link in listing.links] == [("https://e.org/a", "Bridge opens")]
    assert listing.title == "River"


def test_a_relation_may_be_an_address_of_iana_s() -> None:
    entry = """<link rel="self" type="text/html" href="https://e.org/api/1"/>
    <link rel="http://www.iana.org/assignments/relation/alternate" href="https://e.org/a"/>"""
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>{entry}</entry></feed>"
    assert [link.url for link in parse_feed(feed.encode(), URL).links] == ["https://e.org/a"]


def _item(inner: str, root: str = "<rss version='2.0'><channel>") -> bytes:
    return f"{root}<item>{inner}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<guid>https://e.org/g</guid>", "https://e.org/g"),
        ("<guid isPermaLink='false'>57</guid><link>https://e.org/l</link>", "https://e.org/l"),
        ("<link>https://proxy.example/1</link><feedburner:origLink>https://e.org/o</feedburner:origLink>", "https://e.org/o"),
        ("<link><![CDATA[https://e.org/?a=1&b=2]]></link>", "https://e.org/?a=1&b=2"),
        ("<link>https://e.org/?a=1&b=2&amp;c=3</link>", "https://e.org/?a=1&b=2&c=3"),
        ("<link>\n https://e.org/خبر \n</link>", "https://e.org/%D8%AE%D8%A8%D8%B1"),
        ("<link>javascript:alert(1)</link><guid>https://e.org/g</guid>", "https://e.org/g"),
    ],
)  # fmt: skip
def test_which_url(inner: str, expected: str) -> None:
    assert [link.url for link in parse_feed(_item(inner), URL).links] == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri, 17 May 2024 10:00:00 GMT", datetime(2024, 5, 17, 10, tzinfo=UTC)),
        ("Fri, 17 May 2024 10:00 +0300", AT),
        ("2024-05-17T10:00:00+0300", AT),
        ("2024-05-17 10:00:00", datetime(2024, 5, 17, 10, tzinfo=UTC)),
        ("٢٠٢٤-٠٥-١٧T10:00:00+03:00", AT),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("soon", None),
        ("", None),
    ],
)
def test_times(written: str, expected: datetime | None) -> None:
    (link,) = parse_feed(_item(f"<link>https://e.org/a</link><pubDate>{written}</pubDate>"), URL).links
    assert link.published_at == expected
    assert link.modified_at is None


BROKEN = {
    "cut off": RSS2.encode()[:-25],
    "bare ampersands": _item("<title>A & B &nbsp; C</title><link>https://e.org/a</link>"),
    "unknown prefix": _item("<media:content url='x'/><title>A</title><link>https://e.org/a</link>"),
    "control characters": _item("<title>A\x01\x1f&#x1;B</title><link>https://e.org/a</link>"),
    "text before it": b"<br />\nWarning: x in /y on line 3\n" + _item("<link>https://e.org/a</link>"),
    "wrong nesting": b"<rss><channel><item><title>A</b></title><link>https://e.org/a</link></item>",
    "HTML between the tags": _item("<description>A<br>B<p>C</description><link>https://e.org/a</link>"),
    "wrong declaration": b'<?xml version="1.0" encoding="utf-16"?>' + _item("<link>https://e.org/a</link>"),
    "gzip": gzip.compress(_item("<link>https://e.org/a</link>")),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_feeds_still_give_their_items(body: bytes) -> None:
    assert len(parse_feed(body, URL).links) == 1


def test_windows_1256() -> None:
    text = RSS2.replace("utf-8", "windows-1256")
    (link,) = parse_feed(text.encode("cp1256"), URL).links
    assert link.title == "افتتاح جسر جديد"


def test_opens_no_file_and_no_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS091, "utf-8")
    assert parse_feed(str(secret).encode(), URL).links == ()
    assert parse_feed(secret.as_uri().encode(), URL).links == ()
    entity = f"<!DOCTYPE rss [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>".encode()
    (link,) = parse_feed(entity + _item("<title>a &x; b</title><link>https://e.org/a</link>"), URL).links
    assert "Bridge" not in (link.title or "")


N = 30_000
HOSTILE = {
    "entities": b"<!DOCTYPE a [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY b%d '&a;&a;&a;'>" % i for i in range(99)) + b"]>" + _item("<title>&b98;</title>"),
    "attributes": b"<rss><channel><item " + b" ".join(b"a%d='1'" % i for i in range(N)) + b"/></channel>",
    "prefixes": b"<rss><channel>" + b"".join(b"<p%d:a/>" % i for i in range(N)),
    "open tags": b"<rss><channel>" + b"<item><title>" * N,
    "deep": b"<rss><channel><item><description>" + b"<div>" * N,
    "markup in a title": _item("<link>https://e.org/a</link><title>" + "&lt;p&gt;" * N + "</title>"),
    "cdata": b"<rss><channel>" + b"<![CDATA[" * N,
    "empty items": b"<rss><channel>" + b"<item/>" * N,
    "deep JSON": b'{"items":' + b"[" * N,
    "long number": b'{"items":[{"id":' + b"9" * N + b"}]}",
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_feeds_cost_little(body: bytes) -> None:
    begun = time.process_time()
    parse_feed(body, URL)
    assert time.process_time() - begun < 10  # seconds, on a busy machine; the quadratic ways take minutes


def test_long_feed_is_cut_and_says_so() -> None:
    items = "".join(f"<item><link>https://e.org/{i}</link></item>" for i in range(MAX_ITEMS + 100))
    listing = parse_feed(f"<rss><channel>{items}</channel></rss>".encode(), URL)
    assert len(listing.links) == MAX_ITEMS
    assert listing.links[0].url == "https://e.org/0"
    assert any("items" in problem for problem in listing.problems)


def test_same_url_once_in_feed_order() -> None:
    inner = "</item><item>".join(f"<link>https://e.org/{name}?utm_source={name}</link>" for name in "bab")
    assert [link.url[-1] for link in parse_feed(_item(inner), URL).links] == ["b", "a"]


@pytest.mark.parametrize("body", [b"", b"hello", b"<html><p>Not found</p></html>", b"{}", b"{", b"\x00\xff"])
def test_no_feed_is_a_problem(body: bytes) -> None:
    listing = parse_feed(body, URL)
    assert listing.links == ()
    assert listing.problems


@settings(max_examples=60)
@given(
    st.one_of(
        st.binary(), st.text().map(lambda text: f"<rss><channel><item>{text}".encode("utf-8", "replace"))
    )
)
def test_any_bytes(body: bytes) -> None:
    parse_feed(body, URL)


@settings(max_examples=60)
@given(st.integers(0, 900), st.integers(0, 900), st.sampled_from([RSS2, ATOM, RDF, JSON]))
def test_any_cut_or_hole(start: int, length: int, feed: str) -> None:
    body = feed.encode()
    parse_feed(body[:start], URL)
    parse_feed(body[:start] + body[start + length :], URL)
