"""What browsers put together before a reader sees a page: declarative shadow roots, React's streamed pieces.

React sends a page with holes, `<template id="B:0">` or "P:0", and what belongs there further down, hidden, as
`<div hidden id="S:0">`; a call of `$RC("B:0","S:0")` or `$RS("S:0","P:0")` says what goes where.
"""

import re

from lxml.html import HtmlElement

_PAIR = re.compile(r"""(?:\$R[CRS]\(|data-[bs]id=)"([^"]{1,99})"(?:,| data-[sp]id=)"([^"]{1,99})\"""")
_PENDING = re.compile(r'(<!--\$\?-->\s*<template id="([^"]{1,99})"></template>).*?<!--/\$-->', re.DOTALL)
SHADOW = ("shadowrootmode", "shadowroot")  # the attribute, and what browsers called it first
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


def _open(template: HtmlElement, host: HtmlElement) -> None:
    """Make the shadow root a child like others, named after its host; what has a slot goes there."""
    slots = {slot.get("name", ""): slot for slot in template.iter("slot")}
    for child in [child for child in host if child is not template]:
        if (slot := slots.get(child.get("slot", ""))) is not None:
            slot.append(child)
    template.tag = "div"
    template.set("class", f"{host.tag} {template.get('class', '')}".strip())
