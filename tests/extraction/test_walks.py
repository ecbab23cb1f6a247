"""The compiled walk and the one in Python give the same blocks, of random trees and of the demo's pages."""

from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from crawler.pages.blocks import elements, walk
from crawler.pages.blocks.block import Block
from crawler.pages.parse import parse
from demo.render import responses
from demo.site import read_site

compiled = pytest.importorskip("crawler.pages.blocks.compiledwalk", reason="there was no compiler")

SITES = Path(__file__).parents[2] / "demo" / "sites"
BASES = {folder.name: f"https://{folder.name}.example" for folder in SITES.iterdir()}

_BLOCK = attrgetter(
    *("text", "links", "link_chars", "bold_chars", "italic_chars", "breaks", "families", "pictures", "ruled"),
    *("index", "kind", "level", "prose", "element", "container.index", "boxes"),
)
_BOX = attrgetter(
    *(
        "element",
        "tag",
        "kind",
        "families",
        "template",
        "depth",
        "first",
        "end",
        "index",
        "lists",
        "signature",
    ),
)

TAGS = (*elements.ROLES, "p", "div", "span", "hr", "img", "svg", "button", "sup", "u", "dialog", "news-card")
TEXTS = st.sampled_from(
    (
        " ",
        "\n",
        "Read also:",
        "A sentence that ends. ",
        "word",
        "é\u200b",
        "[1]",
        "a&amp;amp;b",
        "غزة ",
        "北京",
    )
)
ATTRIBUTES = st.sampled_from(
    (
        *("", "", "", "hidden", "aria-hidden='true'", "style='display:none'", "class='sr-only'", "open"),
        *(
            "class='author'",
            "class='date' id='when'",
            "id='nav'",
            "role='tooltip'",
            "href='/a'",
            "href='#fn1'",
        ),
        *("class='photo-credit'", "name='top'", "alt='A'", "class='footnote'", "data-name='tooltip'"),
    )
)
TREES = st.recursive(
    TEXTS,
    lambda inside: st.builds(
        lambda tag, first, second, children: f"<{tag} {first} {second}>{''.join(children)}</{tag}>",
        st.sampled_from(TAGS),
        ATTRIBUTES,
        ATTRIBUTES,
        st.lists(inside, max_size=6),
    ),
    max_leaves=40,
)


def cut(kind: Any, root: HtmlElement, *, hidden: bool) -> list[Any]:
    """All that the walk says of the page."""
    cutter = kind(hidden=hidden)
    cutter.run(root)
    return [_told(block) for block in cutter.blocks]


def _told(block: Block) -> tuple[Any, ...]:
    *own, boxes = _BLOCK(block)
    holder = block.holder.index if block.holder else None
    assert list(boxes) == block.container.upwards(walk.MAX_ABOVE)
    return (*own, holder, *map(_BOX, boxes))


@given(st.lists(TREES, max_size=8).map("".join), st.booleans())
def test_random_trees(html: str, hidden: bool) -> None:
    root = parse(f"<html><body>{html}</body></html>")
    assert cut(compiled.Walk, root, hidden=hidden) == cut(walk.Walk, root, hidden=hidden)


@pytest.mark.parametrize("site", sorted(BASES))
def test_the_demos_pages(site: str) -> None:
    for page in responses(read_site(SITES / site, BASES)).values():
        root = parse(page.body.decode("utf-8", "replace"))
        assert cut(compiled.Walk, root, hidden=False) == cut(walk.Walk, root, hidden=False)


def test_a_page_of_too_many_blocks() -> None:
    """Both stop at the same block, with what is open then left open."""
    root = parse(f"<div>{'<p>word' * (walk.MAX_BLOCKS + 10)}</div>")
    ends = [cut(each, root, hidden=False)[-1] for each in (compiled.Walk, walk.Walk)]
    assert ends[0] == ends[1]


@given(
    st.lists(TREES, max_size=8).map("".join),
    st.sets(st.sampled_from(("class", "id", "href", "name")), min_size=1),
)
def test_the_elements_that_have_an_attribute(html: str, names: set[str]) -> None:
    root = parse(f"<html><body>{html}</body></html>")
    assert compiled.having(root, names) == walk.having(root, names)
