"""Bodies that a page carries without showing them as elements."""

import json
from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.body import candidates, to_blocks
from crawler.pages.page import Document, Page

NOW = datetime(2026, 11, 12, tzinfo=UTC)
FIRST = "The bridge over the northern arm of the river was closed on Monday: engineers found cracks." * 3
SECOND = "Traffic is led over the old road until the repair is done, which may take until May." * 3
MARKED = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(head: str, rest: str = "<div id=root></div>") -> Document:
    html = f"<html><head><title>Bridge</title>{head}</head><body>{rest}</body></html>"
    return Document(Page("https://news.example/bridge", html.encode(), NOW))


def script(value: object, kind: str = "application/json") -> str:
    return f"<script type='{kind}'>{json.dumps(value)}</script>"


ARTICLE = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge"}
STATE = {"props": {"article": {"body": [{"type": "p", "text": FIRST}, {"type": "p", "text": SECOND}]}}}
TEASERS = {"more": [{"body": [{"text": f"Another story, number {n}. " * 3}]} for n in range(5)]}
ROWS = f"1:I[5,[]]\n2:T{len(MARKED):x},"

CASES = [
    ("articleBody", script({**ARTICLE, "articleBody": f"{FIRST}\n\n{SECOND}"}, "application/ld+json")),
    ("articleBody", script({**ARTICLE, "articleBody": MARKED}, "application/ld+json")),
    ("state", script({**STATE, **TEASERS})),
    ("state", script({"props": {"html": MARKED}})),
    (
        "state",  # with a caption and furniture
        script(
            {
                "props": {
                    "html": f"<div class=caption><p>{FIRST[:90]}</p></div>{MARKED}<p>Share this article</p>"
                }
            }
        ),
    ),
    ("state", f"<script>window.__STATE__ = {json.dumps(STATE)};</script>"),
    (
        "state",
        f"<script>self.__next_f.push({json.dumps([1, ROWS])})</script>"
        f"<script>self.__next_f.push({json.dumps([1, MARKED + '3:null'])})</script>",
    ),
    ("noscript", f"<meta charset=utf-8></head><body><noscript>{MARKED}</noscript>"),
    ("template", f"</head><body><template>{MARKED}</template>"),
]


@pytest.mark.parametrize(("method", "head"), CASES, ids=range(len(CASES)))
def test_found(method: str, head: str) -> None:
    best = candidates(page(head))[0]
    assert best.method == method
    assert [block.text for block in best.blocks] == [FIRST, SECOND]


def test_nothing_to_find() -> None:
    assert candidates(page(script(TEASERS))) == []
    assert candidates(page("<script>var x = {broken</script><script type=application/json>{</script>")) == []


def test_deep_json_is_no_harm() -> None:
    assert candidates(page(f"<script type=application/json>{'[' * 100_000}</script>")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\n\nTwo", ["One", "Two"]),
        ("<p>One line that is long enough</p><p>Two line that is long enough</p>", 2),
        ("&lt;p&gt;Escaped once more, and long enough&lt;/p&gt;", ["Escaped once more, and long enough"]),
        ("Q&amp;A", ["Q&A"]),
        ("", []),
    ],
)
def test_text_in_json(text: str, expected: list[str] | int) -> None:
    found = [block.text for block in to_blocks(text)]
    assert (len(found) if isinstance(expected, int) else found) == expected
