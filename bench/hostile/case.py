"""One case: a site with one odd thing about it, and what has to come of it."""

import random
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self

PAGE = "/2026/11/12/the-odd-story-of-the-bridge.html"
GOOD = "/2026/11/12/the-good-story-of-the-bridge.html"
HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "text/xml"}
TEXT = {"Content-Type": "text/plain"}


@dataclass(frozen=True)
class Request:
    path: str
    place: str  # host:port that was asked
    places: Mapping[str, str]  # of all cases
    head: bytes

    @classmethod
    def read(cls, head: bytes, place: str, places: Mapping[str, str]) -> Self:
        words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        return cls(words[1] if len(words) > 1 else "/", place, places, head)


@dataclass(frozen=True)
class Answer:
    """An answer in order; `length` says something else than the body's length where it is given."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    length: str | None = None


Wire = Callable[[socket.socket, Request], None]  # writes whatever it wants
Reply = Answer | Wire
Site = Callable[[Request], Reply | None]  # the answer of a path, None where the ordinary one will do


def reply(answer: Answer) -> bytes:
    length = str(len(answer.body)) if answer.length is None else answer.length
    lines = [f"HTTP/1.1 {answer.status} X", *(f"{name}: {value}" for name, value in answer.headers.items())]
    if length:
        lines.append(f"Content-Length: {length}")
    lines.append("Connection: close")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + answer.body


@dataclass(frozen=True)
class Case:
    """`subject` is the path that is judged: its outcome is one of `expected`, with `reason` in its reason.

    Every site has a front that links to its odd page and to a good one, which has to be stored whatever
    else happens; `good` is False where nothing may be fetched at all.
    """

    name: str
    what: str
    expected: str  # outcomes, "|" between them
    reason: str = ""
    page: Reply | None = None
    site: Site | None = None
    subject: str = PAGE
    good: bool = True
    most: int = 40  # requests to the site, a trap's whole point
    wanted: str = ""  # a path that has to be stored as well

    def answer(self, request: Request) -> Reply:
        if self.site is not None and (found := self.site(request)) is not None:
            return found
        if request.path == "/":
            return front(PAGE, GOOD)
        if request.path == PAGE and self.page is not None:
            return self.page
        if request.path in (PAGE, GOOD, self.wanted) and request.path:
            return Answer(article(f"{self.name} {request.path}"))
        if request.path == "/feed.xml":
            return Answer(b"<rss><channel><title>News</title></channel></rss>", headers=XML)
        return Answer(b"nothing", 404)


def at(path: str, answer: Reply) -> Site:
    """A site that answers so at one path."""
    return lambda request: answer if request.path == path else None


# Texts of their own for each site: copies of one story would be marked as such.
_WORDS = """
    valley bridge winter wool sheep mill council river market orchard teacher harvest lantern ferry
    copper tower village school carpenter engine storm letter meadow barley quarry chapel signal
    tunnel garden bakery fisherman glacier library painter railway shepherd station theatre violin
""".split()  # noqa: SIM905 - to be read


def paragraphs(seed: str, count: int = 6) -> list[str]:
    chance = random.Random(seed)
    return [
        " ".join(chance.choice(_WORDS) for _ in range(28)).capitalize() + f", said {chance.choice(_WORDS)}."
        for _ in range(count)
    ]


def article(seed: str, head: str = "", before: str = "", after: str = "", title: str = "") -> bytes:
    """A page with six paragraphs that no other seed has."""
    text = "".join(f"<p>{line}</p>" for line in paragraphs(seed))
    title = title or " ".join(paragraphs(f"title {seed}", 1)[0].split()[:7])
    main = f"{before}<article><h1>{title}</h1>{text}</article>{after}"
    return f"<html lang='en'><head><title>{title}</title>{head}</head><body>{main}</body></html>".encode()


def front(*paths: str, more: str = "", head: str = "") -> Answer:
    """A home page with headlines; it names a feed, so that nobody guesses for one."""
    links = "".join(
        f'<h2><a href="{path}">How the story number {n} of the bridge was told in the valley</a></h2>'
        for n, path in enumerate(paths)
    )
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    return Answer(f"<html><head>{feed}{head}</head><body><main>{links}{more}</main></body></html>".encode())


def feed(place: str, *paths: str, before: str = "") -> Answer:
    items = "".join(
        f"<item><title>How the story number {n} was told</title><link>http://{place}{path}</link></item>"
        for n, path in enumerate(paths)
    )
    text = f"<?xml version='1.0'?>{before}<rss version='2.0'><channel><title>N</title>{items}</channel></rss>"
    return Answer(text.encode(), headers=XML)


def robots(*lines: str) -> Answer:
    return Answer("\n".join(lines).encode(), headers=TEXT)
