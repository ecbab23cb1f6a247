"""What the tables leave open of an element while the walk stands at it: is a control words of a sentence, is
what hides shown all the same, is an inline element a line of its own? Few elements of a page come here."""

from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from crawler.pages.blocks import elements
from crawler.pages.blocks.attributes import BEHIND, BESIDE, HIDDEN
from crawler.pages.blocks.elements import BOX, PLAIN, ROLES, SKIPPED
from crawler.pages.blocks.sentences import is_drop_cap, is_note_mark, is_panel, is_word, runs_on

if TYPE_CHECKING:
    from crawler.pages.blocks.walk import Walk


def decide(walk: "Walk", element: HtmlElement, tag: str) -> int:
    """The role of an element of which the tag alone does not tell it."""
    if tag in elements.PICTURES:  # counted; one of a letter is text
        walk.pictures += 1
        drawn(walk, element)
    if tag == "hr":
        walk.ruled = True
        return BOX
    if tag in elements.CONTROLS:
        return _control(walk, element, tag)
    if tag == "dialog":
        return BOX if element.get("open") is not None or _shows(walk, element, HIDDEN) else SKIPPED
    raised = tag == "sup" or ("-" in tag and not len(element))
    if tag in elements.FRAMES or (raised and is_note_mark(element)):
        return SKIPPED
    # Most elements that a site made up are block-level.
    return PLAIN if "-" not in tag or is_word(*walk.here(element)) else BOX


def drawn(walk: "Walk", element: HtmlElement) -> None:
    """Add the letter that a picture stands for, where it begins a word."""
    letter = element.get("alt") or element.get("aria-label") or element.findtext("title") or ""
    if len(letter) == 1 and is_drop_cap(*walk.here(element), BEHIND):
        walk.add(letter)


def _control(walk: "Walk", element: HtmlElement, tag: str) -> int:
    """The role of a control: words of a sentence, the question above an answer, or nothing to read."""
    if tag == "svg":
        drawn(walk, element)
    if tag == "button" and is_panel(element.getnext()):
        return BOX
    if tag == "button" and is_note_mark(element):
        return SKIPPED
    word = tag == "button" and is_word(*walk.here(element))
    return PLAIN if word or elements.holds_content(element) else SKIPPED


def hides(walk: "Walk", element: HtmlElement, role: int, shown: int) -> bool:
    """Whether an element that is not simply shown is left out."""
    return not _shows(walk, element, shown) and (role == BOX or not is_drop_cap(*walk.here(element), shown))


def _shows(walk: "Walk", element: HtmlElement, shown: int) -> bool:
    """Whether an element that is not shown is taken all the same; it is marked, unless it is the page."""
    if shown == BESIDE and (ROLES.get(element.tag) == BOX or not any(map(str.strip, walk.pieces))):
        return True
    holds = elements.holds_content(element)
    if (holds and shown == BEHIND) or is_panel(element):
        return True
    walk.unseen = walk.hidden or holds
    return walk.unseen


def cuts_line(walk: "Walk", element: HtmlElement) -> bool:
    """Whether an inline element that is named like a line of its own is one."""
    before, _, box = walk.here(element)
    return box.tag in elements.HOLDS_LINES and not runs_on(before, element, box)
