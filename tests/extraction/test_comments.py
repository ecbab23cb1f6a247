"""Where the readers' comments begin, on pages written here; the choice is all running text."""

import pytest

from crawler.extraction.roles import extent
from crawler.pages.blocks.block import Block
from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse
from tests.extraction.labelling import after

LONG = "The council decided on Tuesday, after four hours and two power cuts, to keep the old ferry running. "


def blocks_of(body: str) -> list[Block]:
    return segment(parse(f"<html><body>{body}</body></html>"))


SIGNED = [
    ("Comments (2)", "Ann Reed, 9 March 2026 11:40"),
    ("Commentaires", "Écrit par Anne Rivet le 9 mars 2026, 11h40"),
    ("评论", "Ann Reed 2026-03-09 11:40"),
    ("Comments", "Posted by: Ann at March 9, 2026 11:40 AM"),
    ("Leserkommentare (2)", "geschrieben von Ute Kern am 9. März 2026 um 11:40"),
    ("التعليقات", "كتبت سلمى النهر في ٩ آذار ٢٠٢٦، ١١:٤٠"),
    ("Комментарии", "Анна Лесная, 9 марта 2026, 11:40"),
]


@pytest.mark.parametrize(("heading", "signature"), SIGNED)
def test_signed_comments_end_even_a_short_body(heading: str, signature: str) -> None:
    comment = f"<p>{LONG * 2}</p><p class=posted>{signature}</p>"
    blocks = blocks_of(f"<p>{LONG}</p><h2>{heading}</h2>{comment * 9}")
    every = [block.index for block in blocks]
    assert after(extent.signed_comments, blocks, every) == [0]


def test_a_link_to_the_comments_above_a_live_page_ends_nothing() -> None:
    entries = "".join(f"<p class=time>11:{minute}</p><p>{LONG}</p>" for minute in range(10, 30))
    for heading in ("<p><a href=#c>Comments (9)</a></p>", "<p>Comments (9)</p>"):
        blocks = blocks_of(f"<p>{LONG}</p>{heading}{entries}")
        every = [block.index for block in blocks]
        assert after(extent.signed_comments, blocks, every) == every


def test_one_line_with_a_time_is_no_signature() -> None:
    blocks = blocks_of(f"<p>{LONG}</p><h2>Comments</h2><p>{LONG * 3}</p><p>Updated by Ann at 11:40</p>")
    every = [block.index for block in blocks]
    assert after(extent.signed_comments, blocks, every) == every


def test_nothing_of_nothing() -> None:
    assert after(extent.signed_comments, [], []) == []
