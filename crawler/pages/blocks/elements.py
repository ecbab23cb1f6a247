"""What each HTML element is to segmentation: one role a tag, and the kind of block that its text makes."""

from collections import defaultdict
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from crawler.items import BlockKind

(
    PLAIN,  # inline, and nothing more
    BOX,  # block-level: its start and its end cut the text
    NAMED,  # inline, but sites use it for lines of their own, too
    LINK,
    BOLD,
    ITALIC,
    CITED,  # italic, and never a line of its own
    SKIPPED,  # no text of the page
    BREAK,
) = range(9)

_TAGS: Final = {
    BOX: """
        html body address article aside blockquote caption center dd details dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre search section
        summary table tbody td tfoot th thead tr ul
        """,
    NAMED: "span small time label",
    LINK: "a",
    BOLD: "b strong",
    ITALIC: "i em",
    CITED: "cite",
    SKIPPED: """
        head script style noscript template option optgroup textarea input applet canvas map rt rp rtc
        datalist progress meter frame frameset noframes amp-ad amp-analytics amp-consent amp-sidebar amp-embed
        """,
    BREAK: "br",
}
# What another element is shows only when one looks at it.
ROLES: Final = {tag: role for role, tags in _TAGS.items() for tag in tags.split()}
FRAMES: Final = frozenset(("iframe", "video", "audio"))
PICTURES: Final = FRAMES | {"img", "embed", "object", "amp-img", "amp-video", "amp-iframe"}
CONTROLS: Final = frozenset(("button", "select", "svg", "object"))
# Of these, and of those that sites made up, more than the tag must be looked at.
ASKED: Final = PICTURES | CONTROLS | {"hr", "dialog", "sup"}
LISTS: Final = frozenset(("ul", "ol", "menu", "dir", "dl"))
CELLS: Final = frozenset(("td", "th"))
# What these elements hold is of this kind, whatever stands around them; a heading's with its level.
Kind = tuple[BlockKind, int | None]
PARAGRAPH: Final[Kind] = ("paragraph", None)
EMBED: Final[Kind] = ("embed", None)  # a post of a social network, as its own script would show it
ROW: Final[Kind] = ("table", None)  # of a data table
KINDS: Final[dict[str, Kind]] = {
    **{f"h{level}": ("heading", level) for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), ("item", None)),
    **dict.fromkeys(("article", "main", "body", "table"), PARAGRAPH),
    "blockquote": ("quote", None),
    "pre": ("preformatted", None),
}
# In these, beside running text, an inline element that is named so is a line of its own.
HOLDS_LINES: Final = frozenset(
    ("div", "section", "article", "body", "main", "aside", "header", "footer", "figure", "td")
)

MAX_CELL_CHARS = 400  # a longer cell is running text: the table is there for the layout
LOOK_AT_CELLS = 300  # enough to know what a table is
FILLED = 0.3  # of the cells hold text at least: empty ones are there for the distance
_LAYOUT_INSIDE = ("table", "h1", "h2", "form", "article", "ul", "blockquote")
_DATA_MARKS = ("th", "thead", "caption")
CONTENT: Final = ("p", "div", "br", "h1", "article", "main")
_PARAGRAPHS = 3  # an element with as many holds text, not a label or a message
_PARTS: Final = ("p", "div", "section", "li", "figure")
_LINE = 80  # characters of its own that make a paragraph of a `<div>`


def is_data_table(table: HtmlElement) -> bool:
    """Whether the rows of a table belong together as lines "cell | cell"; layout tables are cut as others.

    True for at least two rows of two short cells, without anything inside that makes a layout.
    """
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants(*_LAYOUT_INSIDE), None) is not None:
        return False
    cells: list[HtmlElement] = []
    rows = wide = 0
    for row in islice(table.iter("tr"), LOOK_AT_CELLS):
        before = len(cells)
        cells.extend(islice(row.iterchildren(*CELLS), LOOK_AT_CELLS))
        wide += len(cells) >= before + 2
        rows += 1
    if wide < 2 or wide * 2 < rows:
        return False
    lengths = []
    for cell in cells[:LOOK_AT_CELLS]:
        lengths.append(len(" ".join("".join(cell.itertext()).split())))
    marked = next(table.iter(*_DATA_MARKS), None) is not None
    longest = MAX_CELL_CHARS * (2 if marked else 1)
    return max(lengths) <= longest and sum(map(bool, lengths)) >= FILLED * len(lengths)


def is_of_run(element: HtmlElement) -> bool:
    """Whether an element is one of several paragraphs or parts side by side that hide in the same way, one by
    one."""
    if element.tag not in _PARTS:
        return False
    texts = [inside.text or "" for inside in islice(element.iter("p", "div", element.tag), _PARAGRAPHS)]
    if max(map(len, texts), default=0) < _LINE:
        return False
    near = (*islice(element.itersiblings(), 2), *islice(element.itersiblings(preceding=True), 2))
    return len([other for other in near if other.tag == element.tag and other.items() == element.items()]) > 1


def holds_content(element: HtmlElement) -> bool:
    """Whether there is more in the element than one expects of a control, a label or an icon.

    A `<button>` that was never closed holds the whole page; scripts show what is sent hidden.
    """
    if element.tag in ("html", "body") or is_of_run(element):
        return True
    lines: defaultdict[HtmlElement, int] = defaultdict(int)
    for inside in element.iter(*CONTENT):
        if inside.tag not in ("p", "div", "br"):
            return True
        holder = element if inside.tag == "p" else inside.getparent()
        text = inside.tail if inside.tag == "br" else inside.text
        lines[holder] += inside.tag == "p" or len((text or "").strip()) >= _LINE
        if lines[holder] == _PARAGRAPHS:
            return True
    return False
