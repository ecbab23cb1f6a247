"""Bodies that a page carries without showing them as elements."""

import html
import json
from datetime import UTC, datetime

import pytest

from crawler.extraction.fields.body import candidates, extract_body
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
# The article's parts are named, and stand elsewhere; so does another article.
APOLLO = {
    "ROOT_QUERY": {"article": {"__ref": "Article:7"}},
    "Article:7": {
        "title": "Bridge",
        "parts": [{"__ref": f"Text:{n}"} for n in (1, 2)] + [{"__ref": "Article:8"}],
    },
    "Article:8": {"title": "Another story", "slug": "another", "intro": "The tram runs on time again. " * 4},
    "Text:2": {"__typename": "Text", "content": SECOND},
    "Text:1": {"__typename": "Text", "content": FIRST},
}
TEASERS = {"more": [{"body": [{"text": f"Another story, number {n}. " * 3}]} for n in range(5)]}
ROWS = f"1:I[5,[]]\n2:T{len(MARKED):x},"

# As Angular writes a state into a script: its own names for the signs of HTML.
ANGULAR = json.dumps(STATE)
for sign, name in (("&", "a"), ("'", "s"), ("<", "l"), (">", "g"), ('"', "q")):
    ANGULAR = ANGULAR.replace(sign, f"&{name};")

CASES = [
    ("articleBody", script({**ARTICLE, "articleBody": f"{FIRST}\n\n{SECOND}"}, "application/ld+json")),
    ("articleBody", script({**ARTICLE, "articleBody": MARKED}, "application/ld+json")),
    ("state", script({**STATE, **TEASERS})),
    ("state", script({"props": {"html": MARKED}})),
    ("state", f"<script id=serverApp-state type='application/json'>{ANGULAR}</script>"),
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
    ("state", f"<script>window.__DATA__={json.dumps(json.dumps(STATE))};</script>"),
    ("state", f"<script>window.data.push({json.dumps(STATE)});</script>"),
    ("state", f"<script>window.__APOLLO_STATE__={json.dumps(APOLLO)};</script>"),
    ("state", script({"props": {"pageProps": {"cache": APOLLO}}})),
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
    found = extract_body(page(head))
    assert (found.method, found.paragraphs) == (method, [FIRST, SECOND])


def test_text_without_spaces_that_begins_with_a_tag() -> None:
    text = "停用了二十六年的清溪古码头将在明年春天完成修复，届时一条小渡船会重新往返两岸。" * 6
    given = html.escape(json.dumps({"props": {"content": f"<p>{text}</p>"}}))
    assert extract_body(page("", f'<div id=app data-page="{given}"></div>')).paragraphs == [text]


def test_nothing_to_find() -> None:
    assert candidates(page(script(TEASERS))) == []
    assert candidates(page("<script>var x = {broken</script><script type=application/json>{</script>")) == []


def test_deep_json_is_no_harm() -> None:
    assert candidates(page(f"<script type=application/json>{'[' * 100_000}</script>")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FIRST}\n\n{SECOND}", [FIRST, SECOND]),
        (MARKED.replace("<", "&lt;").replace(">", "&gt;"), [FIRST, SECOND]),
        (f"{FIRST}\\n{SECOND} Q&amp;A.", [FIRST, f"{SECOND} Q&A."]),
        ("", []),
    ],
)
def test_text_in_json(text: str, expected: list[str]) -> None:
    assert extract_body(page(script({"title": "Bridge", "text": text}))).paragraphs == expected


def lines(html: str) -> list[str]:
    document = page("<meta charset=utf-8>", html)
    return [block.text for block in document.blocks]


STREAMED = f"""
<main><h1>Bridge</h1><!--$?--><template id="B:0"></template><p>Loading …</p><!--/$--><p>Below.</p></main>
<div hidden id="S:1"><p>{SECOND}</p></div><script>$RS("S:1","P:2")</script>
<div hidden id="S:0"><p>{FIRST}</p><template id="P:2"></template></div><script>$RC("B:0","S:0")</script>
"""
SHADOW = f"""
<news-story><template shadowrootmode=open><slot name=title></slot><p>{FIRST}</p><slot></slot></template>
<p>{SECOND}</p><h1 slot=title>Bridge</h1></news-story><p>Below.</p>
"""


@pytest.mark.parametrize("html", [STREAMED, SHADOW], ids=["streamed", "shadow"])
def test_a_page_in_pieces_is_put_together(html: str) -> None:
    assert lines(html) == ["Bridge", FIRST, SECOND, "Below."]


def test_a_piece_that_holds_its_own_hole_stays() -> None:
    piece = '<div hidden id="S:0"><h1>Bridge</h1><template id="B:0"></template></div>'
    assert lines(f'{piece}<script>$RC("B:0","S:0")</script>') == ["Bridge"]


def test_what_waits_for_no_piece_stays() -> None:
    assert lines(
        '<!--$?--><template id="B:7"></template><p>Waiting</p><!--/$--><script>$RC("B:1","S:1")</script>'
    ) == ["Waiting"]


QUESTION = "What was found?"
ANSWER = f"<div hidden><p>{FIRST}</p></div>"


@pytest.mark.parametrize(
    "html",
    [
        f"<h3><button aria-expanded=false>{QUESTION}</button></h3>{ANSWER}",
        f"<button class=accordion>{QUESTION}</button>{ANSWER}",
        f"<div class=toggle-head><button>{QUESTION}</button></div>{ANSWER}",
        f"<dl class=faq><dt>{QUESTION}</dt><dd style='display: none'>{FIRST}</dd></dl>",
        f"<details><summary>{QUESTION}</summary>{FIRST}</details>",
    ],
)
def test_folded_answers_are_text(html: str) -> None:
    assert lines(html) == [QUESTION, FIRST]


def test_what_a_control_opens_may_be_no_text() -> None:
    menu = "<ul hidden>" + "<li><a href=/n>The news of the town.</a>" * 9 + "</ul>"
    assert lines(f"<button aria-expanded=false>Menu</button>{menu}") == []
    assert lines(f"<h3>Newsletter</h3>{ANSWER}") == ["Newsletter"]


def test_hidden_lines_in_divs() -> None:
    assert lines(f"<div aria-hidden=true>{f'<div>{FIRST}</div>' * 3}</div>") == [FIRST] * 3
    assert lines("<div aria-hidden=true><div>One</div><div>Two</div><div>Three</div></div>") == []


UNSHOWN = [
    f"<div aria-hidden=true>{FIRST}<br><br>{SECOND}<br><br>{FIRST[::2]}<br><br>{SECOND[::2]}</div>",
    "".join(f"<p style='visibility: hidden'>{text}</p>" for text in (FIRST, SECOND, FIRST[::2], SECOND[::2])),
]


@pytest.mark.parametrize("html", UNSHOWN, ids=("lines", "one by one"))
def test_lines_that_a_script_would_show(html: str) -> None:
    body = extract_body(page("", f"<article><h1>Bridge</h1>{html}</article>"))
    assert body.paragraphs == [FIRST, SECOND, FIRST[::2], SECOND[::2]]


def test_an_answer_that_is_kept_whole() -> None:
    """SvelteKit keeps what it fetched as a string of JSON."""
    kept = script({"status": 200, "body": json.dumps({"title": "Bridge", "content": MARKED})})
    assert extract_body(page(kept)).paragraphs == [FIRST, SECOND]
