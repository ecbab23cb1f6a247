"""Redirects: sites that let nobody in who does not bring back the cookie that one gave; user and password."""

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.fetching.middlewares import MAX_COOKIES, CookieWallMiddleware, LocationMiddleware

URL = "https://lamp.example/a"


def sent(request: Request, *given: str, status: int = 302, to: str = URL) -> Request:
    """What the request that follows an answer with these cookies looks like on the wire."""
    wall = CookieWallMiddleware()
    response = Response(request.url, status=status, headers={"Set-Cookie": list(given)})
    assert wall.process_response(request, response) is response
    following = Request(to, meta=dict(request.meta))
    wall.process_request(following)
    return following


def asked(url: str = URL) -> Request:
    return Request(url, meta={"dont_merge_cookies": True})


def test_cookies_of_redirects_add_up_and_the_last_value_counts() -> None:
    second = sent(asked(), "seen=1; Path=/; HttpOnly", "id=a=b")
    assert second.headers["Cookie"] == b"seen=1; id=a=b"
    assert sent(second, "seen=2").headers["Cookie"] == b"seen=2; id=a=b"


@pytest.mark.parametrize(
    ("status", "given", "to"),
    [
        (200, ("seen=1",), URL),  # no redirect
        (302, (), URL),
        (302, ("; Path=/",), URL),
        (302, ("seen=1",), "https://other.example/a"),
        (302, ("seen=1",), "http://lamp.example/a"),  # not without TLS
    ],
)
def test_they_go_to_who_gave_them_alone(status: int, given: tuple[str, ...], to: str) -> None:
    assert "Cookie" not in sent(asked(), *given, status=status, to=to).headers


def test_what_scrapy_keeps_is_left_to_it() -> None:
    assert "Cookie" not in sent(Request(URL), "seen=1").headers


def test_their_number_is_bounded() -> None:
    many = [f"n{number}=1" for number in range(100)]
    sent_back = sent(asked(), *many).headers["Cookie"] or b""
    assert sent_back.count(b"=") == MAX_COOKIES


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("https://me:secret@lamp.example/b", "https://lamp.example/b"),
        (" //me@lamp.example/b", "//lamp.example/b"),
        ("HTTPS://a@b:c@lamp.example", "HTTPS://lamp.example"),
        ("/b?mail=me@lamp.example", "/b?mail=me@lamp.example"),
        ("https://lamp.example/@me", "https://lamp.example/@me"),
    ],
)
def test_a_redirect_logs_us_in_nowhere(location: str, expected: str) -> None:
    response = Response(URL, status=302, headers={"Location": location})
    LocationMiddleware().process_response(Request(URL), response)
    assert response.headers["Location"] == expected.encode()


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (300, {"Location": "/b"}, 302),
        (300, {}, 300),
        (300, {"Location": " "}, 300),
        (304, {"Location": "/b"}, 304),
    ],
)
def test_a_choice_that_the_server_made_is_followed(
    status: int, headers: dict[str, str], expected: int
) -> None:
    response = Response(URL, status=status, headers=headers)
    assert LocationMiddleware().process_response(Request(URL), response).status == expected
