"""Pages that show next to nothing and lead on to another."""

import pytest
from scrapy.http import Response

from crawler.fetching.answers import refreshes_to

URL, NEXT = "https://lamp.example/s/1", "https://lamp.example/2026/ferry"
TEXT = "<p>The ferry to the island ran again on Thursday, after eleven days of storm.</p>" * 4


def meta(content: str, rest: str = "") -> bytes:
    head = f"<META HTTP-EQUIV='Refresh' CONTENT=\"{content}\">"
    return f"<html><head>{head}</head><body>{rest}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "said", "target"),
    [
        (meta("0; url=/2026/ferry"), None, NEXT),
        (meta("0;URL='/2026/ferry'", "<a href='/2026/ferry'>Go on</a>"), None, NEXT),
        (b"<html><body></body></html>", "0; url=/2026/ferry", NEXT),
        (b"", "1; url=/2026/ferry", NEXT),
        (meta("0; url=/2026/ferry", TEXT), None, None),  # it has a text of its own
        (meta("300"), None, None),
        (meta("0; url=/s/1#top"), None, None),  # itself
        (meta("0; url=javascript:void(0)"), None, None),
        (b"<p>refresh", None, None),
        (b"", None, None),
    ],
)
def test_where_a_page_leads(body: bytes, said: str | None, target: str | None) -> None:
    headers = {"Refresh": said} if said else {}
    assert refreshes_to(Response(URL, body=body, headers=headers)) == target
