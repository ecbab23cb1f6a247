"""The page as a list of blocks: each is a run of text of one block-level element.

One walk over the tree, without recursion. Inline elements add to the current run; the start and end
of a block-level element close it, so that bare text beside block children is a block of its own;
`<br>` may cut it (lines.py). A row of a data table is one block, "cell | cell"; cells of layout tables
are cut like any other element. What a reader does not see (scripts, form controls, hidden elements)
is left out.

The walk visits each element of each page, so that it is the one place where a call more or less is felt:
what it asks of an element is looked up in tables (elements.py, attributes.py).
"""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b

from lxml.html import HtmlElement

from crawler.pages.blocks.attributes import (
    BEHIND,
    HIDING,
    KNOWN,
    NAMING,
    NOTHING,
    Said,
    learn,
    shown_by,
)
from crawler.pages.blocks.block import Block, Container
from crawler.pages.blocks.datatables import is_data_table
from crawler.pages.blocks.elements import (
    BOLD,
    BOX,
    BREAK,
    CELLS,
    CITED,
    CONTROL,
    DIALOG,
    EMBED,
    HOLDS_LINES,
    ITALIC,
    KINDS,
    LINK,
    LISTS,
    PARAGRAPH,
    PICTURES,
    PLAIN,
    ROLES,
    RULE,
    SKIPPED,
    UNKNOWN,
    Kind,
    role_of_unknown,
)
from crawler.pages.blocks.families import BIT
from crawler.pages.blocks.lines import Run, paragraphs, preformatted
from crawler.text import INVISIBLE

__all__ = ["Block", "Container", "one_line", "segment"]

MAX_BLOCKS = 60_000  # no article has more; a page of a million tiny elements must not take minutes
MAX_CHARS = 4_000_000  # of all blocks together
MAX_SIGNATURES = 20_000  # remembered; on the pages of a site the same few hundred stand again and again

# Inline elements named so, beside running text, are lines of their own (not inside a paragraph).
_OWN_LINE = BIT["caption"] | BIT["author"] | BIT["date"] | BIT["share"] | BIT["related"] | BIT["ad"]
_HIDDEN = BIT["hidden"]
_EMBED = BIT["embed"]
_LINE = -1  # how an `<a>` that is a line of its own ends: as a link and as a box
_CONTENT = ("p", "h1", "article", "main")
_PARAGRAPHS = 3  # an element with as many holds text, not a label or a message

_SIGNATURES: dict[tuple[int, str, str], int] = {}  # no lru_cache, as in attributes.py

# An open block-level element, its tag, the kind of the text in it, its families, its template.
Box = tuple[HtmlElement, str, Kind, int, str]


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
        self.boxes: list[Box] = []  # that are open, outermost first
        # Their containers, of the first ones: a container is made when the first block in it is, for many
        # elements hold no text. So they are numbered as the blocks meet them, each after its parent.
        self.made: list[Container] = []
        self.containers = 0
        self.unseen = False  # is the element that opens hidden?
        self.row: HtmlElement | None = None  # the open row of a data table
        self.data_table: HtmlElement | None = None
        self.pictures = 0  # since the last block
        self.ruled = False
        self.links: list[tuple[str, int]] = []  # open <a>: href, pieces of the page before it
        self.emphasis = [0] * UNKNOWN  # how many elements of each role are open
        self.inline: list[int] = [0]  # families of the open inline elements together
        self.run = self.first = Run()  # the open line, and the first of its element
        self.lines: list[Run] = []  # of the current element, before the open one
        self.before = 0  # pieces of the page before the open line

    def walk(self, root: HtmlElement) -> None:
        """Visit the elements that are shown, in document order, and all text between their tags."""
        opened: list[tuple[HtmlElement, int]] = []
        node = root
        while True:
            tag, ending = node.tag, SKIPPED
            role = ROLES.get(tag, UNKNOWN)
            if role > BREAK:
                role = self.decide(node, tag, role)
            # An empty element changes nothing, unless it cuts the text that stands before it.
            if role != SKIPPED and ((text := node.text) or len(node) or (role and self.first.pieces)):
                ending = self.start(node, tag, role)
                if ending != SKIPPED:
                    if text:
                        self.add(text)
                    if len(node):
                        opened.append((node, ending))
                        node = node[0]
                        continue
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
            return PLAIN if _holds_content(element) else SKIPPED
        if role == DIALOG:
            return BOX if element.get("open") is not None or self.shows(element, role) else SKIPPED
        return role

    def shows(self, element: HtmlElement, shown: int) -> bool:
        """Whether an element that is not shown is taken all the same; it is marked, unless it is the page."""
        holds = _holds_content(element)
        if holds and shown == BEHIND:
            return True
        self.unseen = self.hidden or holds
        return self.unseen

    def start(self, element: HtmlElement, tag: str, role: int) -> int:
        """Begin an element; the result says how it must end, or that it is skipped for being hidden."""
        families, template, shown = _read(attributes) if (attributes := element.items()) else NOTHING
        if shown and not self.shows(element, shown):
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
        elif families & _OWN_LINE and self.boxes and self.boxes[-1][1] in HOLDS_LINES:
            self.open_box(element, tag, families, template)
            if role != LINK:
                return BOX
            self.links.append((element.get("href", ""), self.before))
            return _LINE
        if role < LINK and not families:
            return PLAIN
        if role == LINK:
            self.links.append((element.get("href", ""), self.before + len(self.run.pieces)))
        self.emphasis[role] += 1
        self.inline.append(self.inline[-1] | families)
        return role

    def end(self, element: HtmlElement, ending: int) -> None:
        """End an element as its start said."""
        if ending > BOX:
            self.inline.pop()
            self.emphasis[ending] -= 1
            if ending == LINK:
                self.close_link()
            return
        if ending == PLAIN:
            return
        if ending == _LINE:
            self.close_link()
        if self.first.pieces:
            self.flush()
        self.boxes.pop()
        if len(self.made) > len(self.boxes):
            self.made.pop().end = len(self.blocks)
        if element is self.row:
            self.row = None
        elif element is self.data_table:
            self.data_table = None

    def part_of_row(self, tag: str, role: int) -> int:
        """Inside a row everything is text of it; cells are parted by a bar."""
        pieces = self.run.pieces
        if tag in CELLS:
            for piece in pieces:
                if not piece.isspace():
                    pieces.append(" | ")
                    break
        elif role in (BOX, BREAK):
            pieces.append(" ")
        elif role == LINK:
            return role
        return PLAIN

    def open_box(self, element: HtmlElement, tag: str, families: int, template: str) -> None:
        """Open a block-level element, or an inline one that is a line of its own."""
        if self.first.pieces:
            self.flush()
        boxes = self.boxes
        kind = KINDS.get(tag) or (boxes[-1][2] if boxes else PARAGRAPH)
        if self.unseen:
            families |= _HIDDEN
            self.unseen = False
        if tag == "blockquote" and families & _EMBED:
            kind = EMBED
        boxes.append((element, tag, kind, families, template))
        if tag == "table":
            if self.data_table is None and is_data_table(element):
                self.data_table = element
        elif tag == "tr" and self.data_table is not None:
            self.row = element

    def add(self, text: str) -> None:
        """Add text to the open line."""
        run = self.run
        if text.isspace():
            if run.pieces:
                run.pieces.append(text)
            return
        run.pieces.append(text)
        run.families &= self.inline[-1]
        if self.links or len(self.inline) > 1:
            size = len(text.strip())
            if self.links:
                run.link_chars += size
            if self.emphasis[BOLD]:
                run.bold_chars += size
            if self.emphasis[ITALIC] or self.emphasis[CITED]:
                run.italic_chars += size

    def close_link(self) -> None:
        """End the innermost `<a>`, and note it where it has text and leads somewhere."""
        href, start = self.links.pop()
        if href and (text := one_line(self.run.pieces[max(start - self.before, 0) :])):
            self.run.links.append((text, href))

    def line_break(self) -> None:
        """End the open line at a `<br>`."""
        if not self.first.pieces:
            return
        if self.boxes and self.boxes[-1][2][0] == "preformatted":
            self.run.pieces.append("\n")
        else:
            self.lines.append(self.run)
            self.before += len(self.run.pieces)
            self.run = Run()

    def flush(self) -> None:
        """Close the current run: what was collected since the last cut becomes blocks."""
        run = self.run
        kind = self.boxes[-1][2][0] if self.boxes else None
        self.before += len(run.pieces)
        if self.lines:
            for line in (*self.lines, run):
                line.text = one_line(line.pieces)
            done = paragraphs([*self.lines, run], whole=self.row is not None or kind == "heading")
            self.lines, self.run = [], Run()
            self.first = self.run
            for line in done:
                self.emit(line)
            return
        run.text = preformatted(run.pieces) if kind == "preformatted" else one_line(run.pieces)
        if run.text:
            self.emit(run)
        # Begin anew; a new object for each block would cost more.
        run.pieces.clear()
        run.links = []
        run.link_chars = run.bold_chars = run.italic_chars = run.breaks = 0
        run.families = -1

    def emit(self, run: Run) -> None:
        """Make a block of what was collected."""
        text, index = run.text, len(self.blocks)
        if not self.boxes:
            return
        kind, level = self.boxes[-1][2]
        if self.row is not None:
            kind, level, text = "table", None, text.strip(" |")
            if not text:
                return
        container = self.container(index)
        if kind == "item":
            level = container.lists or 1
        self.blocks.append(
            Block(
                index,
                text,
                kind,
                level,
                container,
                container.element,
                container.parent,
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

    def container(self, block: int) -> Container:
        """The container of the innermost open element, for the block of this index."""
        made = self.made
        parent = made[-1] if made else None
        for element, tag, _, families, template in self.boxes[len(made) :]:
            path, lists = (parent.signature, parent.lists) if parent else (0, 0)
            signature = _SIGNATURES.get((path, tag, template)) or _sign(path, tag, template)
            if tag in LISTS:
                lists += 1
            index, depth = self.containers, len(made)
            parent = Container(index, element, tag, parent, families, signature, depth, lists, block)
            made.append(parent)
            self.containers += 1
        assert parent is not None, "text of no element"
        return parent


def _read(attributes: Sequence[tuple[str, str]]) -> Said:
    """What these attributes say."""
    own, names, said, shown = "", "", NOTHING, 0
    for key, value in attributes:
        if key == "class":
            own, said = value, KNOWN.get(value) or learn(value)
            shown = shown or said[2]
        elif key in HIDING:
            shown = shown or shown_by(key, value)
            continue
        elif key not in NAMING:
            continue
        names = f"{names} {value}" if names else value
    if names is not own:
        said = KNOWN.get(names) or learn(names)
    return said if shown == said[2] else (said[0], said[1], shown)


def _sign(path: int, tag: str, template: str) -> int:
    """A number for an element of this template under that path, the same in every process."""
    if len(_SIGNATURES) >= MAX_SIGNATURES:
        _SIGNATURES.clear()
    digest = blake2b(f"{path} {tag} {template}".encode(), digest_size=8).digest()
    signature = _SIGNATURES[path, tag, template] = int.from_bytes(digest)
    return signature


def _holds_content(element: HtmlElement) -> bool:
    """Whether there is more in the element than one expects of a control, a label or an icon.

    A `<button>` that was never closed holds the whole page; scripts show what is sent hidden.
    """
    if element.tag in ("html", "body"):
        return True
    for count, inside in enumerate(element.iter(*_CONTENT), start=1):
        if inside.tag != "p" or count == _PARAGRAPHS:
            return True
    return False


def one_line(pieces: list[str]) -> str:
    """The text as a reader sees it: white space folded, nothing invisible."""
    text = " ".join("".join(pieces).split())
    return text if text.isascii() else " ".join(INVISIBLE.sub("", text).split())
