"""robots.txt answers after RFC 9309 §2.3.1."""

import pytest

from crawler.fetching.robots import read_rules

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
