"""Segmentation: one table of cases, and bad input in bounded time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.blocks.families import BIT
from crawler.pages.blocks.segment import Block, Container, segment
from crawler.pages.parse import parse


def cut(html: str) -> list[Block]:
    return segment(parse(html))


LONG = "A sentence that is long enough to be read as a paragraph of its own, and that ends with a full stop."
WRAPPED = "Text that somebody has wrapped by hand, as one does in letters, to"

CASES = [
    ("<p>One</p><p>Two</p>", ["One", "Two"]),
    ("<div>Bare text<p>Child</p>and after</div>", ["Bare text", "Child", "and after"]),
    ("<p>A <b>bold</b> and <a href=x>linked</a> word</p>", ["A bold and linked word"]),
    ("<div>One<br><br>Two<br> <br/>Three</div>", ["One", "Two", "Three"]),
    ("<p>Street 1<br>12345 Town</p>", ["Street 1", "12345 Town"]),
    ("<p>رامي الخوري<br>طرابلس</p>", ["رامي الخوري", "طرابلس"]),
    ("<p>Rosa Lind,<br>Harbour Street<br>and Quay</p>", ["Rosa Lind, Harbour Street and Quay"]),
    ("<h2>The ferry<br>Sails again</h2>", ["The ferry Sails again"]),
    (
        f"<p>{WRAPPED}<br>Marta Lind, of the port, who had waited</p>",
        [f"{WRAPPED} Marta Lind, of the port, who had waited"],
    ),
    (f"<p>{WRAPPED}<br>2. Marta Lind</p>", [WRAPPED, "2. Marta Lind"]),
    (
        "<table><tr><th>Who</th><th>Where</th></tr><tr><td>Rosa<br>Lind</td><td>Quay</td></tr></table>",
        ["Who | Where", "Rosa Lind | Quay"],
    ),
    (f"<div>{LONG}<br>{LONG}<br>short end</div>", [LONG, LONG, "short end"]),
    (
        "<p>Some text<br><a href=/x>Read also: another story</a></p>",
        ["Some text", "Read also: another story"],
    ),
    ("<ul><li>One<ul><li>Two</li></ul>rest</li></ul>", ["One", "Two", "rest"]),
    (
        "<table><tr><th>City</th><th>People</th></tr><tr><td>Homs</td><td>1</td></tr></table>",
        ["City | People", "Homs | 1"],
    ),
    ("<table><tr><td><p>Left</p></td><td><ul><li>Right</ul></td></tr></table>", ["Left", "Right"]),
    ("<table><tr><td>only</td></tr><tr><td>layout</td></tr></table>", ["only", "layout"]),
    ("<figure><img src=x><figcaption>A caption</figcaption></figure>", ["A caption"]),
    ("<div>Text <span class='photo-credit'>AFP</span> goes on</div>", ["Text", "AFP", "goes on"]),
    ("<div><span class=author>By Ann</span><span class=date>1 May</span></div>", ["By Ann", "1 May"]),
    ("<p>a\u200bb\u00ad\ufeffc \u200fد</p>", ["abc د"]),
    ("<p>می\u200cخواهم</p>", ["می\u200cخواهم"]),
    ("<pre>a\n  b</pre>", ["a\n  b"]),
    ("<p> \n\u00a0 </p><p></p>", []),
    ("<p>x<script>var a</script><style>p{}</style><noscript>n</noscript>y</p>", ["xy"]),
    ("<form><p>In a form</p><button>Send</button><select><option>1</select></form>", ["In a form"]),
    ("<p hidden>a</p><p style='display: none'>b</p><p class='sr-only'>c</p><p>d</p>", ["d"]),
    (
        "<p>a <a href=x>link<span style='clip:rect(0 0 0 0);width:1px'>, opens new tab</span></a></p>",
        ["a link"],
    ),
    ("<p>c<span class='u-hiddenVisually'>for screen readers</span></p>", ["c"]),
    ("<p>b<span style='position:absolute; left:-9999px'>for screen readers</span></p>", ["b"]),
    (
        "<span aria-hidden=true>icon</span><main aria-hidden=true><p>behind</p></main>",
        ["behind"],
    ),
    ("<dialog><p>closed</p></dialog><dialog open><p>open</p></dialog>", ["open"]),
    ("<a href=x><h2>Title</h2><p>Teaser</p></a>", ["Title", "Teaser"]),
    ("<my-element>own element</my-element>text", ["own element", "text"]),
    ("", []),
    ("<", ["<"]),
    ("<p>cut off <a href='x", ["cut off"]),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_cuts(html: str, expected: list[str]) -> None:
    assert [block.text for block in cut(html)] == expected


def test_kinds_and_levels() -> None:
    html = (
        "<h2>Head</h2><ol><li>One<ul><li>Deep</li></ul></li></ol><blockquote><p>Said</p></blockquote>"
        "<pre>x</pre><table><tr><td>a<td>b<tr><td>c<td>d</table><p>Text</p>"
    )
    assert [(block.kind, block.level) for block in cut(html)] == [
        ("heading", 2),
        ("item", 1),
        ("item", 2),
        ("quote", None),
        ("preformatted", None),
        ("table", None),
        ("table", None),
        ("paragraph", None),
    ]


def test_posts_of_networks_are_embeds() -> None:
    post, said = cut(
        "<blockquote class=twitter-tweet><p>Ferry!</p></blockquote><blockquote><p>Yes.</p></blockquote>"
    )
    assert (post.kind, said.kind) == ("embed", "quote")


def test_counts_inside_inline_elements() -> None:
    (block,) = cut("<p>ab <a href='/1'>cd <b>ef</b></a> <i>gh</i><br>i</p>")
    assert (block.link_chars, block.bold_chars, block.italic_chars, block.breaks) == (4, 2, 2, 1)
    assert block.links == [("cd ef", "/1")]


def test_same_template_same_signature() -> None:
    one, two, other = cut(
        "<div class=row1><p>a</p></div><div class=row2><p>b</p></div><div class=x><p>c</p></div>"
    )
    assert one.container.signature == two.container.signature != other.container.signature


def test_a_signature_is_the_same_in_every_process() -> None:
    (block,) = cut("<div class=row1><p>a</p></div>")
    assert block.container.signature == 8_469_092_910_414_425_545


def test_names_are_read_in_any_order_and_hide_by_class_alone() -> None:
    both, other = cut(
        "<div class=article id=body><p>a</p></div><div id=offscreen class=byline><p>b</p></div>"
    )
    names = [both.container.parent, other.container.parent]
    assert [bool(box and box.families & BIT["body"]) for box in names] == [True, False]
    assert [bool(box and box.families & BIT["author"]) for box in names] == [False, True]


def test_hidden_text_on_request() -> None:
    root = parse("<div style='display:none'><p>folded away</p></div><p>shown</p>")
    assert [block.text for block in segment(root, hidden=True)] == ["folded away", "shown"]


HOSTILE = [
    "<div>" * 100_000 + "<p>deep</p>" + "</div>" * 100_000 + "<p>deep</p>",
    "<b>" * 100_000 + "deep",
    "<p>deep" * 100_000,
    "<table><tr><td>" * 5_000 + "deep",
    "<ul><li>" * 5_000 + "deep",
    "<a href=x>" * 50_000 + "deep",
    "x<br>" * 50_000 + "deep",
    "deep " * 1_000_000,
]


@pytest.mark.parametrize("html", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_give_text_in_bounded_time(html: str) -> None:
    start = time.process_time()
    blocks = cut(html)
    assert any("deep" in block.text for block in blocks)
    assert time.process_time() - start < 10


TAGS = "<p> </p> <div> </div> <br> <a> </a> <table> <tr> <td> </table> <ul> <li> </ul> <b> </b> <pre> </pre>"
PIECES = st.sampled_from([*TAGS.split(), "<span class=date>", "</span>", "w1 ", "كلمة ", "字"])


def above(block: Block) -> list[Container]:
    boxes = [block.container]
    while (parent := boxes[-1].parent) is not None:
        boxes.append(parent)
    return boxes


@given(st.lists(PIECES, max_size=60).map("".join))
def test_containers_hold_a_stretch_of_blocks_and_are_numbered_as_these_meet_them(html: str) -> None:
    blocks = segment(parse(f"<body>{html}</body>"))
    met = list(dict.fromkeys(box for block in blocks for box in reversed(above(block))))
    assert [box.index for box in met] == list(range(len(met)))
    for box in met:
        held = [block for block in blocks if box.first <= block.index < box.end]
        assert held == [block for block in blocks if box in block.boxes]
    assert all(block.boxes == above(block) for block in blocks)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_is_lost_or_invented(html: str) -> None:
    root = parse(f"<body>{html}</body>")
    printed = "".join("".join(root.itertext()).split())
    assert "".join("".join(block.text.replace("|", "").split()) for block in segment(root)) == printed


def test_a_page_goes_on_after_an_end_in_its_middle() -> None:
    """As an advertisement brings one; browsers read on."""
    page = "<html><body><table><tr><td><noscript><a>ad</a></noscript></body></HTML ></td></tr></table>"
    assert (
        parse(f"{page}<p>{'The text. ' * 9}</p></body></html>").xpath("string(//p)").startswith("The text.")
    )
