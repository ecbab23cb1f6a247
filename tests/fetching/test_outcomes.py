"""What answers and failures mean."""

import pytest

from crawler.fetching.outcomes import describe, judge
from crawler.items import Status

ASKED = "https://news.example/2026/11/a-story"


@pytest.mark.parametrize(
    ("status", "size", "final", "expected"),
    [
        (200, 9, ASKED, None),
        (203, 9, ASKED, None),
        (200, 0, ASKED, Status.FAILED),
        (304, 0, ASKED, Status.UNCHANGED),
        (404, 9, ASKED, Status.GONE),
        (410, 0, ASKED, Status.GONE),
        (401, 9, ASKED, Status.BLOCKED),
        (403, 9, ASKED, Status.BLOCKED),
        (429, 9, ASKED, Status.BLOCKED),
        (451, 9, ASKED, Status.BLOCKED),
        (500, 9, ASKED, Status.FAILED),
        (503, 9, ASKED, Status.FAILED),
        (302, 9, ASKED, Status.FAILED),
        (200, 9, "https://news.example/", Status.NOT_ARTICLE),
        (200, 9, "https://news.example/?p=12", None),
    ],
)
def test_judge(status: int, size: int, final: str, expected: Status | None) -> None:
    verdict = judge(status, size, asked=ASKED, final=final)
    assert (verdict and verdict[0]) == expected
    if verdict:
        assert verdict[1]


def test_a_304_that_nobody_asked_for_is_a_fault() -> None:
    verdict = judge(304, 0, asked=ASKED, final=ASKED, conditional=False)
    assert verdict == (Status.FAILED, "304 not modified, though nothing was known")


def test_the_front_itself_may_be_read() -> None:
    assert judge(200, 9, asked="https://news.example/", final="https://news.example/") is None


def test_describe_names_the_cause() -> None:
    from scrapy.exceptions import (
        CannotResolveHostError,
        DownloadCancelledError,
        DownloadFailedError,
        IgnoreRequest,
    )
    from twisted.internet.error import ConnectionDone
    from twisted.python.failure import Failure

    assert describe(IgnoreRequest("disallowed by robots.txt"), 1)[0] is Status.REFUSED
    looped = describe(IgnoreRequest("max redirections reached"), 1)
    assert looped == (Status.FAILED, "redirected without an end")
    assert describe(CannotResolveHostError("x"), 1) == (Status.FAILED, "the host name has no address")
    assert describe(DownloadCancelledError("big"), 10 * 2**20) == (Status.REFUSED, "larger than 10 MiB")
    assert describe(ValueError("one\ntwo"), 1) == (Status.FAILED, "ValueError: one")
    closed = DownloadFailedError([Failure(ConnectionDone())])  # type: ignore[no-untyped-call]  # Twisted's
    assert describe(closed, 1) == (Status.FAILED, "the connection was closed before the answer was there")
    assert describe(ValueError(), 1) == (Status.FAILED, "ValueError: ValueError")
