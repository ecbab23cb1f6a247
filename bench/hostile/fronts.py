"""Fronts that lead into traps, and robots.txt that cannot be read."""

import time
from urllib.parse import quote

from bench.hostile.case import (
    GOOD,
    PAGE,
    TEXT,
    Answer,
    Case,
    Reply,
    Request,
    Site,
    article,
    at,
    front,
    robots,
)


def cases(part: int) -> list[Case]:
    return [*_fronts(part), *_robots_files()]


def _front_of(links: str, head: str = "") -> Site:
    return at("/", front(PAGE, GOOD, more=links, head=head))


def _calendar(request: Request) -> Reply | None:
    """A calendar whose every month names the months beside it, and a list whose every page names the next."""
    path = request.path
    if path == "/" or path.startswith("/calendar"):
        year, month = (int(part) for part in (path.split("/")[2:4] if path != "/" else ("2026", "11")))
        months = [(year + (month + step - 1) // 12, (month + step - 1) % 12 + 1) for step in (-1, 1, 7)]
        links = "".join(f"<a href='/calendar/{y}/{m}/'>The events of month {m} of {y}</a>" for y, m in months)
        return front(PAGE, GOOD, more=links)
    return None


def _pages(request: Request) -> Reply | None:
    number = int(request.path.rpartition("=")[2]) if "?page=" in request.path else 0
    if request.path != "/" and not number:
        return None
    links = "".join(
        f"<a href='/news?page={number + step}'>More news of the valley, page {number + step}</a>"
        for step in range(1, 9)
    )
    return front(PAGE, GOOD, more=links)


def _sessions(request: Request) -> Reply | None:
    """Each look gives the same article under another session's address."""
    if request.path != "/":
        return None
    odd = [f"{PAGE}?sid={time.time_ns() + n:032x}" for n in range(200)]
    return front(
        PAGE, GOOD, more="".join(f"<h2><a href='{url}'>The story as told in session</a></h2>" for url in odd)
    )


def _orders(request: Request) -> Reply | None:
    names = ("sort", "order", "view", "filter")
    odd = [f"/news?{a}=1&{b}={n}" for a in names for b in names for n in range(20)]
    links = "".join(f"<a href='{url}'>The news of the valley in another order</a>" for url in odd)
    return front(PAGE, GOOD, more=links) if request.path == "/" else None


def _fronts(part: int) -> list[Case]:
    words = "A headline of the valley that is long enough"
    scripts = "".join(
        f"<a href='{url}'>{words}</a>"
        for url in (
            "javascript:void(0)",
            "JaVaScRiPt:alert(1)",
            "http://[",
            "//",
            "http://",
            "data:text/html,x",
        )
    )
    many = "".join(
        f"<h2><a href='/2026/11/12/story-number-{n}-of-many.html'>{words}</a></h2>"
        for n in range(50_000 // part)
    )
    long = f"<a href='/{quote('ä' * 2_000)}.html'>{words}</a>"
    grow = "".join(f"<a href='{'news/' * n}a-story-of-the-mill.html'>{words}</a>" for n in range(3, 40))
    return [
        Case(
            "javascript", "javascript: and broken links among good ones", "article", site=_front_of(scripts)
        ),
        Case("many-links", "a front of 50,000 headlines", "article", site=_front_of(many), most=400),
        Case("long-links", "an address of 12 KB on the front", "article", site=_front_of(long)),
        Case("growing", "relative links that grow", "article", site=_front_of(grow)),
        Case("calendar", "a calendar without an end", "article", site=_calendar),
        Case("pages", "a list without an end", "article", site=_pages),
        Case("sessions", "200 session ids for one article", "article", site=_sessions, most=12),
        Case("orders", "a list in 320 orders", "article", site=_orders),
        Case(
            "front-dead",
            "a front that answers 500",
            "failed",
            "500",
            site=at("/", Answer(b"", 500)),
            subject="/",
            good=False,
        ),
        Case(
            "front-binary",
            "bytes in the front's place",
            "listing|not_article|failed",
            site=at("/", Answer(bytes(range(256)) * 9)),
            subject="/",
            good=False,
        ),
    ]


def _ring(request: Request) -> Reply | None:
    if not request.path.startswith("/robots"):
        return None
    return Answer(b"", 302, {"Location": "/robots-2" if request.path == "/robots.txt" else "/robots.txt"})


def _closed(name: str, what: str, reason: str, site: Site, most: int = 12) -> Case:
    """A site of which nothing may be fetched, not even its front."""
    return Case(name, what, "refused", reason, site=site, subject="/", good=False, most=most)


def _robots_files() -> list[Case]:

    def wait(connection: object, request: Request) -> None:
        time.sleep(30)

    ours = b"User-agent: *\nDisallow: /2026/11/12/the-odd\n"
    return [
        Case(
            "robots-huge",
            "robots.txt of 5 MB, our rule first",
            "refused",
            "disallowed",
            site=at("/robots.txt", Answer(ours + b"# and more\n" * 480_000, headers=TEXT)),
        ),
        Case(
            "robots-endless-line",
            "a rule of 400 KB",
            "article",
            site=at("/robots.txt", Answer(b"User-agent: *\nDisallow: /" + b"*a" * 200_000, headers=TEXT)),
        ),
        _closed("robots-500", "robots.txt answers 500", "robots.txt", at("/robots.txt", Answer(b"", 500))),
        _closed("robots-503", "robots.txt answers 503", "robots.txt", at("/robots.txt", Answer(b"", 503))),
        _closed("robots-silent", "robots.txt does not come", "robots.txt", at("/robots.txt", wait)),
        _closed("robots-ring", "robots.txt redirects in a ring", "robots.txt", _ring, most=40),
        Case("robots-403", "robots.txt answers 403", "article", site=at("/robots.txt", Answer(b"", 403))),
        Case(
            "robots-binary",
            "bytes in robots.txt's place",
            "article",
            site=at("/robots.txt", Answer(bytes(range(256)) * 99, headers=TEXT)),
        ),
        Case(
            "robots-html",
            "a page in robots.txt's place",
            "article",
            site=at("/robots.txt", Answer(article("robots"))),
        ),
        _closed(
            "robots-all",
            "robots.txt forbids everything",
            "disallowed",
            at("/robots.txt", robots("User-agent: *", "Disallow: /")),
        ),
        Case(
            "robots-sitemaps",
            "robots.txt names 5,000 sitemaps",
            "article",
            site=at("/robots.txt", robots(*(f"Sitemap: /map-{n}.xml" for n in range(5_000)))),
            most=60,
        ),
    ]
