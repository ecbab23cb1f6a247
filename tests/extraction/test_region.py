"""Where the body lies: the deepest container of nearly all chosen text."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.roles.region import HOME_SHARE, home
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse

PIECES = st.sampled_from(["<div>", "</div>", "<p>", "</p>", "one ", "two words ", "a longer line of text "])


def above(block: Block) -> list[Container]:
    boxes = [block.container]
    while (parent := boxes[-1].parent) is not None:
        boxes.append(parent)
    return boxes


def test_one_teaser_outside_does_not_count() -> None:
    text = "<p>A sentence of the article, long enough to be read as running text.</p>" * 5
    blocks = segment(
        parse(f"<body><section><p>Teaser</p></section><article><div>{text}</div></article></body>")
    )
    around = home(blocks, range(len(blocks)))
    assert around is not None
    assert around.tag == "div"
    assert around not in blocks[0].boxes


def test_nothing_chosen_lies_nowhere() -> None:
    blocks = segment(parse("<p>One</p>"))
    assert home(blocks, []) is None


@given(st.lists(PIECES, max_size=50).map("".join), st.randoms(use_true_random=False))
def test_the_deepest_of_all_that_hold_enough(html: str, random: Random) -> None:
    blocks = segment(parse(f"<body>{html}</body>"))
    kept = [block for block in blocks if random.random() < 0.5]
    total = sum(len(block.text) for block in kept)
    enough = [
        box
        for box in dict.fromkeys(box for block in kept for box in above(block))
        if sum(len(block.text) for block in kept if box in above(block)) >= HOME_SHARE * total
    ]
    assert home(blocks, [block.index for block in kept]) is max(
        enough, key=lambda box: box.depth, default=None
    )
