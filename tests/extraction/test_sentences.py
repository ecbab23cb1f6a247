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
Far less is thrown away: <span class=share>four</span> crates of every hundred.
The board voted on Tuesday to dredge the northern channel and <span class=ad-free>the quay.</span>
وقالت <span class=share>رئيسة اللجنة</span> إن الجدران أعيد تدعيمها.
<span class=company-info>رئيسة اللجنة</span> قالت إن الجدران أعيد تدعيمها بالحجر.
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
    (
        "<div>Written by: <span class=author>Ann</span> on a day in May.</div>",
        "Written by: ¶ Ann ¶ on a day in May.",
    ),
    (
        "<div><span class=author>ريم الخطيب</span> قالت إن الجدران عادت.</div>",
        "ريم الخطيب ¶ قالت إن الجدران عادت.",
    ),
    ("<p>It was enough. <x-share>Share</x-share></p>", "It was enough. ¶ Share"),
    ("<p>It was enough. <button>Share</button></p>", "It was enough."),
    ("<div>One<x-tab>Two</x-tab></div>", "One ¶ Two"),
    # In a paragraph, what a site made up is text.
    ("<p>He was beaten by <gu-link>Ann</gu-link></p>", "He was beaten by Ann"),
    ("<p><gu-link>Dredgers</gu-link> take sand.</p>", "Dredgers take sand."),
    ("<h3><button aria-expanded=false>Why now?</button></h3>", "Why now?"),
]


NOTE_MARKS = """
<sup>*</sup>
<sup>†</sup>
<a class=footnote-ref href=#f1>1</a>
<a href=#f1 role=doc-noteref>1</a>
<button class=footnote-button>1</button>
<foot-note>1</foot-note>
<span class=ui-helper-hidden-accessible>Footnote</span>
""".strip().splitlines()


@pytest.mark.parametrize("mark", NOTE_MARKS)
def test_marks_of_notes_are_no_words(mark: str) -> None:
    assert lines(f"<p>Only two{mark} of eleven chambers need new arches.</p>") == (
        "Only two of eleven chambers need new arches."
    )


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
<svg aria-label=T><path d=M0 /></svg>he
<svg role=img><title>T</title><path d=M0 /></svg>he
<svg role=img><title>T</title><path d=M0 /></svg><span class=visually-hidden>T</span>he
<span aria-label=The><span aria-hidden=true>T</span><span aria-hidden=true>he</span></span>
""".strip().splitlines()


@pytest.mark.parametrize("first", DROP_CAPS)
def test_drop_caps(first: str) -> None:
    assert (
        lines(f"<p>{first} board voted to dredge the channel.</p>")
        == "The board voted to dredge the channel."
    )


DROPPED = """
<p><span class=drop-cap>T</span> he board voted.</p>
<div class=lettrine>T</div><p>he board voted.</p>
<div class=box><p class=dropcap>T</p></div> <p>he board voted.</p>
""".strip().splitlines()


@pytest.mark.parametrize("html", DROPPED)
def test_drop_caps_that_a_blank_or_a_box_parts_from_their_words(html: str) -> None:
    assert lines(html) == "The board voted."


KEPT_APART = [
    ("<p><span class=drop-cap>A</span> Board of the town</p>", "A Board of the town"),
    ("<div class=lettrine>A</div><p>Board of the town</p>", "A ¶ Board of the town"),
    ("<p><span class=drop-cap>I</span> have gone</p>", "I have gone"),
    ("<div class=lettrine>A</div><hr><p></p>", "A"),
    ("<div class=lettrine>Aa</div><p>board</p>", "Aa ¶ board"),
    ("<div class=lettrine>A</div>and<p>board</p>", "A ¶ and ¶ board"),
]


@pytest.mark.parametrize(("html", "expected"), KEPT_APART)
def test_letters_before_other_words_stay_apart(html: str, expected: str) -> None:
    assert lines(html) == expected


# A bar stands for the end of a line.
BROKEN = """
<div style="white-space: pre-line">The first|line.||The second.</div>
<p class="mt-4 whitespace-pre-wrap">The first line.|The second.</p>
<div class=whitespace-pre-line><span>The first line.| |The second.</span></div>
""".strip().splitlines()


@pytest.mark.parametrize("html", BROKEN)
def test_lines_that_only_the_style_breaks(html: str) -> None:
    assert lines(html.replace("|", "\n")) == "The first line. ¶ The second."


def test_ornaments_are_no_drop_caps() -> None:
    assert lines("<p><span aria-hidden=true>→</span>Older posts of the town are here.</p>") == (
        "Older posts of the town are here."
    )


READING_AIDS = [
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を", "漢字を"),
    ("The<sup><a href='#fn1'>2</a></sup> sea<a href='#_ftn1' name=x>[1]</a>, m<sup>2</sup>", "The sea, m2"),
    ("go<sup class=note>[3]</sup>ne<a href='/a#n3'><sup>4</sup></a>. <a href='#fnref'>↩</a>", "gone."),
    ("See <a href='#2'>2</a> pages", "See 2 pages"),
    (
        "in March<label for=sn class=sidenote-number></label><span class=sidenote>Or April.</span> and "
        "<span class=tooltip>sand<span class=tooltiptext>Grains.</span></span><span role=tooltip>X</span>.",
        "in March and sand.",
    ),
    ("<span class=sidenote>A note of its own.</span>", "A note of its own."),
    ("<a href=/x>Plan<span class='link__hint--sr-only'> (neues Fenster)</span></a> ahead", "Plan ahead"),
    ("<a href=/x>Plan<span class='VisuallyHidden_root__x'> (new tab)</span></a> ahead", "Plan ahead"),
    ("<span class='not-sr-only'>Plan</span> ahead", "Plan ahead"),
    (
        "which&amp;rsquo;s &amp;amp;&amp;nbsp;&amp;lt;p&amp;gt; Q&amp;A &amp;#8217;",
        "which’s & &lt;p&gt; Q&A ’",
    ),
    (
        "<b>What the board of the town still has to decide before the end of May</b><br>A second vote.",
        "What the board of the town still has to decide before the end of May ¶ A second vote.",
    ),
]


@pytest.mark.parametrize(("html", "expected"), READING_AIDS)
def test_reading_aids(html: str, expected: str) -> None:
    assert lines(f"<p>{html}</p>") == expected


def test_an_anchor_is_no_link() -> None:
    named, link = segment(parse("<p><a name=p1>The board voted.</a></p><p><a href=/x>More</a></p>"))
    assert (named.link_chars, named.links) == (0, [])
    assert (link.link_chars, link.links) == (4, [("More", "/x")])


WIRE = """
   Members approved the work by seven votes to two after a
meeting that lasted more than four hours and in which
fishermen agreed.

   Opponents on the board said the figures rest on a survey
that was made before the last two gales, in <b>March</b>.
   They wanted a new one, which would have cost eighteen
thousand.
"""
POEM = "The sea is wide,\nthe sea is deep,\n  and no one knows\nwhere sailors sleep."
CODE = """def areas(shapes):
    return {shape.name: shape.width * shape.height for shape in shapes}

    print(areas(read_all(path)), file=sys.stderr)  # for whoever looks on
"""


def test_wire_text_is_paragraphs() -> None:
    first, second, third = segment(parse(f"<pre>{WIRE}</pre>"))
    assert {first.kind, second.kind, third.kind} == {"paragraph"}
    assert first.text.endswith("a meeting that lasted more than four hours and in which fishermen agreed.")
    assert second.text.endswith("before the last two gales, in March.")
    assert third.text == "They wanted a new one, which would have cost eighteen thousand."


def test_han_is_joined_without_spaces() -> None:
    rows = (
        "港湾委員会は十七日夜、北航路を浚渫する計画を七対二で可\n"
        "決し、漁船や連絡船が待つ入り口を開く。\n\n工事は来年三月に始まり、十一週間で終わる。"
    )
    assert lines(f"<pre>{rows}</pre>") == rows.replace("\n\n", CUT).replace("\n", "")


@pytest.mark.parametrize("text", [POEM, CODE])
def test_poems_and_code_stay(text: str) -> None:
    (block,) = segment(parse(f"<pre>{text}</pre>"))
    assert (block.kind, block.text) == ("preformatted", text.rstrip())
