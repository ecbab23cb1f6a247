# cython: language_level=3, boundscheck=False
"""The walk of walk.py over lxml's own tree in C: no Python object is made of an element before it is needed.

`lxml.includes` has the layout of the tree; nothing is linked, so that whatever libxml2 lxml brings is used. Of
the elements that are open only what the walk asks again is kept; a container is made when its first block is.
Imports are relative, as the wheel has this package under another name than a checkout.
"""

from cpython.unicode cimport Py_UNICODE_ISSPACE
from lxml.includes.etreepublic cimport (
    LXML_VERSION_STRING, _Document, _Element, _isElement, attributeValue, attributeValueFromNsName, collectAttributes, elementFactory,
    import_lxml__etree, namespacedName, tailOf, textOf,
)
from lxml.includes.tree cimport XML_ATTRIBUTE_NODE, XML_TEXT_NODE, xmlAttr, xmlChar, xmlNode

from lxml.etree import __version__

from . import elements
from .attributes import HIDING, MAX_KEPT, NAMING, NOTHING, HIDDEN as _HIDDEN, read, said_by
from .block import Block, Container, sign
from .decisions import cuts_line, decide, drawn, hides
from .families import BIT
from .lines import paragraphs, unwrapped
from .sentences import OWN_LINE as _OWN_LINE, is_note_mark
from .walk import MAX_ABOVE, MAX_BLOCKS, MAX_CHARS, PROSE, one_line, preformatted

import_lxml__etree()
if __version__ != LXML_VERSION_STRING.decode():  # whose tree may be laid out in another way
    raise ImportError(f"it was compiled for lxml {LXML_VERSION_STRING.decode()}, and this is {__version__}")

cdef int PLAIN = elements.PLAIN, BOX = elements.BOX, NAMED = elements.NAMED, LINK = elements.LINK
cdef int BOLD = elements.BOLD, ITALIC = elements.ITALIC, CITED = elements.CITED
cdef int SKIPPED = elements.SKIPPED, BREAK = elements.BREAK, HIDDEN = _HIDDEN
cdef long long OWN_LINE = _OWN_LINE, UNSEEN = BIT["hidden"], EMBED = BIT["embed"]
cdef Py_ssize_t MOST_CHARS = MAX_CHARS, MOST_BLOCKS = MAX_BLOCKS, TOLD = PROSE
cdef object ROW = elements.ROW, PARAGRAPH = elements.PARAGRAPH
cdef int OTHER = 0, CLASS = 1, NAMES = 2, HIDES = 3  # what an attribute is to the walk


cdef class Tag:
    """What is looked up of a tag, once a page."""

    cdef str name
    cdef int role  # -1 where the tag alone does not tell it
    cdef object kind  # None where the elements around tell it
    cdef str bar  # what parts it from what stands before it in a row
    cdef bint is_list, is_image, is_drawing, holds_content

    def __cinit__(self, str name):
        self.name = name
        self.role = elements.ROLES.get(name, -1 if "-" in name or name in elements.ASKED else PLAIN)
        self.is_image, self.is_drawing = name == "img", name == "svg"
        self.holds_content = name in elements.CONTENT
        self.kind = elements.KINDS.get(name)
        self.bar = " | " if name in elements.CELLS else " "
        self.is_list = name in elements.LISTS


cdef class Box:
    """A block-level element that is open."""

    cdef xmlNode* node
    cdef Tag tag
    cdef object kind
    cdef long long families
    cdef str template
    cdef Py_ssize_t first


cdef class Walk:
    """The state of the walk; `blocks` is what it found."""

    cdef public bint hidden, unseen, ruled
    cdef public Py_ssize_t pictures
    cdef readonly list blocks
    cdef readonly list pieces  # of the open line's text
    cdef bint full, begun
    cdef Py_ssize_t chars, containers
    cdef _Document document
    cdef dict tags, attributes  # by their names' places in memory, for a document has each name once
    cdef list boxes  # that are open,
    cdef list numbered  # and the containers of those that have a block
    cdef Box row, data_table
    cdef list links  # open <a>: href, the line and where in it its text begins
    cdef int[16] emphasis
    cdef list inline, lines
    # The open line, as a block has it.
    cdef Py_ssize_t line, link_chars, bold_chars, italic_chars
    cdef long long families
    cdef list line_links

    def __init__(self, *, hidden):
        self.hidden = hidden
        self.blocks, self.pieces, self.boxes, self.numbered = [], [], [], []
        self.links, self.lines, self.line_links = [], [], []
        self.tags, self.attributes = {}, {}
        self.inline = [0]
        self.families = -1

    def run(self, _Element root not None):
        """Visit the elements that are shown, in document order, and all text between their tags."""
        cdef list opened = []
        cdef xmlNode* top = root._c_node
        cdef xmlNode* node = top
        cdef xmlNode* child
        cdef Tag tag
        cdef int role, ending
        self.document = root._doc
        while not self.full:
            tag, ending = self.tag_of(node), SKIPPED
            role = tag.role if tag.role >= 0 else self.decide(node, tag)
            if role != SKIPPED and (node.children != NULL or (role != PLAIN and self.begun)):
                ending = self.start(node, tag, role)
                if ending != SKIPPED:
                    self.take(node.children, node, False)
                    child = next_element(node.children)
                    if child != NULL:
                        opened.append(ending)
                        node = child
                        continue
                    self.end(tag, ending)
            while node != top:
                self.take(node.next, node, True)
                child = next_element(node.next)
                if child != NULL:
                    node = child
                    break
                node = node.parent
                ending = opened.pop()
                if ending != PLAIN:
                    self.end(self.tag_of(node), ending)
            else:
                return

    cdef int decide(self, xmlNode* node, Tag tag) except -1:
        """The role of an element of which the tag alone does not tell it; pictures, being many, are seen here."""
        cdef xmlNode* child
        if not tag.is_image and (not tag.is_drawing or self.holds_content(node)):
            return decide(self, self.element(node), tag.name)
        self.pictures += tag.is_image
        letter = value_of(node, b"alt") or value_of(node, b"aria-label")
        child = next_element(node.children) if tag.is_drawing else NULL
        if (letter and len(letter) == 1) or (child != NULL and self.tag_of(child).name == "title"):
            drawn(self, self.element(node))
        return PLAIN if tag.is_image else SKIPPED

    cdef bint holds_content(self, xmlNode* node) except -1:
        """Whether there is any element inside of which `holds_content` of elements.py would take notice."""
        cdef xmlNode* child = next_element(node.children)
        while child != NULL:
            if self.tag_of(child).holds_content or self.holds_content(child):
                return True
            child = next_element(child.next)
        return False

    cdef Tag tag_of(self, xmlNode* node):
        cdef Tag tag = self.tags.get(<size_t>node.name)
        if tag is None:
            tag = self.tags[<size_t>node.name] = Tag(namespacedName(node))
        return tag

    cdef _Element element(self, xmlNode* node):
        return elementFactory(self.document, node)

    cdef int take(self, xmlNode* text, xmlNode* node, bint behind) except -1:
        """Add the text of a node, or the one behind it; white space before a line's first word is left."""
        if text == NULL or _isElement(text):
            return 0
        if not self.pieces and is_blank(text):
            return 0
        said = tailOf(node) if behind else textOf(node)
        if said:
            self.add(said)
        return 0

    cdef int start(self, xmlNode* node, Tag tag, int role) except -1:
        """Begin an element; the result says how it must end, or that it is skipped for being hidden."""
        cdef long long families = 0
        cdef int shown = 0
        cdef str template = ""
        if node.properties != NULL:
            said = self.said(node)
            families, template, shown = said[0], said[1], said[2]
            if shown and hides(self, self.element(node), role, shown):
                return SKIPPED
        if self.row is not None:
            role, families = self.part_of_row(tag, role), 0
        if role == LINK and not self.open_link(node):
            return SKIPPED
        if role == BOX or (
            families & OWN_LINE and PLAIN < role < CITED and cuts_line(self, self.element(node))
        ):
            self.open_box(node, tag, families, template)
            return BOX
        if role == BREAK:
            self.line_break()
        if role == BREAK or role == PLAIN or (role == NAMED and not families):
            return PLAIN
        self.emphasis[role] += 1
        self.inline.append(self.inline[-1] | (families if role != CITED else 0))
        return role

    cdef tuple said(self, xmlNode* node):
        """What the attributes say, as `read` has it; `read` itself is asked where one may hide the element."""
        cdef xmlAttr* attribute = node.properties
        cdef int sort, shown = 0
        cdef str value, own = "", names = ""
        cdef tuple said = NOTHING
        while attribute != NULL:
            sort = self.sort_of(attribute)
            if sort == HIDES:
                return read(collectAttributes(node, 3))
            if sort != OTHER:
                value = attributeValue(node, attribute)
                names = f"{names} {value}" if names else value
                if sort == CLASS:
                    own, said = value, said_by(value[:MAX_KEPT])
                    shown = shown or said[2]
                elif value == "tooltip":
                    shown = HIDDEN
            attribute = attribute.next
        if names is not own:
            said = said_by(names[:MAX_KEPT])
        return said if shown == said[2] else (said[0], said[1], shown)

    cdef int sort_of(self, xmlAttr* attribute) except -1:
        found = self.attributes.get(<size_t>attribute.name)
        if found is None:
            name = namespacedName(<xmlNode*>attribute)
            found = CLASS if name == "class" else NAMES if name in NAMING else HIDES if name in HIDING else OTHER
            self.attributes[<size_t>attribute.name] = found
        return found

    cdef bint open_link(self, xmlNode* node) except -1:
        """Begin an `<a>`; False for the mark of a note, which is left out."""
        href = value_of(node, b"href") or ""
        if "#" in href and is_note_mark(self.element(node), href):
            return False
        if not href and (value_of(node, b"name") or value_of(node, b"id")):
            href = None
        self.links.append((href, self.line, len(self.pieces)))
        return True

    def here(self, _Element element):
        """The text of the open line, the element that stands behind it, and the box of both."""
        return "".join(self.pieces), element, self.element((<Box>self.boxes[-1]).node)

    cdef int end(self, Tag tag, int ending) except -1:
        """End an element as its start said."""
        if tag.role == LINK:
            self.close_link()
        if ending == PLAIN:
            return 0
        if ending != BOX:
            self.inline.pop()
            self.emphasis[ending] -= 1
            return 0
        if self.begun:
            self.flush()
        box = self.boxes.pop()
        if len(self.numbered) > len(self.boxes):
            self.numbered.pop().end = len(self.blocks)
        if box is self.row:
            self.row = None
        elif box is self.data_table:
            self.data_table = None
        return 0

    cdef int part_of_row(self, Tag tag, int role) except -1:
        """Inside a row everything is text of it; cells are parted by a bar."""
        if role == LINK:
            return LINK
        if self.begun and (role == BOX or role == BREAK):
            self.pieces.append(tag.bar)
        return PLAIN

    cdef int open_box(self, xmlNode* node, Tag tag, long long families, str template) except -1:
        """Open a block-level element, or an inline one that is a line of its own."""
        cdef Box box = Box.__new__(Box)
        if self.begun:
            self.flush()
        if self.unseen:
            families |= UNSEEN
            self.unseen = False
        kind = tag.kind
        if kind is None:
            kind = (<Box>self.boxes[-1]).kind if self.boxes else PARAGRAPH
        if tag.name == "blockquote" and families & EMBED:
            kind = elements.EMBED
        elif tag.name == "tr" and self.data_table is not None:
            kind = ROW
        box.node, box.tag, box.kind, box.families, box.template = node, tag, kind, families, template
        box.first = len(self.blocks)
        self.boxes.append(box)
        if kind is ROW:
            self.row = box
        elif tag.name == "table" and self.data_table is None and elements.is_data_table(self.element(node)):
            self.data_table = box
        return 0

    cpdef add(self, str text):
        """Add text to the open line."""
        cdef Py_ssize_t size
        if text.isspace():
            if self.pieces:
                self.pieces.append(text)
            return
        self.pieces.append(text)
        self.begun = True
        if len(self.inline) == 1 and not self.links:
            self.families = 0
            return
        self.families &= <long long>self.inline[-1]
        size = len(text.strip())
        if self.links and (<tuple>self.links[-1])[0] is not None:
            self.link_chars += size
        if self.emphasis[BOLD]:
            self.bold_chars += size
        if self.emphasis[ITALIC] or self.emphasis[CITED]:
            self.italic_chars += size

    cdef int close_link(self) except -1:
        """End the innermost `<a>`, and note it where it has text and leads somewhere."""
        cdef Py_ssize_t line, start
        href, line, start = self.links.pop()
        if href:
            text = line_of(self.pieces[start if line == self.line else 0 :])
            if text:
                self.line_links.append((text, href))
        return 0

    cdef int line_break(self) except -1:
        """End the open line at a `<br>`."""
        if not self.begun:
            return 0
        if (<Box>self.boxes[-1]).kind[0] == "preformatted":
            self.pieces.append("\n")
        else:
            self.close_line("")
        return 0

    cdef int close_line(self, str kind) except -1:
        """The open line gets its text; another one is open."""
        text = preformatted(self.pieces) if kind == "preformatted" else line_of(self.pieces)
        if kind == "table":
            text = text.strip(" |")
        self.lines.append(
            Block(text, self.line_links, self.link_chars, self.bold_chars, self.italic_chars, 0, self.families)
        )
        self.line += 1
        self.link_chars = self.bold_chars = self.italic_chars = 0
        self.families = -1
        self.line_links = []
        self.pieces.clear()
        return 0

    cdef int flush(self) except -1:
        """What was collected since the last cut becomes blocks."""
        cdef Box box = self.boxes[-1]
        cdef str kind = box.kind[0]
        self.close_line(kind)
        lines = self.lines
        if kind == "preformatted":
            marked = next(self.element(box.node).iter("code", "span"), None)
            texts = unwrapped(lines[0].text) if marked is None else None
            if texts:
                box.kind = PARAGRAPH
                if len(self.numbered) == len(self.boxes):
                    self.numbered[-1].kind = PARAGRAPH
                lines = [Block(text) for text in texts]
        elif len(lines) > 1:
            lines = paragraphs(lines, whole=kind == "heading")
        self.lines, self.begun = [], False
        for line in lines:
            if line.text and not self.full:
                self.emit(line)
        return 0

    cdef int emit(self, block) except -1:
        """Make a block of what was collected."""
        cdef str text = block.text
        cdef Py_ssize_t size = len(text), place
        for place in range(len(self.numbered), len(self.boxes)):  # of which this is the first block
            self.number(place)
        box = self.numbered[-1]
        block.container, block.element, block.holder = box, box.element, box.parent
        block.boxes = self.numbered[: -MAX_ABOVE - 1 : -1]
        block.index = len(self.blocks)
        kind, block.level = (<Box>self.boxes[-1]).kind
        block.kind = kind
        if kind == "item":
            block.level = box.lists or 1
        if block.families < 0:
            block.families = 0
        told = size >= TOLD or (size >= TOLD // 2 and " " not in text and not text[: TOLD // 2].isascii())
        block.prose = told and 2 * block.link_chars <= size and kind != "heading" and kind != "table"
        block.pictures, block.ruled = self.pictures, self.ruled
        self.pictures, self.ruled = 0, False
        self.blocks.append(block)
        self.chars += size
        self.full = self.chars > MOST_CHARS or len(self.blocks) > MOST_BLOCKS
        return 0

    cdef int number(self, Py_ssize_t place) except -1:
        """Make the container of an open element that has a block now."""
        cdef Box box = self.boxes[place]
        cdef str name = box.tag.name
        parent = self.numbered[-1] if place else None
        made = Container(
            self.element(box.node), name, parent, box.kind, box.families, box.template, place, box.first
        )
        path, lists = (parent.signature, parent.lists) if place else (0, 0)
        made.signature, made.lists = sign(path, name, box.template), lists + box.tag.is_list
        made.index = self.containers
        self.containers += 1
        self.numbered.append(made)
        return 0


def having(_Element root not None, names):
    """The elements that have any of these attributes, in the document's order."""
    cdef dict known = {}
    cdef list found = []
    cdef xmlNode* top = root._c_node
    cdef xmlNode* node = top
    cdef xmlNode* child
    while True:
        if has_any(node.properties, names, known):
            found.append(elementFactory(root._doc, node))
        child = next_element(node.children)
        while child == NULL and node != top:
            child = next_element(node.next)
            node = node.parent
        if child == NULL:
            return found
        node = child


cdef bint has_any(xmlAttr* attribute, names, dict known) except -1:
    """Whether any attribute from this one on has one of these names. `known`: those that were met."""
    while attribute != NULL:
        wanted = known.get(<size_t>attribute.name)
        if wanted is None:
            wanted = known[<size_t>attribute.name] = namespacedName(<xmlNode*>attribute) in names
        if wanted:
            return True
        attribute = attribute.next
    return False


cdef xmlNode* next_element(xmlNode* node) noexcept:
    """The first element from this node on."""
    while node != NULL and not _isElement(node):
        node = node.next
    return node


cdef bint is_blank(xmlNode* node) noexcept:
    """Whether a node is all of a text, and that white space."""
    cdef const xmlChar* at = node.content
    if node.type != XML_TEXT_NODE or at == NULL or (node.next != NULL and not _isElement(node.next)):
        return False
    while at[0] == 32 or at[0] == 9 or at[0] == 10 or at[0] == 13:
        at += 1
    return at[0] == 0


cdef value_of(xmlNode* node, const char* name):
    """The value of an attribute, or None."""
    return attributeValueFromNsName(node, NULL, <const xmlChar*>name)


cdef str line_of(list pieces):
    """`one_line`, which is asked only where there is more to do than to fold white space."""
    cdef str text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    cdef Py_UCS4 char, before = 32
    cdef bint folded = True
    for char in text:
        if char == 38 or char == 0xAD or char == 0x61C or char == 0xFEFF or (
            0x200B <= char <= 0x206F and not 0x2010 <= char <= 0x2027 and not 0x2030 <= char <= 0x205E
        ):
            return one_line(pieces)
        if Py_UNICODE_ISSPACE(char):
            folded = folded and char == 32 and before != 32
        before = char
    return text if folded and before != 32 else " ".join(text.split())
