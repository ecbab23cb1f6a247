"""The caption and the credit of a printed image: which element holds them, and where the one ends.

A credit is an element of its own, or the end of the caption: in brackets, after ©, or after a word such
as "Photo:" (the word tables have it in every language).
"""

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.languages.credits import agencies_in
from crawler.languages.lookup import credit_words, plain
from crawler.pages.blocks.attributes import names_of
from crawler.pages.blocks.families import BIT, families
from crawler.pages.plain import printed
from crawler.text import LINE_END, squeeze, word_count

MAX_CREDIT = 120  # characters
MAX_CAPTION = 600  # characters
_CREDIT_CLASS = re.compile(
    r"credit|copyright|copyrigth|photographer|photo-?by|byline|\bsource\b|urheber|quelle|fotograf",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"caption|l[eé]gend|bildunter|pie-?(?:de-)?foto|cutline|didascal|image-?(?:text|title|desc)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]{3,120})[)\]）]\s*$")
_MARKED = re.compile(r"(?:^|[\s.|/–—-])((?:©|\(c\)).{2,100})$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright)\s*", re.IGNORECASE)
_COLON = re.compile(r"(?<!\s)\s*[:：]\s*")
_EDGES = " |·-–—/"
_LEADING = ["a", "h1", "h2", "h3", "h4", "form", "ul", "ol"]
_FRAMES = frozenset(("body", "main", "article", "html"))
MAX_UP = 5  # ancestors in which a caption so called stands
MAX_BOXES = 6  # ancestors: td, tr, tbody, table
MAX_IN_BOX = 20  # elements of one
MAX_UNNAMED = 300  # characters of a caption that nothing calls one
MIN_WORDS = 3  # fewer are a number or a label on the image

Told = tuple[str | None, str | None]  # caption, credit


def caption_of(element: HtmlElement, article: HtmlElement) -> Told:
    """(caption, credit) of the figure around the image, or of the element so called beside it."""
    for depth, box in enumerate(islice(element.iterancestors(), MAX_UP)):
        if box is article:
            break
        figure = box.tag == "figure"
        caption = next(box.iter("figcaption"), None) if figure or depth < 3 else None
        caption = _named(box, _CAPTION_CLASS) if caption is None else caption
        credit = _named(box, _CREDIT_CLASS) if figure or caption is not None else None
        if caption is not None or credit is not None:
            return _parted(caption, credit)
        if figure:
            return None, None
        if _has_images(box):
            break
    return _unnamed(element, article)


def _has_images(box: HtmlElement) -> bool:
    """Whether a box has more than the one image."""
    return len(list(islice(box.iter("img"), 2))) > 1


def _unnamed(element: HtmlElement, article: HtmlElement) -> Told:
    """The text alone in one small box with the image: in a layout table, with a credit at its end, or in a
    box that is named after its image."""
    alone = ""
    for box in islice(element.iterancestors(), MAX_BOXES):
        if box is article or _is_large(box):
            break
        if not (text := printed(box)):
            continue
        alone = alone or text
        if len(text) > MAX_UNNAMED or text != alone or _has_images(box) or _leads_on(box):
            break
        caption, credit = split_credit(text)
        if credit or box.tag == "table" or _is_named_so(box, text):
            return caption or None, credit or None
    return None, None


def _is_named_so(box: HtmlElement, text: str) -> bool:
    return bool(families(names_of(box)) & BIT["media"]) and word_count(text) >= MIN_WORDS


def _is_large(box: HtmlElement) -> bool:
    return box.tag in _FRAMES or len(list(islice(box.iter(), MAX_IN_BOX))) == MAX_IN_BOX


def _leads_on(box: HtmlElement) -> bool:
    """Whether a box has links with text or headings: more than an image and its caption."""
    return any(child.tag != "a" or child.text_content().strip() for child in box.iter(*_LEADING))


def _named(box: HtmlElement, pattern: re.Pattern[str]) -> HtmlElement | None:
    """The innermost element of a small box whose class or itemprop is so called."""
    for child in islice(box.iterdescendants(), 40):
        is_text = isinstance(child.tag, str) and child.tag not in ("img", "picture", "source")
        if is_text and child.attrib and pattern.search(names_of(child)):
            return child
    return None


def _parted(caption: HtmlElement | None, credit: HtmlElement | None) -> Told:
    """The caption's text without the credit's; a credit at its end is found by its mark or word."""
    text = printed(caption) if caption is not None else ""
    whole = printed(credit) if credit is not None and credit is not caption else ""
    by = _without_word(whole) if whole else ""
    if by and len(by) <= MAX_CREDIT:
        text = text.replace(whole, " ").strip(_EDGES)
    elif text:
        text, by = split_credit(text)
    text = squeeze(text)
    return (text if 0 < len(text) <= MAX_CAPTION else None), (by if 0 < len(by) <= MAX_CREDIT else None)


def split_credit(text: str) -> tuple[str, str]:
    """A caption that ends in "(AP Photo/…)", "© Name" or "Foto: Name" → caption and credit."""
    if len(text) > MAX_CAPTION + MAX_CREDIT:
        return text, ""
    bracketed = _BRACKETED.search(text)
    if bracketed and not ("/" in bracketed[1] or "©" in bracketed[1] or _is_worded(bracketed[1])):
        bracketed = None
    if match := bracketed or _MARKED.search(text):
        return text[: match.start()].strip(_EDGES), _without_word(match[1].strip())
    for colon in reversed(list(_COLON.finditer(text))):
        before, credit = text[: colon.start()], text[colon.end() :]
        for count in (2, 1):  # "Photo courtesy:", "Photo:"
            word = " ".join(before.split()[-count:]).strip("(/|–—-.")
            if len(credit) <= MAX_CREDIT and plain(word) in credit_words():
                return before[: len(before) - len(word)].strip(_EDGES + "("), credit.strip(" )")
    return text, ""


def ends_in_credit(text: str) -> bool:
    """Whether a line is a caption that ends in a credit in brackets: "… (AP Photo/Ann Lee)"; not
    "(km/h)", and no sentence in brackets."""
    if len(text) > MAX_CAPTION or not (bracketed := _BRACKETED.search(text)):
        return False
    inside = bracketed[1].strip()
    opening, *named = _COLON.split(inside, maxsplit=1)
    opening = opening if named else " ".join(inside.split()[:2])  # "Photo: Ann Lee", "Photo by Ann Lee"
    told = plain(opening) in credit_words() or ("/" in inside and (agencies_in(inside) or _is_worded(inside)))
    return bool(told) and " " in inside and not LINE_END.search(inside)


def _is_worded(text: str) -> bool:
    """Whether a word of credits is in it: "Photo", "تصوير"."""
    words = f" {plain(text)} "
    return any(f" {word} " in words for word in credit_words())


def _without_word(text: str) -> str:
    """The name alone out of "Photo: Name" or "© Name"."""
    text = text.strip(" |")
    text = text[1:-1].strip() if text[:1] + text[-1:] in ("()", "[]") else text
    text = _COPYRIGHT.sub("", text)
    head, mark, rest = text.partition(":")
    return rest.strip() if mark and plain(head) in credit_words() else text
