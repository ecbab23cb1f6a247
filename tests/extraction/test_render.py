"""Markdown and HTML out of a body's blocks."""

from lxml import html

from crawler.extraction.render import to_html, to_markdown
from crawler.items import Article, BodyBlock

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
        "### Why\n\n- one\n  - two\n\n> I said so\n\n| a | b |\n\n```\nx  =  1\n```\n\n1\\. not a list\n"
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
