"""The page as a list of blocks: each is a run of text of one block-level element.

One walk over the tree, without recursion. Inline elements add to the current run; the start and end
of a block-level element close it, so that bare text beside block children is a block of its own;
`<br>` may cut it (lines.py). A row of a data table is one block, "cell | cell"; cells of layout tables
are cut like any other element. What a reader does not see (scripts, form controls, hidden elements)
is left out.
"""

from contextlib import suppress

from lxml.html import HtmlElement

from crawler.pages.blocks.attributes import BEHIND, NOTHING, holds_content, read
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.boxes import Boxes
from crawler.pages.blocks.datatables import is_data_table
from crawler.pages.blocks.elements import (
    BOLD,
    BOX,
    BREAK,
    CELLS,
    CITED,
    CONTROL,
    DIALOG,
    HOLDS_LINES,
    KINDS,
    LINK,
    PICTURES,
    PLAIN,
    ROLES,
    RULE,
    SKIPPED,
    UNKNOWN,
    role_of_unknown,
)
from crawler.pages.blocks.families import BIT
from crawler.pages.blocks.lines import Run, paragraphs, preformatted, printed

__all__ = ["Block", "Container", "segment"]

MAX_BLOCKS = 60_000  # no article has more; a page of a million tiny elements must not take minutes
MAX_CHARS = 4_000_000  # of all blocks together

# Inline elements named so, beside running text, are lines of their own (not inside a paragraph).
_OWN_LINE = BIT["caption"] | BIT["author"] | BIT["date"] | BIT["share"] | BIT["related"] | BIT["ad"]
_HIDDEN = BIT["hidden"]
_EMBED = BIT["embed"]
_LINE = -1  # how an `<a>` that is a line of its own ends: as a link and as a box


def segment(root: HtmlElement, *, hidden: bool = False) -> list[Block]:
    """Cut the page into blocks, in document order; with `hidden`, what is not shown as well."""
    cutter = _Cutter(hidden=hidden)
    with suppress(_Full):
        cutter.walk(root)
    return cutter.blocks


class _Full(Exception):
    """There are as many blocks as any page may have."""


class _Cutter:
    """The state of the walk."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        self.blocks: list[Block] = []
        self.chars = 0
        self.boxes = Boxes()
        self.unseen = False  # is the element that opens hidden?
        self.row: HtmlElement | None = None  # the open row of a data table
        self.data_table: HtmlElement | None = None
        self.pictures = 0  # since the last block
        self.ruled = False
        self.links: list[tuple[str, int]] = []  # open <a>: href, pieces of the run before it
        self.bold = self.italic = 0  # such elements that are open
        self.inline: list[int] = [0]  # families of the open inline elements together
        self.run = Run()
        self.lines: list[Run] = []  # of the current element, before the open one

    def walk(self, root: HtmlElement) -> None:
        """Visit the elements that are shown, in document order, and all text between their tags."""
        opened: list[tuple[HtmlElement, int]] = []
        node = root
        while True:
            tag = node.tag
            role = ROLES.get(tag, UNKNOWN)
            if role > BREAK:
                role = self.decide(node, tag, role)
            # An empty element changes nothing, unless it cuts the text that stands before it.
            cuts = role and (self.run.pieces or self.lines)
            if role != SKIPPED and ((text := node.text) or len(node) or cuts):
                ending = self.start(node, tag, role)
                if ending != SKIPPED:
                    if text:
                        self.add(text)
                    if len(node):
                        opened.append((node, ending))
                        node = node[0]
                        continue
                    if ending:
                        self.end(node, ending)
            while opened:
                if text := node.tail:
                    self.add(text)
                if (after := node.getnext()) is not None:
                    node = after
                    break
                node, ending = opened.pop()
                if ending:
                    self.end(node, ending)
            else:
                break
        self.flush()

    def decide(self, element: HtmlElement, tag: str, role: int) -> int:
        """The role of an element of which the tag alone does not tell it."""
        if role == UNKNOWN:
            return role_of_unknown(tag)
        if role in PICTURES:
            self.pictures += 1
            role = PICTURES[role]
        if role == RULE:
            self.ruled = True
            return BOX
        if role == CONTROL:
            return PLAIN if holds_content(element) else SKIPPED
        if role == DIALOG:
            return BOX if element.get("open") is not None or self.shows(element) else SKIPPED
        return role

    def shows(self, element: HtmlElement) -> bool:
        """Whether a hidden element is taken all the same, and marked: what holds content is."""
        self.unseen = self.hidden or holds_content(element)
        return self.unseen

    def start(self, element: HtmlElement, tag: str, role: int) -> int:
        """Begin an element; the result says how it must end, or that it is skipped for being hidden."""
        families, template, shown = read(attributes) if (attributes := element.items()) else NOTHING
        if shown and not (shown == BEHIND and holds_content(element)) and not self.shows(element):
            return SKIPPED
        if self.row is not None:
            role, families = self.part_of_row(tag, role), 0
        elif role == BOX:
            self.open_box(element, tag, families, template)
            return BOX
        elif role == BREAK:
            self.line_break()
            return PLAIN
        elif not PLAIN < role < CITED:
            families = 0
        elif families & _OWN_LINE and self.boxes.open and self.boxes.open[-1][1] in HOLDS_LINES:
            self.open_box(element, tag, families, template)
            if role != LINK:
                return BOX
            self.links.append((element.get("href", ""), 0))
            return _LINE
        if role == LINK:
            self.links.append((element.get("href", ""), len(self.run.pieces)))
        elif role == BOLD:
            self.bold += 1
        elif role > BOLD:
            self.italic += 1
        elif not families:
            return PLAIN
        self.inline.append(self.inline[-1] | families)
        return role

    def end(self, element: HtmlElement, ending: int) -> None:
        """End an element as its start said."""
        if ending == _LINE:
            self.close_link()
            ending = BOX
        if ending == BOX:
            if self.run.pieces or self.lines:
                self.flush()
            self.boxes.close(len(self.blocks))
            if element is self.row:
                self.row = None
            elif element is self.data_table:
                self.data_table = None
            return
        self.inline.pop()
        if ending == LINK:
            self.close_link()
        elif ending == BOLD:
            self.bold -= 1
        elif ending > BOLD:
            self.italic -= 1

    def part_of_row(self, tag: str, role: int) -> int:
        """Inside a row everything is text of it; cells are parted by a bar."""
        pieces = self.run.pieces
        if tag in CELLS:
            if any(not piece.isspace() for piece in pieces):
                pieces.append(" | ")
        elif role in (BOX, BREAK):
            pieces.append(" ")
        elif role == LINK:
            return role
        return PLAIN

    def open_box(self, element: HtmlElement, tag: str, families: int, template: str) -> None:
        if self.run.pieces or self.lines:
            self.flush()
        boxes = self.boxes.open
        kind = KINDS.get(tag) or (boxes[-1][2] if boxes else "paragraph")
        if self.unseen:
            families |= _HIDDEN
            self.unseen = False
        if tag == "blockquote" and families & _EMBED:
            kind = "embed"  # a post of a social network, as its own script would show it
        boxes.append((element, tag, kind, families, template))
        if tag == "table":
            if self.data_table is None and is_data_table(element):
                self.data_table = element
        elif tag == "tr" and self.data_table is not None:
            self.row = element

    def add(self, text: str) -> None:
        run = self.run
        if text.isspace():
            if run.pieces:
                run.pieces.append(text)
            return
        run.pieces.append(text)
        if self.links or self.bold or self.italic:
            size = len(text.strip())
            if self.links:
                run.link_chars += size
            if self.bold:
                run.bold_chars += size
            if self.italic:
                run.italic_chars += size
        run.families &= self.inline[-1]

    def close_link(self) -> None:
        href, start = self.links.pop()
        if href and (text := printed(self.run.pieces[start:])):
            self.run.links.append((text, href))

    def line_break(self) -> None:
        if not self.run.pieces and not self.lines:
            return
        boxes = self.boxes.open
        if boxes and boxes[-1][2] == "preformatted":
            self.run.pieces.append("\n")
        else:
            self.lines.append(self.run)
            self.run = Run()
            self.links = [(href, 0) for href, _ in self.links]

    def flush(self) -> None:
        """Close the current run: what was collected since the last cut becomes blocks."""
        run = self.run
        kind = self.boxes.open[-1][2] if self.boxes.open else None
        if self.lines:
            done = paragraphs([*self.lines, run], whole=self.row is not None or kind == "heading")
            self.lines, self.run = [], Run()
            for line in done:
                self.emit(line)
        else:
            run.text = (preformatted if kind == "preformatted" else printed)(run.pieces)
            if run.text:
                self.emit(run)
            run.reset()
        if self.links:
            self.links = [(href, 0) for href, _ in self.links]

    def emit(self, run: Run) -> None:
        """Make a block of what was collected."""
        boxes, text, index = self.boxes, run.text, len(self.blocks)
        if not boxes.open:
            return
        kind = boxes.open[-1][2]
        if self.row is not None:
            kind, text = "table", text.strip(" |")
            if not text:
                return
        container, level = boxes.container(index), None
        if kind == "item":
            level = container.lists or 1
        elif kind == "heading":
            level = boxes.heading()
        self.blocks.append(
            Block(
                index,
                text,
                kind,
                level,
                container,
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
        self.chars += len(text)
        if self.chars > MAX_CHARS or index >= MAX_BLOCKS:
            raise _Full
