"""The walk over the tree that cuts a page into blocks, in Python; and what else is compiled where it can be.

Without recursion. Inline elements add to the open line; the start and end of a block-level element close it,
so that bare text beside block children is a block of its own; `<br>` may cut it (lines.py). A row of a data
table is one block, "cell | cell"; cells of layout tables are cut like any other element.

The walk visits each element of each page, so that it is the one place where a call more or less is felt: what
it asks of an element is looked up in tables (elements.py, attributes.py), and only what these leave open is
decided elsewhere (decisions.py). `compiledwalk.pyx` is the same walk for a compiler, method by method: what
changes here changes there, and a test holds both against each other.
"""

import re
from collections.abc import Collection
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from crawler.pages.blocks import elements
from crawler.pages.blocks.attributes import NOTHING, read
from crawler.pages.blocks.block import Block, Container, sign
from crawler.pages.blocks.decisions import cuts_line, decide, hides
from crawler.pages.blocks.elements import BOLD, BOX, BREAK, CITED, ITALIC, LINK, NAMED, PLAIN, ROLES, SKIPPED
from crawler.pages.blocks.families import BIT
from crawler.pages.blocks.lines import paragraphs, unwrapped
from crawler.pages.blocks.sentences import OWN_LINE, is_note_mark
from crawler.text import INVISIBLE

MAX_BLOCKS = 60_000  # no article has more; a page of a million tiny elements must not take minutes
MAX_CHARS = 4_000_000  # of all blocks together
MAX_ABOVE = 100  # elements around a text that are looked at; pages have some 20
PROSE = 90  # characters that make a block running text (scripts without spaces: half)
# Of a text that was escaped once too often; marks of markup are left, as code is written with them.
_ESCAPED_TWICE = re.compile(r"&(?:#\d{2,5}|#x[0-9a-f]{2,4}|(?!lt;|gt;)[a-z]{2,8}\d?);", re.IGNORECASE)


class Walk:
    """The state of the walk; `blocks` is what it found."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden  # is what is not shown taken as well?
        self.blocks: list[Block] = []
        self.chars = 0
        self.full = False  # are there as many as any page may have?
        self.boxes: list[Container] = []  # that are open, outermost first
        self.numbered = 0  # so many of these have their index,
        self.containers = 0  # and so many of the page
        self.unseen = False  # is the element that opens hidden?
        self.row: Container | None = None  # the open row of a data table
        self.data_table: Container | None = None
        self.pictures = 0  # since the last block
        self.ruled = False
        self.links: list[tuple[str | None, Block, int]] = []  # open <a>: href, where its text begins
        self.emphasis = [0] * SKIPPED  # how many elements of each role are open
        self.inline = [0]  # families of the open inline elements together
        self.line = Block()  # the open one,
        self.pieces: list[str] = []  # its text
        self.lines: list[Block] = []  # and those before it in its element
        self.begun = False  # is there any text in these?

    def run(self, root: HtmlElement) -> None:
        """Visit the elements that are shown, in document order, and all text between their tags."""
        opened: list[tuple[HtmlElement, int]] = []
        node = root
        while not self.full:
            tag, ending = node.tag, SKIPPED
            role = ROLES.get(tag) or decide(self, node, tag)
            # An empty element changes nothing, unless it cuts the text that stands before it.
            if role != SKIPPED and ((text := node.text) or len(node) or (role and self.begun)):
                ending = self.start(node, tag, role)
                if ending != SKIPPED:
                    if text:
                        self.add(text)
                    if len(node):
                        opened.append((node, ending))
                        node = node[0]
                        continue
                    self.end(tag, ending)
            while opened:
                if text := node.tail:
                    self.add(text)
                if (after := node.getnext()) is not None:
                    node = after
                    break
                node, ending = opened.pop()
                if ending:
                    self.end(node.tag, ending)
            else:
                return

    def start(self, element: HtmlElement, tag: str, role: int) -> int:
        """Begin an element; the result says how it must end, or that it is skipped for being hidden."""
        families, template, shown = read(given) if (given := element.items()) else NOTHING
        if shown and hides(self, element, role, shown):
            return SKIPPED
        if self.row is not None:
            role, families = self.part_of_row(tag, role), 0
        if role == LINK and not self.open_link(element):
            return SKIPPED
        own_line = families & OWN_LINE and PLAIN < role < CITED
        if role == BOX or (own_line and cuts_line(self, element)):
            self.open_box(element, tag, families, template)
            return BOX
        if role == BREAK:
            self.line_break()
        if role in (BREAK, PLAIN) or (role == NAMED and not families):
            return PLAIN
        self.emphasis[role] += 1
        self.inline.append(self.inline[-1] | families * (role != CITED))
        return role

    def open_link(self, element: HtmlElement) -> bool:
        """Begin an `<a>`; False for the mark of a note, which is left out."""
        href = element.get("href", "")
        if "#" in href and is_note_mark(element, href):
            return False
        anchor = not href and (element.get("name") or element.get("id"))
        self.links.append((None if anchor else href, self.line, len(self.pieces)))
        return True

    def here(self, element: HtmlElement) -> tuple[str, HtmlElement, HtmlElement]:
        """The text of the open line, the element that stands behind it, and the box of both."""
        return "".join(self.pieces), element, self.boxes[-1].element

    def end(self, tag: str, ending: int) -> None:
        """End an element as its start said."""
        if tag == "a":
            self.close_link()
        if ending == PLAIN:
            return
        if ending != BOX:
            self.inline.pop()
            self.emphasis[ending] -= 1
            return
        if self.begun:
            self.flush()
        box = self.boxes.pop()
        box.end = len(self.blocks)
        if self.numbered > len(self.boxes):
            self.numbered -= 1
        if box is self.row:
            self.row = None
        elif box is self.data_table:
            self.data_table = None

    def part_of_row(self, tag: str, role: int) -> int:
        """Inside a row everything is text of it; cells are parted by a bar."""
        if role == LINK:
            return LINK
        if role in (BOX, BREAK) and self.begun:
            self.pieces.append(" | " if tag in elements.CELLS else " ")
        return PLAIN

    def open_box(self, element: HtmlElement, tag: str, families: int, template: str) -> None:
        """Open a block-level element, or an inline one that is a line of its own."""
        if self.begun:
            self.flush()
        if self.unseen:
            families |= BIT["hidden"]
            self.unseen = False
        parent = self.boxes[-1] if self.boxes else None
        kind = elements.KINDS.get(tag) or (parent.kind if parent else elements.PARAGRAPH)
        if tag == "blockquote" and families & BIT["embed"]:
            kind = elements.EMBED
        elif tag == "tr" and self.data_table is not None:
            kind = elements.ROW
        box = Container(element, tag, parent, kind, families, template, len(self.boxes), len(self.blocks))
        self.boxes.append(box)
        if kind is elements.ROW:
            self.row = box
        elif tag == "table" and self.data_table is None and elements.is_data_table(element):
            self.data_table = box

    def add(self, text: str) -> None:
        """Add text to the open line."""
        if text.isspace():
            if self.pieces:
                self.pieces.append(text)
            return
        self.pieces.append(text)
        self.begun = True
        self.line.families &= self.inline[-1]
        if self.links or len(self.inline) > 1:
            size = len(text.strip())
            if self.links and self.links[-1][0] is not None:
                self.line.link_chars += size
            if self.emphasis[BOLD]:
                self.line.bold_chars += size
            if self.emphasis[ITALIC] or self.emphasis[CITED]:
                self.line.italic_chars += size

    def close_link(self) -> None:
        """End the innermost `<a>`, and note it where it has text and leads somewhere."""
        href, line, start = self.links.pop()
        if href and (text := one_line(self.pieces[start if line is self.line else 0 :])):
            self.line.links.append((text, href))

    def line_break(self) -> None:
        """End the open line at a `<br>`."""
        if not self.begun:
            return
        if self.boxes[-1].kind[0] == "preformatted":
            self.pieces.append("\n")
        else:
            self.close_line()

    def close_line(self, kind: str = "") -> None:
        """The open line gets its text; another one is open."""
        text = (preformatted if kind == "preformatted" else one_line)(self.pieces)
        self.line.text = text.strip(" |") if kind == "table" else text
        self.lines.append(self.line)
        self.line = Block()
        self.pieces.clear()

    def flush(self) -> None:
        """What was collected since the last cut becomes blocks."""
        kind = self.boxes[-1].kind[0]
        self.close_line(kind)
        lines = self.lines
        if kind == "preformatted":
            marked = next(self.boxes[-1].element.iter("code", "span"), None)  # as code is
            if marked is None and (texts := unwrapped(lines[0].text)):
                self.boxes[-1].kind = elements.PARAGRAPH
                lines = [Block(text) for text in texts]
        elif len(lines) > 1:
            lines = paragraphs(lines, whole=kind == "heading")
        self.lines, self.begun = [], False
        for line in lines:
            if line.text and not self.full:
                self.emit(line)

    def emit(self, block: Block) -> None:
        """Make a block of what was collected."""
        for box in self.boxes[self.numbered :]:  # of which this is the first block
            path, lists = (box.parent.signature, box.parent.lists) if box.parent else (0, 0)
            box.signature, box.lists = sign(path, box.tag, box.template), lists + (box.tag in elements.LISTS)
            box.index = self.containers
            self.containers += 1
        self.numbered = len(self.boxes)
        box = self.boxes[-1]
        block.container, block.element, block.holder = box, box.element, box.parent
        block.boxes = self.boxes[: -MAX_ABOVE - 1 : -1]
        block.index = len(self.blocks)
        block.kind, block.level = box.kind
        if block.kind == "item":
            block.level = box.lists or 1
        block.families = max(block.families, 0)
        text, size = block.text, len(block.text)
        told = size >= PROSE or (size >= PROSE // 2 and " " not in text and not text[: PROSE // 2].isascii())
        block.prose = told and 2 * block.link_chars <= size and block.kind not in ("heading", "table")
        block.pictures, block.ruled = self.pictures, self.ruled
        self.pictures, self.ruled = 0, False
        self.blocks.append(block)
        self.chars += size
        self.full = self.chars > MAX_CHARS or block.index >= MAX_BLOCKS


def having(root: HtmlElement, names: Collection[str]) -> list[HtmlElement]:
    """The elements that have any of these attributes, in the document's order."""
    # The attributes, not the elements that have one of them: libxml2 finds these in half the time.
    values: Any = root.xpath(" | ".join(f"//@{name}" for name in names))
    return list(dict.fromkeys(value.getparent() for value in values))


def one_line(pieces: list[str]) -> str:
    """The text as a reader sees it: white space folded, entities undone, nothing invisible."""
    text = "".join(pieces)
    if "&" in text:
        text = _ESCAPED_TWICE.sub(lambda entity: unescape(entity[0]), text)
    text = " ".join(text.split())
    return text if text.isascii() else " ".join(INVISIBLE.sub("", text).split())


def preformatted(pieces: list[str]) -> str:
    """The text of a <pre>: its lines are kept."""
    lines = INVISIBLE.sub("", "".join(pieces)).replace("\t", "    ").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")
