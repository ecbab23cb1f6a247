"""Whether an inline element stands within a running sentence: then what it says is words of it, whatever
it is called. A row of labels ("By Ann | 3 May") runs on in nothing but separators and other such elements.
"""

import re
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from crawler.pages.blocks.attributes import BEHIND, HIDDEN, SHOWN, names_of, read
from crawler.pages.blocks.elements import BOX, BREAK, LINK, PLAIN, ROLES, SKIPPED
from crawler.pages.blocks.families import BIT, families
from crawler.text import END_CHARS, LINE_END, word_count

# Inline elements named so, beside running text, are lines of their own (not inside a paragraph).
OWN_LINE: Final = BIT["caption"] | BIT["author"] | BIT["date"] | BIT["share"] | BIT["related"] | BIT["ad"]
RUNS_ON = 4  # words, without those of links and labels, that a row of labels hardly has
PHRASE = 3  # words before what ends a sentence; a label that ends in a point has fewer
CLAUSE = 10  # words before and after together, where no sentence ends behind them
MAX_LETTERS = 12  # elements into which a word is cut
LOOK_AHEAD = 300  # characters, enough to see that a text goes on

BOXES: Final = [tag for tag, role in ROLES.items() if role == BOX]
HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6", "summary", "dt"))
_NO_ANSWER: Final = (
    BIT["chrome"] | BIT["consent"] | BIT["newsletter"] | BIT["share"] | BIT["comment"] | BIT["author"]
)
_FLOWING: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
_GLUED = re.compile(r"[,;.!?…،؛؟。，、’)]")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,3}|[†‡§¶])[\])]?|[↩↑^#🔗]\W?")
_NOTE_SIGNS = frozenset("[*†‡§¶")  # no exponent, and no end of an ordinal
_NOTED = re.compile(r"foot-?note|note-?(?:ref|mark|number)|noteref|little-?foot", re.IGNORECASE)
_NOTE = re.compile(r"#.{0,9}(?:fn|note|cite|ftn)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_QUOTES = "\"'“”‘’«»„‚"
_APART = re.compile(r"[|•·»›>]$|^[|•·«‹>:]|\s[|•·]\s|^(?:\S+\s+){0,2}\S*\s?:$")  # the last is a label
_AFTER = ",،’'s "  # that may cling to what stands before
_STOP = re.compile(r"[.!?…。！？؟۔।]$")
_ENDS_WITHIN = re.compile(r"[.!?…。！？؟۔।](?:\W|$)")


def runs_on(before: str, element: HtmlElement, box: HtmlElement) -> bool:
    """Whether the text before an inline element, on its line in `box`, goes on behind it, or ends in it."""
    before, after = before[-LOOK_AHEAD:].strip(), following(element, box).strip()
    if _APART.search(before) or _APART.search(after):
        return False
    rest = word_count(after)
    spoken = word_count(before)
    if not after:
        return spoken >= CLAUSE and _ends_in(before, element)
    if not spoken:
        return rest >= RUNS_ON and _begins_in(element, after)
    if LINE_END.search(before[-END_CHARS:]):
        return rest >= RUNS_ON and not after.lstrip(_AFTER)[:1].isupper()
    ends = bool(_ENDS_WITHIN.search(after))
    if rest < RUNS_ON:
        return ends and spoken >= PHRASE
    return ends or spoken + rest >= CLAUSE


def _ends_in(before: str, element: HtmlElement) -> bool:
    """Whether a sentence that the text before an element leaves open ends with the element."""
    said = "".join(element.itertext()).rstrip()
    return _STOP.search(said) is not None and not LINE_END.search(before[-END_CHARS:])


def _begins_in(element: HtmlElement, after: str) -> bool:
    """Whether the text behind the first element of a line goes on with it. Where letters have no case, a name
    or a date may stand there by itself."""
    first = after.lstrip(_AFTER)[:1]
    uncased = first.isalpha() and first.lower() == first.upper()
    bits = read(element.items())[0]
    apart = bits & BIT["author"] or (bits & BIT["date"] and any(map(str.isdigit, _said(element))))
    apart = apart or (bits & BIT["caption"] and _is_below_picture(element))
    goes_on = first.islower() or (uncased and not apart)
    return goes_on and _ENDS_WITHIN.search(after) is not None


def _is_below_picture(element: HtmlElement) -> bool:
    """Whether a picture stands right before an inline element."""
    before = islice(element.itersiblings(preceding=True), 2)
    return any(next(other.iter("img", "picture"), None) is not None for other in before)


def following(element: HtmlElement, box: HtmlElement) -> str:
    """The text behind an element up to the end of its line; without links, labels and what is hidden."""
    parts, size, node = [element.tail or ""], 0, element
    while node is not box and size < LOOK_AHEAD:
        if node is not element:
            parts.append(node.tail or "")
        for other in node.itersiblings():
            role = ROLES.get(other.tag, PLAIN)
            if role in (BOX, BREAK):
                return "".join(parts)
            said, _, shown = read(other.items())
            apart = role in (LINK, SKIPPED) or said & OWN_LINE or "-" in other.tag
            if shown == SHOWN and not apart:
                parts.append("".join(other.itertext()))
            parts.append(other.tail or "")
            size += len(parts[-1]) + len(parts[-2])
        node = node.getparent()
    return "".join(parts)


def is_word(before: str, element: HtmlElement, box: HtmlElement) -> bool:
    """Whether a button, or an element that a site made up, is words of the text that it stands in.

    In a paragraph all that stands within a line is of it, but for a button below the text; so is the button
    that is all that a heading says, of an accordion.
    """
    if next(element.iterdescendants(*BOXES), None) is not None:
        return False
    if runs_on(before, element, box):
        return True
    before, after = before.strip(), following(element, box)
    if element.tag == "button" and not (before or after.strip()):
        return box.tag in HEADINGS or is_panel(box.getnext())
    if element.tag == "button" or box.tag not in _FLOWING:
        return bool(before) and _GLUED.match(after) is not None
    return not LINE_END.search(before[-END_CHARS:]) if before else after.strip()[:1].islower()


def is_panel(element: HtmlElement | None) -> bool:
    """Whether an element is text that the control before it opens, the answer to its question; or what a tab
    shows."""
    if element is None or (opener := element.getprevious()) is None or ROLES.get(element.tag) != BOX:
        return False
    names = [families(names_of(each)) for each in (element, opener, element.getparent())]
    if names[0] & _NO_ANSWER or not (
        any(said & BIT["expand"] for said in names)
        or element.get("role") == "tabpanel"
        or opener.get("aria-expanded")
        or opener.find(".//*[@aria-expanded]") is not None
    ):
        return False
    spoken = "".join(element.itertext()).strip()
    linked = sum(len("".join(link.itertext())) for link in element.iter("a", "label", "option"))
    return word_count(spoken) >= CLAUSE and 4 * linked <= len(spoken) and bool(_ENDS_WITHIN.search(spoken))


def is_drop_cap(before: str, element: HtmlElement, box: HtmlElement, shown: int) -> bool:
    """Whether an inline element that is hidden from some readers holds the beginning of a word.

    What is hidden from screen readers is printed, beside a copy for them, or a letter before the rest of its
    word; what is left to them is read here where it is no copy.
    """
    text, around = _said(element), element.getparent()
    if shown == BEHIND and around is not None and _is_told(around):
        return True
    beside = [*islice(element.itersiblings(), 2), *islice(element.itersiblings(preceding=True), 2)]
    if shown == BEHIND and _is_date(text, beside):
        return True
    letters = text.lstrip(_QUOTES)
    if not letters[:1].isalpha():  # an icon
        return False
    after = following(element, box)
    if shown == BEHIND and word_count(after) >= RUNS_ON and _is_copied(text, beside):
        return True
    if before.strip() or len(letters) > 1 or not after[:1].isalpha():
        return False
    return shown == BEHIND or all(_said(other) != text for other in beside)


def _is_date(text: str, beside: list[HtmlElement]) -> bool:
    """Whether a text has a year that is beside it for screen readers alone, where the date is written out."""
    year = _YEAR.search(text)
    return year is not None and _is_copied(year[0], beside)


def _is_copied(text: str, beside: list[HtmlElement]) -> bool:
    """Whether one of these elements has the text for screen readers alone."""
    return any(text in _said(other) for other in beside if read(other.items())[2] == HIDDEN)


def _is_told(word: HtmlElement) -> bool:
    """Whether screen readers are told what the few letters inside an element say together."""
    label = word.get("aria-label")
    return bool(label) and len(word) <= MAX_LETTERS and "".join(word.itertext()).strip() == label.strip()


def is_note_mark(element: HtmlElement, href: str = "") -> bool:
    """Whether a `<sup>`, a control or a link to `href` is the number of a note or leads back from one."""
    text = "".join(element.itertext()).strip()
    if not _MARK.fullmatch(text):
        return False
    if _NOTED.search(f"{element.tag} {names_of(element)}"):
        return True
    if href:
        raised = next(element.iter("sup"), None) is not None
        # A pilcrow or a chain is the link of a heading to itself.
        return raised or text[0] in "[↩↑¶#🔗" or _NOTE.search(href) is not None
    link = next(element.iter("a"), None)
    return text[0] in _NOTE_SIGNS or (link is not None and "#" in link.get("href", ""))


def _said(element: HtmlElement) -> str:
    """The text of an element, or the one that a picture stands for."""
    return "".join(element.itertext()).strip() or element.get("alt") or element.get("aria-label") or ""
