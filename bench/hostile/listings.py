"""Feeds and sitemaps: endless, huge, broken, foreign, or no such thing."""

import gzip
import time

from bench.hostile.case import (
    PAGE,
    XML,
    Answer,
    Case,
    Reply,
    Request,
    Site,
    article,
    at,
    feed,
    robots,
)

NEW = "/2026/11/12/the-new-story-of-the-harbour.html"


def _map(*entries: str, root: str = "urlset", before: str = "") -> Answer:
    text = f"<?xml version='1.0'?>{before}<{root}>{''.join(entries)}</{root}>"
    return Answer(text.encode(), headers=XML)


def _url(place: str, path: str, lastmod: str = "", name: str = "url") -> str:
    when = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<{name}><loc>http://{place}{path}</loc>{when}</{name}>"


def _with_sitemap(sitemap: Site, **more: Answer) -> Site:
    """A site whose robots.txt names /sitemap.xml."""

    def answer(request: Request) -> Reply | None:
        if request.path == "/robots.txt":
            return robots("User-agent: *", f"Sitemap: http://{request.place}/sitemap.xml")
        return sitemap(request)

    return answer


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "lol">{LOL}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def cases() -> list[Case]:
    return [*_feeds(), *_sitemaps()]


def _feed_of(*paths: str, before: str = "", after: bytes = b"") -> Site:
    def answer(request: Request) -> Reply | None:
        if request.path != "/feed.xml":
            return None
        found = feed(request.place, *paths, before=before)
        return Answer(found.body + after, headers=XML)

    return answer


def _foreign_feed(request: Request) -> Reply | None:
    """Another case's articles, an advertiser's, and one of its own."""
    if request.path != "/feed.xml":
        return None
    other = feed("ads.example", *(f"/2026/11/12/buy-this-now-{n}.html" for n in range(50)))
    ours = f"<item><title>New</title><link>http://{request.place}{NEW}</link></item></channel>".encode()
    return Answer(other.body.replace(b"</channel>", ours), headers=XML)


def _cut_feed(request: Request) -> Reply | None:
    if request.path != "/feed.xml":
        return None
    whole = feed(request.place, NEW, PAGE).body
    return Answer(whole[: whole.rindex(b"</item>") - 30], headers=XML)


def _feeds() -> list[Case]:
    laughs, outside = _feed_of(NEW, before=LAUGHS), _feed_of(NEW, before=OUTSIDE)
    padded = _feed_of(NEW, after=b"<!-- " + b"a" * 52 * 2**20 + b" -->")
    return [
        Case(
            "feed-laughs", "billion laughs in a feed", "listing", site=laughs, subject="/feed.xml", wanted=NEW
        ),
        Case(
            "feed-outside",
            "an external entity in a feed",
            "listing",
            site=outside,
            subject="/feed.xml",
            wanted=NEW,
        ),
        Case(
            "feed-cut",
            "a feed that ends in the middle",
            "listing",
            "",
            site=_cut_feed,
            subject="/feed.xml",
            wanted=NEW,
        ),
        Case(
            "feed-foreign",
            "fifty advertisements in a feed",
            "listing",
            site=_foreign_feed,
            subject="/feed.xml",
            wanted=NEW,
        ),
        Case("feed-huge", "a feed of 52 MiB", "refused", "50 MiB", site=padded, subject="/feed.xml"),
        Case(
            "feed-html",
            "a page in the feed's place",
            "listing|not_article",
            site=at("/feed.xml", Answer(article("feed"))),
            subject="/feed.xml",
        ),
        Case(
            "feed-binary",
            "bytes in the feed's place",
            "listing|not_article",
            site=at("/feed.xml", Answer(bytes(range(256)) * 9)),
            subject="/feed.xml",
        ),
        Case(
            "feed-dead",
            "a feed that is gone",
            "gone",
            "404",
            site=at("/feed.xml", Answer(b"", 404)),
            subject="/feed.xml",
        ),
    ]


def _sitemap_of(make: Site) -> Site:
    return _with_sitemap(lambda request: make(request) if request.path == "/sitemap.xml" else None)


def _itself(request: Request) -> Reply | None:
    if request.path != "/sitemap.xml":
        return None
    return _map(_url(request.place, "/sitemap.xml", name="sitemap"), root="sitemapindex")


def _children(request: Request) -> Reply | None:
    """Two thousand children that nobody knows the age of; the newest article is in the first one."""
    if request.path == "/sitemap.xml":
        entries = [_url(request.place, f"/sitemap-{n}.xml", name="sitemap") for n in range(2_000)]
        return _map(*entries, root="sitemapindex")
    if request.path.startswith("/sitemap-"):
        return _map(_url(request.place, NEW, "2026-11-12"))
    return None


def _endless_index(request: Request) -> Reply | None:
    """Each index names three more, for ever."""
    if not request.path.startswith("/sitemap"):
        return None
    stem = request.path.removesuffix(".xml")
    entries = [_url(request.place, f"{stem}-{n}.xml", name="sitemap") for n in range(3)]
    return _map(*entries, root="sitemapindex")


def _old(request: Request) -> Reply | None:
    """Fifty thousand old articles, and the new one last."""
    if request.path != "/sitemap.xml":
        return None
    entries = [
        _url(request.place, f"/2012/03/{n % 28 + 1:02}/old-story-number-{n}-of-the-mill.html", "2012-03-01")
        for n in range(50_000)
    ]
    return _map(*entries, _url(request.place, NEW, time.strftime("%Y-%m-%d")))


def _cut_map(request: Request) -> Reply | None:
    """Cut off within an address; half of it is another one, which nobody has to be asked for."""
    if request.path != "/sitemap.xml":
        return None
    whole = _map(
        _url(request.place, NEW), _url(request.place, "/2026/11/12/the-other-story-of-the-mill.html")
    )
    return Answer(whole.body[: whole.body.rindex(b"-mill.html")], headers=XML)


def _bomb(request: Request) -> Reply | None:
    if request.path != "/sitemap.xml":
        return None
    body = _map(_url(request.place, NEW)).body + b" " * 80 * 2**20
    return Answer(gzip.compress(body), headers={"Content-Type": "application/gzip"})


def _sitemaps() -> list[Case]:
    laughs = _sitemap_of(lambda r: _map(_url(r.place, NEW), before=LAUGHS))
    outside = _sitemap_of(lambda r: _map(_url(r.place, NEW), "<url><loc>&e;</loc></url>", before=OUTSIDE))
    listing = "listing"
    return [
        Case(
            "map-laughs",
            "billion laughs in a sitemap",
            listing,
            site=laughs,
            subject="/sitemap.xml",
            wanted=NEW,
        ),
        Case(
            "map-outside",
            "an external entity in a sitemap",
            listing,
            site=outside,
            subject="/sitemap.xml",
            wanted=NEW,
        ),
        Case(
            "map-itself",
            "an index that names itself",
            listing,
            site=_with_sitemap(_itself),
            subject="/sitemap.xml",
            most=8,
        ),
        Case(
            "map-children",
            "an index with 2,000 children",
            listing,
            site=_with_sitemap(_children),
            most=60,
            subject="/sitemap.xml",
            wanted=NEW,
        ),
        Case(
            "map-endless",
            "indexes of indexes for ever",
            listing,
            site=_with_sitemap(_endless_index),
            subject="/sitemap.xml",
            most=60,
        ),
        Case(
            "map-old",
            "50,000 old articles, the new one last",
            listing,
            site=_with_sitemap(_old),
            most=90,
            subject="/sitemap.xml",
            wanted=NEW,
        ),
        Case(
            "map-bomb",
            "80 MiB in a gzipped sitemap",
            listing,
            site=_with_sitemap(_bomb),
            subject="/sitemap.xml",
            wanted=NEW,
        ),
        Case(
            "map-cut-address",
            "a sitemap that ends within an address",
            listing,
            site=_with_sitemap(_cut_map),
            subject="/sitemap.xml",
            wanted=NEW,
            most=9,  # tdmrep.json and ai.txt, too
        ),
        Case(
            "map-broken",
            "a sitemap of wrong nesting",
            listing,
            "",
            site=_sitemap_of(lambda r: Answer(b"<urlset><url></urlset></url><loc>" * 99, headers=XML)),
            subject="/sitemap.xml",
        ),
    ]
