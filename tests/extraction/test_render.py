"""Markdown and HTML out of a body's blocks."""

import pytest
from lxml import html
from markdown_it import MarkdownIt

from crawler.extraction.render import to_html, to_markdown
from crawler.items import Article, BlockKind, BodyBlock

ARTICLE = Article(
    url="https://n.example/a",
    title="The *ferry* runs",
    language="ar",
    direction="rtl",
    blocks=[
        BodyBlock("paragraph", "First <b> & [x]", links=[("First", "https://n.example/1")]),
        BodyBlock("heading", "Why", level=3),
        BodyBlock("item", "one", level=1),
        BodyBlock("item", "two", level=2),
        BodyBlock("quote", "I said so"),
        BodyBlock("table", "a | b"),
        BodyBlock("preformatted", "x  =  1"),
        BodyBlock("paragraph", "1. not a list", links=[("evil", "javascript:alert(1)")]),
    ],
)


def test_markdown() -> None:
    assert to_markdown(ARTICLE) == (
        "# The \\*ferry\\* runs\n\n"
        "[First](<https://n.example/1>) \\<b\\> & \\[x\\]\n\n"
        "### Why\n\n- one\n  - two\n\n> I said so\n\n| a | b |\n| --- | --- |\n\n"
        "```\nx  =  1\n```\n\n1\\. not a list\n"
    )


def test_html_is_whole_and_safe() -> None:
    text = to_html(ARTICLE)
    tree = html.fromstring(text)
    assert (tree.tag, tree.get("lang"), tree.get("dir")) == ("article", "ar", "rtl")
    assert [child.tag for child in tree] == ["h1", "p", "h3", "ul", "blockquote", "table", "pre", "p"]
    assert tree.xpath("string(p)") == "First <b> & [x]"
    assert tree.findall(".//a")[0].get("href") == "https://n.example/1"
    assert "javascript" not in text


def test_plain_paragraphs_are_enough() -> None:
    assert to_markdown(Article(url="u", paragraphs=["a", "b"])) == "a\n\nb\n"


ATTACKS = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "//evil.example/x",
    "http:",
    "https://[broken",
    "javascript://n.example/%0aalert(1)",
    "blob:https://n.example/1",
    "jar:https://n.example/!/a",
)
ODD = (
    "http://x.example/ onmouseover=alert(1) style=position:fixed y=",
    'http://x.example/"><script>alert(1)</script>',
    "http://x.example/>)[a](javascript:alert(1)",
    "http://x.example/'onclick='alert(1)",
)
TEXTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</article><svg onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[a](javascript:alert(1))",
    "![a](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "~~~\n</pre><script>alert(1)</script>",
    "====\n----\n# x\n> y\n- z\n1. w",
    "a \\<script>alert(1)</script>",
    "a\x00b\x0bc\ufffed",
)
RUNS = {"script", "iframe", "object", "embed", "svg", "style", "link", "meta", "base", "form", "img"}


def hostile(kind: BlockKind) -> Article:
    blocks = [
        BodyBlock(kind, f"A link and KEYWORD {text}", links=[("link", url)])
        for url in ATTACKS
        for text in TEXTS
    ]
    blocks += [
        BodyBlock(kind, "First KEYWORD", links=[("First", "http://e.example/KEYWORD"), ("KEYWORD", odd)])
        for odd in ODD
    ]
    blocks += [BodyBlock(kind, text) for text in TEXTS]
    return Article(url="u", title="".join(TEXTS), blocks=blocks)


def check(markup: str) -> None:
    for element in html.fromstring(f"<div>{markup}</div>").iter():
        assert element.tag not in RUNS
        assert all(not str(name).startswith("on") and name != "style" for name in element.attrib)
        assert (element.get("href") or "http://").startswith(("http://", "https://"))


@pytest.mark.parametrize("kind", ["paragraph", "heading", "item", "quote", "table", "preformatted", "embed"])
def test_nothing_that_a_page_says_is_run(kind: BlockKind) -> None:
    article = hostile(kind)
    check(to_html(article))
    program = MarkdownIt("commonmark", {"html": True})
    program.validateLink = lambda url: True  # type: ignore[method-assign]
    check(program.render(to_markdown(article)))


def test_each_word_is_linked_where_it_stands() -> None:
    block = BodyBlock(
        "paragraph", "One two one", links=[("two", "https://n.example/2"), ("one", "https://n.example/1")]
    )
    assert "One [two](<https://n.example/2>) [one](<https://n.example/1>)" in to_markdown(
        Article(url="u", blocks=[block])
    )


def test_mail_may_be_written() -> None:
    block = BodyBlock("paragraph", "Write to us", links=[("us", "mailto:desk@n.example")])
    assert 'href="mailto:desk@n.example"' in to_html(Article(url="u", blocks=[block]))
