"""The page as a list of blocks: each is a run of text of one block-level element.

One walk over the tree, without recursion. Inline elements add to the current run; the start and end
of a block-level element close it, so that bare text beside block children is a block of its own;
`<br>` may cut it (lines.py). A row of a data table is one block, "cell | cell"; cells of layout tables
are cut like any other element. What a reader does not see (scripts, form controls, hidden elements)
is left out.
"""

from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.blocks.block import Block, Container
from crawler.extraction.blocks.lines import Run, paragraphs, preformatted, printed
from crawler.extraction.blocks.roles import BIT, families, names_of, template_name
from crawler.extraction.blocks.tables import is_data_table
from crawler.extraction.blocks.visible import holds_content, is_hidden
from crawler.items import BlockKind

__all__ = ["Block", "Container", "segment"]

MAX_BLOCKS = 60_000  # no article has more; a page of a million tiny elements must not take minutes
MAX_CHARS = 4_000_000  # of all blocks together


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIP = _tags(
    """
    head script style noscript iframe template option optgroup textarea input applet canvas audio video map
    datalist progress meter frame frameset noframes amp-ad amp-analytics amp-consent amp-sidebar amp-embed
    """
)
_BLOCK = _tags(
    """
    html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p pre search section summary
    table caption tbody thead tfoot tr td th ul hr
    """
)
_PICTURES = _tags("img iframe video audio object embed amp-img amp-video amp-iframe")
# Skipped too, unless they hold content: left open by mistake, they hold the rest of the page.
_CONTROLS = frozenset(("button", "select", "svg", "object"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "dir", "dl"))
_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "dt": "item",
    "dd": "item",
    "blockquote": "quote",
    "pre": "preformatted",
    "article": "paragraph",
    "main": "paragraph",
    "body": "paragraph",
    "table": "paragraph",
}
# Inline elements named so, beside running text, are lines of their own (not inside a paragraph).
_OWN_LINE = BIT["caption"] | BIT["author"] | BIT["date"] | BIT["share"] | BIT["related"] | BIT["ad"]
_HIDDEN = BIT["hidden"]
_EMBED = BIT["embed"]
_NAMED_INLINE = frozenset(("span", "a", "small", "time", "em", "i", "strong", "b", "label"))
_HOLDS_LINES = frozenset(
    ("div", "section", "article", "body", "main", "aside", "header", "footer", "figure", "td")
)

# How an open element is closed.
_PLAIN, _BOX, _LINK, _BOLD, _ITALIC, _NOTHING = range(6)
_INLINE_CODES: Final = {"a": _LINK, "b": _BOLD, "strong": _BOLD, "i": _ITALIC, "em": _ITALIC, "cite": _ITALIC}


def segment(root: HtmlElement, *, hidden: bool = False) -> list[Block]:
    """Cut the page into blocks, in document order; with `hidden`, what is not shown as well."""
    return _Cutter(hidden=hidden).cut(root)


class _Cutter:
    """The state of the walk."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        self.blocks: list[Block] = []
        self.chars = 0
        self.containers = 0
        self.box: Container | None = None
        self.lines: list[Run] = []  # of the current element, before the open one
        self.run = Run()
        self.opened: list[int] = []  # how to close each open element
        self.links: list[tuple[str, int]] = []  # open <a>: href, pieces of the run before it
        self.bold = self.italic = 0
        self.inline: list[int] = [0]  # families of the open inline elements together
        self.unseen = False  # is the element that opens hidden?
        self.row: HtmlElement | None = None  # the open row of a data table
        self.data_table: HtmlElement | None = None
        self.pictures = 0  # since the last block
        self.ruled = False

    def cut(self, root: HtmlElement) -> list[Block]:
        walker = etree.iterwalk(root, events=("start", "end"))
        refused: HtmlElement | None = None
        for event, element in walker:
            if event == "start":
                tag = element.tag
                attributes = element.items()
                if tag in _PICTURES:
                    self.pictures += 1
                elif tag == "hr":
                    self.ruled = True
                if tag in _SKIP or (
                    (attributes or tag in _CONTROLS or tag == "dialog")
                    and self.refuses(element, tag, attributes)
                ):
                    walker.skip_subtree()
                    refused = element
                    continue
                self.start(element, tag, attributes)
                text = element.text
            else:
                if element is refused:
                    refused = None
                else:
                    self.end(element)
                text = element.tail
            if text and self.opened:
                self.add(text)
            if self.chars > MAX_CHARS or len(self.blocks) > MAX_BLOCKS:
                break
        self.flush()
        return self.blocks

    def refuses(self, element: HtmlElement, tag: str, attributes: list[tuple[str, str]]) -> bool:
        """Whether the element is left out. What is hidden but holds content is taken, and marked."""
        if tag in _CONTROLS:
            return not holds_content(element)
        if is_hidden(element, attributes) or (tag == "dialog" and element.get("open") is None):
            self.unseen = self.hidden or holds_content(element)
            return not self.unseen
        return False

    def add(self, text: str) -> None:
        run = self.run
        size = len(text.strip())
        if not size:
            if run.pieces:
                run.pieces.append(text)
            return
        run.pieces.append(text)
        if self.links:
            run.link_chars += size
        if self.bold:
            run.bold_chars += size
        if self.italic:
            run.italic_chars += size
        run.families &= self.inline[-1]

    def start(self, element: HtmlElement, tag: str, attributes: list[tuple[str, str]]) -> None:
        if self.row is not None:
            self.opened.append(self.start_in_row(element, tag))
        elif tag in _BLOCK or "-" in tag:
            names = names_of(attributes) if attributes else ""
            self.open_box(element, tag, families(names) if names else 0, names)
        elif tag == "br":
            self.line_break()
            self.opened.append(_NOTHING)
        else:
            bits = families(names_of(attributes)) if attributes and tag in _NAMED_INLINE else 0
            if bits & _OWN_LINE and self.box is not None and self.box.tag in _HOLDS_LINES:
                self.open_box(element, tag, bits, names_of(attributes))
                if tag == "a":
                    self.links.append((element.get("href", ""), 0))
            else:
                self.opened.append(self.start_inline(element, tag, bits))

    def start_inline(self, element: HtmlElement, tag: str, bits: int) -> int:
        code = _INLINE_CODES.get(tag, _PLAIN)
        if code == _LINK:
            self.links.append((element.get("href", ""), len(self.run.pieces)))
        elif code == _BOLD:
            self.bold += 1
        elif code == _ITALIC:
            self.italic += 1
        self.inline.append(self.inline[-1] | bits)
        return code

    def start_in_row(self, element: HtmlElement, tag: str) -> int:
        """Inside a row everything is text of it; cells are parted by a bar."""
        if tag in ("td", "th"):
            if any(not piece.isspace() for piece in self.run.pieces):
                self.run.pieces.append(" | ")
        elif tag in _BLOCK or tag == "br":
            self.run.pieces.append(" ")
        elif tag == "a":
            return self.start_inline(element, tag, 0)
        return _NOTHING

    def open_box(self, element: HtmlElement, tag: str, bits: int, names: str) -> None:
        if self.run.pieces or self.lines:
            self.flush()
        self.opened.append(_BOX)
        parent = self.box
        if self.unseen:
            bits |= _HIDDEN
            self.unseen = False
        depth = parent.depth + 1 if parent else 0
        kind: BlockKind = (
            "heading" if tag in _HEADINGS else _KINDS.get(tag, parent.kind if parent else "paragraph")
        )
        if tag == "blockquote" and bits & _EMBED:
            kind = "embed"  # a post of a social network, as its own script would show it
        lists = (parent.lists if parent else 0) + (tag in _LISTS)
        level = _HEADINGS.get(tag) or ((lists or 1) if kind == "item" else parent.level if parent else None)
        pattern = template_name(names) if names else ""
        signature = hash((parent.signature if parent else 0, tag, pattern))
        self.box = Container(
            self.containers, element, tag, parent, bits, signature, depth, kind, level, lists
        )
        self.containers += 1
        if tag == "table" and self.data_table is None and is_data_table(element):
            self.data_table = element
        elif tag == "tr" and self.data_table is not None:
            self.row = element

    def end(self, element: HtmlElement) -> None:
        code = self.opened.pop()
        if code == _NOTHING:
            return
        if code == _BOX:
            if element.tag == "a":
                self.close_link()
            if self.run.pieces or self.lines:
                self.flush()
            self.close_box(element)
            return
        if code == _LINK:
            self.close_link()
        elif code == _BOLD:
            self.bold -= 1
        elif code == _ITALIC:
            self.italic -= 1
        self.inline.pop()

    def close_box(self, element: HtmlElement) -> None:
        assert self.box is not None
        if element is self.row:
            self.row = None
        elif element is self.data_table:
            self.data_table = None
        self.box = self.box.parent

    def close_link(self) -> None:
        href, start = self.links.pop()
        if href and (text := printed(self.run.pieces[start:])):
            self.run.links.append((text, href))

    def line_break(self) -> None:
        if not self.run.pieces and not self.lines:
            return
        if self.box is not None and self.box.kind == "preformatted":
            self.run.pieces.append("\n")
        else:
            self.lines.append(self.run)
            self.new_run()

    def new_run(self) -> None:
        self.run = Run()
        if self.links:
            self.links = [(href, 0) for href, _ in self.links]

    def flush(self) -> None:
        """Close the current run: what was collected since the last cut becomes blocks."""
        lines, run, box = self.lines, self.run, self.box
        self.new_run()
        if box is None:
            return
        if box.kind == "preformatted":
            run.text = preformatted(run.pieces)
            done = [run] if run.text.strip() else []
        elif lines:
            self.lines = []
            done = paragraphs([*lines, run])
        else:
            run.text = printed(run.pieces)
            done = [run] if run.text else []
        for paragraph in done:
            self.emit(paragraph, box)

    def emit(self, run: Run, box: Container) -> None:
        kind: BlockKind = box.kind
        text = run.text
        if self.row is not None:
            kind, text = "table", text.strip(" |")
            if not text:
                return
        self.chars += len(text)
        level = box.level if kind in ("heading", "item") else None
        self.blocks.append(
            Block(
                len(self.blocks),
                text,
                kind,
                level,
                box.element,
                box,
                run.link_chars,
                run.bold_chars,
                run.italic_chars,
                run.breaks,
                max(run.families, 0),
                self.pictures,
                self.ruled,
                run.links,
            )
        )
        self.pictures, self.ruled = 0, False
