"""robots.txt answers after RFC 9309 §2.3.1."""

import asyncio

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.fetching.robots import BESIDE, RobotsMiddleware, read_rules

PAGE = "https://n.example/a/b.html"


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"", True),
        (200, b"User-agent: *\nDisallow: /a/", False),
        (200, b"User-agent: *\nDisallow: /a/\nAllow: /a/b", True),  # the longest match wins
        (200, b"User-agent: warraq\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (200, b"User-agent: other\nDisallow: /", True),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (200, b"\xff\xfe<html>no rules here", True),
        (404, b"User-agent: *\nDisallow: /", True),
        (403, b"User-agent: *\nDisallow: /", True),
        (500, b"", False),
        (503, b"User-agent: *\nAllow: /", False),
        (429, b"", False),
    ],
)
def test_rules(status: int, body: bytes, allowed: bool) -> None:
    reason = read_rules(status, body).refusal(PAGE, "warraq")
    assert (reason is None) == allowed
    if status >= 500:
        assert reason
        assert str(status) in reason


def test_the_delay_is_read() -> None:
    assert read_rules(200, b"User-agent: *\nCrawl-delay: 7").delay("warraq") == 7
    assert read_rules(200, b"").delay("warraq") is None


# Cases after those of the reference parser (google/robotstxt, robots_test.cc) and of reports, in our words.
GROUPS = {
    "version and comment after the name": (b"User-agent: warraq/0.1 (news crawler)\nDisallow: /a/", False),
    "upper case": (b"USER-AGENT: WarraQ\nDISALLOW: /a/", False),
    "a longer name is another's": (b"User-agent: warraqbot\nDisallow: /a/", True),
    "a part of the name is another's": (b"User-agent: war\nDisallow: /a/", True),
    "star with a sign": (b"User-agent: *,\nDisallow: /a/", False),
    "star with a word": (b"User-agent: * warraq-free\nDisallow: /a/", False),
    "star within a word": (b"User-agent: *bot\nDisallow: /a/", True),
    "unknown line between names": (b"User-agent: warraq\nFoo: bar\nUser-agent: other\nDisallow: /a/", False),
    "sitemap between names": (b"User-agent: warraq\nSitemap: /s.xml\nUser-agent: o\nDisallow: /a/", False),
    "delay between names": (b"User-agent: warraq\nCrawl-delay: 9\nUser-agent: o\nDisallow: /a/", False),
    "blank line between names": (b"User-agent: warraq\n\n\nUser-agent: o\nDisallow: /a/", False),
    "comment between names": (b"User-agent: warraq # us\n# and\nUser-agent: o\nDisallow: /a/", False),
    "blank line between rules": (b"User-agent: warraq\nAllow: /b\n\nDisallow: /a/", False),
    "unknown line between rules": (b"User-agent: warraq\nAllow: /b\nFoo: bar\nDisallow: /a/", False),
    "a group in two parts": (
        b"User-agent: warraq\nAllow: /b\nUser-agent: o\nAllow: /\nUser-agent: warraq\nDisallow: /a/",
        False,
    ),
    "rules before any name": (b"Disallow: /\nUser-agent: *\nDisallow: /z", True),
    "a name without rules": (b"User-agent: warraq\n", True),
    "our group, not the star's": (b"User-agent: *\nDisallow: /\nUser-agent: warraq\nAllow: /", True),
    "no colon": (b"User-agent warraq\nDisallow /a/", False),
    "spaces about the colon": (b" user-agent : warraq\n disallow : /a/ ", False),
    "written wrong": (b"Useragent: warraq\nDissallow: /a/", False),
    "lines of old Macintoshes": (b"User-agent: warraq\rDisallow: /a/", False),
    "lines of Windows": (b"User-agent: warraq\r\nDisallow: /a/\r\n", False),
    "UTF-16 of Windows": ("User-agent: *\r\nDisallow: /a/".encode("utf-16"), False),
    "UTF-16 without a mark": ("User-agent: *\r\nDisallow: /a/".encode("utf-16-le"), False),
    "UTF-16, the other way": ("User-agent: *\r\nDisallow: /a/".encode("utf-16-be"), False),
    "byte order mark": (b"\xef\xbb\xbfUser-agent: *\nDisallow: /a/", False),
    "half a byte order mark": (b"\xef\xbbUser-agent: *\nDisallow: /a/\nUser-agent: *\nDisallow: /a", False),
    "NUL bytes": (b"User-agent: *\0\nDisallow: /a/\0", False),
    "empty disallow": (b"User-agent: *\nDisallow:", True),
    "comment behind the path": (b"User-agent: *\nDisallow: /a/ # not this", False),
    "end of the path": (b"User-agent: *\nDisallow: /*.html$", False),
    "the first 500 KiB count": (b"User-agent: *\nDisallow: /a/\n" + b"# long\n" * 200_000, False),
    "what is behind them does not": (b"# long\n" * 80_000 + b"User-agent: *\nDisallow: /a/", True),
}


@pytest.mark.parametrize("name", GROUPS)
def test_groups(name: str) -> None:
    body, allowed = GROUPS[name]
    assert (read_rules(200, body).refusal(PAGE, "warraq") is None) == allowed


def test_what_is_kept_is_read_as_the_same() -> None:
    for body, allowed in GROUPS.values():
        again = read_rules(200, read_rules(200, body).body)
        assert (again.refusal(PAGE, "warraq") is None) == allowed


def test_the_delay_of_a_group_with_two_names() -> None:
    body = b"User-agent: a\nCrawl-delay: 9\nUser-agent: warraq\nDisallow: /z"
    assert read_rules(200, body).delay("warraq") == 9


class Engine:
    """What the middleware asks of Scrapy's."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        return Response(request.url, status=404)


@pytest.mark.parametrize(
    ("beside", "slot"), [(False, "lamp.example"), (True, "https://lamp.example/robots.txt")]
)
def test_a_page_may_be_asked_for_right_after_robots_txt(beside: bool, slot: str) -> None:
    """Where few pages are wanted: the delay is one between pages. In a slot of its own it makes none wait."""
    crawler = get_crawler(settings_dict={"WARRAQ_ROBOTS_AGENT": "warraq"})
    crawler.engine = engine = Engine()  # type: ignore[assignment]
    middleware = RobotsMiddleware(crawler)
    meta = {"download_slot": "lamp.example"} | ({BESIDE: True} if beside else {})
    asyncio.run(middleware.process_request(Request("https://lamp.example/a", meta=meta)))
    assert [request.meta["download_slot"] for request in engine.asked] == [slot]
