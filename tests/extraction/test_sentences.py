"""Words stay in the sentence that they stand in, and what stands beside them stays out of it."""

import pytest

from crawler.pages.blocks.segment import segment
from crawler.pages.parse import parse

CUT = " ¶ "


def lines(html: str) -> str:
    return CUT.join(block.text for block in segment(parse(f"<html><body>{html}</body></html>")))


# In a <div>: an element named like a label, a button, an element of the site's own making.
WITHIN = """
The <a class=author-x href=/x>board</a> and <a class=author-x href=/y>the town</a> agreed to meet again.
<a class=profile-link href=/x>Ann Marsh</a> scored twice in the final.
She was beaten by <a class=profile href=/x>Ann Marsh</a>.
It met on <time class=date>Tuesday</time> and again on <time class=date>Friday</time>.
The <b><a class=profile>board</a></b> of the town voted on Tuesday evening.
Trading in <small class=share-price>QMB</small>, which rose by a tenth, was heavy.
قال <a class=author-link href=/x>محمد علي</a> إن المجلس وافق على المشروع أمس في المدينة.
町の<span class=company-info>港湾委員会</span>は十七日夜、計画を可決した。
They moved a <tool-tip>bank of gravel</tool-tip> across the entrance.
They moved a <button>bank of gravel</button>, she said.
<button>Suction dredgers</button> take up sand and gravel.
They <label for=x class=tag>moved gravel</label><input type=checkbox id=x> across the entrance.
""".strip().splitlines()


@pytest.mark.parametrize("html", WITHIN)
def test_words_of_a_sentence(html: str) -> None:
    assert lines(f"<div>{html}</div>") == "".join(parse(f"<div>{html}</div>").itertext())


LINES = [
    ("<div>By <span class=author>Ann</span> | <span class=date>3 May</span></div>", "By ¶ Ann ¶ | ¶ 3 May"),
    ("<div>By <a class=author>Ann</a>, <span class=date>3 May</span></div>", "By ¶ Ann ¶ , ¶ 3 May"),
    ("<div>At dawn. <span class=credit>Photo: Ann</span></div>", "At dawn. ¶ Photo: Ann"),
    ("<div>At dawn <span class=credit>Ann/Agency</span></div>", "At dawn ¶ Ann/Agency"),
    ("<p>It was enough. <x-share>Share</x-share></p>", "It was enough. ¶ Share"),
    ("<p>It was enough. <button>Share</button></p>", "It was enough."),
    ("<div>One<x-tab>Two</x-tab></div>", "One ¶ Two"),
    # In a paragraph, what a site made up is text.
    ("<p>He was beaten by <gu-link>Ann</gu-link></p>", "He was beaten by Ann"),
    ("<p><gu-link>Dredgers</gu-link> take sand.</p>", "Dredgers take sand."),
    ("<h3><button aria-expanded=false>Why now?</button></h3>", "Why now?"),
]


@pytest.mark.parametrize(("html", "expected"), LINES)
def test_lines(html: str, expected: str) -> None:
    assert lines(html) == expected


DROP_CAPS = """
<span class=dropcap aria-hidden=true>T</span><span class=sr-only>The</span><span aria-hidden=true>he</span>
<span class=sr-only>The</span><span aria-hidden=true><span class=drop>T</span>he</span>
<span class=sr-only>T</span><span class=dropcap aria-hidden=true></span>he
<span class=sr-only>T</span><span class=dropcap aria-hidden=true>T</span>he
<span class=dropcap aria-hidden=true>T</span><span class=sr-only>T</span>he
<span class=sr-only>T</span><img alt=T>he
<span class=dropcap><img alt=T></span>he
<span aria-hidden=true>T</span>he
<span class="date-font">T</span>he
<x-drop>T</x-drop>he
""".strip().splitlines()


@pytest.mark.parametrize("first", DROP_CAPS)
def test_drop_caps(first: str) -> None:
    assert (
        lines(f"<p>{first} board voted to dredge the channel.</p>")
        == "The board voted to dredge the channel."
    )


def test_ornaments_are_no_drop_caps() -> None:
    assert lines("<p><span aria-hidden=true>→</span>Older posts of the town are here.</p>") == (
        "Older posts of the town are here."
    )
