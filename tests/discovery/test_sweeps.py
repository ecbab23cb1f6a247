"""Which addresses are articles: the points of an address, of an anchor and its place, traps, scopes, listings."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from crawler.discovery import Scope, article_likeness, is_trap, read_listing
from crawler.discovery.choose import Policy, choose
from crawler.discovery.listing import Listing
from crawler.discovery.texts import time_of
from crawler.items import AddressKind, Link
from tests.sweeps import Sweep, differences, kept

E = "https://www.e.org"  # an owner with subdomains, which names in .example have not
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SLUG = "new-bridge-opens-today-again-and-again-over-the-river"


def words(count: int) -> str:
    return "-".join(SLUG.split("-")[:count])


# Addresses alone.

PATHS = [
    "article-of-x/bridge12",
    "article-12345",
    "story-bridge12",
    "news-12",
    "article_1",
    "articles12",
    "bridge-article12",
    "story12.html",
    "@bridge/new-bridge-opens-today",
    "2026/11/16/@bridge",
    "bridge",
    "new-bridge",
    "new_bridge",
    "new+bridge",
    "bridge.html",
    "bridge.php",
    "bridge.pdf",
    "bridge.jpg",
    "bridge.xml",
    "index.html",
    "default.aspx",
    "article/bridge",
    "article123",
    "article.php?id=51",
    "story/bridge",
    "news/bridge",
    "news/2026/bridge",
    "section/news/bridge",
    "a/b/c/d",
    "?p=123",
    "?p=12",
    "?id=123456",
    "?id=abc",
    "?id=2026",
    "?id=a12",
    "?storyid=99",
    "?q=bridge",
    "article?id=123",
    "#!?id=12345",
    "#id=12345",
    "2026/11/16/bridge",
    "2026/11/16",
    "2026/11",
    "2026/nov/16/bridge",
    "2026/11/16/x",
    "2026/11/16/abc",
    "16-11-2026/bridge",
    "16.11.2026-bridge",
    "20261116/bridge",
    "bridge-20261116",
    "2026-11-16-bridge",
    "bridge-2026-11-16",
    "20261116123456-bridge",
    "1899/11/16/bridge",
    "2026/13/16/bridge",
    "bridge-1",
    "bridge-12",
    "bridge-123",
    "bridge-1234",
    "bridge-12345",
    "bridge-2026",
    "bridge-1999",
    "bridge-1989",
    "bridge-2101",
    "12345",
    "123",
    "12345/bridge",
    "1/2/12345/bridge",
    "12345/a/bridge",
    "12345/a/b/bridge",
    "a1b2c3d",
    "a1b2c3",
    "deadbeef1",
    "deadbee1",
    "deadbeef",
    "x/a1b2c3d4e5",
    "aBcD123",
    "tag/bridge",
    "tags/new-bridge",
    "tag/new-bridge-opens-today",
    "tag/new-bridge-opens-today-12345",
    "author/jane-doe",
    "category/news",
    "search/bridge",
    "privacy",
    "about",
    "contact",
    "impressum-316443",
    "home-15770732",
    "login",
    "privacy/new-bridge-opens-today",
    "newsletter/new-bridge",
    "subscribe",
    "page/2",
    "news/page/2",
    "?page=2",
    "seite-7",
    "news/seite-7",
    "new-bridge-opens-page-2",
    "@bridge",
    "files/bridge.pdf",
    "video/bridge",
    "photo/bridge-12345",
    "рынок-открылся-сегодня-утром",
    "新しい橋が開通した",
    "橋",
    "جسر-جديد-يفتح-اليوم",
    "สะพานใหม่เปิดวันนี้แล้ว",
    "2026/11/16/橋",
    "الجسر-١٢٣٤٥",
    "new-bridge-opens.html/",
    "new-bridge-opens/index.html",
    "new-bridge-opens-today-2026",
    "the.new.bridge.opens,today",
    "a~b~c~d",
    "live/new-bridge",
    "category/2026/11/16/new-bridge-opens-today",
    "2026/11/16/tag",
    "tag/2026/11/16",
    "archive/2026",
    "archive/2026/11",
    "2026/11/16/new-bridge",
]


def likeness(path: str) -> Any:
    return article_likeness(f"{E}/{path}")


SLUGS = [
    *(
        Sweep(f"words of a slug, {pattern}", range(1, 11), lambda n, pattern=pattern: likeness(pattern.format(words(n))))
        for pattern in ("{}", "tag/{}", "tag/{}-12345", "privacy/{}", "2026/11/16/{}", "{}/2026/11/16", "a/b/{}", "{}/a", "{}/a/b", "{}/a/b/c", "{}-1", "{}.html")
    ),
    *(
        Sweep(f"digits of a number, {pattern}", range(1, 14), lambda n, pattern=pattern: likeness(pattern.format("9876543219876"[:n])))
        for pattern in ("bridge-{}", "{}/bridge", "{}/a/bridge", "?id={}", "?p={}", "tag/new-bridge-opens-today-{}", "2026/11/16-{}", "article{}", "article/{}", "x{}")
    ),
    Sweep("years as numbers", range(1985, 2106, 1), lambda n: likeness(f"bridge-{n}")),
    Sweep("years of a date", range(1895, 2105), lambda n: likeness(f"{n}/11/16/bridge")),
    Sweep("days of a date", range(0, 34), lambda n: likeness(f"2026/11/{n:02d}/bridge")),
    Sweep("months of a date", range(0, 15), lambda n: likeness(f"2026/{n:02d}/16/bridge")),
    Sweep("letters after a date", range(0, 9), lambda n: likeness(f"2026/11/16/{'x' * n}")),
    Sweep("letters of an id", range(60, 68), lambda n: likeness(f"?id={'1' * n}")),
    Sweep("letters of a mixed id", range(5, 12), lambda n: likeness(f"{'a1b2c3d4e5f6'[:n]}")),
    Sweep("letters of a hexadecimal id", range(5, 12), lambda n: likeness(f"bridge-{'de4dbeef1234'[:n]}")),
    Sweep("characters of a slug without spaces", range(1, 14), lambda n: likeness("新しい橋が開通したので町は"[:n])),
    Sweep("characters of a Thai slug", range(2, 30, 2), lambda n: likeness("สะพานใหม่เปิดวันนี้แล้วในเมืองเก่า"[:n])),
    Sweep("addresses", PATHS, likeness),
]  # fmt: skip


# Traps.

TRAPS = [
    "12/a/12/a",
    "a/12/a/12",
    "a/b/c/d/a/b",
    "a/a/a",
    "a/b/b/a",
    "123/a/123/a",
    "page/99999999999999999999",
    "?page=1000000000000",
    "news/news/news",
    "news/news",
    "a/b/a/b",
    "a/b/c/a/b",
    "1/2/1/2",
    "11/11/11",
    "(S(abcdefghij0123456789))/x",
    "(S(abcdefghij012345678))/x",
    "x?sid=abcdefghij0123456789",
    "x?sid=abcdefghij012345678",
    "x;jsessionid=abcdefghij0123456789",
    "x?a=1&a=2&a=3",
    "x?a=1&a=2",
    "x?sort=a&order=b",
    "x?sort=a",
    "x?filter[a]=1&filter[b]=2",
    "x?year=2026&month=11",
    "x?yyyy=2026&mm=11",
    "x?jahr=2026&monat=11",
    "x?year=2026",
    "x?date=2026-11",
    "x?day=2026-11-16",
    "calendar/2026-11",
    "calendar/2026/11",
    "calendar/x",
    "calendar?date=2026-11-16",
    "events/2026/11",
    "2026/11/16",
    "1889/11/16",
    "2150/11/16",
    "2150/13/16",
    "2150/11/32",
    "x?page=101",
    "x?page=100",
    "page/101",
    "page/100",
    "x?p=101",
    "x?p=99",
    "seite-101",
    "seite-100",
    "page101",
    "http://[::1",
    "x?s=bridge",
    "x?token=abcdefghij0123456789",
]


def trap(path: str) -> Any:
    return is_trap(f"{E}/{path}" if not path.startswith("http") else path)


TRAPPED = [
    Sweep("traps", TRAPS, trap),
    Sweep("segments of a path", range(10, 18), lambda n: trap("/".join(f"s{i}" for i in range(n)))),
    Sweep("repeated segments", range(1, 5), lambda n: trap("/".join(f"news/x{i}" for i in range(n)))),
    Sweep("repeated numbers", range(1, 5), lambda n: trap("/".join(f"12/x{i}" for i in range(n)))),
    Sweep("repeated long numbers", range(1, 5), lambda n: trap("/".join(f"123/x{i}" for i in range(n)))),
    Sweep("parameters", range(5, 12), lambda n: trap("x?" + "&".join(f"a{i}=1" for i in range(n)))),
    Sweep("equal parameters", range(1, 5), lambda n: trap("x?" + "&".join(f"a=b{i}" for i in range(n)))),
    Sweep("letters of a session", range(17, 23), lambda n: trap(f"x?session={'a1' * n}"[: 10 + n])),
    Sweep("pages of a list", range(97, 105), lambda n: trap(f"news?page={n}")),
    Sweep("pages of a path", range(97, 105), lambda n: trap(f"news/page/{n}")),
    Sweep("pages by a short name", [*range(8, 12), *range(97, 105), 1000], lambda n: trap(f"news?p={n}")),
    Sweep("years of a calendar", [*range(1986, 1994), *range(2096, 2104)], lambda n: trap(f"{n}/11/16/x")),
    Sweep(
        "years of other calendars",
        [
            *range(1364, 1374),
            *range(1405, 1415),
            *range(1468, 1478),
            *range(1496, 1506),
            *range(2528, 2538),
            *range(2640, 2648),
        ],
        lambda n: trap(f"{n}/11/16/x"),
    ),
    Sweep("months of a calendar", range(10, 15), lambda n: trap(f"2150/{n}/16")),
    Sweep("days of a calendar", range(29, 34), lambda n: trap(f"2150/12/{n}")),
]


# Fronts: a link by its anchor and its place.


def front(html: str, url: str = E + "/") -> Listing:
    return read_listing(html.encode(), url, "text/html", AddressKind.FRONT)


def told(listing: Listing) -> Any:
    links = [
        " ".join(
            filter(
                None,
                (link.kind.value, link.url.removeprefix(E), link.title and link.title[:60], link.found_in),
            )
        )
        for link in listing.links
    ]
    return [links, listing.title, listing.language, list(listing.problems), listing.skipped]


def page(body: str, head: str = "") -> str:
    return f"<html lang='en'><head><title>Post</title>{head}</head><body>{body}</body></html>"


URLS = {
    "weak": "/bridge", "two words": "/new-bridge", "three words": "/new-bridge-opens", "four words": "/new-bridge-opens-today",
    "numbered": "/new-bridge-123", "none": "/tag/bridge", "other": "/bridge-12345",
}  # fmt: skip
PLACES = {
    "plain": "<p>{}</p>",
    "heading": "<h2>{}</h2>",
    "card": "<article><p>{}</p></article>",
    "heading in a card": "<article><h2>{}</h2></article>",
    "menu": "<nav>{}</nav>",
    "menu by class": "<div class='main-menu'>{}</div>",
    "menu by id": "<div id='nav'>{}</div>",
    "menu by role": "<div role='navigation'>{}</div>",
    "footer": "<footer>{}</footer>",
    "header": "<header>{}</header>",
    "header of a card": "<article><header>{}</header></article>",
    "card in a menu": "<nav><article><h3>{}</h3></article></nav>",
    "aside": "<aside>{}</aside>",
    "complementary": "<div role='complementary'>{}</div>",
    "aside in a menu": "<nav><aside>{}</aside></nav>",
    "main": "<nav><main>{}</main></nav>",
    "beside a picture": "<p>{}<img src='/a.jpg'></p>",
}
TEXTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def anchor(url: str, count: int, extra: str = "") -> str:
    return f"<a href='{URLS[url]}' {extra}>{' '.join(TEXTS[:count])}</a>"


def taken(url: str, place: str, count: int) -> Any:
    return told(front(page(PLACES[place].format(anchor(url, count)))))[0]


def of_relation(url: str, rel: str) -> Any:
    return told(front(page(f"<article><h2>{anchor(url, 8, f'rel={chr(39)}{rel}{chr(39)}')}</h2></article>")))[
        0
    ]


def among(url: str, kin: int, count: int) -> Any:
    """A link among others of its make: three that have so many words."""
    others = "".join(f"<li><a href='/x{n}'>{' '.join(TEXTS[:kin])}</a></li>" for n in range(3))
    return told(front(page(f"<ul>{others}<li>{anchor(url, count)}</li></ul>")))[0]


def kin_count(count: int) -> Any:
    others = "".join(f"<li><a href='/x{n}'>one two three four five</a></li>" for n in range(count))
    return told(front(page(f"<ul>{others}<li>{anchor('three words', 4)}</li></ul>")))[0]


def deep(tag: str, count: int) -> Any:
    inner = "<div>" * count + anchor("four words", 3) + "</div>" * count
    return told(front(page(f"<{tag}>{inner}</{tag.split(maxsplit=1)[0]}>")))[0]


HEADLINES = {
    "heading in the anchor": "<a href='/new-bridge-opens'><h3>New bridge opens</h3><p>It was closed</p></a>",
    "long card": "<a href='/new-bridge-opens'>"
    + "<p>New bridge opens</p>"
    + f"<p>{' '.join(TEXTS * 6)}</p></a>",
    "label": "<a href='/new-bridge-opens' aria-label='New bridge opens for all of us'></a>",
    "title": "<a href='/new-bridge-opens' title='New bridge opens for all of us'></a>",
    "picture": "<a href='/new-bridge-opens'><img alt='New bridge opens for all of us'></a>",
    "two anchors": "<a href='/new-bridge-opens'>More</a><h2><a href='/new-bridge-opens'>New bridge opens</a></h2>",
    "longer later": "<a href='/new-bridge-opens'>New bridge opens</a><a href='/new-bridge-opens'>New bridge opens for all of us</a>",
    "heading before longer": "<h2><a href='/new-bridge-opens'>New bridge opens</a></h2><a href='/new-bridge-opens'>New bridge opens for all of us</a>",
    "shared": "<a href='https://www.facebook.com/new-bridge-opens-today'>New bridge opens for all of us</a>",
    "the page itself": "<a href='/'>New bridge opens for all of us</a>",
    "base": "<base href='/x/'><a href='new-bridge-opens-today'>New bridge opens for all of us</a>",
}
SECTIONS = [
    "/sport",
    "/sport/ball",
    "/a/b/c",
    "/a/b/c/d",
    "/tag/x",
    "/author/x",
    "/privacy",
    "/sport.pdf",
    "/page/2",
    "/",
    "/sport?page=2",
    "https://sport.e.org/",
    "https://shop.e.org/",
    "https://other.example/sport",
    "/new-bridge-opens-today",
    "/feed",
    "/feed.xml",
    "/rss",
    "/sport/rss",
    "/sport/feed",
    "/comments/feed",
    "/sport.rss",
    "/sport.rdf",
    "/atom.xml",
    "/a/atom",
    "/x/comments/feed/",
    "https://facebook.com/sport/feed",
]
ALTERNATES = (
    "rel='alternate' type='application/rss+xml'", "rel='alternate' type='application/atom+xml; charset=utf-8'", "rel='alternate'",
    "rel='alternate' type='text/html'", "rel='sitemap'", "rel='feed' type='application/rss+xml'", "rel='ALTERNATE' type='Application/RSS+XML'",
)  # fmt: skip


def section(path: str) -> Any:
    return told(front(page(f"<nav><a href='{path}'>Sport</a></nav>")))[0]


FRONTS = [
    *(Sweep(f"words of {url} by {place}", range(10), partial(taken, url, place))
      for url in URLS for place in ("plain", "heading", "heading in a card", "menu", "aside")),
    *(Sweep(f"words of two words by {place}", range(10), partial(taken, "two words", place)) for place in PLACES),
    *(Sweep(f"relations of {url}", ("", "tag", "author", "category tag", "sponsored", "search", "nofollow"), partial(of_relation, url)) for url in ("two words", "four words")),
    *(Sweep(f"words of {url} among links of {kin}", range(10), partial(among, url, kin))
      for url in ("two words", "three words") for kin in range(1, 7)),
    Sweep("links of one make", range(6), kin_count),
    *(Sweep(f"elements between {tag} and anchor", [*range(12), *range(24, 36)], partial(deep, tag)) for tag in ("nav", "div class='menu'", "article", "aside", "h2")),
    Sweep("headlines of anchors", list(HEADLINES), lambda which: told(front(page(HEADLINES[which])))[0]),
    Sweep("words of a card", range(36, 46), lambda n: told(front(page(f"<article><a href='/new-bridge-opens'><b>one two three four</b> {'word ' * (n - 4)}</a></article>")))[0]),
    Sweep("letters of a title", [*range(494, 506), 600], lambda n: [len(link.title or "") for link in front(page(f"<h2><a href='/new-bridge-opens'>{('word ' * 150)[:n].strip().ljust(n, 'x')}</a></h2>")).links]),
    Sweep("sections", SECTIONS, section),
    Sweep("words of a section", range(9), lambda n: told(front(page(f"<nav><a href='/sport'>{' '.join(TEXTS[:n])}</a></nav>")))[0]),
    Sweep("words of a section's heading", range(6), lambda n: told(front(page(f"<h2><a href='/sport'>{' '.join(TEXTS[:n])}</a></h2>")))[0]),
    Sweep("segments of a section", range(6), lambda n: told(front(page(f"<nav><a href='/{'/'.join('abcdef'[:n])}'>Sport</a></nav>")))[0]),
    Sweep("sections of a menu", range(26, 36), lambda n: len(front(page("<nav>" + "".join(f"<a href='/s{chr(97 + i // 9)}{chr(97 + i % 9)}'>Sport</a>" for i in range(n)) + "</nav>")).links)),
    Sweep("feeds of a page", range(17, 24), lambda n: len(front(page("", "".join(f"<link rel='alternate' type='application/rss+xml' href='/feed{i}'>" for i in range(n)))).links)),
    Sweep("alternates", ALTERNATES, lambda rel: told(front(page("", f"<link {rel} title='News' href='/x.xml'>")))[0]),
    Sweep("articles of a page", range(497, 504), lambda n: [len((found := front(page("".join(f"<h2><a href='/new-bridge-opens-{i}'>New bridge opens at last</a></h2>" for i in range(n))))).links), list(found.problems)]),
]  # fmt: skip


# Feeds and sitemaps.


def feed(items: str, head: str = "<title>Post</title>") -> Any:
    body = f"<rss version='2.0'><channel>{head}{items}</channel></rss>"
    return details(read_listing(body.encode(), f"{E}/feed", "application/rss+xml", AddressKind.FEED))


def details(listing: Listing) -> Any:
    links = [
        [link.kind.value, link.url.removeprefix(E), link.found_in, link.title, link.summary and link.summary[:50], len(link.summary or ""), list(link.authors),
         str(link.published_at), str(link.modified_at), link.language]
        for link in listing.links[:4]
    ]  # fmt: skip
    return [
        len(listing.links),
        links,
        listing.title,
        listing.language,
        list(listing.problems),
        listing.skipped,
    ]


def item(inside: str) -> Any:
    return feed(f"<item><title>Bridge</title><link>{E}/bridge</link>{inside}</item>")


TIMES = (
    "2026-11-16", "2026-11", "2026", "2026-11-16T10:30:00Z", "2026-11-16T10:30:00+0300", "2026-11-16 10:30:00 UTC", "2026-11-16 10:30:00 GMT",
    "Mon, 16 Nov 2026 10:30:00 GMT", "Mon, 16 Nov 2026 10:30:00 +0300", "16 Nov 2026 10:30", "1989-11-16", "1990-11-16", "2100-11-16", "2101-11-16",
    "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT", "1970-01-01", "2026-11-16T10:30:00.1234567Z", "2026-11-16T10:30:00+15:00", "2026-11-16T10:30:00+15:30",
    "2026-13-16", "x", "", "x" * 101, "2026-11-16T10:30:00" + " " * 90, "٢٠٢٦-١١-١٦", "2026-11-16T10:30:00-15:00", "2026-11-16T10:30:00-16:00",
)  # fmt: skip
PARTS = (
    "<guid>HTTP://www.e.org/other</guid>", "<guid>/other</guid>", "<description>x &#1114111; &#1114112; &#xFFFE; &amp;b &unknown; &eacute;</description>",
    "<guid>https://www.e.org/other</guid>", "<guid isPermaLink='false'>https://www.e.org/other</guid>", "<author>jane@e.org (Jane Doe)</author>",
    "<dc:creator>Jane Doe</dc:creator>", "<description>&lt;p&gt;New&lt;/p&gt;&lt;p&gt;bridge&lt;/p&gt;</description>", "<description>a &amp;amp; b</description>",
    "<content:encoded><![CDATA[<p>The whole story</p>]]></content:encoded>", "<media:title>Other</media:title>", "<feedburner:origLink>https://www.e.org/behind</feedburner:origLink>",
    "<description>New <b>bridge</b> &nbsp; opens & closes</description>", "<description>New<br>bridge</description>", "<description>x &#0; y &#x1F; z &#xD800; &#65;</description>",
    "<dcterms:created>2026-11-16</dcterms:created>", "<atom:updated>2026-11-16T10:00:00Z</atom:updated>", "<language>de</language>", "<odd:thing>x</odd:thing>",
    "<description>" + "word " * 500 + "</description>", "<description>unclosed",
)  # fmt: skip


def nested(depth: int) -> Any:
    return item("<x>" * depth + "<pubDate>2026-11-16</pubDate>" + "</x>" * depth)[4]


def many_items(count: int) -> Any:
    items = "".join(f"<item><link>{E}/b{n}</link></item>" for n in range(count))
    return feed(items)[0::4]


def atom(link: str) -> Any:
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Post</title><entry><id>tag:x</id><title>B</title>{link}<updated>2026-11-16T10:00:00Z</updated></entry></feed>"
    return details(read_listing(body.encode(), f"{E}/feed", "application/atom+xml", AddressKind.FEED))


ATOMS = (
    "<link href='/b'/>", "<link rel='alternate' type='text/html' href='/h'/><link rel='alternate' type='application/json' href='/j'/>",
    "<link rel='alternate' type='application/json' href='/j'/><link rel='alternate' type='text/html' href='/h'/>", "<link rel='self' href='/s'/>",
    "<link rel='enclosure' href='/e'/><link href='/b'/>", "<published>2026-11-15T10:00:00Z</published><link href='/b'/>", "<author><name>Jane Doe</name></author><link href='/b'/>",
    "<content type='html'>&lt;p&gt;All&lt;/p&gt;</content><link href='/b'/>", "<summary> </summary><content>Other</content><link href='/b'/>",
)  # fmt: skip


def json_feed(change: str) -> Any:
    one: dict[str, Any] = {
        "id": "1",
        "url": f"{E}/b",
        "title": "B",
        "content_html": "<p>All</p>",
        "date_published": "2026-11-16T10:00:00Z",
    }
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Post",
        "language": "de",
        "items": [one],
    }
    exec_changes(change, whole, one)
    return details(
        read_listing(json.dumps(whole).encode(), f"{E}/feed.json", "application/feed+json", AddressKind.FEED)
    )


def exec_changes(change: str, whole: dict[str, Any], one: dict[str, Any]) -> None:
    changes: dict[str, Callable[[], object]] = {
        "none": lambda: None,
        "no address": lambda: one.pop("url"),
        "external": lambda: (one.pop("url"), one.update(external_url=f"{E}/x")),
        "id": lambda: (one.pop("url"), one.update(id=f"{E}/i")),
        "summary": lambda: one.update(summary="Short"),
        "text": lambda: one.update(content_text="Text"),
        "authors": lambda: one.update(authors=[{"name": "Jane Doe"}, {"name": "John"}]),
        "author": lambda: one.update(author={"name": "Jane Doe"}),
        "author of all": lambda: whole.update(authors=[{"name": "Post"}]),
        "own language": lambda: one.update(language="fr"),
        "modified": lambda: one.update(date_modified="2026-11-17T10:00:00Z"),
        "no items": lambda: whole.pop("items"),
        "odd item": lambda: whole["items"].append("x"),
        "many authors": lambda: one.update(authors=[{"name": f"A {n}"} for n in range(25)]),
    }
    changes[change]()


CHANGES = (
    "none",
    "no address",
    "external",
    "id",
    "summary",
    "text",
    "authors",
    "author",
    "author of all",
    "own language",
    "modified",
    "no items",
    "odd item",
    "many authors",
)


def sitemap(entries: str, root: str = "urlset") -> Any:
    return details(
        read_listing(
            f"<{root}>{entries}</{root}>".encode(), f"{E}/sitemap.xml", "text/xml", AddressKind.SITEMAP
        )
    )


def entry(path: str, inside: str = "") -> str:
    return f"<url><loc>{E}/{path}</loc>{inside}</url>"


ENTRIES = {
    "plain": entry("new-bridge-opens"),
    "weak": entry("bridge"),
    "section": entry("tag/bridge"),
    "news": entry(
        "bridge",
        "<news:news><news:publication><news:language>de</news:language></news:publication><news:publication_date>2026-11-16</news:publication_date><news:title>B</news:title></news:news>",
    ),
    "news of a title": entry("tag/bridge", "<news:news><news:title>B</news:title></news:news>"),
    "lastmod": entry("new-bridge-opens", "<lastmod>2026-11-16</lastmod>"),
    "order": entry("new-bridge-opens-a", "<lastmod>2026-11-14</lastmod>")
    + entry("new-bridge-opens-b", "<lastmod>2026-11-16</lastmod>")
    + entry("new-bridge-opens-c"),
    "image": entry(
        "new-bridge-opens",
        "<image:image><image:loc>/a.jpg</image:loc><image:title>A</image:title></image:image>",
    ),
    "unclosed": f"<url><loc>{E}/new-bridge-opens</loc><url><loc>{E}/new-bridge-closes</loc></url>",
    "no address": "<url><lastmod>2026-11-16</lastmod></url>" + entry("new-bridge-opens"),
    "twice": entry("new-bridge-opens") * 2,
    "broken": entry("new-bridge-opens") + "<url><loc>",
}
CHILDREN = [
    "sitemap-2025-06-02.xml",
    "sitemap-2025-06-01.xml",
    "sitemap-2025-05-30.xml",
    "sitemap-2025.xml",
    "images-sitemap.xml",
    "author-sitemap.xml",
    "sitemap-x-2024.xml",
    "sitemap-2024-05.xml",
    "sitemap-2026-11-16.xml",
    "sitemap-news.xml",
    "sitemap-tags.xml",
    "sitemap.xml?yyyy=2026&amp;mm=11",
    "sitemap-13.xml",
    "sitemap-2026.xml",
    "sitemap-2026-13.xml",
    "sitemap-202611.xml",
    "sitemap-20261116.xml",
    "sitemap-2026-1.xml",
    "sitemap_google_news.xml",
    "latest-sitemap.xml",
    "sitemap-2026-11-32.xml",
    "sitemap-1850-11.xml",
]


def child(name: str) -> Any:
    entries = "".join(
        f"<sitemap><loc>{E}/{one}</loc></sitemap>" for one in ("sitemap-2025-06.xml", name, "sitemap-x.xml")
    )
    return [link[1] for link in sitemap(entries, "sitemapindex")[1]]


def text_sitemap(body: str) -> Any:
    return details(read_listing(body.encode(), f"{E}/sitemap.txt", "text/plain", AddressKind.SITEMAP))


def parts(count: int) -> Any:
    return sitemap(entry("new-bridge-opens", "<x/>" * count) + entry("new-bridge-closes"))


def depth(count: int) -> Any:
    return sitemap(entry("new-bridge-opens") + "<x>" * count + entry("new-bridge-closes") + "</x>" * count)


ROBOTS = (
    f"Sitemap: {E}/a.xml", f"sitemap:{E}/a.xml # news", f"SITE-MAP : {E}/a.xml", "Sitemap: /a.xml", f"x Sitemap: {E}/a.xml", f"User-agent: *\rSitemap: {E}/a.xml\rSitemap: {E}/b.xml",
    "<html><body>x</body></html>", "", f"Sitemap: {E}/a.xml\nSitemap: {E}/a.xml",
)  # fmt: skip


def robots(body: str) -> Any:
    return details(read_listing(body.encode(), f"{E}/robots.txt", "text/plain", AddressKind.ROBOTS))


def packed(count: int) -> Any:
    body = f"<urlset>{entry('new-bridge-opens')}</urlset>".encode()
    for _ in range(count):
        body = gzip.compress(body)
    return details(read_listing(body, f"{E}/sitemap.xml.gz", "application/gzip", AddressKind.SITEMAP))


LISTS = [
    Sweep("identities of an item without a link", ("https://www.e.org/a", " HTTP://www.e.org/a ", "tag:a", "/a", "ftp://www.e.org/a"), lambda name: feed(f"<item><title>B</title><guid isPermaLink='false'>{name}</guid></item>")),
    Sweep("letters of an author", range(196, 204), lambda n: [len(name) for name in item(f"<dc:creator>{'A' * n}</dc:creator>")[1][0][6]]),
    Sweep("broken feeds", ("<br>x</item>", "<b>x</item>", "<xhtml:div>x<br></item>", "</b>x", "<a href=x>y"), lambda inside: item(f"<description>{inside}")),
    Sweep("authors of a JSON feed", range(196, 204), lambda n: [len(name) for name in details(read_listing(json.dumps({"items": [{"url": f"{E}/b", "authors": [{"name": "A" * n}]}]}).encode(), f"{E}/f", "", AddressKind.FEED))[1][0][6]]),
    Sweep("letters of an item's time", range(97, 104), lambda n: str(time_of("2026-11-16".ljust(n)))),
    Sweep("times of an item", TIMES, lambda time: item(f"<pubDate>{time}</pubDate>")[1]),
    Sweep("times of an entry", TIMES, lambda time: sitemap(entry("new-bridge-opens", f"<lastmod>{time}</lastmod>"))[1]),
    Sweep("parts of an item", PARTS, item),
    Sweep("letters of a summary", [*range(1994, 2006)], lambda n: item(f"<description>{('word ' * 500)[:n].strip().ljust(n, 'x')}</description>")[1][0][5]),
    Sweep("letters of an item's title", [*range(494, 506)], lambda n: len(feed(f"<item><title>{('word ' * 500)[:n].strip().ljust(n, 'x')}</title><link>{E}/b</link></item>")[1][0][3])),
    Sweep("authors of an item", range(17, 24), lambda n: len(item("".join(f"<dc:creator>A {i}</dc:creator>" for i in range(n)))[1][0][6])),
    Sweep("depth of an item", range(52, 66, 2), nested),
    Sweep("items of a feed", [0, 1, 2, 1999, 2000, 2001, 2003], many_items),
    Sweep("letters of a tag", [*range(15_995, 16_006)], lambda n: item(f"<x a='{'y' * (n - 5)}'/><description>D</description>")),
    Sweep("letters before a feed", [0, 99_990, 100_010], lambda n: details(read_listing(b"<!--" + b"x" * n + b"-->" + f"<rss><channel><item><link>{E}/b</link></item></channel></rss>".encode(), f"{E}/feed", "application/rss+xml", AddressKind.FEED))),
    Sweep("undeclared prefixes", range(27, 34), lambda n: item("".join(f"<p{i:02d}:x>1</p{i:02d}:x>" for i in range(n)) + "<description>D</description>")),
    Sweep("links of an Atom entry", ATOMS, atom),
    Sweep("JSON feeds", CHANGES, json_feed),
    Sweep("entries of a sitemap", list(ENTRIES), lambda which: sitemap(ENTRIES[which])),
    Sweep("children of an index", CHILDREN, child),
    Sweep("elements of an entry", [19_990, 19_996, 19_997, 19_998, 19_999, 20_000], parts),
    Sweep("depth of a sitemap", range(94, 104), depth),
    Sweep("text sitemaps", (f"{E}/new-bridge-opens", f"x\n {E}/new-bridge-opens \n{E}/tag/x", "x", f"{E}/new-bridge-opens\n{E}/new-bridge-opens", "HTTPS://www.e.org/new-bridge-opens"), text_sitemap),
    Sweep("robots.txt", ROBOTS, robots),
    Sweep("sitemaps of a robots.txt", range(197, 204), lambda n: robots("\n".join(f"Sitemap: {E}/{i}.xml" for i in range(n)))[0::4]),
    Sweep("bytes before a sitemap in robots.txt", [511_900, 511_960, 512_000, 512_100], lambda n: robots("#" * n + f"\nSitemap: {E}/a.xml")[0]),
    Sweep("times packed", range(4), packed),
    Sweep("what an address turns out to be", ("%PDF-1.4 x", "\x89PNG\r\n", "", "<html><a href='/new-bridge-opens-today'>New bridge opens for all</a></html>", "{}", "x"),
          lambda body: details(read_listing(body.encode("latin-1"), f"{E}/feed", "", AddressKind.FEED))),
]  # fmt: skip


# Scope, and what a run takes up.

HOSTS = (
    *("www.e.org", "e.org", "m.e.org", "sport.e.org", "shop.e.org", "other.example"),
    *("www.e.org:8080", "a.b.e.org", "en.e.org", "jobs.e.org", "amp.e.org", "www2.e.org"),
)
OWN = ("www.e.org", "en.e.org", "news.e.org", "e.org:8080", "localhost", "10.0.0.1")
PATTERNS = (
    ("/2026/", ""),
    ("", "/2026/"),
    ("*/2026/*", ""),
    ("/sport/", ""),
    ("", "/sport/"),
    ("/جسر", ""),
    ("[", ""),
    ("", "["),
    ("/2026/", "bridge"),
)


def scoped(own: str, host: str) -> Any:
    return Scope((own,)).decide(f"https://{host}/2026/bridge")


def patterned(which: int) -> Any:
    include, exclude = PATTERNS[which]
    scope = Scope(("www.e.org",), tuple(filter(None, [include])), tuple(filter(None, [exclude])))
    return [
        scope.decide(f"{E}/{path}") for path in ("2026/bridge", "sport/bridge", "%D8%AC%D8%B3%D8%B1", "[")
    ]


def chosen(links: list[Link], **given: Any) -> Any:
    policy = Policy(**{"scope": Scope(("www.e.org",)), "now": NOW, **given})
    found = choose(Listing(tuple(links)), policy)
    return [len(found.links), [link.url.removeprefix(E) for link in found.links[:4]], dict(found.left)]


def aged(kind: AddressKind, hours: int) -> Any:
    when = NOW - timedelta(hours=hours)
    links = [
        Link(f"{E}/new-bridge-{kind.value}", kind, "sitemap", modified_at=when),
        Link(f"{E}/new-bridge-b", kind, "feed", published_at=when),
    ]
    return [chosen(links), chosen(links, backfill=True), chosen(links, since=NOW - timedelta(hours=48))]


def listed(path: str) -> Any:
    return [
        chosen([Link(f"{E}/{path}", found_in=where)])
        for where in ("sitemap", "front", "feed", "news_sitemap")
    ]


KINDS = [kind.value for kind in AddressKind]
CHOSEN = [
    *(Sweep(f"sites of {own}", HOSTS, partial(scoped, own)) for own in OWN),
    Sweep("patterns", range(len(PATTERNS)), patterned),
    *(Sweep(f"hours of age, {kind.value}", [*range(0, 72, 12), *range(716, 724)], partial(aged, kind)) for kind in (AddressKind.ARTICLE, AddressKind.SITEMAP)),
    *(Sweep(f"{kind.value}s of a listing", [*range(6, 11), *range(998, 1003)],
            lambda n, kind=kind: [chosen([Link(f"{E}/new-bridge-{i}", kind) for i in range(n)], backfill=old)[0::2] for old in (False, True)]) for kind in (AddressKind.ARTICLE, AddressKind.SITEMAP)),
    Sweep("kinds", KINDS, lambda kind: [chosen([Link(f"{E}/x", AddressKind(kind))], **given) for given in ({}, {"fronts": True}, {"given": (AddressKind(kind),)})]),
    Sweep("listed addresses", [*PATHS[:60], "x?page=101", "2150/11/16"], listed),
    Sweep("order of links", range(4), lambda n: chosen([Link(f"{E}/a", published_at=NOW - timedelta(hours=n)), Link(f"{E}/b", modified_at=NOW - timedelta(hours=2)), Link(f"{E}/c")])),
]  # fmt: skip

SWEEPS = (*SLUGS, *TRAPPED, *FRONTS, *LISTS, *CHOSEN)
KEPT = kept(__file__)


@pytest.mark.parametrize("sweep", SWEEPS, ids=str)
def test_bounds_and_weights(sweep: Sweep) -> None:
    assert differences(sweep, KEPT[sweep.name]) == []
