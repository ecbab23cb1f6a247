"""What browsers put together before a reader sees a page: declarative shadow roots, React's streamed pieces,
drop caps that only their style sets beside their words, and lines that only it breaks.

React sends a page with holes, `<template id="B:0">` or "P:0", and what belongs there further down, hidden, as
`<div hidden id="S:0">`; a call of `$RC("B:0","S:0")` or `$RS("S:0","P:0")` says what goes where.
"""

import re
from itertools import islice

from lxml.html import HtmlElement, fromstring

_PAIR = re.compile(r"""(?:\$R[CRS]\(|data-[bs]id=)"([^"]{1,99})"(?:,| data-[sp]id=)"([^"]{1,99})\"""")
_PENDING = re.compile(r'(<!--\$\?-->\s*<template id="([^"]{1,99})"></template>).*?<!--/\$-->', re.DOTALL)
SHADOW = ("shadowrootmode", "shadowroot")  # the attribute, and what browsers called it first
_INITIAL = re.compile(
    r"drop-?_?cap|first-?_?(?:letter|char)|initial-?_?letter|lettrine|capo-?lettera|letra-?capital|capitular|letrina",
    re.IGNORECASE,
)
# A letter that is all that an element holds.
_LONE = re.compile(r">\s{0,20}(?:[^\W\d_]|&#?\w{2,8};)\s{0,20}<")
MAX_LONE = 300  # of these are looked at
TAGS_BEFORE = 1_000  # characters before one, in which the tags around it begin
_WORDS = frozenset("aeiouyàèéêáíóòôúåæœøöksvwzаеикосуваябжєії")  # that are one letter, in any language
MAX_TEXTS = 5  # in a box that holds a letter alone
BREAKING = ("pre-line", "pre-wrap")
_BROKEN = " or ".join(f"contains(@{name},'{value}')" for name in ("style", "class") for value in BREAKING)
_STOPS = frozenset(".!?…。！？؟۔।")  # behind which a line end is one of the text's
MARKS = ("$R", "data-sid=", SHADOW[1])  # a text with none of these needs nothing put together


def pairs(text: str) -> dict[str, str]:
    """Hole → piece, their ids."""
    return dict(sorted(pair) for pair in _PAIR.findall(text))  # B and P come before S


def without_waiting(text: str, pieces: dict[str, str]) -> str:
    """The text without what stands in the holes until their pieces come."""
    return _PENDING.sub(lambda hole: hole[1] if hole[2] in pieces else hole[0], text)


def assemble(root: HtmlElement, pieces: dict[str, str]) -> None:
    """Put the pieces into their holes, and open the shadow roots."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")} if pieces else {}
    for hole, piece in ((named.get(hole), named.get(piece)) for hole, piece in pieces.items()):
        if hole is None or piece is None or piece.get("hidden") is None or piece in hole.iterancestors():
            continue
        piece.drop_tree()  # leaves its tail where it was
        hole.addprevious(piece)
        piece.drop_tag()
        hole.drop_tree()
    for template in list(root.iter("template")):
        if any(template.get(name) for name in SHADOW):
            _open(template, template.getparent())


def has_initials(text: str) -> bool:
    """Whether a letter stands alone in what a page calls a drop cap."""
    lone = (found.start() for found in islice(_LONE.finditer(text), MAX_LONE))
    return any(_INITIAL.search(text, max(at - TAGS_BEFORE, 0), at) for at in lone)


def join_initials(root: HtmlElement) -> None:
    """Put a drop cap right before the rest of its word, from which a blank or a box of its own parts it; not
    a letter that may be a word."""
    for element in [each for each in root.iter() if _INITIAL.search(each.get("class") or "")]:
        letter, rest = "".join(element.itertext()).strip(), (element.tail or "").lstrip()
        if len(letter) != 1 or not letter.isalpha() or letter.lower() in _WORDS:
            continue
        if rest[:1].islower():
            element.tail = rest
        elif not rest:
            _join_next(_box_of(element, letter), letter)


def _box_of(element: HtmlElement, letter: str) -> HtmlElement:
    """The outermost element that holds the letter and nothing else."""
    around = element.getparent()
    while around is not None and "".join(islice(around.itertext(), MAX_TEXTS)).strip() == letter:
        element, around = around, around.getparent()
    return element


def _join_next(box: HtmlElement, letter: str) -> None:
    """Put a letter in a box of its own before the text of the next one, where that goes on with its word."""
    after = box.getnext()
    rest = (after.text or "").lstrip() if after is not None else ""
    if after is not None and rest[:1].islower() and not (box.tail or "").strip():
        after.text = letter + rest
        box.drop_tree()


def break_lines(root: HtmlElement) -> None:
    """Break a text at its line ends where its style does: those behind a blank line or a sentence."""
    found: list[HtmlElement] = root.xpath(f"//body//*[{_BROKEN}][not(self::pre|self::textarea|self::code)]")
    for element in found:
        for node in element.iter("*"):
            first, *lines = _shown_lines(node.text or "")
            if any(map(str.strip, lines)):
                node.text = first
                for place, line in enumerate(lines):
                    node.insert(2 * place, _line_break(""))
                    node.insert(2 * place + 1, _line_break(line))


def _shown_lines(text: str) -> list[str]:
    """A text cut behind blank lines and sentences that end a line."""
    found: list[list[str]] = [[]]
    before = ""
    for line in text.split("\n"):
        bare = line.strip()
        if before and (not bare or before[-1] in _STOPS):
            found.append([])
        found[-1].append(line)
        before = bare
    return list(map("\n".join, found))


def _line_break(tail: str) -> HtmlElement:
    made: HtmlElement = fromstring("<br>")
    made.tail = tail
    return made


def _open(template: HtmlElement, host: HtmlElement) -> None:
    """Make the shadow root a child like others, named after its host; what has a slot goes there."""
    slots = {slot.get("name", ""): slot for slot in template.iter("slot")}
    for child in [child for child in host if child is not template]:
        if (slot := slots.get(child.get("slot", ""))) is not None:
            slot.append(child)
    template.tag = "div"
    template.set("class", f"{host.tag} {template.get('class', '')}".strip())
