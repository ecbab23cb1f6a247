"""Sitemaps as others' tests have them: ultimate-sitemap-parser (tests/tree, tests/test_helpers.py).

Its cases in our words: what is fetched as which kind of address, and what it lists. Where Warraq differs, the
case says why.
"""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import pytest

from crawler.discovery import Listing, read_listing
from crawler.discovery.texts import time_of
from crawler.items import AddressKind
from crawler.urls import canonicalize

SITE = "https://gazette.example"
DAY = "2026-11-26T09:30:00+02:00"
AT = datetime(2026, 11, 26, 9, 30, tzinfo=timezone(timedelta(hours=2)))
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
SITEMAP, ROBOTS = AddressKind.SITEMAP, AddressKind.ROBOTS


class Case(NamedTuple):
    """`listed` are paths, in no order; `content_type` and `name` are what the server says and calls it."""

    body: str | bytes
    listed: list[str]
    name: str = "sitemap.xml"
    content_type: str = "application/xml"
    kind: AddressKind = SITEMAP
    problem: str = ""  # a part of what is told
    why: str = ""  # Warraq differs


def urlset(*urls: str, end: str = "</urlset>") -> str:
    return f"{XML}<urlset {NAMESPACES}>{''.join(urls)}{end}"


def index(*children: str) -> str:
    entries = (f"<sitemap><loc>{child}</loc><lastmod>{DAY}</lastmod></sitemap>" for child in children)
    return f"{XML}<sitemapindex {NAMESPACES}>{''.join(entries)}</sitemapindex>"


def url(path: str, more: str = "") -> str:
    return f"<url><loc>{SITE}{path}</loc>{more}</url>"


def news(title: str = "The harbour opens") -> str:
    return (
        "<news:news><news:publication><news:name>Gazette</news:name><news:language>en</news:language>"
        f"</news:publication><news:publication_date>{DAY}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news>"
    )


def robots(*lines: str) -> str:
    return "\n".join(("User-agent: *", "Disallow: /whatever", "", *lines))


def atom(version: str, namespace: str, *entries: str) -> str:
    feed = (
        f'<title>Feed</title><link rel="alternate" type="text/html" href="{SITE}"/><updated>{DAY}</updated>'
    )
    return f'{XML}<feed {version} xmlns="{namespace}">{feed}{"".join(entries)}</feed>'


RSS = (
    f"{XML}<rss version='2.0'><channel><title>Feed</title><link>{SITE}</link>"
    "<pubDate>Thu, 26 Nov 2026 09:30:00 +0200</pubDate>{}</channel></rss>"
)
ITEM = f"<item><title>S</title><link>{SITE}/a-story-1.html</link><guid isPermaLink='true'>{SITE}/a-story-1.html</guid></item>"
ENTRY_03 = f'<entry><title>S</title><link rel="alternate" type="text/html" href="{SITE}/a-story-3.html"/><issued>{DAY}</issued></entry>'
ENTRY_10 = (
    f'<entry><title>S</title><link href="{SITE}/a-story-4.html"/><link rel="alternate" type="text/html"'
    f' href="{SITE}/a-story-4.html?alt"/><link rel="edit" href="{SITE}/a-story-4.html?edit"/><updated>{DAY}</updated></entry>'
)
OLD_ATOM, ATOM = "http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"
MANY = [f"/news/page-{number}.html" for number in range(1000)]
ODD = f'<lastmod/><xhtml:link rel="alternate" media="only screen" href="{SITE}/news/m.html?mobile=1#part"/>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
PICTURE = f"<image:image><image:loc>{SITE}/i.jpg</image:loc><image:caption>C</image:caption><image:title>T</image:title></image:image>"

CASES = {
    # urlsets
    "pages with dates": Case(urlset(url("/news/first.html", f"<lastmod>{DAY}</lastmod><changefreq>monthly</changefreq><priority>0.8</priority>")), ["/news/first.html"]),
    "frequency and priority out of bounds": Case(urlset(url("/news/first.html", "<changefreq>when we like</changefreq><priority>1.1</priority>")), ["/news/first.html"]),
    "pages that are no articles": Case(urlset(url("/about.html"), url("/contact.html"), url("/news/a-story-of-today.html")), ["/news/a-story-of-today.html"], why="an address that is plainly no article is counted as left out"),
    "news": Case(urlset(url("/news/foo.html", ODD + news()), url("/news/bar.html", news())), ["/news/foo.html", "/news/bar.html"]),
    "a page twice": Case(urlset(url("/news/bar.html", news()), url("/news/bar.html", news())), ["/news/bar.html"]),
    "blanks about an address": Case(urlset(f"<url><!-- more --><loc>  {SITE}/news/bar.html \n </loc>{news()}</url>"), ["/news/bar.html"]),
    "an element without text": Case(urlset(url("/news/bar.html", '<x name="value" />' + news())), ["/news/bar.html"]),
    "comments between": Case(urlset("<!-- one -->", url("/news/foo.html", "<!-- two -->"), "<!-- <url><loc>/x</loc></url> -->"), ["/news/foo.html"]),
    "a thousand pages": Case(urlset(*(url(path, ODD + news()) for path in MANY)), MANY),
    "pictures": Case(urlset(url("/sample-1.html", PICTURE * 2), url("/sample-2.html", PICTURE)), ["/sample-1.html", "/sample-2.html"]),
    "other languages' addresses": Case(urlset(url("/en/news/a-story", f'<xhtml:link rel="alternate" hreflang="fr-FR" href="{SITE}/fr/news/a-story"/>'), url("/fr/news/a-story")), ["/en/news/a-story", "/fr/news/a-story"]),
    "a byte order mark": Case(urlset(url("/news/first.html", news())).encode("utf-8-sig"), ["/news/first.html"]),
    "blank lines before": Case("\n\n    " + urlset(url("/news/first.html")), ["/news/first.html"]),
    "an empty address": Case(urlset("<url><loc></loc></url><url><loc/></url><url><loc>  </loc></url><url/>", url("/news/foo.html")), ["/news/foo.html"]),
    "no page at all": Case(urlset(), []),
    # cut off
    "the end is missing": Case(urlset(*(url(path) for path in MANY[:50]), end=""), MANY[:50]),
    "cut off within an address": Case(urlset(*(url(path) for path in MANY[:49]), end=f"<url><loc>{SITE}/news/the-harbour-of-the-ci"), MANY[:49]),
    "cut off within an address in CDATA": Case(urlset(url("/news/first.html"), end=f"<url><loc><![CDATA[{SITE}/news/the-harbour-of-the-ci"), ["/news/first.html"]),
    "cut off after an address": Case(urlset(url("/news/first.html", news()), url("/news/second.html", news()), end=f"<url><loc>{SITE}/news/third.html</loc>{news()[:120]}"), ["/news/first.html", "/news/second.html", "/news/third.html"], why="an address that is whole is worth a look, though its entry is not"),
    "entries do not end": Case(urlset(f"<url><loc>{SITE}/news/foo.html</loc><url><loc>{SITE}/news/bar.html</loc>"), ["/news/foo.html", "/news/bar.html"]),
    # indexes
    "an index": Case(index(f"{SITE}/s-1.xml", f"{SITE}/index-2.xml"), ["/s-1.xml", "/index-2.xml"]),
    "blanks about a child": Case(index(f"  {SITE}/s-2.xml  ", f"{SITE}/missing.xml"), ["/s-2.xml", "/missing.xml"]),
    "an index of itself": Case(index(f"{SITE}/sitemap.xml"), ["/sitemap.xml"], why="an address is one row and asked when it is due: no ring can form, and none is looked for"),
    "an index of robots.txt": Case(index(f"{SITE}/robots.txt"), ["/robots.txt"], why="it is asked for once and lists nothing, as the next case shows"),
    "a robots.txt where a sitemap should be": Case(robots(f"Sitemap: {SITE}/sitemap.xml"), [], name="robots.txt", content_type="text/plain", problem="text without URLs"),
    "a page where a sitemap should be": Case("<html><h1>404 Not Found!</h1></html>", [], content_type="text/html", problem="is a page"),
    # gzip
    "gzip by its name": Case(gzip.compress(urlset(url("/news/foo.html", news("Foo &lt;foo&gt;"))).encode()), ["/news/foo.html"], name="s.gz", content_type=""),
    "gzip by its type": Case(gzip.compress(urlset(url("/news/bar.html", news())).encode()), ["/news/bar.html"], name="s.dat", content_type="application/x-gzip"),
    "no gzip, whatever is said": Case(urlset(url("/news/baz.html", news())), ["/news/baz.html"], name="s.xml.gz", content_type="application/x-gzip"),
    # text
    "lines of text": Case(f"\n\n{SITE}/news/foo.html\n\n\n   {SITE}/news/bar.html\n\nOther stuff that looks like no address\n", ["/news/foo.html", "/news/bar.html"], name="s.txt", content_type=""),
    "lines of text, gzipped": Case(gzip.compress(f"{SITE}/news/bar.html\n    {SITE}/news/baz.html".encode()), ["/news/bar.html", "/news/baz.html"], name="s.txt.dat", content_type="application/x-gzip"),
    "lines of text, gzipped and cut off": Case(gzip.compress(f"{SITE}/news/bar.html\n{SITE}/news/the-harbour-of-the-city".encode(), 0)[:-12], ["/news/bar.html"], name="s.txt.gz", problem="gzip"),
    # feeds
    "RSS 2.0": Case(RSS.format(ITEM + ITEM.replace("story-1", "story-2")), ["/a-story-1.html", "/a-story-2.html"], content_type="application/rss+xml"),
    "Atom 0.3": Case(atom('version="0.3"', OLD_ATOM, ENTRY_03), ["/a-story-3.html"], content_type="application/atom+xml"),
    "Atom 1.0, the first of two alternates": Case(atom("", ATOM, ENTRY_10), ["/a-story-4.html"], content_type="application/atom+xml"),
    "an empty RSS 2.0": Case(RSS.format(""), []),
    "an empty Atom 0.3": Case(atom('version="0.3"', OLD_ATOM), []),
    "an empty Atom 1.0": Case(atom("", ATOM), []),
    # entities
    "a billion laughs": Case(f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><urlset {NAMESPACES}>{url("/news/page.html", "<x>&l9;</x>")}</urlset>', ["/news/page.html"], why="entities are not replaced, so that the page can be had without the laughs; the other refuses any DOCTYPE"),
    # robots.txt
    "robots.txt": Case(robots(f"Sitemap: {SITE}/a.xml", "", "# Google takes it too", f"Site-map: {SITE}/b.xml"), ["/a.xml", "/b.xml"], kind=ROBOTS),
    "robots.txt with a mark": Case(robots(f"Sitemap: {SITE}/a.xml").encode("utf-8-sig"), ["/a.xml"], kind=ROBOTS),
    "robots.txt with odd blanks": Case(f"User-agent: *\n Sitemap:{SITE}/a.xml    ", ["/a.xml"], kind=ROBOTS),
    "robots.txt without sitemaps": Case(robots(), [], kind=ROBOTS, content_type=""),
    "a page in its place": Case("<html><h1>404 Not Found!</h1></html>", [], kind=ROBOTS, content_type="text/html", problem="robots.txt is html"),
}  # fmt: skip


def read(case: Case) -> Listing:
    body = case.body.encode() if isinstance(case.body, str) else case.body
    name = "robots.txt" if case.kind is ROBOTS else case.name
    return read_listing(body, f"{SITE}/{name}", case.content_type, case.kind)


@pytest.mark.parametrize("name", CASES)
def test_what_is_listed(name: str) -> None:
    case = CASES[name]
    listing = read(case)
    assert sorted(link.url for link in listing.links) == sorted(SITE + path for path in case.listed)
    assert case.problem in " ".join(listing.problems)


@pytest.mark.parametrize("name", ["an index", "blanks about a child", "robots.txt"])
def test_children_are_sitemaps(name: str) -> None:
    links = read(CASES[name]).links
    assert {link.kind for link in links} == {SITEMAP}
    assert {link.modified_at for link in links} == {None if "robots" in name else AT}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        # Markup in a title is dropped, whatever it is called: systems put <b> and <br> there, headlines no signs.
        ("Foo &lt;foo&gt;", "Foo"),
        ("Foo &lt; foo", "Foo < foo"),
        ("Bar &amp; bar", "Bar & bar"),
        ("  Bar &amp; bar  ", "Bar & bar"),
        ("<![CDATA[Bąž]]>", "Bąž"),
    ],
)
def test_what_a_news_entry_says(written: str, title: str) -> None:
    (link,) = read(Case(urlset(url("/news/foo.html", ODD + news(written))), [])).links
    assert (link.title, link.language, link.published_at, link.modified_at) == (title, "en", AT, None)


@pytest.mark.parametrize(
    ("path", "published", "modified"),
    [("1", True, False), ("3", True, False), ("4", False, True)],
    ids=["RSS 2.0", "Atom 0.3", "Atom 1.0: updated alone"],
)
def test_dates_of_feeds(path: str, published: bool, modified: bool) -> None:
    dated = ITEM.replace("</item>", "<pubDate>Thu, 26 Nov 2026 09:30:00 +0200</pubDate></item>")
    feeds = {"1": RSS.format(dated), "3": atom("", OLD_ATOM, ENTRY_03), "4": atom("", ATOM, ENTRY_10)}
    (link,) = read(Case(feeds[path], [])).links
    assert (link.published_at, link.modified_at) == (AT if published else None, AT if modified else None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1997-07-16", datetime(1997, 7, 16, tzinfo=UTC)),
        ("1997-07-16T19:20+01:00", datetime(1997, 7, 16, 18, 20, tzinfo=UTC)),
        ("1997-07-16T19:20:30+01:00", datetime(1997, 7, 16, 18, 20, 30, tzinfo=UTC)),
        ("1997-07-16T19:20:30.45+01:00", datetime(1997, 7, 16, 18, 20, 30, 450_000, tzinfo=UTC)),
        ("2018-01-12T21:57:27Z", datetime(2018, 1, 12, 21, 57, 27, tzinfo=UTC)),
    ],
)
def test_dates(written: str, expected: datetime) -> None:
    assert time_of(written) == expected


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("", None),
        ("abc", None),
        ("/abc", None),
        ("//abc", None),
        ("///abc", None),
        ("not an URL", None),
        ("gopher://old.example/0/2/stat", None),
        ("ftp://files.example/pub/", None),
        ("http:/www.gazette.example/news/one-slash-too-few", None),
        ("http://.xn--iaur-yva35b.lt", None),
        ("http://gazette.example/about", "http://gazette.example/about"),
        ("https://gazette.example/people/desk", "https://gazette.example/people/desk"),
        ("https://user:word@gazette.example:12345/p?q=s#f", "https://gazette.example:12345/p?q=s"),
        ("http://localhost:9998/feed", "http://localhost:9998/feed"),
        ("http://127.0.0.1:12345/456789", "http://127.0.0.1:12345/456789"),
        ("http://127.0.00000000.1:8899/p?id=47", None),  # no host's address is written so: only who hides one
        ("http://made-286b4005-b1ae:37873/a/t.rss", "http://made-286b4005-b1ae:37873/a/t.rss"),
        ("http://www.gazette.example/šiaurė.html", "http://www.gazette.example/%C5%A1iaur%C4%97.html"),
        ("http://www.šiaurė.lt/šiaurė.html", "http://www.xn--iaur-yva35b.lt/%C5%A1iaur%C4%97.html"),
        ("http://www.xn--iaur-yva35b.lt/šiaurė.html", "http://www.xn--iaur-yva35b.lt/%C5%A1iaur%C4%97.html"),
    ],
)  # fmt: skip
def test_addresses(written: str, address: str | None) -> None:
    assert canonicalize(written) == address
