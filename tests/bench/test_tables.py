"""The tables that the benches print, on values written here."""

from collections.abc import Iterator

import pytest

from bench.peers import Row, rows, trafilatura_less_title
from bench.quality import by_language
from bench.train.whole import bands
from bench.train.worst import kind
from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse

PAGE = b"""<html><head><title>Ferry saved</title></head><body><article><h1>Ferry saved</h1>
<p>The council decided on Tuesday, after four hours and two power cuts, to keep the old ferry running.</p>
<p>It will cross the river six times a day, and once more on Saturdays, as it has since 1911.</p>
</article></body></html>"""


def test_bands_of_confidence() -> None:
    table = bands([(0.95, 1.0), (0.92, 0.9), (0.1, 0.2), (1.0, 0.96)])
    assert "| 0.9 | 1 | 3 | 0.667 | 0.953 |" in table
    assert "| 0 | 0.2 | 1 | 0.000 | 0.200 |" in table
    assert "| 0.2 |" not in table.replace("| 0 | 0.2 |", "")


@pytest.mark.parametrize(
    ("place", "right", "expected"),
    [
        (0, [1, 2], "heading"),
        (1, [2], "short line before the text"),
        (2, [1], "paragraph after the text"),
        (2, [1, 3], "paragraph amid the text"),
        (2, [], "paragraph, nothing found"),
    ],
)
def test_kinds_of_mistakes(place: int, right: list[int], expected: str) -> None:
    body = f"<h2>Ferry</h2><p>By Anna</p><p>{'The ferry ran again. ' * 9}</p><p>End</p>"
    blocks = segment(parse(f"<html><body>{body}</body></html>"))
    assert kind(blocks[place], right) == expected


def test_a_language_of_few_pages_has_no_row() -> None:
    truth: dict[str, Row] = {f"u{n}": {"language": "ar"} for n in range(3)} | {"v": {}, "w": {}}
    assert list(by_language(truth, {"v": {"language": "fr"}})) == ["ar"]


def test_the_title_line_goes() -> None:
    assert trafilatura_less_title(PAGE, "https://news.example/ferry")["text"].startswith("The council")


def test_a_page_that_a_peer_fails_on_is_empty() -> None:
    def fails(html: bytes, url: str) -> Row:
        if not html:
            raise ValueError("nothing to read")
        return {"text": html.decode()}

    pages: Iterator[tuple[str, bytes]] = iter([("a", b"x"), ("b", b"")])
    assert list(rows(fails, pages)) == [{"url": "a", "text": "x"}, {"url": "b"}]
